// SPDX-License-Identifier: GPL-2.0
/* Processes that have something in common, summed up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/cgroup_name.h"
#include "model/group.h"
#include "model/row_sum.h"

/* By their keys. */
struct lots {
	struct group *groups;
	size_t nr, max;
};

struct groups {
	struct lots now, before;	/* the last update */
	uint64_t last_id;
	const struct group **order;
	size_t max_order;
	const struct row **rows;	/* by their keys */
	size_t max_rows;
	const struct field *field;
	bool inverted;
};

struct groups *groups_new(void)
{
	return xcalloc(1, sizeof(struct groups));
}

static void drop_names(struct lots *lots)
{
	size_t i;

	for (i = 0; i < lots->nr; i++) {
		free(lots->groups[i].name);
		free(lots->groups[i].text);
	}
	lots->nr = 0;
}

void groups_free(struct groups *groups)
{
	if (!groups)
		return;
	drop_names(&groups->now);
	free(groups->now.groups);
	free(groups->before.groups);
	free(groups->order);
	free(groups->rows);
	free(groups);
}

static int compare_rows(const void *a, const void *b, void *ctx)
{
	const struct row *x = *(const struct row *const *)a;
	const struct row *y = *(const struct row *const *)b;
	enum group_kind kind = *(enum group_kind *)ctx;
	struct group_key first = group_key_of(kind, x), second = group_key_of(kind, y);
	int order = group_key_compare(&first, &second);

	return order ? order : x->now.id.pid - y->now.id.pid;
}

/* The user's number until there is a name. */
static char *name_of(const struct group_key *key, const struct row *row)
{
	char number[16];

	if (key->kind == GROUP_USER && row->user)
		return xstrdup(row->user);
	if (key->kind == GROUP_USER) {
		snprintf(number, sizeof(number), "%u", key->uid);
		return xstrdup(number);
	}
	if (!key->text)
		return xstrdup("?");
	if (key->kind == GROUP_CGROUP)
		return cgroup_name(key->text);
	return xstrdup(*key->text ? key->text : "-");
}

static void begin_group(struct lots *lots, const struct group_key *key,
			const struct row *row)
{
	struct group *group;

	lots->groups = xgrow(lots->groups, lots->nr + 1, &lots->max,
			     sizeof(*lots->groups));
	group = &lots->groups[lots->nr++];
	group->key = *key;
	group->text = key->text ? xstrdup(key->text) : NULL;
	group->key.text = group->text;
	group->name = name_of(key, row);
	group->nr = 1;
	row_sum_begin(&group->sum, row);
}

static void add_row(struct lots *lots, enum group_kind kind,
		    const struct row *row)
{
	struct group_key key = group_key_of(kind, row);
	struct group *last = lots->nr ? &lots->groups[lots->nr - 1] : NULL;

	if (!last || group_key_compare(&last->key, &key)) {
		begin_group(lots, &key, row);
		return;
	}
	last->nr++;
	row_sum_add(&last->sum, row);
}

/* Of two kinds, the one that stands before all of the other. */
static int compare_lots(const struct group *a, const struct group *b)
{
	if (a->key.kind != b->key.kind)
		return a->key.kind < b->key.kind ? -1 : 1;
	return group_key_compare(&a->key, &b->key);
}

/* Those that were there before keep theirs; both stand by their keys. */
static void give_ids(struct groups *groups)
{
	const struct lots *before = &groups->before;
	struct group *group = groups->now.groups;
	const struct group *end = group + groups->now.nr;
	size_t old = 0;
	int order;

	for (; group < end; group++) {
		order = -1;
		while (old < before->nr && order < 0) {
			order = compare_lots(&before->groups[old], group);
			old += order < 0;
		}
		group->id = order ? ++groups->last_id : before->groups[old].id;
	}
}

static int compare_groups(const void *a, const void *b, void *ctx)
{
	const struct group *x = *(const struct group *const *)a;
	const struct group *y = *(const struct group *const *)b;
	const struct groups *groups = ctx;
	bool down = groups->field->descending != groups->inverted;
	int order = groups->field->compare(x, y);

	if (order)
		return down ? -order : order;
	return group_key_compare(&x->key, &y->key);
}

static void sort_groups(struct groups *groups)
{
	if (groups->field && groups->now.nr)
		qsort_r(groups->order, groups->now.nr, sizeof(*groups->order),
			compare_groups, groups);
}

static void put_order(struct groups *groups)
{
	const struct lots *now = &groups->now;
	size_t i;

	groups->order = xgrow(groups->order, now->nr, &groups->max_order,
			      sizeof(*groups->order));
	for (i = 0; i < now->nr; i++)
		groups->order[i] = &now->groups[i];
	sort_groups(groups);
}

void groups_update(struct groups *groups, const struct model *model,
		   enum group_kind kind)
{
	size_t i, nr = model_nr_listed(model);
	struct lots before = groups->before;

	groups->before = groups->now;
	groups->now = before;
	groups->rows = xgrow(groups->rows, nr, &groups->max_rows,
			     sizeof(*groups->rows));
	for (i = 0; i < nr; i++)
		groups->rows[i] = model_listed(model, i);
	if (nr)
		qsort_r(groups->rows, nr, sizeof(*groups->rows), compare_rows,
			&kind);
	for (i = 0; i < nr; i++)
		add_row(&groups->now, kind, groups->rows[i]);
	give_ids(groups);
	drop_names(&groups->before);
	put_order(groups);
}

void groups_sort(struct groups *groups, const struct field *field,
		 bool inverted)
{
	groups->field = field;
	groups->inverted = inverted;
	sort_groups(groups);
}

const struct group *groups_get(const struct groups *groups, size_t i)
{
	return i < groups->now.nr ? groups->order[i] : NULL;
}

size_t groups_nr(const struct groups *groups)
{
	return groups->now.nr;
}

// SPDX-License-Identifier: GPL-2.0
/* Processes that have something in common, summed up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/group.h"
#include "model/row_sum.h"

struct groups {
	struct group *groups;
	size_t nr, max;
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

static void drop_names(struct groups *groups)
{
	size_t i;

	for (i = 0; i < groups->nr; i++) {
		free(groups->groups[i].name);
		free(groups->groups[i].text);
	}
	groups->nr = 0;
}

void groups_free(struct groups *groups)
{
	if (!groups)
		return;
	drop_names(groups);
	free(groups->groups);
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

static void begin_group(struct groups *groups, const struct group_key *key,
			const struct row *row)
{
	struct group *group;

	groups->groups = xgrow(groups->groups, groups->nr + 1, &groups->max,
			       sizeof(*groups->groups));
	group = &groups->groups[groups->nr++];
	group->key = *key;
	group->text = key->text ? xstrdup(key->text) : NULL;
	group->key.text = group->text;
	group->name = name_of(key, row);
	group->nr = 1;
	row_sum_begin(&group->sum, row);
}

static void add_to_last(struct groups *groups, const struct row *row)
{
	struct group *group = &groups->groups[groups->nr - 1];

	group->nr++;
	row_sum_add(&group->sum, row);
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
	if (groups->field && groups->nr)
		qsort_r(groups->order, groups->nr, sizeof(*groups->order),
			compare_groups, groups);
}

static void put_order(struct groups *groups)
{
	size_t i;

	groups->order = xgrow(groups->order, groups->nr, &groups->max_order,
			      sizeof(*groups->order));
	for (i = 0; i < groups->nr; i++)
		groups->order[i] = &groups->groups[i];
	sort_groups(groups);
}

void groups_update(struct groups *groups, const struct model *model,
		   enum group_kind kind)
{
	size_t i, nr = model_nr_listed(model);
	struct group_key key;

	drop_names(groups);
	groups->rows = xgrow(groups->rows, nr, &groups->max_rows,
			     sizeof(*groups->rows));
	for (i = 0; i < nr; i++)
		groups->rows[i] = model_listed(model, i);
	if (nr)
		qsort_r(groups->rows, nr, sizeof(*groups->rows), compare_rows,
			&kind);
	for (i = 0; i < nr; i++) {
		key = group_key_of(kind, groups->rows[i]);
		if (groups->nr &&
		    !group_key_compare(&groups->groups[groups->nr - 1].key, &key))
			add_to_last(groups, groups->rows[i]);
		else
			begin_group(groups, &key, groups->rows[i]);
	}
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
	return i < groups->nr ? groups->order[i] : NULL;
}

size_t groups_nr(const struct groups *groups)
{
	return groups->nr;
}

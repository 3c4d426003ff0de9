// SPDX-License-Identifier: GPL-2.0
/* The menu of users, with what each has: the processes of one are listed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "data/page.h"
#include "model/filter.h"
#include "model/group.h"
#include "model/row_sum.h"
#include "screen/page_cell.h"
#include "view/table_view.h"
#include "view/view.h"

#define BAR_MIN 4
#define BAR_MAX 24

/* All processes of a user as one group; the first line: of all users. */
struct user_sum {
	struct group group;		/* .name is not its own */
	bool all;
	uid_t uid;
	const char *user;		/* the model's; NULL: not known */
	char digits[12];
};

struct user_view {
	struct table_view table;
	struct user_sum *sums;
	size_t nr, max;
	const struct row **rows;	/* of those that are listed, by uid */
	size_t max_rows;
	bool chosen;			/* the user who is listed was selected */
};

static struct user_view *to_users(struct view *view)
{
	return (struct user_view *)view;
}

static const struct user_view *const_users(const struct view *view)
{
	return (const struct user_view *)view;
}

static const char *user_text(const struct user_sum *user)
{
	return user->user ? user->user : user->digits;
}

#define DROP(rank) .drop = rank, .drop_marked = rank

static void draw_bar(const void *of, struct screen *screen, int x, int y,
		     int width)
{
	const struct row *sum = &((const struct user_sum *)of)->group.sum;
	const struct page_counts counts = {
		.total = sum->now.reserved, .in[PAGE_WRITTEN] = row_touched(sum),
	};

	if (row_touched_known(sum))
		page_bar(screen, x, y, width < BAR_MAX ? width : BAR_MAX,
			 &counts);
}

/* A user is a group: what can be said of one is told of it. */
#define COLUMN(name, ...) { .field = &group_fields[GFIELD_##name], __VA_ARGS__ }

static const struct table_column columns[] = {
	COLUMN(NAME, .head = "USER", .width = 10, .wide_width = 20,
	       .left = true, .cut_mark = true),
	COLUMN(NR, .head = "PROCESSES", .width = 9, DROP(2)),
	COLUMN(RESERVED, .width = 8),
	COLUMN(TOUCHED, .width = 7),
	COLUMN(PERCENT, .width = 5),
	COLUMN(TOUCH_RATE, .width = 7, DROP(1)),
	{ .head = "PAGES", .width = BAR_MIN, .left = true, DROP(3),
	  .draw = draw_bar },
};

static const struct table user_table = {
	.columns = columns, .nr = ARRAY_SIZE(columns), .first_x = 1,
	.wide = 76,
};

static const void *user_row(const struct view *view, const struct view_env *env,
			    size_t i)
{
	const struct user_view *users = const_users(view);

	(void)env;
	return i < users->nr ? &users->sums[i] : NULL;
}

static size_t user_nr(const struct view *view, const struct view_env *env)
{
	(void)env;
	return const_users(view)->nr;
}

static struct table_key user_key(const void *row)
{
	const struct user_sum *user = row;

	return (struct table_key){ .main = user->uid, .sub = user->all };
}

/* All users come first, then who has touched the most. */
static int compare_sums(const void *a, const void *b)
{
	const struct user_sum *x = a, *y = b;
	uint64_t touched_x = row_touched(&x->group.sum);
	uint64_t touched_y = row_touched(&y->group.sum);

	if (x->all != y->all)
		return x->all ? -1 : 1;
	if (touched_x != touched_y)
		return touched_x > touched_y ? -1 : 1;
	return (x->uid > y->uid) - (x->uid < y->uid);
}

static int compare_uids(const void *a, const void *b)
{
	uid_t x = (*(const struct row *const *)a)->now.uid;
	uid_t y = (*(const struct row *const *)b)->now.uid;

	return (x > y) - (x < y);
}

static struct user_sum *add_sum(struct user_view *users)
{
	struct user_sum *sum;

	users->sums = xgrow(users->sums, users->nr + 1, &users->max,
			    sizeof(*users->sums));
	sum = &users->sums[users->nr++];
	memset(sum, 0, sizeof(*sum));
	row_sum_none(&sum->group.sum);
	return sum;
}

static void add_row(struct group *group, const struct row *row)
{
	if (group->nr++)
		row_sum_add(&group->sum, row);
	else
		row_sum_begin(&group->sum, row);
}

static size_t take_rows(struct user_view *users, const struct model *model)
{
	const struct row *row = NULL;
	size_t nr = 0;

	while ((row = model_next(model, row))) {
		users->rows = xgrow(users->rows, nr + 1, &users->max_rows,
				    sizeof(*users->rows));
		users->rows[nr++] = row;
	}
	if (nr)
		qsort(users->rows, nr, sizeof(*users->rows), compare_uids);
	return nr;
}

static struct user_sum *sum_of(struct user_view *users, const struct row *row)
{
	struct user_sum *sum = &users->sums[users->nr - 1];

	if (!sum->all && sum->uid == row->now.uid)
		return sum;
	sum = add_sum(users);
	sum->uid = row->now.uid;
	sum->user = row->user;
	snprintf(sum->digits, sizeof(sum->digits), "%u", row->now.uid);
	return sum;
}

/* Each process counts for its user, and for all. */
static void sum_up(struct user_view *users, size_t nr)
{
	size_t i;

	users->nr = 0;
	add_sum(users)->all = true;
	for (i = 0; i < nr; i++) {
		add_row(&sum_of(users, users->rows[i])->group, users->rows[i]);
		add_row(&users->sums[0].group, users->rows[i]);
	}
	qsort(users->sums, users->nr, sizeof(*users->sums), compare_sums);
	for (i = 0; i < users->nr; i++)
		users->sums[i].group.name =
			(char *)(users->sums[i].all ? "all users" :
						      user_text(&users->sums[i]));
}

/* At first that is who is listed, if one is. */
static void choose_listed(struct user_view *users, const struct view_env *env)
{
	const struct filter *filter = model_filter(env->model);
	size_t i;

	for (i = 0; i < users->nr && !users->chosen; i++) {
		if (!filter_is_of_user(filter, user_text(&users->sums[i])) &&
		    !filter_is_of_user(filter, users->sums[i].digits))
			continue;
		users->chosen = true;
		table_view_select(&users->table.view, env,
				  user_key(&users->sums[i]));
	}
}

static void user_update(struct view *view, const struct view_env *env)
{
	struct user_view *users = to_users(view);

	sum_up(users, take_rows(users, env->model));
	table_view_update(view, env);
	choose_listed(users, env);
	users->chosen |= users->nr > 1;
}

static void user_demand(const struct view *view, const struct view_env *env,
			struct demand *demand)
{
	(void)view;
	demand->list = true;
	if (!env->covered)
		model_demand_users(env->model, demand);
}

/*
 * As a filter has to name the user: by the number, where the name would be read
 * as several users, as another one's number, or could not be put in quotes.
 */
static const char *term_text(const struct user_sum *user)
{
	const char *name = user_text(user);
	bool is_number = !name[strspn(name, "0123456789")];

	return is_number || strpbrk(name, ",\"'") ? user->digits : name;
}

/* What else is filtered stays so. */
static void list_user(const struct view_env *env, const struct user_sum *user)
{
	const struct filter *filter = model_filter(env->model);
	char *text = filter_with_user(filter ? filter_text(filter) : "",
				      user->all ? NULL : term_text(user));

	model_set_filter(env->model, filter_new(text, NULL));
	free(text);
}

static struct act user_command(struct view *view, const struct view_env *env,
			       enum command command, const void *row)
{
	(void)view;
	if (command != CMD_ENTER)
		return act_done(false);
	if (!row)
		return act_none("no user here yet");
	list_user(env, row);
	return (struct act){ .kind = ACT_BACK };
}

static const struct table_view_ops user_ops = {
	.table = &user_table, .row = user_row, .nr = user_nr, .key = user_key,
	.command = user_command,
};

static void user_title(const struct view *view, const struct view_env *env,
		       char *buf, size_t len)
{
	size_t nr = const_users(view)->nr;

	(void)env;
	snprintf(buf, len, "%zu user%s", nr ? nr - 1 : 0, nr == 2 ? "" : "s");
}

static const int *user_hints(const struct view *view,
			     const struct view_env *env)
{
	static const int hints[] = { CMD_BACK, CMD_ENTER, CMD_NONE };

	(void)view;
	(void)env;
	return hints;
}

static struct view *user_open(const struct view_env *env,
			      const struct place *place)
{
	struct user_view *users = xcalloc(1, sizeof(*users));

	(void)place;
	table_view_init(&users->table, &user_ops, env, NULL);
	return &users->table.view;
}

static void user_close(struct view *view)
{
	free(to_users(view)->sums);
	free(to_users(view)->rows);
	table_view_close(view);
}

const struct view_ops user_view = {
	.open = user_open,
	.title = user_title,
	.hints = user_hints,
	.demand = user_demand,
	.update = user_update,
	.draw = table_view_draw,
	.command = table_view_command,
	.point = table_view_point,
	.close = user_close,
};

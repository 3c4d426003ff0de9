// SPDX-License-Identifier: GPL-2.0
/* The menu of users, with what each has: the processes of one are listed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "data/page.h"
#include "model/filter.h"
#include "screen/page_cell.h"
#include "view/table_view.h"
#include "view/view.h"

#define BAR_MIN 4
#define BAR_MAX 24

/* All that the processes of a user have together; the first line: of all. */
struct user_sum {
	bool all;
	uid_t uid;
	const char *name;		/* the model's; NULL: not known */
	char digits[12];
	struct filter_sum sum;
};

struct user_view {
	struct table_view table;
	struct user_sum *sums;
	size_t nr, max;
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
	return user->name ? user->name : user->digits;
}

#define DEFINE_VALUE(called, ...)					\
static struct value called##_value(const void *of,			\
				   const struct field_context *context)	\
{									\
	const struct user_sum *user = of;				\
									\
	(void)context;							\
	return (struct value)__VA_ARGS__;				\
}

#define STATE(known) .state = (known) ? VALUE_KNOWN : VALUE_UNKNOWN

DEFINE_VALUE(name, { .text = user->all ? "all users" : user_text(user) })
DEFINE_VALUE(processes, { .number = user->sum.nr })
DEFINE_VALUE(reserved, { STATE(user->sum.reserved_known),
	     .number = user->sum.reserved })
DEFINE_VALUE(touched, { STATE(user->sum.touched_known),
	     .number = user->sum.touched })
DEFINE_VALUE(percent, { STATE(user->sum.reserved_known &&
			      user->sum.touched_known),
	     .part = user->sum.touched, .whole = user->sum.reserved })
DEFINE_VALUE(rate, { STATE(user->sum.rate_known),
	     .change = user->sum.touch_rate })

static const struct field fields[] = {
	{ .head = "USER", .unit = UNIT_TEXT, .value = name_value },
	{ .head = "PROCESSES", .unit = UNIT_NUMBER,
	  .value = processes_value },
	{ .head = "RESERVED", .unit = UNIT_BYTES, .value = reserved_value },
	{ .head = "TOUCHED", .unit = UNIT_BYTES, .value = touched_value },
	{ .head = "%", .unit = UNIT_RATIO, .value = percent_value },
	{ .head = "TOUCH/s", .unit = UNIT_CHANGE, .value = rate_value },
};

#define DROP(rank) .drop = rank, .drop_marked = rank

static void draw_bar(const void *of, struct screen *screen, int x, int y,
		     int width)
{
	const struct filter_sum *sum = &((const struct user_sum *)of)->sum;
	const struct page_counts counts = {
		.total = sum->reserved, .in[PAGE_WRITTEN] = sum->touched,
	};

	if (sum->reserved_known && sum->touched_known)
		page_bar(screen, x, y, width < BAR_MAX ? width : BAR_MAX,
			 &counts);
}

static const struct table_column columns[] = {
	{ .field = &fields[0], .width = 10, .wide_width = 20, .left = true,
	  .cut_mark = true },
	{ .field = &fields[1], .width = 9, DROP(2) },
	{ .field = &fields[2], .width = 8 },
	{ .field = &fields[3], .width = 7 },
	{ .field = &fields[4], .width = 5 },
	{ .field = &fields[5], .width = 7, DROP(1) },
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

static int compare_uids(const void *a, const void *b)
{
	uid_t x = ((const struct user_sum *)a)->uid;
	uid_t y = ((const struct user_sum *)b)->uid;

	return (x > y) - (x < y);
}

/* All users come first, then who has touched the most. */
static int compare_sums(const void *a, const void *b)
{
	const struct user_sum *x = a, *y = b;

	if (x->all != y->all)
		return x->all ? -1 : 1;
	if (x->sum.touched != y->sum.touched)
		return x->sum.touched > y->sum.touched ? -1 : 1;
	return compare_uids(a, b);
}

static struct user_sum *add_sum(struct user_view *users)
{
	struct user_sum *sum;

	users->sums = xgrow(users->sums, users->nr + 1, &users->max,
			    sizeof(*users->sums));
	sum = &users->sums[users->nr++];
	memset(sum, 0, sizeof(*sum));
	filter_sum_begin(&sum->sum);
	return sum;
}

static void merge(struct filter_sum *to, const struct filter_sum *from)
{
	to->nr += from->nr;
	to->reserved += from->reserved;
	to->touched += from->touched;
	to->touch_rate += from->touch_rate;
	to->reserved_known &= from->reserved_known;
	to->touched_known &= from->touched_known;
	to->rate_known |= from->rate_known;
}

/* One for each process, with room for that of all. */
static void take_rows(struct user_view *users, const struct model *model)
{
	const struct row *row = NULL;
	struct user_sum *sum;

	users->nr = 0;
	while ((row = model_next(model, row))) {
		sum = add_sum(users);
		sum->uid = row->now.uid;
		sum->name = row->user;
		snprintf(sum->digits, sizeof(sum->digits), "%u", row->now.uid);
		filter_sum_add(&sum->sum, row);
	}
	if (users->nr)
		qsort(users->sums, users->nr, sizeof(*users->sums),
		      compare_uids);
}

/* Those of one user become one; a line of all is added. */
static void sum_up(struct user_view *users)
{
	struct filter_sum all;
	struct user_sum *sums = users->sums;
	size_t i, nr = 0;

	filter_sum_begin(&all);
	for (i = 0; i < users->nr; i++) {
		merge(&all, &sums[i].sum);
		if (nr && sums[nr - 1].uid == sums[i].uid)
			merge(&sums[nr - 1].sum, &sums[i].sum);
		else
			sums[nr++] = sums[i];
	}
	users->nr = nr;
	sums = add_sum(users);
	sums->all = true;
	sums->sum = all;
	qsort(users->sums, users->nr, sizeof(*users->sums), compare_sums);
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

	take_rows(users, env->model);
	sum_up(users);
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
	.close = user_close,
};

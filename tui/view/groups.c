// SPDX-License-Identifier: GPL-2.0
/* Groups of processes: what all of a user, a command or a cgroup have. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "base/text.h"
#include "common/format.h"
#include "model/group.h"
#include "view/keymap.h"
#include "view/listed.h"
#include "view/row_column.h"
#include "view/table_view.h"

#define SENTENCE_Y 1
#define HEAD_Y 2
#define WIDE 100

struct groups_view {
	struct table_view table;
	struct groups *groups;
	enum group_kind kind;
	char *summed;			/* whose PSS was asked for; NULL: none */
	uint64_t touched;		/* of these, then */
};

static struct groups_view *to_groups(struct view *view)
{
	return (struct groups_view *)view;
}

static const struct groups_view *const_groups(const struct view *view)
{
	return (const struct groups_view *)view;
}

static void draw_pages(const void *of, struct screen *screen, int x, int y,
		       int width)
{
	row_draw_pages(&((const struct group *)of)->sum, screen, x, y, width);
}

#define COLUMN(name, ...) { .field = &group_fields[GFIELD_##name], __VA_ARGS__ }
#define DROP(rank) .drop = rank, .drop_marked = rank

/* The mark of the selected row has a column of its own. */
static const struct table_column columns[] = {
	COLUMN(NR, .width = 6),
	COLUMN(RESERVED, .width = 8),
	COLUMN(TOUCHED, .width = 7),
	COLUMN(PERCENT, .width = 5, DROP(9)),
	COLUMN(SINCE, .width = 7, .marked_only = true),
	COLUMN(ZERO, .width = 5, DROP(8), .absent = model_lacks_zeros),
	COLUMN(SWAP, .width = 5, DROP(5), .absent = model_lacks_swap),
	COLUMN(TAMALLOC, .width = 8, DROP(2), .absent = model_lacks_tamalloc),
	{ .head = "PAGES", .width = 8, .wide_width = 12, .left = true,
	  DROP(6), .draw = draw_pages },
	COLUMN(TOUCH_RATE, .width = 7, DROP(7)),
	COLUMN(FAULT_RATE, .width = 7, DROP(4)),
	COLUMN(MAJFLT_RATE, .width = 5, DROP(1)),
	COLUMN(CPU, .width = 5, DROP(3)),
	COLUMN(NAME, .width = 26, .left = true, .scrolls = true),
};

static const struct table groups_table = {
	.columns = columns, .nr = ARRAY_SIZE(columns), .wide = WIDE,
};

static const void *groups_row(const struct view *view,
			      const struct view_env *env, size_t i)
{
	(void)env;
	return groups_get(const_groups(view)->groups, i);
}

static size_t groups_count(const struct view *view, const struct view_env *env)
{
	(void)env;
	return groups_nr(const_groups(view)->groups);
}

static struct table_key groups_key(const void *row)
{
	return (struct table_key){ .main = ((const struct group *)row)->id };
}

static void groups_order(struct view *view, const struct view_env *env,
			 const struct table_sort *sort)
{
	(void)env;
	groups_sort(to_groups(view)->groups, sort->field, sort->inverted);
}

static int groups_head_y(const struct view_env *env)
{
	(void)env;
	return HEAD_Y;
}

static struct act next_kind(struct groups_view *self,
			    const struct view_env *env)
{
	enum group_kind kind = self->kind + 1;

	self->kind = kind < NR_GROUP_KINDS ? kind : GROUP_NONE + 1;
	self->table.table.scroll = 0;
	self->table.table.cursor = (struct cursor){ 0 };
	groups_update(self->groups, env->model, self->kind);
	table_view_update(&self->table.view, env);
	return act_done(true);
}

static struct act ask_pss(struct groups_view *self, const struct view_env *env,
			  const struct group *group)
{
	free(self->summed);
	self->summed = xstrdup(group->name);
	self->touched = row_touched(&group->sum);
	model_sum_pss(env->model, &group->key);
	return act_done(true);
}

static struct act groups_command(struct view *view, const struct view_env *env,
				 enum command command, const void *row)
{
	struct act act = act_open(PLACE_LIST, 0);

	if (command == CMD_GROUPS)
		return next_kind(to_groups(view), env);
	if (command == CMD_SORT_MEMORY) {
		table_view_sort(view, env, &group_fields[GFIELD_TOUCHED]);
		return act_done(true);
	}
	if (command != CMD_ENTER && command != CMD_PSS)
		return act_done(false);
	if (!row)
		return act_none("no group here yet");
	if (command == CMD_PSS)
		return ask_pss(to_groups(view), env, row);
	act.place.group = row;
	return act;
}

static const struct table_view_ops groups_ops = {
	.table = &groups_table, .row = groups_row, .nr = groups_count,
	.key = groups_key, .sort = groups_order, .head_y = groups_head_y,
	.command = groups_command,
};

static void groups_title(const struct view *view, const struct view_env *env,
			 char *buf, size_t len)
{
	const struct groups_view *self = const_groups(view);
	const struct field *field = self->table.table.sort.field;
	size_t nr = groups_nr(self->groups);
	const char *groups = env->width < VIEW_NARROW ? "" :
			     nr == 1		      ? " group" :
							" groups";
	char of[64], filter[256];

	listed_of_text(env, of, sizeof(of));
	listed_filter_text(env, filter, sizeof(filter));
	snprintf(buf, len, "%s%zu%s by %s%s%s", of, nr, groups,
		 group_kind_name(self->kind), *filter ? " " : "", filter);
	if (!table_shows(&groups_table, env, field))
		text_append(buf, len, ", sorted by %s", field->head);
}

static const int *groups_hints(const struct view *view,
			       const struct view_env *env)
{
	static const int hints[] = {
		CMD_BACK, CMD_ENTER, CMD_GROUPS, CMD_PSS, CMD_SORT_MENU,
		CMD_PAUSE, CMD_MARK, CMD_SAVE, CMD_INVERT, CMD_NONE
	};
	static const int paused[] = {
		CMD_PAUSE | HINT_ON, CMD_ONE_SAMPLE, CMD_BACK, CMD_ENTER,
		CMD_GROUPS, CMD_PSS, CMD_NONE
	};

	(void)view;
	return env->paused ? paused : hints;
}

/* Whom the filter hides for want of a number may be one of them. */
static void demand_hidden(const struct model *model, struct demand *demand)
{
	const struct filter *filter = model_filter(model);
	const struct row *row = NULL;

	model_demand_filter(model, demand);
	if (filter_needs(filter) & FILTER_NEEDS_PSS)
		model_demand_pss(model, 0, 0, demand);
	if (!(filter_needs(filter) & FILTER_NEEDS_ZEROS))
		return;
	while ((row = model_next(model, row)))
		if (filter_matches(filter, row) != FILTER_YES)
			demand_zeros(demand, row->now.id);
}

/* A sum needs all of them, not only who is on a screen. */
static void groups_demand(const struct view *view, const struct view_env *env,
			  struct demand *demand)
{
	const struct groups_view *self = const_groups(view);

	demand->list = true;
	if (self->summed)
		pss_demand(model_pss(env->model), demand);
	if (env->covered)
		return;
	demand_hidden(env->model, demand);
	model_demand_listed(env->model, demand);
	model_demand_pages(env->model, 0, 0, demand);
	if (self->kind == GROUP_CGROUP &&
	    !(filter_needs(model_filter(env->model)) & FILTER_NEEDS_CGROUPS))
		model_demand_cgroups(env->model, demand);
}

/* The list above may have had the model list one group only. */
static void groups_view_update(struct view *view, const struct view_env *env)
{
	static const struct group_key all = { .kind = GROUP_NONE };
	struct groups_view *self = to_groups(view);

	if (env->covered)
		return;
	model_limit(env->model, &all);
	groups_update(self->groups, env->model, self->kind);
	table_view_update(view, env);
}

/* "7 of 9 processes (2 denied)", "120 of 900 so far" */
static void pss_of(const struct pss_sum *sum, const struct view_env *env,
		   char *buf, size_t len)
{
	bool narrow = env->width < VIEW_NARROW;
	char why[64] = "";

	/* of a recording nothing is read any more */
	if (sum->nr_left)
		snprintf(why, sizeof(why),
			 env->recorded ? " recorded" : " so far");
	else if (!narrow && sum->nr_denied && sum->nr_gone)
		snprintf(why, sizeof(why), " (%zu denied, %zu ended)",
			 sum->nr_denied, sum->nr_gone);
	else if (!narrow)
		snprintf(why, sizeof(why), " (%s)",
			 sum->nr_denied ? "denied" : "ended");
	if (sum->nr_read == sum->nr)
		snprintf(buf, len, narrow ? "of all" : "of all %zu", sum->nr);
	else
		snprintf(buf, len, "of %zu of %zu%s", sum->nr_read, sum->nr,
			 why);
}

/* "ada: PSS 1.2G of all 7, touched 2.0G, took 31ms" */
static void pss_sentence(const struct groups_view *self,
			 const struct view_env *env, char *buf, size_t len)
{
	const struct pss_sum *sum = model_pss(env->model);
	char pss[FORMAT_MAX] = "?", touched[FORMAT_MAX], cost[FORMAT_MAX];
	char of[96];

	if (sum->nr_read)
		format_size(pss, sizeof(pss), sum->bytes);
	format_size(touched, sizeof(touched), self->touched);
	format_cost(cost, sizeof(cost), sum->cost_ns);
	pss_of(sum, env, of, sizeof(of));
	if (env->recorded && !sum->nr_read)
		snprintf(buf, len, "PSS of %s was not recorded", self->summed);
	else if (env->width < VIEW_NARROW)
		snprintf(buf, len, "PSS %s %s, %s", pss, of, cost);
	else
		snprintf(buf, len, "PSS %s %s, touched %s, took %s: %s", pss,
			 of, touched, cost, self->summed);
}

static void draw_sentence(const struct groups_view *self,
			  const struct view_env *env, struct screen *screen)
{
	bool narrow = env->width < VIEW_NARROW;
	char text[256];

	if (self->summed)
		pss_sentence(self, env, text, sizeof(text));
	else
		keymap_say(env->keys, PLACE_GROUPS, narrow ?
			   "shared pages count in each process" :
			   "Sums: a page that processes share counts in each of them; {pss} sums up PSS",
			   text, sizeof(text));
	screen_text(screen, 0, SENTENCE_Y, TO_EDGE,
		    self->summed ? ROLE_NOTICE : ROLE_DIM, text);
}

static void groups_draw(const struct view *view, const struct view_env *env,
			struct screen *screen)
{
	draw_sentence(const_groups(view), env, screen);
	table_view_draw(view, env, screen);
}

static struct view *groups_open(const struct view_env *env,
				const struct place *place)
{
	struct groups_view *self = xcalloc(1, sizeof(*self));

	self->groups = groups_new();
	self->kind = place->group_kind ? place->group_kind : GROUP_NONE + 1;
	table_view_init(&self->table, &groups_ops, env,
			&group_fields[GFIELD_TOUCHED]);
	return &self->table.view;
}

static void groups_close(struct view *view)
{
	struct groups_view *self = to_groups(view);

	groups_free(self->groups);
	free(self->summed);
	table_view_close(view);
}

static void groups_arranged(const struct view *view,
			    struct arrangement *arrangement)
{
	arrangement->groups = const_groups(view)->kind;
}

const struct view_ops groups_view = {
	.open = groups_open,
	.title = groups_title,
	.hints = groups_hints,
	.demand = groups_demand,
	.update = groups_view_update,
	.draw = groups_draw,
	.command = table_view_command,
	.point = table_view_point,
	.sort = table_view_sort,
	.arranged = groups_arranged,
	.close = groups_close,
};

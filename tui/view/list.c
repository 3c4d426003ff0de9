// SPDX-License-Identifier: GPL-2.0
/* The list of processes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "common/clock.h"
#include "view/list_column.h"
#include "view/list_header.h"
#include "view/table.h"
#include "view/view.h"

struct list_view {
	struct view view;
	struct table_state table;
	struct proc_id selected;	/* if the cursor was moved */
};

static const struct list_view *const_list(const struct view *view)
{
	return (const struct list_view *)view;
}

static struct list_view *to_list(struct view *view)
{
	return (struct list_view *)view;
}

/* Row of the screen with the column heads. */
static int head_y(const struct view_env *env)
{
	return 1 + header_height(env->height);
}

static size_t visible_rows(const struct view_env *env)
{
	int rows = env->height - 2 - head_y(env);

	return rows > 0 ? (size_t)rows : 0;
}

static struct extent extent_of(const struct view_env *env)
{
	return table_extent(model_nr_rows(env->model), visible_rows(env));
}

static void list_title(const struct view *view, const struct view_env *env,
		       char *buf, size_t len)
{
	size_t all = model_totals(env->model)->nr_processes;
	size_t rows = model_nr_rows(env->model);

	(void)view;
	if (env->width < VIEW_NARROW)
		snprintf(buf, len, "%zu", rows);
	else if (rows < all)
		snprintf(buf, len, "%zu of %zu processes", rows, all);
	else
		snprintf(buf, len, "%zu process%s", rows,
			 rows == 1 ? "" : "es");
}

static const int *list_hints(const struct view *view,
			     const struct view_env *env)
{
	static const int running[] = {
		CMD_ENTER, CMD_SORT_PREV, CMD_PAUSE, CMD_MARK,
		CMD_DELAY, CMD_INVERT,	  CMD_NONE,
	};
	static const int paused[] = {
		CMD_PAUSE | HINT_ON, CMD_ONE_SAMPLE, CMD_UP | HINT_ON,
		CMD_ENTER,	     CMD_SORT_PREV,  CMD_NONE,
	};

	(void)view;
	return env->paused ? paused : running;
}

/* What is known of shown rows only, but sorted by, is asked of all. */
static void demand_rows(const struct list_view *list,
			const struct view_env *env, struct demand *demand)
{
	bool all = list->table.sort.field->of_shown;
	size_t i = all ? 0 : list->table.cursor.top;
	size_t end = all ? model_nr_rows(env->model) :
			   list->table.cursor.top + visible_rows(env);
	const struct row *row;

	for (; i < end && (row = model_row(env->model, i)); i++)
		demand_shown(demand, row->now.id);
}

static void list_demand(const struct view *view, const struct view_env *env,
			struct demand *demand)
{
	demand->list = true;
	if (env->covered)
		return;
	demand_rows(const_list(view), env, demand);
	model_demand_pages(env->model, const_list(view)->table.cursor.top,
			   visible_rows(env), demand);
	model_demand_texts(env->model, const_list(view)->table.cursor.top,
			   visible_rows(env), demand);
}

static void sort(const struct list_view *list, const struct view_env *env)
{
	model_sort(env->model, list->table.sort.field,
		   list->table.sort.inverted);
}

static void select_cursor(struct list_view *list, const struct view_env *env)
{
	const struct row *row = model_row(env->model, list->table.cursor.at);

	if (row)
		list->selected = row->now.id;
}

static void list_update(struct view *view, const struct view_env *env)
{
	struct list_view *list = to_list(view);
	struct extent extent = extent_of(env);

	table_follow(&list->table, &extent,
		     model_find(env->model, list->selected));
	select_cursor(list, env);
}

static const void *get_row(const void *of, size_t i)
{
	return model_row(of, i);
}

static void list_draw(const struct view *view, const struct view_env *env,
		      struct screen *screen)
{
	const struct table_rows rows = { .get = get_row, .of = env->model };

	header_draw(model_totals(env->model), screen, 1);
	table_draw(&list_table, &const_list(view)->table, &rows, env,
		   (int)visible_rows(env), true, screen, head_y(env));
}

static struct act open_selected(const struct list_view *list,
				const struct view_env *env)
{
	const struct row *row = model_row(env->model, list->table.cursor.at);
	struct act act = act_open(PLACE_PROCESS, 0);

	if (!row)
		return act_done(false);
	act.place.process = row->now.id;
	return act;
}

static struct act list_command(struct view *view, const struct view_env *env,
			       enum command command)
{
	struct list_view *list = to_list(view);
	struct extent extent = extent_of(env);

	if (command == CMD_ENTER)
		return open_selected(list, env);
	switch (table_command(&list_table, &list->table, env, &extent,
			      command)) {
	case TABLE_SORTED:
		sort(list, env);
		list_update(view, env);
		return act_done(true);
	case TABLE_MOVED:
		select_cursor(list, env);
		return act_done(true);
	default:
		return act_done(false);
	}
}

static struct view *list_open(const struct view_env *env,
			      const struct place *place)
{
	struct list_view *list = xcalloc(1, sizeof(*list));

	(void)place;
	list->table.sort.field = env->sort;
	sort(list, env);
	return &list->view;
}

static void list_close(struct view *view)
{
	free(view);
}

const struct view_ops list_view = {
	.open = list_open,
	.title = list_title,
	.hints = list_hints,
	.demand = list_demand,
	.update = list_update,
	.draw = list_draw,
	.command = list_command,
	.close = list_close,
};

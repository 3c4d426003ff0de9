// SPDX-License-Identifier: GPL-2.0
/* The list of processes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "common/clock.h"
#include "view/cursor.h"
#include "view/list_column.h"
#include "view/list_header.h"
#include "view/table.h"
#include "view/view.h"

struct list_view {
	struct view view;
	struct table_sort sort;
	struct cursor cursor;
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
	size_t rows = visible_rows(env);

	return (struct extent){
		.nr = model_nr_rows(env->model), .rows = rows,
		.page = rows > 1 ? rows - 1 : 1,
	};
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
	bool all = list->sort.field->of_shown;
	size_t i = all ? 0 : list->cursor.top;
	size_t end = all ? model_nr_rows(env->model) :
			   list->cursor.top + visible_rows(env);
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
	model_demand_pages(env->model, const_list(view)->cursor.top,
			   visible_rows(env), demand);
	model_demand_texts(env->model, const_list(view)->cursor.top,
			   visible_rows(env), demand);
}

static void select_cursor(struct list_view *list, const struct view_env *env)
{
	const struct row *row = model_row(env->model, list->cursor.at);

	if (row)
		list->selected = row->now.id;
}

/*
 * The selection stays on its process wherever that moves; when the process is
 * gone, on its place. Until the user chooses, it is the first row.
 */
static void list_update(struct view *view, const struct view_env *env)
{
	struct list_view *list = to_list(view);
	struct extent extent = extent_of(env);
	ssize_t found = -1;

	if (list->cursor.chosen)
		found = model_find(env->model, list->selected);
	else
		list->cursor.at = 0;
	cursor_set(&list->cursor, &extent,
		   found >= 0 ? (size_t)found : list->cursor.at);
	select_cursor(list, env);
}

static void draw_row(const struct table_layout *layout, const struct row *row,
		     bool selected, struct screen *screen, int y)
{
	table_draw_row(layout, row, NULL, screen, y);
	if (!selected)
		return;
	screen_put(screen, 0, y, '>', ROLE_TEXT);
	screen_select_row(screen, y);
}

static void list_draw(const struct view *view, const struct view_env *env,
		      struct screen *screen)
{
	const struct list_view *list = const_list(view);
	const struct cursor *cursor = &list->cursor;
	struct table_layout layout;
	const struct row *row;
	int y = head_y(env);
	size_t i;

	header_draw(model_totals(env->model), screen, 1);
	table_lay_out(&list_table, env->width, model_marked(env->model, NULL),
		      &layout);
	table_draw_heads(&layout, env, &list->sort, screen, y);
	for (i = cursor->top; i < cursor->top + visible_rows(env); i++) {
		row = model_row(env->model, i);
		if (!row)
			break;
		draw_row(&layout, row, i == cursor->at, screen, ++y);
	}
}

static void step_sort(struct list_view *list, const struct view_env *env,
		      int step)
{
	struct table_layout layout;

	table_lay_out(&list_table, env->width, model_marked(env->model, NULL),
		      &layout);
	table_step_sort(&layout, step, &list->sort);
}

static bool move(struct list_view *list, const struct view_env *env,
		 enum command command)
{
	struct extent extent = extent_of(env);

	if (!cursor_command(&list->cursor, &extent, command))
		return false;
	select_cursor(list, env);
	return true;
}

static struct act open_selected(const struct list_view *list,
				const struct view_env *env)
{
	const struct row *row = model_row(env->model, list->cursor.at);
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

	switch (command) {
	case CMD_ENTER:
		return open_selected(list, env);
	case CMD_SORT_PREV:
		step_sort(list, env, -1);
		break;
	case CMD_SORT_NEXT:
		step_sort(list, env, 1);
		break;
	case CMD_INVERT:
		list->sort.inverted = !list->sort.inverted;
		break;
	default:
		return act_done(move(list, env, command));
	}
	model_sort(env->model, list->sort.field, list->sort.inverted);
	list_update(view, env);
	return act_done(true);
}

static struct view *list_open(const struct view_env *env,
			      const struct place *place)
{
	struct list_view *list = xcalloc(1, sizeof(*list));

	(void)place;
	list->sort.field = env->sort;
	model_sort(env->model, env->sort, false);
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

// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "common/clock.h"
#include "view/list_column.h"
#include "view/list_header.h"
#include "view/view.h"

struct list_view {
	struct view view;
	int sort;			/* enum column_id */
	bool inverted;
	bool chosen;			/* the user has moved the selection */
	struct proc_id selected;	/* if chosen */
	size_t cursor;			/* its place in the order */
	size_t top;			/* first row on screen */
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

static int place_columns(const struct view_env *env,
			 struct column_place *places)
{
	uint64_t when_ns;

	return columns_place(env->width, model_marked(env->model, &when_ns),
			     places);
}

static void list_title(const struct view *view, const struct view_env *env,
		       char *buf, size_t len)
{
	size_t all = model_totals(env->model)->nr_processes;
	size_t rows = model_nr_rows(env->model);

	(void)view;
	if (env->width < 60)
		snprintf(buf, len, "%zu", rows);
	else if (rows < all)
		snprintf(buf, len, "%zu of %zu processes", rows, all);
	else
		snprintf(buf, len, "%zu process%s", rows,
			 rows == 1 ? "" : "es");
}

static const char *const *list_keys(const struct view *view,
				    const struct view_env *env)
{
	static const char *const running[] = {
		"Enter open", "< > sort", "Space pause", "m mark", "s delay",
		"I invert", NULL,
	};
	static const char *const paused[] = {
		"Space go on", ". one sample", "arrows look around",
		"Enter open", "< > sort", NULL,
	};

	(void)view;
	return env->paused ? paused : running;
}

/* Faults may be told of shown rows only: to sort by them takes all. */
static void demand_rows(const struct list_view *list,
			const struct view_env *env, struct demand *demand)
{
	bool all = list->sort == COL_FAULT_RATE ||
		   list->sort == COL_MAJFLT_RATE;
	size_t i = all ? 0 : list->top;
	size_t end = all ? model_nr_rows(env->model) :
			   list->top + visible_rows(env);
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
	model_demand_pages(env->model, const_list(view)->top,
			   visible_rows(env), demand);
	model_demand_texts(env->model, const_list(view)->top,
			   visible_rows(env), demand);
}

static void sort(const struct list_view *list, const struct view_env *env)
{
	const struct column *column = &columns[list->sort];

	model_sort(env->model, column->compare,
		   column->descending != list->inverted);
}

static void scroll_to_cursor(struct list_view *list,
			     const struct view_env *env)
{
	size_t nr = model_nr_rows(env->model);
	size_t rows = visible_rows(env);
	size_t last_top = nr > rows ? nr - rows : 0;

	if (list->cursor < list->top)
		list->top = list->cursor;
	if (rows && list->cursor >= list->top + rows)
		list->top = list->cursor - rows + 1;
	if (list->top > last_top)
		list->top = last_top;
}

/* Choose the row at @place, or the nearest there is. */
static void choose(struct list_view *list, const struct view_env *env,
		   size_t place)
{
	size_t nr = model_nr_rows(env->model);

	if (!nr)
		return;
	list->cursor = place < nr ? place : nr - 1;
	list->selected = model_row(env->model, list->cursor)->now.id;
	list->chosen = true;
	scroll_to_cursor(list, env);
}

/*
 * The selection stays on its process wherever that moves; when the process is
 * gone, on its place. Until the user chooses, it is the first row.
 */
static void list_update(struct view *view, const struct view_env *env)
{
	struct list_view *list = to_list(view);
	ssize_t found;

	if (!list->chosen) {
		list->cursor = 0;
		scroll_to_cursor(list, env);
		return;
	}
	found = model_find(env->model, list->selected);
	choose(list, env, found >= 0 ? (size_t)found : list->cursor);
}

static void head_text(const struct view_env *env,
		      const struct column_place *place, char *buf, size_t len)
{
	uint64_t ms = env->delay_ns * ROW_HISTORY / NSEC_PER_MSEC;

	if (place->id != COL_LAST)
		snprintf(buf, len, "%s", columns[place->id].head);
	else if (ms < 100000 && ms % 1000)
		snprintf(buf, len, "LAST %.1f s", (double)ms / 1000);
	else
		snprintf(buf, len, "LAST %u s", (unsigned int)(ms / 1000));
}

static void draw_head(const struct list_view *list, const struct view_env *env,
		      const struct column_place *place, struct screen *screen)
{
	const struct column *column = &columns[place->id];
	bool down = column->descending != list->inverted;
	int y = head_y(env);
	int x = place->x;
	char text[32];

	head_text(env, place, text, sizeof(text));
	if (!column->left)
		x += place->width - text_width(text);
	screen_text(screen, x, y, place->x + place->width - x, ROLE_HEAD,
		    text);
	if ((int)place->id == list->sort)
		screen_put(screen, x - 1, y, down ? GLYPH_DOWN : GLYPH_UP,
			   ROLE_HEAD);
}

static void draw_row(const struct row *row, const struct column_place *places,
		     int nr, bool selected, struct screen *screen, int y)
{
	int i;

	for (i = 0; i < nr; i++)
		column_draw(&places[i], row, screen, y);
	if (!selected)
		return;
	screen_put(screen, 0, y, '>', ROLE_TEXT);
	screen_select_row(screen, y);
}

static void list_draw(const struct view *view, const struct view_env *env,
		      struct screen *screen)
{
	const struct list_view *list = const_list(view);
	struct column_place places[NR_COLUMNS];
	int nr = place_columns(env, places);
	const struct row *row;
	int y = head_y(env);
	size_t i;
	int c;

	header_draw(model_totals(env->model), screen, 1);
	for (c = 0; c < nr; c++)
		draw_head(list, env, &places[c], screen);
	for (i = 0; i < visible_rows(env); i++) {
		row = model_row(env->model, list->top + i);
		if (!row)
			break;
		draw_row(row, places, nr, list->top + i == list->cursor,
			 screen, ++y);
	}
}

/* The next sortable column on screen in direction @step. */
static void step_sort(struct list_view *list, const struct view_env *env,
		      int step)
{
	struct column_place places[NR_COLUMNS];
	int nr = place_columns(env, places);
	int i;

	for (i = 0; i < nr; i++)
		if ((int)places[i].id == list->sort)
			break;
	if (i == nr)
		i = step > 0 ? -1 : nr;
	for (i += step; i >= 0 && i < nr; i += step) {
		if (!columns[places[i].id].compare)
			continue;
		list->sort = (int)places[i].id;
		list->inverted = false;
		return;
	}
}

static bool move(struct list_view *list, const struct view_env *env,
		 enum command command)
{
	size_t page = visible_rows(env) > 1 ? visible_rows(env) - 1 : 1;
	size_t at = list->cursor;

	switch (command) {
	case CMD_UP:
		choose(list, env, at ? at - 1 : 0);
		return true;
	case CMD_DOWN:
		choose(list, env, at + 1);
		return true;
	case CMD_PAGE_UP:
		choose(list, env, at > page ? at - page : 0);
		return true;
	case CMD_PAGE_DOWN:
		choose(list, env, at + page);
		return true;
	case CMD_HOME:
		choose(list, env, 0);
		list->chosen = false;
		return true;
	case CMD_END:
		choose(list, env, SIZE_MAX);
		return true;
	default:
		return false;
	}
}

static bool list_command(struct view *view, const struct view_env *env,
			 enum command command)
{
	struct list_view *list = to_list(view);

	switch (command) {
	case CMD_SORT_PREV:
		step_sort(list, env, -1);
		break;
	case CMD_SORT_NEXT:
		step_sort(list, env, 1);
		break;
	case CMD_INVERT:
		list->inverted = !list->inverted;
		break;
	default:
		return move(list, env, command);
	}
	sort(list, env);
	list_update(view, env);
	return true;
}

static struct view *list_open(struct view *view, const struct view_env *env,
			      enum command command)
{
	const struct row *row = model_row(env->model, const_list(view)->cursor);

	if (command != CMD_ENTER || !row)
		return NULL;
	return view_process_new(env, row->now.id);
}

static void list_close(struct view *view)
{
	free(view);
}

static const struct view_ops list_ops = {
	.title = list_title,
	.keys = list_keys,
	.demand = list_demand,
	.update = list_update,
	.draw = list_draw,
	.command = list_command,
	.open = list_open,
	.close = list_close,
};

struct view *view_list_new(const struct view_env *env, int column,
			   bool inverted)
{
	struct list_view *list = xcalloc(1, sizeof(*list));

	list->view.ops = &list_ops;
	list->sort = column;
	list->inverted = inverted;
	sort(list, env);
	return &list->view;
}

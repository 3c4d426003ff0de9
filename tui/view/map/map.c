// SPDX-License-Identifier: GPL-2.0
/* The map: moving about in the pages of a mapping, or of all of them. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "screen/input.h"
#include "view/map/front.h"
#include "view/map/map.h"
#include "view/map/map_layout.h"

#define CELL_PAGES_MAX (1ULL << 30)
#define COUNTS_AT_ONCE 4096	/* for one sample */
#define TYPED_MAX 99999999		/* more digits are not taken */

static const struct map_view *const_map(const struct view *view)
{
	return (const struct map_view *)view;
}

static struct map_view *to_map(struct view *view)
{
	return (struct map_view *)view;
}

static void map_title(const struct view *view, const struct view_env *env,
		      char *buf, size_t len)
{
	const struct map_view *map = const_map(view);
	const struct kept_mapping *kept = &map->kept;
	const char *name = mapping_short_name(&kept->mapping);

	if (env->width < VIEW_NARROW)
		snprintf(buf, len, "%d %s%s", (int)kept->pid,
			 map->follows ? "F " : "", name);
	else if (map->all)
		snprintf(buf, len, "%d %s  %zu mapping%s, %s %s",
			 (int)kept->pid, kept->comm, map->stack.nr,
			 map->stack.nr == 1 ? "" : "s",
			 map->follows ? "following at" : "at", name);
	else
		snprintf(buf, len, "%d %s  %s %s", (int)kept->pid, kept->comm,
			 map->follows ? "following in" : "map of", name);
}

static const int *map_hints(const struct view *view, const struct view_env *env)
{
	static const int nothing[] = { CMD_BACK, CMD_NONE };
	static const int gone[] = { CMD_BACK, CMD_UP, CMD_LETTERS, CMD_NONE };
	static const int usual[] = {
		CMD_BACK, CMD_UP, CMD_ZOOM_IN, CMD_NEXT_CHANGE, CMD_TIMELINE,
		CMD_ZOOM_WHOLE, CMD_ZOOM_PAGE, CMD_ALL, CMD_FOLLOW, CMD_MARK,
		CMD_SAVE, CMD_LETTERS, CMD_SIGNAL, CMD_NONE
	};
	const struct map_view *map = const_map(view);

	if (!map->stack.nr)
		return nothing;
	if (!kept_mapping_readable(&map->kept, model_target(env->model)))
		return gone;
	return usual;
}

static uint64_t rows_shown(const struct map_view *map)
{
	uint64_t left = map->stack.nr_rows - map->window.top;

	return left < (uint64_t)map->rows ? left : (uint64_t)map->rows;
}

/* From @start on to @end in cells of the minimap, those that are whole. */
static void demand_cells(const struct map_view *map, size_t i, uint64_t start,
			 uint64_t end, struct demand *demand)
{
	const struct stack_span *span = &map->stack.spans[i];
	struct overview overview = map_overview(map);
	uint64_t bytes = overview.cell_pages * PAGE_BYTES;

	/* the whole of that at the cursor is scanned anyway */
	if (!overview_is_long(&overview, i) ||
	    i == stack_span_near(&map->stack, map->at))
		return;
	start += bytes - 1 - (start - span->start + bytes - 1) % bytes;
	if (end != span->end)
		end -= (end - span->start) % bytes;
	if (start < end)
		demand_scan(demand, SCAN_WINDOW, start, end,
			    overview.cell_pages);
}

/* One scan of a mapping, of its rows on screen, and what is hidden of it. */
static void demand_rows(const struct map_view *map, size_t i,
			struct demand *demand)
{
	const struct stack_span *span = &map->stack.spans[i];
	uint64_t top = map->window.top, end = top + rows_shown(map);
	struct grid grid = stack_grid(&map->stack, i);
	uint64_t columns = (uint64_t)grid.columns, nr = grid_nr_cells(&grid);
	uint64_t from = top > span->first_row ? top - span->first_row : 0;
	uint64_t to = end - span->first_row;

	demand_cells(map, i, span->start, grid_cell_start(&grid, from * columns),
		     demand);
	grid_demand(&grid, from, to - from, demand);
	if (to * columns < nr)
		demand_cells(map, i, grid_cell_start(&grid, to * columns),
			     span->end, demand);
}

/* By rising address, as the memory of what was seen before has it. */
static void demand_windows(const struct map_view *map, struct demand *demand)
{
	const struct stack *stack = &map->stack;
	uint64_t end = map->window.top + rows_shown(map);
	size_t shown = stack_span_of_row(stack, map->window.top);
	size_t i;

	for (i = 0; i < stack->nr; i++)
		if (i >= shown && stack->spans[i].first_row < end)
			demand_rows(map, i, demand);
		else
			demand_cells(map, i, stack->spans[i].start,
				     stack->spans[i].end, demand);
}

/* Of what the minimap only sums up, some with each sample, all in turn. */
static void demand_counts(const struct map_view *map,
			  const struct view_env *env, struct demand *demand)
{
	const struct stack *stack = &map->stack;
	size_t turn = model_nr_samples(env->model) * COUNTS_AT_ONCE;
	size_t i, at;

	for (i = 0; i < COUNTS_AT_ONCE && i < stack->nr; i++) {
		at = (turn + i) % stack->nr;
		demand_scan(demand, SCAN_COUNT, stack->spans[at].start,
			    stack->spans[at].end,
			    (stack->spans[at].end - stack->spans[at].start) /
				    PAGE_BYTES);
	}
}

/*
 * The row of the whole, which is recorded. Of a mapping that has grown at its
 * start those cells aren't the ones that the minimap and the front are made of.
 */
static void demand_row(const struct map_view *map, const struct target *target,
		       struct demand *demand)
{
	const struct mapping *mapping = &map->kept.mapping;
	int columns = map->stack.frame.columns;

	grid_demand_row(target, mapping, columns, demand);
	if (target_row(target, mapping, (size_t)columns).lead)
		demand_whole(demand, mapping->start, mapping->end,
			     grid_fit(mapping_pages(mapping), columns, 1))
			->aside = true;
}

static void map_demand(const struct view *view, const struct view_env *env,
		       struct demand *demand)
{
	const struct map_view *map = const_map(view);
	const struct target *target = model_target(env->model);

	if (!target || env->covered)
		return;
	demand->list = true;
	demand->target.id = target->now.id;
	demand->target.mappings = true;
	if (!map->stack.nr || kept_mapping_trouble(&map->kept, target))
		return;
	demand_windows(map, demand);
	demand_row(map, target, demand);
	if (map->all)
		demand_counts(map, env, demand);
}

/* The mappings to be shown, and how many: 0 when the one is gone. */
static const struct mapping *mappings_shown(struct map_view *map,
					    const struct target *target,
					    size_t *nr)
{
	const struct mapping *mapping;

	*nr = target->nr_mappings;
	if (map->all)
		return target->mappings;
	mapping = kept_mapping_find(&map->kept, target, map->at);
	*nr = mapping ? 1 : 0;
	return mapping;
}

static bool is_laid_out(const struct map_view *map,
			const struct target *target, size_t nr,
			const struct map_layout *layout)
{
	return map->cell_pages && map->cell_pages == map->stack.cell_pages &&
	       map->stack.nr == nr && map->rows == layout->rows &&
	       map->stack.frame.columns == layout->frame.columns &&
	       map->stack.frame.left == layout->frame.left &&
	       map->changes_of_map == target->changes_of_map;
}

/* One mapping has as many cells as its rows; all of them what room there is. */
static uint64_t whole_pages(const struct map_view *map,
			    const struct view_env *env)
{
	const struct grid_frame *frame = &map->stack.frame;

	return overview_fit(&map->stack, map->all ? env->width - frame->left :
						    frame->columns);
}

/*
 * Lay out what is there now on the screen there is; the cursor stays on its
 * page, and where it was on the screen.
 */
static void lay_out(struct map_view *map, const struct view_env *env,
		    const struct target *target)
{
	struct map_layout layout = map_layout(env);
	const struct mapping *mappings;
	struct extent extent;
	size_t nr;

	mappings = mappings_shown(map, target, &nr);
	map->kept.gone = !nr;
	if (!nr || is_laid_out(map, target, nr, &layout))
		return;
	if (map->fitted && (map->rows != layout.rows ||
			    map->stack.frame.columns != layout.frame.columns))
		map->cell_pages = 0;
	stack_set(&map->stack, mappings, nr, layout.frame);
	if (map->cell_pages)
		stack_lay_out(&map->stack, map->cell_pages);
	else
		stack_fit(&map->stack, layout.rows);
	map->cell_pages = map->stack.cell_pages;
	map->whole_pages = whole_pages(map, env);
	map->changes_of_map = target->changes_of_map;
	map->rows = layout.rows;
	map->at = stack_nearest(&map->stack, map->at);
	extent = map_extent(map);
	cursor_set_here(&map->window, &extent, map_row(map));
}

static void map_view_draw(const struct view *view, const struct view_env *env,
			  struct screen *screen)
{
	map_draw(const_map(view), env, screen);
}

/* The next change at or behind @address, if it is in what is looked at. */
static bool find_change(const struct map_view *map, const struct view_env *env,
			uint64_t address, uint64_t *change)
{
	return target_next_change(model_target(env->model), env->now_ns,
				  address, change) &&
	       stack_nearest(&map->stack, *change) == *change;
}

/* The first address on screen, and that behind the last one. */
static void window_range(const struct map_view *map, uint64_t *from,
			 uint64_t *to)
{
	uint64_t end = map->window.top + rows_shown(map);

	*from = stack_address(&map->stack, (struct stack_place){
		.row = map->window.top,
	});
	*to = end >= map->stack.nr_rows ? UINT64_MAX :
	      stack_address(&map->stack, (struct stack_place){ .row = end });
}

/* The next change that there is no cell on screen for, in other mappings. */
static bool change_beyond(const struct map_view *map,
			  const struct view_env *env, uint64_t from,
			  uint64_t to, uint64_t *front)
{
	if (!map->all ||
	    (find_change(map, env, from, front) && *front < to))
		return false;
	return find_change(map, env, map->stack.spans[0].start, front);
}

/* With more room on the side that it moves to. */
static void show_front(struct map_view *map, uint64_t front, bool down)
{
	struct extent extent = map_extent(map);
	size_t above = extent.rows * (down ? 1 : 2) / 3;

	map_go_to(map, front);
	map->window.top = map->window.at > above ? map->window.at - above : 0;
	cursor_fit(&map->window, &extent);
}

/* Nothing is scrolled as long as something on screen is touched anew. */
static void follow_front(struct map_view *map, const struct view_env *env)
{
	const struct target *target = model_target(env->model);
	uint64_t from, to, front;

	if (!map->stack.nr || !kept_mapping_readable(&map->kept, target))
		return;
	window_range(map, &from, &to);
	if (front_beyond(target, &map->kept.mapping, from, to, &front) ||
	    change_beyond(map, env, from, to, &front))
		show_front(map, front, front >= to);
}

static void map_update(struct view *view, const struct view_env *env)
{
	struct map_view *map = to_map(view);
	const struct target *target = model_target(env->model);

	kept_mapping_update(&map->kept, env->model);
	if (!target || !target->mappings_known)
		return;
	lay_out(map, env, target);
	if (map->follows && !env->covered)
		follow_front(map, env);
	map_keep_mapping(map, target);
}

/* Up and down keep to their column, also across rows that are shorter. */
static void go_to_row(struct map_view *map, uint64_t row)
{
	int column = map->column;

	map_go_to(map, stack_address(&map->stack, (struct stack_place){
		.row = row, .column = column,
	}));
	map->column = column;
}

/* The cell before or behind that of the cursor. */
static void step(struct map_view *map, bool back)
{
	const struct stack *stack = &map->stack;
	size_t i = stack_span_near(stack, map->at);
	struct grid grid = stack_grid(stack, i);
	uint64_t cell = grid_cell_at(&grid, map->at);

	if (!back) {
		map_go_to(map, grid_cell_end(&grid, cell));
	} else if (cell) {
		map_go_to(map, grid_cell_start(&grid, cell - 1));
	} else if (i) {
		grid = stack_grid(stack, i - 1);
		map_go_to(map, grid_cell_start(&grid, grid_nr_cells(&grid) - 1));
	}
}

/* A page up or down: what moves is the window, with the cursor in its place. */
static void pan(struct map_view *map, bool back)
{
	struct extent extent = map_extent(map);
	struct cursor window = map->window;

	if (back)
		go_to_row(map, window.at > extent.page ?
				       window.at - extent.page :
				       0);
	else
		go_to_row(map, window.at + extent.page);
	map->window = window;
	cursor_set_here(&map->window, &extent, map_row(map));
}

/* The wheel: the cursor stays where it is, as long as that is in sight. */
static void scroll(struct map_view *map, int rows)
{
	struct extent extent = map_extent(map);
	struct cursor window = map->window;

	cursor_scroll(&window, &extent, rows);
	if (window.at != map->window.at)
		go_to_row(map, window.at);
	map->window = window;
}

static bool move(struct map_view *map, enum command command)
{
	size_t row = map->window.at;

	switch (command) {
	case CMD_SCROLL_UP:
		scroll(map, -CURSOR_WHEEL_ROWS);
		return true;
	case CMD_SCROLL_DOWN:
		scroll(map, CURSOR_WHEEL_ROWS);
		return true;
	case CMD_UP:
		go_to_row(map, row ? row - 1 : 0);
		return true;
	case CMD_DOWN:
		go_to_row(map, row + 1);
		return true;
	case CMD_LEFT:
	case CMD_RIGHT:
		step(map, command == CMD_LEFT);
		return true;
	case CMD_PAGE_UP:
	case CMD_PAGE_DOWN:
		pan(map, command == CMD_PAGE_UP);
		return true;
	case CMD_HOME:
		map_go_to(map, 0);
		return true;
	case CMD_END:
		map_go_to(map, UINT64_MAX);
		return true;
	default:
		return false;
	}
}

/* Larger cells make no difference: a row holds all of it. */
static uint64_t coarsest(const struct map_view *map)
{
	uint64_t longest = 1, pages;
	size_t i;

	for (i = 0; i < map->stack.nr; i++) {
		pages = (map->stack.spans[i].end - map->stack.spans[i].start) /
			PAGE_BYTES;
		longest = pages > longest ? pages : longest;
	}
	return grid_fit(longest, map->stack.frame.columns, 1);
}

static uint64_t power_above(uint64_t n)
{
	uint64_t power = 1;

	while (power <= n)
		power *= 2;
	return power;
}

static uint64_t power_below(uint64_t n)
{
	uint64_t power = 1;

	while (power * 2 < n)
		power *= 2;
	return power;
}

/* The size of a cell after @command, 0 so that all of it fits. */
static uint64_t zoomed(const struct map_view *map, enum command command)
{
	uint64_t now = map->cell_pages;

	switch (command) {
	case CMD_ZOOM_IN:
		return power_below(now);
	case CMD_ZOOM_OUT:
		return now < coarsest(map) ? power_above(now) : now;
	case CMD_ZOOM_PAGE:
		return 1;
	case CMD_ZOOM:
		if (!map->typed)
			return now;
		return map->typed < CELL_PAGES_MAX ? map->typed :
						     CELL_PAGES_MAX;
	default:
		return 0;
	}
}

static void zoom(struct map_view *map, const struct view_env *env,
		 enum command command)
{
	map->cell_pages = zoomed(map, command);
	map->fitted = command == CMD_ZOOM_WHOLE;
	map_update(&map->view, env);
	map->column = stack_place(&map->stack, map->at).column;
}

/* All mappings instead of the one under the cursor, or the other way. */
static void toggle_all(struct map_view *map, const struct view_env *env)
{
	map->all = !map->all;
	map->kept.start = map->kept.mapping.start;
	map->kept.mm_id = 0;
	zoom(map, env, CMD_ZOOM_WHOLE);
}

/*
 * What changed may be elsewhere, in a window that was looked at before; then
 * the next one from the start is taken. false: there is none.
 */
static bool go_to_change(struct map_view *map, const struct view_env *env)
{
	const struct stack *stack = &map->stack;
	struct grid grid = stack_grid(stack, stack_span_near(stack, map->at));
	uint64_t from = grid_cell_end(&grid, grid_cell_at(&grid, map->at));
	uint64_t change;

	if (!find_change(map, env, from, &change) &&
	    !find_change(map, env, stack->spans[0].start, &change))
		return false;
	map_go_to(map, change);
	return true;
}

/* Why @command would change no cell; NULL: it does. */
static const char *why_no_zoom(const struct map_view *map, enum command command)
{
	if (command == CMD_ZOOM && !map->typed)
		return "a number goes before z, as in 40z";
	if (command == CMD_ZOOM_WHOLE)
		return map->fitted ? "all of it is shown" : NULL;
	if (zoomed(map, command) != map->cell_pages)
		return NULL;
	return command == CMD_ZOOM_OUT ? "all of it is in one row" :
	       command == CMD_ZOOM ? "a cell has as many pages already" :
				     "a cell is one page already";
}

static struct act zoom_if(struct map_view *map, const struct view_env *env,
			  enum command command)
{
	const struct target *target = model_target(env->model);
	const char *why = why_no_zoom(map, command);

	if (!kept_mapping_readable(&map->kept, target))
		why = kept_mapping_trouble(&map->kept, target);
	if (why)
		return act_none(why);
	zoom(map, env, command);
	return act_done(true);
}

static struct act toggle_follow(struct map_view *map,
				const struct view_env *env)
{
	const struct target *target = model_target(env->model);

	if (!kept_mapping_readable(&map->kept, target))
		return act_none(kept_mapping_trouble(&map->kept, target));
	map->follows = !map->follows;
	map_update(&map->view, env);
	return act_done(true);
}

static struct act look_around(struct map_view *map, const struct view_env *env,
			      enum command command)
{
	const struct target *target = model_target(env->model);

	switch (command) {
	case CMD_ZOOM_IN:
	case CMD_ZOOM_OUT:
	case CMD_ZOOM_WHOLE:
	case CMD_ZOOM_PAGE:
	case CMD_ZOOM:
		return zoom_if(map, env, command);
	case CMD_ALL:
		if (!map->kept.gone &&
		    !kept_mapping_readable(&map->kept, target))
			return act_none(kept_mapping_trouble(&map->kept,
							     target));
		toggle_all(map, env);
		return act_done(true);
	case CMD_FOLLOW:
		return toggle_follow(map, env);
	case CMD_NEXT_CHANGE:
		map->follows = false;
		return go_to_change(map, env) ? act_done(true) :
						act_none("no change in view");
	case CMD_SEARCH:
	case CMD_SEARCH_NEXT:
	case CMD_SEARCH_PREV:
		return map_search_command(map, env, command);
	case CMD_ENTER:
		return act_none("no way further in");
	default:
		if (!move(map, command))
			return act_done(false);
		map->follows = false;
		return act_done(true);
	}
}

static struct act open_timeline(struct map_view *map,
				const struct target *target)
{
	if (!kept_mapping_readable(&map->kept, target))
		return act_none(kept_mapping_trouble(&map->kept, target));
	return act_open(PLACE_TIMELINE, map->kept.mapping.start);
}

static struct act map_command(struct view *view, const struct view_env *env,
			      enum command command)
{
	struct map_view *map = to_map(view);
	const struct target *target = model_target(env->model);
	struct act act = { .kind = ACT_NONE };

	if (target && command == CMD_SIGNAL)
		return act_open_signals(target->now.id);
	if (!target || !map->stack.nr)
		return act_none("its mappings are not known yet");
	if (command != CMD_TIMELINE)
		act = look_around(map, env, command);
	map->typed = 0;
	map_keep_mapping(map, target);
	return command == CMD_TIMELINE ? open_timeline(map, target) : act;
}

/* The cursor goes to the page, or the nearest one that is still there. */
static struct act map_point(struct view *view, const struct view_env *env,
			    const struct hit *hit)
{
	struct map_view *map = to_map(view);
	const struct target *target = model_target(env->model);

	if (hit->kind != HIT_CELL || !target || !map->stack.nr)
		return act_done(false);
	map->follows = false;
	map->typed = 0;
	map_go_to(map, hit->cell.address);
	map_keep_mapping(map, target);
	return act_done(true);
}

/* What is typed is taken back before one goes back. */
static bool map_key(struct view *view, const struct view_env *env,
		    uint32_t key)
{
	struct map_view *map = to_map(view);

	(void)env;
	if (map->typed && (key == TK_ESC || key == TK_BACKSPACE)) {
		map->typed = key == TK_ESC ? 0 : map->typed / 10;
		return true;
	}
	if (key < '0' || key > '9' || (key == '0' && !map->typed))
		return false;
	if (map->typed <= TYPED_MAX / 10)
		map->typed = map->typed * 10 + (key - '0');
	return true;
}

static struct view *map_open(const struct view_env *env,
			     const struct place *place)
{
	struct map_view *map = xcalloc(1, sizeof(*map));

	map->all = place->all;
	kept_mapping_init(&map->kept, place->address);
	map->at = place->address;
	map->fitted = true;
	map_update(&map->view, env);
	return &map->view;
}

static void map_close(struct view *view)
{
	struct map_view *map = to_map(view);

	stack_release(&map->stack);
	free(map);
}

static void map_forget(struct view *view)
{
	struct map_view *map = (struct map_view *)view;

	kept_mapping_forget(&map->kept);
	map->changes_of_map = ULONG_MAX;
}

const struct view_ops map_view = {
	.open = map_open,
	.title = map_title,
	.hints = map_hints,
	.demand = map_demand,
	.update = map_update,
	.forget = map_forget,
	.draw = map_view_draw,
	.command = map_command,
	.point = map_point,
	.key = map_key,
	.typing = map_search_typing,
	.close = map_close,
	.looks_in = true,
	.quick = true,
};

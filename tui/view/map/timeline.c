// SPDX-License-Identifier: GPL-2.0
/* The timeline: moving about in what a mapping was like at each moment. */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "view/map/timeline_layout.h"
#include "view/map/timeline_view.h"

static const struct timeline_view *const_timeline(const struct view *view)
{
	return (const struct timeline_view *)view;
}

static struct timeline_view *to_timeline(struct view *view)
{
	return (struct timeline_view *)view;
}

static void timeline_title(const struct view *view, const struct view_env *env,
			   char *buf, size_t len)
{
	const struct kept_mapping *kept = &const_timeline(view)->kept;
	const char *name = mapping_short_name(&kept->mapping);
	const char *new_only = const_timeline(view)->new_only ? "new only, " :
								"";

	/* what is odd comes first, as a long name is cut */
	if (env->width < VIEW_NARROW)
		snprintf(buf, len, "%d %s", (int)kept->pid,
			 *new_only ? "new" : "time");
	else
		snprintf(buf, len, "%d %s  %stime of %s", (int)kept->pid,
			 kept->comm, new_only, name);
}

static const int *timeline_hints(const struct view *view,
				 const struct view_env *env)
{
	static const int gone[] = { CMD_BACK, CMD_UP, CMD_NEW_ONLY, CMD_NONE };
	static const int all_cells[] = {
		CMD_BACK, CMD_UP, CMD_ZOOM_IN, CMD_NEW_ONLY, CMD_ENTER,
		CMD_ZOOM_WHOLE, CMD_ZOOM_PAGE, CMD_SAVE, CMD_LETTERS,
		CMD_SIGNAL, CMD_NONE
	};
	static const int new_cells[] = {
		CMD_BACK, CMD_UP, CMD_ZOOM_IN, CMD_NEW_ONLY | HINT_ON,
		CMD_ENTER, CMD_ZOOM_WHOLE, CMD_ZOOM_PAGE, CMD_SAVE,
		CMD_LETTERS, CMD_SIGNAL, CMD_NONE
	};
	const struct timeline_view *timeline = const_timeline(view);

	if (kept_mapping_trouble(&timeline->kept, model_target(env->model)))
		return gone;
	return timeline->new_only ? new_cells : all_cells;
}

static void timeline_demand(const struct view *view,
			    const struct view_env *env, struct demand *demand)
{
	const struct timeline_view *timeline = const_timeline(view);
	const struct target *target = model_target(env->model);
	struct timeline_range range;

	if (!target || env->covered)
		return;
	demand->list = true;
	demand->target.id = target->now.id;
	demand->target.mappings = true;
	if (!mapping_pages(&timeline->kept.mapping) ||
	    kept_mapping_trouble(&timeline->kept, target))
		return;
	range = timeline_range(timeline, env);
	if (timeline->cell_pages)
		demand_scan(demand, SCAN_WHOLE, range.start, range.end,
			    range.cell_pages);
	else
		grid_demand_row(target, &timeline->kept.mapping,
				grid_frame(env->width).columns, demand);
}

static struct extent extent_of(const struct timeline_view *timeline,
			       const struct view_env *env)
{
	size_t rows = timeline_rows(env);

	return (struct extent){
		.nr = timeline_nr_rows(timeline_history(timeline, env)),
		.rows = rows, .page = rows,
	};
}

/* The row chosen sinks as time goes on, and the window with it. */
static void follow_row(struct timeline_view *timeline,
		       const struct view_env *env)
{
	const struct timeline *rows = timeline_history(timeline, env);
	struct extent extent = extent_of(timeline, env);
	struct timeline_row row;
	size_t i;

	if (!timeline->chosen_ns) {
		cursor_fit(&timeline->rows, &extent);
		return;
	}
	for (i = 0; timeline_get(rows, i, &row); i++)
		if (row.time_ns <= timeline->chosen_ns)
			break;
	cursor_set_here(&timeline->rows, &extent, i);
}

static void timeline_update(struct view *view, const struct view_env *env)
{
	struct timeline_view *timeline = to_timeline(view);
	const struct target *target = model_target(env->model);
	const struct mapping *mapping;

	kept_mapping_update(&timeline->kept, env->model);
	if (!target || !target->mappings_known)
		return;
	mapping = kept_mapping_find(&timeline->kept, target, timeline->at);
	timeline->kept.gone = !mapping;
	if (mapping)
		kept_mapping_set(&timeline->kept, mapping);
	follow_row(timeline, env);
}

static void timeline_view_draw(const struct view *view,
			       const struct view_env *env,
			       struct screen *screen)
{
	timeline_draw(const_timeline(view), env, screen);
}

/* The newest row is chosen whatever that will be. */
static void keep_row(struct timeline_view *timeline,
		     const struct view_env *env)
{
	const struct timeline *rows = timeline_history(timeline, env);
	struct timeline_row chosen;

	timeline->chosen_ns = 0;
	if (timeline->rows.at && timeline_get(rows, timeline->rows.at, &chosen))
		timeline->chosen_ns = chosen.time_ns;
}

static bool move(struct timeline_view *timeline, const struct view_env *env,
		 enum command command)
{
	struct extent extent = extent_of(timeline, env);

	if (!cursor_command(&timeline->rows, &extent, command))
		return false;
	keep_row(timeline, env);
	return true;
}

/* To the row of that moment, if it is still remembered. */
static void go_to_moment(struct timeline_view *timeline,
			 const struct view_env *env, uint64_t time_ns)
{
	const struct timeline *rows = timeline_history(timeline, env);
	struct extent extent = extent_of(timeline, env);
	struct timeline_row row;
	size_t i;

	for (i = 0; timeline_get(rows, i, &row); i++) {
		if (row.time_ns != time_ns)
			continue;
		cursor_set(&timeline->rows, &extent, i);
		keep_row(timeline, env);
		return;
	}
}

/* To the cell beside. */
static void step(struct timeline_view *timeline, const struct view_env *env,
		 bool back)
{
	struct grid grid;
	uint64_t cell;

	if (!timeline_grid(timeline, env, &grid))
		return;
	cell = timeline_cursor_cell(timeline, &grid);
	if (back)
		cell = cell ? cell - 1 : 0;
	else if (cell + 1 < grid_nr_cells(&grid))
		cell++;
	timeline->at = timeline_cell_start(timeline, env, &grid, cell);
}

/* A row of cells of @cell_pages around the cursor; 0: the whole mapping. */
static void show_range(struct timeline_view *timeline,
		       const struct view_env *env, uint64_t cell_pages)
{
	const struct mapping *mapping = &timeline->kept.mapping;
	uint64_t columns = (uint64_t)grid_frame(env->width).columns;
	uint64_t bytes = cell_pages * PAGE_BYTES;
	uint64_t nr, cell;

	timeline->cell_pages = cell_pages;
	timeline->rows = (struct cursor){ 0 };
	timeline->chosen_ns = 0;
	if (!cell_pages)
		return;
	nr = (mapping->end - mapping->start + bytes - 1) / bytes;
	cell = (timeline->at - mapping->start) / bytes;
	cell = cell > columns / 2 ? cell - columns / 2 : 0;
	if (cell + columns > nr)
		cell = nr > columns ? nr - columns : 0;
	timeline->from = mapping->start + cell * bytes;
}

/* false: it is shown as finely, or as much of it, already. */
static bool zoom(struct timeline_view *timeline, const struct view_env *env,
		 enum command command)
{
	const struct mapping *mapping = &timeline->kept.mapping;
	uint64_t whole = timeline_whole(timeline, env).cell_pages;
	uint64_t now = timeline->cell_pages ? timeline->cell_pages : whole;
	uint64_t power = 1;

	if (timeline->at < mapping->start || timeline->at >= mapping->end)
		timeline->at = mapping->start;
	if (command == CMD_ZOOM_OUT || command == CMD_ZOOM_WHOLE) {
		power = now * 2;
		if (command == CMD_ZOOM_WHOLE || power >= whole)
			power = 0;
	} else if (command == CMD_ZOOM_IN) {
		while (power * 2 < now)
			power *= 2;
	}
	if (power == timeline->cell_pages || power >= whole)
		return false;
	show_range(timeline, env, power);
	return true;
}

/* Of cells of what is gone: are those of @pages nearer to what is asked for? */
static bool is_nearer(uint64_t pages, uint64_t best, uint64_t now,
		      enum command command)
{
	switch (command) {
	case CMD_ZOOM_IN:
		return pages < now && pages > best;
	case CMD_ZOOM_PAGE:
		return pages < now && (!best || pages < best);
	case CMD_ZOOM_OUT:
		return pages > now && (!best || pages < best);
	default:
		return pages > now && pages > best;
	}
}

/* false: not as it is on this screen. */
static bool show_recorded(struct timeline_view *timeline,
			  const struct view_env *env,
			  const struct sample_scan *scan)
{
	const struct mapping *mapping = &timeline->kept.mapping;
	bool whole = scan->start == mapping->start && scan->end == mapping->end;
	struct timeline_range range;

	timeline->cell_pages = whole ? 0 : scan->cell_pages;
	timeline->from = scan->start;
	timeline->rows = (struct cursor){ 0 };
	timeline->chosen_ns = 0;
	range = timeline_range(timeline, env);
	return timeline_same_range(&range, scan);
}

/* Of what is gone there is just what was recorded; false: no such cells. */
static bool zoom_recorded(struct timeline_view *timeline,
			  const struct view_env *env, enum command command)
{
	const struct timeline_view before = *timeline;
	uint64_t now = timeline_range(timeline, env).cell_pages, best = 0;
	const struct target *target = model_target(env->model);
	const struct timeline *history;
	struct sample_scan scan, to;
	size_t i;

	for (i = 0; (history = target_recorded(target, i)); i++) {
		if (!timeline_extent(history, &scan) ||
		    !is_nearer(scan.cell_pages, best, now, command) ||
		    !show_recorded(timeline, env, &scan))
			continue;
		best = scan.cell_pages;
		to = scan;
	}
	*timeline = before;
	return best && show_recorded(timeline, env, &to);
}

static struct act zoom_if(struct timeline_view *timeline,
			  const struct view_env *env, enum command command)
{
	const struct target *target = model_target(env->model);
	bool in = command == CMD_ZOOM_IN || command == CMD_ZOOM_PAGE;

	if (kept_mapping_trouble(&timeline->kept, target)) {
		if (zoom_recorded(timeline, env, command))
			return act_done(true);
		return act_none(in ? "nothing finer was recorded" :
				     "nothing more was recorded");
	}
	if (zoom(timeline, env, command))
		return act_done(true);
	return act_none(in ? "a cell is one page already" :
			     "all of it is shown");
}

/* A command that changes what is seen, not where one is. */
static struct act look_around(struct timeline_view *timeline,
			      const struct view_env *env, enum command command)
{
	switch (command) {
	case CMD_LEFT:
	case CMD_RIGHT:
		step(timeline, env, command == CMD_LEFT);
		return act_done(true);
	case CMD_NEW_ONLY:
		timeline->new_only = !timeline->new_only;
		return act_done(true);
	case CMD_ZOOM_IN:
	case CMD_ZOOM_OUT:
	case CMD_ZOOM_WHOLE:
	case CMD_ZOOM_PAGE:
		return zoom_if(timeline, env, command);
	default:
		return act_done(move(timeline, env, command));
	}
}

static struct act timeline_command(struct view *view,
				   const struct view_env *env,
				   enum command command)
{
	struct timeline_view *timeline = to_timeline(view);
	const struct target *target = model_target(env->model);

	if (!target)
		return act_none("no process is looked into");
	if (command == CMD_SIGNAL)
		return act_open_signals(target->now.id);
	if (command != CMD_ENTER)
		return look_around(timeline, env, command);
	if (!kept_mapping_readable(&timeline->kept, target))
		return act_none(kept_mapping_trouble(&timeline->kept, target));
	return act_open(PLACE_MAP, timeline->kept.start);
}

static struct act timeline_point(struct view *view, const struct view_env *env,
				 const struct hit *hit)
{
	struct timeline_view *timeline = to_timeline(view);
	struct grid grid;

	if (hit->kind != HIT_CELL || !model_target(env->model))
		return act_done(false);
	timeline->at = hit->cell.address;
	if (timeline_grid(timeline, env, &grid) && hit->cell.address == grid.start)
		timeline->at = timeline_cell_start(timeline, env, &grid, 0);
	go_to_moment(timeline, env, hit->cell.time_ns);
	return act_done(true);
}

static struct view *timeline_open(const struct view_env *env,
				  const struct place *place)
{
	struct timeline_view *timeline = xcalloc(1, sizeof(*timeline));

	kept_mapping_init(&timeline->kept, place->address);
	timeline->at = place->address;
	timeline_update(&timeline->view, env);
	return &timeline->view;
}

static void timeline_close(struct view *view)
{
	free(view);
}

static void timeline_forget(struct view *view)
{
	kept_mapping_forget(&((struct timeline_view *)view)->kept);
}

const struct view_ops timeline_view = {
	.open = timeline_open,
	.title = timeline_title,
	.hints = timeline_hints,
	.demand = timeline_demand,
	.update = timeline_update,
	.forget = timeline_forget,
	.draw = timeline_view_draw,
	.command = timeline_command,
	.point = timeline_point,
	.close = timeline_close,
	.looks_in = true,
};

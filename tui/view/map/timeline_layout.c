// SPDX-License-Identifier: GPL-2.0
/* What a row of a timeline is of, and where its cells and rows are. */
#include "view/map/map_layout.h"
#include "view/map/timeline_layout.h"

struct sample_scan timeline_whole(const struct timeline_view *timeline,
				  const struct view_env *env)
{
	return target_row(model_target(env->model), &timeline->kept.mapping,
			  (size_t)grid_frame(env->width).columns);
}

struct timeline_range timeline_range(const struct timeline_view *timeline,
				     const struct view_env *env)
{
	struct sample_scan whole = timeline_whole(timeline, env);
	struct timeline_range range = {
		.start = whole.start, .end = whole.end,
		.cell_pages = whole.cell_pages,
	};
	uint64_t bytes;

	if (!timeline->cell_pages)
		return range;
	bytes = (uint64_t)grid_frame(env->width).columns * timeline->cell_pages * PAGE_BYTES;
	range.cell_pages = timeline->cell_pages;
	if (timeline->from > range.start && timeline->from < range.end)
		range.start = timeline->from;
	if (range.end - range.start > bytes)
		range.end = range.start + bytes;
	return range;
}

bool timeline_same_range(const struct timeline_range *range,
			 const struct sample_scan *scan)
{
	return scan->start == range->start && scan->end == range->end &&
	       scan->cell_pages == range->cell_pages;
}

const struct timeline *timeline_history(const struct timeline_view *timeline,
					const struct view_env *env)
{
	const struct target *target = model_target(env->model);
	struct timeline_range range = timeline_range(timeline, env);
	const struct timeline *history;
	struct sample_scan scan;
	size_t i;

	if (!kept_mapping_trouble(&timeline->kept, target))
		return target_timeline(target);
	for (i = 0; (history = target_recorded(target, i)); i++)
		if (timeline_extent(history, &scan) &&
		    timeline_same_range(&range, &scan))
			return history;
	return target_timeline(target);
}

/* Are rows as @scan has it to be shown? */
static bool is_shown(const struct timeline_view *timeline,
		     const struct view_env *env, const struct sample_scan *scan)
{
	const struct mapping *mapping = &timeline->kept.mapping;
	struct timeline_range range = timeline_range(timeline, env);
	size_t columns = (size_t)grid_frame(env->width).columns;

	if (scan->nr_cells > columns)
		return false;
	if (timeline_same_range(&range, scan))
		return true;
	if (kept_mapping_trouble(&timeline->kept, model_target(env->model)))
		return scan->start >= mapping->start &&
		       scan->start < mapping->end;
	return !timeline->cell_pages && scan->follows_end &&
	       scan->most_cells == columns && scan->start < mapping->end &&
	       mapping->start < scan->end;
}

bool timeline_grid(const struct timeline_view *timeline,
		   const struct view_env *env, struct grid *grid)
{
	struct sample_scan scan;

	if (!model_target(env->model) ||
	    !timeline_extent(timeline_history(timeline, env), &scan) ||
	    !is_shown(timeline, env, &scan))
		return false;
	*grid = (struct grid){
		.start = scan_origin(&scan), .end = scan.end,
		.cell_pages = scan.cell_pages, .columns = (int)scan.nr_cells,
	};
	return true;
}

uint64_t timeline_cursor_cell(const struct timeline_view *timeline,
			      const struct grid *grid)
{
	uint64_t at = timeline->at;

	if (at < grid->start)
		at = grid->start;
	if (at >= grid->end)
		at = grid->end - PAGE_BYTES;
	return grid_cell_at(grid, at);
}

uint64_t timeline_cell_start(const struct timeline_view *timeline,
			     const struct view_env *env,
			     const struct grid *grid, uint64_t cell)
{
	struct sample_scan scan;

	if (!cell && timeline_extent(timeline_history(timeline, env), &scan))
		return scan.start;
	return grid_cell_start(grid, cell);
}

size_t timeline_rows(const struct view_env *env)
{
	struct map_layout layout = map_layout(env);

	return (size_t)(layout.cursor_y - layout.first_y);
}

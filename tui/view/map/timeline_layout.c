// SPDX-License-Identifier: GPL-2.0
/* What a row of a timeline is of, and where its cells and rows are. */
#include "view/map/map_layout.h"
#include "view/map/timeline_layout.h"

struct timeline_range timeline_range(const struct timeline_view *timeline,
				     const struct view_env *env)
{
	const struct mapping *mapping = &timeline->kept.mapping;
	int columns = grid_frame(env->width).columns;
	struct timeline_range range = {
		.start = mapping->start, .end = mapping->end,
		.cell_pages = grid_whole_cell(mapping, columns),
	};
	uint64_t bytes;

	if (!timeline->cell_pages)
		return range;
	bytes = (uint64_t)columns * timeline->cell_pages * PAGE_BYTES;
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

bool timeline_grid(const struct timeline_view *timeline,
		   const struct view_env *env, struct grid *grid)
{
	const struct target *target = model_target(env->model);
	struct timeline_range range = timeline_range(timeline, env);
	struct sample_scan scan;

	if (!target ||
	    !timeline_extent(timeline_history(timeline, env), &scan) ||
	    scan.nr_cells > (size_t)grid_frame(env->width).columns)
		return false;
	if (!timeline_same_range(&range, &scan) &&
	    (!kept_mapping_trouble(&timeline->kept, target) ||
	     scan.start < timeline->kept.mapping.start ||
	     scan.start >= timeline->kept.mapping.end))
		return false;
	*grid = (struct grid){
		.start = scan.start, .end = scan.end,
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

size_t timeline_rows(const struct view_env *env)
{
	struct map_layout layout = map_layout(env);

	return (size_t)(layout.cursor_y - layout.first_y);
}

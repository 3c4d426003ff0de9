/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_TIMELINE_LAYOUT_H
#define TUI_VIEW_MAP_TIMELINE_LAYOUT_H

#include "view/map/timeline_view.h"

/* The range that a row is of. */
struct timeline_range {
	uint64_t start, end, cell_pages;
};

/* The range that is asked for on the screen of @env. */
struct timeline_range timeline_range(const struct timeline_view *timeline,
				     const struct view_env *env);

/* The row that all of the mapping makes. */
struct sample_scan timeline_whole(const struct timeline_view *timeline,
				  const struct view_env *env);

bool timeline_same_range(const struct timeline_range *range,
			 const struct sample_scan *scan);

/*
 * The rows to be shown: those that are recorded now, and of what is gone those
 * that were, of the range that is asked for if there are any. There is a
 * target.
 */
const struct timeline *timeline_history(const struct timeline_view *timeline,
					const struct view_env *env);

/*
 * How a row is laid out. false: there is none yet, as those there are show
 * another range. What is gone is looked at as it was last, and so is a mapping
 * that has grown or shrunk until it is scanned again.
 */
bool timeline_grid(const struct timeline_view *timeline,
		   const struct view_env *env, struct grid *grid);

/* The cell of a row that the cursor is in. */
uint64_t timeline_cursor_cell(const struct timeline_view *timeline,
			      const struct grid *grid);

/* Where cell @cell of @grid begins, or the range does that begins in it. */
uint64_t timeline_cell_start(const struct timeline_view *timeline,
			     const struct view_env *env,
			     const struct grid *grid, uint64_t cell);

/* How many rows there is room for. */
size_t timeline_rows(const struct view_env *env);

#endif

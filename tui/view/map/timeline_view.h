/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_TIMELINE_VIEW_H
#define TUI_VIEW_MAP_TIMELINE_VIEW_H

#include "view/cursor.h"
#include "view/grid.h"
#include "view/map/kept_mapping.h"
#include "view/view.h"

/* What timeline.c keeps and timeline_draw.c draws. */
struct timeline_view {
	struct view view;
	struct kept_mapping kept;
	uint64_t cell_pages;		/* 0: the whole mapping in a row */
	uint64_t from;			/* address of its first cell, else */
	uint64_t at;			/* the address of the cursor's page */
	uint64_t chosen_ns;		/* time of the cursor's row; 0: newest */
	struct cursor rows;		/* 0 is the newest */
	bool new_only;
};

/* Draw rows 1 to height - 2. */
void timeline_draw(const struct timeline_view *timeline,
		   const struct view_env *env, struct screen *screen);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_MAP_H
#define TUI_VIEW_MAP_MAP_H

#include "model/model.h"
#include "model/target.h"
#include "view/map/kept_mapping.h"
#include "view/cursor.h"
#include "view/map/stack.h"
#include "view/view.h"

/* What view_map.c keeps and map_draw.c draws. */
struct map_view {
	struct view view;
	bool all;			/* the whole process, not one mapping */
	struct kept_mapping kept;		/* the mapping under the cursor */
	struct stack stack;		/* what can be looked at */
	unsigned long changes_of_map;	/* that the stack is made of */
	uint64_t cell_pages;		/* 0: so that all of it fits */
	bool fitted;			/* all fits: when the screen grows, too */
	int rows;			/* on screen */
	uint64_t cursor;		/* address of a page */
	struct cursor window;		/* its row, and those on screen */
	int column;			/* that up and down keep to */
	uint64_t typed;			/* digits before z, as a number */
};

/* Rows of the screen; 0: it isn't there. */
struct map_layout {
	int columns;			/* cells in a row */
	int range_y, legend_y, ruler_y;
	int first_y, rows;		/* of the map */
	int whole_y;			/* the minimap */
	int cursor_y;
};

/* Where everything is on the screen of @env. */
struct map_layout map_layout(const struct view_env *env);

/* Pages in a cell of the minimap: it has as many cells as a row. */
uint64_t map_whole_cell(const struct mapping *mapping, int columns);

/* Draw rows 1 to height - 2. */
void map_draw(const struct map_view *map, const struct view_env *env,
	      struct screen *screen);

#endif

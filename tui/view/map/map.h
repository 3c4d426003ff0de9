/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view/map/: the pages of a mapping, or of all mappings of a process, as cells;
 * and the same over time. Scans of the target come in, through the model;
 * cells go out, and a demand for just the window that is on screen. Rows of
 * cells are drawn by view/grid.h, each cell by screen/page_cell.h.
 *
 * map.c	moves about in the map; map_draw.c draws it, map_layout.h
 *		says where everything is
 * timeline.c	the same for the timeline: timeline_draw.c, timeline_layout.h
 * map_cursor.c	where the cursor is; map_search.c looks for a name in the map of all
 * even.h	cells of one tone, where they only seem to differ
 * stack.h	mappings below each other as rows of one map
 * overview.h	all of them in one row: the minimap
 * front.h	where a mapping is touched anew
 * kept_mapping.h	the mapping that all is about, kept when it is gone
 *
 * It includes view and what is below, not process/. Nobody includes it.
 */
#ifndef TUI_VIEW_MAP_MAP_H
#define TUI_VIEW_MAP_MAP_H

#include "model/model.h"
#include "model/target.h"
#include "view/map/kept_mapping.h"
#include "view/cursor.h"
#include "view/map/overview.h"
#include "view/map/stack.h"
#include "view/search.h"
#include "view/view.h"

/* What map.c keeps and map_draw.c draws. */
struct map_view {
	struct view view;
	bool all;			/* the whole process, not one mapping */
	struct kept_mapping kept;		/* the mapping under the cursor */
	struct stack stack;		/* what can be looked at */
	unsigned long changes_of_map;	/* that the stack is made of */
	uint64_t cell_pages;		/* 0: so that all of it fits */
	uint64_t whole_pages;		/* in a cell of the minimap */
	bool fitted;			/* all fits: when the screen grows, too */
	int rows;			/* on screen */
	uint64_t at;			/* the address of the cursor's page */
	struct cursor window;		/* its row, and those on screen */
	int column;			/* that up and down keep to */
	uint64_t typed;			/* digits before z, as a number */
	struct search search;		/* for names, in the map of all */
	uint64_t before_search;		/* where the cursor was then */
	bool follows;			/* the window, what is touched anew */
};

/* The minimap of what can be looked at. */
static inline struct overview map_overview(const struct map_view *map)
{
	return (struct overview){
		.stack = &map->stack, .cell_pages = map->whole_pages,
	};
}

/* The rows, and those on screen; that of the cursor, wherever it was laid out. */
struct extent map_extent(const struct map_view *map);
size_t map_row(const struct map_view *map);

/* Move the cursor to @address, and the window as little as may be. */
void map_go_to(struct map_view *map, uint64_t address);

/* The mapping below the cursor is the one that all is about. */
void map_keep_mapping(struct map_view *map, const struct target *target);

/* Obey a command that searches the names in the map of all mappings. */
struct act map_search_command(struct map_view *map, const struct view_env *env,
			      enum command command);

/* Of struct view_ops, likewise in map_search.c. */
void map_search_typing(struct view *view, const struct view_env *env,
		       struct typing *typing);

/* Draw rows 1 to height - 2. */
void map_draw(const struct map_view *map, const struct view_env *env,
	      struct screen *screen);

#endif

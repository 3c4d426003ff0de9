/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_MAP_LAYOUT_H
#define TUI_VIEW_MAP_MAP_LAYOUT_H

#include "view/grid.h"
#include "view/view.h"

/* Rows of the screen; 0: it isn't there. */
struct map_layout {
	struct grid_frame frame;
	int range_y, legend_y, ruler_y;
	int first_y, rows;		/* of the map */
	int whole_y;			/* the minimap */
	int cursor_y;
};

/* Where everything is on the screen of @env. */
struct map_layout map_layout(const struct view_env *env);

#endif

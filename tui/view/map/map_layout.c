// SPDX-License-Identifier: GPL-2.0
/* Where everything of a map or a timeline is on the screen. */
#include "view/grid.h"
#include "view/map/map_layout.h"

#define HIGH 16			/* from here on there is room for all */

struct map_layout map_layout(const struct view_env *env)
{
	struct map_layout layout = {
		.frame = grid_frame(env->width),
		.range_y = 1,
		.ruler_y = 2,
		.cursor_y = env->height - 2,
	};

	if (env->height >= HIGH) {
		layout.legend_y = 2;
		layout.ruler_y = 3;
		layout.whole_y = layout.cursor_y - 2;
	}
	layout.first_y = layout.ruler_y + 1;
	layout.rows = (layout.whole_y ? layout.whole_y : layout.cursor_y) -
		      layout.first_y;
	if (layout.rows < 1)
		layout.rows = 1;
	return layout;
}

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_MAP_SEARCH_H
#define TUI_VIEW_MAP_MAP_SEARCH_H

#include "view/map/map.h"

/* Obey a command that searches the names in the map of all mappings. */
struct act map_search_command(struct map_view *map, const struct view_env *env,
			      enum command command);

/* Of struct view_ops. */
void map_search_typing(struct view *view, const struct view_env *env,
		       struct typing *typing);

#endif

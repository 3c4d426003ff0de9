// SPDX-License-Identifier: GPL-2.0
/* Where the cursor of a map is, and what it is in. */
#include "view/map/map.h"

struct extent map_extent(const struct map_view *map)
{
	size_t rows = (size_t)map->rows;

	return (struct extent){
		.nr = map->stack.nr_rows, .rows = rows, .page = rows,
	};
}

size_t map_row(const struct map_view *map)
{
	return stack_place(&map->stack, map->at).row;
}

void map_keep_mapping(struct map_view *map, const struct target *target)
{
	const struct mapping *mapping = target_find(target, map->at);

	if (mapping && !map->kept.gone)
		kept_mapping_set(&map->kept, mapping);
}

void map_go_to(struct map_view *map, uint64_t address)
{
	struct extent extent = map_extent(map);

	map->at = stack_nearest(&map->stack, address);
	map->column = stack_place(&map->stack, map->at).column;
	cursor_set(&map->window, &extent, map_row(map));
}

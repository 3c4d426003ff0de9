// SPDX-License-Identifier: GPL-2.0
/* Where among rows in any order a process stands: a hash of pids. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/pid_map.h"
#include "model/row.h"

/* The slot of @pid, or the empty one where it would be. */
static size_t slot_of(const struct pid_map *map, struct row *const *rows,
		      pid_t pid)
{
	size_t mask = map->nr_slots - 1;
	size_t at = ((uint32_t)pid * 2654435761U >> 7) & mask;

	while (map->slots[at] && rows[map->slots[at] - 1]->now.id.pid != pid)
		at = (at + 1) & mask;
	return at;
}

void pid_map_fill(struct pid_map *map, struct row *const *rows, size_t nr)
{
	size_t i;

	for (map->nr_slots = 16; map->nr_slots < 2 * nr;)
		map->nr_slots *= 2;
	map->slots = xgrow(map->slots, map->nr_slots, &map->max_slots,
			   sizeof(*map->slots));
	memset(map->slots, 0, map->nr_slots * sizeof(*map->slots));
	for (i = 0; i < nr; i++)
		map->slots[slot_of(map, rows, rows[i]->now.id.pid)] = i + 1;
}

size_t pid_map_find(const struct pid_map *map, struct row *const *rows,
		    pid_t pid)
{
	size_t place;

	if (!map->nr_slots)
		return PID_MAP_NONE;
	place = map->slots[slot_of(map, rows, pid)];
	return place ? place - 1 : PID_MAP_NONE;
}

void pid_map_release(struct pid_map *map)
{
	free(map->slots);
}

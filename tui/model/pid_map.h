/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_PID_MAP_H
#define TUI_MODEL_PID_MAP_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct row;

#define PID_MAP_NONE SIZE_MAX

/* Where among rows in any order a process stands. Zeroed, it is empty. */
struct pid_map {
	size_t *slots;		/* by a hash of the pid: place + 1; 0: none */
	size_t nr_slots, max_slots;
};

/* Take in @nr @rows, each with another pid; forget all before. */
void pid_map_fill(struct pid_map *map, struct row *const *rows, size_t nr);

/* The place of @pid in @rows, which were taken in; PID_MAP_NONE: nowhere. */
size_t pid_map_find(const struct pid_map *map, struct row *const *rows,
		    pid_t pid);

void pid_map_release(struct pid_map *map);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_MAPS_H
#define TUI_SOURCE_PROCESS_MAPS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "data/sample.h"

enum maps_end {
	MAPS_DONE,
	MAPS_CUT,	/* there are more than MAPPINGS_MAX: the first ones */
	MAPS_STOPPED,	/* *@stop became true */
	MAPS_FAILED,	/* errno; ESRCH: the memory is gone */
};

/*
 * Add all mappings of a process to @sample, by rising address. @fd is an open
 * /proc/PID/maps; it is asked by PROCMAP_QUERY where the kernel has that, else
 * read. Kinds are by name. [vsyscall] is left out: it is no memory of the
 * process, and in none of its totals.
 */
enum maps_end maps_read(int fd, const atomic_bool *stop, struct sample *sample);

/* Likewise, but only by reading the text. */
enum maps_end maps_read_text(int fd, const atomic_bool *stop,
			     struct sample *sample);

/*
 * For smaps, whose mappings begin with the same line: its addresses, and what
 * is behind them; false: it is another line. @fd is taken over, -1 gives NULL.
 */
bool maps_range(const char *line, uint64_t *start, uint64_t *end, char **rest);
FILE *maps_open_text(int fd);

#endif

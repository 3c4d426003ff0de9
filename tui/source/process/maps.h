/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_MAPS_H
#define TUI_SOURCE_PROCESS_MAPS_H

#include <stdatomic.h>
#include <stdbool.h>

#include "data/sample.h"

enum maps_end {
	MAPS_DONE,
	MAPS_STOPPED,	/* *@stop became true */
	MAPS_FAILED,		/* errno; ESRCH: the memory is gone */
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
 * Which mappings are tamalloc blocks. Anybody may name memory as one, so the
 * names count only while their sizes add up to what the kernel says.
 */
struct blocks;

/* @stop as for maps_read(). Dies when memory is out. */
struct blocks *blocks_new(const atomic_bool *stop);
void blocks_free(struct blocks *blocks);

/* It is another process, or has other memory, from now on. */
void blocks_forget(struct blocks *blocks);

/*
 * Put KIND_TAMALLOC right in @sample's mappings, which hold @reserved bytes of
 * blocks by list_mem_stats(2). Where names and @reserved contradict, the flag
 * "ta" in smaps decides; @dir is an open /proc/PID. Remembers the answer until
 * the mappings change.
 */
void blocks_settle(struct blocks *blocks, int dir, uint64_t reserved,
		   struct sample *sample);

#endif

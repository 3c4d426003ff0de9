/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_MAPS_H
#define TUI_SOURCE_PROCESS_MAPS_H

#include <stdatomic.h>
#include <stdbool.h>

#include "data/sample.h"

enum procmap_end {
	PROCMAP_DONE,
	PROCMAP_STOPPED,	/* *@stop became true */
	PROCMAP_FAILED,		/* errno; ESRCH: the memory is gone */
};

/*
 * Add all mappings of a process to @sample, by rising address. @fd is an open
 * /proc/PID/maps; it is asked by PROCMAP_QUERY where the kernel has that, else
 * read. Kinds are by name. [vsyscall] is left out: it is no memory of the
 * process, and in none of its totals.
 */
enum procmap_end procmap_read(int fd, const atomic_bool *stop,
			      struct sample *sample);

/* Likewise, but only by reading the text. */
enum procmap_end procmap_read_text(int fd, const atomic_bool *stop,
				   struct sample *sample);

/*
 * Which mappings are tamalloc blocks. Anybody may name memory as one, so the
 * names count only while their sizes add up to what the kernel says.
 */
struct procmap_blocks;

/* @stop as for procmap_read(). Dies when memory is out. */
struct procmap_blocks *procmap_blocks_new(const atomic_bool *stop);
void procmap_blocks_free(struct procmap_blocks *blocks);

/* It is another process, or has other memory, from now on. */
void procmap_blocks_forget(struct procmap_blocks *blocks);

/*
 * Put KIND_TAMALLOC right in @sample's mappings, which hold @reserved bytes of
 * blocks by list_mem_stats(2). Where names and @reserved contradict, the flag
 * "ta" in smaps decides; @dir is an open /proc/PID. Remembers the answer until
 * the mappings change.
 */
void procmap_blocks_settle(struct procmap_blocks *blocks, int dir,
			   uint64_t reserved, struct sample *sample);

#endif

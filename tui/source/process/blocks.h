/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_BLOCKS_H
#define TUI_SOURCE_PROCESS_BLOCKS_H

#include <stdatomic.h>

#include "data/sample.h"

/*
 * Which mappings are tamalloc blocks. Anybody may name memory as one, so the
 * names count only while their sizes add up to what the kernel says.
 */
struct blocks;

/*
 * @stop: when it becomes true, what is under way ends early. Dies when memory
 * is out.
 */
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

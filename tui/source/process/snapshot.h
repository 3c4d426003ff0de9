/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_SNAPSHOT_H
#define TUI_SOURCE_PROCESS_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/page.h"

/* The most that a snapshot takes, in bytes. */
#define SNAPSHOT_MAX	(512U * 1024)

/*
 * What pages looked like at one moment: the runs of a set of address ranges,
 * in about two bytes a run. What lies in a range and in no run was untouched.
 * A struct of zeros is an empty snapshot.
 */
struct snapshot {
	unsigned char *codes;		/* of one segment after the other */
	size_t len, max;
	struct snapshot_segment *segments;	/* a range is one or more of them */
	size_t nr_segments, max_segments;
	size_t range;			/* the first segment of the open one */
	bool overflowed;		/* it took too much: nothing is known */
};

/*
 * Remember the range from @start on, then its runs by rising address, then its
 * end. snapshot_drop() forgets the open range instead of ending it. Ranges may
 * come in any order; where they overlap, only one may be kept. Die when memory
 * is out.
 */
void snapshot_begin(struct snapshot *snapshot, uint64_t start);
void snapshot_add(struct snapshot *snapshot, const struct page_run *run);
void snapshot_end(struct snapshot *snapshot, uint64_t end);
void snapshot_drop(struct snapshot *snapshot);

/* All ranges are in: to be called once before it is read. */
void snapshot_finish(struct snapshot *snapshot);

/* Forget everything; the memory is kept to be filled anew, or freed. */
void snapshot_reset(struct snapshot *snapshot);
void snapshot_release(struct snapshot *snapshot);

/* Consecutive pages of which the same is known. */
struct snapshot_stretch {
	uint64_t pages;
	bool known;		/* they lie in a range; else there is no state */
	enum page_state state;
};

/* A place in a finished snapshot, moving up. */
struct snapshot_cursor {
	const struct snapshot *snapshot;
	uint64_t pos;			/* address */
	size_t segment;			/* that holds pos, or the next one */
	size_t code;			/* the next one to be read */
	uint64_t run_start, run_end;	/* the run at pos, or the next one */
	enum page_state state;
};

void snapshot_seek(struct snapshot_cursor *cursor,
		   const struct snapshot *snapshot, uint64_t address);

/* Step over the longest stretch that ends at or before @end. */
struct snapshot_stretch snapshot_step(struct snapshot_cursor *cursor,
				      uint64_t end);

#endif

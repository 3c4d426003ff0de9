/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_SNAPSHOT_H
#define TUI_SOURCE_PROCESS_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "source/process/pagescan.h"

/* The most that a trail takes, in bytes. */
#define TRAIL_MAX	(512U * 1024)

/*
 * What pages looked like at one moment: the runs of a set of address ranges,
 * in about two bytes a run. What lies in a range and in no run was untouched.
 * A struct of zeros is an empty trail.
 */
struct trail {
	unsigned char *codes;		/* of one segment after the other */
	size_t len, max;
	struct trail_segment *segments;	/* a range is one or more of them */
	size_t nr_segments, max_segments;
	size_t range;			/* the first segment of the open one */
	bool overflowed;		/* it took too much: nothing is known */
};

/*
 * Remember the range from @start on, then its runs by rising address, then its
 * end. trail_drop() forgets the open range instead of ending it. Ranges may
 * come in any order; where they overlap, only one may be kept. Die when memory
 * is out.
 */
void trail_begin(struct trail *trail, uint64_t start);
void trail_add(struct trail *trail, const struct page_run *run);
void trail_end(struct trail *trail, uint64_t end);
void trail_drop(struct trail *trail);

/* All ranges are in: to be called once before it is read. */
void trail_finish(struct trail *trail);

/* Forget everything; the memory is kept to be filled anew, or freed. */
void trail_reset(struct trail *trail);
void trail_release(struct trail *trail);

/* Consecutive pages of which the same is known. */
struct trail_stretch {
	uint64_t pages;
	bool known;		/* they lie in a range; else there is no state */
	enum page_state state;
};

/* A place in a finished trail, moving up. */
struct trail_cursor {
	const struct trail *trail;
	uint64_t pos;			/* address */
	size_t segment;			/* that holds pos, or the next one */
	size_t code;			/* the next one to be read */
	uint64_t run_start, run_end;	/* the run at pos, or the next one */
	enum page_state state;
};

void trail_seek(struct trail_cursor *cursor, const struct trail *trail,
		uint64_t address);

/* Step over the longest stretch that ends at or before @end. */
struct trail_stretch trail_step(struct trail_cursor *cursor, uint64_t end);

#endif

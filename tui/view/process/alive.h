/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PROCESS_ALIVE_H
#define TUI_VIEW_PROCESS_ALIVE_H

#include "model/target.h"

/* What a mapping had at the last sample, and what it got in those before. */
struct alive_mapping {
	uint64_t start;
	uint64_t counted_ns;		/* 0: not counted */
	uint64_t touched, zero;		/* pages */
	uint64_t score;			/* pages that came, halved each sample */
	int64_t touch_rate, zero_rate;	/* bytes per second */
	bool rates_known;
};

/* Which mappings of a target are alive. */
struct alive {
	struct alive_mapping *mappings;	/* by rising address */
	size_t nr;
	uint64_t time_ns;		/* of the sample they are of */
	int64_t zero_rate;		/* of all together, bytes per second */
	bool zero_rate_known;
	uint64_t best;			/* the address of the liveliest; or of a
					 * tamalloc block, or the largest
					 */
	uint64_t largest_at;		/* what has most untouched pages */
	uint64_t largest;		/* bytes of them; 0: there is none */
};

/* Take what the target's last sample has, once. Dies when memory is out. */
void alive_update(struct alive *alive, const struct target *target);

/*
 * Is @a to be looked at before @b? It is where more pages came of late, else
 * where it is a block, else where it is larger: .best is before all others.
 */
bool alive_is_before(const struct alive *alive, const struct mapping *a,
		     const struct mapping *b);

/* What is known of the mapping that begins at @start, or NULL. */
const struct alive_mapping *alive_find(const struct alive *alive,
				       uint64_t start);

/* Free what @alive holds, not the struct itself. */
void alive_release(struct alive *alive);

#endif

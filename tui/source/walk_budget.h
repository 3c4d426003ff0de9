/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_WALK_BUDGET_H
#define TUI_SOURCE_WALK_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How long the counting of pages may take, of a processor's time: one part in
 * WALK_SHARE of the time that passes. It is given away in slices of about
 * WALK_SLICE_NS, so that many have their turn, and nobody's lock is held for
 * long.
 */
#define WALK_SHARE	100
#define WALK_SLICE_NS	1000000ULL
#define WALK_MOST_NS	500000000ULL	/* not more at once, after long sleep */
#define WALK_SAVE_NS	100000000ULL	/* not more of what nobody needed */

/*
 * Not more is owed than the share of a second. Whatever cannot be had in parts,
 * and takes more than that, would else hold back all counts for as long as it
 * takes to pay for it: each second somebody has its turn.
 */
#define WALK_OWE_NS	(1000000000ULL / WALK_SHARE)

struct walk_budget {
	uint64_t granted_at_ns;		/* when time was last turned into it */
	int64_t left_ns;		/* below 0: overdrawn */
	uint64_t ns_per_1024;		/* what 1024 entries seem to take */
};

/* A budget as of @now_ns with a first small allowance. */
void walk_budget_init(struct walk_budget *budget, uint64_t now_ns);

/* Time has passed: add its share, and @extra_ns. */
void walk_budget_grant(struct walk_budget *budget, uint64_t now_ns,
		       uint64_t extra_ns);

/* Page-table entries that the next slice may visit; 0: nothing is left. */
uint64_t walk_budget_slice(const struct walk_budget *budget);

/*
 * A slice took @took_ns of the @entries it might visit; @partial if it ended
 * early, which tells what an entry takes.
 */
void walk_budget_spend(struct walk_budget *budget, uint64_t took_ns,
		       uint64_t entries, bool partial);

#endif

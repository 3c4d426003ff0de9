/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_WALK_BUDGET_H
#define TUI_SOURCE_WALK_BUDGET_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * How long the counting of pages may take: one part in WALK_SHARE of the time
 * that passes, saved up for a while, so that a large process gets its turn
 * too, only less often.
 */
#define WALK_SHARE	100
#define WALK_SAVE_NS	500000000ULL	/* not more is saved up */

struct walk_budget {
	uint64_t granted_at_ns;		/* when time was last turned into it */
	int64_t left_ns;		/* below 0: overdrawn */
	uint64_t ns_per_1024;		/* what 1024 entries seem to take */
	pid_t large_pid;		/* was cut short: it waits until */
	uint64_t large_entries;		/* so many can be afforded */
};

/* A budget as of @now_ns with a first small allowance. */
void walk_budget_init(struct walk_budget *walk, uint64_t now_ns);

/* Time has passed: add its share, and @extra_ns. */
void walk_budget_grant(struct walk_budget *walk, uint64_t now_ns,
		       uint64_t extra_ns);

/*
 * Page-table entries that a walk of @pid may visit now; 0: not its turn, or
 * nothing is left.
 */
uint64_t walk_budget_entries(const struct walk_budget *walk, pid_t pid);

/*
 * A walk of @pid took @took_ns of the @entries it might visit; @partial if
 * they did not suffice, which tells what an entry takes.
 */
void walk_budget_spend(struct walk_budget *walk, pid_t pid, uint64_t took_ns,
		       uint64_t entries, bool partial);

#endif

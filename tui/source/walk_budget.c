// SPDX-License-Identifier: GPL-2.0
/* How much the counting of pages may take: time becomes page-table entries. */
#include "source/walk_budget.h"

#define FIRST_NS	10000000	/* before anything was saved */
#define FIRST_GUESS	(1024 * 16)	/* ns for 1024 entries */
#define ENTRIES_MIN	4096		/* fewer are not worth a call */

void walk_budget_init(struct walk_budget *walk, uint64_t now_ns)
{
	*walk = (struct walk_budget){
		.granted_at_ns = now_ns,
		.left_ns = FIRST_NS,
		.ns_per_1024 = FIRST_GUESS,
	};
}

void walk_budget_grant(struct walk_budget *walk, uint64_t now_ns,
		       uint64_t extra_ns)
{
	uint64_t share = (now_ns - walk->granted_at_ns) / WALK_SHARE;

	if (share > WALK_SAVE_NS)
		share = WALK_SAVE_NS;
	walk->granted_at_ns = now_ns;
	walk->left_ns += (int64_t)share;
	if (walk->left_ns > (int64_t)WALK_SAVE_NS)
		walk->left_ns = WALK_SAVE_NS;
	walk->left_ns += (int64_t)extra_ns;
}

uint64_t walk_budget_entries(const struct walk_budget *walk, pid_t pid)
{
	uint64_t entries;

	if (walk->left_ns <= 0)
		return 0;
	entries = (uint64_t)walk->left_ns * 1024 / walk->ns_per_1024;
	if (pid == walk->large_pid && entries < walk->large_entries)
		return 0;
	return entries < ENTRIES_MIN ? 0 : entries;
}

/* What is left can't grow past what is saved: that much must suffice. */
static uint64_t entries_to_wait_for(const struct walk_budget *walk,
				    uint64_t entries)
{
	uint64_t most = WALK_SAVE_NS * 1024 / walk->ns_per_1024;

	return entries * 2 < most ? entries * 2 : most;
}

void walk_budget_spend(struct walk_budget *walk, pid_t pid, uint64_t took_ns,
		       uint64_t entries, bool partial)
{
	walk->left_ns -= (int64_t)took_ns;
	if (partial) {
		walk->ns_per_1024 = took_ns * 1024 / entries + 1;
		walk->large_pid = pid;
		walk->large_entries = entries_to_wait_for(walk, entries);
	} else if (pid == walk->large_pid) {
		walk->large_pid = 0;
	}
}

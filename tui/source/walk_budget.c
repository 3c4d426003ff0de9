// SPDX-License-Identifier: GPL-2.0
/* How much the counting of pages may take: time becomes page-table entries. */
#include "source/walk_budget.h"

#define FIRST_NS	10000000	/* before anything was saved */
#define FIRST_GUESS	(1024 * 16)	/* ns for 1024 entries */
#define ENTRIES_MIN	4096		/* fewer are not worth a call */

/*
 * A slice that gave way to others has visited less than it might, and looks
 * quicker than it was: no guess from it is to end in a slice without measure.
 */
#define ENTRIES_MAX	262144

void walk_budget_init(struct walk_budget *budget, uint64_t now_ns)
{
	*budget = (struct walk_budget){
		.granted_at_ns = now_ns,
		.left_ns = FIRST_NS,
		.ns_per_1024 = FIRST_GUESS,
	};
}

void walk_budget_grant(struct walk_budget *budget, uint64_t now_ns,
		       uint64_t extra_ns)
{
	uint64_t share = (now_ns - budget->granted_at_ns) / WALK_SHARE;
	uint64_t most;

	if (share > WALK_MOST_NS)
		share = WALK_MOST_NS;
	most = share > WALK_SAVE_NS ? share : WALK_SAVE_NS;
	budget->granted_at_ns = now_ns;
	if (budget->left_ns < -(int64_t)WALK_OWE_NS)
		budget->left_ns = -(int64_t)WALK_OWE_NS;
	budget->left_ns += (int64_t)share;
	if (budget->left_ns > (int64_t)most)
		budget->left_ns = (int64_t)most;
	budget->left_ns += (int64_t)extra_ns;
}

uint64_t walk_budget_slice(const struct walk_budget *budget)
{
	uint64_t ns = WALK_SLICE_NS;
	uint64_t entries;

	if (budget->left_ns <= 0)
		return 0;
	if ((uint64_t)budget->left_ns < ns)
		ns = (uint64_t)budget->left_ns;
	entries = ns * 1024 / budget->ns_per_1024;
	if (entries < ENTRIES_MIN)
		return ENTRIES_MIN;
	return entries > ENTRIES_MAX ? ENTRIES_MAX : entries;
}

void walk_budget_spend(struct walk_budget *budget, uint64_t took_ns,
		       uint64_t entries, bool partial)
{
	budget->left_ns -= (int64_t)took_ns;
	if (partial)
		budget->ns_per_1024 = took_ns * 1024 / entries + 1;
}

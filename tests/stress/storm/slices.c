// SPDX-License-Identifier: GPL-2.0
/*
 * Counts in slices: of a block of our own, whose pages are known, and of those
 * of the storm, which move while they are counted.
 */
#include "storm.h"

#define OWN_PAGES 6000UL
#define OWN_GROUPS (MEMSTAT_TASK | MEMSTAT_TAMALLOC | MEMSTAT_TAMALLOC_PAGES)
#define MAX_SLICES 100000

static uint64_t written, zero;
static volatile char sink;

/* Runs of pages that are written, read, or neither. */
static bool make_own(void)
{
	size_t i, run = 0, kind = 0;
	char *p = tam_alloc(OWN_PAGES * PAGE);

	if (p == MAP_FAILED)
		return false;
	for (i = 0; i < OWN_PAGES; i++) {
		if (!run--) {
			run = below(700);
			kind = below(3);
		}
		if (kind == 1) {
			p[i * PAGE] = 1;
			written += PAGE;
		} else if (kind == 2) {
			sink = p[i * PAGE];
			zero += PAGE;
		}
	}
	return true;
}

static void add(struct memstat_rec *sum, const struct memstat_rec *slice)
{
	sum->ta_written += slice->ta_written;
	sum->ta_zero += slice->ta_zero;
	sum->ta_huge += slice->ta_huge;
	sum->ta_swapped += slice->ta_swapped;
}

static bool same_memory(const struct memstat_rec *a, const struct memstat_rec *b)
{
	return a->start_ns == b->start_ns && a->exec_seq == b->exec_seq;
}

/* All slices of a process, of @budget each. False: it was another meanwhile. */
static bool sum_slices(pid_t pid, uint64_t budget, struct memstat_rec *sum)
{
	struct memstat_req req = request(OWN_GROUPS);
	struct memstat_rec slice;
	int n;

	req.after_pid = pid - 1;
	req.last_pid = pid;
	req.walk_budget = budget;
	memset(sum, 0, sizeof(*sum));
	for (n = 0; n < MAX_SLICES; n++) {
		if (tam_list(&req, &slice, 1, 0) != 1 || is_over())
			return false;
		if (sum->start_ns && !same_memory(sum, &slice))
			return false;
		sum->start_ns = slice.start_ns;
		sum->exec_seq = slice.exec_seq;
		sum->ta_reserved = slice.ta_reserved;
		/* whoever holds the lock of its memory may be long about it */
		if (!(slice.mask & MEMSTAT_TAMALLOC_PAGES))
			return false;
		add(sum, &slice);
		if (!slice.ta_next)
			return true;
		CHECK(slice.ta_next > req.walk_from, "pid %d", pid);
		req.walk_from = slice.ta_next;
	}
	violated("pid %d is not counted after %d slices", pid, MAX_SLICES);
	return false;
}

/* Nobody but us changes them; only the system may swap them out. */
static void sum_own(void)
{
	const uint64_t budgets[] = { 1, 200, 1000, 5000, 20000, BUDGET };
	struct memstat_rec sum;

	if (!sum_slices(getpid(), budgets[below(6)], &sum))
		return;
	CHECK(sum.ta_written + sum.ta_swapped == written && sum.ta_zero == zero,
	      "written %llu + %llu, not %lu; zero %llu, not %lu",
	      sum.ta_written, sum.ta_swapped, written, sum.ta_zero, zero);
	CHECK(sum.ta_reserved == OWN_PAGES * PAGE && !sum.ta_huge, "%llu",
	      sum.ta_reserved);
	count(OWN_SUMS);
}

static void sum_others(void)
{
	struct memstat_rec sum;
	pid_t pid = getppid() + 1 + below(30);

	if (pid != getpid() && sum_slices(pid, 1 + below(20000), &sum) &&
	    sum.ta_reserved)
		count(SUMS);
}

int act_slicer(void)
{
	if (!make_own())
		return 1;
	while (!is_over()) {
		sum_own();
		sum_others();
	}
	return 0;
}

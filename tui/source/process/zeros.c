// SPDX-License-Identifier: GPL-2.0
/* How many pages of a process are zeros: counted in slices, one after another. */
#include <stdlib.h>

#include "base/alloc.h"
#include "common/clock.h"
#include "source/process/pagescan.h"
#include "source/process/procdir.h"
#include "source/process/zeros.h"
#include "source/turns.h"
#include "source/walk_budget.h"

/* Behind what mmap(2) gives without a hint beyond it: TASK_SIZE. */
#define MEMORY_END	((1ULL << 47) - PAGE_BYTES)

struct zeros {
	const struct clock *time, *cpu;
	const atomic_bool *stop;
	struct pagescan *pagescan;
	struct walk_budget budget;
	struct turns turns;
	bool counting;
	struct procdir proc;		/* whose count is under way */
	uint64_t mm_id;			/* of the memory that it is of */
	uint64_t pos, pages;		/* how far, and what was found */
	uint64_t began_ns;
};

struct zeros *zeros_new(const struct clock *time, const struct clock *cpu,
			const atomic_bool *stop)
{
	struct zeros *zeros = xcalloc(1, sizeof(*zeros));

	zeros->time = time;
	zeros->cpu = cpu;
	zeros->stop = stop;
	zeros->pagescan = pagescan_new(stop);
	procdir_init(&zeros->proc);
	walk_budget_init(&zeros->budget, clock_now(time));
	return zeros;
}

void zeros_free(struct zeros *zeros)
{
	if (!zeros)
		return;
	procdir_close(&zeros->proc);
	pagescan_free(zeros->pagescan);
	turns_release(&zeros->turns);
	free(zeros);
}

static void stop(struct zeros *zeros)
{
	procdir_close(&zeros->proc);
	zeros->counting = false;
}

/* Of whoever isn't asked for any more what was counted is forgotten, too. */
static void take_demand(struct zeros *zeros, const struct demand *demand)
{
	turns_take(&zeros->turns, demand->zeros, demand->nr_zeros);
	if (zeros->counting && !turns_have(&zeros->turns, zeros->proc.id))
		stop(zeros);
}

/* The count has ended: whatever came of it is told, and nobody's half sum. */
static void tell(struct zeros *zeros, enum pages_state state,
		 struct sample *sample)
{
	struct sample_pages *answer = sample_add_zeros(sample);

	*answer = (struct sample_pages){
		.id = zeros->proc.id, .state = state,
		.time_ns = zeros->began_ns,
	};
	if (state == PAGES_COUNTED)
		answer->zero = zeros->pages * PAGE_BYTES;
	stop(zeros);
}

static enum pages_state state_of(enum target_state state)
{
	switch (state) {
	case TARGET_DENIED:
		return PAGES_DENIED;
	case TARGET_NO_MEMORY:
		return PAGES_COUNTED;
	default:
		return PAGES_UNKNOWN;
	}
}

/* False: it is settled, for it has no pages that we may count. */
static bool begin(struct zeros *zeros, struct sample *sample)
{
	struct proc_id id = turns_next(&zeros->turns);
	struct sample_target who = { 0 };
	enum target_state state;

	zeros->began_ns = clock_now(zeros->time);
	zeros->pos = 0;
	zeros->pages = 0;
	procdir_open(&zeros->proc, id);
	state = procdir_look(&zeros->proc, &who);
	zeros->counting = true;
	zeros->mm_id = who.mm_id;
	if (state == TARGET_OK && zeros->proc.pagemap >= 0)
		return true;
	tell(zeros, state_of(state), sample);
	return false;
}

/* Is it the same memory still? Else what was found is of none that is there. */
static enum pages_state settle(struct zeros *zeros)
{
	struct sample_target who = { 0 };

	if (procdir_look(&zeros->proc, &who) != TARGET_OK ||
	    who.mm_id != zeros->mm_id)
		return PAGES_UNKNOWN;
	return PAGES_COUNTED;
}

static void count_slice(struct zeros *zeros, struct sample *sample)
{
	switch (pagescan_zeros(zeros->pagescan, zeros->proc.pagemap,
			       &zeros->pos, MEMORY_END, &zeros->pages)) {
	case PAGESCAN_STOPPED:
		break;
	case PAGESCAN_DONE:
		tell(zeros, settle(zeros), sample);
		break;
	case PAGESCAN_FAILED:
		tell(zeros, PAGES_UNKNOWN, sample);
		break;
	}
}

void zeros_count(struct zeros *zeros, const struct demand *demand,
		 struct sample *sample)
{
	size_t settled = sample->nr_zeros;
	uint64_t before = clock_now(zeros->cpu), now;

	walk_budget_grant(&zeros->budget, clock_now(zeros->time),
			  demand->pages_ns);
	take_demand(zeros, demand);
	sample->sections |= SECTION_ZEROS;
	if (!pagescan_tells_zero(zeros->pagescan))
		return;
	while (sample->nr_zeros - settled < zeros->turns.nr &&
	       walk_budget_slice(&zeros->budget) &&
	       !atomic_load(zeros->stop)) {
		if (zeros->counting || begin(zeros, sample))
			count_slice(zeros, sample);
		now = clock_now(zeros->cpu);
		walk_budget_spend(&zeros->budget, now - before, 0, false);
		before = now;
	}
}

// SPDX-License-Identifier: GPL-2.0
/* How many pages of a process are zeros: counted in slices, one after another. */
#include <stdlib.h>

#include "base/alloc.h"
#include "common/clock.h"
#include "source/process/pagescan.h"
#include "source/process/procdir.h"
#include "source/process/zeros.h"
#include "source/walk_budget.h"

/* Behind what mmap(2) gives without a hint beyond it: TASK_SIZE. */
#define MEMORY_END	((1ULL << 47) - PAGE_BYTES)

struct turn {
	struct proc_id id;
	uint64_t turn;			/* when it was counted last; 0: never */
	size_t place;			/* among those asked for */
};

struct zeros {
	const struct clock *time, *cpu;
	const atomic_bool *stop;
	struct pagescan *pagescan;
	struct walk_budget budget;
	struct turn *turns;		/* of those asked for last, by rising id */
	struct turn *spare;
	struct turn **queue;		/* the same: who has waited longest first */
	size_t nr, max, max_spare, max_queue;
	size_t next;			/* in the queue */
	uint64_t turn;
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
	free(zeros->turns);
	free(zeros->spare);
	free(zeros->queue);
	free(zeros);
}

static int compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_ids(const void *a, const void *b)
{
	const struct proc_id *x = &((const struct turn *)a)->id;
	const struct proc_id *y = &((const struct turn *)b)->id;

	return x->pid != y->pid ? compare((uint64_t)x->pid, (uint64_t)y->pid) :
				  compare(x->start_ns, y->start_ns);
}

/* Who was never counted, or equally long ago, comes as it was asked for. */
static int compare_waits(const void *a, const void *b)
{
	const struct turn *x = *(const struct turn *const *)a;
	const struct turn *y = *(const struct turn *const *)b;

	return x->turn != y->turn ? compare(x->turn, y->turn) :
				    compare(x->place, y->place);
}

static bool is_asked_for(const struct zeros *zeros, struct proc_id id)
{
	const struct turn key = { .id = id };

	return zeros->nr && bsearch(&key, zeros->turns, zeros->nr, sizeof(key),
				    compare_ids);
}

static void stop(struct zeros *zeros)
{
	procdir_close(&zeros->proc);
	zeros->counting = false;
}

/* Both rise by id, so one walk along them pairs old and new. */
static void keep_turns(const struct zeros *zeros, struct turn *turns, size_t nr)
{
	const struct turn *old = zeros->turns, *end = old + zeros->nr;
	size_t i;

	for (i = 0; i < nr && old < end; i++) {
		while (old < end && compare_ids(old, &turns[i]) < 0)
			old++;
		if (old < end && proc_id_equal(old->id, turns[i].id))
			turns[i].turn = old->turn;
	}
}

static void swap_turns(struct zeros *zeros, size_t nr)
{
	struct turn *turns = zeros->spare;
	size_t max = zeros->max_spare;

	zeros->spare = zeros->turns;
	zeros->max_spare = zeros->max;
	zeros->turns = turns;
	zeros->max = max;
	zeros->nr = nr;
}

static void queue_up(struct zeros *zeros)
{
	size_t i;

	zeros->queue = xgrow(zeros->queue, zeros->nr, &zeros->max_queue,
			     sizeof(*zeros->queue));
	for (i = 0; i < zeros->nr; i++)
		zeros->queue[i] = &zeros->turns[i];
	if (zeros->nr)
		qsort(zeros->queue, zeros->nr, sizeof(*zeros->queue),
		      compare_waits);
	zeros->next = 0;
}

/* Whoever isn't asked for any more is forgotten, with what was counted of it. */
static void take_demand(struct zeros *zeros, const struct demand *demand)
{
	size_t nr = demand->nr_zeros, i;

	zeros->spare = xgrow(zeros->spare, nr, &zeros->max_spare,
			     sizeof(*zeros->spare));
	for (i = 0; i < nr; i++)
		zeros->spare[i] = (struct turn){
			.id = demand->zeros[i], .place = i,
		};
	if (nr)
		qsort(zeros->spare, nr, sizeof(*zeros->spare), compare_ids);
	keep_turns(zeros, zeros->spare, nr);
	swap_turns(zeros, nr);
	queue_up(zeros);
	if (zeros->counting && !is_asked_for(zeros, zeros->proc.id))
		stop(zeros);
}

/* Whose turn it was has waited least from then on, and is the queue's last. */
static struct turn *longest_waiting(struct zeros *zeros)
{
	struct turn *first = zeros->queue[zeros->next];

	zeros->next = (zeros->next + 1) % zeros->nr;
	first->turn = ++zeros->turn;
	return first;
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
	const struct turn *turn = longest_waiting(zeros);
	struct sample_target who = { 0 };
	enum target_state state;

	zeros->began_ns = clock_now(zeros->time);
	zeros->pos = 0;
	zeros->pages = 0;
	procdir_open(&zeros->proc, turn->id);
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
	while (sample->nr_zeros - settled < zeros->nr &&
	       walk_budget_slice(&zeros->budget) &&
	       !atomic_load(zeros->stop)) {
		if (zeros->counting || begin(zeros, sample))
			count_slice(zeros, sample);
		now = clock_now(zeros->cpu);
		walk_budget_spend(&zeros->budget, now - before, 0, false);
		before = now;
	}
}

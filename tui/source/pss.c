// SPDX-License-Identifier: GPL-2.0
/* The proportional share of memory of processes, one after another. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "common/clock.h"
#include "source/procid.h"
#include "source/pss.h"
#include "source/turns.h"
#include "source/walk_budget.h"

/* So that what is read by then is shown, and a key is heeded. */
#define PSS_NS (NSEC_PER_SEC / 10)

/* 0, or a negative errno. */
static int read_bytes(struct proc_id id, struct procfs_text *buf,
		      uint64_t *bytes)
{
	struct procstat stat;
	int dir = procid_open(id, buf, &stat);
	int error;

	if (dir < 0)
		return dir;
	error = procfs_read(dir, "smaps_rollup", buf);
	close(dir);
	if (error)
		return -error;
	/* a zombie has no memory, and no line that tells of it */
	if (!procstat_number(buf->text, "Pss:", bytes))
		return -ESRCH;
	*bytes *= 1024;
	return 0;
}

/* false: nothing was learnt of it. */
static bool read_one(struct proc_id id, struct procfs_text *buf,
		     struct sample *sample)
{
	uint64_t begin = clock_now(&clock_monotonic), bytes = 0;
	int error = -read_bytes(id, buf, &bytes);
	struct sample_pss *pss;

	if (error && procfs_error(error) == PROCFS_FAILED)
		return false;
	pss = sample_add_pss(sample);
	pss->id = id;
	pss->state = !error ? PSS_READ :
		     procfs_error(error) == PROCFS_DENIED ? PSS_DENIED :
							    PSS_GONE;
	pss->bytes = bytes;
	pss->time_ns = begin;
	pss->cost_ns = clock_now(&clock_monotonic) - begin;
	return true;
}

void pss_read(const struct demand *demand, const atomic_bool *stop,
	      struct sample *sample)
{
	uint64_t end = clock_now(&clock_monotonic) + PSS_NS;
	struct procfs_text buf = { 0 };
	size_t i;

	for (i = 0; i < demand->nr_psses; i++)
		if (!read_one(demand->psses[i], &buf, sample) ||
		    atomic_load(stop) || clock_now(&clock_monotonic) >= end)
			break;
	procfs_release(&buf);
	sample->sections |= SECTION_PSS;
}

struct pss_turns {
	const struct clock *time, *cpu;
	const atomic_bool *stop;
	struct walk_budget budget;
	struct turns turns;
	struct procfs_text buf;
};

struct pss_turns *pss_turns_new(const struct clock *time,
				const struct clock *cpu,
				const atomic_bool *stop)
{
	struct pss_turns *turns = xcalloc(1, sizeof(*turns));

	turns->time = time;
	turns->cpu = cpu;
	turns->stop = stop;
	walk_budget_init(&turns->budget, clock_now(time));
	return turns;
}

void pss_turns_free(struct pss_turns *turns)
{
	if (!turns)
		return;
	turns_release(&turns->turns);
	procfs_release(&turns->buf);
	free(turns);
}

void pss_turns_read(struct pss_turns *turns, const struct demand *demand,
		    struct sample *sample)
{
	uint64_t before = clock_now(turns->cpu), now;
	size_t i;

	walk_budget_grant(&turns->budget, clock_now(turns->time),
			  demand->pages_ns);
	turns_take(&turns->turns, demand->pss_turns, demand->nr_pss_turns);
	sample->sections |= SECTION_PSS;
	for (i = 0; i < turns->turns.nr; i++) {
		if (!walk_budget_slice(&turns->budget) ||
		    atomic_load(turns->stop))
			break;
		read_one(turns_next(&turns->turns), &turns->buf, sample);
		now = clock_now(turns->cpu);
		walk_budget_spend(&turns->budget, now - before, 0, false);
		before = now;
	}
}

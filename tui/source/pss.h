/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PSS_H
#define TUI_SOURCE_PSS_H

#include <stdatomic.h>

#include "common/clock.h"
#include "data/demand.h"
#include "data/sample.h"

/*
 * Read the PSS of the processes that @demand names, from /proc/PID/smaps_rollup,
 * for which the kernel looks at every page with the process's memory locked.
 * After a tenth of a second, or when *@stop is true, it ends: those left are to
 * be asked for again. The first one is always read.
 */
void pss_read(const struct demand *demand, const atomic_bool *stop,
	      struct sample *sample);

/*
 * Reads the PSS of whom demand->pss_turns names likewise, but one after another
 * in turn, as far as a share of a processor's time allows
 * (source/walk_budget.h): a large one is read whole, and the others wait for
 * as much longer.
 */
struct pss_turns;

/*
 * Shares are of what passes on the clock @time, and what was taken is told by
 * @cpu, that of the thread which reads. @stop: when it becomes true, no other
 * one is read. Dies when memory is out.
 */
struct pss_turns *pss_turns_new(const struct clock *time,
				const struct clock *cpu,
				const atomic_bool *stop);
void pss_turns_free(struct pss_turns *turns);

/* Add to SECTION_PSS of @sample whose turn it was, each once at most. */
void pss_turns_read(struct pss_turns *turns, const struct demand *demand,
		    struct sample *sample);

#endif

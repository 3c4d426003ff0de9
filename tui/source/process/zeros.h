/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_ZEROS_H
#define TUI_SOURCE_PROCESS_ZEROS_H

#include <stdatomic.h>

#include "common/clock.h"
#include "data/demand.h"
#include "data/sample.h"

/*
 * Counts the pages of zeros of whole processes, one after another, as far as
 * the share of a processor's time allows (source/walk_budget.h): who has waited
 * longest comes next, and a count that didn't come to its end goes on there in
 * the next sample. May sleep on a process.
 */
struct zeros;

/*
 * Shares are of what passes on the clock @time, and what a slice took is told
 * by @cpu, that of the thread which counts. @stop: when it becomes true,
 * counting ends before its next slice. Dies when memory is out.
 */
struct zeros *zeros_new(const struct clock *time, const struct clock *cpu,
			const atomic_bool *stop);
void zeros_free(struct zeros *zeros);

/*
 * Answer demand->zeros, each once at most: adds to SECTION_ZEROS of @sample
 * whose count has ended, PAGES_UNKNOWN for what has ended or become another
 * program meanwhile. Where the kernel can't tell zeros (before 6.7), nothing
 * is.
 */
void zeros_count(struct zeros *zeros, const struct demand *demand,
		 struct sample *sample);

#endif

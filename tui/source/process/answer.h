/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_ANSWER_H
#define TUI_SOURCE_PROCESS_ANSWER_H

#include "data/demand.h"
#include "source/process/history.h"
#include "source/process/pagescan.h"

/* Scans of these uses are remembered. */
#define NR_HISTORIES	SCAN_COUNT

/*
 * What is remembered of a process between two samples, to tell what changed.
 * Zeroed, it remembers nothing.
 */
struct answer_past {
	struct history histories[NR_HISTORIES];
	unsigned int mark;		/* the number of the snapshot below */
	bool mark_known;
	struct snapshot mark_snapshot;
	bool seen_whole;		/* a look that was told had all of it */
};

/* Nothing can be compared from now on. The room is kept, or freed. */
void answer_forget(struct answer_past *past);
void answer_release(struct answer_past *past);

/* Who knows the pages that scans are of. */
struct answer_ops {
	/*
	 * Tell @take the pages of @range, as pagescan_range() does, and fill in
	 * its time. Unless that is PAGESCAN_DONE, what was told doesn't count;
	 * PAGESCAN_FAILED: nothing else of this memory can be told, either.
	 */
	enum pagescan_end (*tell)(void *ctx, struct sample_range *range,
				  page_run_fn take, void *take_ctx);

	/* Is there time for one more scan of @use? */
	bool (*has_time)(void *ctx, enum scan_use use);
};

/* A demand that is answered, and with what. */
struct answer {
	const struct answer_ops *ops;
	void *ctx;
	const struct target_demand *demand;
	struct sample *sample;
	struct answer_past *past;
	const struct sample_mapping *mappings;	/* NULL: not known */
	size_t nr_mappings;
	bool is_whole;		/* all is asked for, with the mappings; else
				 * windows only, between two such samples, or
				 * what is new
				 */
	bool windows_only;	/* nothing else is answered */

	/*
	 * For a mark: nothing is mapped from the first on, 0: that isn't known;
	 * nothing is known from the second on.
	 */
	uint64_t last_end, known_end;
	bool failed;		/* the answer to a scan did; set by it */
};

/* Add the scans demanded, their cells and changes; take a mark if need be. */
void answer_demand(struct answer *answer);

#endif

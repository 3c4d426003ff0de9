/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_HISTORY_H
#define TUI_SOURCE_PROCESS_HISTORY_H

#include "data/sample.h"
#include "source/process/snapshot.h"

/*
 * What all scans of one use saw: in the sample before, and in the one that is
 * being made. Zeroed, it remembers nothing.
 */
struct history {
	struct snapshot before, next;
	/* only where the snapshot overflowed: what is left are the counts */
	struct sample_scan *scans;
	size_t nr_scans;
	struct page_counts *counts;
};

/* Forget all of it; the room is kept, or freed. */
void history_forget(struct history *history);
void history_release(struct history *history);

/* The scans of @use in @sample, which are in next, become those before. */
void history_turn(struct history *history, const struct sample *sample,
		  enum scan_use use);

/*
 * Where the snapshot before overflowed: compare @scan by its counts instead, if
 * there was one like it. false if there was none.
 */
bool history_compare(const struct history *history,
		     const struct sample_scan *scan, struct scan_cell *cells);

#endif

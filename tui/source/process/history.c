// SPDX-License-Identifier: GPL-2.0
/* What the scans of one use saw last time, to compare this time with. */
#include <stdlib.h>

#include "base/alloc.h"
#include "source/process/binning.h"
#include "source/process/history.h"

static void forget_counts(struct history *history)
{
	free(history->scans);
	free(history->counts);
	history->scans = NULL;
	history->counts = NULL;
	history->nr_scans = 0;
}

void history_forget(struct history *history)
{
	snapshot_reset(&history->before);
	snapshot_reset(&history->next);
	forget_counts(history);
}

void history_release(struct history *history)
{
	snapshot_release(&history->before);
	snapshot_release(&history->next);
	forget_counts(history);
}

static void keep_counts(struct history *history, const struct sample *sample,
			enum scan_use use)
{
	struct sample_scan *scan;
	size_t i, cell, nr = 0;

	history->scans =
		xreallocarray(NULL, sample->nr_scans, sizeof(*history->scans));
	history->counts =
		xreallocarray(NULL, sample->nr_cells, sizeof(*history->counts));
	for (i = 0; i < sample->nr_scans; i++) {
		if (sample->scans[i].use != use)
			continue;
		scan = &history->scans[history->nr_scans++];
		*scan = sample->scans[i];
		for (cell = 0; cell < scan->nr_cells; cell++)
			history->counts[nr + cell] =
				sample->cells[scan->first_cell + cell].now;
		scan->first_cell = nr;
		nr += scan->nr_cells;
	}
}

void history_turn(struct history *history, const struct sample *sample,
		  enum scan_use use)
{
	struct snapshot old = history->before;

	history->before = history->next;
	history->next = old;
	snapshot_reset(&history->next);
	snapshot_finish(&history->before);
	forget_counts(history);
	if (history->before.overflowed)
		keep_counts(history, sample, use);
}

static bool same_grid(const struct sample_scan *a, const struct sample_scan *b)
{
	return a->start == b->start && a->end == b->end &&
	       a->cell_pages == b->cell_pages && a->lead == b->lead;
}

bool history_compare(const struct history *history,
		     const struct sample_scan *scan, struct scan_cell *cells)
{
	const struct page_counts *counts;
	size_t i, cell;

	for (i = 0; i < history->nr_scans; i++)
		if (same_grid(&history->scans[i], scan))
			break;
	if (i == history->nr_scans)
		return false;
	counts = history->counts + history->scans[i].first_cell;
	for (cell = 0; cell < scan->nr_cells; cell++)
		binning_compare_counts(&cells[cell], &counts[cell]);
	return true;
}

// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "base/status.h"
#include "source/process/binning.h"
#include "source/process/history.h"

static void forget_counts(struct history *memory)
{
	free(memory->scans);
	free(memory->counts);
	memory->scans = NULL;
	memory->counts = NULL;
	memory->nr_scans = 0;
}

void history_forget(struct history *memory)
{
	snapshot_reset(&memory->before);
	snapshot_reset(&memory->next);
	forget_counts(memory);
}

void history_release(struct history *memory)
{
	snapshot_release(&memory->before);
	snapshot_release(&memory->next);
	forget_counts(memory);
}

static void keep_counts(struct history *memory,
			const struct sample *sample, enum scan_use use)
{
	struct sample_scan *scan;
	size_t i, cell, nr = 0;

	memory->scans = xreallocarray(NULL, sample->nr_scans,
				      sizeof(*memory->scans));
	memory->counts = xreallocarray(NULL, sample->nr_cells,
				       sizeof(*memory->counts));
	for (i = 0; i < sample->nr_scans; i++) {
		if (sample->scans[i].use != use)
			continue;
		scan = &memory->scans[memory->nr_scans++];
		*scan = sample->scans[i];
		for (cell = 0; cell < scan->nr_cells; cell++)
			memory->counts[nr + cell] =
				sample->cells[scan->first_cell + cell].now;
		scan->first_cell = nr;
		nr += scan->nr_cells;
	}
}

void history_turn(struct history *memory, const struct sample *sample,
		      enum scan_use use)
{
	struct snapshot old = memory->before;

	memory->before = memory->next;
	memory->next = old;
	snapshot_reset(&memory->next);
	snapshot_finish(&memory->before);
	forget_counts(memory);
	if (memory->before.overflowed)
		keep_counts(memory, sample, use);
}

static bool same_grid(const struct sample_scan *a, const struct sample_scan *b)
{
	return a->start == b->start && a->end == b->end &&
	       a->cell_pages == b->cell_pages;
}

bool history_compare(const struct history *memory,
			 const struct sample_scan *scan,
			 struct scan_cell *cells)
{
	const struct page_counts *counts;
	size_t i, cell;

	for (i = 0; i < memory->nr_scans; i++)
		if (same_grid(&memory->scans[i], scan))
			break;
	if (i == memory->nr_scans)
		return false;
	counts = memory->counts + memory->scans[i].first_cell;
	for (cell = 0; cell < scan->nr_cells; cell++)
		binning_compare_counts(&cells[cell], &counts[cell]);
	return true;
}

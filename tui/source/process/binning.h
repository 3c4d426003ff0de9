/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_BINNING_H
#define TUI_SOURCE_PROCESS_BINNING_H

#include <stdbool.h>
#include <stdint.h>

#include "data/sample.h"
#include "source/process/snapshot.h"

/* Changes that a sample tells run by run; those beyond, cell by cell. */
#define BINNING_CHANGES_MAX	2048

/*
 * Turns the runs of one scan into its cells, and compares them on the way with
 * what was remembered. Set by whoever starts the scan, and zero where not
 * wanted: @before and @mark are finished snapshots; @next remembers this scan;
 * @changes takes the changes since @before.
 */
struct binning {
	uint64_t start, end;		/* addresses, of whole pages */
	uint64_t cell_pages;
	uint64_t lead;			/* as in struct sample_scan */
	uint64_t empty_start, empty_end;	/* nothing else is mapped there;
						 * 0: not known
						 */
	struct scan_cell *cells;	/* zeroed */
	const struct snapshot *before, *mark;
	struct snapshot *next;
	struct sample *changes;

	/* how far it is */
	uint64_t pos;
	struct snapshot_cursor before_at, mark_at;
	bool compared;			/* all of it was known before */
	uint64_t change_cell;		/* that the pending ones lie in */
	struct sample_change pending[2];
};

/*
 * The cells that a range makes, at @cell_pages (at least 1) to a cell, the first
 * one being where @start is.
 */
uint64_t binning_cells(uint64_t start, uint64_t end, uint64_t cell_pages);

/* Fill in the totals, open a range of @next. */
void binning_begin(struct binning *binning);

/* A page_run_fn; @ctx is the binning. */
void binning_run(void *ctx, const struct page_run *run);

/* The rest is untouched. Then @compared says whether fresh and gone count. */
void binning_end(struct binning *binning);

/*
 * How many pages came and went between two counts of the same pages: at least
 * so many, since what came and what went in one cell cancel out.
 */
void binning_compare_counts(struct scan_cell *cell,
			    const struct page_counts *before);

#endif

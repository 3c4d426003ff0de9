/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_TIMELINE_H
#define TUI_MODEL_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/sample.h"

/* Cells of the whole mapping at one moment, for the timeline. */
struct timeline_row {
	uint64_t time_ns;		/* CLOCK_MONOTONIC */
	bool compared;			/* fresh is known */
	uint64_t touched;		/* pages of the whole row */
	const struct timeline_cell *cells;
};

/* As struct page_counts, in half the room: a row never holds 2^32 pages a cell. */
struct timeline_cell {
	uint32_t in[NR_PAGE_STATES - 1];	/* but for PAGE_UNTOUCHED, 0 */
	uint32_t fresh;			/* touched since the row before */
};

/*
 * One row for each SCAN_WHOLE of the same range and cell size. Where only the
 * end moves, or a cell holds what so many cells held, the rows are laid out
 * anew; any other range or size begins a new one. Memory is bounded: the
 * oldest rows are dropped. Zeroed, there are none.
 */
struct timeline {
	struct sample_scan grid;
	struct timeline_slot *slots;	/* a ring: the newest one is @newest */
	struct timeline_cell *cells;
	size_t nr, max, newest;
};

/* Take the scans that @sample has. Dies when memory is out. */
void timeline_take(struct timeline *timeline, const struct sample *sample);

/* Free what @timeline holds, not the struct itself; it is empty then. */
void timeline_release(struct timeline *timeline);

/* How many rows there are; row 0 is the newest. false: there is no row @i. */
size_t timeline_nr_rows(const struct timeline *timeline);
bool timeline_get(const struct timeline *timeline, size_t i,
		  struct timeline_row *row);

/* Its range, cell size and cells per row; false before its first row. */
bool timeline_extent(const struct timeline *timeline, struct sample_scan *grid);

/* Counts of cell @i of a row, as the cell rule wants them. */
struct page_counts timeline_counts(const struct sample_scan *grid,
				   const struct timeline_row *row, size_t i);

#endif

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
	uint64_t start, end;		/* addresses, its range at that moment */
	uint64_t kept_start, kept_end;	/* what is still known: the mapping may
					 * have shrunk since
					 */
	const struct timeline_cell *cells;
};

/* As struct page_counts, in half the room: a row never holds 2^32 pages a cell. */
struct timeline_cell {
	uint32_t in[NR_PAGE_STATES - 1];	/* but for PAGE_UNTOUCHED, 0 */
	uint32_t fresh;			/* touched since the row before */
};

/*
 * One row for each SCAN_WHOLE of the same range and cell size. Where a mapping
 * grows or shrinks, at its start or its end, or a cell holds what so many cells
 * held, the rows are laid out anew, each with the range that it is of; any other
 * range, or smaller cells, are another timeline. Zeroed, it has no rows.
 */
struct timeline {
	struct sample_scan grid;
	struct timeline_slot *slots;	/* a ring: the newest one is @newest */
	struct timeline_cell *cells;
	size_t nr, max, newest;
	unsigned long used;		/* when, in scans taken */
	bool finer;			/* there were rows of this mapping before,
					 * in cells too large to become these
					 */
};

#define NR_TIMELINES 4

/*
 * The timelines of a process. One is recorded at a time: that of the range that
 * was scanned last, which is the mapping selected, or the part of it that is
 * zoomed into. When that is another one, the newest rows of what was recorded
 * before are kept; what is looked at again goes on, with a gap. So many ranges
 * are known at the most, and memory is bounded: the oldest rows are dropped,
 * and the range that was looked at longest ago. Zeroed, there are none.
 */
struct timelines {
	struct timeline of[NR_TIMELINES];
	size_t now;			/* the one that is recorded */
	unsigned long taken;		/* scans */
};

/* Take the scans that @sample has. Dies when memory is out. */
void timelines_take(struct timelines *timelines, const struct sample *sample);

/* Free what @timelines holds, not the struct itself; there are none then. */
void timelines_release(struct timelines *timelines);

/* How many rows there are; row 0 is the newest. false: there is no row @i. */
size_t timeline_nr_rows(const struct timeline *timeline);
bool timeline_get(const struct timeline *timeline, size_t i,
		  struct timeline_row *row);

/*
 * Its range, cell size and cells per row; false before its first row. The range
 * of a mapping that has shrunk is that of before if a row has room for it.
 */
bool timeline_extent(const struct timeline *timeline, struct sample_scan *grid);

/*
 * How a mapping from @start to @end becomes a row of @most cells at the most,
 * each a power of two: they begin where those do that are recorded of it, and
 * are not smaller, unless that would be but a small part of a row.
 */
struct sample_scan timelines_row(const struct timelines *timelines,
				 uint64_t start, uint64_t end, size_t most);

/* What a cell was at the moment of a row. */
enum timeline_past {
	PAST_KNOWN,
	PAST_OUTSIDE,		/* its range didn't reach as far then */
	PAST_DROPPED,		/* when the mapping had shrunk */
};

enum timeline_past timeline_past(const struct sample_scan *grid,
				 const struct timeline_row *row, size_t i);

/*
 * Counts of cell @i of a row, as the cell rule wants them: of pages that were in
 * the range then. The total is 0 unless it is PAST_KNOWN.
 */
struct page_counts timeline_counts(const struct sample_scan *grid,
				   const struct timeline_row *row, size_t i);

#endif

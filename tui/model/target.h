/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_TARGET_H
#define TUI_MODEL_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/clock.h"
#include "data/sample.h"

/* How long a first touch glows, in three steps, and a release is marked. */
#define GLOW_STEP_NS	NSEC_PER_SEC
#define GLOW_NS		(3 * GLOW_STEP_NS)

/* One mapping, and what is known of its pages. */
struct mapping {
	uint64_t start, end;		/* addresses */
	const char *name;		/* may hold any bytes; the target's */
	uint8_t flags;			/* MAPPING_* */
	uint8_t kind;			/* enum mapping_kind */
	bool counted;			/* counts, counted_ns */
	bool since_known;		/* since_touched, since_released */
	bool resized;			/* its end has moved while it was seen */
	struct page_counts counts;	/* in pages, as counted last */
	uint64_t counted_ns;		/* CLOCK_MONOTONIC */
	uint64_t since_touched;		/* pages, since the mark */
	uint64_t since_released;
};

/* All mappings of a kind together. */
struct kind_sum {
	size_t nr_mappings;
	uint64_t reserved;		/* bytes */
	struct page_counts counts;	/* pages, of those counted */
	bool all_counted;
};

/* Cells of the whole mapping at one moment, for the timeline. */
struct timeline_row {
	uint64_t time_ns;		/* CLOCK_MONOTONIC */
	bool compared;			/* fresh is known */
	uint64_t touched;		/* pages of the whole row */
	const struct timeline_cell *cells;
};

/* As struct page_counts, in half the room: a row never holds 2^32 pages a cell. */
struct timeline_cell {
	uint32_t written, huge, swapped, file, zero, unsure;
	uint32_t fresh;			/* touched since the row before */
};

/* The process that is looked into. */
struct target {
	struct sample_target now;	/* state, identity, PSS, cost */
	struct mapping *mappings;	/* by rising address */
	size_t nr_mappings;
	bool mappings_known;		/* they were read at least once */
	uint64_t cost_ns;		/* of the last look at all of it */
	uint64_t quick_cost_ns;		/* of the last one at windows only */
	unsigned long changes_of_map;	/* grows when mappings come or go, or
					 * exec(2) replaces them all
					 */
	struct kind_sum kinds[NR_KINDS];
	struct kind_sum all;		/* of all kinds together */
};

/* A target that nothing is known of yet; dies when memory is out. */
struct target *target_new(struct proc_id id);
void target_free(struct target *target);

/* Take the target's part of @sample, if it is about this process. */
void target_update(struct target *target, const struct sample *sample);

/* The mapping that begins at, or holds, @address; NULL if none does. */
const struct mapping *target_find(const struct target *target,
				  uint64_t address);

/*
 * The newest cell that begins at @start and has @cell_pages pages, of what
 * was scanned for a window; NULL when there is none (yet).
 */
const struct scan_cell *target_cell(const struct target *target,
				    uint64_t start, uint64_t cell_pages);

/*
 * The newest SCAN_WHOLE of @start to @end, its cells in *cells; NULL when
 * there is none. It may have another cell size than the one asked for last.
 */
const struct sample_scan *target_whole(const struct target *target,
				       uint64_t start, uint64_t end,
				       const struct scan_cell **cells);

/* How recently pages of a cell have changed. */
struct glow {
	uint8_t touched;	/* 0: not within GLOW_NS; 1, 2, 3: seconds */
	bool released;		/* within GLOW_NS */
	uint64_t touched_ns;	/* CLOCK_MONOTONIC of the youngest touch */
	uint64_t released_ns;	/* likewise */
};

/*
 * The glow of @nr cells of @cell_pages pages from @start on, at @now_ns, into
 * @glows.
 */
void target_glows(const struct target *target, uint64_t now_ns,
		  uint64_t start, uint64_t cell_pages, size_t nr,
		  struct glow *glows);

/*
 * The next page that changed within GLOW_NS before @now_ns: the first one at
 * or behind @address, else the first of all. false: nothing has.
 */
bool target_next_change(const struct target *target, uint64_t now_ns,
			uint64_t address, uint64_t *change);

/*
 * The timeline: one row for each SCAN_WHOLE of the same range and cell size.
 * Where only the end moves, or a cell holds what so many cells held, the rows
 * are laid out anew; any other range or size begins a new one. Memory is
 * bounded: the oldest rows are dropped. Row 0 is the newest.
 */
size_t target_timeline_rows(const struct target *target);
bool target_timeline_row(const struct target *target, size_t i,
			 struct timeline_row *row);

/*
 * The range, cell size and cells per row of the timeline; false before its
 * first row.
 */
bool target_timeline_grid(const struct target *target,
			  struct sample_scan *grid);

/* Counts of cell @i of a row, as the cell rule wants them. */
struct page_counts timeline_counts(const struct sample_scan *grid,
				   const struct timeline_row *row, size_t i);

/* Pages of @mapping. */
static inline uint64_t mapping_pages(const struct mapping *mapping)
{
	return (mapping->end - mapping->start) / PAGE_BYTES;
}

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_TARGET_H
#define TUI_MODEL_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/sample.h"
#include "model/glow.h"
#include "model/timeline.h"

/* One mapping, and what is known of its pages. */
struct mapping {
	uint64_t start, end;		/* addresses */
	const char *name;		/* as shown_name() has it; any bytes */
	uint8_t flags;			/* MAPPING_* */
	uint8_t kind;			/* enum mapping_kind */
	bool counted;			/* counts, counted_ns */
	bool since_known;		/* since_touched, since_released */
	bool away_unknown;		/* as in struct sample_mapping */
	uint64_t away;
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

/* The process that is looked into. */
struct target {
	struct sample_target now;	/* state, identity, PSS, cost */
	struct mapping *mappings;	/* by rising address */
	size_t nr_mappings;
	bool mappings_known;		/* they were read at least once */
	uint64_t gone_ns;		/* seen first, if now.state is TARGET_GONE */
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

/*
 * Take the target's part of @sample, if it is about this process. One that has
 * ended, be it a zombie still, is TARGET_GONE from then on, and all else stays
 * as it was in the last sample with memory.
 */
void target_update(struct target *target, const struct sample *sample);

/* The mapping that begins at, or holds, @address; NULL if none does. */
const struct mapping *target_find(const struct target *target,
				  uint64_t address);

/*
 * What a process that has long run has most of: its largest tamalloc block, or
 * else its largest heap or anonymous mapping; NULL: it has no memory.
 */
const struct mapping *target_largest(const struct target *target);

/*
 * The newest cell that begins at @start and has @cell_pages pages, of what
 * was scanned for a window; NULL when there is none (yet).
 */
const struct scan_cell *target_cell(const struct target *target,
				    uint64_t start, uint64_t cell_pages);

/* The same of what was scanned as a whole mapping, which may be older. */
const struct scan_cell *target_whole_cell(const struct target *target,
					  uint64_t start, uint64_t cell_pages);

/*
 * The newest SCAN_WHOLE of @start to @end, its cells in *cells; NULL when
 * there is none. It may have another cell size than the one asked for last, and
 * its cells begin where it begins.
 */
const struct sample_scan *target_whole(const struct target *target,
				       uint64_t start, uint64_t end,
				       const struct scan_cell **cells);

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
 * How all of @mapping becomes a row of @columns cells at most: a SCAN_WHOLE to
 * be asked for, whose cells go on from those that are recorded of it.
 */
struct sample_scan target_row(const struct target *target,
			      const struct mapping *mapping, size_t columns);

/* Its timeline: what each SCAN_WHOLE of the range scanned last saw. */
const struct timeline *target_timeline(const struct target *target);

/*
 * All timelines there are of it, in no order: @i from 0 on, NULL behind the
 * last. Of one that was never recorded there is no extent.
 */
const struct timeline *target_recorded(const struct target *target, size_t i);

/* Pages of @mapping. */
static inline uint64_t mapping_pages(const struct mapping *mapping)
{
	return (mapping->end - mapping->start) / PAGE_BYTES;
}

/*
 * The name of @mapping as it is shown, "[anon]" for want of one; may hold any
 * bytes.
 */
const char *mapping_name(const struct mapping *mapping);

/* The last component of a name that is a path, but "/dev/zero". */
const char *mapping_short_name(const struct mapping *mapping);

#endif

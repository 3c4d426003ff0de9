// SPDX-License-Identifier: GPL-2.0
/* What a mapping looked like at each moment, in bounded memory. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/timeline.h"

/* Cells of all rows of all timelines; 32 bytes each. */
#define CELLS_MAX	24500
#define CELLS_KEPT	(CELLS_MAX / 8)	/* of one that isn't recorded now */
#define CELLS_NOW	(CELLS_MAX - (NR_TIMELINES - 1) * CELLS_KEPT)

struct timeline_slot {
	uint64_t time_ns, touched;
	bool compared;
};

static void timeline_release(struct timeline *timeline)
{
	free(timeline->slots);
	free(timeline->cells);
	memset(timeline, 0, sizeof(*timeline));
}

void timelines_release(struct timelines *timelines)
{
	size_t i;

	for (i = 0; i < NR_TIMELINES; i++)
		timeline_release(&timelines->of[i]);
	memset(timelines, 0, sizeof(*timelines));
}

/* Rows of @grid, none yet, with room for @nr_cells cells at the most. */
static void timeline_begin(struct timeline *timeline,
			   const struct sample_scan *grid, size_t nr_cells)
{
	timeline_release(timeline);
	timeline->grid = *grid;
	timeline->max = nr_cells / grid->nr_cells;
	if (timeline->max < 2)
		timeline->max = 2;
	timeline->slots = xcalloc(timeline->max, sizeof(*timeline->slots));
	timeline->cells = xcalloc(timeline->max * grid->nr_cells,
				  sizeof(*timeline->cells));
	timeline->newest = timeline->max - 1;
}

static void timeline_cell_sum(struct timeline_cell *sum,
			      const struct timeline_cell *more)
{
	int i;

	for (i = 0; i < NR_PAGE_STATES - 1; i++)
		sum->in[i] += more->in[i];
	sum->fresh += more->fresh;
}

/* Row @i of @old, 0 the newest, into the next slot of @new. */
static void move_row(struct timeline *new, const struct timeline *old, size_t i)
{
	size_t from = (old->newest + old->max - i) % old->max;
	size_t factor = new->grid.cell_pages / old->grid.cell_pages;
	size_t nr = old->grid.nr_cells;
	struct timeline_cell *cells;
	size_t cell;

	new->newest = (new->newest + 1) % new->max;
	new->nr++;
	new->slots[new->newest] = old->slots[from];
	cells = new->cells + new->newest *new->grid.nr_cells;
	for (cell = 0; cell < nr && cell / factor < new->grid.nr_cells; cell++)
		timeline_cell_sum(&cells[cell / factor],
				  &old->cells[from * nr + cell]);
}

/*
 * Lay the rows out on @grid, which they fit into, with room for @nr_cells; the
 * oldest may be too many.
 */
static void timeline_move(struct timeline *timeline,
			  const struct sample_scan *grid, size_t nr_cells)
{
	struct timeline old = *timeline;
	struct sample_scan to = *grid;	/* it may be the old one's */
	size_t i;

	memset(timeline, 0, sizeof(*timeline));
	timeline_begin(timeline, &to, nr_cells);
	timeline->used = old.used;
	for (i = old.nr < timeline->max ? old.nr : timeline->max; i; i--)
		move_row(timeline, &old, i - 1);
	timeline_release(&old);
}

static bool same_grid(const struct sample_scan *a, const struct sample_scan *b)
{
	return a->start == b->start && a->end == b->end &&
	       a->cell_pages == b->cell_pages;
}

/* Only of a whole mapping is it known what was beyond its end: nothing. */
static bool can_move(const struct sample_scan *from,
		     const struct sample_scan *to)
{
	return from->start == to->start && from->follows_end &&
	       to->follows_end && !(to->cell_pages % from->cell_pages);
}

/* The timeline that @scan is a row of; else a new one, for the eldest. */
static size_t find_timeline(const struct timelines *timelines,
			    const struct sample_scan *scan)
{
	const struct timeline *of = timelines->of;
	size_t i, oldest = 0, movable = NR_TIMELINES;

	for (i = 0; i < NR_TIMELINES; i++) {
		if (of[i].nr && same_grid(&of[i].grid, scan))
			return i;
		if (of[i].nr && can_move(&of[i].grid, scan) &&
		    (movable == NR_TIMELINES ||
		     of[i].used > of[movable].used))
			movable = i;
		if (of[i].used < of[oldest].used)
			oldest = i;
	}
	return movable < NR_TIMELINES ? movable : oldest;
}

/* The timeline for @scan, laid out as that is. */
static struct timeline *turn_to(struct timelines *timelines,
				const struct sample_scan *scan)
{
	struct timeline *was = &timelines->of[timelines->now];
	size_t i = find_timeline(timelines, scan);
	struct timeline *now = &timelines->of[i];

	timelines->now = i;
	if (was != now && was->nr)
		timeline_move(was, &was->grid, CELLS_KEPT);
	if (!now->nr || !(same_grid(&now->grid, scan) ||
			  can_move(&now->grid, scan)))
		timeline_begin(now, scan, CELLS_NOW);
	else if (!same_grid(&now->grid, scan))
		timeline_move(now, scan, CELLS_NOW);
	else if (was != now)
		timeline_move(now, &now->grid, CELLS_NOW);
	now->used = ++timelines->taken;
	return now;
}

static struct timeline_cell small_cell(const struct scan_cell *cell)
{
	struct timeline_cell small = { .fresh = cell->fresh };
	int i;

	for (i = 0; i < NR_PAGE_STATES - 1; i++)
		small.in[i] = (uint32_t)cell->now.in[i + 1];
	return small;
}

static void add_row(struct timeline *timeline, const struct sample_scan *scan,
		    const struct scan_cell *cells)
{
	struct timeline_slot *slot;
	struct timeline_cell *to;
	size_t i;

	timeline->newest = (timeline->newest + 1) % timeline->max;
	if (timeline->nr < timeline->max)
		timeline->nr++;
	slot = &timeline->slots[timeline->newest];
	*slot = (struct timeline_slot){
		.time_ns = scan->time_ns, .compared = scan->compared,
	};
	to = timeline->cells + timeline->newest * scan->nr_cells;
	for (i = 0; i < scan->nr_cells; i++) {
		to[i] = small_cell(&cells[i]);
		slot->touched += pages_touched(&cells[i].now);
	}
}

void timelines_take(struct timelines *timelines, const struct sample *sample)
{
	const struct sample_scan *scan;
	size_t i;

	for (i = 0; i < sample->nr_scans; i++) {
		scan = &sample->scans[i];
		if (scan->use != SCAN_WHOLE || !scan->nr_cells)
			continue;
		add_row(turn_to(timelines, scan), scan,
			sample->cells + scan->first_cell);
	}
}

size_t timeline_nr_rows(const struct timeline *timeline)
{
	return timeline->nr;
}

bool timeline_get(const struct timeline *timeline, size_t i,
		  struct timeline_row *row)
{
	size_t slot;

	if (i >= timeline->nr)
		return false;
	slot = (timeline->newest + timeline->max - i) % timeline->max;
	*row = (struct timeline_row){
		.time_ns = timeline->slots[slot].time_ns,
		.compared = timeline->slots[slot].compared,
		.touched = timeline->slots[slot].touched,
		.cells = timeline->cells + slot * timeline->grid.nr_cells,
	};
	return true;
}

bool timeline_extent(const struct timeline *timeline, struct sample_scan *grid)
{
	if (!timeline->nr)
		return false;
	*grid = timeline->grid;
	return true;
}

struct page_counts timeline_counts(const struct sample_scan *grid,
				   const struct timeline_row *row, size_t i)
{
	const struct timeline_cell *cell = &row->cells[i];
	uint64_t pages = (grid->end - grid->start) / PAGE_BYTES;
	uint64_t before = i * grid->cell_pages;
	uint64_t left = pages > before ? pages - before : 0;
	struct page_counts counts = { 0 };
	int state;

	counts.total = left < grid->cell_pages ? left : grid->cell_pages;
	for (state = 0; state < NR_PAGE_STATES - 1; state++)
		counts.in[state + 1] = cell->in[state];
	return counts;
}

// SPDX-License-Identifier: GPL-2.0
/* What a mapping looked like at each moment, in bounded memory. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/timeline.h"

/* Cells of all rows; 32 bytes each. */
#define TIMELINE_CELLS_MAX 24500

struct timeline_slot {
	uint64_t time_ns, touched;
	bool compared;
};

void timeline_release(struct timeline *timeline)
{
	free(timeline->slots);
	free(timeline->cells);
	memset(timeline, 0, sizeof(*timeline));
}

static void timeline_begin(struct timeline *timeline,
			   const struct sample_scan *grid)
{
	timeline_release(timeline);
	timeline->grid = *grid;
	timeline->max = TIMELINE_CELLS_MAX / grid->nr_cells;
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

/* Lay the rows out on @grid, which they fit into; the oldest may be too many. */
static void timeline_move(struct timeline *timeline,
			  const struct sample_scan *grid)
{
	struct timeline old = *timeline;
	size_t i;

	memset(timeline, 0, sizeof(*timeline));
	timeline_begin(timeline, grid);
	for (i = old.nr < timeline->max ? old.nr : timeline->max; i; i--)
		move_row(timeline, &old, i - 1);
	timeline_release(&old);
}

/* Only of a whole mapping is it known what was beyond its end: nothing. */
static bool can_move(const struct sample_scan *from,
		     const struct sample_scan *to)
{
	return from->follows_end && to->follows_end &&
	       !(to->cell_pages % from->cell_pages);
}

static void fit_timeline(struct timeline *timeline,
			 const struct sample_scan *scan)
{
	const struct sample_scan *grid = &timeline->grid;

	if (timeline->nr && scan->start == grid->start &&
	    scan->end == grid->end && scan->cell_pages == grid->cell_pages)
		return;
	if (timeline->nr && scan->start == grid->start && can_move(grid, scan))
		timeline_move(timeline, scan);
	else
		timeline_begin(timeline, scan);
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

void timeline_take(struct timeline *timeline, const struct sample *sample)
{
	const struct sample_scan *scan;
	size_t i;

	for (i = 0; i < sample->nr_scans; i++) {
		scan = &sample->scans[i];
		if (scan->use != SCAN_WHOLE || !scan->nr_cells)
			continue;
		fit_timeline(timeline, scan);
		add_row(timeline, scan, sample->cells + scan->first_cell);
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

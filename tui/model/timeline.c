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

/* A row has at least that part of the cells it may have; then, smaller ones. */
#define ROW_PART	8

struct timeline_slot {
	uint64_t time_ns, touched;
	uint64_t start, end, kept_start, kept_end;
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

static uint64_t cell_bytes(const struct sample_scan *grid)
{
	return grid->cell_pages * PAGE_BYTES;
}

/* Its first cell would begin before the first address. */
static bool begins_before_all(const struct sample_scan *grid)
{
	return grid->lead * PAGE_BYTES > grid->start;
}

/* What lies beyond the cells of @grid is dropped. */
static void clip_kept(struct timeline_slot *slot,
		      const struct sample_scan *grid)
{
	uint64_t start = scan_origin(grid);
	uint64_t end = start + grid->nr_cells * cell_bytes(grid);

	if (!begins_before_all(grid) && slot->kept_start < start)
		slot->kept_start = start;
	if (slot->kept_end > end)
		slot->kept_end = end;
	if (slot->kept_start > slot->kept_end)
		slot->kept_start = slot->kept_end;
}

/* Row @i of @old, 0 the newest, into the next slot of @new. */
static void move_row(struct timeline *new, const struct timeline *old, size_t i)
{
	size_t from = (old->newest + old->max - i) % old->max;
	size_t nr = old->grid.nr_cells, to_nr = new->grid.nr_cells;
	/* before the first cell it is negative */
	int64_t at = (int64_t)(scan_origin(&old->grid) -
			       scan_origin(&new->grid));
	struct timeline_cell *cells;
	size_t cell, to;

	new->newest = (new->newest + 1) % new->max;
	new->nr++;
	new->slots[new->newest] = old->slots[from];
	clip_kept(&new->slots[new->newest], &new->grid);
	cells = new->cells + new->newest * to_nr;
	for (cell = 0; cell < nr; cell++, at += (int64_t)cell_bytes(&old->grid)) {
		to = (uint64_t)at / cell_bytes(&new->grid);
		if (at >= 0 && to < to_nr)
			timeline_cell_sum(&cells[to],
					  &old->cells[from * nr + cell]);
	}
}

/*
 * Lay the rows out on @grid, which they fit into, with room for @nr_cells, on
 * top of those of @older, which may be NULL; the oldest may be too many.
 */
static void timeline_move(struct timeline *timeline,
			  const struct sample_scan *grid, size_t nr_cells,
			  const struct timeline *older)
{
	struct timeline old = *timeline;
	struct sample_scan to = *grid;	/* it may be the old one's */
	size_t nr, i;

	memset(timeline, 0, sizeof(*timeline));
	timeline_begin(timeline, &to, nr_cells);
	timeline->used = old.used;
	timeline->finer = older ? older->finer : old.finer;
	nr = old.nr < timeline->max ? old.nr : timeline->max;
	for (i = older ? older->nr : 0; i; i--)
		if (i <= timeline->max - nr)
			move_row(timeline, older, i - 1);
	for (i = nr; i; i--)
		move_row(timeline, &old, i - 1);
	timeline_release(&old);
}

static bool same_grid(const struct sample_scan *a, const struct sample_scan *b)
{
	return a->start == b->start && a->end == b->end &&
	       a->cell_pages == b->cell_pages && a->lead == b->lead;
}

/* Is it one mapping, as it was at two moments? */
static bool same_mapping(const struct sample_scan *a,
			 const struct sample_scan *b)
{
	return a->follows_end && b->follows_end && a->start < b->end &&
	       b->start < a->end;
}

/* Cells of @to hold whole ones of @from. */
static bool same_borders(const struct sample_scan *from,
			 const struct sample_scan *to)
{
	int64_t apart = (int64_t)(scan_origin(from) - scan_origin(to));

	return !(to->cell_pages % from->cell_pages) &&
	       !(apart % (int64_t)cell_bytes(from));
}

/*
 * Only of a whole mapping is it known what was beyond its ends: nothing. The
 * last cell of a part may just be filled up.
 */
static bool can_move(const struct sample_scan *from,
		     const struct sample_scan *to)
{
	if (same_mapping(from, to))
		return same_borders(from, to);
	return !from->follows_end && !to->follows_end &&
	       from->start == to->start && from->lead == to->lead &&
	       from->cell_pages == to->cell_pages &&
	       from->nr_cells == to->nr_cells;
}

/* Lay @row out in cells of @pages, one of which begins at @border. */
static void set_cells(struct sample_scan *row, uint64_t border, uint64_t pages)
{
	uint64_t bytes = pages * PAGE_BYTES;

	row->cell_pages = pages;
	/* that border may lie before the first address, a huge number */
	if ((int64_t)(row->start - border) >= 0)
		row->lead = (row->start - border) % bytes / PAGE_BYTES;
	else
		row->lead = (bytes - (border - row->start) % bytes) % bytes /
			    PAGE_BYTES;
	row->nr_cells = (row->end - scan_origin(row) + bytes - 1) / bytes;
}

/* As @scan, with what it has shrunk by as far as there is room for that. */
static struct sample_scan joined(const struct timeline *timeline,
				 const struct sample_scan *scan)
{
	const struct sample_scan *was = &timeline->grid;
	struct sample_scan both = *scan;

	if (!timeline->nr || !same_mapping(was, scan) ||
	    !same_borders(was, scan))
		return both;
	if (was->start < both.start)
		both.start = was->start;
	if (was->end > both.end)
		both.end = was->end;
	set_cells(&both, scan_origin(scan), scan->cell_pages);
	return both.nr_cells <= scan->most_cells ? both : *scan;
}

/* The timeline that @scan is a row of; else a new one, for the eldest. */
static size_t find_timeline(const struct timelines *timelines,
			    const struct sample_scan *scan)
{
	const struct timeline *of = timelines->of;
	size_t i, oldest = 0, movable = NR_TIMELINES;

	for (i = 0; i < NR_TIMELINES; i++) {
		/* of a mapping it is the last one that goes on */
		if (of[i].nr && same_grid(&of[i].grid, scan) &&
		    !same_mapping(&of[i].grid, scan))
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

/* The one of the mapping of @scan that was recorded last; NULL: none was. */
static const struct timeline *
last_of_mapping(const struct timelines *timelines,
		const struct sample_scan *scan)
{
	const struct timeline *of = timelines->of, *last = NULL;
	size_t i;

	for (i = 0; i < NR_TIMELINES; i++)
		if (of[i].nr && same_mapping(&of[i].grid, scan) &&
		    (!last || of[i].used > last->used))
			last = &of[i];
	return last;
}

/*
 * The rows of before @now began in finer cells, which @grid has room for, as its
 * cells are as large again; NULL: none.
 */
static struct timeline *find_older(struct timelines *timelines,
				   const struct timeline *now,
				   const struct sample_scan *grid)
{
	struct timeline *of = timelines->of, *older = NULL;
	size_t i;

	if (!now->nr || !now->finer || !can_move(&now->grid, grid))
		return NULL;
	for (i = 0; i < NR_TIMELINES; i++)
		if (&of[i] != now && of[i].nr && of[i].used < now->used &&
		    same_mapping(&of[i].grid, grid) &&
		    can_move(&of[i].grid, grid) &&
		    (!older || of[i].used > older->used))
			older = &of[i];
	return older;
}

/* The timeline for @scan, laid out so that there is room for it. */
static struct timeline *turn_to(struct timelines *timelines,
				const struct sample_scan *scan)
{
	struct timeline *was = &timelines->of[timelines->now];
	bool finer = last_of_mapping(timelines, scan);
	size_t i = find_timeline(timelines, scan);
	struct timeline *now = &timelines->of[i];
	struct sample_scan grid = joined(now, scan);
	struct timeline *older = find_older(timelines, now, &grid);

	timelines->now = i;
	if (was != now && was->nr)
		timeline_move(was, &was->grid, CELLS_KEPT, NULL);
	if (!now->nr || !(same_grid(&now->grid, &grid) ||
			  can_move(&now->grid, &grid))) {
		timeline_begin(now, &grid, CELLS_NOW);
		now->finer = finer;
	} else if (!same_grid(&now->grid, &grid) || was != now || older) {
		timeline_move(now, &grid, CELLS_NOW, older);
		if (older)
			timeline_release(older);
	}
	now->grid.most_cells = scan->most_cells;
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
		.start = scan->start, .end = scan->end,
		.kept_start = scan->start, .kept_end = scan->end,
	};
	to = timeline->cells + timeline->newest * timeline->grid.nr_cells;
	memset(to, 0, timeline->grid.nr_cells * sizeof(*to));
	to += (scan_origin(scan) - scan_origin(&timeline->grid)) /
	      cell_bytes(scan);
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
		if (scan->use != SCAN_WHOLE || scan->aside || !scan->nr_cells)
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
		.start = timeline->slots[slot].start,
		.end = timeline->slots[slot].end,
		.kept_start = timeline->slots[slot].kept_start,
		.kept_end = timeline->slots[slot].kept_end,
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

struct sample_scan timelines_row(const struct timelines *timelines,
				 uint64_t start, uint64_t end, size_t most)
{
	struct sample_scan row = {
		.use = SCAN_WHOLE, .start = start, .end = end,
		.most_cells = most, .follows_end = true,
	};
	const struct timeline *last = last_of_mapping(timelines, &row);
	uint64_t border = last ? scan_origin(&last->grid) : start, pages = 1;

	if (last && last->grid.most_cells == most) {
		pages = last->grid.cell_pages;
		set_cells(&row, border, pages);
		if (row.nr_cells < most / ROW_PART)
			pages = 1;
	}
	set_cells(&row, border, pages);
	for (; row.nr_cells > most; pages *= 2)
		set_cells(&row, border, pages * 2);
	return row;
}

static uint64_t common_bytes(uint64_t start, uint64_t end, uint64_t a,
			     uint64_t b)
{
	start = a > start ? a : start;
	end = b < end ? b : end;
	return end > start ? end - start : 0;
}

/* The pages of cell @i that lie between @start and @end. */
static uint64_t pages_between(const struct sample_scan *grid, size_t i,
			      uint64_t start, uint64_t end)
{
	uint64_t from = scan_origin(grid) + i * cell_bytes(grid);
	uint64_t to = from + cell_bytes(grid);

	if (!i && begins_before_all(grid))
		from = 0;
	return common_bytes(start, end, from, to) / PAGE_BYTES;
}

enum timeline_past timeline_past(const struct sample_scan *grid,
				 const struct timeline_row *row, size_t i)
{
	if (pages_between(grid, i, row->kept_start, row->kept_end))
		return PAST_KNOWN;
	return pages_between(grid, i, row->start, row->end) ? PAST_DROPPED :
							      PAST_OUTSIDE;
}

struct page_counts timeline_counts(const struct sample_scan *grid,
				   const struct timeline_row *row, size_t i)
{
	const struct timeline_cell *cell = &row->cells[i];
	struct page_counts counts = {
		.total = pages_between(grid, i, row->kept_start, row->kept_end),
	};
	int state;

	for (state = 0; state < NR_PAGE_STATES - 1; state++)
		counts.in[state + 1] = cell->in[state];
	return counts;
}

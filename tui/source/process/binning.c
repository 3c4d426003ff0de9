// SPDX-License-Identifier: GPL-2.0
/* Makes cells of the runs of a scan, and tells what changed in them. */
#include <string.h>

#include "source/process/binning.h"

uint64_t binning_cells(uint64_t start, uint64_t end, uint64_t cell_pages)
{
	uint64_t pages = (end - start) / PAGE_BYTES;

	return pages / cell_pages + (pages % cell_pages != 0);
}

static void set_totals(struct binning *binning)
{
	uint64_t pages = (binning->end - binning->start) / PAGE_BYTES;
	uint64_t room = binning->cell_pages - binning->lead, i;

	for (i = 0; pages; i++) {
		binning->cells[i].now.total = pages < room ? pages : room;
		pages -= binning->cells[i].now.total;
		room = binning->cell_pages;
	}
}

void binning_begin(struct binning *binning)
{
	set_totals(binning);
	binning->pos = binning->start;
	binning->compared = binning->before;
	if (binning->before)
		snapshot_seek(&binning->before_at, binning->before,
			      binning->start);
	if (binning->mark)
		snapshot_seek(&binning->mark_at, binning->mark, binning->start);
	if (binning->next)
		snapshot_begin(binning->next, binning->empty_start ?
						      binning->empty_start :
						      binning->start);
}

/* Pages that lie in one cell. */
struct piece {
	uint64_t cell;
	uint64_t start, pages;
};

/* The first piece of @start to @end, which is not empty. */
static struct piece first_piece(const struct binning *binning, uint64_t start,
				uint64_t end)
{
	uint64_t page = (start - binning->start) / PAGE_BYTES + binning->lead;
	struct piece piece = {
		.cell = page / binning->cell_pages,
		.start = start,
		.pages = (end - start) / PAGE_BYTES,
	};
	uint64_t left = binning->cell_pages - page % binning->cell_pages;

	if (piece.pages > left)
		piece.pages = left;
	return piece;
}

static void count_pages(struct binning *binning, uint64_t start, uint64_t end,
			enum page_state state)
{
	struct piece piece;

	for (; start < end; start += piece.pages * PAGE_BYTES) {
		piece = first_piece(binning, start, end);
		page_counts_add(&binning->cells[piece.cell].now, state,
				piece.pages);
	}
}

static bool is_zero(enum page_state state)
{
	return page_states[state].as == PAGE_ZERO;
}

/* See enum change_kind. */
static bool was_touched(enum page_state old, enum page_state now)
{
	return page_states[now].there &&
	       (!page_states[old].there || (is_zero(old) && !is_zero(now)));
}

/* A page, here or in swap. */
static bool has_page(enum page_state state)
{
	return page_states[state].touched || page_states[state].there;
}

/* What may have been a marker may be one still, and better known. */
static bool was_released(enum page_state old, enum page_state now)
{
	return (has_page(old) && !has_page(now) && old != PAGE_ABSENT) ||
	       (page_states[old].there && !page_states[now].there);
}

static bool goes_on(const struct sample_change *change, uint64_t start,
		    uint64_t pages)
{
	return change->start + change->pages * PAGE_BYTES == start &&
	       change->pages + pages <= UINT32_MAX;
}

static void add_change(struct sample *sample, uint64_t start, uint64_t pages,
		       enum change_kind kind)
{
	struct sample_change *change =
		sample->nr_changes ? &sample->changes[sample->nr_changes - 1] :
				     NULL;

	if (!change || change->kind != kind || !goes_on(change, start, pages)) {
		change = sample_add_change(sample);
		change->start = start;
		change->kind = kind;
	}
	change->pages += (uint32_t)pages;
}

static void tell_pending(struct binning *binning,
			 const struct sample_change *change)
{
	if (change->pages)
		add_change(binning->changes, change->start, change->pages,
			   change->kind);
}

static void flush_changes(struct binning *binning)
{
	const struct sample_change *touched = &binning->pending[CHANGE_TOUCHED];
	const struct sample_change *released =
		&binning->pending[CHANGE_RELEASED];
	bool touched_first = touched->start < released->start;

	tell_pending(binning, touched_first ? touched : released);
	tell_pending(binning, touched_first ? released : touched);
	memset(binning->pending, 0, sizeof(binning->pending));
}

/* Many small changes in a cell become one, from the first to the last. */
static void add_to_pending(struct binning *binning, const struct piece *piece,
			   enum change_kind kind)
{
	struct sample_change *change = &binning->pending[kind];

	if (piece->cell != binning->change_cell)
		flush_changes(binning);
	binning->change_cell = piece->cell;
	if (!change->pages)
		change->start = piece->start;
	change->kind = kind;
	change->pages = (uint32_t)((piece->start - change->start) / PAGE_BYTES +
				   piece->pages);
}

static void log_change(struct binning *binning, const struct piece *piece,
		       enum change_kind kind)
{
	if (!binning->changes)
		return;
	if (binning->changes->nr_changes < BINNING_CHANGES_MAX)
		add_change(binning->changes, piece->start, piece->pages, kind);
	else
		add_to_pending(binning, piece, kind);
}

/* What changes are told since. */
enum since { SINCE_SCAN, SINCE_MARK };

static uint32_t *change_counter(struct scan_cell *cell, enum since since,
				enum change_kind kind)
{
	if (since == SINCE_SCAN)
		return kind == CHANGE_TOUCHED ? &cell->fresh : &cell->gone;
	return kind == CHANGE_TOUCHED ? &cell->since_touched :
					&cell->since_released;
}

static void count_change(struct binning *binning, enum since since,
			 uint64_t start, uint64_t end, enum change_kind kind)
{
	struct piece piece;

	for (; start < end; start += piece.pages * PAGE_BYTES) {
		piece = first_piece(binning, start, end);
		*change_counter(&binning->cells[piece.cell], since, kind) +=
			(uint32_t)piece.pages;
		if (since == SINCE_SCAN)
			log_change(binning, &piece, kind);
	}
}

/*
 * Compare pages in the same state with what they were; returns whether that is
 * known of all of them.
 */
static bool compare(struct binning *binning, struct snapshot_cursor *cursor,
		    uint64_t end, enum page_state now, enum since since)
{
	struct snapshot_stretch old;
	bool known = true;
	uint64_t start;

	for (start = cursor->pos; start < end; start = cursor->pos) {
		old = snapshot_step(cursor, end);
		known = known && old.known;
		if (!old.known)
			continue;
		if (was_touched(old.state, now))
			count_change(binning, since, start, cursor->pos,
				     CHANGE_TOUCHED);
		else if (was_released(old.state, now))
			count_change(binning, since, start, cursor->pos,
				     CHANGE_RELEASED);
	}
	return known;
}

/* The pages from where it is to @end are in @state. */
static void advance(struct binning *binning, uint64_t end,
		    enum page_state state)
{
	if (end <= binning->pos)
		return;
	if (state != PAGE_UNTOUCHED)
		count_pages(binning, binning->pos, end, state);
	if (binning->before &&
	    !compare(binning, &binning->before_at, end, state, SINCE_SCAN))
		binning->compared = false;
	if (binning->mark)
		compare(binning, &binning->mark_at, end, state, SINCE_MARK);
	binning->pos = end;
}

void binning_run(void *ctx, const struct page_run *run)
{
	struct binning *binning = ctx;

	advance(binning, run->start, PAGE_UNTOUCHED);
	advance(binning, run->start + run->pages * PAGE_BYTES, run->state);
	if (binning->next)
		snapshot_add(binning->next, run);
}

void binning_end(struct binning *binning)
{
	advance(binning, binning->end, PAGE_UNTOUCHED);
	flush_changes(binning);
	if (binning->next)
		snapshot_end(binning->next, binning->empty_end ?
						    binning->empty_end :
						    binning->end);
}

/* What was given memory, and has it still (@there) or has it elsewhere. */
static int64_t given(const struct page_counts *counts, bool there)
{
	uint64_t sum = 0;
	int i;

	for (i = 0; i < NR_PAGE_STATES; i++)
		if (page_states[i].touched && page_states[i].there == there)
			sum += counts->in[i];
	return (int64_t)sum;
}

static uint32_t larger(int64_t a, int64_t b)
{
	int64_t max = a > b ? a : b;

	return max > 0 ? (uint32_t)max : 0;
}

void binning_compare_counts(struct scan_cell *cell,
			    const struct page_counts *before)
{
	const struct page_counts *now = &cell->now;
	int64_t more_framed = given(now, true) - given(before, true);
	int64_t more_zero = (int64_t)(pages_as(now, PAGE_ZERO) -
				      pages_as(before, PAGE_ZERO));
	int64_t more_swapped = given(now, false) - given(before, false);
	int64_t more_present = more_framed + more_zero;

	cell->fresh = larger(more_framed, 0) + larger(more_zero, 0);
	cell->gone = larger(-more_present, -more_present - more_swapped);
}

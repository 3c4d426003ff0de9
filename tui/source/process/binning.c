// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "source/process/binning.h"

uint64_t tally_cells(uint64_t start, uint64_t end, uint64_t cell_pages)
{
	uint64_t pages = (end - start) / PAGE_BYTES;

	return pages / cell_pages + (pages % cell_pages != 0);
}

void tally_begin(struct tally *tally)
{
	uint64_t pages = (tally->end - tally->start) / PAGE_BYTES;
	uint64_t nr = tally_cells(tally->start, tally->end, tally->cell_pages);
	uint64_t i;

	for (i = 0; i < nr; i++) {
		tally->cells[i].now.total = pages < tally->cell_pages ?
					    pages : tally->cell_pages;
		pages -= tally->cells[i].now.total;
	}
	tally->pos = tally->start;
	tally->compared = tally->before;
	if (tally->before)
		snapshot_seek(&tally->before_at, tally->before, tally->start);
	if (tally->mark)
		snapshot_seek(&tally->mark_at, tally->mark, tally->start);
	if (tally->next)
		snapshot_begin(tally->next, tally->start);
}

/* Pages that lie in one cell. */
struct piece {
	uint64_t cell;
	uint64_t start, pages;
};

/* The first piece of @start to @end, which is not empty. */
static struct piece first_piece(const struct tally *tally, uint64_t start,
				uint64_t end)
{
	uint64_t page = (start - tally->start) / PAGE_BYTES;
	struct piece piece = {
		.cell = page / tally->cell_pages,
		.start = start,
		.pages = (end - start) / PAGE_BYTES,
	};
	uint64_t left = tally->cell_pages - page % tally->cell_pages;

	if (piece.pages > left)
		piece.pages = left;
	return piece;
}

static void count_pages(struct tally *tally, uint64_t start, uint64_t end,
			enum page_state state)
{
	struct piece piece;

	for (; start < end; start += piece.pages * PAGE_BYTES) {
		piece = first_piece(tally, start, end);
		page_counts_add(&tally->cells[piece.cell].now, state,
				piece.pages);
	}
}

static bool is_present(enum page_state state)
{
	return state != PAGE_UNTOUCHED && state != PAGE_SWAPPED;
}

static bool is_zero(enum page_state state)
{
	return state == PAGE_ZERO || state == PAGE_HUGE_ZERO;
}

/* See enum change_kind. */
static bool was_touched(enum page_state old, enum page_state now)
{
	return is_present(now) &&
	       (!is_present(old) || (is_zero(old) && !is_zero(now)));
}

static bool was_released(enum page_state old, enum page_state now)
{
	return (old != PAGE_UNTOUCHED && now == PAGE_UNTOUCHED) ||
	       (is_present(old) && now == PAGE_SWAPPED);
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
	struct sample_change *change = sample->nr_changes ?
		&sample->changes[sample->nr_changes - 1] : NULL;

	if (!change || change->kind != kind || !goes_on(change, start, pages)) {
		change = sample_add_change(sample);
		change->start = start;
		change->kind = kind;
	}
	change->pages += (uint32_t)pages;
}

static void tell_pending(struct tally *tally,
			 const struct sample_change *change)
{
	if (change->pages)
		add_change(tally->changes, change->start, change->pages,
			   change->kind);
}

static void flush_changes(struct tally *tally)
{
	const struct sample_change *touched = &tally->pending[CHANGE_TOUCHED];
	const struct sample_change *released = &tally->pending[CHANGE_RELEASED];
	bool touched_first = touched->start < released->start;

	tell_pending(tally, touched_first ? touched : released);
	tell_pending(tally, touched_first ? released : touched);
	memset(tally->pending, 0, sizeof(tally->pending));
}

/* Many small changes in a cell become one, from the first to the last. */
static void add_to_pending(struct tally *tally, const struct piece *piece,
			   enum change_kind kind)
{
	struct sample_change *change = &tally->pending[kind];

	if (piece->cell != tally->change_cell)
		flush_changes(tally);
	tally->change_cell = piece->cell;
	if (!change->pages)
		change->start = piece->start;
	change->kind = kind;
	change->pages = (uint32_t)((piece->start - change->start) / PAGE_BYTES +
				   piece->pages);
}

static void log_change(struct tally *tally, const struct piece *piece,
		       enum change_kind kind)
{
	if (!tally->changes)
		return;
	if (tally->changes->nr_changes < CHANGES_MAX)
		add_change(tally->changes, piece->start, piece->pages, kind);
	else
		add_to_pending(tally, piece, kind);
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

static void count_change(struct tally *tally, enum since since, uint64_t start,
			 uint64_t end, enum change_kind kind)
{
	struct piece piece;

	for (; start < end; start += piece.pages * PAGE_BYTES) {
		piece = first_piece(tally, start, end);
		*change_counter(&tally->cells[piece.cell], since, kind) +=
			(uint32_t)piece.pages;
		if (since == SINCE_SCAN)
			log_change(tally, &piece, kind);
	}
}

/*
 * Compare pages in the same state with what they were; returns whether that is
 * known of all of them.
 */
static bool compare(struct tally *tally, struct snapshot_cursor *cursor,
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
			count_change(tally, since, start, cursor->pos,
				     CHANGE_TOUCHED);
		else if (was_released(old.state, now))
			count_change(tally, since, start, cursor->pos,
				     CHANGE_RELEASED);
	}
	return known;
}

/* The pages from where it is to @end are in @state. */
static void advance(struct tally *tally, uint64_t end, enum page_state state)
{
	if (end <= tally->pos)
		return;
	if (state != PAGE_UNTOUCHED)
		count_pages(tally, tally->pos, end, state);
	if (tally->before &&
	    !compare(tally, &tally->before_at, end, state, SINCE_SCAN))
		tally->compared = false;
	if (tally->mark)
		compare(tally, &tally->mark_at, end, state, SINCE_MARK);
	tally->pos = end;
}

void tally_run(void *ctx, const struct page_run *run)
{
	struct tally *tally = ctx;

	advance(tally, run->start, PAGE_UNTOUCHED);
	advance(tally, run->start + run->pages * PAGE_BYTES, run->state);
	if (tally->next)
		snapshot_add(tally->next, run);
}

void tally_end(struct tally *tally)
{
	advance(tally, tally->end, PAGE_UNTOUCHED);
	flush_changes(tally);
	if (tally->next)
		snapshot_end(tally->next, tally->end);
}

/* What is there with a frame, not counting zero pages. */
static int64_t framed(const struct page_counts *counts)
{
	return (int64_t)(counts->written + counts->huge + counts->file);
}

static uint32_t larger(int64_t a, int64_t b)
{
	int64_t max = a > b ? a : b;

	return max > 0 ? (uint32_t)max : 0;
}

void tally_compare_counts(struct scan_cell *cell,
			  const struct page_counts *before)
{
	const struct page_counts *now = &cell->now;
	int64_t more_framed = framed(now) - framed(before);
	int64_t more_zero = (int64_t)(now->zero - before->zero);
	int64_t more_swapped = (int64_t)(now->swapped - before->swapped);
	int64_t more_present = more_framed + more_zero;

	cell->fresh = larger(more_framed, 0) + larger(more_zero, 0);
	cell->gone = larger(-more_present, -more_present - more_swapped);
}

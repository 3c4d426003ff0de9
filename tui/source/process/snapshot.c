// SPDX-License-Identifier: GPL-2.0
/* Packs the states of many pages into few bytes, and reads them in order. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/sorted.h"
#include "data/sample.h"
#include "source/process/snapshot.h"

/*
 * A run is two numbers: the pages between it and the run before, and its
 * length with its state. A number takes a byte for each 7 bits, the lowest
 * first; all but its last byte have the high bit set.
 */
#define STATE_BITS	(32 - __builtin_clz(NR_PAGE_STATES - 1))
#define NUMBER_MAX	10	/* bytes of a number of 64 bits */

/* Codes in a segment, which is read from its start on: bounds a seek. */
#define SEGMENT_LEN	1024

struct snapshot_segment {
	uint64_t start, end;	/* addresses */
	uint32_t code, last;	/* the codes from here to before there */
};

static struct snapshot_segment *last_segment(struct snapshot *snapshot)
{
	return &snapshot->segments[snapshot->nr_segments - 1];
}

static void overflow(struct snapshot *snapshot)
{
	snapshot_release(snapshot);
	snapshot->overflowed = true;
}

/* Is there room for a run, and for a segment to hold it? */
static bool has_room(struct snapshot *snapshot)
{
	size_t size = snapshot->len + 2 * NUMBER_MAX +
		      (snapshot->nr_segments + 1) * sizeof(*snapshot->segments);

	if (size > SNAPSHOT_MAX)
		overflow(snapshot);
	return !snapshot->overflowed;
}

static void add_segment(struct snapshot *snapshot, uint64_t start)
{
	struct snapshot_segment *segment;

	snapshot->segments = xgrow(snapshot->segments,
				   snapshot->nr_segments + 1,
				   &snapshot->max_segments, sizeof(*segment));
	segment = &snapshot->segments[snapshot->nr_segments++];
	segment->start = start;
	segment->end = start;
	segment->code = (uint32_t)snapshot->len;
	segment->last = segment->code;
}

void snapshot_begin(struct snapshot *snapshot, uint64_t start)
{
	if (snapshot->overflowed || !has_room(snapshot))
		return;
	snapshot->range = snapshot->nr_segments;
	add_segment(snapshot, start);
}

static void put_number(struct snapshot *snapshot, uint64_t number)
{
	while (number >= 0x80) {
		snapshot->codes[snapshot->len++] =
			(unsigned char)(number | 0x80);
		number >>= 7;
	}
	snapshot->codes[snapshot->len++] = (unsigned char)number;
}

static void reserve_codes(struct snapshot *snapshot)
{
	if (snapshot->max - snapshot->len >= 2 * NUMBER_MAX)
		return;
	snapshot->max = snapshot->max ? 2 * snapshot->max : 4096;
	snapshot->codes = xreallocarray(snapshot->codes, snapshot->max, 1);
}

/* The end of an open segment is that of its last run. */
void snapshot_add(struct snapshot *snapshot, const struct page_run *run)
{
	struct snapshot_segment *segment;

	if (snapshot->overflowed || !has_room(snapshot))
		return;
	segment = last_segment(snapshot);
	if (segment->last - segment->code >= SEGMENT_LEN) {
		segment->end = run->start;
		add_segment(snapshot, run->start);
		segment = last_segment(snapshot);
	}
	reserve_codes(snapshot);
	put_number(snapshot, (run->start - segment->end) / PAGE_BYTES);
	put_number(snapshot, run->pages << STATE_BITS | run->state);
	segment->end = run->start + run->pages * PAGE_BYTES;
	segment->last = (uint32_t)snapshot->len;
}

void snapshot_end(struct snapshot *snapshot, uint64_t end)
{
	if (!snapshot->overflowed)
		last_segment(snapshot)->end = end;
}

void snapshot_drop(struct snapshot *snapshot)
{
	if (snapshot->overflowed)
		return;
	snapshot->len = snapshot->segments[snapshot->range].code;
	snapshot->nr_segments = snapshot->range;
}

static int compare_segments(const void *a, const void *b)
{
	const struct snapshot_segment *left = a, *right = b;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	return left->end < right->end ? -1 : left->end > right->end;
}

/* What overlaps is left out, so that both starts and ends rise. */
void snapshot_finish(struct snapshot *snapshot)
{
	const struct snapshot_segment *segment = snapshot->segments;
	uint64_t behind = 0;
	size_t i, nr = 0;

	if (!snapshot->nr_segments)
		return;
	qsort(snapshot->segments, snapshot->nr_segments,
	      sizeof(*snapshot->segments), compare_segments);
	for (i = 0; i < snapshot->nr_segments; i++, segment++) {
		if (segment->start < behind || segment->start == segment->end)
			continue;
		behind = segment->end;
		snapshot->segments[nr++] = *segment;
	}
	snapshot->nr_segments = nr;
}

void snapshot_reset(struct snapshot *snapshot)
{
	snapshot->len = 0;
	snapshot->nr_segments = 0;
	snapshot->overflowed = false;
}

void snapshot_release(struct snapshot *snapshot)
{
	free(snapshot->codes);
	free(snapshot->segments);
	memset(snapshot, 0, sizeof(*snapshot));
}

static uint64_t get_number(struct snapshot_cursor *cursor)
{
	const unsigned char *codes = cursor->snapshot->codes;
	uint64_t number = 0;
	unsigned int shift = 0;

	do {
		number |= (uint64_t)(codes[cursor->code] & 0x7f) << shift;
		shift += 7;
	} while (codes[cursor->code++] & 0x80);
	return number;
}

/* The next run of the segment; behind the last one, an empty one at its end. */
static void next_run(struct snapshot_cursor *cursor)
{
	const struct snapshot_segment *segment =
		&cursor->snapshot->segments[cursor->segment];
	uint64_t number;

	if (cursor->code == segment->last) {
		cursor->run_start = segment->end;
		cursor->run_end = segment->end;
		return;
	}
	cursor->run_start = cursor->run_end + get_number(cursor) * PAGE_BYTES;
	number = get_number(cursor);
	cursor->run_end =
		cursor->run_start + (number >> STATE_BITS) * PAGE_BYTES;
	cursor->state = number & ((1U << STATE_BITS) - 1);
}

static void enter_segment(struct snapshot_cursor *cursor, size_t i)
{
	const struct snapshot *snapshot = cursor->snapshot;

	cursor->segment = i;
	if (i == snapshot->nr_segments)
		return;
	cursor->code = snapshot->segments[i].code;
	cursor->run_end = snapshot->segments[i].start;
	next_run(cursor);
}

/* The first segment that ends behind @address. */
static size_t find_segment(const struct snapshot *snapshot, uint64_t address)
{
	return SORTED_ABOVE(snapshot->segments, snapshot->nr_segments, end,
			    address);
}

void snapshot_seek(struct snapshot_cursor *cursor,
		   const struct snapshot *snapshot, uint64_t address)
{
	cursor->snapshot = snapshot;
	cursor->pos = address;
	enter_segment(cursor, find_segment(snapshot, address));
}

static struct snapshot_stretch step_to(struct snapshot_cursor *cursor,
				       uint64_t to, bool known,
				       enum page_state state)
{
	struct snapshot_stretch stretch = {
		.pages = (to - cursor->pos) / PAGE_BYTES,
		.known = known,
		.state = state,
	};

	cursor->pos = to;
	return stretch;
}

static uint64_t lower(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

struct snapshot_stretch snapshot_step(struct snapshot_cursor *cursor,
				      uint64_t end)
{
	const struct snapshot *snapshot = cursor->snapshot;
	const struct snapshot_segment *segment;

	while (cursor->segment < snapshot->nr_segments &&
	       snapshot->segments[cursor->segment].end <= cursor->pos)
		enter_segment(cursor, cursor->segment + 1);
	if (cursor->segment == snapshot->nr_segments)
		return step_to(cursor, end, false, PAGE_UNTOUCHED);
	segment = &snapshot->segments[cursor->segment];
	if (cursor->pos < segment->start)
		return step_to(cursor, lower(segment->start, end), false,
			       PAGE_UNTOUCHED);
	while (cursor->run_end <= cursor->pos &&
	       cursor->run_start < segment->end)
		next_run(cursor);
	if (cursor->pos < cursor->run_start)
		return step_to(cursor, lower(cursor->run_start, end), true,
			       PAGE_UNTOUCHED);
	return step_to(cursor, lower(cursor->run_end, end), true,
		       cursor->state);
}

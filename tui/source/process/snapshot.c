// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "data/sample.h"
#include "source/process/snapshot.h"

/*
 * A run is two numbers: the pages between it and the run before, and its
 * length with its state. A number takes a byte for each 7 bits, the lowest
 * first; all but its last byte have the high bit set.
 */
#define STATE_BITS	3
#define NUMBER_MAX	10	/* bytes of a number of 64 bits */

/* Codes in a segment, which is read from its start on: bounds a seek. */
#define SEGMENT_LEN	1024

struct trail_segment {
	uint64_t start, end;	/* addresses */
	uint32_t code, last;	/* the codes from here to before there */
};

_Static_assert(NR_PAGE_STATES <= 1 << STATE_BITS, "a state has no room");

static struct trail_segment *last_segment(struct trail *trail)
{
	return &trail->segments[trail->nr_segments - 1];
}

static void overflow(struct trail *trail)
{
	trail_release(trail);
	trail->overflowed = true;
}

/* Is there room for a run, and for a segment to hold it? */
static bool has_room(struct trail *trail)
{
	size_t size = trail->len + 2 * NUMBER_MAX +
		      (trail->nr_segments + 1) * sizeof(*trail->segments);

	if (size > TRAIL_MAX)
		overflow(trail);
	return !trail->overflowed;
}

static void add_segment(struct trail *trail, uint64_t start)
{
	struct trail_segment *segment;

	trail->segments = xgrow(trail->segments, trail->nr_segments + 1,
				&trail->max_segments, sizeof(*segment));
	segment = &trail->segments[trail->nr_segments++];
	segment->start = start;
	segment->end = start;
	segment->code = (uint32_t)trail->len;
	segment->last = segment->code;
}

void trail_begin(struct trail *trail, uint64_t start)
{
	if (trail->overflowed || !has_room(trail))
		return;
	trail->range = trail->nr_segments;
	add_segment(trail, start);
}

static void put_number(struct trail *trail, uint64_t number)
{
	while (number >= 0x80) {
		trail->codes[trail->len++] = (unsigned char)(number | 0x80);
		number >>= 7;
	}
	trail->codes[trail->len++] = (unsigned char)number;
}

static void reserve_codes(struct trail *trail)
{
	if (trail->max - trail->len >= 2 * NUMBER_MAX)
		return;
	trail->max = trail->max ? 2 * trail->max : 4096;
	trail->codes = xreallocarray(trail->codes, trail->max, 1);
}

/* The end of an open segment is that of its last run. */
void trail_add(struct trail *trail, const struct page_run *run)
{
	struct trail_segment *segment;

	if (trail->overflowed || !has_room(trail))
		return;
	segment = last_segment(trail);
	if (segment->last - segment->code >= SEGMENT_LEN) {
		segment->end = run->start;
		add_segment(trail, run->start);
		segment = last_segment(trail);
	}
	reserve_codes(trail);
	put_number(trail, (run->start - segment->end) / PAGE_BYTES);
	put_number(trail, run->pages << STATE_BITS | run->state);
	segment->end = run->start + run->pages * PAGE_BYTES;
	segment->last = (uint32_t)trail->len;
}

void trail_end(struct trail *trail, uint64_t end)
{
	if (!trail->overflowed)
		last_segment(trail)->end = end;
}

void trail_drop(struct trail *trail)
{
	if (trail->overflowed)
		return;
	trail->len = trail->segments[trail->range].code;
	trail->nr_segments = trail->range;
}

static int compare_segments(const void *a, const void *b)
{
	const struct trail_segment *left = a, *right = b;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	return left->end < right->end ? -1 : left->end > right->end;
}

/* What overlaps is left out, so that both starts and ends rise. */
void trail_finish(struct trail *trail)
{
	const struct trail_segment *segment = trail->segments;
	uint64_t behind = 0;
	size_t i, nr = 0;

	if (!trail->nr_segments)
		return;
	qsort(trail->segments, trail->nr_segments, sizeof(*trail->segments),
	      compare_segments);
	for (i = 0; i < trail->nr_segments; i++, segment++) {
		if (segment->start < behind || segment->start == segment->end)
			continue;
		behind = segment->end;
		trail->segments[nr++] = *segment;
	}
	trail->nr_segments = nr;
}

void trail_reset(struct trail *trail)
{
	trail->len = 0;
	trail->nr_segments = 0;
	trail->overflowed = false;
}

void trail_release(struct trail *trail)
{
	free(trail->codes);
	free(trail->segments);
	memset(trail, 0, sizeof(*trail));
}

static uint64_t get_number(struct trail_cursor *cursor)
{
	const unsigned char *codes = cursor->trail->codes;
	uint64_t number = 0;
	unsigned int shift = 0;

	do {
		number |= (uint64_t)(codes[cursor->code] & 0x7f) << shift;
		shift += 7;
	} while (codes[cursor->code++] & 0x80);
	return number;
}

/* The next run of the segment; behind the last one, an empty one at its end. */
static void next_run(struct trail_cursor *cursor)
{
	const struct trail_segment *segment =
		&cursor->trail->segments[cursor->segment];
	uint64_t number;

	if (cursor->code == segment->last) {
		cursor->run_start = segment->end;
		cursor->run_end = segment->end;
		return;
	}
	cursor->run_start = cursor->run_end + get_number(cursor) * PAGE_BYTES;
	number = get_number(cursor);
	cursor->run_end = cursor->run_start +
			  (number >> STATE_BITS) * PAGE_BYTES;
	cursor->state = number & ((1U << STATE_BITS) - 1);
}

static void enter_segment(struct trail_cursor *cursor, size_t i)
{
	const struct trail *trail = cursor->trail;

	cursor->segment = i;
	if (i == trail->nr_segments)
		return;
	cursor->code = trail->segments[i].code;
	cursor->run_end = trail->segments[i].start;
	next_run(cursor);
}

/* The first segment that ends behind @address. */
static size_t find_segment(const struct trail *trail, uint64_t address)
{
	size_t low = 0, high = trail->nr_segments;
	size_t middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (trail->segments[middle].end > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

void trail_seek(struct trail_cursor *cursor, const struct trail *trail,
		uint64_t address)
{
	cursor->trail = trail;
	cursor->pos = address;
	enter_segment(cursor, find_segment(trail, address));
}

static struct trail_stretch step_to(struct trail_cursor *cursor, uint64_t to,
				    bool known, enum page_state state)
{
	struct trail_stretch stretch = {
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

struct trail_stretch trail_step(struct trail_cursor *cursor, uint64_t end)
{
	const struct trail *trail = cursor->trail;
	const struct trail_segment *segment;

	while (cursor->segment < trail->nr_segments &&
	       trail->segments[cursor->segment].end <= cursor->pos)
		enter_segment(cursor, cursor->segment + 1);
	if (cursor->segment == trail->nr_segments)
		return step_to(cursor, end, false, PAGE_UNTOUCHED);
	segment = &trail->segments[cursor->segment];
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

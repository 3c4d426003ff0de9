// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check.h"
#include "source/process/snapshot.h"

/* Pages of the model, and what it says where nothing is known. */
#define NR_PAGES	20000
#define UNKNOWN		0xff

static uint64_t series = 1;

static size_t any_below(size_t limit)
{
	series = series * 6364136223846793005 + 1442695040888963407;
	return (size_t)((series >> 33) % limit);
}

static void add_run(struct snapshot *snapshot, uint64_t page, uint64_t pages,
		    enum page_state state)
{
	const struct page_run run = { page * PAGE_BYTES, pages, state };

	snapshot_add(snapshot, &run);
}

/* Remember pages @from to @to of @model, which holds their states. */
static void remember(struct snapshot *snapshot, const unsigned char *model,
		     size_t from, size_t to)
{
	size_t page, end;

	snapshot_begin(snapshot, from * PAGE_BYTES);
	for (page = from; page < to; page = end) {
		for (end = page + 1; end < to && model[end] == model[page];)
			end++;
		if (model[page] != PAGE_UNTOUCHED)
			add_run(snapshot, page, end - page, model[page]);
	}
	snapshot_end(snapshot, to * PAGE_BYTES);
}

/* Walk from @from to @to in steps of @step pages at most: is it the model? */
static void check_walk(const struct snapshot *snapshot,
		       const unsigned char *model, size_t from, size_t to,
		       size_t step)
{
	struct snapshot_cursor cursor;
	struct snapshot_stretch stretch;
	size_t page = from, end, limit;

	snapshot_seek(&cursor, snapshot, from * PAGE_BYTES);
	while (page < to) {
		limit = page + step < to ? page + step : to;
		stretch = snapshot_step(&cursor, limit * PAGE_BYTES);
		assert_in_range(stretch.pages, 1, limit - page);
		assert_int_equal(cursor.pos / PAGE_BYTES, page + stretch.pages);
		for (end = page + stretch.pages; page < end; page++)
			assert_int_equal(model[page], stretch.known ?
					 stretch.state : UNKNOWN);
	}
}

static void scatter(unsigned char *model, size_t from, size_t to)
{
	size_t page = from, end;
	unsigned char state;

	while (page < to) {
		end = page + 1 + any_below(any_below(10) ? 4 : 3000);
		state = (unsigned char)any_below(NR_PAGE_STATES);
		for (; page < to && page < end; page++)
			model[page] = state;
	}
}

static void test_an_empty_trail_knows_nothing(void **state)
{
	struct snapshot snapshot = { 0 };
	unsigned char model[8];

	(void)state;
	memset(model, UNKNOWN, sizeof(model));
	snapshot_finish(&snapshot);
	check_walk(&snapshot, model, 0, 8, 8);
	snapshot_release(&snapshot);
}

static void test_what_was_remembered_comes_back(void **state)
{
	static const size_t steps[] = { 1, 7, 4096, NR_PAGES };
	unsigned char *model = xcalloc(NR_PAGES, 1);
	struct snapshot snapshot = { 0 };
	size_t round, i, from;

	(void)state;
	for (round = 0; round < 20; round++) {
		memset(model, UNKNOWN, NR_PAGES);
		snapshot_reset(&snapshot);
		/* in no order, one of them empty, two of them neighbours */
		scatter(model, 9000, 15000);
		remember(&snapshot, model, 9000, 15000);
		scatter(model, 100, 3000);
		remember(&snapshot, model, 100, 3000);
		scatter(model, 15000, 15001);
		remember(&snapshot, model, 15000, 15001);
		memset(model + 4000, PAGE_UNTOUCHED, 1000);
		remember(&snapshot, model, 4000, 5000);
		snapshot_finish(&snapshot);
		for (i = 0; i < ARRAY_SIZE(steps); i++)
			check_walk(&snapshot, model, 0, NR_PAGES, steps[i]);
		for (i = 0; i < 200; i++) {
			from = any_below(NR_PAGES);
			check_walk(&snapshot, model, from,
				   from + any_below(NR_PAGES - from) + 1,
				   1 + any_below(500));
		}
	}
	snapshot_release(&snapshot);
	free(model);
}

/* Long ranges are made of many segments. */
static void test_a_place_far_inside(void **state)
{
	unsigned char *model = xcalloc(NR_PAGES, 1);
	struct snapshot snapshot = { 0 };
	size_t i, from;

	(void)state;
	for (i = 0; i < NR_PAGES; i++)
		model[i] = i % 2 ? PAGE_WRITTEN : PAGE_UNTOUCHED;
	remember(&snapshot, model, 0, NR_PAGES);
	snapshot_finish(&snapshot);
	assert_true(snapshot.len <= 2 * NR_PAGES / 2 + 16);
	for (i = 0; i < 1000; i++) {
		from = any_below(NR_PAGES - 50);
		check_walk(&snapshot, model, from, from + 50, 50);
	}
	snapshot_release(&snapshot);
	free(model);
}

static void test_terabytes(void **state)
{
	const uint64_t last = 1ULL << 51;
	struct snapshot snapshot = { 0 };
	struct snapshot_cursor cursor;
	struct snapshot_stretch stretch;

	(void)state;
	snapshot_begin(&snapshot, 0);
	add_run(&snapshot, 1ULL << 28, 1ULL << 40, PAGE_SWAPPED);
	add_run(&snapshot, last - 1, 1, PAGE_HUGE_ZERO);
	snapshot_end(&snapshot, last * PAGE_BYTES);
	snapshot_finish(&snapshot);
	snapshot_seek(&cursor, &snapshot, 0);
	stretch = snapshot_step(&cursor, UINT64_MAX);
	assert_int_equal(stretch.pages, 1ULL << 28);
	assert_int_equal(stretch.state, PAGE_UNTOUCHED);
	stretch = snapshot_step(&cursor, UINT64_MAX);
	assert_int_equal(stretch.pages, 1ULL << 40);
	assert_int_equal(stretch.state, PAGE_SWAPPED);
	snapshot_seek(&cursor, &snapshot, (last - 1) * PAGE_BYTES);
	stretch = snapshot_step(&cursor, UINT64_MAX);
	assert_int_equal(stretch.pages, 1);
	assert_int_equal(stretch.state, PAGE_HUGE_ZERO);
	assert_true(stretch.known);
	assert_false(snapshot_step(&cursor, UINT64_MAX).known);
	snapshot_release(&snapshot);
}

static void test_a_dropped_range_is_not_known(void **state)
{
	unsigned char *model = xcalloc(NR_PAGES, 1);
	struct snapshot snapshot = { 0 };

	(void)state;
	memset(model, UNKNOWN, NR_PAGES);
	scatter(model, 0, 1000);
	remember(&snapshot, model, 0, 1000);
	snapshot_begin(&snapshot, 5000 * PAGE_BYTES);
	add_run(&snapshot, 6000, 10, PAGE_ZERO);
	snapshot_drop(&snapshot);
	scatter(model, 3000, 9000);
	remember(&snapshot, model, 3000, 9000);
	snapshot_finish(&snapshot);
	check_walk(&snapshot, model, 0, NR_PAGES, NR_PAGES);
	snapshot_release(&snapshot);
	free(model);
}

/* Of ranges that overlap, what is known is right. */
static void test_overlapping_ranges(void **state)
{
	unsigned char *model = xcalloc(NR_PAGES, 1);
	struct snapshot_stretch stretch;
	struct snapshot snapshot = { 0 };
	struct snapshot_cursor cursor;
	size_t page = 0, end, known = 0;

	(void)state;
	scatter(model, 0, NR_PAGES);
	remember(&snapshot, model, 1000, 9000);
	remember(&snapshot, model, 1000, 9000);
	remember(&snapshot, model, 5000, 15000);
	remember(&snapshot, model, 0, NR_PAGES);
	snapshot_finish(&snapshot);
	snapshot_seek(&cursor, &snapshot, 0);
	while (page < NR_PAGES) {
		stretch = snapshot_step(&cursor, NR_PAGES * PAGE_BYTES);
		known += stretch.known ? stretch.pages : 0;
		for (end = page + stretch.pages; page < end; page++)
			if (stretch.known)
				assert_int_equal(stretch.state, model[page]);
	}
	assert_true(known >= 8000);
	snapshot_release(&snapshot);
	free(model);
}

static void test_it_is_bounded_and_says_so(void **state)
{
	struct snapshot snapshot = { 0 };
	struct snapshot_cursor cursor;
	size_t i;

	(void)state;
	snapshot_begin(&snapshot, 0);
	for (i = 0; i < SNAPSHOT_MAX; i++)
		add_run(&snapshot, 2 * i, 1, PAGE_WRITTEN);
	snapshot_end(&snapshot, 4 * i * PAGE_BYTES);
	snapshot_begin(&snapshot, 8 * i * PAGE_BYTES);
	snapshot_drop(&snapshot);
	snapshot_finish(&snapshot);
	assert_true(snapshot.overflowed);
	assert_null(snapshot.codes);
	snapshot_seek(&cursor, &snapshot, 0);
	assert_false(snapshot_step(&cursor, PAGE_BYTES).known);
	/* it may be used again */
	snapshot_reset(&snapshot);
	assert_false(snapshot.overflowed);
	snapshot_begin(&snapshot, 0);
	add_run(&snapshot, 0, 1, PAGE_FILE);
	snapshot_end(&snapshot, PAGE_BYTES);
	snapshot_finish(&snapshot);
	snapshot_seek(&cursor, &snapshot, 0);
	assert_int_equal(snapshot_step(&cursor, PAGE_BYTES).state, PAGE_FILE);
	snapshot_release(&snapshot);
}

static void test_many_ranges_are_bounded_too(void **state)
{
	struct snapshot snapshot = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < SNAPSHOT_MAX / 8; i++) {
		snapshot_begin(&snapshot, 2 * i * PAGE_BYTES);
		snapshot_end(&snapshot, (2 * i + 1) * PAGE_BYTES);
	}
	assert_true(snapshot.overflowed);
	snapshot_release(&snapshot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_empty_trail_knows_nothing),
		cmocka_unit_test(test_what_was_remembered_comes_back),
		cmocka_unit_test(test_a_place_far_inside),
		cmocka_unit_test(test_terabytes),
		cmocka_unit_test(test_a_dropped_range_is_not_known),
		cmocka_unit_test(test_overlapping_ranges),
		cmocka_unit_test(test_it_is_bounded_and_says_so),
		cmocka_unit_test(test_many_ranges_are_bounded_too),
	};

	return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}

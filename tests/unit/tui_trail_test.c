// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
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

static void add_run(struct trail *trail, uint64_t page, uint64_t pages,
		    enum page_state state)
{
	const struct page_run run = { page * PAGE_BYTES, pages, state };

	trail_add(trail, &run);
}

/* Remember pages @from to @to of @model, which holds their states. */
static void remember(struct trail *trail, const unsigned char *model,
		     size_t from, size_t to)
{
	size_t page, end;

	trail_begin(trail, from * PAGE_BYTES);
	for (page = from; page < to; page = end) {
		for (end = page + 1; end < to && model[end] == model[page];)
			end++;
		if (model[page] != PAGE_UNTOUCHED)
			add_run(trail, page, end - page, model[page]);
	}
	trail_end(trail, to * PAGE_BYTES);
}

/* Walk from @from to @to in steps of @step pages at most: is it the model? */
static void check_walk(const struct trail *trail, const unsigned char *model,
		       size_t from, size_t to, size_t step)
{
	struct trail_cursor cursor;
	struct trail_stretch stretch;
	size_t page = from, end, limit;

	trail_seek(&cursor, trail, from * PAGE_BYTES);
	while (page < to) {
		limit = page + step < to ? page + step : to;
		stretch = trail_step(&cursor, limit * PAGE_BYTES);
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
	struct trail trail = { 0 };
	unsigned char model[8];

	(void)state;
	memset(model, UNKNOWN, sizeof(model));
	trail_finish(&trail);
	check_walk(&trail, model, 0, 8, 8);
	trail_release(&trail);
}

static void test_what_was_remembered_comes_back(void **state)
{
	static const size_t steps[] = { 1, 7, 4096, NR_PAGES };
	unsigned char *model = xcalloc(NR_PAGES, 1);
	struct trail trail = { 0 };
	size_t round, i, from;

	(void)state;
	for (round = 0; round < 20; round++) {
		memset(model, UNKNOWN, NR_PAGES);
		trail_reset(&trail);
		/* in no order, one of them empty, two of them neighbours */
		scatter(model, 9000, 15000);
		remember(&trail, model, 9000, 15000);
		scatter(model, 100, 3000);
		remember(&trail, model, 100, 3000);
		scatter(model, 15000, 15001);
		remember(&trail, model, 15000, 15001);
		memset(model + 4000, PAGE_UNTOUCHED, 1000);
		remember(&trail, model, 4000, 5000);
		trail_finish(&trail);
		for (i = 0; i < ARRAY_SIZE(steps); i++)
			check_walk(&trail, model, 0, NR_PAGES, steps[i]);
		for (i = 0; i < 200; i++) {
			from = any_below(NR_PAGES);
			check_walk(&trail, model, from,
				   from + any_below(NR_PAGES - from) + 1,
				   1 + any_below(500));
		}
	}
	trail_release(&trail);
	free(model);
}

/* Long ranges are made of many segments. */
static void test_a_place_far_inside(void **state)
{
	unsigned char *model = xcalloc(NR_PAGES, 1);
	struct trail trail = { 0 };
	size_t i, from;

	(void)state;
	for (i = 0; i < NR_PAGES; i++)
		model[i] = i % 2 ? PAGE_WRITTEN : PAGE_UNTOUCHED;
	remember(&trail, model, 0, NR_PAGES);
	trail_finish(&trail);
	assert_true(trail.len <= 2 * NR_PAGES / 2 + 16);
	for (i = 0; i < 1000; i++) {
		from = any_below(NR_PAGES - 50);
		check_walk(&trail, model, from, from + 50, 50);
	}
	trail_release(&trail);
	free(model);
}

static void test_terabytes(void **state)
{
	const uint64_t last = 1ULL << 51;
	struct trail trail = { 0 };
	struct trail_cursor cursor;
	struct trail_stretch stretch;

	(void)state;
	trail_begin(&trail, 0);
	add_run(&trail, 1ULL << 28, 1ULL << 40, PAGE_SWAPPED);
	add_run(&trail, last - 1, 1, PAGE_HUGE_ZERO);
	trail_end(&trail, last * PAGE_BYTES);
	trail_finish(&trail);
	trail_seek(&cursor, &trail, 0);
	stretch = trail_step(&cursor, UINT64_MAX);
	assert_int_equal(stretch.pages, 1ULL << 28);
	assert_int_equal(stretch.state, PAGE_UNTOUCHED);
	stretch = trail_step(&cursor, UINT64_MAX);
	assert_int_equal(stretch.pages, 1ULL << 40);
	assert_int_equal(stretch.state, PAGE_SWAPPED);
	trail_seek(&cursor, &trail, (last - 1) * PAGE_BYTES);
	stretch = trail_step(&cursor, UINT64_MAX);
	assert_int_equal(stretch.pages, 1);
	assert_int_equal(stretch.state, PAGE_HUGE_ZERO);
	assert_true(stretch.known);
	assert_false(trail_step(&cursor, UINT64_MAX).known);
	trail_release(&trail);
}

static void test_a_dropped_range_is_not_known(void **state)
{
	unsigned char *model = xcalloc(NR_PAGES, 1);
	struct trail trail = { 0 };

	(void)state;
	memset(model, UNKNOWN, NR_PAGES);
	scatter(model, 0, 1000);
	remember(&trail, model, 0, 1000);
	trail_begin(&trail, 5000 * PAGE_BYTES);
	add_run(&trail, 6000, 10, PAGE_ZERO);
	trail_drop(&trail);
	scatter(model, 3000, 9000);
	remember(&trail, model, 3000, 9000);
	trail_finish(&trail);
	check_walk(&trail, model, 0, NR_PAGES, NR_PAGES);
	trail_release(&trail);
	free(model);
}

/* Of ranges that overlap, what is known is right. */
static void test_overlapping_ranges(void **state)
{
	unsigned char *model = xcalloc(NR_PAGES, 1);
	struct trail_stretch stretch;
	struct trail trail = { 0 };
	struct trail_cursor cursor;
	size_t page = 0, end, known = 0;

	(void)state;
	scatter(model, 0, NR_PAGES);
	remember(&trail, model, 1000, 9000);
	remember(&trail, model, 1000, 9000);
	remember(&trail, model, 5000, 15000);
	remember(&trail, model, 0, NR_PAGES);
	trail_finish(&trail);
	trail_seek(&cursor, &trail, 0);
	while (page < NR_PAGES) {
		stretch = trail_step(&cursor, NR_PAGES * PAGE_BYTES);
		known += stretch.known ? stretch.pages : 0;
		for (end = page + stretch.pages; page < end; page++)
			if (stretch.known)
				assert_int_equal(stretch.state, model[page]);
	}
	assert_true(known >= 8000);
	trail_release(&trail);
	free(model);
}

static void test_it_is_bounded_and_says_so(void **state)
{
	struct trail trail = { 0 };
	struct trail_cursor cursor;
	size_t i;

	(void)state;
	trail_begin(&trail, 0);
	for (i = 0; i < TRAIL_MAX; i++)
		add_run(&trail, 2 * i, 1, PAGE_WRITTEN);
	trail_end(&trail, 4 * i * PAGE_BYTES);
	trail_begin(&trail, 8 * i * PAGE_BYTES);
	trail_drop(&trail);
	trail_finish(&trail);
	assert_true(trail.overflowed);
	assert_null(trail.codes);
	trail_seek(&cursor, &trail, 0);
	assert_false(trail_step(&cursor, PAGE_BYTES).known);
	/* it may be used again */
	trail_reset(&trail);
	assert_false(trail.overflowed);
	trail_begin(&trail, 0);
	add_run(&trail, 0, 1, PAGE_FILE);
	trail_end(&trail, PAGE_BYTES);
	trail_finish(&trail);
	trail_seek(&cursor, &trail, 0);
	assert_int_equal(trail_step(&cursor, PAGE_BYTES).state, PAGE_FILE);
	trail_release(&trail);
}

static void test_many_ranges_are_bounded_too(void **state)
{
	struct trail trail = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < TRAIL_MAX / 8; i++) {
		trail_begin(&trail, 2 * i * PAGE_BYTES);
		trail_end(&trail, (2 * i + 1) * PAGE_BYTES);
	}
	assert_true(trail.overflowed);
	trail_release(&trail);
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

	return cmocka_run_group_tests_name("trail", tests, NULL, NULL);
}

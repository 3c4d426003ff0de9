// SPDX-License-Identifier: GPL-2.0
/*
 * A row of a timeline shows a comb as a comb, or as an even tone: never as a
 * period that isn't there.
 */
#include <string.h>

#include "check.h"
#include "screen/page_cell.h"
#include "view/map/even.h"

#define CELLS 64

static uint32_t counts[CELLS];
static const uint64_t pages = 256;

/* The first @tooth of every @period pages, one more up to page @more. */
static void touch(uint64_t period, uint64_t tooth, uint64_t more)
{
	uint64_t page;

	memset(counts, 0, sizeof(counts));
	for (page = 0; page < CELLS * pages; page++)
		if (page % period < (page < more ? tooth + 1 : tooth))
			counts[page / pages]++;
}

static char32_t glyph(size_t i)
{
	const struct page_counts cell = {
		.total = pages, .in[PAGE_WRITTEN] = counts[i],
	};

	return page_cell(&cell).glyph;
}

/* How often the glyph is another one than that of the cell before. */
static size_t steps(void)
{
	size_t i, nr = 0;

	for (i = 1; i < CELLS; i++)
		nr += glyph(i) != glyph(i - 1);
	return nr;
}

static void test_a_period_finer_than_a_cell_is_one_tone(void **state)
{
	uint64_t period, tooth;

	(void)state;
	for (period = 2; period <= pages / 4; period++) {
		for (tooth = 1; tooth < period; tooth += 1 + tooth / 3) {
			touch(period, tooth, 0);
			even_out(counts, CELLS, pages);
			if (steps())
				fail_msg("%zu steps: %d of %d", steps(),
					 (int)tooth, (int)period);
		}
	}
}

/* One of the size of a cell has few teeth to each, and is hard to tell. */
static void test_coarser_ones_seldom_beat(void **state)
{
	uint64_t period, tooth;
	size_t before = 0, after = 0;

	(void)state;
	for (period = pages / 4; period <= pages; period++) {
		for (tooth = 1; tooth < period; tooth += 1 + tooth / 3) {
			touch(period, tooth, 0);
			before += steps();
			even_out(counts, CELLS, pages);
			after += steps();
		}
	}
	assert_true(after < before / 4);
}

/* Without evening out there are such steps, or the test above tells nothing. */
static void test_a_cell_that_is_not_divided_would_beat(void **state)
{
	(void)state;
	touch(100, 12, 0);
	assert_true(steps() > 10);
	touch(64, 8, 0);
	assert_int_equal(steps(), 0);
}

/* The edge of a sweep that is under way is all that is seen of it. */
static void test_a_sweep_has_one_edge(void **state)
{
	uint64_t tooth;

	(void)state;
	for (tooth = 1; tooth < 99; tooth++) {
		touch(100, tooth, CELLS / 2 * pages);
		even_out(counts, CELLS, pages);
		assert_true(steps() <= 1);
	}
}

/* A tooth to every other cell, or fewer: each is where it is. */
static void test_a_comb_coarser_than_a_cell_stays(void **state)
{
	uint32_t before[CELLS];
	uint64_t period;

	(void)state;
	for (period = 2 * pages; period < 9 * pages; period += 37) {
		touch(period, 1, 0);
		memcpy(before, counts, sizeof(counts));
		even_out(counts, CELLS, pages);
		assert_memory_equal(counts, before, sizeof(counts));
	}
}

/* None and all are never said of what has some. */
static void test_the_ends_stay_exact(void **state)
{
	uint32_t before[CELLS];
	size_t i;

	(void)state;
	for (i = 0; i < CELLS; i++)
		counts[i] = i < 40 ? (uint32_t)pages : 0;
	counts[40] = 100;
	memcpy(before, counts, sizeof(counts));
	even_out(counts, CELLS, pages);
	assert_memory_equal(counts, before, sizeof(counts));
	for (i = 0; i < CELLS; i++)
		counts[i] = i % 2 ? 1 : 2;
	counts[20] = 0;
	even_out(counts, CELLS, pages);
	for (i = 0; i < CELLS; i++)
		assert_true((counts[i] == 0) == (i == 20));
	for (i = 0; i < CELLS; i++)
		counts[i] = (uint32_t)pages - 1 - i % 2;
	even_out(counts, CELLS, pages);
	for (i = 0; i < CELLS; i++)
		assert_true(counts[i] < pages);
}

static uint32_t next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(*seed >> 33);
}

/* Chance has no straight line: what is random keeps its grain. */
static void test_random_stays_random(void **state)
{
	uint32_t before[CELLS];
	uint64_t seed = 7;
	size_t i, turn, changed = 0, nr = 0;

	(void)state;
	for (turn = 0; turn < 100; turn++) {
		memset(counts, 0, sizeof(counts));
		for (i = 0; i < CELLS * pages / 4; i++)
			counts[next_random(&seed) % CELLS]++;
		memcpy(before, counts, sizeof(counts));
		even_out(counts, CELLS, pages);
		for (i = 0; i < CELLS; i++, nr++)
			changed += counts[i] != before[i];
	}
	assert_true(changed < nr / 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_period_finer_than_a_cell_is_one_tone),
		cmocka_unit_test(test_coarser_ones_seldom_beat),
		cmocka_unit_test(test_a_cell_that_is_not_divided_would_beat),
		cmocka_unit_test(test_a_sweep_has_one_edge),
		cmocka_unit_test(test_a_comb_coarser_than_a_cell_stays),
		cmocka_unit_test(test_the_ends_stay_exact),
		cmocka_unit_test(test_random_stays_random),
	};

	return cmocka_run_group_tests_name("tui_even", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "check.h"
#include "screen/page_cell.h"

/* The table of SCREENS 1.2, written down once more, straight. */
static char32_t expected_glyph(uint64_t t, uint64_t z, uint64_t n)
{
	if (t == n)
		return U'█';
	if (2 * t >= n)
		return U'▒';
	if (8 * t >= n)
		return U'░';
	if (t > 0)
		return ':';
	if (z == n)
		return U'═';
	return z > 0 ? U'─' : U'·';
}

static void test_every_small_cell(void **state)
{
	struct page_counts counts;
	uint64_t n, t, z;

	(void)state;
	for (n = 1; n <= 40; n++) {
		for (t = 0; t <= n; t++) {
			for (z = 0; z <= n - t; z++) {
				counts = (struct page_counts){
					.total = n, .in[PAGE_WRITTEN] = t, .in[PAGE_ZERO] = z,
				};
				assert_int_equal(page_cell(&counts).glyph,
						 expected_glyph(t, z, n));
			}
		}
	}
}

static void test_one_page_in_a_terabyte_shows(void **state)
{
	struct page_counts counts = { .total = 1ULL << 28, .in[PAGE_WRITTEN] = 1 };

	(void)state;
	assert_int_equal(page_cell(&counts).glyph, ':');
	counts.in[PAGE_WRITTEN] = counts.total - 1;
	assert_int_equal(page_cell(&counts).glyph, U'▒');
	counts.total = UINT64_MAX;
	counts.in[PAGE_WRITTEN] = UINT64_MAX - 1;
	assert_int_equal(page_cell(&counts).glyph, U'▒');
}

static void test_colour_is_three_quarters(void **state)
{
	static const struct {
		struct page_counts counts;
		enum role role;
	} cases[] = {
		{ { .total = 256 }, ROLE_UNTOUCHED },
		{ { .total = 256, .in[PAGE_WRITTEN] = 128, .in[PAGE_ZERO] = 128 }, ROLE_MIXED },
		{ { .total = 256, .in[PAGE_WRITTEN] = 128 }, ROLE_WRITTEN },
		{ { .total = 256, .in[PAGE_WRITTEN] = 3, .in[PAGE_ZERO] = 1 }, ROLE_WRITTEN },
		{ { .total = 256, .in[PAGE_WRITTEN] = 2, .in[PAGE_ZERO] = 1 }, ROLE_MIXED },
		{ { .total = 256, .in[PAGE_WRITTEN] = 1, .in[PAGE_ZERO] = 3 }, ROLE_ZERO },
		{ { .total = 8, .in[PAGE_HUGE] = 6, .in[PAGE_SWAPPED] = 2 }, ROLE_HUGE },
		{ { .total = 8, .in[PAGE_SWAPPED] = 6, .in[PAGE_FILE] = 2 }, ROLE_SWAPPED },
		{ { .total = 8, .in[PAGE_FILE] = 1 }, ROLE_FILE },
		{ { .total = 8, .in[PAGE_HUGE] = 2, .in[PAGE_WRITTEN] = 2 }, ROLE_MIXED },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(page_cell(&cases[i].counts).role,
				 cases[i].role);
}

/* The bar must be the map of the same pages, laid out one by one and sorted. */
static char32_t bar_by_pages(uint64_t total, uint64_t touched, uint64_t zero,
			     int width, int cell)
{
	uint64_t t = 0, z = 0, n = 0, part;

	/* each page is cut into width parts, so that a cell is whole parts */
	for (part = (uint64_t)cell * total; part < (uint64_t)(cell + 1) * total;
	     part++) {
		uint64_t page = part / (uint64_t)width;

		t += page < touched;
		z += page >= touched && page < touched + zero;
		n++;
	}
	return expected_glyph(t, z, n);
}

static void test_bar_is_a_sorted_map(void **state)
{
	struct screen *screen = screen_new(16, 1);
	struct page_counts counts = { 0 };
	int width, i;

	(void)state;
	for (counts.total = 1; counts.total <= 24; counts.total++)
		for (counts.in[PAGE_WRITTEN] = 0; counts.in[PAGE_WRITTEN] <= counts.total;
		     counts.in[PAGE_WRITTEN]++)
			for (counts.in[PAGE_ZERO] = 0;
			     counts.in[PAGE_ZERO] <= counts.total - counts.in[PAGE_WRITTEN];
			     counts.in[PAGE_ZERO] += 3)
				for (width = 1; width <= 12; width += 5) {
					page_bar(screen, 0, 0, width,
						  &counts);
					for (i = 0; i < width; i++)
						assert_int_equal(
							screen_cell(screen, i,
								    0)
								->glyph,
							bar_by_pages(
								counts.total,
								counts.in[PAGE_WRITTEN],
								counts.in[PAGE_ZERO],
								width, i));
				}
	screen_free(screen);
}

static void test_bar_of_nothing_and_of_too_much(void **state)
{
	struct screen *screen = screen_new(8, 1);
	struct page_counts counts = { 0 };
	int i;

	(void)state;
	page_bar(screen, 0, 0, 8, &counts);
	for (i = 0; i < 8; i++)
		assert_int_equal(screen_cell(screen, i, 0)->glyph, U'·');
	counts.total = 10;
	counts.in[PAGE_WRITTEN] = UINT64_MAX;
	page_bar(screen, 0, 0, 8, &counts);
	for (i = 0; i < 8; i++)
		assert_int_equal(screen_cell(screen, i, 0)->glyph, U'█');
	screen_free(screen);
}

static void test_sparkline(void **state)
{
	static const uint32_t values[] = { 9, 0, 1, 4, 8 };
	struct screen *screen = screen_new(8, 1);

	(void)state;
	/* the newest four fill the end, the first is too old */
	sparkline(screen, 0, 0, 4, values, 5);
	assert_int_equal(screen_cell(screen, 0, 0)->glyph, U'·');
	assert_int_equal(screen_cell(screen, 1, 0)->glyph, U'▁');
	assert_int_equal(screen_cell(screen, 2, 0)->glyph, U'▄');
	assert_int_equal(screen_cell(screen, 3, 0)->glyph, U'█');
	/* fewer values than room stand at the right */
	sparkline(screen, 0, 0, 8, values, 5);
	assert_int_equal(screen_cell(screen, 2, 0)->glyph, U'·');
	assert_int_equal(screen_cell(screen, 3, 0)->glyph, U'█');
	assert_int_equal(screen_cell(screen, 7, 0)->glyph, U'█');
	screen_free(screen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_small_cell),
		cmocka_unit_test(test_one_page_in_a_terabyte_shows),
		cmocka_unit_test(test_colour_is_three_quarters),
		cmocka_unit_test(test_bar_is_a_sorted_map),
		cmocka_unit_test(test_bar_of_nothing_and_of_too_much),
		cmocka_unit_test(test_sparkline),
	};

	return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}

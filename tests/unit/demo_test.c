// SPDX-License-Identifier: GPL-2.0
/* tamdemo's parts: what people type, the pace, and the check for zeros. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../demo/ask.h"
#include "../../demo/block.h"
#include "../../demo/check.h"
#include "../../demo/options.h"
#include "../../demo/order.h"
#include "../../demo/pace.h"
#include "../../demo/progress.h"
#include "../../demo/scenario.h"
#include "../../demo/tell.h"
#include "../../demo/value.h"

#define PAGE 4096ULL
#define SEC 1000000000ULL
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define UNTOUCHED 4711

static void sizes(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes;
	} cases[] = {
		{ "1", 1 },
		{ "4096", 4096 },
		{ "007", 7 },
		{ "1K", 1 << 10 },
		{ "256M", 256 << 20 },
		{ "256m", 256 << 20 },
		{ "1.5G", 3ULL << 29 },
		{ "0.001K", 1 },
		{ "4.0M", 4 << 20 },
		{ "1T", 1ULL << 40 },
		{ "16777215.999999999T", UINT64_MAX - 1099 },
		{ "18446744073709551615", UINT64_MAX },
	};
	uint64_t bytes;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_null(value_parse_size(cases[i].text, &bytes));
		assert_int_equal(bytes, cases[i].bytes);
	}
}

struct bad_value {
	const char *text;
	const char *why;
};

static void assert_refused(const struct bad_value *bad, const char *why,
			   uint64_t value)
{
	assert_non_null(why);
	assert_string_equal(why, bad->why);
	assert_int_equal(value, UNTOUCHED);
}

static void bad_sizes(void **state)
{
	static const struct bad_value cases[] = {
		{ "", "it is empty" },
		{ "-1", "it is negative" },
		{ "-", "it is negative" },
		{ "0", "it is zero" },
		{ "0G", "it is zero" },
		{ "0.0001K", "it is too small" },
		{ "0.0000000001K", "it is zero" },
		{ "10Q", "its unit is unknown" },
		{ "99E", "its unit is unknown" },
		{ "10KB", "its unit is unknown" },
		{ "0x10", "its unit is unknown" },
		{ "1e9", "its unit is unknown" },
		{ "18446744073709551615K", "it is too large" },
		{ "18446744073709551616", "it is too large" },
		{ "16777216T", "it is too large" },
		{ "1.5", "it is not a whole number of bytes" },
		{ "1.", "it is not a number" },
		{ ".5M", "it is not a number" },
		{ "1.5.5M", "it is not a number" },
		{ "1 M", "it is not a number" },
		{ " 1", "it is not a number" },
		{ "+1", "it is not a number" },
		{ "M", "it is not a number" },
		{ "nan", "it is not a number" },
		{ "1M/s", "it is not a number" },
		{ "\n", "it is not a number" },
		{ "1\n", "it is not a number" },
	};
	uint64_t bytes = UNTOUCHED;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = value_parse_size(cases[i].text, &bytes);

		assert_refused(&cases[i], why, bytes);
	}
}

static void rates(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes;
	} cases[] = {
		{ "2048", 2048 * PAGE },
		{ "2048/s", 2048 * PAGE },
		{ "0.5", PAGE / 2 },
		{ "4M", 4 << 20 },
		{ "4.0M/s", 4 << 20 },
		{ "1000000000", 1000000000 * PAGE },
		{ "1K", 1024 },
	};
	uint64_t bytes;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_null(value_parse_rate(cases[i].text, PAGE, &bytes));
		assert_int_equal(bytes, cases[i].bytes);
	}
}

static void bad_rates(void **state)
{
	static const struct bad_value cases[] = {
		{ "", "it is empty" },
		{ "0", "it is zero" },
		{ "-4M", "it is negative" },
		{ "0.0001", "it is too small" },
		{ "/s", "it is not a number" },
		{ "4M/s/s", "it is not a number" },
		{ "4M/h", "it is not a number" },
		{ "4X/s", "its unit is unknown" },
		{ "18446744073709551615", "it is too large" },
	};
	uint64_t bytes = UNTOUCHED;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = value_parse_rate(cases[i].text, PAGE, &bytes);

		assert_refused(&cases[i], why, bytes);
	}
}

static void times(void **state)
{
	uint64_t ns;

	(void)state;
	assert_null(value_parse_secs("0", &ns));
	assert_int_equal(ns, 0);
	assert_null(value_parse_secs("1", &ns));
	assert_int_equal(ns, SEC);
	assert_null(value_parse_secs("0.25", &ns));
	assert_int_equal(ns, SEC / 4);
	assert_string_equal(value_parse_secs("-1", &ns), "it is negative");
	assert_string_equal(value_parse_secs("", &ns), "it is empty");
	assert_string_equal(value_parse_secs("1s", &ns), "its unit is unknown");
	assert_string_equal(value_parse_secs("18446744073709551615", &ns),
			    "it is too large");
	assert_int_equal(ns, SEC / 4);
}

static void numbers(void **state)
{
	static const struct bad_value cases[] = {
		{ "", "it is empty" },
		{ "-1", "it is negative" },
		{ "x", "it is not a number" },
		{ "1K", "its unit is unknown" },
		{ "1.5", "it is not a whole number" },
		{ "18446744073709551616", "it is too large" },
		{ "0", "it is zero" },	/* as a count */
	};
	uint64_t number;
	size_t i;

	(void)state;
	assert_null(value_parse_number("0", &number));
	assert_int_equal(number, 0);
	assert_null(value_parse_number("18446744073709551615", &number));
	assert_int_equal(number, UINT64_MAX);
	assert_null(value_parse_count("9", &number));
	assert_int_equal(number, 9);
	number = UNTOUCHED;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = value_parse_count(cases[i].text, &number);

		assert_refused(&cases[i], why, number);
	}
}

/*
 * Touches @pages by a clock turned by hand, every wake-up up to @late_ns late;
 * returns when the last page was due. Never more than 100 wake-ups a second.
 */
static uint64_t simulate(uint64_t rate, uint64_t pages, uint64_t late_ns)
{
	uint64_t now = 77 * SEC, start = now, done = 0, naps = 0;
	struct pace pace;

	pace_start(&pace, rate, PAGE, now);
	for (;;) {
		uint64_t due = pace_due(&pace, now);

		assert_true(due >= done);
		done = due;
		if (done >= pages)
			break;
		now += pace_wait(&pace, done, now);
		if (late_ns)
			now += (uint64_t)rand() % late_ns;
		naps++;
		assert_true(naps <= (now - start) / PACE_TICK_NS);
	}
	return now - start;
}

static void pace_does_not_drift(void **state)
{
	static const uint64_t late[] = { 0, SEC / 1000, SEC / 5 };
	static const struct {
		uint64_t rate, pages, ns;
	} cases[] = {
		{ 2048 * PAGE, 65536, 32 * SEC },
		{ 3 * PAGE, 300, 100 * SEC },
		{ 4 << 20, 65536, 64 * SEC },
		{ PAGE / 2, 10, 20 * SEC },
		{ 1, 2, 2 * PAGE * SEC },
		{ 1000000000 * PAGE, 1000000000, SEC },
		{ 333 * PAGE, 33300, 100 * SEC },
	};
	size_t i, j;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		for (j = 0; j < ARRAY_SIZE(late); j++) {
			uint64_t ns = simulate(cases[i].rate, cases[i].pages,
					       late[j]);

			assert_in_range(ns, cases[i].ns, cases[i].ns +
					PACE_TICK_NS + late[j]);
		}
	}
}

static void pace_survives_extremes(void **state)
{
	struct pace pace;

	(void)state;
	pace_start(&pace, UINT64_MAX, PAGE, 0);
	assert_int_equal(pace_due(&pace, 0), 0);
	assert_int_equal(pace_due(&pace, SEC), UINT64_MAX / PAGE);
	assert_int_equal(pace_wait(&pace, UINT64_MAX / PAGE, SEC),
			 PACE_TICK_NS);
	pace_start(&pace, 1, PAGE, 0);
	assert_int_equal(pace_due(&pace, SEC), 0);
	assert_int_equal(pace_wait(&pace, 0, SEC), PACE_NAP_NS);
	assert_int_equal(pace_wait(&pace, UINT64_MAX / 2, SEC), PACE_NAP_NS);
}

static void pace_comes_in_bursts(void **state)
{
	struct pace pace;

	(void)state;
	pace_start(&pace, 1000 * PAGE, PAGE, 0);
	pace_burst(&pace, 500);
	assert_int_equal(pace_due(&pace, 0), 0);
	assert_int_equal(pace_wait(&pace, 0, SEC / 4), PACE_NAP_NS);
	assert_int_equal(pace_wait(&pace, 0, SEC / 5 * 2), SEC / 10);
	assert_int_equal(pace_due(&pace, SEC / 2 - 1), 0);
	assert_int_equal(pace_due(&pace, SEC / 2), 500);
	assert_int_equal(pace_due(&pace, SEC - 1), 500);
	assert_int_equal(pace_wait(&pace, 500, SEC - SEC / 10), SEC / 10);
	assert_int_equal(pace_due(&pace, SEC), 1000);
	pace_burst(&pace, UINT64_MAX);
	assert_int_equal(pace_due(&pace, SEC + SEC / 2), 0);
	assert_int_equal(pace_wait(&pace, UINT64_MAX, SEC), PACE_NAP_NS);
}

static void pace_does_not_make_up_for_a_stop(void **state)
{
	struct pace pace;

	(void)state;
	pace_start(&pace, 100 * PAGE, PAGE, 0);
	assert_int_equal(pace_due(&pace, SEC / 2), 50);
	assert_int_equal(pace_due(&pace, 60 * SEC), 50);
	assert_int_equal(pace_due(&pace, 60 * SEC + SEC / 2), 100);
}

/* Takes all steps of @order, and notes how often each page was its turn. */
static unsigned int *take_all(struct order *order)
{
	unsigned int *turns = calloc(order->pages, sizeof(*turns));
	size_t covered = 0;

	assert_non_null(turns);
	while (!order_over(order)) {
		size_t page = order_next(order);

		assert_in_range(page, 0, order->pages - 1);
		covered += !turns[page]++;
		assert_int_equal(order->covered, covered);
	}
	return turns;
}

static void assert_each_once(struct order *order)
{
	size_t pages = order->pages, i;
	unsigned int *turns;

	assert_int_equal(order_left(order), pages);
	turns = take_all(order);
	assert_int_equal(order->steps, pages);
	assert_int_equal(order_left(order), 0);
	for (i = 0; i < pages; i++)
		assert_int_equal(turns[i], 1);
	free(turns);
}

static void linear_goes_in_order(void **state)
{
	struct order order;
	size_t i;

	(void)state;
	order_linear(&order, 100, "read");
	for (i = 0; i < 100; i++) {
		assert_false(order_over(&order));
		assert_int_equal(order_left(&order), 100 - i);
		assert_int_equal(order_next(&order), i);
	}
	assert_true(order_over(&order));
	order_linear(&order, 100, "written");
	assert_each_once(&order);
}

static void reverse_goes_down(void **state)
{
	struct order order;
	size_t i;

	(void)state;
	order_reverse(&order, 100, "touched");
	for (i = 100; i-- > 0; )
		assert_int_equal(order_next(&order), i);
	assert_true(order_over(&order));
	order_reverse(&order, 1, "touched");
	assert_each_once(&order);
}

static void chunks_are_covered_by_a_page_each(void **state)
{
	struct chunk_order self;

	(void)state;
	order_chunks(&self, 1025, 512, "read");
	assert_int_equal(order_left(&self.order), 1025);
	assert_int_equal(order_next(&self.order), 0);
	assert_int_equal(self.order.covered, 512);
	assert_int_equal(order_left(&self.order), 513);
	assert_int_equal(order_next(&self.order), 512);
	assert_false(order_over(&self.order));
	assert_int_equal(order_next(&self.order), 1024);
	assert_true(order_over(&self.order));
	assert_int_equal(self.order.steps, 1025);
}

/* A block of 10 in 4 bands: 0 1, 2 3 4, 5 6, 7 8 9. */
static void stripes_leave_gaps(void **state)
{
	static const size_t even[] = { 0, 1, 5, 6 };
	static const size_t odd[] = { 2, 3, 4, 7, 8, 9 };
	struct stripe_order self;
	size_t i;

	(void)state;
	order_stripes(&self, 10, 4, false, "touched");
	assert_int_equal(order_left(&self.order), 4);
	for (i = 0; i < ARRAY_SIZE(even); i++)
		assert_int_equal(order_next(&self.order), even[i]);
	assert_true(order_over(&self.order));
	order_stripes(&self, 10, 4, true, "touched");
	assert_int_equal(order_left(&self.order), 6);
	for (i = 0; i < ARRAY_SIZE(odd); i++)
		assert_int_equal(order_next(&self.order), odd[i]);
	assert_true(order_over(&self.order));
	/* one band has no gaps */
	order_stripes(&self, 1, 1, true, "touched");
	assert_true(order_over(&self.order));
	order_stripes(&self, 1, 1, false, "touched");
	assert_int_equal(order_next(&self.order), 0);
	assert_true(order_over(&self.order));
}

/* Band k of 4 gets k in 10 pages, as long as none is full. */
static void bands_have_speeds(void **state)
{
	struct band_order self;
	size_t i, k;

	(void)state;
	order_bands(&self, 400, 4);
	for (i = 0; i < 100; i++)
		order_next(&self.order);
	for (k = 0; k < 4; k++)
		assert_int_equal(self.band[k].next, 100 * k + 10 * (k + 1));
}

static void bands_are_a_permutation(void **state)
{
	static const size_t pages[] = { 1, 3, 64, 100, 4096 };
	static const size_t bands[] = { 1, 2, 3, 4, 7, 64 };
	struct band_order self;
	size_t i, j;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		for (j = 0; j < ARRAY_SIZE(bands); j++) {
			order_bands(&self, pages[i], bands[j]);
			assert_each_once(&self.order);
		}
	}
}

static void stride_is_a_comb(void **state)
{
	static const size_t pages[] = { 0, 3, 6, 9, 1, 4, 7, 2, 5, 8 };
	struct stride_order self;
	size_t i;

	(void)state;
	order_stride(&self, ARRAY_SIZE(pages), 3);
	for (i = 0; i < ARRAY_SIZE(pages); i++)
		assert_int_equal(order_next(&self.order), pages[i]);
	assert_true(order_over(&self.order));
}

/* Whatever the stride, every page has its turn once. */
static void stride_is_a_permutation(void **state)
{
	static const uint64_t strides[] = {
		1, 2, 3, 9, 63, 64, 65, 511, 512, 1024, 4711, UINT64_MAX
	};
	static const size_t pages[] = { 1, 2, 64, 512, 1000, 1024, 4096 };
	struct stride_order self;
	size_t i, j;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(strides); i++) {
		for (j = 0; j < ARRAY_SIZE(pages); j++) {
			order_stride(&self, pages[j], strides[i]);
			assert_each_once(&self.order);
		}
	}
}

/* A stride beyond the block is linear. */
static void stride_beyond_the_block(void **state)
{
	struct stride_order self;
	size_t i;

	(void)state;
	order_stride(&self, 10, 10);
	for (i = 0; i < 10; i++)
		assert_int_equal(order_next(&self.order), i);
}

static void random_repeats_by_seed(void **state)
{
	struct random_order a, b, c;
	unsigned int same = 0;

	(void)state;
	assert_true(order_random(&a, 1000, 42, ORDER_NO_LIMIT));
	assert_true(order_random(&b, 1000, 42, ORDER_NO_LIMIT));
	assert_true(order_random(&c, 1000, 43, 1000000));
	/* known draws: the order is the same on every machine */
	assert_int_equal(order_next(&a.order), 741);
	assert_int_equal(order_next(&a.order), 159);
	assert_int_equal(order_next(&a.order), 278);
	assert_int_equal(order_next(&b.order), 741);
	assert_int_equal(order_next(&b.order), 159);
	assert_int_equal(order_next(&b.order), 278);
	while (!order_over(&a.order) && !order_over(&c.order)) {
		size_t page = order_next(&a.order);

		assert_int_equal(order_next(&b.order), page);
		same += order_next(&c.order) == page;
	}
	assert_in_range(same, 0, 50);
	order_random_free(&a);
	order_random_free(&b);
	order_random_free(&c);
}

/* It ends at the first draw that leaves no page out, not before or after. */
static void random_ends_when_all_were_drawn(void **state)
{
	static const size_t pages[] = { 1, 2, 7, 8, 9, 1000, 16384 };
	struct random_order self;
	unsigned int *turns;
	size_t i, j;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		assert_true(order_random(&self, pages[i], i, ORDER_NO_LIMIT));
		turns = take_all(&self.order);
		assert_int_equal(self.order.covered, pages[i]);
		assert_int_equal(order_left(&self.order), 0);
		for (j = 0; j < pages[i]; j++)
			assert_int_not_equal(turns[j], 0);
		free(turns);
		order_random_free(&self);
	}
}

/* Of n pages, n draws hit 1 - 1/e: 63.2 percent; of 16384, 10357. */
static void random_draws_with_replacement(void **state)
{
	struct random_order self;

	(void)state;
	assert_true(order_random(&self, 16384, 1, 16384));
	assert_int_equal(order_left(&self.order), 16384);
	free(take_all(&self.order));
	assert_int_equal(self.order.steps, 16384);
	assert_int_equal(order_left(&self.order), 0);
	assert_in_range(self.order.covered, 10100, 10600);
	order_random_free(&self);
}

/* The coupon collector's pages * (1 + 1/2 + ... + 1/pages). */
static void random_knows_how_long_it_takes(void **state)
{
	struct random_order self;

	(void)state;
	assert_true(order_random(&self, 1, 0, ORDER_NO_LIMIT));
	assert_int_equal(order_left(&self.order), 1);
	order_random_free(&self);
	assert_true(order_random(&self, 100, 0, ORDER_NO_LIMIT));
	assert_int_equal(order_left(&self.order), 518);
	self.order.covered = 98;
	assert_int_equal(order_left(&self.order), 150);
	order_random_free(&self);
	assert_true(order_random(&self, 65536, 0, ORDER_NO_LIMIT));
	assert_in_range(order_left(&self.order), 763000, 767000);
	order_random_free(&self);
}

#define BYTES 10000

static void zeros_become_letters(void **state)
{
	unsigned char *mem = calloc(1, BYTES + 1);
	unsigned short seed[3] = { 1, 2, 3 };
	unsigned int seen[256] = { 0 };
	size_t i;

	(void)state;
	assert_non_null(mem);
	assert_int_equal(check_zero(mem, BYTES, seed), BYTES);
	for (i = 0; i < BYTES; i++) {
		assert_in_range(mem[i], 'A', 'Z');
		seen[mem[i]]++;
	}
	for (i = 'A'; i <= 'Z'; i++)	/* 385 of each are expected */
		assert_in_range(seen[i], 250, 520);
	assert_int_equal(mem[BYTES], 0);
	assert_int_equal(check_zero(mem, 0, seed), 0);
	free(mem);
}

/* One dirty byte, anywhere, whatever it is, is found and left alone. */
static void dirt_is_found(void **state)
{
	static const size_t where[] = { 0, 1, 4095, 4096, BYTES - 1 };
	unsigned short seed[3] = { 4, 5, 6 };
	unsigned char mem[BYTES];
	unsigned int value;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(where); i++) {
		for (value = 1; value < 256; value++) {
			memset(mem, 0, sizeof(mem));
			mem[where[i]] = (unsigned char)value;
			assert_int_equal(check_zero(mem, BYTES, seed),
					 where[i]);
			assert_int_equal(mem[where[i]], value);
			if (where[i] + 1 < BYTES)
				assert_int_equal(mem[where[i] + 1], 0);
		}
	}
}

static void first_dirt_is_named(void **state)
{
	unsigned short seed[3] = { 7, 8, 9 };
	unsigned char mem[64] = { [40] = 1, [50] = 2 };

	(void)state;
	assert_int_equal(check_zero(mem, sizeof(mem), seed), 40);
	/* what it wrote itself is no longer zero */
	assert_int_equal(check_zero(mem, sizeof(mem), seed), 0);
}

static void assert_progress(const struct order *order, uint64_t elapsed_ns,
			    const char *expected)
{
	char line[PROGRESS_MAX];

	progress_text(line, sizeof(line), order, PAGE, elapsed_ns);
	assert_string_equal(line, expected);
}

static void progress_lines(void **state)
{
	struct order order;

	(void)state;
	order_linear(&order, 65536, "touched");
	assert_progress(&order, 0,
			"touched     0 of  256M      0%      -/s  ? left");
	order.covered = 16384;
	order.steps = 16384;
	assert_progress(&order, 8 * SEC,
			"touched 64.0M of  256M   25.0%   8.0M/s  24s left");
	order.covered = 65535;
	order.steps = 65535;
	assert_progress(&order, 32 * SEC,
			"touched  256M of  256M  >99.9%   8.0M/s  0s left");
	order.covered = 65536;
	order.steps = 65536;
	order.verb = "written";
	assert_progress(&order, 32 * SEC,
			"written  256M of  256M    100%   8.0M/s  0s left");
}

/* The last pages take the longest, unless the touches run out. */
static void progress_of_random(void **state)
{
	struct random_order self;

	(void)state;
	assert_true(order_random(&self, 1000, 0, ORDER_NO_LIMIT));
	self.order.covered = 999;
	self.order.steps = 6000;
	assert_progress(&self.order, 6 * SEC,
			"touched  3.9M of  3.9M   99.9%   666K/s  1s left");
	self.order.limit = 6500;
	assert_progress(&self.order, 60 * SEC,
			"touched  3.9M of  3.9M   99.9%    67K/s  5s left");
	order_random_free(&self);
}

static void progress_stays_on_its_line(void **state)
{
	static const struct {
		uint64_t pages, covered, elapsed_ns;
	} cases[] = {
		{ 1ULL << 38, 1, 3600 * SEC },
		{ UINT64_MAX / PAGE, 1, UINT64_MAX },
		{ UINT64_MAX / PAGE, UINT64_MAX / PAGE - 1, 1 },
	};
	char line[PROGRESS_MAX];
	struct order order;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		order_linear(&order, cases[i].pages, "touched");
		order.covered = cases[i].covered;
		order.steps = cases[i].covered;
		progress_text(line, sizeof(line), &order, PAGE,
			      cases[i].elapsed_ns);
		assert_in_range(strlen(line), 40, 76);
	}
}

/* What --list and --help show fits, and every preset is a good value. */
static void scenarios_are_sound(void **state)
{
	char name[] = "test";
	char *argv[] = { name, NULL };
	const struct scenario *const *s;
	const struct demo_option *opt;

	(void)state;
	for (s = scenarios; *s; s++) {
		void *values = malloc((*s)->values_size);

		assert_non_null(values);
		assert_in_range(strlen((*s)->name), 1, 10);
		assert_in_range(strlen((*s)->summary), 1, 26);
		assert_in_range(strlen((*s)->look_for), 1, 38);
		assert_non_null((*s)->run);
		for (opt = (*s)->options; opt->name; opt++) {
			assert_non_null(opt->type);
			assert_in_range(strlen(opt->help), 1, 50);
		}
		assert_in_range(opt - (*s)->options, 1, OPTIONS_MAX);
		assert_int_equal(options_parse(*s, 1, argv, values),
				 OPTIONS_RUN);
		free(values);
	}
}

/* A page counts once, as what was done to it last. */
static void block_knows_what_was_done(void **state)
{
	struct block block;

	(void)state;
	assert_true(block_reserve(&block, 3 * PAGE + 1, false));
	assert_int_equal(block.pages, 4);
	block_read(&block, 0);
	block_read(&block, 0);
	block_read(&block, 1);
	assert_int_equal(block.read, 2);
	block_write(&block, 1);
	block_write(&block, 3);
	block_read(&block, 3);	/* stays written */
	assert_int_equal(block.read, 1);
	assert_int_equal(block.written, 2);
	block_drop(&block, 3);
	block_drop(&block, 2);	/* nothing was there */
	assert_int_equal(block.written, 1);
	assert_int_equal(block.released, 1);
	assert_int_equal(block.mem[3 * PAGE], 0);
	block_release(&block);
	assert_int_equal(block.pages, 0);
	assert_int_equal(block.read + block.written, 0);
	assert_int_equal(block.released, 3);
}

/* Of the same size as asked for, whatever had to be cut off. */
static void huge_blocks_are_aligned(void **state)
{
	static const size_t sizes[] = {
		1, 2 << 20, 5 << 20, (2 << 20) + 1, 64 << 20
	};
	struct block block;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		assert_true(block_reserve(&block, sizes[i], true));
		assert_int_equal((uintptr_t)block.mem % BLOCK_HUGE_SIZE, 0);
		block_write(&block, 0);
		block_write(&block, block.pages - 1);
		block_release(&block);
	}
}

static void blocks_grow_where_they_are(void **state)
{
	unsigned char *mem;
	struct block block;

	(void)state;
	assert_true(block_reserve(&block, 64 * PAGE, false));
	mem = block.mem;
	block_shrink(&block, 64);
	block_shrink(&block, 16);
	block_write(&block, 15);
	assert_true(block_grow(&block, 64));
	assert_ptr_equal(block.mem, mem);
	assert_int_equal(block.mem[15 * PAGE], 1);
	block_write(&block, 63);
	assert_int_equal(block.written, 2);
	block_release(&block);
}

static void tells_one_line(void **state)
{
	unsigned char page = 0;
	struct block block = {
		.mem = &page, .size = SIZE_MAX, .pages = SIZE_MAX,
		.read = SIZE_MAX, .written = SIZE_MAX, .released = SIZE_MAX,
	};
	char line[TELL_MAX];
	struct tell tell;

	(void)state;
	tell_start(&tell, "overcommit", true);
	tell.phase = "release";
	tell.round = UINT64_MAX;
	tell.more = ",\"threads\":4";
	tell_text(line, sizeof(line), &tell, &block, INT32_MAX);
	assert_non_null(strstr(line, "{\"scenario\":\"overcommit\",\"pid\":2147483647,\"round\":18446744073709551615,\"phase\":\"release\",\"block\":\"0x"));
	assert_non_null(strstr(line, ",\"released\":18446744073709551615,\"threads\":4}"));
	assert_in_range(strlen(line), 1, TELL_MAX / 4 * 3);
}

/* Nobody to ask is a no. */
static void asks_on_a_terminal_only(void **state)
{
	(void)state;
	assert_non_null(freopen("/dev/null", "r", stdin));
	assert_true(ask(true, "do nothing"));
	assert_false(ask(false, "do nothing"));
}

struct test_values {
	uint64_t size, rate, secs;
	bool flag, other;
	uint64_t count;
};

static const struct demo_option test_options[] = {
	{ "size", &option_size, offsetof(struct test_values, size), "1K", "" },
	{ "rate", &option_rate, offsetof(struct test_values, rate), "1", "" },
	{ "secs", &option_secs, offsetof(struct test_values, secs), "2", "" },
	{ "flag", &option_flag, offsetof(struct test_values, flag), NULL, "" },
	{ "other", &option_flag, offsetof(struct test_values, other), NULL,
	  "" },
	{ .name = NULL }
};

static const struct demo_option test_operand = {
	"N", &option_count, offsetof(struct test_values, count), "7", ""
};

static const struct scenario test_scenario = {
	.name = "test",
	.operand = &test_operand,
	.options = test_options,
	.values_size = sizeof(struct test_values),
};

static void options_fill_values(void **state)
{
	char words[][16] = { "test", "--size", "2K", "--secs=0.5", "--flag" };
	char *argv[ARRAY_SIZE(words) + 1] = { NULL };
	struct test_values values;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(words); i++)
		argv[i] = words[i];
	assert_int_equal(options_parse(&test_scenario, ARRAY_SIZE(words), argv,
				       &values), OPTIONS_RUN);
	assert_int_equal(values.size, 2048);
	assert_int_equal(values.rate, PAGE);
	assert_int_equal(values.secs, SEC / 2);
	assert_true(values.flag);
	assert_false(values.other);
	assert_int_equal(values.count, 7);
}

/* Before, between or behind the options. */
static void operand_is_found_anywhere(void **state)
{
	static const char *const lines[][4] = {
		{ "test", "9", "--size", "2K" },
		{ "test", "--size", "2K", "9" },
		{ "test", "--size=2K", "--", "9" },
	};
	struct test_values values;
	char words[4][16], *argv[5] = { NULL };
	size_t i, j;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		for (j = 0; j < 4; j++)
			argv[j] = strcpy(words[j], lines[i][j]);
		assert_int_equal(options_parse(&test_scenario, 4, argv,
					       &values), OPTIONS_RUN);
		assert_int_equal(values.size, 2048);
		assert_int_equal(values.count, 9);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes),
		cmocka_unit_test(bad_sizes),
		cmocka_unit_test(rates),
		cmocka_unit_test(bad_rates),
		cmocka_unit_test(times),
		cmocka_unit_test(numbers),
		cmocka_unit_test(pace_does_not_drift),
		cmocka_unit_test(pace_survives_extremes),
		cmocka_unit_test(pace_comes_in_bursts),
		cmocka_unit_test(pace_does_not_make_up_for_a_stop),
		cmocka_unit_test(linear_goes_in_order),
		cmocka_unit_test(reverse_goes_down),
		cmocka_unit_test(chunks_are_covered_by_a_page_each),
		cmocka_unit_test(stripes_leave_gaps),
		cmocka_unit_test(bands_have_speeds),
		cmocka_unit_test(bands_are_a_permutation),
		cmocka_unit_test(stride_is_a_comb),
		cmocka_unit_test(stride_is_a_permutation),
		cmocka_unit_test(stride_beyond_the_block),
		cmocka_unit_test(random_repeats_by_seed),
		cmocka_unit_test(random_ends_when_all_were_drawn),
		cmocka_unit_test(random_draws_with_replacement),
		cmocka_unit_test(random_knows_how_long_it_takes),
		cmocka_unit_test(zeros_become_letters),
		cmocka_unit_test(dirt_is_found),
		cmocka_unit_test(first_dirt_is_named),
		cmocka_unit_test(progress_lines),
		cmocka_unit_test(progress_of_random),
		cmocka_unit_test(progress_stays_on_its_line),
		cmocka_unit_test(scenarios_are_sound),
		cmocka_unit_test(block_knows_what_was_done),
		cmocka_unit_test(huge_blocks_are_aligned),
		cmocka_unit_test(blocks_grow_where_they_are),
		cmocka_unit_test(tells_one_line),
		cmocka_unit_test(asks_on_a_terminal_only),
		cmocka_unit_test(options_fill_values),
		cmocka_unit_test(operand_is_found_anywhere),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("tamdemo", tests, NULL, NULL);
}

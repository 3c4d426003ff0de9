// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "common/format.h"

#define K 1024ULL
#define M (1024 * K)
#define G (1024 * M)
#define T (1024 * G)

static void test_sizes(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} cases[] = {
		{ 0, "0" }, { 1, "<1K" }, { 512, "<1K" }, { 513, "1K" },
		{ 4 * K, "4K" }, { 1023 * K, "1023K" }, { 1 * M, "1.0M" },
		/* what would round to 1024K is 1.0M */
		{ 1024 * K - 1, "1.0M" }, { 1536 * K, "1.5M" },
		{ 96 * M + 512 * K, "96.5M" }, { 412 * M, "412M" },
		/* from 100 on there are no decimals, also by rounding */
		{ 100 * M - 1, "100M" }, { 1023 * M, "1023M" },
		{ 1024 * M - 1, "1.0G" }, { 1 * G, "1.0G" }, { 8 * T, "8.0T" },
		/* a tie goes to the even neighbour */
		{ 2 * K + 512, "2K" }, { 3 * K + 512, "4K" },
		{ UINT64_MAX, "16.0E" },
	};
	char buf[FORMAT_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		format_size(buf, sizeof(buf), cases[i].bytes);
		assert_string_equal(buf, cases[i].text);
	}
}

static void test_size_never_wider_than_5(void **state)
{
	char buf[FORMAT_MAX];
	uint64_t bytes;
	int shift, add;

	(void)state;
	for (shift = 0; shift < 64; shift++) {
		for (add = -2; add <= 2; add++) {
			bytes = (1ULL << shift) + (uint64_t)(int64_t)add;
			format_size(buf, sizeof(buf), bytes);
			assert_in_range(strlen(buf), 1, 5);
			format_size(buf, sizeof(buf), bytes * 999 / 1000);
			assert_in_range(strlen(buf), 1, 5);
		}
	}
}

static void test_deltas(void **state)
{
	char buf[FORMAT_MAX];

	(void)state;
	format_delta(buf, sizeof(buf), 0);
	assert_string_equal(buf, "0");
	format_delta(buf, sizeof(buf), (int64_t)(4 * M));
	assert_string_equal(buf, "+4.0M");
	format_delta(buf, sizeof(buf), -(int64_t)(12 * M));
	assert_string_equal(buf, "-12.0M");
	format_delta(buf, sizeof(buf), INT64_MIN);
	assert_string_equal(buf, "-8.0E");
}

static void test_percent_ends_are_exact(void **state)
{
	static const struct {
		uint64_t part, whole;
		const char *text;
	} cases[] = {
		{ 0, 0, "-" }, { 0, 7, "0" }, { 7, 7, "100" },
		{ 1, T, "<0.1" }, { T - 1, T, ">99.9" }, { 1, 2, "50.0" },
		{ 43, 100, "43.0" }, { 9999, 10000, ">99.9" },
		{ 999, 1000, "99.9" }, { 1, 1000, "0.1" },
		{ 3, 2, "150" }, { UINT64_MAX, UINT64_MAX, "100" },
	};
	char buf[FORMAT_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		format_percent(buf, sizeof(buf), cases[i].part,
			       cases[i].whole);
		assert_string_equal(buf, cases[i].text);
	}
}

static void test_counts_fit(void **state)
{
	char buf[FORMAT_MAX];
	uint64_t count = 1;
	int i;

	(void)state;
	format_count(buf, sizeof(buf), 99999, 5);
	assert_string_equal(buf, "99999");
	format_count(buf, sizeof(buf), 100000, 5);
	assert_string_equal(buf, "100k");
	format_count(buf, sizeof(buf), 9999500, 5);
	assert_string_equal(buf, "10M");
	format_count(buf, sizeof(buf), 9999, 4);
	assert_string_equal(buf, "9999");
	format_count(buf, sizeof(buf), 86673, 4);
	assert_string_equal(buf, "87k");
	for (i = 0; i < 64; i++, count = count * 2 + 1) {
		format_count(buf, sizeof(buf), count, 5);
		assert_in_range(strlen(buf), 1, 5);
		format_count(buf, sizeof(buf), count, 4);
		assert_in_range(strlen(buf), 1, 4);
	}
}

static void test_times(void **state)
{
	char buf[FORMAT_MAX];

	(void)state;
	format_cost(buf, sizeof(buf), 400000);
	assert_string_equal(buf, "0.4ms");
	format_cost(buf, sizeof(buf), 40000);
	assert_string_equal(buf, "<0.1ms");
	format_cost(buf, sizeof(buf), 0);
	assert_string_equal(buf, "0.0ms");
	format_cost(buf, sizeof(buf), 12400000);
	assert_string_equal(buf, "12ms");
	format_cost(buf, sizeof(buf), 1200000000);
	assert_string_equal(buf, "1.2s");
	format_interval(buf, sizeof(buf), 1000000000);
	assert_string_equal(buf, "1.0s");
	format_interval(buf, sizeof(buf), 250000000);
	assert_string_equal(buf, "0.25s");
	format_interval(buf, sizeof(buf), 3600000000000);
	assert_string_equal(buf, "3600s");
	format_age(buf, sizeof(buf), 14900000000);
	assert_string_equal(buf, "14s");
	format_age(buf, sizeof(buf), 192000000000);
	assert_string_equal(buf, "3m12s");
	format_age(buf, sizeof(buf), 7500000000000);
	assert_string_equal(buf, "2h05m");
}

/* Every number of digits, and room for none, for some and for all of them. */
static void test_digits_are_those_of_printf(void **state)
{
	char buf[FORMAT_MAX], expected[FORMAT_MAX];
	uint64_t number = 1;
	size_t len;
	int i, add;

	(void)state;
	for (i = 0; i < 20; i++, number *= 10)
		for (add = -1; add < 2; add++)
			for (len = 1; len <= FORMAT_MAX; len++) {
				snprintf(expected, len, "%llu",
					 (unsigned long long)number + add);
				format_number(buf, len, number + add);
				assert_string_equal(buf, expected);
			}
}

static void test_what_is_cut_ends_there(void **state)
{
	char buf[4] = "zzz";

	(void)state;
	format_size(buf, 1, 1 * M);
	assert_string_equal(buf, "");
	assert_int_equal(buf[1], 'z');
	format_percent(buf, 3, 1, 8);
	assert_string_equal(buf, "12");
	assert_int_equal(buf[3], '\0');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_size_never_wider_than_5),
		cmocka_unit_test(test_deltas),
		cmocka_unit_test(test_percent_ends_are_exact),
		cmocka_unit_test(test_counts_fit),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_digits_are_those_of_printf),
		cmocka_unit_test(test_what_is_cut_ends_there),
	};

	return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}

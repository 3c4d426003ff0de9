// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "base/parse.h"
#include "check.h"

static void test_seconds(void **state)
{
	static const char *const bad[] = {
		"", "-1", "x", "1s", "1e3", "0x10", "inf", "nan", "1..2", ".",
		" 1", "1 ", "1,5", "9999999999999",
	};
	uint64_t ns;
	size_t i;

	(void)state;
	assert_true(parse_seconds("1", &ns));
	assert_int_equal(ns, 1000000000);
	assert_true(parse_seconds("0.25", &ns));
	assert_int_equal(ns, 250000000);
	assert_true(parse_seconds(".5", &ns));
	assert_int_equal(ns, 500000000);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(parse_seconds(bad[i], &ns));
}

static void test_numbers(void **state)
{
	static const char *const bad[] = {
		"", "-1", "0", "11", "x", "1x", " 1", "+1",
		"18446744073709551616", "99999999999999999999999",
	};
	uint64_t number;
	size_t i;

	(void)state;
	assert_true(parse_number("10", 1, 10, &number));
	assert_int_equal(number, 10);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(parse_number(bad[i], 1, 10, &number));
}

static void test_pids(void **state)
{
	static const char *const bad[] = {
		"", ",", "1,", ",1", "1,,2", "0", "-1", "1;2", "a", "4194305",
	};
	pid_t *pids;
	size_t i;

	(void)state;
	assert_int_equal(parse_pids("1", &pids), 1);
	assert_int_equal(pids[0], 1);
	free(pids);
	assert_int_equal(parse_pids("412,431,7", &pids), 3);
	assert_int_equal(pids[2], 7);
	free(pids);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(parse_pids(bad[i], &pids), 0);
		assert_null(pids);
	}
}

static void test_pid(void **state)
{
	static const char *const bad[] = {
		"", "0", "-1", "1,2", "x", "1 ", "4194305",
	};
	pid_t pid;
	size_t i;

	(void)state;
	assert_true(parse_pid("412", &pid));
	assert_int_equal(pid, 412);
	assert_true(parse_pid("4194304", &pid));
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(parse_pid(bad[i], &pid));
}

static void test_ranges(void **state)
{
	static const char *const bad[] = {
		"", "-", "1000", "1000-", "-1000", "2000-1000", "1000-1000",
		"x-y", "0x-0x1", "0x0x1-2", " 1000-2000", "1000- 2000",
		"1000-2000 ", "+1000-2000", "1000--2000", "1000-2000-3000",
		"0-10000000000000000", "0-ffffffffffffffff", "1000,2000",
		"0-fffffffffffff001",
	};
	uint64_t start, end;
	size_t i;

	(void)state;
	assert_true(parse_range("1000-3000", 0x1000, &start, &end));
	assert_int_equal(start, 0x1000);
	assert_int_equal(end, 0x3000);
	assert_true(parse_range("0x7fff-0X8001", 0x1000, &start, &end));
	assert_int_equal(start, 0x7000);
	assert_int_equal(end, 0x9000);
	assert_true(parse_range("7f3A4c000fff-7f3a4C001000", 0x1000, &start,
				&end));
	assert_int_equal(start, 0x7f3a4c000000);
	assert_int_equal(end, 0x7f3a4c001000);
	assert_true(parse_range("0-fffffffffffff000", 0x1000, &start, &end));
	assert_int_equal(start, 0);
	assert_int_equal(end, 0xfffffffffffff000);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(parse_range(bad[i], 0x1000, &start, &end));
}

static void test_sizes(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes;
	} good[] = {
		{ "1", 1 }, { "4096", 4096 }, { "1K", 1024 }, { "1k", 1024 },
		{ "256M", 256 << 20 }, { "256m", 256 << 20 },
		{ "1.5G", 3ULL << 29 }, { ".5K", 512 }, { "1.", 1 },
		{ "0.001K", 1 }, { "16t", 16ULL << 40 }, { "1.9", 1 },
		{ "4194303T", 4194303ULL << 40 }, { "007M", 7 << 20 },
		{ "999999999999", 999999999999 },
	};
	static const char *const bad[] = {
		"", "0", "0M", "0.0", ".", "M", "x", "-1", "+1", " 1", "1 ",
		"1 M", "1MB", "1MiB", "1KK", "1B", "1E", "1P", "1e3", "1e3M",
		"0x10", "inf", "nan", "1..2", "1.2.3M", "1,5G", "0.5",
		"0.0009K", "4194304T", "999999999999T", "1234567890123",
		"1M\n", "\xff", "1\xc2\xa0M",
	};
	uint64_t bytes;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		if (!parse_size(good[i].text, &bytes))
			fail_msg("'%s' is refused", good[i].text);
		assert_int_equal(bytes, good[i].bytes);
	}
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		if (parse_size(bad[i], &bytes))
			fail_msg("'%s' is taken", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seconds),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_pids),
		cmocka_unit_test(test_pid),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_sizes),
	};

	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}

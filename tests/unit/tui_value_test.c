// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "check.h"
#include "value.h"

static void test_seconds(void **state)
{
	static const char *const bad[] = {
		"", "-1", "x", "1s", "1e3", "0x10", "inf", "nan", "1..2", ".",
		" 1", "1 ", "1,5", "9999999999999",
	};
	uint64_t ns;
	size_t i;

	(void)state;
	assert_true(value_seconds("1", &ns));
	assert_int_equal(ns, 1000000000);
	assert_true(value_seconds("0.25", &ns));
	assert_int_equal(ns, 250000000);
	assert_true(value_seconds(".5", &ns));
	assert_int_equal(ns, 500000000);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(value_seconds(bad[i], &ns));
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
	assert_true(value_number("10", 1, 10, &number));
	assert_int_equal(number, 10);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(value_number(bad[i], 1, 10, &number));
}

static void test_pids(void **state)
{
	static const char *const bad[] = {
		"", ",", "1,", ",1", "1,,2", "0", "-1", "1;2", "a", "4194305",
	};
	pid_t *pids;
	size_t i;

	(void)state;
	assert_int_equal(value_pids("1", &pids), 1);
	assert_int_equal(pids[0], 1);
	free(pids);
	assert_int_equal(value_pids("412,431,7", &pids), 3);
	assert_int_equal(pids[2], 7);
	free(pids);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(value_pids(bad[i], &pids), 0);
		assert_null(pids);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seconds),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_pids),
	};

	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}

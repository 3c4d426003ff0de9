// SPDX-License-Identifier: GPL-2.0
/* The texts of /proc/PID, with names as hostile as prctl(2) lets them be. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "common/clock.h"
#include "source/procstat.h"

/* What follows the name of a sleeper; 1203910 ticks are 12039.1 s. */
#define REST " S 8152 8152 4847 0 -1 4194304 98 7 3 9 1 2 0 0 20 0 5 0 1203910" \
	     " 3133440 414 18446744073709551615 94694832275456 1 2 0 0 0 0 0\n"

static void expect_name(const char *told, const char *name)
{
	struct procstat stat;
	char text[512];

	snprintf(text, sizeof(text), "8163 (%s)" REST, told);
	assert_true(procstat_parse(text, &stat));
	assert_string_equal(stat.comm, name);
	assert_int_equal(stat.state, 'S');
	assert_int_equal(stat.ppid, 8152);
	assert_false(stat.kthread);
	assert_int_equal(stat.minflt, 98);
	assert_int_equal(stat.majflt, 3);
	assert_int_equal(stat.cpu_ns, 3 * 10 * NSEC_PER_MSEC);
	assert_int_equal(stat.nr_threads, 5);
	assert_int_equal(stat.nice, 0);
	assert_true(stat.start_ns == 12039100 * NSEC_PER_MSEC);
}

static void test_fields_stand_behind_the_last_parenthesis(void **state)
{
	(void)state;
	expect_name("cat", "cat");
	expect_name("", "");
	expect_name("a) R (b", "a) R (b");
	expect_name(") S 1 1 1 1", ") S 1 1 1 1");
	expect_name("((((((", "((((((");
	expect_name(")))))))))))))))", ")))))))))))))))");
	expect_name("two\nlines", "two\nlines");
	expect_name("\xff\x80 \x1b[2J", "\xff\x80 \x1b[2J");
	expect_name("15 bytes are ok", "15 bytes are ok");
	/* of a kernel worker more is told than its name has room for */
	expect_name("kworker/0:1-events", "kworker/0:1-eve");
}

static void test_what_a_process_is(void **state)
{
	struct procstat stat;

	(void)state;
	assert_true(procstat_parse("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 7 0 0 ",
				   &stat));
	assert_true(stat.kthread);
	assert_true(stat.start_ns == 70 * NSEC_PER_MSEC);
	assert_true(procstat_parse("9 (x) Z 1 9 9 0 -1 4227084 0 0 0 0 0 0 0 0 20 0 1 0 7 0 0 ",
				   &stat));
	assert_int_equal(stat.state, 'Z');
	assert_false(stat.kthread);
	assert_true(procstat_parse("9 (x) S 1 9 9 0 -1 4194304 0 0 0 0 0 0 0 0 39 19 1 0 7 0 0 ",
				   &stat));
	assert_int_equal(stat.nice, 19);
	assert_true(procstat_parse("9 (x) S 1 9 9 0 -1 4194304 0 0 0 0 0 0 0 0 0 -20 1 0 7 0 0 ",
				   &stat));
	assert_int_equal(stat.nice, -20);
}

static void test_great_numbers_are_exact(void **state)
{
	struct procstat stat;
	struct procstat_sizes sizes;

	(void)state;
	assert_true(procstat_parse("4194304 (x) R 4194303 0 0 0 -1 0 18446744073709551615 0 18446744073709551614 0 0 0 0 0 20 0 100000 0 36000000000 0 0 ",
				   &stat));
	assert_int_equal(stat.ppid, 4194303);
	assert_true(stat.minflt == UINT64_MAX);
	assert_true(stat.majflt == UINT64_MAX - 1);
	assert_int_equal(stat.nr_threads, 100000);
	/* up for eleven years */
	assert_true(stat.start_ns == 360000000 * NSEC_PER_SEC);
	/* 128 TiB of address space */
	assert_true(procstat_statm("34359738367 4294967296 3 4 0 5 0\n",
				   &sizes));
	assert_true(sizes.reserved == (1ULL << 47) - 4096);
	assert_true(sizes.resident == 1ULL << 44);
}

/* However much is missing, nothing is told that was not read to its end. */
static void test_a_text_that_was_cut_is_none(void **state)
{
	static const char whole[] = "8163 (a) b)" REST;
	size_t enough = (size_t)(strstr(whole, " 3133440") - whole) + 1;
	struct procstat stat;
	char text[sizeof(whole)];
	size_t len;

	(void)state;
	for (len = 0; len < sizeof(whole); len++) {
		snprintf(text, len + 1, "%s", whole);
		assert_int_equal(procstat_parse(text, &stat), len >= enough);
	}
}

static void test_other_texts_are_none(void **state)
{
	static const char *const texts[] = {
		"", "1", "1 (", "1 ()", "1 )a( S 1", "1 (a) S", "1 (a) ",
		"1 (a) S x 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
	};
	struct procstat stat;
	struct procstat_sizes sizes;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++)
		assert_false(procstat_parse(texts[i], &stat));
	assert_false(procstat_statm("", &sizes));
	assert_false(procstat_statm("765", &sizes));
	assert_false(procstat_statm("765 442", &sizes));
	assert_false(procstat_statm("765 442 ", &sizes));
	assert_false(procstat_statm("765 442 414", &sizes));
	assert_false(procstat_statm("x y z", &sizes));
}

static void test_statm_is_in_bytes(void **state)
{
	struct procstat_sizes sizes;

	(void)state;
	assert_true(procstat_statm("765 442 414 5 0 123 0\n", &sizes));
	assert_int_equal(sizes.reserved, 765 * 4096);
	assert_int_equal(sizes.resident, 442 * 4096);
	assert_int_equal(sizes.shared, 414 * 4096);
	assert_true(procstat_statm("0 0 0 0 0 0 0\n", &sizes));
	assert_int_equal(sizes.reserved, 0);
	assert_int_equal(sizes.resident, 0);
	assert_int_equal(sizes.shared, 0);
}

static void test_status_tells_the_effective_user_and_swap(void **state)
{
	static const char text[] =
		"Name:\tUid:\\n9\nUmask:\t0022\nUid:\t1000\t33\t34\t35\n"
		"Gid:\t7\t8\t9\t10\nVmRSS:\t     512 kB\n"
		"VmSwap:\t    2048 kB\nThreads:\t1\n";
	uint64_t swapped, hugetlb;
	uid_t euid;

	(void)state;
	assert_true(procstat_euid(text, &euid));
	assert_int_equal(euid, 33);
	assert_true(procstat_swap(text, &swapped));
	assert_int_equal(swapped, 2048 * 1024);
	/* a kernel without hugetlb */
	assert_true(procstat_hugetlb(text, &hugetlb));
	assert_int_equal(hugetlb, 0);
	assert_true(procstat_hugetlb("Name:\tHugetlbPages:\n"
				     "HugetlbPages:\t    4096 kB\n",
				     &hugetlb));
	assert_int_equal(hugetlb, 4096 * 1024);
	assert_false(procstat_hugetlb("HugetlbPages:\t    40", &hugetlb));
}

static void test_what_status_lacks_is_not_known(void **state)
{
	uint64_t swapped;
	uid_t euid;

	(void)state;
	/* a kernel thread */
	assert_false(procstat_swap("Name:\tVmSwap:\nUid:\t0\t0\t0\t0\n",
				   &swapped));
	/* cut in the middle of a number */
	assert_false(procstat_swap("Name:\tx\nVmSwap:\t   20", &swapped));
	assert_false(procstat_euid("Name:\tx\nUid:\t1000\t10", &euid));
	assert_false(procstat_euid("Name:\tx\n", &euid));
	assert_false(procstat_euid("", &euid));
}

static void test_a_key_begins_a_line(void **state)
{
	static const char text[] = "nr_pgfault 1\npgfault_x 2\npgfault 3\n";
	uint64_t value;

	(void)state;
	assert_true(procstat_number(text, "pgfault ", &value));
	assert_int_equal(value, 3);
	assert_true(procstat_number("667\n", "", &value));
	assert_int_equal(value, 667);
	assert_false(procstat_number(text, "pgmajfault ", &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields_stand_behind_the_last_parenthesis),
		cmocka_unit_test(test_what_a_process_is),
		cmocka_unit_test(test_great_numbers_are_exact),
		cmocka_unit_test(test_a_text_that_was_cut_is_none),
		cmocka_unit_test(test_other_texts_are_none),
		cmocka_unit_test(test_statm_is_in_bytes),
		cmocka_unit_test(test_status_tells_the_effective_user_and_swap),
		cmocka_unit_test(test_what_status_lacks_is_not_known),
		cmocka_unit_test(test_a_key_begins_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

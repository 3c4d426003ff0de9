// SPDX-License-Identifier: GPL-2.0
/* tamdemo's parts: what people type, the pace, and the check for zeros. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../demo/check.h"
#include "../../demo/pace.h"
#include "../../demo/progress.h"
#include "../../demo/scenario.h"
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

		assert_non_null(why);
		assert_string_equal(why, cases[i].why);
		assert_int_equal(bytes, UNTOUCHED);
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

		assert_non_null(why);
		assert_string_equal(why, cases[i].why);
		assert_int_equal(bytes, UNTOUCHED);
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

static void pace_does_not_make_up_for_a_stop(void **state)
{
	struct pace pace;

	(void)state;
	pace_start(&pace, 100 * PAGE, PAGE, 0);
	assert_int_equal(pace_due(&pace, SEC / 2), 50);
	assert_int_equal(pace_due(&pace, 60 * SEC), 50);
	assert_int_equal(pace_due(&pace, 60 * SEC + SEC / 2), 100);
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

static void progress_lines(void **state)
{
	char line[PROGRESS_MAX];

	(void)state;
	progress_text(line, sizeof(line), 0, 256 << 20, 0);
	assert_string_equal(line,
		"touched     0 of  256M      0%      -/s  ? left");
	progress_text(line, sizeof(line), 64 << 20, 256 << 20, 8 * SEC);
	assert_string_equal(line,
		"touched 64.0M of  256M   25.0%   8.0M/s  24s left");
	progress_text(line, sizeof(line), (256 << 20) - 4096, 256 << 20,
		      32 * SEC);
	assert_non_null(strstr(line, " >99.9% "));
	progress_text(line, sizeof(line), 4096, 1ULL << 50, 3600 * SEC);
	assert_in_range(strlen(line), 40, 76);
	progress_text(line, sizeof(line), 1, UINT64_MAX, UINT64_MAX);
	assert_in_range(strlen(line), 40, 76);
	progress_text(line, sizeof(line), 256 << 20, 256 << 20, 32 * SEC);
	assert_string_equal(line,
		"touched  256M of  256M    100%   8.0M/s  0s left");
}

/* What --list and --help show fits, and every preset is a good value. */
static void scenarios_are_sound(void **state)
{
	char name[] = "test";
	char *argv[] = { name, NULL };
	const struct scenario *const *s;

	(void)state;
	for (s = scenarios; *s; s++) {
		void *values = malloc((*s)->values_size);

		assert_non_null(values);
		assert_in_range(strlen((*s)->name), 1, 10);
		assert_in_range(strlen((*s)->summary), 1, 26);
		assert_in_range(strlen((*s)->look_for), 1, 38);
		assert_non_null((*s)->run);
		assert_int_equal(options_parse(*s, 1, argv, values),
				 OPTIONS_RUN);
		free(values);
	}
}

struct test_values {
	uint64_t size, rate, secs;
	bool flag, other;
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

static const struct scenario test_scenario = {
	.name = "test",
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
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes),
		cmocka_unit_test(bad_sizes),
		cmocka_unit_test(rates),
		cmocka_unit_test(bad_rates),
		cmocka_unit_test(times),
		cmocka_unit_test(pace_does_not_drift),
		cmocka_unit_test(pace_survives_extremes),
		cmocka_unit_test(pace_does_not_make_up_for_a_stop),
		cmocka_unit_test(zeros_become_letters),
		cmocka_unit_test(dirt_is_found),
		cmocka_unit_test(first_dirt_is_named),
		cmocka_unit_test(progress_lines),
		cmocka_unit_test(scenarios_are_sound),
		cmocka_unit_test(options_fill_values),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("tamdemo", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
/* Settings as text, in both directions, and in the man page. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/conf_file.h"
#include "app/setting.h"
#include "check.h"
#include "common/clock.h"

static struct settings settings;
static char why[SETTING_WHY_MAX];

static int set_up(void **state)
{
	(void)state;
	settings = settings_default();
	return 0;
}

static void assert_becomes(int id, const char *given, const char *expected)
{
	char text[SETTING_TEXT_MAX];

	if (!setting_parse(id, &settings, given, why))
		fail_msg("%s", why);
	setting_text(id, &settings, text);
	assert_string_equal(text, expected);
}

static void assert_stays(int id, const char *given)
{
	assert_becomes(id, given, given);
}

static void assert_wrong(int id, const char *given, const char *expected)
{
	char before[SETTING_TEXT_MAX], after[SETTING_TEXT_MAX];

	setting_text(id, &settings, before);
	assert_false(setting_parse(id, &settings, given, why));
	setting_text(id, &settings, after);
	assert_string_equal(why, expected);
	assert_string_equal(after, before);
}

static void test_values_are_what_they_were(void **state)
{
	static const char *const delays[] = { "0.1", "0.25", "1", "3600",
					      "0.333333333", "10" };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(delays); i++)
		assert_stays(SETTING_DELAY, delays[i]);
	assert_becomes(SETTING_DELAY, "1.50", "1.5");
	assert_becomes(SETTING_DELAY, ".5", "0.5");
	assert_stays(SETTING_SORT, "pid");
	assert_false(settings.inverted);
	assert_stays(SETTING_SORT, "touched inverted");
	assert_true(settings.inverted);
	assert_becomes(SETTING_SORT, "pid \t inverted", "pid inverted");
	assert_stays(SETTING_START, "list");
	assert_stays(SETTING_START, "user");
	assert_stays(SETTING_START, "command");
	assert_stays(SETTING_START, "cgroup");
	assert_stays(SETTING_SCHEME, "auto");
	assert_stays(SETTING_SCHEME, "dark");
	assert_stays(SETTING_SCHEME, "light");
}

/* Every key that can be sorted by is one, by each of its names. */
static void test_every_sort_key(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < NR_PROCESS_FIELDS; i++)
		if (process_fields[i].compare)
			assert_stays(SETTING_SORT, process_fields[i].key);
}

static void test_yes_and_no(void **state)
{
	static const int flags[] = {
		SETTING_TREE, SETTING_PATHS, SETTING_LETTERS, SETTING_COLOR,
		SETTING_ASCII,
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		assert_stays(flags[i], "yes");
		assert_stays(flags[i], "no");
		assert_becomes(flags[i], "True", "yes");
		assert_becomes(flags[i], "OFF", "no");
	}
	assert_wrong(SETTING_TREE, "1", "tree '1': give yes or no");
	assert_wrong(SETTING_COLOR, "", "color '': give yes or no");
}

/* What isn't one of them is none of the others either. */
static void test_mistakes_change_nothing(void **state)
{
	static const char *const delays[] = { "", "x", "0", "0.09", "3601",
					      "1s", "-1", "inf", "0x1", "1 2" };
	char expected[128];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(delays); i++) {
		snprintf(expected, sizeof(expected),
			 "delay '%s': give 0.1 to 3600 seconds, like 0.5",
			 delays[i]);
		assert_wrong(SETTING_DELAY, delays[i], expected);
	}
	assert_wrong(SETTING_SORT, "size",
		     "sort key 'size' is unknown; tamtop --help lists them");
	assert_wrong(SETTING_SORT, "",
		     "sort key '' is unknown; tamtop --help lists them");
	assert_wrong(SETTING_SORT, "pid reversed",
		     "sort 'pid reversed': behind a key there may be only inverted");
	assert_wrong(SETTING_SORT, "pid inverted twice",
		     "sort 'pid inverted twice': behind a key there may be only inverted");
	assert_wrong(SETTING_START, "map",
		     "start 'map' is unknown; give list, user, command or cgroup");
	assert_wrong(SETTING_START, "none",
		     "start 'none' is unknown; give list, user, command or cgroup");
	assert_wrong(SETTING_SCHEME, "grey",
		     "scheme 'grey' is unknown; give auto, dark, light, colour-blind, colour-blind-dark or colour-blind-light");
}

/* A text that is as long as it can be is no trouble. */
static void test_long_texts(void **state)
{
	char text[SETTING_TEXT_MAX];
	int id;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (id = 0; id < NR_SETTINGS; id++) {
		assert_false(setting_parse(id, &settings, text, why));
		assert_non_null(strstr(why, "xxx"));
	}
}

static void test_names(void **state)
{
	int id, other;

	(void)state;
	for (id = 0; id < NR_SETTINGS; id++) {
		assert_int_equal(setting_by_name(setting_table[id].name), id);
		assert_true(strlen(setting_table[id].about) <= 70);
		for (other = 0; other < id; other++)
			assert_string_not_equal(setting_table[id].name,
						setting_table[other].name);
	}
	assert_int_equal(setting_by_name("colour"), SETTING_COLOR);
	assert_int_equal(setting_by_name("Delay"), NR_SETTINGS);
	assert_int_equal(setting_by_name(""), NR_SETTINGS);
}

static void test_what_was_meant(void **state)
{
	(void)state;
	assert_string_equal(setting_nearest("colours"), "color");
	assert_string_equal(setting_nearest("delya"), "delay");
	assert_string_equal(setting_nearest("Delay"), "delay");
	assert_string_equal(setting_nearest("shceme"), "scheme");
	assert_string_equal(setting_nearest("sorted"), "sort");
	assert_null(setting_nearest("interval"));
	assert_null(setting_nearest(""));
	assert_null(setting_nearest("ab"));
	assert_null(setting_nearest("a name that is longer than any name could be"));
}

/* Bounds that the man page has in words, and where they are from. */
static void test_the_man_page_has_the_bounds(void **state)
{
	static const struct {
		const char *text;
		int nr;
	} said[] = {
		{ "Seconds between samples, from " DELAY_RANGE "; "
		  STRINGIFY(DELAY_DEFAULT) " by default.", 2 },
		{ STRINGIFY(CONF_FILE_MAX_K) "K.", 1 },
	};
	char line[256];
	FILE *file;
	size_t i;
	int nr;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(said); i++) {
		file = fopen("tui/tamtop.1", "r");
		assert_non_null(file);
		for (nr = 0; fgets(line, sizeof(line), file);) {
			line[strcspn(line, "\n")] = '\0';
			nr += !strcmp(line, said[i].text);
		}
		fclose(file);
		if (nr != said[i].nr)
			fail_msg("'%s' is there %d times", said[i].text, nr);
	}
}

/* ".It Cm delay" of its section CONFIGURATION, all of them and no other. */
static void test_the_man_page_tells_of_each(void **state)
{
	FILE *file = fopen("tui/tamtop.1", "r");
	bool in_section = false;
	char line[256];
	int nr = 0;

	(void)state;
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, ".Sh ", 4))
			in_section = !strcmp(line, ".Sh CONFIGURATION");
		if (!in_section || strncmp(line, ".It Cm ", 7))
			continue;
		if (nr >= NR_SETTINGS)
			fail_msg("%s is no setting", line);
		assert_string_equal(line + 7, setting_table[nr].name);
		nr++;
	}
	fclose(file);
	assert_int_equal(nr, NR_SETTINGS);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_values_are_what_they_were),
		TEST(test_every_sort_key),
		TEST(test_yes_and_no),
		TEST(test_mistakes_change_nothing),
		TEST(test_long_texts),
		TEST(test_names),
		TEST(test_what_was_meant),
		TEST(test_the_man_page_tells_of_each),
		TEST(test_the_man_page_has_the_bounds),
	};

	return cmocka_run_group_tests_name("setting", tests, NULL, NULL);
}

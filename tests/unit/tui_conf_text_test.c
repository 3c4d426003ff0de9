// SPDX-License-Identifier: GPL-2.0
/* Config files as text: what they say, and what a save makes of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/conf_write.h"
#include "check.h"
#include "common/clock.h"

#define ROUNDS 3000
#define TEXT_MAX 4096

static struct settings settings;
static struct warnings warnings;
static unsigned int seed;	/* of what is made up */

static int set_up(void **state)
{
	(void)state;
	settings = settings_default();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	warnings_release(&warnings);
	return 0;
}

static void apply_bytes(const char *bytes, size_t len)
{
	char *copy = malloc(len + 1);
	struct conf_text text;

	assert_non_null(copy);
	memcpy(copy, bytes, len);
	conf_text_read(&text, copy, len);
	conf_text_apply(&text, &settings, &warnings);
	conf_text_release(&text);
	free(copy);
}

static void apply(const char *bytes)
{
	apply_bytes(bytes, strlen(bytes));
}

/* The warnings, as they are told, are @expected. */
static void assert_warned(const char *expected)
{
	char *told = NULL;
	size_t len;
	FILE *out = open_memstream(&told, &len);

	assert_non_null(out);
	warnings_print(&warnings, "c", out);
	fclose(out);
	assert_string_equal(told, expected);
	free(told);
	warnings_release(&warnings);
}

static void assert_value(int id, const char *expected)
{
	char text[SETTING_TEXT_MAX];

	setting_text(id, &settings, text);
	assert_string_equal(text, expected);
}

static void test_what_is_said_counts(void **state)
{
	(void)state;
	apply("# mine\n\ndelay = 2 ; slow\nsort=pid\n  inverted\n\ntree: yes\n"
	      "color = no\nscheme = light\nstart = cgroup\n");
	assert_warned("");
	assert_value(SETTING_DELAY, "2");
	assert_value(SETTING_SORT, "pid inverted");
	assert_value(SETTING_TREE, "yes");
	assert_value(SETTING_COLOR, "no");
	assert_value(SETTING_SCHEME, "light");
	assert_value(SETTING_START, "cgroup");
	assert_value(SETTING_PATHS, "no");
}

static void test_nothing_is_fine(void **state)
{
	(void)state;
	apply("");
	apply("\n");
	apply("\n\n\n# only words");
	apply("\xef\xbb\xbf");
	apply("\r\n");
	assert_warned("");
}

/* As an editor on another system has left it. */
static void test_other_line_ends(void **state)
{
	(void)state;
	apply("\xef\xbb\xbf" "delay = 2\r\nsort = pid\r\n  inverted ; b\r\ntree = yes");
	assert_warned("");
	assert_value(SETTING_DELAY, "2");
	assert_value(SETTING_SORT, "pid inverted");
	assert_value(SETTING_TREE, "yes");
}

static void test_every_mistake_has_its_line(void **state)
{
	(void)state;
	apply("dealy = 2\ndelay = 0\nnonsense\n\n[foo]\ndelay = 3\n[bar]\n"
	      "[bar\n  alone\n[]\ntree = maybe\n= 1\n");
	assert_warned("tamtop: c:1: 'dealy' is unknown: did you mean delay?\n"
		      "tamtop: c:2: delay '0': give 0.1 to 3600 seconds, like 0.5\n"
		      "tamtop: c:3: expected NAME = VALUE: 'nonsense'\n"
		      "tamtop: c:5: section [foo] is unknown\n"
		      "tamtop: c:7: section [bar] is unknown\n"
		      "tamtop: c:8: expected NAME = VALUE: '[bar'\n"
		      "tamtop: c:9: expected NAME = VALUE: '  alone'\n"
		      "tamtop: c:11: tree 'maybe': give yes or no\n"
		      "tamtop: c:12: '' is unknown\n");
	assert_value(SETTING_DELAY, "1");
	assert_value(SETTING_TREE, "no");
}

static void test_the_last_one_counts(void **state)
{
	(void)state;
	apply("colour = no\ncolor = yes\n");
	assert_warned("tamtop: c:2: color is in line 1, too: this one counts\n");
	apply("delay = 2\ntree = yes\ndelay = 3\ndelay = x\n");
	assert_warned("tamtop: c:3: delay is in line 1, too: this one counts\n"
		      "tamtop: c:4: delay 'x': give 0.1 to 3600 seconds, like 0.5\n");
	assert_value(SETTING_DELAY, "3");
}

static void test_a_long_line_is_not_two(void **state)
{
	char text[600];

	(void)state;
	memset(text, ' ', sizeof(text));
	memcpy(text, "delay = 2", 9);
	memcpy(text + 198, "\nsort = pid", 11);
	text[209] = '\0';
	apply(text);
	assert_warned("");
	memset(text, 'x', sizeof(text));
	memcpy(text, "delay = ", 8);
	memcpy(text + 199, " sort = command\ntree = yes", 27);
	apply(text);
	assert_warned("tamtop: c:1: a line of more than 198 bytes is not read\n");
	assert_value(SETTING_SORT, "pid");
	assert_value(SETTING_TREE, "yes");
}

static void test_a_value_of_very_many_lines(void **state)
{
	char text[TEXT_MAX] = "sort =\n";
	size_t i;

	(void)state;
	for (i = 0; i < 200; i++)
		strcat(text, "  touched\n");
	strcat(text, "tree = yes\n");
	apply(text);
	assert_warned("tamtop: c:1: sort: the value is too long\n");
	assert_value(SETTING_TREE, "yes");
}

static void test_bytes_that_are_no_text(void **state)
{
	(void)state;
	apply("# caf\xe9 in a comment is nobody's affair\n"
	      "sort = caf\xe9\n"
	      "tree = yes ; \xc0\xaf\n"
	      "delay\x1b[31m = 1\n"
	      "scheme = \x1b]0;x\x07\n"
	      "\xed\xa0\x80 = 1\n"
	      "paths = yes ; caf\xc3\xa9\n");
	assert_warned("tamtop: c:2: this is not UTF-8\n"
		      "tamtop: c:3: this is not UTF-8\n"
		      "tamtop: c:4: 'delay?[31m' is unknown\n"
		      "tamtop: c:5: scheme '?]0;x?' is unknown; give auto, dark, light, colour-blind, colour-blind-dark or colour-blind-light\n"
		      "tamtop: c:6: this is not UTF-8\n");
	assert_value(SETTING_TREE, "no");
	assert_value(SETTING_PATHS, "yes");
}

/* Keys that are given and taken, in any order of the lines. */
static void test_a_way_out_is_judged_behind_the_last_line(void **state)
{
	(void)state;
	apply("[keys]\nback = q F10\nquit = x\n");
	assert_warned("");
	settings = settings_default();
	apply("[keys]\nquit = x\nback = q F10\n");
	assert_warned("");
	settings = settings_default();
	apply("[keys]\nsearch = q F10\nsearch = a b c d e\ntree = e\n");
	assert_warned("tamtop: c:3: search can have 4 keys, not more\n"
		      "tamtop: c:2: quit would be left without a key\n");
	settings = settings_default();
	apply("[keys]\nquit =\n");
	assert_warned("tamtop: c:2: quit would be left without a key\n");
}

static void test_so_many_warnings_are_counted(void **state)
{
	char text[2000] = "", sum[256];
	size_t i;

	(void)state;
	for (i = 0; i < 500; i++)
		strcat(text, "x\n");
	apply(text);
	warnings_sum_up(&warnings, "config", sum, sizeof(sum));
	assert_string_equal(sum,
			    "500 mistakes, tamtop --print-config lists them: config:1: expected NAME = VALUE: 'x'");
	assert_int_equal(warnings.nr, 20);
	assert_int_equal(warnings.all, 500);
}

static char *saved(const char *bytes, size_t len, const struct settings *base,
		   const struct settings *now, size_t *saved_len)
{
	char *copy = malloc(len + 1), *result;
	const char *why = NULL;
	struct conf_text text;

	assert_non_null(copy);
	memcpy(copy, bytes, len);
	conf_text_read(&text, copy, len);
	result = conf_text_write(&text, base, now, saved_len, &why);
	if (!result)
		fail_msg("seed %u: not saved: %s:\n%s", seed, why, bytes);
	conf_text_release(&text);
	free(copy);
	return result;
}

/*
 * @before was read; then "NAME=VALUE" words of @changes came, with blanks
 * between them; what is saved is @after.
 */
static void assert_saved(const char *before, const char *changes,
			 const char *after)
{
	char words[256], why[SETTING_WHY_MAX], *save = words, *word, *value;
	struct settings base = settings_default(), now;
	struct conf_text text;
	size_t len;

	conf_text_read(&text, before, strlen(before));
	conf_text_apply(&text, &base, NULL);
	conf_text_release(&text);
	now = base;
	snprintf(words, sizeof(words), "%s", changes);
	while ((word = strsep(&save, " "))) {
		value = strchr(word, '=');
		if (!value)
			continue;
		*value++ = '\0';
		if (strchr(value, '_'))
			*strchr(value, '_') = ' ';
		assert_true(setting_parse(setting_by_name(word), &now, value,
					  why));
	}
	word = saved(before, strlen(before), &base, &now, &len);
	assert_non_null(word);
	assert_string_equal(word, after);
	assert_int_equal(len, strlen(after));
	free(word);
}

static void test_values_are_replaced_where_they_are(void **state)
{
	(void)state;
	assert_saved("delay = 2\n", "", "delay = 2\n");
	assert_saved("delay = 2\n", "delay=3", "delay = 3\n");
	assert_saved("colour = no\n", "color=yes", "colour = yes\n");
	assert_saved("\n# a\n\tdelay\t=\t2.00   ; slow\n\n\n# b", "delay=3",
		     "\n# a\n\tdelay\t=\t3   ; slow\n\n\n# b");
	assert_saved("delay:2;x\n", "delay=3", "delay:3\n");
	assert_saved("delay=2 ;x\n", "delay=3", "delay=3 ;x\n");
	assert_saved("delay=2", "delay=0.25", "delay=0.25");
	assert_saved("delay =\n", "delay=3", "delay = 3\n");
	assert_saved("delay=\n", "delay=3", "delay= 3\n");
	assert_saved("delay = ; c\n", "delay=3", "delay = 3 ; c\n");
	assert_saved("delay = x\n", "delay=3", "delay = 3\n");
	assert_saved("delay = x\n", "tree=yes",
		     "delay = x\n\n# saved by tamtop\ntree = yes\n");
	/* what is the default is written where there is another one */
	assert_saved("delay = 2\n", "delay=1", "delay = 1\n");
}

static void test_the_last_of_two_is_replaced(void **state)
{
	(void)state;
	assert_saved("delay = 2\ntree = yes\ndelay = 4\n", "delay=3",
		     "delay = 2\ntree = yes\ndelay = 3\n");
	assert_saved("delay = 2\ndelay = x\n", "delay=3",
		     "delay = 2\ndelay = 3\n");
}

static void test_lines_that_go_on(void **state)
{
	(void)state;
	assert_saved("sort = pid\n\tinverted\ntree = yes\n", "sort=user",
		     "sort = user\ntree = yes\n");
	assert_saved("sort =\n\tpid ; by number\n# all\n\tinverted\n",
		     "sort=user_inverted",
		     "sort = user inverted\n\t; by number\n# all\n");
	assert_saved("sort = pid\n\tinverted\ntree = yes\n", "tree=no",
		     "sort = pid\n\tinverted\ntree = no\n");
	assert_saved("tree = yes\nsort = pid\n\tinverted", "sort=user",
		     "tree = yes\nsort = user\n");
}

/* The value takes a line of its own rather than make one too long. */
static void test_a_value_that_fits_no_more(void **state)
{
	char before[300], after[300], comment[176];

	(void)state;
	memset(comment, 'x', sizeof(comment) - 1);
	comment[sizeof(comment) - 1] = '\0';
	memcpy(comment, " ;", 2);
	snprintf(before, sizeof(before), "sort = touched inverted%s\ntree = no",
		 comment);
	snprintf(after, sizeof(after),
		 "sort = reserved%s\n        inverted\ntree = no", comment);
	assert_saved(before, "sort=reserved_inverted", after);
	snprintf(before, sizeof(before), "sort = pid%s\ntree = no", comment);
	assert_saved(after, "sort=pid", before);
}

static void test_line_ends_stay(void **state)
{
	(void)state;
	assert_saved("delay = 2\r\n", "delay=3", "delay = 3\r\n");
	assert_saved("delay = 2\r\n", "delay=3 tree=yes",
		     "delay = 3\r\n\r\n# saved by tamtop\r\ntree = yes\r\n");
	assert_saved("\xef\xbb\xbf" "delay = 2\r\n", "delay=3",
		     "\xef\xbb\xbf" "delay = 3\r\n");
	assert_saved("\xef\xbb\xbf", "delay=3",
		     "\xef\xbb\xbf# saved by tamtop\ndelay = 3\n");
}

static void test_new_lines_are_added(void **state)
{
	(void)state;
	assert_saved("", "", "");
	assert_saved("", "delay=3 sort=pid_inverted",
		     "# saved by tamtop\ndelay = 3\nsort = pid inverted\n");
	assert_saved("# mine", "delay=3",
		     "# mine\n\n# saved by tamtop\ndelay = 3\n");
	assert_saved("# saved by tamtop\ndelay = 3\n", "tree=yes",
		     "# saved by tamtop\ndelay = 3\ntree = yes\n");
	assert_saved("delay = 2\n# the end\n", "tree=yes",
		     "delay = 2\n\n# saved by tamtop\ntree = yes\n\n# the end\n");
	/* above other sections, and what is said of them */
	assert_saved("# mine\n\n# of foo\n[foo]\ndelay = 9\n", "tree=yes",
		     "# mine\n\n# saved by tamtop\ntree = yes\n\n# of foo\n[foo]\ndelay = 9\n");
	assert_saved("[foo]\ndelay = 9\n", "delay=3",
		     "# saved by tamtop\ndelay = 3\n\n[foo]\ndelay = 9\n");
	assert_saved("delay = 2\n[foo]\ndelay = 9\n", "delay=3",
		     "delay = 3\n[foo]\ndelay = 9\n");
}

/* What another one has changed meanwhile is kept, unless it is ours, too. */
static void test_three_ways(void **state)
{
	static const char theirs[] = "delay = 5\nsort = pid\n";
	struct settings base = settings_default(), now = base;
	char *bytes;
	size_t len;

	(void)state;
	now.tree = true;
	bytes = saved(theirs, strlen(theirs), &base, &now, &len);
	assert_string_equal(bytes, "delay = 5\nsort = pid\n\n# saved by tamtop\ntree = yes\n");
	free(bytes);
	now.delay_ns = 2 * NSEC_PER_SEC;
	now.tree = false;
	bytes = saved(theirs, strlen(theirs), &base, &now, &len);
	assert_string_equal(bytes, "delay = 2\nsort = pid\n");
	free(bytes);
}

/* What it prints is a config that says the same. */
static void assert_printed(const struct settings *printed)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	int id;

	assert_non_null(out);
	conf_print(printed, out);
	fclose(out);
	settings = settings_default();
	apply(text);
	assert_warned("");
	for (id = 0; id < NR_SETTINGS; id++) {
		assert_true(setting_equal(id, printed, &settings));
		assert_non_null(strstr(text, setting_table[id].about));
	}
	free(text);
}

static size_t below(size_t nr)
{
	return (size_t)rand_r(&seed) % nr;
}

static struct settings any_settings(void)
{
	struct settings any = settings_default();

	if (below(2))
		any.delay_ns = NSEC_PER_SEC / 10 +
			       (uint64_t)below(1000) * (NSEC_PER_SEC / 100);
	any.sort = &process_fields[below(3)];
	any.inverted = below(2);
	any.start = (enum group_kind)below(NR_GROUP_KINDS);
	any.tree = below(2);
	any.paths = below(2);
	any.letters = below(2);
	any.scheme = (enum scheme)below(NR_SCHEMES);
	any.color = below(2);
	any.ascii = below(2);
	return any;
}

static void test_what_is_printed_says_the_same(void **state)
{
	const struct settings none = settings_default();
	struct settings any;
	int i;

	(void)state;
	assert_printed(&none);
	for (i = 0; i < 200; i++) {
		any = any_settings();
		assert_printed(&any);
	}
}

/* Lines as persons write them, and as nobody does. */
static const char *const parts[] = {
	"delay = 2", "delay=0.5 ; fast", "sort = pid inverted", "tree: yes",
	"  inverted", "\tinverted ; so", "# a comment", "; another", "", "  ",
	"[keys]", "[]", "[x", "colour = no", "color = no", "colors = no", "paths =",
	"letters = ; none", "start = user", "scheme=light", "nonsense",
	"caf\xe9 = 1", "  ascii = yes", "sort = user", "\xef\xbb\xbf",
	"# saved by tamtop", "= 1", "delay = 1 = 2", "\x01=\x01", "[\x02]",
	"sort =\n  pid", "[a]b", "  ; indented", "delay = 1;2",
};

static void any_text(char text[TEXT_MAX])
{
	const char *end = below(4) ? "\n" : "\r\n";
	size_t nr = below(12), i;

	*text = '\0';
	if (!below(8))
		strcat(text, "\xef\xbb\xbf");
	for (i = 0; i < nr; i++) {
		strcat(text, parts[below(ARRAY_SIZE(parts))]);
		if (i + 1 < nr || below(2))
			strcat(text, end);
	}
}

/* And then some bytes are others. */
static void spoil(char *text)
{
	size_t len = strlen(text), i;

	for (i = below(4); len && i; i--)
		text[below(len)] = (char)(1 + below(255));
}

/* All lines of @before that are comments, or no settings, are in @after. */
static void assert_lines_survive(const char *before, const char *after)
{
	struct conf_text text;
	const char *at = after;
	char line[TEXT_MAX];
	size_t i;

	conf_text_read(&text, before, strlen(before));
	for (i = 0; i < text.nr; i++) {
		if ((text.rows[i].kind == CONF_SETTING ||
		     text.rows[i].kind == CONF_MORE) &&
		    text.rows[i].setting < NR_SETTINGS)
			continue;
		snprintf(line, sizeof(line), "%.*s", (int)text.rows[i].len,
			 before + text.rows[i].at);
		at = strstr(at, line);
		if (!at)
			fail_msg("'%s' of\n%s\nis not, or not there, in\n%s",
				 line, before, after);
		at += text.rows[i].len;
	}
	conf_text_release(&text);
}

/* Whatever the file: what is saved is read again, and all else is there. */
static void check_save(const char *before, const struct settings *base,
		       const struct settings *now)
{
	size_t len, again_len;
	char *after = saved(before, strlen(before), base, now, &len), *again;
	int id;

	settings = settings_default();
	apply_bytes(after, len);
	warnings_release(&warnings);
	for (id = 0; id < NR_SETTINGS; id++)
		if (!setting_equal(id, now, &settings))
			fail_msg("%s of\n%s\nbecame\n%s", setting_table[id].name,
				 before, after);
	assert_lines_survive(before, after);
	/* and once more it is the same */
	again = saved(after, len, &settings, now, &again_len);
	assert_non_null(again);
	assert_string_equal(again, after);
	free(again);
	free(after);
}

static void check_any(bool spoilt)
{
	struct settings base, now;
	char before[TEXT_MAX];

	any_text(before);
	if (spoilt)
		spoil(before);
	settings = settings_default();
	apply(before);
	warnings_release(&warnings);
	base = settings;
	now = any_settings();
	check_save(before, &base, &now);
}

static void test_any_file_keeps_all_but_values(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		seed = i;
		check_any(false);
	}
}

static void test_and_so_does_a_spoilt_one(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		seed = 1000000 + i;
		check_any(true);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_said_counts),
		TEST(test_nothing_is_fine),
		TEST(test_other_line_ends),
		TEST(test_every_mistake_has_its_line),
		TEST(test_the_last_one_counts),
		TEST(test_a_long_line_is_not_two),
		TEST(test_a_value_of_very_many_lines),
		TEST(test_bytes_that_are_no_text),
		TEST(test_a_way_out_is_judged_behind_the_last_line),
		TEST(test_so_many_warnings_are_counted),
		TEST(test_values_are_replaced_where_they_are),
		TEST(test_the_last_of_two_is_replaced),
		TEST(test_lines_that_go_on),
		TEST(test_a_value_that_fits_no_more),
		TEST(test_line_ends_stay),
		TEST(test_new_lines_are_added),
		TEST(test_three_ways),
		TEST(test_what_is_printed_says_the_same),
		TEST(test_any_file_keeps_all_but_values),
		TEST(test_and_so_does_a_spoilt_one),
	};

	return cmocka_run_group_tests_name("conf_text", tests, NULL, NULL);
}

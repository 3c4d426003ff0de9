// SPDX-License-Identifier: GPL-2.0
/* What inih makes of a line, as it was built for Debian. */
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/conf_line.h"
#include "check.h"

static struct conf_line line;

static enum conf_kind read_line(const char *text)
{
	size_t len = strlen(text);
	char *copy = malloc(len + 1);

	/* sanitizers see who reads behind its end */
	assert_non_null(copy);
	memcpy(copy, text, len);
	conf_line_read(&line, copy, len);
	free(copy);
	return line.kind;
}

/* @text sets @name to @value, which stands there as it is. */
static void assert_sets(const char *text, const char *name, const char *value)
{
	if (read_line(text) != CONF_SETTING)
		fail_msg("'%s' is no setting", text);
	assert_string_equal(line.name, name);
	assert_string_equal(line.value, value);
	assert_true(line.value_at + strlen(value) <= strlen(text));
	assert_memory_equal(text + line.value_at, value, strlen(value));
}

static void test_names_and_values(void **state)
{
	(void)state;
	assert_sets("delay = 0.5", "delay", "0.5");
	assert_sets("delay=0.5", "delay", "0.5");
	assert_sets("delay: 0.5", "delay", "0.5");
	assert_sets("  delay = 0.5  ", "delay", "0.5");
	assert_sets("\tdelay\t=\t0.5\t", "delay", "0.5");
	assert_sets("delay == 1", "delay", "= 1");
	assert_sets("a==", "a", "=");
	assert_sets("a: b = c", "a", "b = c");
	assert_sets("a = a", "a", "a");
	assert_sets("= 5", "", "5");
	assert_sets("delay =", "delay", "");
}

static void test_comments(void **state)
{
	(void)state;
	assert_int_equal(read_line(""), CONF_NOTHING);
	assert_int_equal(read_line(" \t "), CONF_NOTHING);
	assert_int_equal(read_line("# a = b"), CONF_NOTHING);
	assert_int_equal(read_line("; a = b"), CONF_NOTHING);
	assert_int_equal(read_line("   # a = b"), CONF_NOTHING);
	assert_sets("a = b ; c", "a", "b");
	assert_sets("a = b\t;c", "a", "b");
	assert_sets("a = b;c", "a", "b;c");
	assert_sets("a = b # c", "a", "b # c");
	assert_sets("a = ; c", "a", "");
	assert_int_equal(line.value_at, 4);
	assert_sets("a =    ; c", "a", "");
}

static void test_sections(void **state)
{
	(void)state;
	assert_int_equal(read_line("[keys]"), CONF_SECTION);
	assert_string_equal(line.name, "keys");
	assert_int_equal(read_line("  [ a b ] = c"), CONF_SECTION);
	assert_string_equal(line.name, " a b ");
	assert_int_equal(read_line("[]"), CONF_SECTION);
	assert_string_equal(line.name, "");
	assert_int_equal(read_line("[keys"), CONF_WRONG);
	assert_int_equal(read_line("[keys ; ]"), CONF_WRONG);
}

/* What begins with blanks goes on, but not where it sets something. */
static void test_lines_that_go_on(void **state)
{
	(void)state;
	assert_int_equal(read_line("pid user"), CONF_WRONG);
	assert_int_equal(read_line("   pid user  "), CONF_MORE);
	assert_string_equal(line.value, "pid user");
	assert_int_equal(line.value_at, 3);
	assert_int_equal(read_line("\tpid ; user"), CONF_MORE);
	assert_string_equal(line.value, "pid");
	assert_int_equal(line.value_at, 1);
	assert_sets("   pid = user", "pid", "user");
	assert_int_equal(read_line("  [keys"), CONF_MORE);
}

/* @before, then as many x as make it @len bytes, then @behind. */
static enum conf_kind read_long(const char *before, size_t len,
				const char *behind)
{
	char *text = malloc(len + strlen(behind) + 1);
	size_t used = strlen(before);
	enum conf_kind kind;

	assert_non_null(text);
	memcpy(text, before, used);
	memset(text + used, 'x', len - used);
	strcpy(text + len, behind);
	kind = read_line(text);
	free(text);
	return kind;
}

static void test_long_lines(void **state)
{
	(void)state;
	assert_int_equal(read_long("a = ", 198, ""), CONF_SETTING);
	assert_int_equal(strlen(line.value), 194);
	assert_int_equal(read_long("a = ", 199, ""), CONF_TOO_LONG);
	assert_int_equal(read_long("a = ", 398, ""), CONF_TOO_LONG);
	assert_int_equal(read_long("a = ", 60000, " = b"), CONF_TOO_LONG);
	assert_int_equal(read_long("a", 210, " = b"), CONF_TOO_LONG);
	assert_int_equal(read_long("   a = ", 201, ""), CONF_SETTING);
	assert_int_equal(read_long("a = b ; ", 210, ""), CONF_TOO_LONG);
	/* of these nothing is lost */
	assert_int_equal(read_long("# ", 60000, " = b"), CONF_NOTHING);
	assert_int_equal(read_long("[keys] ; ", 210, ""), CONF_SECTION);
	assert_int_equal(read_long("  x", 198, ""), CONF_MORE);
	assert_int_equal(read_long("  x", 210, ""), CONF_TOO_LONG);
}

struct seen {
	char text[512];
	int nr_lines, size;
	const char *const *lines;
};

static char *next(char *buf, int size, void *of)
{
	struct seen *seen = of;

	seen->size = size;
	if (!seen->lines[seen->nr_lines])
		return NULL;
	return strcpy(buf, seen->lines[seen->nr_lines++]);
}

static int see(void *of, const char *section, const char *name,
	       const char *value)
{
	struct seen *seen = of;
	size_t len = strlen(seen->text);

	snprintf(seen->text + len, sizeof(seen->text) - len, "%d%s.%s=%s|",
		 seen->nr_lines, section, name, value);
	return 1;
}

/* What the above is built on, and around: should it change, we would know. */
static void test_as_debian_built_it(void **state)
{
	static const char *const lines[] = {
		"\xef\xbb\xbf" "a = 1 ; c", "  b = 2", "# c", "[s]", "d: 3",
		"wrong", "e = 4", NULL,
	};
	struct seen seen = { .lines = lines };

	(void)state;
	/* the line of the first error; it goes on behind it */
	assert_int_equal(ini_parse_stream(next, &seen, see, &seen), 6);
	/* INI_ALLOW_BOM, INI_ALLOW_INLINE_COMMENTS, INI_ALLOW_MULTILINE */
	assert_string_equal(seen.text, "1.a=1|2.a=b = 2|5s.d=3|7s.e=4|");
	assert_int_equal(seen.size, CONF_LINE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_and_values),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_lines_that_go_on),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_as_debian_built_it),
	};

	return cmocka_run_group_tests_name("conf_line", tests, NULL, NULL);
}

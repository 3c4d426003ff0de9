// SPDX-License-Identifier: GPL-2.0
/* Keys of the command line: what they are, and when their turn has come. */
#include <string.h>

#include "app/script.h"
#include "check.h"
#include "screen/input.h"

static struct script script;
static struct script_state now;
static bool over;

static int set_up(void **state)
{
	(void)state;
	memset(&script, 0, sizeof(script));
	now = (struct script_state){ .now_ns = 1000, .samples = 1,
				     .settled = true };
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	script_release(&script);
	return 0;
}

static bool parse(const char *text)
{
	const char *word;
	int len;

	return script_parse(&script, text, &word, &len);
}

static uint32_t next(void)
{
	return script_next(&script, &now, &over);
}

static void assert_refused(const char *text, const char *wrong)
{
	const char *word = "";
	int len = 0;

	assert_false(script_parse(&script, text, &word, &len));
	assert_int_equal(len, strlen(wrong));
	assert_memory_equal(word, wrong, strlen(wrong));
}

static void test_names_and_characters(void **state)
{
	static const uint32_t keys[] = {
		'j', TK_ENTER, '4', '0', 'z', ' ', TK_PAGE_DOWN, 'T', '?',
		TK_ESC, 0xe9,
	};
	size_t i;

	(void)state;
	assert_true(parse("  j Enter 40z  Space PgDn T ? Esc \xc3\xa9 "));
	assert_int_equal(script.nr, ARRAY_SIZE(keys));
	for (i = 0; i < ARRAY_SIZE(keys); i++)
		assert_int_equal(next(), keys[i]);
	assert_int_equal(next(), TK_NONE);
	assert_true(over);
}

static void test_what_makes_no_sense(void **state)
{
	(void)state;
	assert_refused("j Entr k", "Entr");
	assert_refused("F11", "F11");
	assert_refused("wait=", "wait=");
	assert_refused("wait=0 j", "wait=0");
	assert_refused("wait=1s", "wait=1s");
}

static void test_a_key_waits_for_what_was_asked(void **state)
{
	(void)state;
	assert_true(parse("jk"));
	now.settled = false;
	assert_int_equal(next(), TK_NONE);
	assert_false(over);
	now.settled = true;
	assert_int_equal(next(), 'j');
	now.settled = false;
	assert_int_equal(next(), TK_NONE);
	now.settled = true;
	assert_int_equal(next(), 'k');
	now.settled = false;
	assert_int_equal(next(), TK_NONE);
	assert_false(over);
	now.settled = true;
	assert_int_equal(next(), TK_NONE);
	assert_true(over);
}

static void test_what_never_comes_is_not_waited_for(void **state)
{
	(void)state;
	assert_true(parse("j"));
	now.settled = false;
	assert_int_equal(next(), TK_NONE);
	now.now_ns += SCRIPT_PATIENCE_NS - 1;
	assert_int_equal(next(), TK_NONE);
	now.now_ns++;
	assert_int_equal(next(), 'j');
	/* the patience is for each */
	assert_int_equal(next(), TK_NONE);
	assert_false(over);
}

static void test_a_wait_counts_from_its_turn_on(void **state)
{
	(void)state;
	assert_true(parse("j wait=3 k"));
	now.samples = 7;
	assert_int_equal(next(), 'j');
	assert_int_equal(next(), TK_NONE);
	now.samples = 9;
	assert_int_equal(next(), TK_NONE);
	now.samples = 10;
	assert_int_equal(next(), 'k');
}

static void test_so_many_samples_before_the_end(void **state)
{
	(void)state;
	script.samples = 3;
	assert_int_equal(next(), TK_NONE);
	assert_false(over);
	now.samples = 3;
	next();
	assert_true(over);
}

/* Space among the keys: no sample comes any more. */
static void test_a_pause_is_no_wait_for_ever(void **state)
{
	(void)state;
	assert_true(parse("wait=5 j"));
	script.samples = 9;
	now.paused = true;
	assert_int_equal(next(), 'j');
	next();
	assert_true(over);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_names_and_characters),
		TEST(test_what_makes_no_sense),
		TEST(test_a_key_waits_for_what_was_asked),
		TEST(test_what_never_comes_is_not_waited_for),
		TEST(test_a_wait_counts_from_its_turn_on),
		TEST(test_so_many_samples_before_the_end),
		TEST(test_a_pause_is_no_wait_for_ever),
	};

	return cmocka_run_group_tests_name("script", tests, NULL, NULL);
}

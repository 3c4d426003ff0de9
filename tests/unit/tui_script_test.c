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

static struct event last;

/* The key that is pressed, TK_MOUSE: it is in last.mouse. */
static uint32_t next(void)
{
	if (!script_next(&script, &now, &last, &over))
		return TK_NONE;
	return last.type == EVENT_MOUSE ? TK_MOUSE : last.key;
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
	assert_refused("F13", "F13");
	assert_refused("Ctrl-C", "Ctrl-C");
	assert_refused("wait=", "wait=");
	assert_refused("wait=0 j", "wait=0");
	assert_refused("wait=1s", "wait=1s");
	assert_refused("click=", "click=");
	assert_refused("click=3", "click=3");
	assert_refused("click=,3", "click=,3");
	assert_refused("click=3,", "click=3,");
	assert_refused("click=0,1", "click=0,1");
	assert_refused("click=1,0", "click=1,0");
	assert_refused("double=1,2,3 j", "double=1,2,3");
	assert_refused("wheel-up=1001,1", "wheel-up=1001,1");
	assert_refused("wheel-up=00000001,1", "wheel-up=00000001,1");
	assert_refused("wheel-down=-1,1", "wheel-down=-1,1");
}

static void assert_mouse(enum mouse_act act, int x, int y)
{
	assert_int_equal(next(), TK_MOUSE);
	assert_int_equal(last.mouse.act, act);
	assert_int_equal(last.mouse.x, x);
	assert_int_equal(last.mouse.y, y);
}

/* Columns and rows count from 1, and no click is the second one of another. */
static void test_the_mouse(void **state)
{
	(void)state;
	assert_true(parse("click=1,1 j double=80,24 wheel-up=1000,1000 wheel-down=7,2"));
	assert_mouse(MOUSE_ONCE, 0, 0);
	assert_int_equal(next(), 'j');
	assert_mouse(MOUSE_TWICE, 79, 23);
	assert_mouse(MOUSE_WHEEL_UP, 999, 999);
	now.settled = false;
	assert_int_equal(next(), TK_NONE);
	now.settled = true;
	assert_mouse(MOUSE_WHEEL_DOWN, 6, 1);
	assert_int_equal(next(), TK_NONE);
	assert_true(over);
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
		TEST(test_the_mouse),
		TEST(test_a_key_waits_for_what_was_asked),
		TEST(test_what_never_comes_is_not_waited_for),
		TEST(test_a_wait_counts_from_its_turn_on),
		TEST(test_so_many_samples_before_the_end),
		TEST(test_a_pause_is_no_wait_for_ever),
	};

	return cmocka_run_group_tests_name("script", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
/* The one scrolling, against what a person expects of a list. */
#include "check.h"
#include "view/cursor.h"

static struct cursor cursor;

static const struct extent extent = { .nr = 30, .rows = 10, .page = 9 };

static int set_up(void **state)
{
	(void)state;
	cursor = (struct cursor){ 0 };
	return 0;
}

static void press(enum command command)
{
	assert_true(cursor_command(&cursor, &extent, command));
}

static void assert_cursor(size_t at, size_t top)
{
	assert_int_equal(cursor.at, at);
	assert_int_equal(cursor.top, top);
}

static void test_the_window_moves_only_at_its_edges(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 9; i++)
		press(CMD_DOWN);
	assert_cursor(9, 0);
	press(CMD_DOWN);
	assert_cursor(10, 1);
	for (i = 0; i < 9; i++)
		press(CMD_UP);
	assert_cursor(1, 1);
	press(CMD_UP);
	assert_cursor(0, 0);
	press(CMD_UP);
	assert_cursor(0, 0);
}

static void test_pages_end_at_the_ends(void **state)
{
	(void)state;
	press(CMD_PAGE_DOWN);
	assert_cursor(9, 0);
	press(CMD_PAGE_DOWN);
	assert_cursor(18, 9);
	press(CMD_PAGE_DOWN);
	press(CMD_PAGE_DOWN);
	assert_cursor(29, 20);
	press(CMD_PAGE_UP);
	assert_cursor(20, 20);
	press(CMD_PAGE_UP);
	press(CMD_PAGE_UP);
	press(CMD_PAGE_UP);
	assert_cursor(0, 0);
}

static void test_only_home_does_not_choose(void **state)
{
	(void)state;
	assert_false(cursor.chosen);
	press(CMD_END);
	assert_cursor(29, 20);
	assert_true(cursor.chosen);
	press(CMD_HOME);
	assert_cursor(0, 0);
	assert_false(cursor.chosen);
	press(CMD_UP);
	assert_true(cursor.chosen);
}

static void test_other_commands_are_left_alone(void **state)
{
	(void)state;
	press(CMD_DOWN);
	assert_false(cursor_command(&cursor, &extent, CMD_LEFT));
	assert_false(cursor_command(&cursor, &extent, CMD_ENTER));
	assert_cursor(1, 0);
}

static void test_fewer_rows_take_the_window_along(void **state)
{
	const struct extent fewer = { .nr = 12, .rows = 10, .page = 9 };
	const struct extent lower = { .nr = 12, .rows = 4, .page = 3 };

	(void)state;
	press(CMD_END);
	cursor_set(&cursor, &fewer, cursor.at);
	assert_cursor(11, 2);
	cursor_fit(&cursor, &lower);
	assert_cursor(11, 8);
	cursor_fit(&cursor, &extent);
	assert_cursor(11, 8);
}

static void test_where_there_is_nothing_nothing_moves(void **state)
{
	const struct extent none = { .nr = 0, .rows = 10, .page = 9 };

	(void)state;
	press(CMD_DOWN);
	cursor_set(&cursor, &none, 5);
	assert_cursor(1, 0);
	assert_true(cursor_command(&cursor, &none, CMD_END));
	assert_cursor(1, 0);
}

/* Without a row on screen there is no window to keep it in. */
static void test_no_room_is_no_harm(void **state)
{
	const struct extent flat = { .nr = 30, .rows = 0, .page = 1 };

	(void)state;
	cursor_set(&cursor, &flat, 7);
	assert_int_equal(cursor.at, 7);
	cursor_set(&cursor, &extent, 7);
	assert_cursor(7, 0);
}

static void test_a_row_that_sinks_keeps_its_place_on_the_screen(void **state)
{
	(void)state;
	cursor_set(&cursor, &extent, 12);
	assert_cursor(12, 3);
	cursor_set_here(&cursor, &extent, 15);
	assert_cursor(15, 6);
	/* but for the ends, where there is nothing more to show */
	cursor_set_here(&cursor, &extent, 4);
	assert_cursor(4, 0);
	cursor_set_here(&cursor, &extent, 28);
	assert_cursor(28, 20);
	cursor_set_here(&cursor, &extent, 99);
	assert_cursor(29, 20);
}

static void test_the_wheel_moves_the_window(void **state)
{
	(void)state;
	/* what was not chosen gets out of sight */
	press(CMD_SCROLL_DOWN);
	assert_cursor(3, 3);
	assert_true(cursor.chosen);
	cursor_set(&cursor, &extent, 8);
	press(CMD_SCROLL_DOWN);
	assert_cursor(8, 6);
	press(CMD_SCROLL_UP);
	assert_cursor(8, 3);
	press(CMD_SCROLL_UP);
	assert_cursor(8, 0);
	press(CMD_SCROLL_UP);
	assert_cursor(8, 0);
	press(CMD_END);
	press(CMD_SCROLL_DOWN);
	assert_cursor(29, 20);
	press(CMD_SCROLL_UP);
	assert_cursor(26, 17);
}

static void test_the_wheel_at_an_end_chooses_nothing(void **state)
{
	const struct extent few = { .nr = 4, .rows = 10, .page = 9 };
	const struct extent none = { .nr = 0, .rows = 10, .page = 9 };
	const struct extent flat = { .nr = 30, .rows = 0, .page = 1 };

	(void)state;
	press(CMD_SCROLL_UP);
	cursor_scroll(&cursor, &few, 3);
	cursor_scroll(&cursor, &none, 3);
	cursor_scroll(&cursor, &none, -3);
	cursor_scroll(&cursor, &flat, 3);
	assert_cursor(0, 0);
	assert_false(cursor.chosen);
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_window_moves_only_at_its_edges),
		TEST(test_pages_end_at_the_ends),
		TEST(test_only_home_does_not_choose),
		TEST(test_other_commands_are_left_alone),
		TEST(test_fewer_rows_take_the_window_along),
		TEST(test_where_there_is_nothing_nothing_moves),
		TEST(test_no_room_is_no_harm),
		TEST(test_a_row_that_sinks_keeps_its_place_on_the_screen),
		TEST(test_the_wheel_moves_the_window),
		TEST(test_the_wheel_at_an_end_chooses_nothing),
	};

	return cmocka_run_group_tests_name("cursor", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
/*
 * The mouse, as a person uses it: twice or not, on what has changed meanwhile,
 * under a question. That each place of a screen does what it is for,
 * tests/screens/click.c sees.
 */
#include "app_screen.h"
#include "base/text.h"
#include "screen/input.h"

#define FIRST_ROW 7		/* of the list, on a screen of 80x24 */

static int set_up(void **state)
{
	(void)state;
	fixture_app_init(&fixture);
	fixture_app_start(&fixture, 80, 24);
	fixture_app_sample(&fixture);
	app_draw(fixture.app);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	return 0;
}

/* On the screen that was drawn last, whatever has happened since. */
static void click_blind(int x, int y)
{
	const struct event event = {
		.type = EVENT_MOUSE,
		.mouse = { .act = MOUSE_CLICK, .x = x, .y = y },
	};

	app_event(fixture.app, &event);
}

static void click(int x, int y)
{
	fixture_app_mouse(&fixture, MOUSE_CLICK, x, y);
}

static void wheel(bool down)
{
	fixture_app_mouse(&fixture, down ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP,
			  40, 12);
}

static void wait_ms(uint64_t ms)
{
	fixture.hand.now_ns += ms * NSEC_PER_MSEC;
}

/* Where @text is in row @y, from below if negative. */
static int column_of(int y, const char *text)
{
	char *line = fixture_app_line(&fixture, y);
	char *found = strstr(line, text);
	int x = -1;

	if (found) {
		*found = '\0';
		x = text_width(line);
	}
	free(line);
	if (x < 0)
		fail_msg("no '%s'", text);
	return x;
}

/* A word of the last line. */
static void press_word(const char *text)
{
	click(column_of(-1, text), 23);
}

static void test_a_click_selects(void **state)
{
	(void)state;
	click(30, FIRST_ROW + 2);
	assert_row_selected(" 415 ");
	/* and stays, as another one moves there */
	while (fixture.second < 20)
		fixture_app_sample(&fixture);
	assert_row_selected(" 415 ");
	click(0, FIRST_ROW);
	assert_row_selected(" 412 ");
	click(30, 2);
	click(30, 0);
	click(200, 100);
	assert_row_selected(" 412 ");
	assert_line_has(-1, "Enter open");
}

static void test_a_double_click_opens(void **state)
{
	(void)state;
	click(30, FIRST_ROW + 2);
	wait_ms(400);
	click(60, FIRST_ROW + 2);
	assert_line_has(0, "415 tamdemo");
	press("\033");
	/* three are no two of them */
	click(30, FIRST_ROW + 1);
	click(30, FIRST_ROW + 1);
	assert_line_has(0, "412 tamdemo");
	fixture_app_key(&fixture, TK_ESC);
	click(30, FIRST_ROW + 1);
	assert_line_has(0, "19 processes");
}

static void test_two_clicks_are_no_double_one(void **state)
{
	(void)state;
	click(30, FIRST_ROW + 2);
	wait_ms(401);
	click(30, FIRST_ROW + 2);
	assert_line_has(0, "19 processes");
	wait_ms(1000);
	click(30, FIRST_ROW + 2);
	click(30, FIRST_ROW + 3);
	click(30, FIRST_ROW + 2);
	assert_line_has(0, "19 processes");
	/* two heads: sorted, inverted */
	click(10, FIRST_ROW - 1);
	click(10, FIRST_ROW - 1);
	assert_line_has(0, "19 processes");
}

/* The second one is on another process, which is there now. */
static void test_a_row_that_moved_is_another_one(void **state)
{
	(void)state;
	assert_line_has(FIRST_ROW, " 431 ");
	click(30, FIRST_ROW);
	while (fixture.second < 20)
		fixture_app_sample(&fixture);
	fixture.hand.now_ns -= 18 * NSEC_PER_SEC;
	assert_line_has(FIRST_ROW, " 412 ");
	click(30, FIRST_ROW);
	assert_line_has(0, "19 processes");
	assert_row_selected(" 412 ");
}

static void test_the_row_that_was_seen_counts(void **state)
{
	(void)state;
	assert_line_has(FIRST_ROW, " 431 ");
	while (fixture.second < 20)
		fixture_app_sample(&fixture);
	click_blind(30, FIRST_ROW);
	assert_row_selected(" 431 ");
	assert_line_has(FIRST_ROW, " 412 ");
}

static void drop_415(struct sample *list)
{
	size_t i, to = 0;

	for (i = 0; i < list->nr_procs; i++)
		if (list->procs[i].id.pid != 415)
			list->procs[to++] = list->procs[i];
	list->nr_procs = to;
}

static void test_a_row_that_is_gone(void **state)
{
	(void)state;
	click(30, FIRST_ROW + 1);
	assert_line_has(FIRST_ROW + 2, " 415 ");
	fixture.alter = drop_415;
	fixture_app_sample(&fixture);
	click_blind(30, FIRST_ROW + 2);
	click_blind(30, FIRST_ROW + 2);
	assert_row_selected(" 412 ");
	assert_line_has(0, "18 processes");
}

/* Nothing of a screen means anything when its view is closed, or covered. */
static void test_another_view_meanwhile(void **state)
{
	int x;

	(void)state;
	press("j\n");
	fixture_app_look(&fixture);
	app_draw(fixture.app);
	fixture_app_key(&fixture, TK_ESC);
	click_blind(30, 8);
	click_blind(3, 7);
	click_blind(70, 23);
	assert_row_selected(" 412 ");
	press("o");
	click_blind(30, FIRST_ROW + 4);
	assert_row_selected("TOUCHED");
	fixture_app_key(&fixture, TK_ESC);
	/* a question is none of the hints that it covers */
	x = column_of(-1, "q quit");
	press("/");
	click_blind(x, 23);
	click_blind(30, FIRST_ROW + 4);
	assert_line_has(-1, "search: _");
	assert_false(app_quit(fixture.app));
	fixture_app_key(&fixture, TK_ESC);
	click(x, 23);
	assert_true(app_quit(fixture.app));
}

static void test_another_size_meanwhile(void **state)
{
	const struct event resize = {
		.type = EVENT_RESIZE, .resize = { .width = 60, .height = 20 },
	};

	(void)state;
	app_event(fixture.app, &resize);
	click_blind(30, FIRST_ROW + 2);
	click_blind(75, 23);
	assert_row_selected(" 431 ");
	click(30, FIRST_ROW + 2);
	assert_row_selected(" 4");
}

static void test_below_a_question(void **state)
{
	(void)state;
	press("s2");
	click(30, FIRST_ROW + 2);
	click(10, FIRST_ROW - 1);
	wheel(true);
	assert_line_has(-1, "2_");
	assert_row_selected(" 431 ");
	press_word("Esc cancel");
	assert_line_has(-1, "Enter open");
	press("s2");
	press_word("set");
	assert_line_has(0, "every 2.0s");
	press("K");
	press_word("Enter send");
	assert_line_has(-1, "? y n");
	click(column_of(-1, "? y n") + 4, 23);
	assert_line_lacks(-1, "? y n");
}

static void test_a_notice_goes(void **state)
{
	(void)state;
	press("~");
	assert_line_has(-1, "does nothing here");
	click(30, 2);
	assert_line_has(-1, "Enter open");
	press("~");
	wheel(false);
	assert_line_has(-1, "Enter open");
}

static void test_heads(void **state)
{
	(void)state;
	click(column_of(FIRST_ROW - 1, "PID"), FIRST_ROW - 1);
	assert_line_has(FIRST_ROW - 1, "PID\xe2\x86\x91");
	click(column_of(FIRST_ROW - 1, "PID"), FIRST_ROW - 1);
	assert_line_has(FIRST_ROW - 1, "PID\xe2\x86\x93");
	click(column_of(FIRST_ROW - 1, "TOUCHED"), FIRST_ROW - 1);
	assert_line_has(FIRST_ROW - 1, "TOUCHED\xe2\x86\x93");
	click(column_of(FIRST_ROW - 1, "PAGES"), FIRST_ROW - 1);
	assert_line_has(-1, "can't sort by that column");
	assert_line_has(FIRST_ROW - 1, "TOUCHED\xe2\x86\x93");
	press("o");
	click(column_of(3, "FIELD"), 3);
	assert_line_has(-1, "can't sort by that column");
}

static void test_following_ends(void **state)
{
	(void)state;
	press("jF");
	assert_line_has(0, "following");
	click(10, FIRST_ROW - 1);
	assert_line_has(0, "following");
	click(30, FIRST_ROW + 3);
	assert_line_lacks(0, "following");
	press("F");
	wheel(true);
	assert_line_lacks(0, "following");
}

static void test_the_wheel_scrolls_the_list(void **state)
{
	int i;

	(void)state;
	click(30, FIRST_ROW + 4);
	assert_row_selected(" 424 ");
	wheel(true);
	/* 16 rows of 19 */
	assert_line_has(FIRST_ROW + 1, ">  424 ");
	for (i = 0; i < 4; i++)
		wheel(true);
	assert_line_has(FIRST_ROW + 1, ">  424 ");
	for (i = 0; i < 4; i++)
		wheel(false);
	assert_line_has(FIRST_ROW + 4, ">  424 ");
	click(30, FIRST_ROW);
	wheel(true);
	assert_line_has(FIRST_ROW, "> ");
	assert_line_lacks(FIRST_ROW, " 431 ");
}

static void test_the_wheel_scrolls_help(void **state)
{
	char *first;

	(void)state;
	press("?");
	first = fixture_app_line(&fixture, 4);
	wheel(true);
	assert_line_has(1, first);
	wheel(false);
	wheel(false);
	assert_line_has(4, first);
	free(first);
}

/* What was in row @y is three rows higher, and back again. */
static void assert_scrolls(int y)
{
	char *row = fixture_app_line(&fixture, y + 3);

	/* the mark of the cursor may be in it */
	row[10] = '\0';
	wheel(true);
	assert_line_has(y, row + 1);
	wheel(false);
	wheel(false);
	assert_line_has(y + 3, row + 1);
	free(row);
}

static void test_the_wheel_scrolls_map_and_timeline(void **state)
{
	const struct screen *screen;
	int i;

	(void)state;
	press("j\n");
	fixture_app_look(&fixture);
	press("\n");
	fixture_app_look(&fixture);
	press("]");
	fixture_app_look(&fixture);
	assert_scrolls(5);
	/* the cursor stays in sight, in its column */
	press("lllll");
	wheel(true);
	screen = app_draw(fixture.app);
	assert_true(screen_row(screen, 4)[15].cursor);
	press("\033T");
	for (i = 0; i < 30; i++)
		fixture_app_sample(&fixture);
	assert_scrolls(5);
}

/* Where the process view has table and map, each is pointed at. */
static void test_panes_of_a_process(void **state)
{
	const struct screen *screen;
	int y;

	(void)state;
	press("j\n");
	fixture_app_look(&fixture);
	fixture_app_sample(&fixture);
	screen = app_draw(fixture.app);
	for (y = 10; y < 23; y++)
		if (screen_hit_at(screen, 12, y).kind == HIT_CELL)
			break;
	click(12, y);
	assert_line_has(-1, "Tab table");
	screen = app_draw(fixture.app);
	assert_true(screen_row(screen, y)[12].cursor);
	click(12, 9);
	assert_line_has(-1, "Tab pane");
	assert_line_has(9, ">");
	/* twice: its map */
	click(12, 9);
	assert_line_has(0, "map of");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_click_selects),
		TEST(test_a_double_click_opens),
		TEST(test_two_clicks_are_no_double_one),
		TEST(test_a_row_that_moved_is_another_one),
		TEST(test_the_row_that_was_seen_counts),
		TEST(test_a_row_that_is_gone),
		TEST(test_another_view_meanwhile),
		TEST(test_another_size_meanwhile),
		TEST(test_below_a_question),
		TEST(test_a_notice_goes),
		TEST(test_heads),
		TEST(test_following_ends),
		TEST(test_the_wheel_scrolls_the_list),
		TEST(test_the_wheel_scrolls_help),
		TEST(test_the_wheel_scrolls_map_and_timeline),
		TEST(test_panes_of_a_process),
	};

	return cmocka_run_group_tests_name("mouse", tests, NULL, NULL);
}

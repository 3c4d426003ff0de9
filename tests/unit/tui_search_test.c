// SPDX-License-Identifier: GPL-2.0
/* Filters, searches and the user menu, in the whole program. */
#include <stdlib.h>
#include <string.h>

#include "app_screen.h"
#include "screen/palette.h"

static int set_up(void **state)
{
	int i;

	(void)state;
	fixture_app_init(&fixture);
	fixture_app_start(&fixture, 80, 24);
	for (i = 0; i < 3; i++)
		fixture_app_sample(&fixture);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	return 0;
}

static void key(uint32_t key)
{
	fixture_app_key(&fixture, key);
}

/* Where cells of that role are, as text. */
static void assert_found(const char *expected)
{
	const struct screen *screen = app_draw(fixture.app);
	const struct cell *cell = screen->cells;
	const struct cell *end = cell + screen->width * screen->height;
	char text[256];
	size_t len = 0;

	for (; cell < end && len + 1 < sizeof(text); cell++)
		if (cell->role == ROLE_FOUND)
			text[len++] = (char)cell->glyph;
	text[len] = '\0';
	assert_string_equal(text, expected);
}

static void test_the_list_follows_a_filter(void **state)
{
	(void)state;
	press("\\");
	assert_line_has(-1, "filter: _");
	assert_line_has(-1, "Enter keep  Esc undo");
	press("fork");
	assert_line_has(-1, "filter: fork_");
	assert_line_has(0, "2 of 19 processes \\fork ");
	press(" ");
	assert_line_has(0, "2 of 19 processes \\fork ");
	key(TK_CTRL_U);
	assert_line_has(0, "tamtop  19 processes");
	press("user:root\n");
	assert_line_has(0, "5 of 19 processes \\user:root ");
	assert_line_lacks(-1, "filter:");
	/* F4 goes on with it */
	key(TK_F4);
	assert_line_has(-1, "filter: user:root_");
	press(" login");
	assert_line_has(0, "1 of 19 processes \\user:root login ");
	key(TK_ESC);
	assert_line_has(0, "5 of 19 processes \\user:root ");
	press("\\");
	key(TK_CTRL_W);
	key(TK_ENTER);
	assert_line_has(0, "tamtop  19 processes");
	assert_line_lacks(0, "\\");
}

static void test_a_mistake_is_told_at_once(void **state)
{
	const struct screen *screen;

	(void)state;
	press("\\reserved>1");
	assert_line_has(0, "tamtop  19 processes \\reserved>1 ");
	press("x");
	assert_line_has(-1, "filter: reserved>1x_  ! give a size, like 1G");
	/* from where it is wrong */
	screen = app_draw(fixture.app);
	assert_int_equal(screen_row(screen, 23)[16].role, ROLE_NOTICE);
	assert_int_equal(screen_row(screen, 23)[17].role, ROLE_ERROR);
	/* the list waits; Enter does not keep it */
	assert_line_has(0, "processes \\reserved>1 ");
	key(TK_ENTER);
	assert_line_has(-1, "filter: reserved>1x_  ! give a size, like 1G");
	key(TK_BACKSPACE);
	press("G\n");
	assert_line_has(0, "2 of 19 processes \\reserved>1G ");
	press("\\ rss>1G");
	key(TK_ESC);
	assert_line_has(0, "2 of 19 processes \\reserved>1G ");
}

static void test_a_mistake_fits_a_narrow_screen(void **state)
{
	const struct event event = {
		.type = EVENT_RESIZE, .resize = { .width = 40, .height = 10 },
	};

	(void)state;
	app_event(fixture.app, &event);
	press("\\touched>1M reserved>1x");
	assert_line_has(-1, "! give a size, like 1G");
	assert_line_has(-1, "1x_  ! ");
}

static void test_nothing_matches(void **state)
{
	(void)state;
	press("\\nobody");
	assert_line_has(-1, "filter: nobody_  nothing matches");
	assert_line_has(0, "0 of 19 processes");
	key(TK_ENTER);
	assert_line_has(0, "0 of 19 processes \\nobody");
	/* nothing can be opened */
	key(TK_ENTER);
	assert_line_has(-1, "no process here yet");
	key(TK_ESC);
	assert_line_has(0, "tamtop  19 processes");
}

static void test_esc_ends_it_and_nothing_else(void **state)
{
	(void)state;
	press("\\fork\n/amde\n");
	assert_line_has(0, "2 of 19");
	assert_found("amdeamde");
	key(TK_ESC);
	assert_line_has(0, "tamtop  19 processes");
	key(TK_ESC);
	assert_found("");
	assert_line_lacks(-1, "nothing to go back to");
	key(TK_ESC);
	assert_line_has(-1, "nothing to go back to");
	/* Backspace only goes back */
	press("\\fork\n");
	key(TK_BACKSPACE);
	assert_line_has(0, "2 of 19");
}

static void test_the_sum_of_what_is_shown(void **state)
{
	(void)state;
	assert_line_has(6, "TOUCHED↓");
	press("\\fork\n");
	assert_line_has(5, "Shown      101M  touched  34.1M  33.7");
	assert_line_has(7, "TOUCHED↓");
	assert_line_has(5, "touch -8K/s");
	key(TK_ESC);
	assert_line_has(6, "TOUCHED↓");
}

/* A row comes when it begins to match, and goes. */
static void test_rows_come_and_go(void **state)
{
	(void)state;
	press("\\pid:412 touched<110M\n");
	assert_line_has(0, "1 of 19");
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	assert_line_has(0, "0 of 19");
}

/* The selection stays on its process, and comes back to it. */
static void test_the_selection_survives_a_filter(void **state)
{
	(void)state;
	fixture_app_choose(&fixture, 415);
	press("\\tamdemo");
	assert_row_selected(" 415 ");
	press(" fork");
	assert_row_selected(" 42");
	key(TK_ESC);
	assert_row_selected(" 415 ");
}

static void test_a_search_selects_while_typed(void **state)
{
	(void)state;
	press("/");
	assert_line_has(-1, "search: _");
	press("redi");
	assert_row_selected("redis-serv");
	assert_found("redi");
	press("x");
	assert_line_has(-1, "search: redix_  not found");
	assert_row_selected(" 431 ");
	/* Enter does not keep that */
	key(TK_ENTER);
	assert_line_has(-1, "search: redix_  not found");
	key(TK_BACKSPACE);
	key(TK_ENTER);
	assert_row_selected("redis-serv");
	assert_line_lacks(-1, "search:");
	key(TK_F3);
	press("lesson");
	assert_row_selected("lesson.py");
	key(TK_ESC);
	assert_row_selected("redis-serv");
	assert_found("redi");
}

static void test_not_found_stays_where_one_was(void **state)
{
	(void)state;
	fixture_app_choose(&fixture, 415);
	press("/nowhere");
	assert_line_has(-1, "not found");
	assert_row_selected(" 415 ");
	key(TK_ESC);
	assert_row_selected(" 415 ");
	assert_line_lacks(-1, "not found");
	press("n");
	assert_line_has(-1, "nothing was searched for: /");
}

static void test_pids_and_users_are_found(void **state)
{
	(void)state;
	press("/43");
	assert_row_selected(" 431 ");
	press("7\n");
	assert_row_selected(" 437 ");
	/* on from there, round: a row before it is of root */
	press("/root\n");
	assert_row_selected(" 61 ");
	/* capitals mean just them */
	press("/ROOT");
	assert_line_has(-1, "not found");
}

static void test_matches_one_after_the_other(void **state)
{
	(void)state;
	press("/fork\n");
	assert_row_selected(" 427 ");
	press("n");
	assert_row_selected(" 428 ");
	assert_line_lacks(-1, "search wrapped");
	press("n");
	assert_row_selected(" 427 ");
	assert_line_has(-1, "search wrapped");
	press("N");
	assert_row_selected(" 428 ");
	assert_line_has(-1, "search wrapped");
	press("N");
	assert_row_selected(" 427 ");
	press("/lesson\nn");
	assert_line_has(-1, "no other match");
	/* from where one is, round */
	key(TK_END);
	press("/fork");
	assert_row_selected(" 427 ");
	assert_line_has(-1, "search wrapped");
	/* an empty one keeps what was sought */
	key(TK_CTRL_U);
	press("lesson\n/\nn");
	assert_row_selected("lesson.py");
}

static void test_the_user_menu(void **state)
{
	(void)state;
	press("u");
	assert_line_has(0, "2 users");
	assert_line_has(1, "USER");
	assert_line_has(2, ">all users");
	assert_line_has(2, "19");
	assert_line_has(3, "ada");
	assert_line_has(3, "14");
	assert_line_has(4, "root");
	press("jj\n");
	assert_line_has(0, "5 of 19 processes \\user:root ");
	press("\\ getty\n");
	assert_line_has(0, "1 of 19 processes \\user:root getty ");
	press("u");
	assert_row_selected("root");
	press("k\n");
	assert_line_has(0, "0 of 19 processes \\getty user:ada ");
	press("ug\n");
	assert_line_has(0, "1 of 19 processes \\getty ");
	press("u");
	key(TK_ESC);
	assert_line_has(0, "1 of 19 processes \\getty ");
}

/* A name that would be read as another term, or as two users, is a number. */
static void test_a_user_with_an_odd_name(void **state)
{
	static const char *const names[] = { "a,b", "a\"'b", "a'b", "0" };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		fixture_app_stop(&fixture);
		fixture_app_init(&fixture);
		fixture.ada = names[i];
		fixture_app_start(&fixture, 80, 24);
		fixture_app_sample(&fixture);
		press("u");
		fixture_app_sample(&fixture);
		assert_line_has(3, names[i]);
		press("j\n");
		assert_line_has(0, "14 of 19 processes \\user:1000 ");
		press("u");
		assert_row_selected(names[i]);
		key(TK_ESC);
	}
}

static void test_a_user_with_blanks(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	fixture_app_init(&fixture);
	fixture.ada = "ada l";
	fixture_app_start(&fixture, 80, 24);
	fixture_app_sample(&fixture);
	press("u");
	fixture_app_sample(&fixture);
	press("j\n");
	assert_line_has(0, "14 of 19 processes \\user:\"ada l\" ");
}

static void test_a_filter_from_the_command_line(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	fixture_app_init(&fixture);
	fixture.config.filter = "user:ada kind:swapped";
	fixture_app_start(&fixture, 80, 24);
	fixture_app_sample(&fixture);
	assert_line_has(0, "1 of 19 processes \\user:ada kind:swapped ");
	key(TK_ESC);
	assert_line_has(0, "tamtop  19 processes");
}

/* A process that the filter hides is told whole all the same. */
static void test_a_hidden_process_is_told_whole(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	fixture_app_init(&fixture);
	fixture.config.filter = "user:root";
	fixture.config.open_pid = 412;
	fixture.config.opening = OPENING_PROCESS;
	fixture_app_start(&fixture, 80, 24);
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	assert_line_has(0, "412 tamdemo");
	assert_line_has(1, "tamdemo linear --size");
	assert_line_has(2, "ada");
}

/* What it is in line 1 never pushes out what else is there. */
static void test_a_long_filter_is_cut(void **state)
{
	(void)state;
	press("\\user:ada,root kind:tamalloc rate>0\n");
	assert_line_has(0, "of 19 processes \\user:ada,root kind:tam.. ");
	assert_line_has(0, "syscall 0.4ms");
	press("m");
	assert_line_has(0, "user:ada,ro.., mark 0s");
}

static void open_process(pid_t pid)
{
	fixture_app_choose(&fixture, pid);
	key(TK_ENTER);
	fixture_app_look(&fixture);
}

static void test_mappings_are_searched(void **state)
{
	(void)state;
	open_process(412);
	press("/libc");
	assert_row_selected("libc");
	assert_found("libc");
	press("\nn");
	assert_row_selected("libc");
	key(TK_F3);
	press("stack");
	assert_row_selected("[stack]");
	key(TK_ESC);
	assert_row_selected("libc");
	press("/rw-p\n");
	assert_row_selected("rw-p");
	press("/7ff");
	press("nowhere");
	assert_line_has(-1, "not found");
	key(TK_ESC);
	press("/TAMALLOC");
	assert_line_has(-1, "not found");
	key(TK_CTRL_U);
	press("tamalloc\n");
	assert_row_selected("tamalloc");
	/* the way back is a key away */
	key(TK_ESC);
	assert_line_has(0, "19 processes");
}

static void test_names_of_the_map_are_searched(void **state)
{
	(void)state;
	open_process(412);
	press("a");
	fixture_app_look(&fixture);
	press("/stack");
	assert_line_has(0, "at [stack]");
	key(TK_ESC);
	assert_line_lacks(0, "at [stack]");
	press("/libc\n");
	assert_line_has(0, "at libc");
	press("nnnnnn");
	assert_line_has(0, "at libc");
	press("/nowhere");
	assert_line_has(-1, "not found");
	key(TK_ESC);
	press("a");
	fixture_app_look(&fixture);
	press("/");
	assert_line_has(-1, "names are searched in the map of all: a");
}

/* Mappings come and go while something is typed; nothing falls over. */
static void test_typing_goes_on_while_samples_come(void **state)
{
	(void)state;
	press("\\tam");
	fixture_app_sample(&fixture);
	press("demo");
	fixture_app_sample(&fixture);
	assert_line_has(0, "9 of 19 processes \\tamdemo ");
	assert_line_has(-1, "filter: tamdemo_");
	press("\n/stride");
	fixture_app_sample(&fixture);
	assert_row_selected("stride");
	key(TK_ESC);
}

/* Of rows that were never on screen, too, once their command lines are read. */
static void test_what_is_off_screen_is_found(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	fixture_app_init(&fixture);
	fixture_app_start(&fixture, 40, 10);
	fixture_app_sample(&fixture);
	press("/udevd --daemon");
	assert_line_has(-1, "not found");
	fixture_app_sample(&fixture);
	assert_line_lacks(-1, "not found");
	assert_row_selected(" 61 ");
	key(TK_ENTER);
	assert_row_selected(" 61 ");
}

/* As in htop: it is the first character of what is looked for. */
static void test_a_digit_begins_a_search(void **state)
{
	(void)state;
	press("4");
	assert_line_has(-1, "search: 4_");
	press("15");
	assert_line_has(-1, "search: 415_");
	assert_row_selected("415");
	press("\n");
	assert_row_selected("415");
	press("L");
	assert_line_has(-1, "search: _");
	fixture_app_key(&fixture, TK_ESC);
	press("&");
	assert_line_has(-1, "no other match");
	/* elsewhere it is none */
	fixture_app_key(&fixture, TK_ENTER);
	press("4");
	assert_line_has(-1, "4 searches for a pid in the list");
}

int main(void)
{
#define search_test(name)						\
	cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		search_test(test_the_list_follows_a_filter),
		search_test(test_a_mistake_is_told_at_once),
		search_test(test_a_mistake_fits_a_narrow_screen),
		search_test(test_nothing_matches),
		search_test(test_esc_ends_it_and_nothing_else),
		search_test(test_the_sum_of_what_is_shown),
		search_test(test_rows_come_and_go),
		search_test(test_the_selection_survives_a_filter),
		search_test(test_a_search_selects_while_typed),
		search_test(test_not_found_stays_where_one_was),
		search_test(test_pids_and_users_are_found),
		search_test(test_matches_one_after_the_other),
		search_test(test_the_user_menu),
		search_test(test_a_user_with_an_odd_name),
		search_test(test_a_user_with_blanks),
		search_test(test_a_filter_from_the_command_line),
		search_test(test_a_hidden_process_is_told_whole),
		search_test(test_a_long_filter_is_cut),
		search_test(test_what_is_off_screen_is_found),
		search_test(test_mappings_are_searched),
		search_test(test_names_of_the_map_are_searched),
		search_test(test_typing_goes_on_while_samples_come),
		search_test(test_a_digit_begins_a_search),
	};

	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}

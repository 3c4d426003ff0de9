// SPDX-License-Identifier: GPL-2.0
/* The column menu, and a list with columns that were chosen. */
#include <stdlib.h>
#include <string.h>

#include "app_screen.h"
#include "model/field.h"

static struct field_list columns;

static void begin(int width, int height, const char *keys)
{
	char why[FIELDS_TEXT_MAX];

	fixture_app_init(&fixture);
	if (keys) {
		assert_true(fields_parse(&columns, keys, why, sizeof(why)));
		fixture.config.settings.columns = columns;
	}
	fixture_app_start(&fixture, width, height);
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
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

static void test_what_fits_stands_first(void **state)
{
	(void)state;
	begin(80, 24, NULL);
	press("c");
	assert_line_has(0, "columns: what fits ");
	assert_row_selected("> 1 *PID       number of the process");
	assert_line_has(12, " 9 *S         R run");
	assert_line_has(13, "10  PPID      number of its parent");
	/* the heads as the list has them */
	assert_line_has(22 - 24, "   PID USER   RESERVED TOUCHED     %  ZERO PAGES    TOUCH/s S COMMAND");
	key(TK_ESC);
	assert_line_has(6, "   PID USER   RESERVED TOUCHED↓    %");
	key(TK_F2);
	assert_line_has(0, "columns: what fits ");
}

/* At once, and again as it was: but chosen from then on. */
static void test_space_shows_and_hides(void **state)
{
	(void)state;
	begin(80, 24, NULL);
	press("cus ");
	assert_line_lacks(0, "what fits");
	assert_line_lacks(0, "PAUSED");
	assert_row_selected(" 2  USER");
	assert_line_has(-2, "   PID RESERVED");
	/* hidden in error, it is shown where it was */
	press(" ");
	assert_row_selected(" 2 *USER");
	assert_line_has(-2, "   PID USER   RESERVED");
	/* what is new stands before COMMAND, which takes what is left */
	press("ni ");
	assert_line_has(-2, "  NI COMMAND");
	press("\n");
	assert_line_has(6, "  NI COMMAND");
	press("c=");
	assert_line_has(0, "columns: what fits ");
	assert_line_has(-2, "   PID USER   RESERVED");
	press("=");
	assert_line_has(-1, "they are chosen by what fits already");
}

static void test_the_last_one_stays(void **state)
{
	(void)state;
	begin(80, 24, "touched pid");
	press("c ");
	assert_row_selected(" 1  TOUCHED");
	press("pi");
	assert_row_selected(" 2 *PID");
	press(" ");
	assert_line_has(-1, "one column has to stay");
	assert_row_selected(" 2 *PID");
}

static void test_they_are_moved(void **state)
{
	(void)state;
	begin(80, 24, "pid user touched command");
	press("cto>");
	assert_line_has(-2, "   PID USER   COMMAND          TOUCHED");
	assert_row_selected("26 *TOUCHED");
	press(">");
	assert_line_has(-1, "it is the last one");
	press("<");
	key(TK_F7);
	assert_row_selected(" 2 *TOUCHED");
	key(TK_F8);
	assert_row_selected(" 3 *TOUCHED");
	press("<<");
	assert_line_has(-2, "  TOUCHED    PID USER   COMMAND");
	press("<");
	assert_line_has(-1, "it is the first one");
	press("sw>");
	assert_line_has(-1, "it isn't shown: Space shows it");
}

static void test_letters_and_numbers_select(void **state)
{
	(void)state;
	begin(80, 24, NULL);
	press("cni");
	assert_line_has(0, "columns NI_");
	assert_row_selected("NI        -20 comes first");
	press("3");
	assert_line_has(0, "columns number 3_");
	assert_row_selected(" 3 *RESERVED");
}

static void test_how_many_fit_is_told(void **state)
{
	(void)state;
	begin(40, 10, "pid user nice threads touched oom command");
	press("c");
	assert_line_has(0, "4 of 7 fit");
	key(TK_ESC);
	assert_line_has(2, "   PID  NI TOUCHED↓COMMAND");
	tear_down(state);
	begin(80, 24, "pid user nice threads touched oom command");
	press("c");
	assert_line_lacks(0, "fit");
	tear_down(state);
	begin(40, 10, NULL);
	press("c");
	assert_line_has(0, "columns ");
}

/* What by itself is left out there is there where it was chosen. */
static void test_exactly_the_chosen_ones(void **state)
{
	(void)state;
	begin(80, 24, "pid oom age since command");
	assert_line_has(6, "   PID  OOM    AGE   SINCE COMMAND");
	assert_line_has(7, ">  431  703     0s       ? tamrun");
	/* nothing tells what it is sorted by: line 1 does */
	assert_line_has(0, "19 processes by TOUCHED");
	press("c=");
	key(TK_ESC);
	assert_line_has(6, "RESERVED");
}

/* Nobody has asked for it: it is costly. */
static size_t nr_asked(void)
{
	struct demand demand = { 0 };
	size_t nr;

	app_demand(fixture.app, &demand);
	nr = demand.nr_pss_turns;
	assert_int_equal(demand.nr_psses, 0);
	demand_release(&demand);
	return nr;
}

static void test_pss_is_read_where_it_is_wanted(void **state)
{
	(void)state;
	begin(80, 12, NULL);
	assert_int_equal(nr_asked(), 0);
	press("cps ");
	key(TK_ESC);
	/* a low screen has fewer rows than there are processes */
	assert_int_equal(nr_asked(), 12 - 4);
	fixture_app_sample(&fixture);
	assert_line_has(2, "  PSS ");
	assert_line_has(3, " 121M ");
	/* sorted by it, all are */
	press("ops\n");
	assert_int_equal(nr_asked(), 19);
	press("o7\n");
	assert_int_equal(nr_asked(), 12 - 4);
	press("c=");
	key(TK_ESC);
	assert_int_equal(nr_asked(), 0);
	press("\\pss>100M\n");
	assert_int_equal(nr_asked(), 19);
	/* 431 alone has as much */
	fixture_app_sample(&fixture);
	assert_line_has(0, " 1 of 19 processes");
}

static void test_old_pss_is_dim(void **state)
{
	const struct screen *screen;
	int x = 0;

	(void)state;
	begin(80, 24, "pid pss command");
	screen = app_draw(fixture.app);
	while (screen_row(screen, 7)[x].glyph != 'M')
		x++;
	assert_int_equal(screen_row(screen, 7)[x].role, ROLE_TEXT);
	press("b");
	fixture_app_sample(&fixture);
	key(TK_ESC);
	screen = app_draw(fixture.app);
	assert_int_equal(screen_row(screen, 7)[x].role, ROLE_DIM);
}

static void rename_one(struct sample *list)
{
	list->procs[4].nr_threads = 1234567890;
}

static void no_change(struct sample *list)
{
	(void)list;
}

/* Numbers widen their column at once, which stays so until there is a reason. */
static void test_widths_do_not_jump(void **state)
{
	(void)state;
	begin(80, 24, "pid threads touched command");
	assert_line_has(6, "   PID THREADS TOUCHED↓");
	fixture.alter = rename_one;
	fixture_app_sample(&fixture);
	assert_line_has(6, "   PID    THREADS TOUCHED↓");
	fixture.alter = no_change;
	fixture_app_sample(&fixture);
	assert_line_has(6, "   PID    THREADS TOUCHED↓");
	press("I");
	assert_line_has(6, "   PID THREADS TOUCHED↑");
}

/* A tree's branches stand before COMMAND: without it nothing is said of them. */
static void test_a_tree_without_commands(void **state)
{
	(void)state;
	begin(80, 24, "pid touched");
	press("t*");
	fixture_app_sample(&fixture);
	assert_line_has(0, ", tree ");
	assert_line_lacks(0, "+N");
	press("cco ");
	key(TK_ESC);
	assert_line_has(0, "+N");
}

/* The list of a group has the same, and so has what Esc leads back to. */
static void test_all_lists_have_them(void **state)
{
	(void)state;
	begin(80, 24, NULL);
	press("b\n");
	fixture_app_sample(&fixture);
	press("cus ");
	key(TK_ESC);
	assert_line_has(6, "   PID RESERVED");
	key(TK_ESC);
	key(TK_ESC);
	assert_line_has(6, "   PID RESERVED");
}

static void test_a_command_in_the_midst_scrolls(void **state)
{
	(void)state;
	begin(80, 24, "pid command touched");
	assert_line_has(7, ">  431 tamrun redis-se+    138M");
	key(TK_RIGHT);
	assert_line_has(6, "COMMAND +8");
	assert_line_has(7, " edis-server         138M");
}

#define TEST(fn) cmocka_unit_test_teardown(fn, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_fits_stands_first),
		TEST(test_space_shows_and_hides),
		TEST(test_the_last_one_stays),
		TEST(test_they_are_moved),
		TEST(test_letters_and_numbers_select),
		TEST(test_how_many_fit_is_told),
		TEST(test_exactly_the_chosen_ones),
		TEST(test_pss_is_read_where_it_is_wanted),
		TEST(test_old_pss_is_dim),
		TEST(test_widths_do_not_jump),
		TEST(test_a_tree_without_commands),
		TEST(test_all_lists_have_them),
		TEST(test_a_command_in_the_midst_scrolls),
	};

	return cmocka_run_group_tests_name("column_menu", tests, NULL, NULL);
}

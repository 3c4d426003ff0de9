// SPDX-License-Identifier: GPL-2.0
/* The sort menu, in the whole program. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app_screen.h"
#include "model/field.h"
#include "view/key_table.h"

static void begin(int width, int height)
{
	fixture_app_init(&fixture);
	fixture_app_start(&fixture, width, height);
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
}

static int set_up(void **state)
{
	(void)state;
	begin(80, 24);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	return 0;
}

static void test_it_opens_at_what_is_sorted_by(void **state)
{
	(void)state;
	press("o");
	assert_line_has(0, "sort by");
	assert_line_has(3, "FIELD     WHAT IT IS");
	assert_row_selected("TOUCHED↓  pages really given memory");
	fixture_app_key(&fixture, TK_ESC);
	press("I");
	fixture_app_key(&fixture, TK_F6);
	assert_row_selected("TOUCHED↑");
}

static void test_enter_sorts_by_the_selected_one(void **state)
{
	(void)state;
	press("ok\n");
	assert_line_has(6, "RESERVED↓");
	assert_line_has(7, ">  444");
	press("ogjj\n");
	assert_line_has(6, "USER↑");
	press("oG\n");
	assert_line_has(6, "COMMAND↑");
}

static void test_esc_changes_nothing(void **state)
{
	(void)state;
	press("ojj");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "19 processes ");
	assert_line_has(6, "TOUCHED↓");
	/* and what is chosen again stays the way round it was */
	press("Io\n");
	assert_line_has(6, "TOUCHED↑");
}

static void test_first_letters_select(void **state)
{
	(void)state;
	press("or");
	assert_line_has(0, "sort by R_");
	assert_row_selected("RESERVED");
	/* round from where one is: TOUCHED is the last one tried */
	press("t");
	assert_row_selected("TOUCHED↓");
	press("a");
	assert_line_has(0, "sort by TA_");
	assert_row_selected("TAMALLOC");
	/* the same letter goes on to the next one */
	press("t");
	assert_row_selected("TOUCH/s");
	press("t");
	assert_row_selected("TIME");
	press("to");
	assert_row_selected("TOUCHED↓");
	press("%");
	assert_row_selected("%");
	press("co");
	assert_line_has(0, "sort by CO_");
	press("\n");
	assert_line_has(6, "COMMAND↑");
}

static void test_letters_are_taken_back(void **state)
{
	(void)state;
	press("ot");
	fixture_app_key(&fixture, TK_BACKSPACE);
	assert_line_has(0, "sort by  ");
	fixture_app_key(&fixture, TK_BACKSPACE);
	assert_line_has(0, "19 processes");
}

static void test_numbers_select(void **state)
{
	(void)state;
	press("o1");
	assert_line_has(0, "sort by number 1_");
	assert_row_selected("> 1 PID");
	press("2");
	assert_row_selected(">12 AGE");
	/* there is no 123, which selects none */
	press("3");
	assert_row_selected(">12 AGE");
	press("3");
	assert_row_selected("> 3 USER");
	press("\n");
	assert_line_has(6, "USER↑");
}

/* A column that comes with a mark can be sorted by while there is one. */
static void test_since_is_there_with_a_mark_only(void **state)
{
	(void)state;
	press("osw");
	assert_row_selected("SWAP");
	fixture_app_key(&fixture, TK_ESC);
	press("mosi");
	assert_row_selected("SINCE");
	press("\n");
	assert_line_has(6, "SINCE↓");
}

/* Also what has no column there; line 1 says so. */
static void test_what_is_not_on_screen_is_there(void **state)
{
	(void)state;
	tear_down(state);
	begin(40, 10);
	press("of");
	assert_row_selected("FAULT/s   page faults");
	press("\n");
	assert_line_has(0, "by FAULT/s");
	assert_line_has(3, ">  412");
	press("oto\n");
	assert_line_has(0, " 19 ");
}

/* Until a row is chosen the first one is selected, and shown. */
static void test_the_top_is_shown_unless_a_row_was_chosen(void **state)
{
	(void)state;
	press("or\n");
	assert_line_has(7, ">  444");
	fixture_app_choose(&fixture, 1);
	press("or\n");
	assert_false(line_has(7, ">"));
	press("ot\n");
	assert_false(line_has(7, ">"));
	fixture_app_key(&fixture, TK_HOME);
	press("or\n");
	assert_line_has(7, ">  444");
}

static void test_mappings_have_their_own(void **state)
{
	(void)state;
	fixture_app_choose(&fixture, 412);
	press("\n");
	fixture_app_look(&fixture);
	press("o");
	assert_row_selected("TOUCHED+↓ TOUCHED + ZERO");
	press("w");
	assert_row_selected("WRITTEN   pages of its own");
	press("h");
	assert_row_selected("HUGE");
	press("st");
	assert_row_selected("START");
	press("\n");
	assert_line_has(0, "412 tamdemo");
	assert_line_has(7, " START↑ ");
	/* the list keeps its own */
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(6, "TOUCHED↓");
}

/* The heads tell it, or else the line below does. */
static void test_how_mappings_are_sorted_is_told(void **state)
{
	(void)state;
	fixture_app_choose(&fixture, 412);
	press("\n");
	fixture_app_look(&fixture);
	assert_line_has(7, " TOUCHED↓    %  ZERO↓PAGES");
	press("ot");
	assert_row_selected("TOUCHED");
	press("\n");
	assert_line_has(7, " TOUCHED↓    %  ZERO PAGES");
	tear_down(state);
	begin(40, 10);
	fixture_app_choose(&fixture, 412);
	press("\n");
	/* once its pages are counted */
	fixture_app_look(&fixture);
	fixture_app_look(&fixture);
	assert_line_has(3, " RESERVED TOUCHED     % NAME");
	assert_line_has(-2, "mappings   by TOUCHED + ZERO");
}

/* Letters that select are those of no command that one needs there. */
static void test_no_field_takes_a_key_away(void **state)
{
	static const char keys[] = "JKQ";
	int i;

	(void)state;
	for (i = 0; i < NR_PROCESS_FIELDS; i++)
		assert_null(strchr(keys, process_fields[i].head[0]));
	for (i = 0; i < NR_MAPPING_FIELDS; i++)
		assert_null(strchr(keys, mapping_fields[i].head[0]));
}

static void test_every_field_is_explained(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < NR_PROCESS_FIELDS; i++) {
		assert_non_null(process_fields[i].about);
		assert_true(strlen(process_fields[i].about) <= 28);
	}
	for (i = 0; i < NR_MAPPING_FIELDS; i++) {
		assert_non_null(mapping_fields[i].about);
		assert_true(strlen(mapping_fields[i].about) <= 28);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_it_opens_at_what_is_sorted_by),
		TEST(test_enter_sorts_by_the_selected_one),
		TEST(test_esc_changes_nothing),
		TEST(test_first_letters_select),
		TEST(test_letters_are_taken_back),
		TEST(test_numbers_select),
		TEST(test_since_is_there_with_a_mark_only),
		TEST(test_what_is_not_on_screen_is_there),
		TEST(test_the_top_is_shown_unless_a_row_was_chosen),
		TEST(test_mappings_have_their_own),
		TEST(test_how_mappings_are_sorted_is_told),
		TEST(test_no_field_takes_a_key_away),
		TEST(test_every_field_is_explained),
	};

	return cmocka_run_group_tests_name("sort_menu", tests, NULL, NULL);
}

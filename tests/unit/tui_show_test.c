// SPDX-License-Identifier: GPL-2.0
/* What was asked for by operands is opened, in the whole program. */
#include <stdlib.h>
#include <string.h>

#include "app_screen.h"
#include "screen/input.h"

static int set_up(void **state)
{
	(void)state;
	fixture_app_init(&fixture);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	return 0;
}

static void begin(pid_t pid, enum opening opening)
{
	fixture.config.open_pid = pid;
	fixture.config.opening = opening;
	fixture_app_start(&fixture, 80, 24);
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
}

/* Two that were asked for by one name. */
static void begin_choice(enum opening opening)
{
	static const pid_t pids[] = { 427, 428 };

	fixture.config.pids = pids;
	fixture.config.nr_pids = 2;
	fixture.config.of = "fork";
	begin(0, opening);
}

static void test_a_process_opens(void **state)
{
	(void)state;
	begin(437, OPENING_PROCESS);
	assert_line_has(0, "tamtop  437 python3");
	assert_true(app_settled(fixture.app));
	/* all others are one key away */
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "19 processes");
	assert_row_selected(">  437");
}

static void test_it_is_selected_in_the_list(void **state)
{
	(void)state;
	begin(437, OPENING_LIST);
	assert_line_has(0, "19 processes");
	assert_row_selected(">  437");
	assert_true(app_settled(fixture.app));
}

static void test_its_map_opens_at_its_block(void **state)
{
	(void)state;
	begin(415, OPENING_MAP);
	assert_line_has(0, "415 tamdemo  map of [anon:tamalloc]");
	assert_true(app_settled(fixture.app));
	/* the way back is the usual one */
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_sample(&fixture);
	assert_line_has(0, "tamtop  415 tamdemo  ");
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_sample(&fixture);
	assert_line_has(0, "19 processes");
	assert_row_selected(">  415");
}

static void test_its_timeline_opens(void **state)
{
	(void)state;
	begin(415, OPENING_TIMELINE);
	assert_line_has(0, "415 tamdemo  time of [anon:tamalloc]");
}

static void test_the_map_of_all_opens(void **state)
{
	(void)state;
	begin(415, OPENING_BAND);
	assert_line_has(0, "mappings, at [anon:tamalloc]");
}

/* There is no map of what has no mappings: the view says why. */
static void test_without_memory_the_process_opens(void **state)
{
	(void)state;
	fixture.target.unmapped = 415;
	begin(415, OPENING_MAP);
	fixture_app_sample(&fixture);
	assert_line_has(0, "tamtop  415 tamdemo  ");
	assert_true(app_settled(fixture.app));
}

static void test_it_has_ended_meanwhile(void **state)
{
	(void)state;
	begin(4711, OPENING_MAP);
	assert_line_has(0, "19 processes");
	assert_line_has(-1, "! 4711 has ended");
	assert_true(app_settled(fixture.app));
}

static void test_a_key_before_is_obeyed_instead(void **state)
{
	(void)state;
	fixture.config.open_pid = 415;
	fixture.config.opening = OPENING_MAP;
	fixture_app_start(&fixture, 80, 24);
	fixture_app_keys(&fixture, "v");
	fixture_app_sample(&fixture);
	assert_line_has(0, "19 processes");
	assert_row_selected(">  415");
}

static void test_several_are_a_choice(void **state)
{
	(void)state;
	begin_choice(OPENING_PROCESS);
	assert_line_has(0, "tamtop  fork: 2 of 19 processes");
	assert_row_selected(">  42");
	fixture_app_keys(&fixture, "\n");
	fixture_app_sample(&fixture);
	assert_line_has(0, "tamtop  42");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "tamtop  fork: 2 of 19 processes");
}

/* Each that is chosen is opened as it was asked for. */
static void test_what_is_chosen_opens_so(void **state)
{
	int i;

	(void)state;
	begin_choice(OPENING_MAP);
	for (i = 0; i < 2; i++) {
		assert_line_has(0, "tamtop  fork: 2 of 19 processes");
		fixture_app_keys(&fixture, "\n");
		fixture_app_sample(&fixture);
		fixture_app_sample(&fixture);
		assert_line_has(0, "tamdemo  map of ");
		fixture_app_key(&fixture, TK_ESC);
		fixture_app_key(&fixture, TK_ESC);
		fixture_app_key(&fixture, TK_DOWN);
	}
}

static void test_who_goes_back_at_once_stays_there(void **state)
{
	(void)state;
	begin_choice(OPENING_MAP);
	fixture_app_keys(&fixture, "\n");
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	assert_line_has(0, "tamtop  fork: 2 of 19 processes");
}

/* Without a choice Enter is what it always is. */
static void test_others_open_as_ever(void **state)
{
	(void)state;
	begin(437, OPENING_MAP);
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_key(&fixture, TK_HOME);
	fixture_app_keys(&fixture, "\n");
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	assert_line_has(0, "tamtop  4");
	assert_line_has(1, "Command");
}

#define with_app(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_app(test_a_process_opens),
		with_app(test_it_is_selected_in_the_list),
		with_app(test_its_map_opens_at_its_block),
		with_app(test_its_timeline_opens),
		with_app(test_the_map_of_all_opens),
		with_app(test_without_memory_the_process_opens),
		with_app(test_it_has_ended_meanwhile),
		with_app(test_a_key_before_is_obeyed_instead),
		with_app(test_several_are_a_choice),
		with_app(test_what_is_chosen_opens_so),
		with_app(test_who_goes_back_at_once_stays_there),
		with_app(test_others_open_as_ever),
	};

	return cmocka_run_group_tests_name("show", tests, NULL, NULL);
}

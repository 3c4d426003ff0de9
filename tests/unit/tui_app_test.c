// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "app_screen.h"

static int set_up(void **state)
{
	(void)state;
	fixture_app_init(&fixture);
	fixture_app_start(&fixture, 80, 24);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	return 0;
}

static pid_t selected_pid(void)
{
	const struct screen *screen = app_draw(fixture.app);
	int y;

	for (y = 0; y < screen->height; y++)
		if (screen->cells[y * screen->width].selected) {
			char *text = fixture_app_line(&fixture, y);
			pid_t pid = atoi(text + 1);

			free(text);
			return pid;
		}
	return 0;
}

static void test_before_the_first_sample(void **state)
{
	(void)state;
	assert_line_has(0, "0 processes");
	assert_line_has(2, "?");
	fixture_app_keys(&fixture, "jkgG<>I?jk");
	fixture_app_key(&fixture, TK_PAGE_DOWN);
	app_draw(fixture.app);
}

static void test_selection_stays_on_its_process(void **state)
{
	(void)state;
	fixture_app_sample(&fixture);
	assert_int_equal(selected_pid(), 431);
	fixture_app_keys(&fixture, "j");
	assert_int_equal(selected_pid(), 412);
	/* 412 grows past 431 in time */
	while (fixture.second < 20)
		fixture_app_sample(&fixture);
	assert_line_has(7, ">  412");
	assert_int_equal(selected_pid(), 412);
	/* another order moves it, the selection goes along */
	fixture_app_keys(&fixture, "<I");
	assert_int_equal(selected_pid(), 412);
}

/* How many of the processes are wanted with all of their fields. */
static size_t nr_shown(void)
{
	struct demand demand = { 0 };
	size_t nr;

	app_demand(fixture.app, &demand);
	nr = demand.nr_shown;
	demand_release(&demand);
	return nr;
}

static void test_what_is_sorted_by_is_wanted_of_all(void **state)
{
	const struct event resize = {
		.type = EVENT_RESIZE, .resize = { .width = 132, .height = 16 },
	};

	(void)state;
	app_event(fixture.app, &resize);
	fixture_app_sample(&fixture);
	/* 16 rows, of which the frame, header and column heads take 5 */
	assert_int_equal(nr_shown(), 11);
	/* touched % zero swap tamalloc touch/s fault/s maj/s oom */
	fixture_app_keys(&fixture, ">>>>>>");
	assert_int_equal(nr_shown(), 19);
	fixture_app_keys(&fixture, ">");
	assert_int_equal(nr_shown(), 19);
	fixture_app_keys(&fixture, ">");
	/* and so do a score and names */
	assert_int_equal(nr_shown(), 19);
	fixture_app_keys(&fixture, ">");
	assert_int_equal(nr_shown(), 19);
	fixture_app_keys(&fixture, "<<<<");
	assert_int_equal(nr_shown(), 11);
}

static void test_until_chosen_it_is_the_first_row(void **state)
{
	(void)state;
	fixture_app_sample(&fixture);
	assert_int_equal(selected_pid(), 431);
	while (fixture.second < 20)
		fixture_app_sample(&fixture);
	assert_int_equal(selected_pid(), 412);
}

static void send_without(pid_t gone)
{
	struct event event = { .type = EVENT_SAMPLE };
	struct sample sample = { 0 };
	size_t i, to = 0;

	fixture_sample(&sample, fixture.second);
	for (i = 0; i < sample.nr_procs; i++)
		if (sample.procs[i].id.pid != gone)
			sample.procs[to++] = sample.procs[i];
	sample.nr_procs = to;
	event.sample.sample = &sample;
	app_event(fixture.app, &event);
	sample_release(&sample);
}

static void test_when_the_selected_process_ends(void **state)
{
	(void)state;
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "jj");
	assert_int_equal(selected_pid(), 415);
	send_without(415);
	assert_int_equal(selected_pid(), 418);
	fixture_app_keys(&fixture, "G");
	assert_int_equal(selected_pid(), 90);
	send_without(90);
	assert_int_equal(selected_pid(), 72);
}

/* No line has a number that is just a beginning, or an end, of @number. */
static void assert_uncut(const char *line, const char *number)
{
	const char *digits = "0123456789";
	size_t len, all = strlen(number);

	for (; *line; line += len ? len : 1) {
		len = strspn(line, digits);
		if (len < 4 || len >= all)
			continue;
		if (!strncmp(line, number, len) ||
		    (!strncmp(line, number + all - len, len) && line[-1] != '.'))
			fail_msg("a part of %s: '%s'", number, line);
	}
}

static size_t assert_all_uncut(const char *number)
{
	const struct screen *screen = app_draw(fixture.app);
	size_t nr = 0;
	char *line;
	int y;

	for (y = 0; y < screen->height; y++) {
		line = fixture_app_line(&fixture, y);
		assert_uncut(line, number);
		nr += !!strstr(line, number);
		free(line);
	}
	return nr;
}

static void resize(int width, int height)
{
	const struct event event = {
		.type = EVENT_RESIZE,
		.resize = { .width = width, .height = height },
	};

	app_event(fixture.app, &event);
}

static void send_large_numbers(void)
{
	struct event event = { .type = EVENT_SAMPLE };
	struct sample sample = { 0 };
	struct sample_text *text;
	struct proc *proc;
	size_t i;

	fixture_sample(&sample, fixture.second);
	for (i = 0; i < 2; i++) {
		proc = &sample.procs[sample.nr_procs - 1 - i];
		proc->id.pid = i ? 1234567 : 1234569;
		proc->uid = 1532536188;
	}
	text = sample_add_text(&sample);
	text->kind = TEXT_USER;
	text->uid = 1532536188;
	sample.sections |= SECTION_TEXTS;
	event.sample.sample = &sample;
	app_event(fixture.app, &event);
	sample_release(&sample);
}

/* Cut, 1234567 and 1234569 would be one process, and uids one user. */
static void test_large_pids_and_uids_are_never_cut(void **state)
{
	int width;

	(void)state;
	send_large_numbers();
	fixture_app_keys(&fixture, "G");
	for (width = SCREEN_MIN_WIDTH; width <= 160; width++) {
		resize(width, 40);
		/* where there is room, of the selected one there is a sentence */
		assert_int_equal(assert_all_uncut("1234567"), 1);
		assert_true(assert_all_uncut("1234569") >= 1);
		assert_all_uncut("1532536188");
	}
	assert_int_equal(assert_all_uncut("1532536188"), 2);
	/* the selected one, too: its mark is beside it */
	fixture_app_choose(&fixture, 1234567);
	resize(80, 40);
	assert_int_equal(assert_all_uncut("1234567"), 2);
	fixture_app_key(&fixture, TK_ENTER);
	for (width = SCREEN_MIN_WIDTH; width <= 160; width++) {
		resize(width, 24);
		assert_true(assert_all_uncut("1234567") >= 1);
		assert_all_uncut("1532536188");
	}
}

/* What begins is there whole. */
static void assert_line_lacks_or_has(int y, const char *begin,
				     const char *whole)
{
	char *text = fixture_app_line(&fixture, y);
	bool begun = strstr(text, begin);

	free(text);
	if (begun)
		assert_line_has(y, whole);
}

static void test_an_outlier_is_named(void **state)
{
	static const int widths[] = { 40, 60, 66, 70, 74, 78, 80, 132 };
	struct event event = { .type = EVENT_SAMPLE };
	struct sample sample = { 0 };
	char rest[32];
	size_t i;

	(void)state;
	fixture_sample(&sample, fixture.second);
	/* 124 TiB beside 10.5 GiB of others */
	sample.procs[9].reserved += 124ULL << 40;
	snprintf(rest, sizeof(rest), "  rest %.1fG",
		 (double)(sample.sys.reserved + (124ULL << 40) -
			  sample.procs[9].reserved) / (1 << 30));
	sample.sys.reserved += 124ULL << 40;
	strcpy(sample.procs[9].comm, "asan-test");
	event.sample.sample = &sample;
	app_event(fixture.app, &event);
	for (i = 0; i < ARRAY_SIZE(widths); i++) {
		resize(widths[i], 24);
		assert_line_has(2, "Reserved   124T");
		assert_line_has(2, "124T of it asan-test");
		assert_line_lacks_or_has(2, " rest", rest);
		if (widths[i] >= 80)
			assert_line_has(2, rest);
	}
	sample_release(&sample);
}

static void test_scrolling(void **state)
{
	(void)state;
	fixture_app_sample(&fixture);
	fixture_app_key(&fixture, TK_END);
	assert_int_equal(selected_pid(), 90);
	assert_line_has(-2, ">   90");
	fixture_app_key(&fixture, TK_HOME);
	assert_line_has(7, ">  431");
	fixture_app_key(&fixture, TK_PAGE_DOWN);
	fixture_app_key(&fixture, TK_PAGE_DOWN);
	assert_int_equal(selected_pid(), 90);
	fixture_app_key(&fixture, TK_PAGE_UP);
	fixture_app_key(&fixture, TK_PAGE_UP);
	assert_int_equal(selected_pid(), 431);
}

static void test_pause(void **state)
{
	(void)state;
	fixture_app_sample(&fixture);
	assert_true(app_running(fixture.app));
	fixture_app_keys(&fixture, " ");
	assert_false(app_running(fixture.app));
	fixture.hand.now_ns += 14 * NSEC_PER_SEC;
	assert_line_has(0, "PAUSED 14s");
	app_take_sample_request(fixture.app);
	fixture_app_keys(&fixture, ".");
	assert_true(app_take_sample_request(fixture.app));
	assert_false(app_take_sample_request(fixture.app));
	fixture_app_keys(&fixture, " ");
	assert_true(app_running(fixture.app));
	assert_line_has(0, "every 1.0s");
}

static void test_delay(void **state)
{
	(void)state;
	fixture_app_keys(&fixture, "s0.25");
	assert_line_has(-1, "delay in seconds: 0.25_");
	fixture_app_key(&fixture, TK_ENTER);
	assert_int_equal(app_delay_ns(fixture.app), NSEC_PER_SEC / 4);
	assert_line_has(0, "every 0.25s");
	fixture_app_keys(&fixture, "s9");
	fixture_app_key(&fixture, TK_ESC);
	assert_int_equal(app_delay_ns(fixture.app), NSEC_PER_SEC / 4);
	/* q is a key of the answer now, not quit; out of range is told */
	fixture_app_keys(&fixture, "sq0.01\n");
	assert_false(app_quit(fixture.app));
	assert_line_has(-1, "! delay '0.01': give 0.1 to 3600 seconds");
	assert_int_equal(app_delay_ns(fixture.app), NSEC_PER_SEC / 4);
	fixture.hand.now_ns += 6 * NSEC_PER_SEC;
	assert_line_has(-1, "Space pause");
	/* an answer has an end, and can be taken back to nothing */
	fixture_app_keys(&fixture, "s11111111111111111111111111\b\b\b\b\b\b\b"
			 "\b\b\b\b\b\b\b\b\b\b\b\b\n");
	assert_int_equal(app_delay_ns(fixture.app), NSEC_PER_SEC / 4);
}

static void test_help_and_back(void **state)
{
	(void)state;
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "?");
	assert_line_has(0, "help");
	fixture_app_sample(&fixture);
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "19 processes");
	fixture_app_keys(&fixture, "??");
	assert_line_has(0, "19 processes");
	fixture_app_keys(&fixture, "?q");
	assert_true(app_quit(fixture.app));
}

static void test_sort_keys_walk_the_columns(void **state)
{
	int i;

	(void)state;
	fixture_app_sample(&fixture);
	assert_line_has(6, " RESERVED TOUCHED↓    % ");
	fixture_app_keys(&fixture, "<");
	assert_line_has(6, " RESERVED↓TOUCHED     % ");
	assert_int_equal(selected_pid(), 444);
	fixture_app_keys(&fixture, "I");
	assert_line_has(6, " RESERVED↑TOUCHED     % ");
	for (i = 0; i < 30; i++)
		fixture_app_keys(&fixture, "<");
	assert_line_has(6, " PID↑USER ");
	assert_line_has(-1, "no more columns at this side");
	assert_int_equal(selected_pid(), 1);
	for (i = 0; i < 30; i++)
		fixture_app_keys(&fixture, ">");
	assert_line_has(6, " COMMAND↑");
}

/* What means nothing here says so, for two seconds. */
static void test_every_key_answers(void **state)
{
	(void)state;
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "D");
	assert_line_has(-1, "D does nothing here; ? lists the keys");
	assert_line_has(-1, "? help  q quit");
	fixture.hand.now_ns += 2 * NSEC_PER_SEC - 1;
	assert_line_has(-1, "D does nothing");
	fixture.hand.now_ns += 1;
	assert_line_has(-1, "Enter open");
	fixture_app_keys(&fixture, "[");
	assert_line_has(-1, "[ lowers the priority in htop; tamtop doesn't: renice(1)");
	/* the next key takes it away */
	fixture_app_keys(&fixture, "j");
	assert_line_has(-1, "Enter open");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(-1, "nothing to go back to; q quits");
	fixture_app_key(&fixture, TK_OTHER);
	assert_line_has(-1, "that key does nothing here");
	fixture_app_key(&fixture, TK_LEFT);
	assert_line_has(-1, "nothing more to the left");
	fixture_app_keys(&fixture, "\x18");
	assert_line_has(-1, "Ctrl-X does nothing here");
	fixture_app_keys(&fixture, "?T");
	assert_line_has(-1, "T sorts by TIME in the list");
}

/* The question stays in sight, whatever is pressed and told. */
static void test_no_answer_covers_a_question(void **state)
{
	(void)state;
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "xs");
	assert_line_has(-1, "delay in seconds: _");
	fixture_app_keys(&fixture, "x1");
	assert_line_has(-1, "delay in seconds: 1_");
	app_notice(fixture.app, true, "something else");
	assert_line_has(-1, "delay in seconds: 1_");
	fixture_app_keys(&fixture, "+");
	assert_line_has(-1, "delay in seconds: 1_");
}

static void test_count_ends(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	fixture.config.max_samples = 2;
	fixture_app_start(&fixture, 80, 24);
	fixture_app_sample(&fixture);
	assert_false(app_quit(fixture.app));
	fixture_app_sample(&fixture);
	assert_true(app_quit(fixture.app));
}

static void test_a_failed_sample_is_told(void **state)
{
	struct event event = { .type = EVENT_SAMPLE };
	struct sample sample = { 0 };

	(void)state;
	fixture_app_sample(&fixture);
	event.sample.sample = &sample;
	event.sample.st = ST_SYSTEM;
	event.sample.error = EPERM;
	app_event(fixture.app, &event);
	assert_line_has(-1, "! sample from syscall: Operation not permitted");
	assert_line_has(0, "19 processes");
}

static void test_pids_that_end(void **state)
{
	static const pid_t pid = 415;

	(void)state;
	fixture_app_stop(&fixture);
	fixture.config.pids = &pid;
	fixture.config.nr_pids = 1;
	fixture_app_start(&fixture, 80, 24);
	fixture_app_sample(&fixture);
	assert_line_has(0, "1 of 19 processes");
	assert_false(app_all_gone(fixture.app));
	send_without(415);
	assert_true(app_all_gone(fixture.app));
	assert_line_has(-1, "! none of the processes asked for is left");
}

static void send_resize(int width, int height)
{
	struct event event = {
		.type = EVENT_RESIZE,
		.resize = { .width = width, .height = height },
	};

	app_event(fixture.app, &event);
}

static void test_every_size(void **state)
{
	int width, height;

	(void)state;
	fixture_app_sample(&fixture);
	fixture_app_key(&fixture, TK_END);
	for (height = 1; height < 64; height++) {
		for (width = 1; width < 220; width += 1 + width / 40) {
			send_resize(width, height);
			app_draw(fixture.app);
			fixture_app_keys(&fixture, "?");
			app_draw(fixture.app);
			fixture_app_keys(&fixture, "?j");
		}
	}
	send_resize(20, 5);
	assert_line_has(0, "20x5: needs 40x10");
	assert_line_has(-1, "q quit");
}

/* Keys, samples and sizes in a mixture that is the same in every run. */
static void test_any_keys_in_any_order(void **state)
{
	static const uint32_t keys[] = {
		'j', 'k', 'g', 'G', '<', '>', 'I', ' ', '.', 's', '?', '1',
		'5', 'x', 0x7fffffff, TK_ESC, TK_ENTER, TK_BACKSPACE,
		TK_UP, TK_DOWN, TK_PAGE_UP, TK_PAGE_DOWN, TK_HOME, TK_END,
		TK_LEFT, TK_RIGHT, TK_F1, TK_F6, TK_OTHER, TK_CTRL_L,
	};
	unsigned int seed = 1;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		int dice = rand_r(&seed) % 40;

		if (dice == 0)
			fixture_app_sample(&fixture);
		else if (dice == 1)
			send_resize(1 + rand_r(&seed) % 150,
				    1 + rand_r(&seed) % 50);
		else if (dice == 2)
			send_without(400 + rand_r(&seed) % 60);
		else
			fixture_app_key(&fixture,
				keys[(size_t)rand_r(&seed) % ARRAY_SIZE(keys)]);
		if (dice < 8)
			app_draw(fixture.app);
	}
	assert_false(app_quit(fixture.app));
}

#define app_test(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

/* List, process, map, timeline, map, timeline ... and help on top of it. */
static void test_views_are_not_stacked_for_ever(void **state)
{
	bool told = false;
	char *text;
	int i;

	(void)state;
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "j\n");
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "\n");
	for (i = 0; i < 20; i++) {
		fixture_app_sample(&fixture);
		fixture_app_keys(&fixture, i % 2 ? "\n" : "T");
		text = fixture_app_line(&fixture, -1);
		told |= !!strstr(text, "! view: so many are open");
		free(text);
	}
	assert_true(told);
	fixture_app_keys(&fixture, "?");
	assert_line_has(0, "help");
	fixture_app_keys(&fixture, "?");
	for (i = 0; i < 20; i++)
		fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "19 processes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		app_test(test_before_the_first_sample),
		app_test(test_selection_stays_on_its_process),
		app_test(test_what_is_sorted_by_is_wanted_of_all),
		app_test(test_until_chosen_it_is_the_first_row),
		app_test(test_when_the_selected_process_ends),
		app_test(test_scrolling),
		app_test(test_large_pids_and_uids_are_never_cut),
		app_test(test_an_outlier_is_named),
		app_test(test_pause),
		app_test(test_delay),
		app_test(test_help_and_back),
		app_test(test_sort_keys_walk_the_columns),
		app_test(test_every_key_answers),
		app_test(test_no_answer_covers_a_question),
		app_test(test_count_ends),
		app_test(test_a_failed_sample_is_told),
		app_test(test_pids_that_end),
		app_test(test_every_size),
		app_test(test_any_keys_in_any_order),
		app_test(test_views_are_not_stacked_for_ever),
	};

	return cmocka_run_group_tests_name("app", tests, NULL, NULL);
}

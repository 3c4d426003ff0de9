// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "app/schedule.h"
#include "check.h"
#include "common/clock.h"

#define MS		NSEC_PER_MSEC
#define SEC		NSEC_PER_SEC
#define BEGIN		(1000 * SEC)
#define PAGE		4096ULL

#define ASKED_MAX	64

/*
 * Lanes that keep what they are asked for. Who is asked is busy until the test
 * answers.
 */
static struct {
	bool busy[NR_LANES];
	unsigned int interrupted[NR_LANES];
	enum lane lane[ASKED_MAX];
	struct demand asked[ASKED_MAX];
	size_t nr_asked;
} lanes;

static struct schedule *schedule;
static struct pace pace;
static struct demand wanted;	/* what the views would say */
static uint64_t now;

static const struct proc_id linear = { .pid = 412, .start_ns = 412 };
static const struct proc_id redis = { .pid = 431, .start_ns = 431 };

static bool request(void *ctx, enum lane lane, const struct demand *demand)
{
	assert_ptr_equal(ctx, &lanes);
	if (lanes.busy[lane])
		return false;
	assert_in_range(lanes.nr_asked, 0, ASKED_MAX - 1);
	lanes.busy[lane] = true;
	lanes.lane[lanes.nr_asked] = lane;
	demand_copy(&lanes.asked[lanes.nr_asked++], demand);
	return true;
}

static void interrupt(void *ctx, enum lane lane)
{
	assert_ptr_equal(ctx, &lanes);
	lanes.interrupted[lane]++;
}

static const struct lane_ops lane_ops = {
	.request = request,
	.interrupt = interrupt,
};

static void want_process(struct proc_id id)
{
	demand_reset(&wanted);
	wanted.list = true;
	wanted.target.id = id;
	wanted.target.mappings = true;
}

static void want_window(uint64_t start)
{
	demand_scan(&wanted, SCAN_WINDOW, start, start + 100 * PAGE, 1);
}

static void want_count(uint64_t start)
{
	demand_scan(&wanted, SCAN_COUNT, start, start + 100 * PAGE, 100);
}

/* Of everything something. */
static void want_all(void)
{
	want_process(linear);
	want_window(0x10000000);
	want_count(0x20000000);
	demand_whole(&wanted, 0x10000000, 0x50000000, 64);
	demand_text(&wanted, TEXT_COMMAND, redis, 0);
	demand_text(&wanted, TEXT_USER, redis, 1000);
	demand_pages(&wanted, redis);
	demand_shown(&wanted, linear);
	demand_shown(&wanted, redis);
}

static int set_up(void **state)
{
	(void)state;
	schedule = schedule_new(&lane_ops, &lanes);
	pace = (struct pace){ .running = true, .delay_ns = SEC };
	demand_reset(&wanted);
	wanted.list = true;
	now = BEGIN;
	return 0;
}

static void forget_asked(void)
{
	lanes.nr_asked = 0;
}

static int tear_down(void **state)
{
	size_t i;

	(void)state;
	schedule_free(schedule);
	demand_release(&wanted);
	for (i = 0; i < ASKED_MAX; i++)
		demand_release(&lanes.asked[i]);
	memset(&lanes, 0, sizeof(lanes));
	return 0;
}

/* A turn as the loop does it, with an app that wants what the ticks bring. */
static unsigned int turn_at(uint64_t time)
{
	unsigned int due;

	assert_true(time >= now);
	now = time;
	due = schedule_tick(schedule, now, &pace);
	if (due & DUE_SAMPLE)
		schedule_want_list(schedule);
	if (schedule_has_due(schedule))
		schedule_send(schedule, &wanted);
	return due;
}

static unsigned int turn(void)
{
	return turn_at(now);
}

static void answer_at_cost(enum lane lane, uint64_t cost_ns)
{
	struct sample sample = { .target.cost_ns = cost_ns };

	assert_true(lanes.busy[lane]);
	lanes.busy[lane] = false;
	if (lane == LANE_LIST)
		sample.sections = SECTION_LIST;
	schedule_sample(schedule, now, lane, &sample, &wanted);
}

/* What the lane was asked for has come. */
static void answer(enum lane lane)
{
	answer_at_cost(lane, 0);
}

/* Pages come in the same lane as the list does. */
static void answer_pages(void)
{
	const struct sample sample = { .sections = SECTION_PAGES };

	assert_true(lanes.busy[LANE_LIST]);
	lanes.busy[LANE_LIST] = false;
	schedule_sample(schedule, now, LANE_LIST, &sample, &wanted);
}

static void answer_text(enum lane lane, enum text_kind kind, bool failed)
{
	struct sample_text text = { .kind = kind, .failed = failed };
	const struct sample sample = {
		.sections = SECTION_TEXTS, .texts = &text, .nr_texts = 1,
	};

	assert_true(lanes.busy[lane]);
	lanes.busy[lane] = false;
	schedule_sample(schedule, now, lane, &sample, &wanted);
}

static void answer_names(bool failed)
{
	answer_text(LANE_NAMES, TEXT_USER, failed);
}

static uint64_t wait_ns(void)
{
	return schedule_wait(schedule, now, &pace);
}

/* The one thing that was asked for since the last look, from @lane. */
static const struct demand *asked_one(enum lane lane)
{
	assert_int_equal(lanes.nr_asked, 1);
	assert_int_equal(lanes.lane[0], lane);
	lanes.nr_asked = 0;
	return &lanes.asked[0];
}

static void assert_nothing_asked(void)
{
	assert_int_equal(lanes.nr_asked, 0);
}

/* The answered part of a first look, all lanes free. */
static void look_at(struct proc_id id)
{
	want_process(id);
	want_window(0x10000000);
	schedule_keys(schedule, &wanted);
	answer(LANE_TARGET);
	forget_asked();
}

/* Nothing but the target @id. */
static void assert_target(const struct demand *demand, struct proc_id id)
{
	assert_false(demand->list);
	assert_int_equal(demand->nr_texts, 0);
	assert_int_equal(demand->nr_pages, 0);
	assert_int_equal(demand->nr_shown, 0);
	assert_true(proc_id_equal(demand->target.id, id));
}

/* All of it, or what is on screen only. */
static void assert_whole(const struct demand *demand, size_t nr_scans)
{
	assert_true(demand->target.mappings);
	assert_int_equal(demand->target.nr_scans, nr_scans);
}

static void assert_window(const struct demand *demand, uint64_t start)
{
	assert_false(demand->target.mappings);
	assert_int_equal(demand->target.nr_scans, 1);
	assert_int_equal(demand->target.scans[0].use, SCAN_WINDOW);
	assert_int_equal(demand->target.scans[0].start, start);
}

static void test_the_first_tick_is_at_once(void **state)
{
	(void)state;
	assert_false(schedule_has_due(schedule));
	assert_int_equal(turn(), DUE_SECOND | DUE_SAMPLE);
	assert_true(asked_one(LANE_LIST)->list);
	assert_int_equal(wait_ns(), SEC);
	/* once */
	assert_int_equal(turn(), 0);
	assert_false(schedule_has_due(schedule));
	assert_nothing_asked();
	/* who comes late waits for nothing */
	now += 1500 * MS;
	assert_int_equal(wait_ns(), 0);
}

static void test_ticks_come_by_the_delay(void **state)
{
	(void)state;
	pace.delay_ns = 400 * MS;
	turn();
	assert_int_equal(wait_ns(), 400 * MS);
	assert_int_equal(turn_at(BEGIN + 400 * MS - 1), 0);
	assert_int_equal(wait_ns(), 1);
	assert_int_equal(turn_at(BEGIN + 400 * MS), DUE_SAMPLE);
	/* one that comes late doesn't make the next one late */
	assert_int_equal(turn_at(BEGIN + 900 * MS), DUE_SAMPLE);
	assert_int_equal(wait_ns(), 100 * MS);
	assert_int_equal(turn_at(BEGIN + 1000 * MS), DUE_SECOND);
	assert_int_equal(wait_ns(), 200 * MS);
	assert_int_equal(turn_at(BEGIN + 1200 * MS), DUE_SAMPLE);
}

static void test_a_missed_tick_is_not_made_up_for(void **state)
{
	(void)state;
	turn();
	assert_int_equal(turn_at(BEGIN + 5500 * MS), DUE_SECOND | DUE_SAMPLE);
	assert_int_equal(wait_ns(), SEC);
	assert_int_equal(turn_at(BEGIN + 6499 * MS), 0);
	assert_int_equal(turn_at(BEGIN + 6500 * MS), DUE_SECOND | DUE_SAMPLE);
	/* late by a whole delay: that of now is the one, not a second one */
	assert_int_equal(turn_at(BEGIN + 8500 * MS), DUE_SECOND | DUE_SAMPLE);
	assert_int_equal(turn(), 0);
	assert_int_equal(wait_ns(), SEC);
}

static void test_a_shorter_delay_holds_from_now_on(void **state)
{
	(void)state;
	pace.delay_ns = 3600 * SEC;
	turn();
	turn_at(BEGIN + 3 * SEC);
	pace.delay_ns = 500 * MS;
	assert_int_equal(turn_at(BEGIN + 3200 * MS), 0);
	assert_int_equal(wait_ns(), 500 * MS);
	assert_int_equal(turn_at(BEGIN + 3700 * MS), DUE_SAMPLE);
	assert_int_equal(wait_ns(), 300 * MS);
	assert_int_equal(turn_at(BEGIN + 4200 * MS), DUE_SECOND | DUE_SAMPLE);
}

static void test_a_longer_delay_holds_from_the_next_tick_on(void **state)
{
	(void)state;
	turn();
	pace.delay_ns = 10 * SEC;
	assert_int_equal(turn_at(BEGIN + 500 * MS), 0);
	assert_int_equal(wait_ns(), 500 * MS);
	assert_int_equal(turn_at(BEGIN + SEC), DUE_SECOND | DUE_SAMPLE);
	assert_int_equal(turn_at(BEGIN + 10999 * MS), DUE_SECOND);
	assert_int_equal(turn_at(BEGIN + 11 * SEC), DUE_SAMPLE);
}

static void test_seconds_pass_in_a_pause_and_nothing_else(void **state)
{
	(void)state;
	look_at(linear);
	pace = (struct pace){ .running = true, .delay_ns = 100 * MS,
			      .quick_ns = 20 * MS };
	turn();
	answer(LANE_LIST);
	answer(LANE_TARGET);
	turn();
	answer(LANE_TARGET);
	forget_asked();
	assert_int_equal(wait_ns(), 20 * MS);
	pace.running = false;
	assert_int_equal(turn_at(BEGIN + 200 * MS), 0);
	assert_int_equal(wait_ns(), 800 * MS);
	assert_int_equal(turn_at(BEGIN + 1000 * MS), DUE_SECOND);
	assert_int_equal(wait_ns(), SEC);
	assert_int_equal(turn_at(BEGIN + 1999 * MS), 0);
	assert_int_equal(turn_at(BEGIN + 2000 * MS), DUE_SECOND);
	assert_false(schedule_has_due(schedule));
	assert_nothing_asked();
	pace.running = true;
	assert_int_equal(turn_at(BEGIN + 2100 * MS), DUE_SAMPLE);
	assert_int_equal(wait_ns(), 20 * MS);
}

static void test_one_sample_in_a_pause(void **state)
{
	(void)state;
	look_at(linear);
	pace.running = false;
	turn();
	assert_nothing_asked();
	schedule_want_list(schedule);
	assert_int_equal(turn(), 0);
	assert_int_equal(lanes.nr_asked, 2);
	assert_int_equal(lanes.lane[0], LANE_LIST);
	assert_int_equal(lanes.lane[1], LANE_TARGET);
	assert_whole(&lanes.asked[1], 1);
	answer(LANE_LIST);
	answer(LANE_TARGET);
	forget_asked();
	turn_at(BEGIN + 10 * SEC);
	assert_nothing_asked();
}

static void test_the_list_is_asked_for_alone(void **state)
{
	const struct demand *list;

	(void)state;
	want_all();
	lanes.busy[LANE_TARGET] = true;
	turn();
	list = asked_one(LANE_LIST);
	assert_true(list->list);
	assert_int_equal(list->nr_shown, 2);
	assert_int_equal(list->shown[0].pid, linear.pid);
	assert_int_equal(list->nr_texts, 0);
	assert_int_equal(list->nr_pages, 0);
	assert_int_equal(list->target.id.pid, 0);
}

static void test_the_target_is_asked_for_alone(void **state)
{
	const struct demand *target;

	(void)state;
	want_all();
	lanes.busy[LANE_LIST] = true;
	turn();
	target = asked_one(LANE_TARGET);
	assert_target(target, linear);
	assert_whole(target, 3);
	assert_int_equal(target->target.scans[0].use, SCAN_WINDOW);
	assert_int_equal(target->target.scans[1].use, SCAN_COUNT);
	assert_int_equal(target->target.scans[2].use, SCAN_WHOLE);
}

/* Both tell of the moment of the list, each in its own lane. */
static void test_pages_and_texts_follow_the_list(void **state)
{
	const struct demand *pages = &lanes.asked[0], *texts = &lanes.asked[1];
	const struct demand *names = &lanes.asked[2];

	(void)state;
	want_all();
	lanes.busy[LANE_TARGET] = true;
	turn();
	forget_asked();
	answer(LANE_LIST);
	assert_int_equal(lanes.nr_asked, 3);
	assert_int_equal(lanes.lane[0], LANE_LIST);
	assert_false(pages->list);
	assert_int_equal(pages->nr_pages, 1);
	assert_int_equal(pages->pages[0].pid, redis.pid);
	assert_int_equal(pages->nr_texts, 0);
	assert_int_equal(pages->nr_shown, 0);
	assert_int_equal(pages->target.id.pid, 0);
	assert_int_equal(lanes.lane[1], LANE_TEXTS);
	assert_false(texts->list);
	assert_int_equal(texts->nr_texts, 1);
	assert_int_equal(texts->texts[0].kind, TEXT_COMMAND);
	assert_int_equal(texts->nr_pages, 0);
	assert_int_equal(texts->nr_shown, 0);
	assert_int_equal(texts->target.id.pid, 0);
	assert_int_equal(lanes.lane[2], LANE_NAMES);
	assert_false(names->list);
	assert_int_equal(names->nr_texts, 1);
	assert_int_equal(names->texts[0].kind, TEXT_USER);
	assert_true(names->names_ns > 0);
	assert_int_equal(names->target.id.pid, 0);
	/* their own samples ask for nothing more */
	forget_asked();
	answer_pages();
	answer(LANE_TEXTS);
	assert_nothing_asked();
	/* who couldn't say a name isn't asked again at once */
	answer_names(true);
	assert_nothing_asked();
}

/* A name service that takes its time holds back nothing but names. */
static void test_names_have_a_lane_of_their_own(void **state)
{
	(void)state;
	want_all();
	demand_text(&wanted, TEXT_USER, linear, 1001);
	demand_text(&wanted, TEXT_CGROUP, linear, 0);
	lanes.busy[LANE_TARGET] = true;
	schedule_keys(schedule, &wanted);
	assert_true(lanes.busy[LANE_NAMES]);
	answer(LANE_TEXTS);
	forget_asked();
	/* it still is, and command lines come all the same */
	schedule_keys(schedule, &wanted);
	assert_int_equal(asked_one(LANE_TEXTS)->texts[0].kind, TEXT_COMMAND);
	/* as soon as there is time, the names still missing are asked for */
	forget_asked();
	wanted.texts[0] = wanted.texts[--wanted.nr_texts];
	answer_names(false);
	assert_int_equal(asked_one(LANE_NAMES)->texts[0].kind, TEXT_USER);
	forget_asked();
	demand_reset(&wanted);
	answer_names(false);
	assert_nothing_asked();
}

/* By its cgroup it is listed, and then there is more to be asked of it. */
static void test_what_a_text_brings_is_asked_for_once(void **state)
{
	(void)state;
	demand_text(&wanted, TEXT_CGROUP, redis, 0);
	turn();
	answer(LANE_LIST);
	forget_asked();
	wanted.nr_texts = 0;
	demand_text(&wanted, TEXT_COMMAND, redis, 0);
	demand_text(&wanted, TEXT_USER, redis, 1000);
	demand_zeros(&wanted, redis);
	answer_text(LANE_TEXTS, TEXT_CGROUP, false);
	assert_int_equal(lanes.nr_asked, 3);
	assert_int_equal(lanes.lane[0], LANE_TEXTS);
	assert_int_equal(lanes.asked[0].texts[0].kind, TEXT_COMMAND);
	assert_int_equal(lanes.lane[1], LANE_ZEROS);
	assert_int_equal(lanes.asked[1].nr_zeros, 1);
	assert_int_equal(lanes.lane[2], LANE_NAMES);
	forget_asked();
	/* who couldn't read it isn't asked on and on */
	answer_names(true);
	answer_text(LANE_TEXTS, TEXT_COMMAND, false);
	assert_int_equal(asked_one(LANE_NAMES)->nr_texts, 1);
	answer(LANE_ZEROS);
	assert_nothing_asked();
}

/* PSS that is read in turn goes with zeros, and comes once with each list. */
static void test_turns_go_with_zeros(void **state)
{
	const struct demand *asked;

	(void)state;
	demand_pss_turn(&wanted, redis);
	turn();
	forget_asked();
	answer(LANE_LIST);
	asked = asked_one(LANE_ZEROS);
	assert_int_equal(asked->nr_pss_turns, 1);
	assert_int_equal(asked->nr_psses, 0);
	forget_asked();
	answer(LANE_ZEROS);
	assert_nothing_asked();
	schedule_keys(schedule, &wanted);
	assert_nothing_asked();
}

/* Likewise by its user: of the command line nobody has asked so far. */
static void test_what_a_name_brings_is_asked_for_once(void **state)
{
	(void)state;
	demand_text(&wanted, TEXT_USER, redis, 1000);
	turn();
	answer(LANE_LIST);
	forget_asked();
	wanted.nr_texts = 0;
	demand_text(&wanted, TEXT_COMMAND, redis, 0);
	answer_names(false);
	assert_int_equal(asked_one(LANE_TEXTS)->nr_texts, 1);
	answer_text(LANE_TEXTS, TEXT_COMMAND, false);
	assert_nothing_asked();
}

/* A key asks for it, and it is asked for until all has come, as others look. */
static void test_pss_is_asked_for_until_it_has_come(void **state)
{
	struct sample sample = { .sections = SECTION_PSS };
	struct sample_pss pss = { .id = redis };
	const struct demand *asked;

	(void)state;
	demand_pss(&wanted, redis);
	demand_pss(&wanted, linear);
	demand_zeros(&wanted, redis);
	schedule_keys(schedule, &wanted);
	asked = asked_one(LANE_ZEROS);
	assert_int_equal(asked->nr_psses, 2);
	assert_int_equal(asked->nr_zeros, 0);
	/* the lane is busy: a list asks for nothing there */
	turn();
	answer(LANE_LIST);
	forget_asked();
	/* one has come, the other one is asked for at once */
	lanes.busy[LANE_ZEROS] = false;
	wanted.psses[0] = wanted.psses[--wanted.nr_psses];
	sample.psses = &pss;
	sample.nr_psses = 1;
	schedule_sample(schedule, now, LANE_ZEROS, &sample, &wanted);
	assert_int_equal(asked_one(LANE_ZEROS)->nr_psses, 1);
	forget_asked();
	/* who couldn't be read waits for the next list */
	lanes.busy[LANE_ZEROS] = false;
	sample.nr_psses = 0;
	schedule_sample(schedule, now, LANE_ZEROS, &sample, &wanted);
	assert_nothing_asked();
	lanes.busy[LANE_LIST] = true;
	answer(LANE_LIST);
	assert_int_equal(asked_one(LANE_ZEROS)->nr_psses, 1);
}

static void test_no_lane_is_asked_for_nothing(void **state)
{
	(void)state;
	turn();
	forget_asked();
	answer(LANE_LIST);
	schedule_keys(schedule, &wanted);
	turn();
	assert_nothing_asked();
}

static void test_keys_ask_for_texts_but_not_for_pages(void **state)
{
	(void)state;
	demand_text(&wanted, TEXT_COMMAND, redis, 0);
	demand_pages(&wanted, redis);
	schedule_keys(schedule, &wanted);
	assert_int_equal(asked_one(LANE_TEXTS)->nr_texts, 1);
	/* that lane is busy now, and nobody is interrupted for a text */
	schedule_keys(schedule, &wanted);
	assert_nothing_asked();
	assert_int_equal(lanes.interrupted[LANE_TEXTS], 0);
}

static void test_windows_are_scanned_between_samples(void **state)
{
	const struct demand *windows;

	(void)state;
	want_all();
	schedule_keys(schedule, &wanted);
	answer(LANE_TARGET);
	turn();
	answer(LANE_TARGET);
	forget_asked();
	pace.quick_ns = 200 * MS;
	turn_at(BEGIN + 100 * MS);
	windows = asked_one(LANE_TARGET);
	assert_target(windows, linear);
	assert_window(windows, 0x10000000);
	answer(LANE_TARGET);
	assert_int_equal(wait_ns(), 200 * MS);
	turn_at(BEGIN + 299 * MS);
	assert_nothing_asked();
	turn_at(BEGIN + 300 * MS);
	assert_window(asked_one(LANE_TARGET), 0x10000000);
	/* a busy lane takes them when it's free, one scan for all that was due */
	turn_at(BEGIN + 700 * MS);
	assert_nothing_asked();
	answer(LANE_TARGET);
	turn_at(BEGIN + 710 * MS);
	assert_window(asked_one(LANE_TARGET), 0x10000000);
	answer(LANE_TARGET);
	turn_at(BEGIN + 720 * MS);
	assert_nothing_asked();
	assert_int_equal(wait_ns(), 180 * MS);
}

static void test_a_quicker_pace_of_windows_holds_from_now_on(void **state)
{
	(void)state;
	look_at(linear);
	pace.delay_ns = 3600 * SEC;
	pace.quick_ns = 720 * SEC;
	turn();
	answer(LANE_TARGET);
	turn();
	answer(LANE_TARGET);
	forget_asked();
	pace.quick_ns = 100 * MS;
	turn_at(BEGIN + 500 * MS);
	assert_nothing_asked();
	assert_int_equal(wait_ns(), 100 * MS);
	turn_at(BEGIN + 600 * MS);
	assert_window(asked_one(LANE_TARGET), 0x10000000);
}

static void test_without_windows_nothing_is_scanned_quickly(void **state)
{
	(void)state;
	want_process(linear);
	want_count(0x20000000);
	pace.quick_ns = 200 * MS;
	turn();
	assert_int_equal(lanes.nr_asked, 2);
	assert_whole(&lanes.asked[1], 1);
	answer(LANE_TARGET);
	forget_asked();
	turn_at(BEGIN + 200 * MS);
	assert_nothing_asked();
	assert_false(schedule_has_due(schedule));
	want_process((struct proc_id){ 0 });
	want_window(0x10000000);
	turn_at(BEGIN + 400 * MS);
	assert_nothing_asked();
	assert_false(schedule_has_due(schedule));
}

/* A look of 50 ms has its tenth of the time when 450 ms more have passed. */
static void test_the_target_rests_after_a_costly_look(void **state)
{
	(void)state;
	look_at(linear);
	pace.delay_ns = 100 * MS;
	turn();
	now = BEGIN + 50 * MS;
	answer_at_cost(LANE_TARGET, 50 * MS);
	/* what another lane brings changes nothing of that */
	answer(LANE_LIST);
	forget_asked();
	lanes.busy[LANE_LIST] = true;
	assert_int_equal(turn_at(BEGIN + 100 * MS), DUE_SAMPLE);
	assert_int_equal(turn_at(BEGIN + 400 * MS), DUE_SAMPLE);
	pace.running = false;
	turn_at(BEGIN + 499 * MS);
	assert_nothing_asked();
	/* it is waited for, even in a pause */
	assert_int_equal(wait_ns(), 1 * MS);
	turn_at(BEGIN + 500 * MS);
	assert_whole(asked_one(LANE_TARGET), 1);
	/* nobody wants it: the end of a rest ends no wait */
	answer_at_cost(LANE_TARGET, 10 * MS);
	turn();
	assert_int_equal(wait_ns(), 500 * MS);
}

static void test_it_does_not_rest_after_windows(void **state)
{
	(void)state;
	look_at(linear);
	pace.quick_ns = 200 * MS;
	turn();
	assert_window(&lanes.asked[1], 0x10000000);
	answer_at_cost(LANE_TARGET, 900 * MS);
	forget_asked();
	turn_at(BEGIN + 1 * MS);
	assert_whole(asked_one(LANE_TARGET), 1);
	answer_at_cost(LANE_TARGET, 100 * MS);
	/* it rests now, and windows go on */
	turn_at(BEGIN + 300 * MS);
	assert_window(asked_one(LANE_TARGET), 0x10000000);
	answer_at_cost(LANE_TARGET, 900 * MS);
	lanes.busy[LANE_LIST] = true;
	schedule_want_list(schedule);
	turn_at(BEGIN + 310 * MS);
	assert_nothing_asked();
	pace.quick_ns = 0;
	turn_at(BEGIN + 901 * MS);
	assert_whole(asked_one(LANE_TARGET), 1);
}

static void test_another_process_is_looked_at_at_once(void **state)
{
	const struct demand *target;

	(void)state;
	look_at(linear);
	want_all();
	wanted.target.id = redis;
	wanted.nr_texts = 0;
	schedule_keys(schedule, &wanted);
	target = asked_one(LANE_TARGET);
	assert_target(target, redis);
	assert_whole(target, 3);
	assert_int_equal(lanes.interrupted[LANE_TARGET], 0);
	/* the same again is nothing new, busy or free */
	schedule_keys(schedule, &wanted);
	answer(LANE_TARGET);
	schedule_keys(schedule, &wanted);
	assert_nothing_asked();
	assert_int_equal(lanes.interrupted[LANE_TARGET], 0);
}

static void test_another_part_is_looked_at_at_once(void **state)
{
	const struct demand *target;

	(void)state;
	look_at(linear);
	want_process(linear);
	want_window(0x30000000);
	demand_whole(&wanted, 0x30000000, 0x50000000, 64);
	schedule_keys(schedule, &wanted);
	target = asked_one(LANE_TARGET);
	assert_target(target, linear);
	/* just that, without the mappings */
	assert_false(target->target.mappings);
	assert_int_equal(target->target.nr_scans, 2);
	assert_int_equal(target->target.scans[0].start, 0x30000000);
	assert_int_equal(target->target.scans[1].use, SCAN_WHOLE);
	/* that is no whole look, after which there would be a rest */
	answer_at_cost(LANE_TARGET, 60 * SEC);
	turn();
	assert_int_equal(lanes.nr_asked, 2);
	assert_whole(&lanes.asked[1], 2);
}

/* What a sample brings may make a view look at more. */
static void test_a_sample_of_the_target_may_change_the_look(void **state)
{
	(void)state;
	want_process(linear);
	schedule_keys(schedule, &wanted);
	assert_whole(asked_one(LANE_TARGET), 0);
	want_window(0x10000000);
	answer(LANE_TARGET);
	assert_window(asked_one(LANE_TARGET), 0x10000000);
	answer(LANE_TARGET);
	assert_nothing_asked();
}

static void test_a_new_look_interrupts_a_busy_lane(void **state)
{
	(void)state;
	look_at(linear);
	turn();
	answer(LANE_LIST);
	forget_asked();
	/* a long look at linear is under way */
	want_process(redis);
	want_window(0x60000000);
	want_count(0x70000000);
	schedule_keys(schedule, &wanted);
	assert_int_equal(lanes.interrupted[LANE_TARGET], 1);
	assert_int_equal(lanes.interrupted[LANE_LIST], 0);
	assert_nothing_asked();
	/* nothing to be done before the lane has noticed, and once is enough */
	turn_at(BEGIN + 10 * MS);
	schedule_keys(schedule, &wanted);
	assert_int_equal(lanes.interrupted[LANE_TARGET], 1);
	assert_nothing_asked();
	/* that look is over, costly or not: what is on screen comes first */
	answer_at_cost(LANE_TARGET, 60 * SEC);
	turn();
	assert_target(&lanes.asked[0], redis);
	assert_window(asked_one(LANE_TARGET), 0x60000000);
	answer_at_cost(LANE_TARGET, 60 * SEC);
	turn();
	assert_target(&lanes.asked[0], redis);
	assert_whole(asked_one(LANE_TARGET), 2);
	/* the haste is over: 9 s of rest after 1 s */
	answer_at_cost(LANE_TARGET, SEC);
	lanes.busy[LANE_LIST] = true;
	schedule_want_list(schedule);
	turn_at(BEGIN + 9009 * MS);
	assert_nothing_asked();
	turn_at(BEGIN + 9010 * MS);
	assert_whole(asked_one(LANE_TARGET), 2);
}

/* Whoever comes to another process doesn't wait for the rest of the last. */
static void test_haste_ends_a_rest(void **state)
{
	(void)state;
	look_at(linear);
	turn();
	answer_at_cost(LANE_TARGET, 60 * SEC);
	answer(LANE_LIST);
	forget_asked();
	pace.quick_ns = 100 * MS;
	turn_at(BEGIN + 100 * MS);
	assert_window(asked_one(LANE_TARGET), 0x10000000);
	pace.quick_ns = 0;
	want_process(redis);
	schedule_keys(schedule, &wanted);
	assert_int_equal(lanes.interrupted[LANE_TARGET], 1);
	answer(LANE_TARGET);
	turn_at(BEGIN + 110 * MS);
	assert_target(&lanes.asked[0], redis);
	assert_whole(asked_one(LANE_TARGET), 0);
}

static void test_no_process_is_looked_at_any_more(void **state)
{
	(void)state;
	look_at(linear);
	turn();
	forget_asked();
	demand_reset(&wanted);
	wanted.list = true;
	schedule_keys(schedule, &wanted);
	schedule_keys(schedule, &wanted);
	assert_int_equal(lanes.interrupted[LANE_TARGET], 1);
	assert_nothing_asked();
	/* the lane lets go of it as soon as it is free, once */
	answer_at_cost(LANE_TARGET, 60 * SEC);
	assert_true(asked_one(LANE_TARGET)->target.leave);
	assert_int_equal(lanes.asked[0].target.id.pid, 0);
	assert_false(lanes.asked[0].list);
	forget_asked();
	answer(LANE_TARGET);
	schedule_keys(schedule, &wanted);
	assert_nothing_asked();
	answer(LANE_LIST);
	turn_at(BEGIN + SEC);
	assert_true(asked_one(LANE_LIST)->list);
	assert_false(schedule_has_due(schedule));
}

/* A free lane lets go at once, but of none that is looked into anew. */
static void test_letting_go_of_a_process(void **state)
{
	(void)state;
	look_at(linear);
	turn();
	answer(LANE_TARGET);
	forget_asked();
	demand_reset(&wanted);
	schedule_keys(schedule, &wanted);
	assert_true(asked_one(LANE_TARGET)->target.leave);
	answer(LANE_TARGET);
	look_at(redis);
	turn_at(BEGIN + SEC);
	assert_true(lanes.busy[LANE_TARGET]);
	demand_reset(&wanted);
	schedule_keys(schedule, &wanted);
	want_process(linear);
	schedule_keys(schedule, &wanted);
	forget_asked();
	answer(LANE_TARGET);
	turn();
	assert_target(&lanes.asked[0], linear);
	assert_false(lanes.asked[0].target.leave);
}

/* In a pause no list comes with which it would be asked again. */
static void test_texts_refused_are_asked_for_when_there_is_room(void **state)
{
	(void)state;
	pace.running = false;
	demand_text(&wanted, TEXT_COMMAND, redis, 0);
	schedule_keys(schedule, &wanted);
	forget_asked();
	/* a key shows another row, whose texts the busy lane can't take */
	wanted.nr_texts = 0;
	demand_text(&wanted, TEXT_COMMAND, linear, 0);
	schedule_keys(schedule, &wanted);
	assert_nothing_asked();
	answer(LANE_TEXTS);
	assert_int_equal(asked_one(LANE_TEXTS)->nr_texts, 1);
	assert_int_equal(lanes.asked[0].texts[0].id.pid, linear.pid);
	/* once: what was not refused isn't asked for again */
	forget_asked();
	answer(LANE_TEXTS);
	assert_nothing_asked();
}

/* Likewise names, whether or not what the lane was busy with told any. */
static void test_names_refused_are_asked_for_when_there_is_room(void **state)
{
	(void)state;
	pace.running = false;
	demand_text(&wanted, TEXT_USER, redis, 999);
	schedule_keys(schedule, &wanted);
	forget_asked();
	schedule_keys(schedule, &wanted);
	assert_nothing_asked();
	answer_names(true);
	assert_int_equal(asked_one(LANE_NAMES)->texts[0].uid, 999);
	forget_asked();
	answer_names(true);
	assert_nothing_asked();
}

/* A key takes one sample in a pause: when the lane is free, if not at once. */
static void test_a_sample_refused_in_a_pause_comes_later(void **state)
{
	(void)state;
	turn();
	forget_asked();
	pace.running = false;
	schedule_want_list(schedule);
	turn();
	assert_nothing_asked();
	answer_pages();
	turn();
	assert_true(asked_one(LANE_LIST)->list);
}

static void test_other_counts_are_no_news(void **state)
{
	(void)state;
	look_at(linear);
	/* the first ones are */
	want_count(0x20000000);
	schedule_keys(schedule, &wanted);
	assert_int_equal(asked_one(LANE_TARGET)->target.nr_scans, 2);
	answer(LANE_TARGET);
	want_process(linear);
	want_window(0x10000000);
	want_count(0x30000000);
	want_count(0x40000000);
	schedule_keys(schedule, &wanted);
	assert_nothing_asked();
	turn();
	assert_int_equal(lanes.nr_asked, 2);
	assert_whole(&lanes.asked[1], 3);
}

static void test_a_refused_list_is_asked_for_once_later(void **state)
{
	(void)state;
	turn();
	forget_asked();
	/* a sweep of more than two ticks */
	turn_at(BEGIN + SEC);
	turn_at(BEGIN + 2 * SEC);
	assert_nothing_asked();
	turn_at(BEGIN + 2500 * MS);
	assert_nothing_asked();
	assert_true(schedule_has_due(schedule));
	answer(LANE_LIST);
	turn();
	assert_true(asked_one(LANE_LIST)->list);
	answer(LANE_LIST);
	turn();
	assert_nothing_asked();
	assert_false(schedule_has_due(schedule));
	/* the next tick is where it would have been */
	assert_int_equal(turn_at(BEGIN + 3 * SEC), DUE_SECOND | DUE_SAMPLE);
	assert_true(asked_one(LANE_LIST)->list);
}

/* Pages are not starved by it: they were asked for before. */
static void test_a_list_wanted_while_pages_are_counted(void **state)
{
	(void)state;
	demand_pages(&wanted, redis);
	turn();
	forget_asked();
	pace.running = false;
	schedule_want_list(schedule);
	turn();
	answer(LANE_LIST);
	turn();
	assert_int_equal(asked_one(LANE_LIST)->nr_pages, 1);
	answer_pages();
	turn();
	assert_true(asked_one(LANE_LIST)->list);
	answer(LANE_LIST);
	asked_one(LANE_LIST);
	answer_pages();
	turn_at(BEGIN + 10 * SEC);
	assert_nothing_asked();
}

static void test_a_refused_target_is_asked_for_later(void **state)
{
	(void)state;
	look_at(linear);
	turn();
	forget_asked();
	answer(LANE_LIST);
	/* it is busy at the next tick, and at another one */
	turn_at(BEGIN + SEC);
	asked_one(LANE_LIST);
	answer(LANE_LIST);
	turn_at(BEGIN + 2 * SEC);
	asked_one(LANE_LIST);
	answer(LANE_LIST);
	answer(LANE_TARGET);
	turn_at(BEGIN + 2500 * MS);
	assert_whole(asked_one(LANE_TARGET), 1);
	answer(LANE_TARGET);
	turn_at(BEGIN + 2600 * MS);
	assert_nothing_asked();
}

/* How many turns it takes until @until if nothing ever comes. */
static unsigned int turns_until(uint64_t until)
{
	unsigned int turns = 0;

	for (turn(); now < until; turns++) {
		assert_in_range(wait_ns(), 1, SEC);
		turn_at(now + wait_ns());
	}
	return turns;
}

static void test_what_nobody_can_do_does_not_spin(void **state)
{
	(void)state;
	want_all();
	memset(lanes.busy, true, sizeof(lanes.busy));
	assert_int_equal(turns_until(BEGIN + 60 * SEC), 60);
	assert_true(schedule_has_due(schedule));
	pace.running = false;
	assert_int_equal(turns_until(BEGIN + 120 * SEC), 60);
	pace.running = true;
	pace.quick_ns = 200 * MS;
	assert_int_equal(turns_until(BEGIN + 180 * SEC), 300);
	assert_nothing_asked();
}

/* Its rest ends while the lane is busy with windows that never come. */
static void test_the_end_of_a_rest_does_not_spin(void **state)
{
	(void)state;
	look_at(linear);
	turn();
	answer_at_cost(LANE_TARGET, 150 * MS);
	forget_asked();
	pace.quick_ns = 200 * MS;
	turn();
	assert_window(asked_one(LANE_TARGET), 0x10000000);
	pace.quick_ns = 0;
	schedule_want_list(schedule);
	turn();
	/* the seconds 1001 to 1060, and the end at 1001.35 */
	assert_int_equal(turns_until(BEGIN + 60 * SEC), 61);
	assert_nothing_asked();
}

#define scheduled(test)	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

/* Five times a sample, by tenths of a second, a tenth of the time at most. */
static void test_windows_have_a_pace_that_can_be_read(void **state)
{
	const uint64_t s = NSEC_PER_SEC;

	(void)state;
	assert_int_equal(schedule_quick_ns(s, 0), s / 5);
	assert_int_equal(schedule_quick_ns(s / 10, 0), s / 10);
	assert_int_equal(schedule_quick_ns(0, 0), s / 10);
	assert_int_equal(schedule_quick_ns(60 * s, 0), 12 * s);
	assert_int_equal(schedule_quick_ns(s, s / 50), s / 5);
	assert_int_equal(schedule_quick_ns(s, s / 50 + 1), s * 3 / 10);
	assert_int_equal(schedule_quick_ns(s, 2 * s), 20 * s);
	assert_int_equal(schedule_quick_ns(s * 7 / 10, 0), s / 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scheduled(test_the_first_tick_is_at_once),
		scheduled(test_ticks_come_by_the_delay),
		scheduled(test_a_missed_tick_is_not_made_up_for),
		scheduled(test_a_shorter_delay_holds_from_now_on),
		scheduled(test_a_longer_delay_holds_from_the_next_tick_on),
		scheduled(test_seconds_pass_in_a_pause_and_nothing_else),
		scheduled(test_one_sample_in_a_pause),
		scheduled(test_the_list_is_asked_for_alone),
		scheduled(test_the_target_is_asked_for_alone),
		scheduled(test_pages_and_texts_follow_the_list),
		scheduled(test_pss_is_asked_for_until_it_has_come),
		scheduled(test_no_lane_is_asked_for_nothing),
		scheduled(test_names_have_a_lane_of_their_own),
		scheduled(test_what_a_text_brings_is_asked_for_once),
		scheduled(test_turns_go_with_zeros),
		scheduled(test_what_a_name_brings_is_asked_for_once),
		scheduled(test_keys_ask_for_texts_but_not_for_pages),
		scheduled(test_windows_are_scanned_between_samples),
		scheduled(test_a_quicker_pace_of_windows_holds_from_now_on),
		scheduled(test_without_windows_nothing_is_scanned_quickly),
		scheduled(test_the_target_rests_after_a_costly_look),
		scheduled(test_it_does_not_rest_after_windows),
		scheduled(test_another_process_is_looked_at_at_once),
		scheduled(test_another_part_is_looked_at_at_once),
		scheduled(test_a_sample_of_the_target_may_change_the_look),
		scheduled(test_a_new_look_interrupts_a_busy_lane),
		scheduled(test_haste_ends_a_rest),
		scheduled(test_no_process_is_looked_at_any_more),
		scheduled(test_letting_go_of_a_process),
		scheduled(test_texts_refused_are_asked_for_when_there_is_room),
		scheduled(test_names_refused_are_asked_for_when_there_is_room),
		scheduled(test_a_sample_refused_in_a_pause_comes_later),
		scheduled(test_other_counts_are_no_news),
		scheduled(test_a_refused_list_is_asked_for_once_later),
		scheduled(test_a_list_wanted_while_pages_are_counted),
		scheduled(test_a_refused_target_is_asked_for_later),
		scheduled(test_what_nobody_can_do_does_not_spin),
		scheduled(test_the_end_of_a_rest_does_not_spin),
		scheduled(test_windows_have_a_pace_that_can_be_read),
	};

	return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}

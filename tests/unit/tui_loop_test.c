// SPDX-License-Identifier: GPL-2.0
/*
 * The loop, with a terminal, a clock and a source that do what the test says.
 * poll(2) is the test's, too: where nothing is under way, it turns the clock by
 * as much as the loop wanted to wait, so that hours pass in no time and each
 * run is like the one before. The lanes are the real ones.
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/loop.h"
#include "app/schedule.h"
#include "base/alloc.h"
#include "base/status.h"
#include "check.h"
#include "fixture.h"
#include "screen/dump.h"
#include "screen/palette.h"
#include "source/worker.h"

#define SCRIPT_KEYS_MAX	16
#define ASKED_MAX	512
#define START_NS	(1000 * NSEC_PER_SEC + 123457)	/* no whole ms */
#define POLLS_MAX	20000
#define FDS_OF_ITS_OWN	(2 + NR_LANES)	/* others are of what it started */
#define REAL_PATIENCE	60000				/* ms */

/* What happens to the loop, and when. */
struct step {
	unsigned int at_ms;
	const char *keys;
	void (*act)(void);
};

/* What a lane was asked for. */
struct asked {
	enum lane lane;
	uint64_t at_ns;
	bool list, mappings, taken;
	size_t nr_texts, nr_pages, nr_scans, nr_shown;
	pid_t target;
};

static struct {
	/* what the test says */
	const struct step *steps;
	size_t nr_steps;
	int width, height;		/* of the terminal */
	bool terminal_fails;
	bool stopped;			/* it takes nothing */
	bool stale;			/* its colours are others now */
	bool source_fails;		/* does not open */
	enum status answer;		/* of the list */
	const char *dies_of;		/* the source, when it is asked */
	bool held[NR_LANES];		/* works until it is stopped */
	/* nothing else happens before it is shown, and all keepers are gone */
	const char *awaited;
	nfds_t nr_fds;			/* polled last */
	/* what came of it */
	struct asked asked[ASKED_MAX];
	size_t nr_asked, nr_opened, nr_closed, nr_lanes;
	size_t nr_interrupts[NR_LANES];
	struct worker *lanes[NR_LANES];
	size_t under_way;		/* asked for, and not taken yet */
	unsigned int opens, closes, settles, suspends, resumes, redraws, shows, polls;
	unsigned int idle_polls;	/* in a row that had not to wait */
	uint32_t keys[SCRIPT_KEYS_MAX];
	size_t nr_keys, next_key;
	bool gone;
	int mouse_y;			/* of any click */
	unsigned int output_polls;	/* for room in the terminal */
	bool shown_while_closed, shown_while_stopped;
	char *glass;			/* as it was shown last */
	int shown_width, shown_height;
} script;

static struct fixture_app fixture;
static int key_pipe[2];

/* A terminal that shows the test what it is given. */

enum status terminal_open(const struct terminal_options *options, char *why,
			  unsigned long len)
{
	(void)options;
	if (script.terminal_fails) {
		snprintf(why, len, "no glass today");
		return ST_NO_TERMINAL;
	}
	script.opens++;
	return ST_OK;
}

void terminal_settle(const struct clock *clock)
{
	assert_non_null(clock);
	assert_true(script.opens > script.closes);
	script.settles++;
}

void terminal_close(void)
{
	script.closes++;
}

void terminal_suspend(void)
{
	script.suspends++;
}

void terminal_resume(void)
{
	script.resumes++;
}

const struct palette *terminal_palette(void)
{
	static const struct palette palette = { .colors = 8 };

	return &palette;
}

void terminal_redraw(void)
{
	script.redraws++;
}

void terminal_size(int *width, int *height)
{
	*width = script.width;
	*height = script.height;
}

bool terminal_takes_output(void)
{
	return !script.stopped;
}

bool terminal_is_stale(void)
{
	return script.stale;
}

void terminal_show(const struct screen *screen)
{
	const struct palette palette = { .eighths = true, .colors = 256 };
	size_t len;
	FILE *out;

	script.shown_while_closed |= script.opens == script.closes;
	script.shown_while_stopped |= script.stopped;
	script.stale = false;
	script.shows++;
	script.shown_width = screen->width;
	script.shown_height = screen->height;
	free(script.glass);
	out = open_memstream(&script.glass, &len);
	if (!out || !screen_dump(screen, &palette, false, out) || fclose(out))
		abort();
}

struct mouse terminal_mouse(void)
{
	return (struct mouse){ .x = 3, .y = script.mouse_y };
}

uint32_t terminal_key(bool *gone)
{
	char byte;

	*gone = false;
	if (script.next_key < script.nr_keys) {
		if (read(key_pipe[0], &byte, 1) != 1)
			abort();
		return script.keys[script.next_key++];
	}
	*gone = script.gone;
	return TK_NONE;
}

/* A source that answers as the fixture does. */

struct scripted {
	struct source source;
	const atomic_bool *stop;
};

static void work_until_stopped(const struct scripted *self)
{
	const struct timespec wait = { .tv_nsec = NSEC_PER_MSEC };

	while (!atomic_load(self->stop))
		nanosleep(&wait, NULL);
}

static enum lane lane_of(const struct demand *demand)
{
	if (demand->target.id.pid)
		return LANE_TARGET;
	if (!demand->nr_texts)
		return LANE_LIST;
	return demand->texts[0].kind == TEXT_USER ? LANE_NAMES : LANE_TEXTS;
}

static enum status scripted_sample(struct source *source,
				   const struct demand *demand,
				   struct sample *sample)
{
	const struct scripted *self = (const struct scripted *)source;
	struct fixture_target target = { 0 };
	uint64_t now = fixture.hand.now_ns;
	unsigned int second = (unsigned int)(now / NSEC_PER_SEC - 1000);

	if (script.dies_of)
		die(ST_NO_SOURCE, "%s", script.dies_of);
	if (demand->list && script.answer != ST_OK) {
		errno = EIO;
		return script.answer;
	}
	if (demand->list)
		fixture_sample(sample, second);
	if (demand->nr_texts)
		fixture_texts(sample, demand);
	if (demand->nr_pages)
		fixture_pages(sample, demand, second);
	fixture_target_answer(&target, sample, demand, second, now);
	sample->target.cost_ns = 0;
	if (script.held[lane_of(demand)])
		work_until_stopped(self);
	return ST_OK;
}

static void scripted_close(struct source *source)
{
	script.nr_closed++;
	free(source);
}

static enum status scripted_probe(void)
{
	return ST_OK;
}

static struct source *scripted_open(const atomic_bool *stop);

static const struct source_ops scripted_ops = {
	.name = "scripted",
	.probe = scripted_probe,
	.open = scripted_open,
	.sample = scripted_sample,
	.close = scripted_close,
};

static const struct loop_source scripted_source = {
	.ops = &scripted_ops,
};

static struct source *scripted_open(const atomic_bool *stop)
{
	struct scripted *self;

	if (script.source_fails) {
		errno = EMFILE;
		return NULL;
	}
	self = xcalloc(1, sizeof(*self));
	self->source.ops = &scripted_ops;
	self->stop = stop;
	script.nr_opened++;
	return &self->source;
}

/* Between the loop and its lanes: all that is asked for is written down. */

struct worker *__real_worker_start(const struct source_ops *ops);
struct worker *__wrap_worker_start(const struct source_ops *ops);
bool __real_worker_request(struct worker *worker, const struct demand *demand);
bool __wrap_worker_request(struct worker *worker, const struct demand *demand);
void __real_worker_interrupt(struct worker *worker);
void __wrap_worker_interrupt(struct worker *worker);
const struct sample *__real_worker_take(struct worker *worker, enum status *st,
					int *error);
const struct sample *__wrap_worker_take(struct worker *worker, enum status *st,
					int *error);
int __real_poll(struct pollfd *fds, nfds_t nr, int timeout);
int __wrap_poll(struct pollfd *fds, nfds_t nr, int timeout);

struct worker *__wrap_worker_start(const struct source_ops *ops)
{
	struct worker *worker = __real_worker_start(ops);

	script.lanes[script.nr_lanes++ % NR_LANES] = worker;
	return worker;
}

static enum lane number_of(const struct worker *worker)
{
	int lane;

	for (lane = 0; lane < NR_LANES; lane++)
		if (script.lanes[lane] == worker)
			break;
	assert_true(lane < NR_LANES);
	return (enum lane)lane;
}

bool __wrap_worker_request(struct worker *worker, const struct demand *demand)
{
	bool taken = __real_worker_request(worker, demand);

	script.under_way += taken;
	assert_true(script.nr_asked < ASKED_MAX);
	script.asked[script.nr_asked++] = (struct asked){
		.lane = number_of(worker),
		.at_ns = fixture.hand.now_ns - START_NS,
		.list = demand->list,
		.nr_texts = demand->nr_texts,
		.nr_pages = demand->nr_pages,
		.nr_shown = demand->nr_shown,
		.target = demand->target.id.pid,
		.mappings = demand->target.id.pid && demand->target.mappings,
		.nr_scans = demand->target.id.pid ? demand->target.nr_scans : 0,
		.taken = taken,
	};
	return taken;
}

void __wrap_worker_interrupt(struct worker *worker)
{
	script.nr_interrupts[number_of(worker)]++;
	/* whoever heeds it is done with that */
	script.held[number_of(worker)] = false;
	__real_worker_interrupt(worker);
}

const struct sample *__wrap_worker_take(struct worker *worker, enum status *st,
					int *error)
{
	const struct sample *sample = __real_worker_take(worker, st, error);

	script.under_way -= !!sample;
	return sample;
}

/* A '\1' of @keys is a click. */
static void press(const char *keys)
{
	for (; *keys; keys++) {
		assert_true(script.nr_keys < SCRIPT_KEYS_MAX);
		script.keys[script.nr_keys++] =
			*keys == '\1' ? TK_MOUSE : (unsigned char)*keys;
		assert_int_equal(write(key_pipe[1], "", 1), 1);
	}
}

static void take_step(void)
{
	const struct step *step = script.steps++;

	script.nr_steps--;
	if (step->keys)
		press(step->keys);
	if (step->act)
		step->act();
}

static bool glass_has(const char *text)
{
	return script.glass && strstr(script.glass, text);
}

static bool all_is_told(void)
{
	size_t held = 0;
	int lane;

	for (lane = 0; lane < NR_LANES; lane++)
		held += script.held[lane];
	if (script.awaited && (!glass_has(script.awaited) ||
			       script.nr_fds > FDS_OF_ITS_OWN))
		return false;
	return script.under_way <= held;
}

static void turn_clock(int timeout)
{
	uint64_t then = fixture.hand.now_ns +
			(uint64_t)timeout * NSEC_PER_MSEC;
	uint64_t step = UINT64_MAX;

	if (script.nr_steps)
		step = START_NS + script.steps->at_ms * NSEC_PER_MSEC;
	if (step > then) {
		fixture.hand.now_ns = then;
		return;
	}
	if (fixture.hand.now_ns < step)
		fixture.hand.now_ns = step;
	take_step();
}

/* What the test runs on takes output, whatever the terminal does. */
static void take_output_from_kernel(struct pollfd *fds, nfds_t nr)
{
	nfds_t i;

	for (i = 0; i < nr; i++) {
		if (fds[i].fd != STDOUT_FILENO)
			continue;
		assert_int_equal(fds[i].events, POLLOUT);
		script.output_polls++;
		if (script.stopped)
			fds[i].fd = -1;
	}
}

int __wrap_poll(struct pollfd *fds, nfds_t nr, int timeout)
{
	int ready;

	take_output_from_kernel(fds, nr);
	script.nr_fds = nr;
	ready = __real_poll(fds, nr, all_is_told() ? 0 : REAL_PATIENCE);
	script.polls++;
	if (script.polls > POLLS_MAX)
		abort();
	script.idle_polls += !ready && !timeout;
	if (ready)
		return ready;
	turn_clock(timeout);
	return __real_poll(fds, nr, 0);
}

/* Start anew: an app of that size, and a terminal just as large. */
static int set_up(void **state)
{
	(void)state;
	free(script.glass);
	memset(&script, 0, sizeof(script));
	script.width = 80;
	script.height = 24;
	if (pipe(key_pipe) || dup2(key_pipe[0], STDIN_FILENO) < 0)
		return -1;
	fixture_app_init(&fixture);
	fixture.hand.now_ns = START_NS;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	close(key_pipe[0]);
	close(key_pipe[1]);
	return 0;
}

static int run(const struct step *steps, size_t nr)
{
	const struct terminal_options options = { 0 };
	int code;

	script.steps = steps;
	script.nr_steps = nr;
	if (!fixture.app)
		fixture_app_start(&fixture, 40, 10);
	code = loop_run(fixture.app, &scripted_source, &options);
	fixture_app_stop(&fixture);
	return code;
}

/* The same, and all must be in order behind it. */
static void run_well(const struct step *steps, size_t nr, int code)
{
	sigset_t before, after;
	int sig;

	sigprocmask(SIG_SETMASK, NULL, &before);
	assert_int_equal(run(steps, nr), code);
	sigprocmask(SIG_SETMASK, NULL, &after);
	for (sig = 1; sig < 32; sig++)
		assert_int_equal(sigismember(&before, sig),
				 sigismember(&after, sig));
	assert_int_equal(script.nr_steps, 0);
	assert_int_equal(script.nr_opened, NR_LANES);
	assert_int_equal(script.nr_closed, NR_LANES);
	assert_int_equal(script.opens, 1);
	assert_int_equal(script.closes, 1);
	/* a signal is not to wait for who holds a button down */
	assert_int_equal(script.settles, code ? 0 : 1);
	assert_false(script.shown_while_closed);
	assert_false(script.shown_while_stopped);
	/* whoever waits for a time waits until it has come */
	assert_true(script.idle_polls <= 1);
}

/* Of what @lane was asked, the next from *@at on that was; NULL: none. */
static const struct asked *next_asked(enum lane lane, size_t *at)
{
	while (*at < script.nr_asked) {
		const struct asked *asked = &script.asked[(*at)++];

		if (asked->lane == lane)
			return asked;
	}
	return NULL;
}

static size_t count_asked(enum lane lane)
{
	size_t at = 0, nr = 0;

	while (next_asked(lane, &at))
		nr++;
	return nr;
}

/* The lists that were asked for came at @ms and at no other time. */
static void check_lists(const unsigned int *ms, size_t nr)
{
	const struct asked *asked;
	size_t at = 0, i = 0;

	while ((asked = next_asked(LANE_LIST, &at))) {
		if (!asked->list)
			continue;
		assert_true(i < nr);
		/* poll(2) counts in ms, and waits no shorter than asked */
		assert_true(asked->at_ns >= ms[i] * NSEC_PER_MSEC);
		assert_true(asked->at_ns < (ms[i] + 1 + i) * NSEC_PER_MSEC);
		i++;
	}
	assert_int_equal(i, nr);
}

static void expect_on_glass(const char *text)
{
	if (!glass_has(text))
		fail_msg("no \"%s\" on\n%s", text,
			 script.glass ? script.glass : "nothing");
}

static void test_a_list_a_second(void **state)
{
	static const struct step steps[] = { { 3500, "q", NULL } };
	static const unsigned int ms[] = { 0, 1000, 2000, 3000 };
	const struct asked *asked;
	size_t at = 0, nr = 0;

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	check_lists(ms, ARRAY_SIZE(ms));
	/* pages are counted as soon as a list has come */
	while ((asked = next_asked(LANE_LIST, &at))) {
		if (asked->list)
			continue;
		assert_true(asked->nr_pages > 0);
		assert_true(asked->taken);
		nr++;
	}
	assert_int_equal(nr, ARRAY_SIZE(ms));
	/* rows are there once there was a list, and all their texts are asked;
	 * a lane each has command lines and names of users
	 */
	at = 0;
	asked = next_asked(LANE_TEXTS, &at);
	assert_non_null(asked);
	assert_int_equal(asked->nr_texts, 16);
	assert_int_equal(asked->nr_pages, 0);
	assert_false(asked->list);
	at = 0;
	asked = next_asked(LANE_NAMES, &at);
	assert_non_null(asked);
	assert_int_equal(asked->nr_texts, 2);
	assert_false(asked->list);
	expect_on_glass("tamdemo linear");
	assert_int_equal(count_asked(LANE_TARGET), 0);
	assert_int_equal(script.shown_width, 80);
	assert_int_equal(script.shown_height, 24);
}

/* From the second list on it is told which rows are on screen. */
static void test_what_is_shown_is_told(void **state)
{
	static const struct step steps[] = { { 1500, "q", NULL } };
	const struct asked *asked;
	size_t at = 0;

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	asked = next_asked(LANE_LIST, &at);
	assert_int_equal(asked->nr_shown, 0);
	do {
		asked = next_asked(LANE_LIST, &at);
		assert_non_null(asked);
	} while (!asked->list);
	assert_true(asked->nr_shown > 10);
}

/* Nothing is drawn that is as it was. */
static void test_the_screen_is_shown_when_it_changed(void **state)
{
	static const struct step steps[] = {
		{ 500, " ", NULL },		/* pause */
		{ 600, "j", NULL },
		{ 3900, "q", NULL },
	};
	unsigned int shows;

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	shows = script.shows;
	/* at first, list, pages and texts; two keys; three seconds; the end */
	assert_true(shows >= 8);
	assert_true(shows <= 12);
	expect_on_glass("PAUSED 3s");
}

static void test_a_pause_takes_no_samples(void **state)
{
	static const struct step steps[] = {
		{ 1500, " ", NULL }, { 5250, ".", NULL }, { 7500, " ", NULL },
		{ 7600, "q", NULL },
	};
	/* a tick was missed meanwhile: it comes with the end of the pause */
	static const unsigned int ms[] = { 0, 1000, 5250, 7500 };

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	check_lists(ms, ARRAY_SIZE(ms));
}

/* Several keys may have come together. */
static void test_all_keys_are_taken(void **state)
{
	static const struct step steps[] = {
		{ 500, "jj\n", NULL }, { 700, "q", NULL },
	};
	const struct asked *asked;
	size_t at = 0;

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	assert_int_equal(script.next_key, script.nr_keys);
	/* Enter on the third row: the process is asked for at once */
	asked = next_asked(LANE_TARGET, &at);
	assert_non_null(asked);
	assert_true(asked->at_ns == 500 * NSEC_PER_MSEC);
	assert_true(asked->mappings);
	assert_false(asked->list);
	assert_int_equal(asked->target, 415);
	assert_int_equal(asked->nr_texts, 0);
}

static void be_large(void)
{
	script.width = 132;
	script.height = 40;
	raise(SIGWINCH);
}

static void test_a_window_that_changes(void **state)
{
	static const struct step steps[] = {
		{ 300, NULL, be_large }, { 400, "q", NULL },
	};

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	assert_int_equal(script.shown_width, 132);
	assert_int_equal(script.shown_height, 40);
}

static void get_term(void)
{
	kill(getpid(), SIGTERM);
}

static void get_int(void)
{
	kill(getpid(), SIGINT);
}

static void get_hup(void)
{
	kill(getpid(), SIGHUP);
}

static void test_signals_end_it(void **state)
{
	static const struct {
		void (*act)(void);
		int signal;
	} cases[] = {
		{ get_term, SIGTERM }, { get_int, SIGINT }, { get_hup, SIGHUP },
	};
	struct step step = { .at_ms = 1300 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		step.act = cases[i].act;
		run_well(&step, 1, 128 + cases[i].signal);
		tear_down(state);
		set_up(state);
	}
}

static void hang_up(void)
{
	script.gone = true;
	press("j");
}

static void test_a_terminal_that_hangs_up(void **state)
{
	static const struct step steps[] = { { 700, NULL, hang_up } };

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 128 + SIGHUP);
	/* the keys before it were taken */
	assert_int_equal(script.next_key, 1);
}

static void let_it_fail(void)
{
	script.answer = ST_SYSTEM;
}

/* It is told, and asked for again. */
static void test_a_list_that_fails(void **state)
{
	static const struct step steps[] = {
		{ 500, NULL, let_it_fail }, { 2500, "q", NULL },
	};
	static const unsigned int ms[] = { 0, 1000, 2000 };

	(void)state;
	fixture_app_start(&fixture, 40, 10);
	script.answer = ST_SYSTEM;
	run_well(&steps[1], 1, 0);
	check_lists(ms, ARRAY_SIZE(ms));
	assert_true(count_asked(LANE_TEXTS) == 0);
	/* the last key took the notice away */
	assert_false(glass_has("sample from"));
}

static void look_for_notice(void)
{
	expect_on_glass("! sample from syscall: Input/output error");
	press("q");
}

static void test_a_list_that_fails_later(void **state)
{
	static const struct step steps[] = {
		{ 500, NULL, let_it_fail }, { 1500, NULL, look_for_notice },
	};

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	/* what was known is still there */
	expect_on_glass("tamdemo linear");
}

static void test_the_last_sample_of_many(void **state)
{
	static const unsigned int ms[] = { 0, 1000, 2000 };

	(void)state;
	fixture.config.max_samples = ARRAY_SIZE(ms);
	run_well(NULL, 0, 0);
	check_lists(ms, ARRAY_SIZE(ms));
	expect_on_glass("19 processes");
}

static void stop_terminal(void)
{
	script.stopped = true;
	script.shows = 0;
	press("jj");
}

static void look_for_no_change(void)
{
	assert_int_equal(script.shows, 0);
	assert_int_equal(script.next_key, script.nr_keys);
	assert_true(script.output_polls > 0);
	script.stopped = false;
	script.output_polls = 0;
}

/* Once shown, nobody waits for it any more; what came late is on it. */
static void look_for_the_last(void)
{
	assert_int_equal(script.output_polls, 0);
	expect_on_glass(">  415");
	press("q");
}

static size_t count_asked_lists(void)
{
	const struct asked *asked;
	size_t at = 0, nr = 0;

	while ((asked = next_asked(LANE_LIST, &at)))
		nr += asked->list;
	return nr;
}

/* An hour: keys are heeded, samples are taken, and nothing is drawn. */
static void test_a_terminal_that_is_stopped(void **state)
{
	static const struct step steps[] = {
		{ 500, NULL, stop_terminal },
		{ 3600 * 1000, NULL, look_for_no_change },
		{ 3600 * 1000 + 500, NULL, look_for_the_last },
	};

	(void)state;
	fixture.config.settings.delay_ns = 60 * NSEC_PER_SEC;
	run_well(steps, ARRAY_SIZE(steps), 0);
	assert_int_equal(count_asked_lists(), 61);
}

static void stop_and_end(void)
{
	script.stopped = true;
	press("j");
	get_term();
}

static void test_a_stopped_terminal_holds_up_no_end(void **state)
{
	static const struct step steps[] = { { 500, NULL, stop_and_end } };

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 128 + SIGTERM);
}

static void change_colours(void)
{
	script.stale = true;
	script.shows = 0;
	press("\f");
}

static void test_other_colours_are_shown(void **state)
{
	static const struct step steps[] = {
		{ 100, NULL, change_colours }, { 150, "q", NULL },
	};

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	assert_false(script.stale);
}

static void test_the_glass_is_sent_anew(void **state)
{
	static const struct step steps[] = {
		{ 500, "\f", NULL }, { 700, "q", NULL },
	};

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	assert_int_equal(script.redraws, 1);
}

/* Enter on the first row, and on its first mapping: its windows come quicker. */
static void test_windows_between_two_lists(void **state)
{
	static const struct step steps[] = {
		{ 500, "\n", NULL }, { 1100, "\n", NULL }, { 3050, "q", NULL },
	};
	size_t at = 0, whole = 0, quick = 0;
	const struct asked *asked;

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	while ((asked = next_asked(LANE_TARGET, &at))) {
		assert_false(asked->list);
		if (!asked->taken || asked->at_ns < 1200 * NSEC_PER_MSEC)
			continue;
		whole += asked->mappings;
		quick += !asked->mappings;
		assert_true(asked->mappings || asked->nr_scans > 0);
	}
	/* with the lists at 2 and 3 s, and each 0.2 s */
	assert_int_equal(whole, 2);
	assert_true(quick >= 8 && quick <= 11);
}

static void hold_target(void)
{
	script.held[LANE_TARGET] = true;
	press("\n");
}

/*
 * Out of a process that takes long and into another: what is under way is cut
 * short, nothing else is, and the other one is asked for when the lane is free.
 */
static void test_a_look_that_is_not_wanted_any_more(void **state)
{
	static const struct step steps[] = {
		{ 500, NULL, hold_target }, { 700, "\033jj\n", NULL },
		{ 900, "q", NULL },
	};
	size_t at = 0, last = 0, refused = 0;
	const struct asked *asked;

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	assert_true(script.nr_interrupts[LANE_TARGET] > 0);
	assert_int_equal(script.nr_interrupts[LANE_LIST], 0);
	assert_int_equal(script.nr_interrupts[LANE_TEXTS], 0);
	while ((asked = next_asked(LANE_TARGET, &at))) {
		refused += !asked->taken;
		if (asked->taken)
			last = at;
	}
	assert_true(refused > 0);
	asked = &script.asked[last - 1];
	assert_int_equal(asked->target, 415);
	assert_true(asked->at_ns < 701 * NSEC_PER_MSEC);
}

/* A list that hangs is asked for once more when it is back, not once a tick. */
static void hold_list(void)
{
	script.held[LANE_LIST] = true;
}

static void free_list(void)
{
	/* as its worker's source would notice it by itself */
	script.held[LANE_LIST] = false;
	__real_worker_interrupt(script.lanes[LANE_LIST]);
}

static void test_a_list_that_hangs(void **state)
{
	static const struct step steps[] = {
		{ 500, NULL, hold_list }, { 2200, "j", NULL },
		{ 4300, NULL, free_list }, { 4500, "q", NULL },
	};
	const struct asked *asked;
	size_t at = 0, taken = 0;

	(void)state;
	run_well(steps, ARRAY_SIZE(steps), 0);
	while ((asked = next_asked(LANE_LIST, &at)))
		taken += asked->list && asked->taken;
	/* at 0, at 1 s, and once for the ticks that were missed */
	assert_int_equal(taken, 3);
}

static void look_for_its_end(void)
{
	expect_on_glass(": exit status 3");
	press("q");
}

static void test_what_was_started_ends(void **state)
{
	static char shell[] = "sh", flag[] = "-c", command[] = "exit 3";
	char *const argv[] = { shell, flag, command, NULL };
	static const struct step steps[] = { { 10, NULL, look_for_its_end } };

	(void)state;
	fixture_app_start(&fixture, 80, 24);
	app_run_command(fixture.app, argv, OPENING_LIST);
	script.awaited = ": exit status 3";
	run_well(steps, ARRAY_SIZE(steps), 0);
}

/* What the program says on stderr when it ends, and how, in a child. */
static int run_in_child(const struct step *steps, size_t nr, char *words,
			size_t size)
{
	int fds[2], status;
	ssize_t len;
	size_t sum = 0;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork_child();
	assert_true(pid >= 0);
	if (!pid) {
		dup2(fds[1], STDERR_FILENO);
		_exit(run(steps, nr));
	}
	close(fds[1]);
	while ((len = read(fds[0], words + sum, size - 1 - sum)) > 0)
		sum += (size_t)len;
	words[sum] = '\0';
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_a_source_that_dies_ends_the_program(void **state)
{
	char words[512];

	(void)state;
	script.dies_of = "all is lost";
	assert_int_equal(run_in_child(NULL, 0, words, sizeof(words)), 3);
	assert_string_equal(words, "tamtop: all is lost\n");
}

static void test_a_source_that_does_not_open(void **state)
{
	char words[512];

	(void)state;
	script.source_fails = true;
	assert_int_equal(run_in_child(NULL, 0, words, sizeof(words)), 1);
	assert_string_equal(words,
			    "tamtop: can't start sampling: Too many open files\n");
}

static void test_no_terminal(void **state)
{
	char words[512];

	(void)state;
	script.terminal_fails = true;
	assert_int_equal(run_in_child(NULL, 0, words, sizeof(words)), 1);
	assert_string_equal(words, "tamtop: no glass today\n");
}

/* Its screen is as large as it says, and nobody looks for a terminal. */
/* Between keys, in the order in which they come, on what is shown. */
static void test_clicks_are_taken(void **state)
{
	static const struct step steps[] = {
		{ 500, "\1", NULL }, { 600, "j\n", NULL }, { 700, "q", NULL },
	};
	const struct asked *asked;
	size_t at = 0;

	(void)state;
	script.mouse_y = 8;
	run_well(steps, ARRAY_SIZE(steps), 0);
	/* the second row, and the one below it */
	asked = next_asked(LANE_TARGET, &at);
	assert_non_null(asked);
	assert_int_equal(asked->target, 415);
}

/* A click of a script is on the screen that a person would see by then. */
static void test_clicks_are_played(void **state)
{
	struct script keys = { .width = 80, .height = 24, .samples = 1 };
	const char *word;
	char *line;
	int len;

	(void)state;
	assert_true(script_parse(&keys, "click=5,9 o double=7,7", &word, &len));
	fixture_app_start(&fixture, 40, 10);
	assert_int_equal(loop_play(fixture.app, &scripted_source, &keys), 0);
	line = fixture_app_line(&fixture, 6);
	assert_non_null(strstr(line, "USER\xe2\x86\x91"));
	free(line);
	assert_int_equal(script.nr_closed, NR_LANES);
	script_release(&keys);
	fixture_app_stop(&fixture);
}

static void test_keys_are_played_without_a_terminal(void **state)
{
	struct script keys = { .width = 100, .height = 30, .samples = 3 };
	const char *word;
	char *line;
	int len;

	(void)state;
	script.terminal_fails = true;
	assert_true(script_parse(&keys, "j Enter wait=2 ?", &word, &len));
	fixture_app_start(&fixture, 40, 10);
	assert_int_equal(loop_play(fixture.app, &scripted_source, &keys), 0);
	assert_int_equal(app_draw(fixture.app)->width, 100);
	assert_int_equal(app_draw(fixture.app)->height, 30);
	assert_true(app_nr_samples(fixture.app) >= 3);
	line = fixture_app_line(&fixture, 0);
	assert_non_null(strstr(line, "help"));
	free(line);
	fixture_app_key(&fixture, TK_ESC);
	line = fixture_app_line(&fixture, 0);
	/* that of the second row: j had met the list */
	assert_non_null(strstr(line, "tamtop  4"));
	free(line);
	assert_int_equal(script.opens + script.shows, 0);
	assert_int_equal(script.nr_opened, NR_LANES);
	assert_int_equal(script.nr_closed, NR_LANES);
	script_release(&keys);
	fixture_app_stop(&fixture);
}

/* Nobody could read a notice: a screen without a list is not written. */
static void test_a_script_whose_list_fails(void **state)
{
	struct script keys = { .width = 80, .height = 24, .samples = 2 };
	char words[512];
	int status;
	pid_t pid;
	int fds[2];
	ssize_t len;

	(void)state;
	script.answer = ST_SYSTEM;
	assert_int_equal(pipe(fds), 0);
	pid = fork_child();
	assert_true(pid >= 0);
	if (!pid) {
		dup2(fds[1], STDERR_FILENO);
		fixture_app_start(&fixture, 40, 10);
		_exit(loop_play(fixture.app, &scripted_source, &keys));
	}
	close(fds[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	len = read(fds[0], words, sizeof(words) - 1);
	close(fds[0]);
	words[len > 0 ? len : 0] = '\0';
	assert_string_equal(words,
			    "tamtop: sample from scripted: Input/output error\n");
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
}

static void ask_to_stop(void)
{
	assert_int_equal(script.suspends, 0);
	script.width = 100;
	kill(getpid(), SIGTSTP);
}

static bool was_stopped(void)
{
	return script.suspends == 1 && script.resumes == 1 &&
	       script.shown_width == 100;
}

/* Its shell sees it stop, and makes it go on. */
static void test_stop_and_go_on(void **state)
{
	static const struct step steps[] = {
		{ 500, NULL, ask_to_stop }, { 700, "q", NULL },
	};
	int status, code;
	pid_t pid;

	(void)state;
	pid = fork_child();
	assert_true(pid >= 0);
	if (!pid) {
		setpgid(0, 0);
		code = run(steps, ARRAY_SIZE(steps));
		_exit(code ? code : was_stopped() ? 0 : 100);
	}
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_true(WIFSTOPPED(status));
	assert_int_equal(WSTOPSIG(status), SIGTSTP);
	kill(pid, SIGCONT);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_list_a_second),
		TEST(test_what_is_shown_is_told),
		TEST(test_the_screen_is_shown_when_it_changed),
		TEST(test_a_pause_takes_no_samples),
		TEST(test_all_keys_are_taken),
		TEST(test_clicks_are_taken),
		TEST(test_clicks_are_played),
		TEST(test_a_window_that_changes),
		TEST(test_signals_end_it),
		TEST(test_a_terminal_that_hangs_up),
		TEST(test_keys_are_played_without_a_terminal),
		TEST(test_a_list_that_fails),
		TEST(test_a_list_that_fails_later),
		TEST(test_the_last_sample_of_many),
		TEST(test_a_terminal_that_is_stopped),
		TEST(test_a_stopped_terminal_holds_up_no_end),
		TEST(test_other_colours_are_shown),
		TEST(test_a_script_whose_list_fails),
		TEST(test_the_glass_is_sent_anew),
		TEST(test_windows_between_two_lists),
		TEST(test_a_look_that_is_not_wanted_any_more),
		TEST(test_a_list_that_hangs),
		TEST(test_what_was_started_ends),
		TEST(test_a_source_that_dies_ends_the_program),
		TEST(test_a_source_that_does_not_open),
		TEST(test_no_terminal),
		TEST(test_stop_and_go_on),
	};

	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}

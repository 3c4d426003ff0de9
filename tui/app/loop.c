// SPDX-License-Identifier: GPL-2.0
/* The one poll(2) loop: signals, keys and samples in, the screen out. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "app/loop.h"
#include "app/poll_any.h"
#include "app/schedule.h"
#include "base/status.h"
#include "source/worker.h"

enum {
	POLL_TERMINAL,
	POLL_OUTPUT,
	POLL_SIGNALS,
	POLL_LANES,
	NR_POLL = POLL_LANES + NR_LANES
};

struct loop {
	struct app *app;
	const struct clock *clock;
	const char *source;
	struct schedule *schedule;
	struct worker *lanes[NR_LANES];
	bool busy[NR_LANES];		/* asked, and the answer not taken */
	struct script *script;		/* in place of a terminal, or NULL */
	struct demand demand;		/* of the app, by now */
	int signal_fd;
	int signal;			/* that ended the program, or 0 */
	bool unshown;			/* the terminal takes nothing just now */
};

static int open_signals(bool of_terminal, sigset_t *before)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (of_terminal) {
		sigaddset(&set, SIGWINCH);
		sigaddset(&set, SIGTSTP);
		sigaddset(&set, SIGCONT);
	}
	sigprocmask(SIG_BLOCK, &set, before);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void send_resize(struct loop *loop)
{
	struct event event = { .type = EVENT_RESIZE };

	if (loop->script) {
		event.resize.width = loop->script->width;
		event.resize.height = loop->script->height;
	} else {
		terminal_size(&event.resize.width, &event.resize.height);
	}
	app_event(loop->app, &event);
}

static void take_terminal_again(struct loop *loop)
{
	terminal_resume();
	send_resize(loop);
}

/*
 * SIGCONT: after a stop that could not be seen, as by SIGSTOP, the terminal is
 * as somebody else has left it.
 */
static void go_on(struct loop *loop)
{
	terminal_suspend();
	take_terminal_again(loop);
}

/* The one that went on from here is no news. */
static void forget_sigcont(void)
{
	const struct timespec now = { 0 };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCONT);
	sigtimedwait(&set, NULL, &now);
}

/*
 * Ctrl-Z: let the signal do what it does by default. Where no shell could
 * continue us (an orphaned process group) it does nothing, unlike SIGSTOP.
 */
static void suspend(struct loop *loop)
{
	struct sigaction by_default = { .sa_handler = SIG_DFL };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	terminal_suspend();
	sigaction(SIGTSTP, &by_default, NULL);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	sigprocmask(SIG_BLOCK, &set, NULL);
	forget_sigcont();
	take_terminal_again(loop);
}

static void end_by_signal(struct loop *loop, int sig)
{
	struct event event = { .type = EVENT_SIGNAL, .signal = sig };

	loop->signal = sig;
	app_event(loop->app, &event);
}

static void take_signals(struct loop *loop)
{
	struct signalfd_siginfo info;

	while (read(loop->signal_fd, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGWINCH)
			send_resize(loop);
		else if (info.ssi_signo == SIGTSTP)
			suspend(loop);
		else if (info.ssi_signo == SIGCONT)
			go_on(loop);
		else
			end_by_signal(loop, (int)info.ssi_signo);
	}
}

/* A key may bring rows on screen whose texts are not known yet. */
static void heed_keys(struct loop *loop)
{
	app_demand(loop->app, &loop->demand);
	schedule_keys(loop->schedule, &loop->demand);
}

static void take_keys(struct loop *loop)
{
	struct event event;
	uint32_t key;
	bool gone;

	while ((key = terminal_key(&gone)) != TK_NONE) {
		event = (struct event){ .type = EVENT_KEY, .key = key };
		if (key == TK_MOUSE)
			event = (struct event){
				.type = EVENT_MOUSE, .mouse = terminal_mouse(),
			};
		app_event(loop->app, &event);
	}
	if (gone) {
		end_by_signal(loop, SIGHUP);
		return;
	}
	heed_keys(loop);
}

/* A lane's source died: that is the end, which only this thread makes. */
static void end_if_failed(struct worker *lane)
{
	enum status st;
	const char *why = worker_failed(lane, &st);

	if (why)
		die(st, "%s", why);
}

/* Nobody is there who could read a notice, and wait for better days. */
static void end_script_if_failed(const struct loop *loop,
				 const struct event *event)
{
	if (loop->script && event->sample.st != ST_OK)
		die(event->sample.st, "sample from %s: %s", loop->source,
		    strerror(event->sample.error));
}

static void take_sample(struct loop *loop, enum lane lane)
{
	struct event event = { .type = EVENT_SAMPLE };
	const struct sample *sample;

	sample = worker_take(loop->lanes[lane], &event.sample.st,
			     &event.sample.error);
	if (!sample) {
		end_if_failed(loop->lanes[lane]);
		return;
	}
	loop->busy[lane] = false;
	end_script_if_failed(loop, &event);
	event.sample.sample = sample;
	app_event(loop->app, &event);
	app_demand(loop->app, &loop->demand);
	schedule_sample(loop->schedule, clock_now(loop->clock), lane, sample,
			&loop->demand);
}

static struct pace current_pace(const struct loop *loop)
{
	return (struct pace){
		.running = app_running(loop->app),
		.delay_ns = app_delay_ns(loop->app),
		.quick_ns = app_quick_ns(loop->app),
	};
}

static void send_ticks(struct loop *loop, unsigned int due)
{
	struct event second = { .type = EVENT_SECOND };
	struct event tick = { .type = EVENT_TICK };

	if (due & DUE_SECOND)
		app_event(loop->app, &second);
	if (due & DUE_SAMPLE)
		app_event(loop->app, &tick);
}

static void take_ticks(struct loop *loop)
{
	struct pace pace = current_pace(loop);

	send_ticks(loop, schedule_tick(loop->schedule, clock_now(loop->clock),
				       &pace));
	if (app_take_sample_request(loop->app))
		schedule_want_list(loop->schedule);
	if (!schedule_has_due(loop->schedule))
		return;
	app_demand(loop->app, &loop->demand);
	schedule_send(loop->schedule, &loop->demand);
}

/* Until something is due, in ms, rounded up so that poll() doesn't spin. */
static int time_to_wait(const struct loop *loop)
{
	struct pace pace = current_pace(loop);
	uint64_t ns = schedule_wait(loop->schedule, clock_now(loop->clock),
				    &pace);

	return (int)((ns + NSEC_PER_MSEC - 1) / NSEC_PER_MSEC);
}

/* Is all that was asked for on screen? The list comes anew with each tick. */
static bool is_settled(const struct loop *loop)
{
	int lane;

	for (lane = 0; lane < NR_LANES; lane++)
		if (loop->busy[lane] && lane != LANE_LIST)
			return false;
	return app_settled(loop->app) && !schedule_has_due(loop->schedule);
}

/* Press the keys whose turn it is; false: that was the last one. */
static bool play(struct loop *loop)
{
	struct script_state state;
	struct event event;
	bool over;

	do {
		state = (struct script_state){
			.now_ns = clock_now(loop->clock),
			.samples = app_nr_samples(loop->app),
			.settled = is_settled(loop),
			.paused = !app_running(loop->app),
		};
		if (!script_next(loop->script, &state, &event, &over))
			break;
		/* a click is on what a person would see by now */
		if (event.type == EVENT_MOUSE && app_dirty(loop->app))
			app_draw(loop->app);
		app_event(loop->app, &event);
		heed_keys(loop);
	} while (!app_quit(loop->app));
	return !over;
}

static void show(struct loop *loop)
{
	if (loop->script) {
		if (app_dirty(loop->app))
			app_draw(loop->app);
		return;
	}
	if (app_take_redraw_request(loop->app))
		terminal_redraw();
	loop->unshown = app_dirty(loop->app) || terminal_is_stale();
	if (loop->unshown && terminal_takes_output()) {
		terminal_show(app_draw(loop->app));
		loop->unshown = false;
	}
}

static void take_ends(struct loop *loop, const struct pollfd *fds, size_t nr)
{
	const struct event event = { .type = EVENT_CHILD };
	size_t i;

	for (i = 0; i < nr; i++)
		if (fds[i].revents)
			break;
	if (i < nr)
		app_event(loop->app, &event);
}

static void wait_for_events(struct loop *loop)
{
	struct pollfd fds[NR_POLL + APP_FDS_MAX] = {
		[POLL_TERMINAL] = {
			.fd = loop->script ? -1 : STDIN_FILENO,
			.events = POLLIN,
		},
		[POLL_OUTPUT] = {
			.fd = loop->unshown ? STDOUT_FILENO : -1,
			.events = POLLOUT,
		},
		[POLL_SIGNALS] = { .fd = loop->signal_fd, .events = POLLIN },
	};
	size_t nr;
	int lane;

	for (lane = 0; lane < NR_LANES; lane++) {
		fds[POLL_LANES + lane].fd = worker_fd(loop->lanes[lane]);
		fds[POLL_LANES + lane].events = POLLIN;
	}
	nr = app_fds(loop->app, &fds[NR_POLL]);
	if (poll_any(fds, NR_POLL + nr, time_to_wait(loop)) < 0)
		return;
	if (fds[POLL_SIGNALS].revents)
		take_signals(loop);
	if (fds[POLL_TERMINAL].revents)
		take_keys(loop);
	for (lane = 0; lane < NR_LANES; lane++)
		if (fds[POLL_LANES + lane].revents)
			take_sample(loop, (enum lane)lane);
	take_ends(loop, &fds[NR_POLL], nr);
}

static void run(struct loop *loop)
{
	send_resize(loop);
	while (!app_quit(loop->app)) {
		take_ticks(loop);
		if (loop->script && !play(loop))
			break;
		show(loop);
		wait_for_events(loop);
	}
	/* who is ended by a signal waits for no terminal any more */
	if (!loop->signal)
		show(loop);
}

static bool request_lane(void *ctx, enum lane lane, const struct demand *demand)
{
	struct loop *loop = ctx;
	bool taken = worker_request(loop->lanes[lane], demand);

	loop->busy[lane] |= taken;
	return taken;
}

static void interrupt_lane(void *ctx, enum lane lane)
{
	struct loop *loop = ctx;

	worker_interrupt(loop->lanes[lane]);
}

static const struct lane_ops lane_ops = {
	.request = request_lane,
	.interrupt = interrupt_lane,
};

static enum status start_lanes(struct loop *loop, const struct source_ops *ops)
{
	int lane;

	for (lane = 0; lane < NR_LANES; lane++) {
		loop->lanes[lane] = worker_start(ops);
		if (!loop->lanes[lane])
			return ST_SYSTEM;
	}
	return ST_OK;
}

static void stop(struct loop *loop)
{
	int lane;

	for (lane = 0; lane < NR_LANES; lane++)
		worker_stop(loop->lanes[lane]);
	schedule_free(loop->schedule);
	demand_release(&loop->demand);
	close(loop->signal_fd);
}

static void begin(struct loop *loop, const struct source_ops *ops,
		  sigset_t *before)
{
	loop->clock = app_clock(loop->app);
	loop->source = ops->name;
	loop->signal_fd = open_signals(!loop->script, before);
	if (loop->signal_fd < 0 || start_lanes(loop, ops) != ST_OK)
		die(ST_SYSTEM, "can't start sampling: %s", strerror(errno));
	loop->schedule = schedule_new(&lane_ops, loop);
}

static int end(struct loop *loop, const sigset_t *before)
{
	app_end_launches(loop->app);
	stop(loop);
	sigprocmask(SIG_SETMASK, before, NULL);
	return loop->signal ? 128 + loop->signal : 0;
}

int loop_run(struct app *app, const struct source_ops *ops,
	     const struct terminal_options *options)
{
	struct loop loop = { .app = app };
	enum status st;
	char why[256];
	sigset_t before;

	begin(&loop, ops, &before);
	st = terminal_open(options, why, sizeof(why));
	if (st != ST_OK)
		die(st, "%s", why);
	app_set_palette(app, terminal_palette());
	run(&loop);
	if (!loop.signal)
		terminal_settle(loop.clock);
	terminal_close();
	return end(&loop, &before);
}

int loop_play(struct app *app, const struct source_ops *ops,
	      struct script *script)
{
	struct loop loop = { .app = app, .script = script };
	sigset_t before;

	begin(&loop, ops, &before);
	run(&loop);
	return end(&loop, &before);
}

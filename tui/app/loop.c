// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "app/loop.h"
#include "base/status.h"
#include "source/worker.h"

/*
 * Three lanes: the list is swept by calls that never sleep on another process,
 * texts and the process that is looked into by reads that may. One that hangs
 * stops its own lane only.
 */
enum lane { LANE_LIST, LANE_TEXTS, LANE_TARGET, NR_LANES };

/* A look into a process takes one part in so many of the time. */
#define TARGET_SHARE 10

enum { POLL_TERMINAL, POLL_SIGNALS, POLL_LANES, NR_POLL = POLL_LANES + NR_LANES };

struct loop {
	struct app *app;
	struct worker *lanes[NR_LANES];
	struct demand demand, part;
	int signal_fd;
	int signal;			/* that ended the program, or 0 */
	uint64_t ticked_at;		/* what is due then was asked for */
	uint64_t next_tick, next_second;
	uint64_t next_quick;		/* scan of windows */
	uint64_t target_rests_until;
	bool target_due;		/* all about it is to be asked again */
	bool target_in_haste;		/* even if the last look was costly */
	bool windows_due;		/* its windows, even before that */
	bool target_whole;		/* that was asked for last, not windows */
	struct demand look;		/* what was looked at last */
};

static int open_signals(sigset_t *before)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTSTP);
	sigprocmask(SIG_BLOCK, &set, before);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void send_resize(struct loop *loop)
{
	struct event event = { .type = EVENT_RESIZE };

	terminal_size(&event.resize.width, &event.resize.height);
	app_event(loop->app, &event);
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
	terminal_resume();
	send_resize(loop);
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
		else
			end_by_signal(loop, (int)info.ssi_signo);
	}
}

/* The part of loop->demand for the target's lane, alone in loop->part. */
static struct demand *target_part(struct loop *loop)
{
	struct demand *part = &loop->part;

	demand_copy(part, &loop->demand);
	part->list = false;
	part->nr_texts = 0;
	part->nr_pages = 0;
	part->nr_shown = 0;
	return part;
}

static bool send_target(struct loop *loop, const struct demand *part)
{
	if (!worker_request(loop->lanes[LANE_TARGET], part))
		return false;
	loop->target_whole = part->target.mappings;
	loop->target_in_haste &= !loop->target_whole;
	return true;
}

/*
 * Everything about the target, with each sample of the list, but later where
 * its lane is busy or a costly look was a short time ago.
 */
static void request_target(struct loop *loop, uint64_t now)
{
	if (!loop->target_due || now < loop->target_rests_until)
		return;
	app_demand(loop->app, &loop->demand);
	loop->target_due = loop->demand.target.id.pid &&
			   !send_target(loop, target_part(loop));
}

/* The windows only, between two samples. */
static void request_windows(struct loop *loop)
{
	struct demand *part;

	if (!loop->windows_due)
		return;
	app_demand(loop->app, &loop->demand);
	part = target_part(loop);
	part->target.mappings = false;
	demand_keep_scans(&part->target, SCAN_WINDOW);
	loop->windows_due = part->target.id.pid && part->target.nr_scans &&
			    !send_target(loop, part);
}

/*
 * Another process is looked at, or another part of it: ask at once for what
 * is new in loop->demand. What is under way isn't wanted any more.
 */
static void follow_look(struct loop *loop)
{
	struct demand *part = target_part(loop);

	if (!demand_looks_elsewhere(&part->target, &loop->look.target)) {
		demand_copy(&loop->look, part);
		return;
	}
	demand_keep_news(&part->target, &loop->look.target);
	demand_copy(&loop->look, &loop->demand);
	if (!part->target.id.pid || send_target(loop, part))
		return;
	/* as soon as the lane has noticed: first what is on screen, then all */
	worker_interrupt(loop->lanes[LANE_TARGET]);
	loop->windows_due = true;
	loop->target_due = true;
	loop->target_in_haste = true;
	loop->target_rests_until = 0;
}

/*
 * Each lane gets its part of loop->demand; a busy one gets it next time. Pages
 * are counted when the list has come, so that both tell of one moment.
 */
static void request_details(struct loop *loop, bool pages)
{
	struct demand *part = &loop->part;

	demand_copy(part, &loop->demand);
	part->list = false;
	part->nr_texts = 0;
	part->nr_shown = 0;
	part->target.id.pid = 0;
	if (pages && part->nr_pages)
		worker_request(loop->lanes[LANE_LIST], part);
	part->nr_texts = loop->demand.nr_texts;
	part->nr_pages = 0;
	if (part->nr_texts)
		worker_request(loop->lanes[LANE_TEXTS], part);
}

static void request_list(struct loop *loop)
{
	struct demand *part = &loop->part;

	app_demand(loop->app, &loop->demand);
	demand_copy(part, &loop->demand);
	part->nr_texts = 0;
	part->nr_pages = 0;
	part->target.id.pid = 0;
	worker_request(loop->lanes[LANE_LIST], part);
	loop->target_due = true;
}

/* A key may bring rows on screen whose texts are not known yet. */
static void take_keys(struct loop *loop)
{
	struct event event = { .type = EVENT_KEY };
	bool gone;

	while ((event.key = terminal_key(&gone)) != TK_NONE)
		app_event(loop->app, &event);
	if (gone) {
		end_by_signal(loop, SIGHUP);
		return;
	}
	app_demand(loop->app, &loop->demand);
	request_details(loop, false);
	follow_look(loop);
}

static void after_target(struct loop *loop, uint64_t cost_ns)
{
	if (loop->target_whole && !loop->target_in_haste)
		loop->target_rests_until = clock_now(&clock_monotonic) +
					   cost_ns * (TARGET_SHARE - 1);
	follow_look(loop);
}

static void take_sample(struct loop *loop, enum lane lane)
{
	struct event event = { .type = EVENT_SAMPLE };
	uint32_t sections;
	uint64_t cost_ns;

	event.sample.sample = worker_take(loop->lanes[lane], &event.sample.st,
					  &event.sample.error);
	if (!event.sample.sample)
		return;
	sections = event.sample.sample->sections;
	cost_ns = event.sample.sample->target.cost_ns;
	app_event(loop->app, &event);
	app_demand(loop->app, &loop->demand);
	if (sections & SECTION_LIST)
		request_details(loop, true);
	if (lane == LANE_TARGET)
		after_target(loop, cost_ns);
}

/* A tick that a slow machine missed is not made up for. */
static uint64_t tick_after(const struct loop *loop, uint64_t now)
{
	uint64_t next = loop->next_tick + app_delay_ns(loop->app);

	return next > now ? next : now + app_delay_ns(loop->app);
}

static bool quick_runs(const struct loop *loop)
{
	return app_running(loop->app) && app_quick_ns(loop->app);
}

/* A pace that has become quicker holds from now on, not from then on. */
static void hurry(uint64_t *next, uint64_t now, uint64_t pace_ns)
{
	if (*next > now + pace_ns)
		*next = now + pace_ns;
}

static void take_quick_tick(struct loop *loop, uint64_t now)
{
	if (!quick_runs(loop) || now < loop->next_quick)
		return;
	loop->next_quick = now + app_quick_ns(loop->app);
	loop->windows_due = true;
}

static void take_ticks(struct loop *loop)
{
	uint64_t now = clock_now(&clock_monotonic);
	struct event event;

	loop->ticked_at = now;
	if (now >= loop->next_second) {
		event.type = EVENT_SECOND;
		app_event(loop->app, &event);
		loop->next_second = now + NSEC_PER_SEC;
	}
	hurry(&loop->next_tick, now, app_delay_ns(loop->app));
	hurry(&loop->next_quick, now, app_quick_ns(loop->app));
	if (app_running(loop->app) && now >= loop->next_tick) {
		event.type = EVENT_TICK;
		app_event(loop->app, &event);
		loop->next_tick = tick_after(loop, now);
	}
	if (app_take_sample_request(loop->app))
		request_list(loop);
	take_quick_tick(loop, now);
	request_windows(loop);
	request_target(loop, now);
}

/* Until the next tick, in ms, rounded up so that poll() doesn't spin. */
static int time_to_wait(const struct loop *loop)
{
	uint64_t now = clock_now(&clock_monotonic);
	uint64_t next = loop->next_second;

	if (app_running(loop->app) && loop->next_tick < next)
		next = loop->next_tick;
	if (quick_runs(loop) && loop->next_quick < next)
		next = loop->next_quick;
	if (loop->target_due && loop->target_rests_until > loop->ticked_at &&
	    loop->target_rests_until < next)
		next = loop->target_rests_until;
	if (next <= now)
		return 0;
	return (int)((next - now + NSEC_PER_MSEC - 1) / NSEC_PER_MSEC);
}

static void show(struct loop *loop)
{
	if (app_take_redraw_request(loop->app))
		terminal_redraw();
	if (app_dirty(loop->app))
		terminal_show(app_draw(loop->app));
}

static void wait_for_events(struct loop *loop)
{
	struct pollfd fds[NR_POLL] = {
		[POLL_TERMINAL] = { .fd = STDIN_FILENO, .events = POLLIN },
		[POLL_SIGNALS] = { .fd = loop->signal_fd, .events = POLLIN },
	};
	int lane;

	for (lane = 0; lane < NR_LANES; lane++) {
		fds[POLL_LANES + lane].fd = worker_fd(loop->lanes[lane]);
		fds[POLL_LANES + lane].events = POLLIN;
	}
	if (poll(fds, NR_POLL, time_to_wait(loop)) < 0)
		return;
	if (fds[POLL_SIGNALS].revents)
		take_signals(loop);
	if (fds[POLL_TERMINAL].revents)
		take_keys(loop);
	for (lane = 0; lane < NR_LANES; lane++)
		if (fds[POLL_LANES + lane].revents)
			take_sample(loop, (enum lane)lane);
}

static void run(struct loop *loop)
{
	send_resize(loop);
	while (!app_quit(loop->app)) {
		take_ticks(loop);
		show(loop);
		wait_for_events(loop);
	}
	show(loop);
}

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
	demand_release(&loop->demand);
	demand_release(&loop->part);
	demand_release(&loop->look);
	close(loop->signal_fd);
}

int loop_run(struct app *app, const struct source_ops *ops,
	     const struct terminal_options *options)
{
	struct loop loop = { .app = app };
	enum status st;
	char why[256];
	sigset_t before;

	loop.signal_fd = open_signals(&before);
	if (loop.signal_fd < 0 || start_lanes(&loop, ops) != ST_OK)
		die(ST_SYSTEM, "can't start sampling: %s", strerror(errno));
	st = terminal_open(options, why, sizeof(why));
	if (st != ST_OK)
		die(st, "%s", why);
	run(&loop);
	terminal_close();
	stop(&loop);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return loop.signal ? 128 + loop.signal : 0;
}

// SPDX-License-Identifier: GPL-2.0
/* The one poll(2) loop: signals, keys and a feed in, the screen out. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "app/live.h"
#include "app/loop.h"
#include "app/playback.h"
#include "app/poll_any.h"
#include "base/status.h"

enum {
	POLL_TERMINAL,
	POLL_OUTPUT,
	POLL_SIGNALS,
	POLL_FEED,
	NR_POLL = POLL_FEED + FEED_FDS_MAX
};

struct loop {
	struct app *app;
	const struct clock *clock;
	struct feed *feed;
	struct script *script;		/* in place of a terminal, or NULL */
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
	loop->feed->ops->heed_keys(loop->feed);
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
			.settled = app_settled(loop->app) &&
				   loop->feed->ops->settled(loop->feed),
			.paused = !app_running(loop->app),
		};
		if (!script_next(loop->script, &state, &event, &over))
			break;
		/* a click is on what a person would see by now */
		if (event.type == EVENT_MOUSE && app_dirty(loop->app))
			app_draw(loop->app);
		app_event(loop->app, &event);
		loop->feed->ops->heed_keys(loop->feed);
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

/*
 * Until something is due, in ms, rounded up so that poll() doesn't spin. What
 * nobody sees need not take its time.
 */
static int time_to_wait(struct loop *loop)
{
	struct feed *feed = loop->feed;
	uint64_t ns = feed->ops->wait(feed);

	if (loop->script && feed->ops->skip) {
		feed->ops->skip(feed, ns);
		return 0;
	}
	return (int)((ns + NSEC_PER_MSEC - 1) / NSEC_PER_MSEC);
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
	size_t nr, own;

	own = POLL_FEED + loop->feed->ops->fds(loop->feed, &fds[POLL_FEED]);
	nr = app_fds(loop->app, &fds[own]);
	if (poll_any(fds, own + nr, time_to_wait(loop)) < 0)
		return;
	if (fds[POLL_SIGNALS].revents)
		take_signals(loop);
	if (fds[POLL_TERMINAL].revents)
		take_keys(loop);
	loop->feed->ops->take(loop->feed, &fds[POLL_FEED]);
	take_ends(loop, &fds[own], nr);
}

static void run(struct loop *loop)
{
	send_resize(loop);
	while (!app_quit(loop->app)) {
		loop->feed->ops->turn(loop->feed);
		if (loop->script && !play(loop))
			break;
		show(loop);
		wait_for_events(loop);
	}
	/* who is ended by a signal waits for no terminal any more */
	if (!loop->signal)
		show(loop);
}

static struct feed *feed_of(const struct loop *loop,
			    const struct loop_source *source)
{
	if (source->ops)
		return live_new(loop->app, source->ops, loop->script);
	return playback_new(loop->app, source->player, source->replay);
}

static void begin(struct loop *loop, const struct loop_source *source,
		  sigset_t *before)
{
	loop->clock = app_steady(loop->app);
	loop->signal_fd = open_signals(!loop->script, before);
	if (loop->signal_fd >= 0)
		loop->feed = feed_of(loop, source);
	if (!loop->feed)
		die(ST_SYSTEM, "can't start sampling: %s", strerror(errno));
}

static int end(struct loop *loop, const sigset_t *before)
{
	app_end_launches(loop->app);
	loop->feed->ops->close(loop->feed);
	close(loop->signal_fd);
	sigprocmask(SIG_SETMASK, before, NULL);
	return loop->signal ? 128 + loop->signal : 0;
}

int loop_run(struct app *app, const struct loop_source *source,
	     const struct terminal_options *options)
{
	struct loop loop = { .app = app };
	enum status st;
	char why[256];
	sigset_t before;

	begin(&loop, source, &before);
	st = terminal_open(options, why, sizeof(why));
	if (st != ST_OK)
		die(st, "%s", why);
	app_set_palette(app, terminal_palette());
	run(&loop);
	if (!loop.signal)
		terminal_settle(app_steady(app));
	terminal_close();
	return end(&loop, &before);
}

int loop_play(struct app *app, const struct loop_source *source,
	      struct script *script)
{
	struct loop loop = { .app = app, .script = script };
	sigset_t before;

	begin(&loop, source, &before);
	run(&loop);
	return end(&loop, &before);
}

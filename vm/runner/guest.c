// SPDX-License-Identifier: GPL-2.0
/* A guest from start to end: one loop over all that can happen. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runner.h"

#define TICK_MS		200	/* between looks at the clock */
#define STEP_MS		1000	/* most that one look adds to a silence */
#define PATIENCE	60	/* seconds */
#define SLOW_FACTOR	4
#define POWEROFF_MS	5000	/* for a guest whose status is known */
#define FLUSH_MS	2000	/* for output of a guest that failed */

enum { P_CTL, P_CONSOLE, P_COMPLAINTS, P_SIGNAL, P_WAKE, P_QEMU, P_HUB,
	P_NR = P_HUB + HUB_FDS };

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000) + ts.tv_nsec / 1000000;
}

void guest_signals(struct guest *g)
{
	g->sigfd = signals_open();
	g->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (g->wake < 0)
		die(EXIT_BROKEN, "cannot wait for events: %s", strerror(errno));
}

static void tell(struct guest *g, enum tam_type type, const void *what,
		 size_t len)
{
	/* A guest that is gone is noticed by the loop. */
	if (frame_send(g->qemu.ctl, type, what, len))
		return;
}

static void tell_size(struct guest *g)
{
	struct tam_winsize w;

	tty_size(&w.rows, &w.cols);
	if (g->hello && g->opts->tty && w.rows && w.cols)
		tell(g, TAM_WINSIZE, &w, sizeof(w));
}

static void start_relay(struct guest *g, enum tam_stream_nr nr, int from,
			int to)
{
	struct relay *r = &g->relay[nr];

	r->nr = nr;
	r->from = from;
	r->to = to;
	r->wake = g->wake;
	r->tty = g->opts->tty;
	r->leave = "x";
	relay_start(r);
}

/* Up to here Ctrl-C ends the boot; from here on it belongs to the guest. */
static bool on_hello(struct guest *g, const struct tam_frame *hdr,
		     const struct tam_hello *hello)
{
	if (hdr->len != sizeof(*hello) || hello->proto != TAM_PROTO)
		return false;
	g->hello = true;
	g->command_since = now_ms();
	if (g->opts->tty)
		tty_raw();
	/* A guest that is gone is noticed by the loop. */
	if (!job_send(g->qemu.ctl, g->opts, g->terminfo))
		return true;
	start_relay(g, TAM_STDIN, 0, g->qemu.io);
	return true;
}

static bool on_frame(struct guest *g, const struct tam_frame *hdr, void *what)
{
	const struct tam_stream *closed = what;

	g->silent = 0;
	if (hdr->type == TAM_HELLO && !g->hello)
		return on_hello(g, hdr, what);
	if (hdr->type == TAM_BEAT)
		return true;
	if (hdr->type == TAM_CLOSED && hdr->len == sizeof(*closed)) {
		g->relay[TAM_STDIN].stop = true;
		return true;
	}
	if (hdr->type != TAM_EXIT || hdr->len != sizeof(g->exit))
		return false;
	memcpy(&g->exit, what, sizeof(g->exit));
	g->exited = true;
	return true;
}

/* Returns false when the guest speaks another language. */
static bool read_ctl(struct guest *g)
{
	struct tam_frame hdr;
	void *payload;

	if (frame_fill(&g->in, g->qemu.ctl) <= 0)
		g->silenced = true;
	while (frame_next(&g->in, &hdr, &payload))
		if (!on_frame(g, &hdr, payload))
			return false;
	return true;
}

static void read_signals(struct guest *g)
{
	bool size = false;

	signals_read(g->sigfd, g->opts->tty && g->hello, &size, &g->signal);
	if (size)
		tell_size(g);
}

/* Tells the guest what the threads found out. */
static void check_relays(struct guest *g)
{
	struct relay *in = &g->relay[TAM_STDIN];
	struct tam_count eof = { .bytes = in->moved };
	uint64_t rings;
	uint32_t i;

	if (read(g->wake, &rings, sizeof(rings)) < 0)
		return;
	if (in->ended && !g->said_eof) {
		g->said_eof = true;
		eof.bytes = in->moved;
		tell(g, TAM_EOF, &eof, sizeof(eof));
	}
	for (i = TAM_STDOUT; i < TAM_STREAMS; i++) {
		const struct tam_stream closed = { .stream = i };

		if (!g->relay[i].refused || g->said_closed[i])
			continue;
		g->said_closed[i] = true;
		tell(g, TAM_CLOSED, &closed, sizeof(closed));
	}
}

static void watch(struct pollfd *p, int fd)
{
	p->fd = fd;
	p->events = POLLIN;
	p->revents = 0;
}

/* Once a descriptor is at its end it is not watched any more. */
static void read_log(struct klog *k, int *fd)
{
	if (klog_read(k, *fd))
		return;
	close(*fd);
	*fd = -1;
}

/* Waits for events and handles them. Returns false on a confused guest. */
static bool handle_events(struct guest *g, int timeout)
{
	struct pollfd p[P_NR];

	watch(&p[P_CTL], g->silenced ? -1 : g->qemu.ctl);
	watch(&p[P_CONSOLE], g->qemu.console);
	watch(&p[P_COMPLAINTS], g->qemu.complaints);
	watch(&p[P_SIGNAL], g->sigfd);
	watch(&p[P_WAKE], g->wake);
	watch(&p[P_QEMU], g->gone ? -1 : g->qemu.pidfd);
	hub_watch(&g->hub, &p[P_HUB]);
	if (poll(p, P_NR, timeout) < 0)
		return true;
	if (p[P_CONSOLE].revents)
		read_log(&g->console, &g->qemu.console);
	if (p[P_COMPLAINTS].revents)
		read_log(&g->complaints, &g->qemu.complaints);
	if (p[P_SIGNAL].revents)
		read_signals(g);
	if (p[P_WAKE].revents)
		check_relays(g);
	if (p[P_CTL].revents && !read_ctl(g))
		return false;
	hub_run(&g->hub, &p[P_HUB]);
	/* Its last frames may lie in the socket still. */
	if (p[P_QEMU].revents && g->silenced)
		g->gone = waitpid(g->qemu.pid, &g->qemu_status, 0) > 0;
	return true;
}

/* The status is here, and every byte that came before it. */
static bool complete(const struct guest *g)
{
	return g->exited && g->relay[TAM_STDOUT].moved == g->exit.out &&
	       g->relay[TAM_STDERR].moved == g->exit.err;
}

static bool drained(const struct guest *g)
{
	return g->relay[TAM_STDOUT].ended && g->relay[TAM_STDERR].ended &&
	       g->qemu.console < 0 && g->qemu.complaints < 0;
}

unsigned long guest_patience(const struct guest *g)
{
	const char *env = getenv("TAM_WATCHDOG");
	unsigned long s = env ? strtoul(env, NULL, 10) : 0;

	if (s && g->hello)
		return s;
	return g->opts->debug || g->opts->icount ? SLOW_FACTOR * PATIENCE :
						   PATIENCE;
}

/*
 * The time in which the runner itself was stopped, or the host asleep, is no
 * silence of the guest.
 */
static bool patience_ends(struct guest *g)
{
	int64_t now = now_ms(), step = now - g->last;

	g->last = now;
	g->silent += step < STEP_MS ? step : STEP_MS;
	return g->silent > (int64_t)guest_patience(g) * 1000;
}

static bool timeout_passed(const struct guest *g)
{
	return g->opts->timeout && g->hello && !g->exited &&
	       now_ms() - g->command_since > (int64_t)g->opts->timeout * 1000;
}

static enum guest_end loop(struct guest *g)
{
	for (;;) {
		if (!handle_events(g, TICK_MS))
			return END_CONFUSED;
		if (g->signal)
			return END_SIGNAL;
		if (complete(g))
			return END_EXIT;
		if (g->relay[TAM_STDIN].escape)
			return END_ESCAPE;
		if (g->gone && drained(g))
			return END_GONE;
		if (!g->gone && patience_ends(g))
			return g->hello ? END_HANG : END_HANG_BOOT;
		if (timeout_passed(g))
			return END_TIMEOUT;
	}
}

/* Lets a guest that has done its work go down by itself, ends any other. */
static void finish(struct guest *g, enum guest_end end)
{
	int64_t until = now_ms() + POWEROFF_MS;

	if (end == END_EXIT) {
		tell(g, TAM_BYE, NULL, 0);
		while (!g->gone && !g->signal && now_ms() < until)
			handle_events(g, TICK_MS);
	}
	if (!g->gone) {
		kill(g->qemu.pid, SIGKILL);
		g->gone = waitpid(g->qemu.pid, &g->qemu_status, 0) > 0;
	}
	until = now_ms() + FLUSH_MS;
	while (!drained(g) && now_ms() < until)
		handle_events(g, TICK_MS);
}

enum guest_end guest_run(struct guest *g, int listener)
{
	enum guest_end end;

	klog_init(&g->console);
	klog_init(&g->complaints);
	qemu_start(&g->qemu, g->opts);
	start_relay(g, TAM_STDOUT, g->qemu.io, 1);
	start_relay(g, TAM_STDERR, g->qemu.err, 2);
	hub_start(&g->hub, listener, g->qemu.attach);
	g->last = now_ms();
	end = loop(g);
	hub_stop(&g->hub);
	finish(g, end);
	return end;
}

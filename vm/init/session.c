// SPDX-License-Identifier: GPL-2.0
/* From the start of the job until the runner has all that it wrote. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../frame.h"
#include "attach.h"
#include "clock.h"
#include "die.h"
#include "job.h"
#include "pump.h"
#include "session.h"

#define KILL_MS		1000	/* between the polite and the last signal */

/* Slots of the poll set. */
enum { P_CTL, P_SIG, P_IN_FROM, P_IN_TO, P_OUT_FROM, P_OUT_TO, P_ERR_FROM,
	P_ERR_TO, P_ATTACH, P_NR = P_ATTACH + ATTACH_FDS };

/* What session_run() keeps; times in ms of now_ms(), FOREVER for never. */
struct state {
	struct session *s;
	const struct job *job;
	int sigfd;
	int64_t beat_at;	/* next heartbeat */
	int64_t kill_at;	/* power off asked for: the last signal */
	int64_t hangup_at;	/* do not wait longer for the terminal */
	bool poweroff;
	bool reported;		/* TAM_EXIT was sent */
	bool bye;
	bool refused;		/* the runner knows that stdin is closed */
};

static void tell(struct state *st, enum tam_type type, const void *what,
		 size_t len)
{
	if (frame_send(st->s->ctl, type, what, len))
		init_die(errno, "the control port failed");
}

static void on_winsize(struct state *st, const struct tam_winsize *w)
{
	tty_resize(st->s->tty, w);
}

/* Closing the pipe lets the job notice, as it would on the host. */
static void on_closed(struct state *st, const struct tam_stream *w)
{
	struct pump *p = w->stream == TAM_STDERR ? &st->s->errs : &st->s->out;

	if (p->from >= 0 && p->from != st->s->tty)
		close(p->from);
	p->from = -1;
	p->len = 0;
}

static void on_eof(struct state *st, const struct tam_count *w)
{
	struct pump *p = &st->s->in;

	p->limit = w->bytes;
	if (p->taken == p->limit)
		p->from = -1;
}

static void on_frame(struct state *st, const struct tam_frame *hdr, void *what)
{
	static const size_t size[] = {
		[TAM_WINSIZE] = sizeof(struct tam_winsize),
		[TAM_CLOSED] = sizeof(struct tam_stream),
		[TAM_EOF] = sizeof(struct tam_count),
		[TAM_BYE] = 0,
	};

	if (hdr->type >= ARRAY_SIZE(size) ||
	    hdr->len != size[hdr->type])
		init_die(0, "frame of type %d with %u bytes", hdr->type,
			 hdr->len);
	if (hdr->type == TAM_WINSIZE)
		on_winsize(st, what);
	else if (hdr->type == TAM_CLOSED)
		on_closed(st, what);
	else if (hdr->type == TAM_EOF)
		on_eof(st, what);
	else
		st->bye = true;
}

static void handle_frames(struct state *st)
{
	struct tam_frame hdr;
	void *payload;

	while (frame_next(&st->s->frames, &hdr, &payload))
		on_frame(st, &hdr, payload);
}

static void read_ctl(struct state *st)
{
	if (frame_fill(&st->s->frames, st->s->ctl) < 0 && errno != EAGAIN)
		init_die(errno, "the control port failed");
	handle_frames(st);
}

/* What the job wrote before it ended is to be read, and no more. */
static void job_ended(struct state *st, int status)
{
	struct session *s = st->s;

	s->ended = true;
	s->status = st->poweroff && !st->job->argv[0] ? 0 : status;
	pump_cut(&s->in);
	pump_drain(&s->errs);
	if (s->tty < 0)
		pump_drain(&s->out);
	else
		st->hangup_at = now_ms() + HANGUP_MS;
}

static void reap(struct state *st)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == st->s->pid)
			job_ended(st, status);
		else
			attach_reaped(&st->s->attach, pid, status);
	}
}

/* halt, poweroff and reboot of busybox send SIGUSR1, SIGUSR2 and SIGTERM. */
static void read_signal(struct state *st)
{
	struct signalfd_siginfo si;

	while (read(st->sigfd, &si, sizeof(si)) == sizeof(si)) {
		if (si.ssi_signo == SIGCHLD || st->poweroff)
			continue;
		st->poweroff = true;
		st->kill_at = now_ms() + KILL_MS;
		kill(-1, SIGTERM);
		kill(-1, SIGHUP);
		kill(-1, SIGCONT);
	}
	reap(st);
}

static void watch(struct pollfd *p, int fd, short events)
{
	p->fd = events ? fd : -1;
	p->events = events;
	p->revents = 0;
}

static void watch_pump(struct pollfd *p, const struct pump *pump)
{
	watch(&p[0], pump->from, pump_wants_read(pump));
	watch(&p[1], pump->to, pump_wants_write(pump));
}

static void watch_all(struct state *st, struct pollfd *p)
{
	struct session *s = st->s;

	watch(&p[P_CTL], s->ctl, POLLIN);
	watch(&p[P_SIG], st->sigfd, POLLIN);
	watch_pump(&p[P_IN_FROM], &s->in);
	watch_pump(&p[P_OUT_FROM], &s->out);
	watch_pump(&p[P_ERR_FROM], &s->errs);
	attach_watch(&s->attach, &p[P_ATTACH]);
	/* No events wanted: tells only that the job closed its stdin. */
	if (s->tty < 0)
		p[P_IN_TO].fd = s->in.to;
}

static void close_stdin(struct state *st)
{
	struct session *s = st->s;
	int fd = s->in.to;

	pump_cut(&s->in);
	if (fd >= 0 && fd != s->tty)
		close(fd);
}

/* Both ends of stdin: it is used up, or the job does not want it. */
static void check_stdin(struct state *st, short revents)
{
	const struct tam_stream refused = { .stream = TAM_STDIN };
	struct pump *p = &st->s->in;

	if (p->to < 0 || st->s->tty >= 0)
		return;
	if (p->broken || revents & POLLERR) {
		close_stdin(st);
		if (!st->refused)
			tell(st, TAM_CLOSED, &refused, sizeof(refused));
		st->refused = true;
	} else if (pump_done(p)) {
		close_stdin(st);
	}
}

static void run_pumps(struct state *st, const struct pollfd *p)
{
	struct session *s = st->s;

	if (p[P_IN_FROM].revents || p[P_IN_TO].revents & POLLOUT)
		pump_run(&s->in);
	check_stdin(st, p[P_IN_TO].revents);
	if (p[P_OUT_FROM].revents || p[P_OUT_TO].revents)
		pump_run(&s->out);
	if (p[P_ERR_FROM].revents || p[P_ERR_TO].revents)
		pump_run(&s->errs);
}

static void run_timers(struct state *st)
{
	int64_t now = now_ms();

	if (now >= st->beat_at) {
		tell(st, TAM_BEAT, NULL, 0);
		st->beat_at = now + st->job->beat_ms;
	}
	if (now >= st->kill_at) {
		kill(-1, SIGKILL);
		st->kill_at = FOREVER;
	}
	if (now >= st->hangup_at) {
		st->s->out.from = -1;
		st->hangup_at = FOREVER;
	}
}

static int timeout_ms(const struct state *st)
{
	int64_t at = attach_deadline(&st->s->attach), now = now_ms();

	if (st->beat_at < at)
		at = st->beat_at;
	if (st->kill_at < at)
		at = st->kill_at;
	if (st->hangup_at < at)
		at = st->hangup_at;
	if (at == FOREVER)
		return -1;
	return at > now ? at - now : 0;
}

static void report(struct state *st)
{
	const struct session *s = st->s;
	struct tam_exit ex = { 0 };

	if (st->reported || !s->ended || !pump_done(&s->out) ||
	    !pump_done(&s->errs))
		return;
	ex.status = s->status;
	ex.out = s->out.moved;
	ex.err = s->errs.moved;
	tell(st, TAM_EXIT, &ex, sizeof(ex));
	st->reported = true;
}

static int signals_open(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		init_die(errno, "cannot wait for signals");
	return fd;
}

static void start(struct session *s, const struct job *job)
{
	struct job_fds fds;

	s->pid = job_start(job, &fds);
	s->tty = fds.tty;
	pump_start(&s->in, s->io, fds.in);
	pump_start(&s->out, fds.out, s->io);
	pump_start(&s->errs, fds.err, s->err);
}

void session_run(struct session *s, const struct job *job)
{
	static struct state st;
	struct pollfd p[P_NR];

	start(s, job);
	st.s = s;
	st.job = job;
	st.sigfd = signals_open();
	st.beat_at = job->beat_ms ? now_ms() : FOREVER;
	st.kill_at = FOREVER;
	st.hangup_at = FOREVER;
	/* What came while the job was being started. */
	handle_frames(&st);
	reap(&st);
	while (!st.bye) {
		watch_all(&st, p);
		if (poll(p, P_NR, timeout_ms(&st)) < 0 && errno != EINTR)
			init_die(errno, "cannot poll");
		if (p[P_CTL].revents)
			read_ctl(&st);
		if (p[P_SIG].revents)
			read_signal(&st);
		run_pumps(&st, p);
		attach_run(&s->attach, &p[P_ATTACH]);
		run_timers(&st);
		report(&st);
	}
}

// SPDX-License-Identifier: GPL-2.0
/* Attached sessions: a login shell for each vm/attach on the host. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "../frame.h"
#include "../stream.h"
#include "attach.h"
#include "clock.h"
#include "die.h"
#include "job.h"
#include "setup.h"

#define CANNOT	(126 << 8)	/* as from waitpid(2): it could not start */

/* A shell and its terminal. */
struct term {
	struct stream stream;	/* its fd is the master side */
	pid_t pid;
	int status;		/* as from waitpid(2), once @ended */
	bool ended;
	bool empty;		/* no more will come from the terminal */
	int64_t until;		/* do not wait longer for that */
};

/* The slot of @session, or of none; NULL: there is no such. */
static struct term **slot(struct attach *a, uint16_t session)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(a->terms); i++) {
		struct term *t = a->terms[i];

		if ((t ? t->stream.session : 0) == session)
			return &a->terms[i];
	}
	return NULL;
}

static void tell(const struct attach *a, uint16_t session, enum tam_type type,
		 const void *what, size_t len)
{
	if (frame_send_to(a->port, session, type, what, len))
		init_die(errno, "the port of attached terminals failed");
}

static void tell_exit(const struct attach *a, uint16_t session, int status)
{
	const struct tam_exit ex = { .status = status };

	tell(a, session, TAM_EXIT, &ex, sizeof(ex));
}

/* Returns the terminal with @job on it, or NULL. */
static struct term *start(const struct attach *a, uint16_t session,
			  const struct job *job)
{
	struct term *t = calloc(1, sizeof(*t));
	int master;

	if (!t)
		return NULL;
	/* Without an entry of its own it may know the terminal's all the same. */
	setup_terminfo(job);
	t->pid = job_on_tty(job, &master);
	if (t->pid < 0) {
		free(t);
		return NULL;
	}
	t->until = FOREVER;
	stream_start(&t->stream, a->port, session, master);
	return t;
}

static void on_job(struct attach *a, uint16_t session, const void *what,
		   size_t len)
{
	const struct tam_hello hello = { .proto = TAM_PROTO };
	struct term **t = slot(a, 0);
	struct job job;

	if (t && job_parse(&job, what, len)) {
		*t = start(a, session, &job);
		job_free(&job);
	}
	if (t && *t)
		tell(a, session, TAM_HELLO, &hello, sizeof(hello));
	else
		tell_exit(a, session, CANNOT);
}

/* Closing the terminal sends SIGHUP to what runs on it. */
static void drop(struct term **t)
{
	close((*t)->stream.fd);
	free(*t);
	*t = NULL;
}

static void on_frame(struct attach *a, const struct tam_frame *hdr,
		     const void *what)
{
	struct term **t = hdr->session ? slot(a, hdr->session) : NULL;

	if (hdr->type == TAM_JOB && hdr->session && !t) {
		on_job(a, hdr->session, what, hdr->len);
	} else if (!t) {
		/* Its shell has ended while the frame was on its way. */
		return;
	} else if (hdr->type == TAM_WINSIZE &&
		   hdr->len == sizeof(struct tam_winsize)) {
		tty_resize((*t)->stream.fd, what);
	} else if (hdr->type == TAM_HANGUP) {
		drop(t);
	} else if (!stream_frame(&(*t)->stream, hdr, what)) {
		tell_exit(a, hdr->session, CANNOT);
		drop(t);
	}
}

static void read_port(struct attach *a)
{
	struct tam_frame hdr;
	void *payload;

	if (frame_fill(&a->in, a->port) < 0 && errno != EAGAIN)
		init_die(errno, "the port of attached terminals failed");
	while (frame_next(&a->in, &hdr, &payload))
		on_frame(a, &hdr, payload);
}

void attach_watch(const struct attach *a, struct pollfd p[ATTACH_FDS])
{
	size_t i;

	p[0] = (struct pollfd) { .fd = a->port, .events = POLLIN };
	for (i = 0; i < ARRAY_SIZE(a->terms); i++) {
		const struct term *t = a->terms[i];
		short events = t && !t->empty ? stream_wants(&t->stream) : 0;

		p[i + 1].fd = events ? t->stream.fd : -1;
		p[i + 1].events = events;
		p[i + 1].revents = 0;
	}
}

static void run_term(struct attach *a, struct term **at, bool ready)
{
	struct term *t = *at;

	if (ready && !stream_run(&t->stream))
		t->empty = true;
	if (!t->ended || (!t->empty && now_ms() < t->until))
		return;
	tell_exit(a, t->stream.session, t->status);
	drop(at);
}

void attach_run(struct attach *a, const struct pollfd p[ATTACH_FDS])
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(a->terms); i++)
		if (a->terms[i])
			run_term(a, &a->terms[i], p[i + 1].revents);
	/* Last: it may fill a slot that is not what @p tells of. */
	if (p[0].revents)
		read_port(a);
}

void attach_reaped(struct attach *a, pid_t pid, int status)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(a->terms); i++) {
		struct term *t = a->terms[i];

		if (!t || t->pid != pid || t->ended)
			continue;
		t->ended = true;
		t->status = status;
		t->until = now_ms() + HANGUP_MS;
	}
}

int64_t attach_deadline(const struct attach *a)
{
	int64_t at = FOREVER;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(a->terms); i++) {
		const struct term *t = a->terms[i];

		/* At its end there is nothing to wait for. */
		if (t && t->ended && t->empty)
			return 0;
		if (t && t->until < at)
			at = t->until;
	}
	return at;
}

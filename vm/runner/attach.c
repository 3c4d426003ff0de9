// SPDX-License-Identifier: GPL-2.0
/* vm/attach: another terminal in a guest that runs already. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runner.h"

#define GUESTS_MAX	64
#define FLUSH_MS	2000	/* for the terminal to take the last output */

enum { P_GUEST, P_LOCAL, P_SIGNAL, P_WAKE, P_NR };

enum attach_end {
	END_NOT,
	END_SHELL,		/* the shell in the guest has ended */
	END_GUEST,		/* the guest has */
	END_LEFT,		/* Ctrl-A x, Ctrl-A d, or no more keys */
	END_KILLED,		/* by a signal */
};

struct attachment {
	const char *name;	/* of the guest */
	struct frame_in in;
	struct stream stream;	/* its port leads to the runner */
	struct relay keys, screen;
	int sigfd, wake;
	bool up;		/* the shell is there */
	bool at_end;		/* all output went to @screen */
	int status;		/* of the shell, as from waitpid(2) */
	int signal;
	enum attach_end end;
};

static void list(char (*names)[RUNDIR_NAME], size_t n)
{
	char line[512] = "";
	size_t i, len = 0;

	for (i = 0; i < n && len < sizeof(line); i++)
		len += snprintf(line + len, sizeof(line) - len, "%s%s",
				i ? ", " : "", names[i]);
	die(EXIT_USAGE, "guests are running: %s; choose one with --name (make attach NAME=...)",
	    line);
}

/* The guest that is meant: the one named, or the only one. */
static const char *choose(const struct opts *o)
{
	static char names[GUESTS_MAX][RUNDIR_NAME];
	size_t n = rundir_list(names, GUESTS_MAX), i;

	if (!n)
		die(EXIT_BROKEN, "no guest is running; make run or make shell starts one");
	for (i = 0; o->named && i < n; i++)
		if (!strcmp(names[i], o->name))
			return names[i];
	if (o->named)
		say("no guest of the name %s is running", o->name);
	if (o->named || n > 1)
		list(names, n);
	return names[0];
}

/* Connects to the guest, and reads what its runner says first. */
static int connect_or_die(struct attachment *a)
{
	int fd = rundir_connect(a->name);
	const struct tam_hello *hello;
	struct tam_frame hdr;
	void *payload;

	if (fd < 0)
		die(EXIT_BROKEN, "cannot reach the guest %s: %s", a->name,
		    strerror(errno));
	while (!frame_next(&a->in, &hdr, &payload))
		if (frame_fill(&a->in, fd) <= 0)
			die(EXIT_BROKEN, "the guest %s takes no more terminals than %d, or has just ended",
			    a->name, TAM_ATTACH_MAX);
	hello = payload;
	if (hdr.type != TAM_HELLO || hdr.len != sizeof(*hello) ||
	    hello->proto != TAM_PROTO)
		die(EXIT_BROKEN, "the guest %s was started from another version of this tree",
		    a->name);
	return fd;
}

/* Between the stream, which must not wait, and the terminal, where we must. */
static void start_relays(struct attachment *a)
{
	int fd[2];

	a->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (a->wake < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) ||
	    fcntl(fd[0], F_SETFL, O_NONBLOCK))
		die(EXIT_BROKEN, "cannot make a socket: %s", strerror(errno));
	a->stream.fd = fd[0];
	a->keys = (struct relay) { .nr = TAM_STDIN, .from = 0, .to = fd[1],
		.wake = a->wake, .tty = true, .leave = "xd" };
	a->screen = (struct relay) { .nr = TAM_STDOUT, .from = fd[1], .to = 1,
		.wake = a->wake, .tty = true };
	relay_start(&a->screen);
}

/* Up to here Ctrl-C ends us; from here on it belongs to the guest. */
static void on_hello(struct attachment *a)
{
	a->up = true;
	tty_raw();
	relay_start(&a->keys);
}

static void on_frame(struct attachment *a, const struct tam_frame *hdr,
		     const void *payload)
{
	const struct tam_exit *ex = payload;

	if (hdr->type == TAM_HELLO && !a->up) {
		on_hello(a);
	} else if (hdr->type == TAM_EXIT && hdr->len == sizeof(*ex)) {
		a->status = ex->status;
		a->end = END_SHELL;
	} else if (!stream_frame(&a->stream, hdr, payload)) {
		a->end = END_GUEST;
	}
}

static void read_guest(struct attachment *a)
{
	struct tam_frame hdr;
	void *payload;

	if (frame_fill(&a->in, a->stream.port) <= 0)
		a->end = END_GUEST;
	while (frame_next(&a->in, &hdr, &payload))
		on_frame(a, &hdr, payload);
}

static void tell_size(const struct attachment *a)
{
	struct tam_winsize w;

	tty_size(&w.rows, &w.cols);
	/* A runner that is gone is noticed by the loop. */
	if (w.rows && w.cols &&
	    frame_send(a->stream.port, TAM_WINSIZE, &w, sizeof(w)))
		return;
}

static void read_signals(struct attachment *a)
{
	bool size = false;

	signals_read(a->sigfd, a->up, &size, &a->signal);
	if (size)
		tell_size(a);
	if (a->signal)
		a->end = END_KILLED;
}

static void check_relays(struct attachment *a)
{
	uint64_t rings;

	if (read(a->wake, &rings, sizeof(rings)) < 0)
		return;
	if (a->end == END_NOT && (a->keys.escape || a->keys.ended))
		a->end = END_LEFT;
}

/* Returns whether anything happened. */
static bool handle_events(struct attachment *a, int timeout)
{
	struct pollfd p[P_NR] = {
		[P_GUEST] = { .fd = a->end ? -1 : a->stream.port },
		[P_LOCAL] = { .fd = a->stream.fd },
		[P_SIGNAL] = { .fd = a->sigfd, .events = POLLIN },
		[P_WAKE] = { .fd = a->wake, .events = POLLIN },
	};

	p[P_GUEST].events = POLLIN;
	p[P_LOCAL].events = a->end ? stream_wants(&a->stream) & POLLOUT :
				     stream_wants(&a->stream);
	if (poll(p, P_NR, timeout) <= 0)
		return false;
	if (p[P_LOCAL].revents)
		stream_run(&a->stream);
	if (p[P_GUEST].revents)
		read_guest(a);
	if (p[P_SIGNAL].revents)
		read_signals(a);
	if (p[P_WAKE].revents)
		check_relays(a);
	return true;
}

/* Waits until the terminal has all that came, but not for ever. */
static void flush(struct attachment *a)
{
	while (a->stream.len && handle_events(a, FLUSH_MS))
		continue;
	shutdown(a->stream.fd, SHUT_WR);
	while (!a->screen.ended && handle_events(a, FLUSH_MS))
		continue;
}

static int conclude(const struct attachment *a)
{
	if (a->end == END_KILLED)
		end_by(a->signal);
	if (a->end == END_GUEST)
		say("the guest %s has ended", a->name);
	if (a->end == END_LEFT)
		say("left the guest %s, which goes on", a->name);
	if (a->end == END_SHELL && !a->up)
		die(EXIT_BROKEN, "the guest %s cannot start a shell", a->name);
	return WIFEXITED(a->status) ? WEXITSTATUS(a->status) :
				      128 + WTERMSIG(a->status);
}

int attach_main(int argc, char **argv)
{
	static struct attachment a;
	static struct terminfo ti;
	struct opts o;
	int fd;

	program = "vm/attach";
	opts_parse_attach(&o, argc, argv);
	a.name = choose(&o);
	if (!o.tty)
		die(EXIT_BROKEN, "no terminal on stdin and stdout");
	terminfo_need(&ti);
	fd = connect_or_die(&a);
	a.sigfd = signals_open();
	stream_start(&a.stream, fd, 0, -1);
	start_relays(&a);
	if (!job_send(fd, &o, &ti))
		a.end = END_GUEST;
	while (a.end == END_NOT)
		handle_events(&a, -1);
	if (a.end == END_SHELL || a.end == END_GUEST)
		flush(&a);
	if (a.end != END_SHELL)
		modes_undo();
	tty_restore();
	_exit(conclude(&a));
}

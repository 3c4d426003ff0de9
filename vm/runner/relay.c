// SPDX-License-Identifier: GPL-2.0
/* Streams between the host and the guest, each moved by its own thread. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "runner.h"

#define CTRL_A	'\001'

static void ring(const struct relay *r)
{
	const uint64_t one = 1;

	/* Only a full counter could refuse it: then it rings already. */
	if (write(r->wake, &one, sizeof(one)) < 0)
		return;
}

/*
 * Takes the escapes out of @len bytes of keys: Ctrl-A and a key of @r->leave
 * leaves, Ctrl-A Ctrl-A is one Ctrl-A. Another key after Ctrl-A passes with it.
 * Returns how many bytes are left in @out, which has room for @len + 1.
 */
static size_t take_escapes(struct relay *r, const char *in, size_t len,
			   char *out)
{
	static bool pending;
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		if (!pending && in[i] == CTRL_A) {
			pending = true;
			continue;
		}
		if (pending && in[i] && strchr(r->leave, in[i]))
			r->escape = true;
		if (pending && in[i] != CTRL_A)
			out[n++] = CTRL_A;
		pending = false;
		out[n++] = in[i];
	}
	return n;
}

/* Like read(2), but waits also where others made @fd non-blocking. */
static ssize_t read_some(int fd, char *buf, size_t len)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t n;

	for (;;) {
		n = read(fd, buf, len);
		if (n >= 0 || (errno != EAGAIN && errno != EINTR))
			return n;
		poll(&p, 1, -1);
	}
}

static void pass(struct relay *r, const char *buf, size_t len)
{
	if (r->tty && r->nr == TAM_STDOUT)
		modes_follow(buf, len);
	if (!r->refused && write_all(r->to, buf, len))
		r->refused = true;
	r->moved += len;
}

static void *run(void *arg)
{
	char in[64 * 1024], out[sizeof(in) + 1];
	struct relay *r = arg;
	ssize_t n;

	while (!r->stop && (n = read_some(r->from, in, sizeof(in))) > 0) {
		if (r->tty && r->nr == TAM_STDIN)
			pass(r, out, take_escapes(r, in, n, out));
		else
			pass(r, in, n);
		if (r->refused && r->nr == TAM_STDIN)
			break;
		ring(r);
	}
	r->ended = true;
	ring(r);
	return NULL;
}

void relay_start(struct relay *r)
{
	int err = pthread_create(&r->thread, NULL, run, r);

	if (err)
		die(EXIT_BROKEN, "cannot start a thread: %s", strerror(err));
}

// SPDX-License-Identifier: GPL-2.0
/*
 * Where other terminals come in: passes frames between the sockets of
 * vm/attach and the guest's port. It never waits for any of them.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runner.h"

/* More than one frame of the longest kind is not from vm/attach. */
#define FRAME_MAX	(sizeof(struct tam_frame) + sizeof(struct tam_job) + \
			 TAM_JOB_MAX)

/* The other end of one vm/attach. */
struct client {
	int fd;
	uint16_t session;
	bool known;		/* init has heard of the session */
	struct frame_in in;
	struct queue out;
};

void hub_start(struct hub *h, int listener, int port)
{
	*h = (struct hub) { .listener = listener, .port = port };
}

/* The slot of @session, or of none; NULL: there is no such. */
static struct client **slot(struct hub *h, uint16_t session)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(h->clients); i++) {
		struct client *c = h->clients[i];

		if ((c ? c->session : 0) == session)
			return &h->clients[i];
	}
	return NULL;
}

static uint16_t next_session(struct hub *h)
{
	do
		h->last++;
	while (!h->last || slot(h, h->last));
	return h->last;
}

static bool greet(struct client *c)
{
	const struct tam_hello hello = { .proto = TAM_PROTO };
	const struct tam_frame hdr = {
		.type = TAM_HELLO, .len = sizeof(hello)
	};

	return queue_frame(&c->out, &hdr, &hello) && queue_send(&c->out, c->fd);
}

static void drop(struct hub *h, struct client **at)
{
	struct client *c = *at;
	const struct tam_frame hangup = {
		.type = TAM_HANGUP, .session = c->session
	};

	/* If it has no room for that, the guest hangs and will be ended. */
	if (c->known)
		queue_frame(&h->out, &hangup, NULL);
	frame_reset(&c->in);
	free(c->out.buf);
	close(c->fd);
	free(c);
	*at = NULL;
}

static void accept_one(struct hub *h)
{
	int fd = accept4(h->listener, NULL, NULL, SOCK_CLOEXEC);
	struct client **at = slot(h, 0);

	if (fd < 0)
		return;
	if (at)
		*at = calloc(1, sizeof(**at));
	if (!at || !*at) {
		close(fd);
		return;
	}
	(*at)->fd = fd;
	(*at)->session = next_session(h);
	if (!greet(*at))
		drop(h, at);
}

/* vm/attach says what it may, and nothing before its job. */
static bool allowed(struct client *c, const struct tam_frame *hdr)
{
	switch (hdr->type) {
	case TAM_JOB:
		if (c->known)
			return false;
		c->known = true;
		return true;
	case TAM_WINSIZE:
	case TAM_DATA:
	case TAM_TOOK:
		return c->known && hdr->len <= TAM_WINDOW;
	}
	return false;
}

/* Returns false when the client is gone, or might as well be. */
static bool from_client(struct hub *h, struct client *c)
{
	struct tam_frame hdr;
	void *payload;

	if (frame_fill(&c->in, c->fd) <= 0)
		return false;
	while (frame_next(&c->in, &hdr, &payload)) {
		hdr.session = c->session;
		if (!allowed(c, &hdr) || !queue_frame(&h->out, &hdr, payload))
			return false;
	}
	return c->in.len <= FRAME_MAX;
}

static void run_client(struct hub *h, struct client **at, short revents)
{
	struct client *c = *at;
	bool ok = true;

	if (revents & POLLOUT)
		ok = queue_send(&c->out, c->fd);
	if (ok && revents & (POLLIN | POLLHUP | POLLERR))
		ok = from_client(h, c);
	if (!ok)
		drop(h, at);
}

static void from_guest(struct hub *h)
{
	struct tam_frame hdr;
	void *payload;

	if (frame_fill(&h->in, h->port) <= 0)
		h->port = -1;
	while (frame_next(&h->in, &hdr, &payload)) {
		struct client **at = hdr.session ? slot(h, hdr.session) : NULL;

		if (at && !queue_frame(&(*at)->out, &hdr, payload))
			drop(h, at);
	}
}

void hub_watch(const struct hub *h, struct pollfd p[HUB_FDS])
{
	bool stuffed = h->out.len > QUEUE_MAX / 2;
	size_t i;

	p[0] = (struct pollfd) { .fd = h->listener, .events = POLLIN };
	p[1] = (struct pollfd) { .fd = h->port, .events = POLLIN };
	if (h->out.len)
		p[1].events |= POLLOUT;
	for (i = 0; i < ARRAY_SIZE(h->clients); i++) {
		const struct client *c = h->clients[i];

		p[i + 2].fd = c ? c->fd : -1;
		p[i + 2].events = stuffed ? 0 : POLLIN;
		p[i + 2].revents = 0;
		if (c && c->out.len)
			p[i + 2].events |= POLLOUT;
	}
}

void hub_run(struct hub *h, const struct pollfd p[HUB_FDS])
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(h->clients); i++)
		if (h->clients[i] && p[i + 2].revents)
			run_client(h, &h->clients[i], p[i + 2].revents);
	if (p[1].revents & POLLOUT && !queue_send(&h->out, h->port))
		h->port = -1;
	if (p[1].revents & ~POLLOUT && h->port >= 0)
		from_guest(h);
	/* Last: it may fill a slot that is not what @p tells of. */
	if (p[0].revents)
		accept_one(h);
}

void hub_stop(struct hub *h)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(h->clients); i++)
		if (h->clients[i])
			close(h->clients[i]->fd);
	if (h->listener >= 0)
		close(h->listener);
	hub_start(h, -1, -1);
}

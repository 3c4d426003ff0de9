// SPDX-License-Identifier: GPL-2.0
/* Moves bytes between the ports and the job, as fast as the slower side. */
#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "pump.h"

void pump_start(struct pump *p, int from, int to)
{
	p->from = from;
	p->to = to;
	p->moved = 0;
	p->taken = 0;
	p->limit = UINT64_MAX;
	p->broken = false;
	p->off = 0;
	p->len = 0;
}

bool pump_done(const struct pump *p)
{
	return p->from < 0 && !p->len;
}

/* A port stays open for its other direction and for what comes later. */
static void pump_no_more(struct pump *p)
{
	p->from = -1;
	p->limit = p->taken;
}

void pump_drain(struct pump *p)
{
	int n = 0;

	if (p->from < 0)
		return;
	if (ioctl(p->from, FIONREAD, &n) || n <= 0)
		pump_no_more(p);
	else
		p->limit = p->taken + n;
}

void pump_cut(struct pump *p)
{
	p->to = -1;
	p->len = 0;
	pump_no_more(p);
}

short pump_wants_read(const struct pump *p)
{
	return p->from >= 0 && !p->len ? POLLIN : 0;
}

short pump_wants_write(const struct pump *p)
{
	return p->to >= 0 && p->len ? POLLOUT : 0;
}

static void pump_read(struct pump *p)
{
	size_t want = sizeof(p->buf);
	ssize_t n;

	if (p->limit - p->taken < want)
		want = p->limit - p->taken;
	n = want ? read(p->from, p->buf, want) : 0;
	if (n > 0) {
		p->off = 0;
		p->len = n;
		p->taken += n;
	}
	/* EIO: the last program has left the terminal. */
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR) ||
	    p->taken == p->limit)
		pump_no_more(p);
}

static void pump_write(struct pump *p)
{
	ssize_t n = write(p->to, p->buf + p->off, p->len);

	if (n >= 0) {
		p->off += n;
		p->len -= n;
		p->moved += n;
	} else if (errno != EAGAIN && errno != EINTR) {
		p->broken = true;
		p->len = 0;
	}
}

void pump_run(struct pump *p)
{
	if (p->from >= 0 && !p->len)
		pump_read(p);
	if (p->to >= 0 && p->len)
		pump_write(p);
}

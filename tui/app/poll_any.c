// SPDX-License-Identifier: GPL-2.0
/* poll(2), and select(2) where a limit on descriptors is in its way. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/select.h>

#include "app/poll_any.h"

/* What is asked for, as select(2) wants it. */
struct sets {
	fd_set in, out;
	int behind;		/* the last one */
};

static bool fits(const struct pollfd *pfd)
{
	return pfd->fd >= 0 && pfd->fd < FD_SETSIZE;
}

static void collect(const struct pollfd *fds, nfds_t nr, struct sets *sets)
{
	nfds_t i;

	FD_ZERO(&sets->in);
	FD_ZERO(&sets->out);
	sets->behind = 0;
	for (i = 0; i < nr; i++) {
		if (!fits(&fds[i]))
			continue;
		if (fds[i].events & POLLIN)
			FD_SET(fds[i].fd, &sets->in);
		if (fds[i].events & POLLOUT)
			FD_SET(fds[i].fd, &sets->out);
		if (fds[i].fd >= sets->behind)
			sets->behind = fds[i].fd + 1;
	}
}

static int tell(struct pollfd *fds, nfds_t nr, const struct sets *sets)
{
	int ready = 0;
	nfds_t i;

	for (i = 0; i < nr; i++) {
		fds[i].revents = 0;
		if (!fits(&fds[i]))
			continue;
		if (FD_ISSET(fds[i].fd, &sets->in))
			fds[i].revents |= POLLIN;
		if (FD_ISSET(fds[i].fd, &sets->out))
			fds[i].revents |= POLLOUT;
		ready += fds[i].revents != 0;
	}
	return ready;
}

static int select_any(struct pollfd *fds, nfds_t nr, int timeout)
{
	struct timeval wait = {
		.tv_sec = timeout / 1000, .tv_usec = timeout % 1000 * 1000,
	};
	struct sets sets;

	collect(fds, nr, &sets);
	if (select(sets.behind, &sets.in, &sets.out, NULL,
		   timeout < 0 ? NULL : &wait) < 0)
		return -1;
	return tell(fds, nr, &sets);
}

int poll_any(struct pollfd *fds, nfds_t nr, int timeout)
{
	int ready = poll(fds, nr, timeout);

	if (ready < 0 && errno == EINVAL)
		ready = select_any(fds, nr, timeout);
	return ready;
}

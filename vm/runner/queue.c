// SPDX-License-Identifier: GPL-2.0
/* Frames that wait until a socket takes them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "runner.h"

static bool add(struct queue *q, const void *what, size_t len)
{
	if (q->cap - q->len < len) {
		size_t cap = 2 * q->cap + len;
		char *buf = realloc(q->buf, cap);

		if (!buf)
			return false;
		q->buf = buf;
		q->cap = cap;
	}
	if (len)
		memcpy(q->buf + q->len, what, len);
	q->len += len;
	return true;
}

bool queue_frame(struct queue *q, const struct tam_frame *hdr,
		 const void *payload)
{
	return q->len < QUEUE_MAX && add(q, hdr, sizeof(*hdr)) &&
	       add(q, payload, hdr->len);
}

bool queue_send(struct queue *q, int fd)
{
	ssize_t n = send(fd, q->buf, q->len, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	q->len -= n;
	memmove(q->buf, q->buf + n, q->len);
	return true;
}

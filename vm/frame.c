// SPDX-License-Identifier: GPL-2.0
/* Frames on the control channel, at both of its ends. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "frame.h"

#define CHUNK	4096

static void drop_used(struct frame_in *in)
{
	if (!in->used)
		return;
	in->len -= in->used;
	memmove(in->buf, in->buf + in->used, in->len);
	in->used = 0;
}

int frame_fill(struct frame_in *in, int fd)
{
	ssize_t n;

	drop_used(in);
	if (in->cap - in->len < CHUNK) {
		char *buf = realloc(in->buf, in->cap + 2 * CHUNK);

		if (!buf)
			return -1;
		in->buf = buf;
		in->cap += 2 * CHUNK;
	}
	n = read(fd, in->buf + in->len, in->cap - in->len);
	if (n <= 0)
		return n;
	in->len += n;
	return 1;
}

bool frame_next(struct frame_in *in, struct tam_frame *hdr, void **payload)
{
	drop_used(in);
	if (in->len < sizeof(*hdr))
		return false;
	memcpy(hdr, in->buf, sizeof(*hdr));
	if (in->len - sizeof(*hdr) < hdr->len)
		return false;
	*payload = in->buf + sizeof(*hdr);
	in->used = sizeof(*hdr) + hdr->len;
	return true;
}

void frame_reset(struct frame_in *in)
{
	free(in->buf);
	*in = (struct frame_in) { 0 };
}

int write_all(int fd, const void *buf, size_t len)
{
	const char *at = buf;

	while (len) {
		ssize_t n = write(fd, at, len);

		if (n >= 0) {
			at += n;
			len -= n;
		} else if (errno == EAGAIN) {
			struct pollfd p = { .fd = fd, .events = POLLOUT };

			poll(&p, 1, -1);
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

int frame_send(int fd, enum tam_type type, const void *payload, size_t len)
{
	return frame_send_to(fd, 0, type, payload, len);
}

int frame_send_to(int fd, uint16_t session, enum tam_type type,
		  const void *payload, size_t len)
{
	struct tam_frame hdr = {
		.type = type, .session = session, .len = len
	};
	char small[256];

	if (sizeof(hdr) + len > sizeof(small)) {
		if (write_all(fd, &hdr, sizeof(hdr)))
			return -1;
		return write_all(fd, payload, len);
	}
	memcpy(small, &hdr, sizeof(hdr));
	if (len)
		memcpy(small + sizeof(hdr), payload, len);
	return write_all(fd, small, sizeof(hdr) + len);
}

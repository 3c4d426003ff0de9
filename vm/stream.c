// SPDX-License-Identifier: GPL-2.0
/* A terminal's bytes in frames, at both ends. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "stream.h"

#define CHUNK	8192	/* most that is read at once */

void stream_start(struct stream *s, int port, uint16_t session, int fd)
{
	s->port = port;
	s->fd = fd;
	s->session = session;
	s->room = TAM_WINDOW;
	s->off = 0;
	s->len = 0;
}

static bool take(struct stream *s, const void *data, size_t len)
{
	if (len > sizeof(s->buf) - s->len)
		return false;
	memmove(s->buf, s->buf + s->off, s->len);
	s->off = 0;
	memcpy(s->buf + s->len, data, len);
	s->len += len;
	return true;
}

bool stream_frame(struct stream *s, const struct tam_frame *hdr,
		  const void *payload)
{
	const struct tam_count *took = payload;

	if (hdr->type == TAM_DATA)
		return take(s, payload, hdr->len);
	if (hdr->type != TAM_TOOK || hdr->len != sizeof(*took) ||
	    took->bytes > TAM_WINDOW - s->room)
		return false;
	s->room += took->bytes;
	return true;
}

short stream_wants(const struct stream *s)
{
	return (s->room ? POLLIN : 0) | (s->len ? POLLOUT : 0);
}

static bool again(void)
{
	return errno == EAGAIN || errno == EINTR;
}

/* What is written, or cannot be any more, makes room for more. */
static void write_out(struct stream *s)
{
	ssize_t n = write(s->fd, s->buf + s->off, s->len);
	struct tam_count took;

	if (n < 0 && again())
		return;
	if (n < 0)
		n = s->len;
	s->off += n;
	s->len -= n;
	took.bytes = n;
	/* A port that fails is noticed where it is read. */
	if (frame_send_to(s->port, s->session, TAM_TOOK, &took, sizeof(took)))
		return;
}

static bool read_in(struct stream *s)
{
	char buf[CHUNK];
	ssize_t n = read(s->fd, buf, s->room < CHUNK ? s->room : CHUNK);

	if (n <= 0)
		return n < 0 && again();
	s->room -= n;
	return !frame_send_to(s->port, s->session, TAM_DATA, buf, n);
}

bool stream_run(struct stream *s)
{
	if (s->len)
		write_out(s);
	return !s->room || read_in(s);
}

/* SPDX-License-Identifier: GPL-2.0 */
/* Frames on the control channel, at both of its ends. */
#ifndef VM_FRAME_H
#define VM_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "proto.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* Bytes that came in and are not a whole frame yet. Starts as all zero. */
struct frame_in {
	char *buf;		/* owned, until frame_reset() */
	size_t len;		/* bytes in @buf */
	size_t cap;		/* bytes allocated */
	size_t used;		/* bytes of the frame given out last */
};

/*
 * Takes what @fd has now. Returns 1 when something came, 0 at the end of
 * the stream, -1 with errno on an error (EAGAIN: nothing there).
 */
int frame_fill(struct frame_in *in, int fd);

/*
 * Gives the next whole frame: its header in @hdr, and in @payload the start
 * of hdr->len bytes that stay valid until the next call with @in. Returns
 * false when there is none yet.
 */
bool frame_next(struct frame_in *in, struct tam_frame *hdr, void **payload);

/*
 * Sends one frame for session 0 and waits until all of it is taken.
 * Returns 0, or -1 with errno.
 */
int frame_send(int fd, enum tam_type type, const void *payload, size_t len);

/* The same for another @session. */
int frame_send_to(int fd, uint16_t session, enum tam_type type,
		  const void *payload, size_t len);

/* Forgets what came in, to start again. */
void frame_reset(struct frame_in *in);

/* Writes all of @len bytes, waiting where it must. 0, or -1 with errno. */
int write_all(int fd, const void *buf, size_t len);

#endif

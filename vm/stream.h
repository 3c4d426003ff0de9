/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A terminal's bytes in frames, at both ends. No more of them are on their way
 * than the other end has room for, so a terminal that takes nothing holds up
 * no other one.
 */
#ifndef VM_STREAM_H
#define VM_STREAM_H

#include "frame.h"

struct stream {
	int port;		/* where its frames go; not owned */
	int fd;			/* must not block; not owned */
	uint16_t session;
	uint32_t room;		/* bytes that the other end still takes */
	size_t off, len;	/* what is in @buf and @fd did not take yet */
	char buf[TAM_WINDOW];
};

/* Ties @fd to @session on @port. */
void stream_start(struct stream *s, int port, uint16_t session, int fd);

/*
 * A TAM_DATA or TAM_TOOK came. Returns false when it is none, or one that
 * the other end had no right to send.
 */
bool stream_frame(struct stream *s, const struct tam_frame *hdr,
		  const void *payload);

/* The events that @s waits for on its fd; 0 for none. */
short stream_wants(const struct stream *s);

/* Moves what can be moved. Returns false once @fd is at its end. */
bool stream_run(struct stream *s);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/* Attached sessions: a login shell for each vm/attach on the host. */
#ifndef VM_INIT_ATTACH_H
#define VM_INIT_ATTACH_H

#include <poll.h>
#include <stdint.h>
#include <sys/types.h>

#include "../frame.h"

/* The attached sessions: login shells on terminals of their own. */
struct attach {
	int port;
	struct frame_in in;
	struct term *terms[TAM_ATTACH_MAX];
};

#define ATTACH_FDS	(1 + TAM_ATTACH_MAX)

/* Fills @p with what attach_run() is to be called for. */
void attach_watch(const struct attach *a, struct pollfd p[ATTACH_FDS]);

/* Handles what poll(2) found, and the time that passed. */
void attach_run(struct attach *a, const struct pollfd p[ATTACH_FDS]);

/* A process has ended; it may have been one of the shells. */
void attach_reaped(struct attach *a, pid_t pid, int status);

/* When attach_run() is to be called next even if nothing happens. */
int64_t attach_deadline(const struct attach *a);

#endif

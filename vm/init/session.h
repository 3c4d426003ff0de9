/* SPDX-License-Identifier: GPL-2.0 */
/* The session of the command line: its job, and the way to the runner. */
#ifndef VM_INIT_SESSION_H
#define VM_INIT_SESSION_H

#include <stdbool.h>
#include <sys/types.h>

#include "../frame.h"
#include "attach.h"
#include "pump.h"

struct job;

/* The channels to the runner, and the job at the other end of the pumps. */
struct session {
	int ctl;		/* frames */
	struct frame_in frames;	/* that came on @ctl */
	int io, err;		/* raw bytes */
	struct pump in, out, errs;
	pid_t pid;		/* of the job; 0 before it runs */
	int status;		/* as from waitpid(2), once @ended */
	bool ended;
	int tty;		/* master side of the terminal, or -1 */
	struct attach attach;	/* the other sessions */
};

/* Starts @job, and runs the session until the runner has all of it. */
void session_run(struct session *s, const struct job *job);

#endif

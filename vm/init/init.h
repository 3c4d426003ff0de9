/* SPDX-License-Identifier: GPL-2.0 */
/* The parts of init, PID 1 of the guest. */
#ifndef VM_INIT_H
#define VM_INIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <poll.h>
#include <sys/types.h>

#include "../stream.h"

/* A job as it came from the host. */
struct job {
	uint32_t flags;		/* TAM_JOB_* */
	uint32_t rows, cols;	/* of the terminal */
	uint32_t beat_ms;	/* between heartbeats; 0: none */
	const char *hostname;
	char **argv;		/* ended by NULL; argv[0] NULL: a session */
	char **env;		/* ended by NULL */
	const void *terminfo;	/* compiled entry, NULL if there is none */
	size_t terminfo_len;	/* bytes */
	char *text;		/* owned: all the strings and terminfo */
};

/* Our ends of what a job reads and writes; none of them blocks. */
struct job_fds {
	int in, out, err;	/* -1: there is none */
	int tty;		/* master side of the terminal, or -1 */
};

/* Moves bytes from one descriptor to another; both must not block. */
struct pump {
	int from;		/* -1: nothing more will be read */
	int to;			/* -1: nothing more can be written */
	uint64_t moved;		/* bytes that @to took */
	uint64_t limit;		/* stop after so many; UINT64_MAX: at the end */
	uint64_t taken;		/* bytes that were read */
	bool broken;		/* @to failed: nobody reads it any more */
	size_t off, len;	/* what is in @buf and not yet written */
	char buf[64 * 1024];
};

/* The attached sessions: login shells on terminals of their own. */
struct attach {
	int port;
	struct frame_in in;
	struct term *terms[TAM_ATTACH_MAX];
};

#define ATTACH_FDS	(1 + TAM_ATTACH_MAX)

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

/* Mounts what programs expect and protects init. Dies when it cannot. */
void setup_early(void);

/* Applies host name, share and terminfo of @job. Dies when it cannot. */
void setup_job(const struct job *job);

/* Puts the terminfo entry of @job where ncurses looks. False: it could not. */
bool setup_terminfo(const struct job *job);

/*
 * Opens the port that the runner calls @name, not blocking, waiting for the
 * kernel to find it. Returns the descriptor; dies when it never comes.
 */
int port_open(const char *name);

/*
 * Reads a job from @payload of @len bytes. Returns false, and leaves nothing
 * to free, when it makes no sense.
 */
bool job_parse(struct job *job, const void *payload, size_t len);

/* Frees what job_parse() made. */
void job_free(struct job *job);

/*
 * Starts @job on a terminal or on pipes, and gives our ends of them in @fds.
 * What keeps it from running is told on its stderr, and it ends with 126 or
 * 127 as in a shell. Dies when there is no terminal or no process to be had.
 * Returns its process.
 */
pid_t job_start(const struct job *job, struct job_fds *fds);

/*
 * Starts @job on a new terminal, whose master side goes to @master. Returns
 * its process, or -1 with errno.
 */
pid_t job_on_tty(const struct job *job, int *master);

/* Tells the terminal @master, if it is not -1, its size. */
void tty_resize(int master, const struct tam_winsize *w);

/* Sets up a pump without a limit; -1 for a side that is not there. */
void pump_start(struct pump *p, int from, int to);

/* True when @p has nothing left to move. */
bool pump_done(const struct pump *p);

/* From now on moves only what is in the pipe @p->from at this moment. */
void pump_drain(struct pump *p);

/* Stops @p and forgets what was on its way. The caller closes the sides. */
void pump_cut(struct pump *p);

/* The events that @p waits for on from and to; 0 for none. */
short pump_wants_read(const struct pump *p);
short pump_wants_write(const struct pump *p);

/* Moves what can be moved without waiting. */
void pump_run(struct pump *p);

/* Starts @job, and runs the session until the runner has all of it. */
void session_run(struct session *s, const struct job *job);

/* How long to wait for a terminal to say that it is empty. */
#define HANGUP_MS	2000

/* Fills @p with what attach_run() is to be called for. */
void attach_watch(const struct attach *a, struct pollfd p[ATTACH_FDS]);

/* Handles what poll(2) found, and the time that passed. */
void attach_run(struct attach *a, const struct pollfd p[ATTACH_FDS]);

/* A process has ended; it may have been one of the shells. */
void attach_reaped(struct attach *a, pid_t pid, int status);

/* When attach_run() is to be called next even if nothing happens. */
int64_t attach_deadline(const struct attach *a);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/* A job: what it is, and how it starts. */
#ifndef VM_INIT_JOB_H
#define VM_INIT_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "../proto.h"

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

/* How long to wait for a terminal to say that it is empty. */
#define HANGUP_MS	2000

#endif

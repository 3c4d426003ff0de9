/* SPDX-License-Identifier: GPL-2.0 */
/* What init does before there is a job, and for it. */
#ifndef VM_INIT_SETUP_H
#define VM_INIT_SETUP_H

#include <stdbool.h>

struct job;

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

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_KEEPER_H
#define TUI_APP_KEEPER_H

#include <sys/types.h>

/* What a keeper is to start, all of it made before the fork. */
struct keeper_task {
	char *const *argv;
	char *const *environment;
	char *const *paths;	/* to try in turn for argv[0]; ends with NULL */
	/* the descriptors are KEEPER_NR_FDS or above */
	int input, output;	/* of the command */
	int tamtop;		/* SOCK_STREAM; its end is tamtop's end */
};

/* As many low numbers a keeper gives to descriptors of its own. */
#define KEEPER_NR_FDS	5

/* What a keeper says first: the command, or the errno that came instead. */
struct keeper_report {
	pid_t pid;
	int error;
};

/*
 * What a keeper says second is the command's status, an int as waitpid(2) has
 * it. It may be told one of these bytes, any time after the report; when
 * tamtop's end is closed without one, KEEPER_KILL is meant.
 */
#define KEEPER_LEAVE	'l'
#define KEEPER_KILL	'k'

/*
 * Be the keeper of a command until nothing of it is left, or until told to
 * leave it. For a child just forked, with all signals blocked.
 */
_Noreturn void keeper_main(const struct keeper_task *task);

#endif

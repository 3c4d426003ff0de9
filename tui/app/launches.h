/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_LAUNCHES_H
#define TUI_APP_LAUNCHES_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "app/launch.h"

/* So many may be under way at a time. */
#define LAUNCHES_MAX 32

/* Everything that was started here and is not over. Zeroed, that is nothing. */
struct launches {
	struct launched {
		struct launch *launch;
		char *name;		/* of the command */
		bool ended;		/* the command has; it was told */
	} list[LAUNCHES_MAX];
	size_t nr;
};

/* Start argv[]; its process, or 0, and @why, of @len bytes, says why not. */
pid_t launches_start(struct launches *launches, char *const argv[], char *why,
		     size_t len);

/* What is to be polled for, into @fds; returns how many. */
size_t launches_fds(const struct launches *launches,
		    struct pollfd fds[LAUNCHES_MAX]);

/*
 * Something may have ended: the process whose end was not told yet, and that
 * as a line in @text; *failed: it was no success. 0: there is none.
 */
pid_t launches_news(struct launches *launches, char *text, size_t len,
		    bool *failed);

/* All of them go on when the program ends; a line of each on stderr. */
void launches_leave(struct launches *launches);

/* End all of them, and what they started. */
void launches_kill(struct launches *launches);

#endif

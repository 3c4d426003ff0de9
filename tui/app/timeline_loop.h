/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_TIMELINE_LOOP_H
#define TUI_APP_TIMELINE_LOOP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/clock.h"
#include "source/source.h"

/* Of whom rows are to be printed, and when. */
struct timeline_options {
	const struct clock *clock;	/* CLOCK_MONOTONIC */
	const struct clock *wall;	/* ns since 1970 */
	uint64_t delay_ns;		/* between rows */
	uint64_t watch_ns;		/* no row is later than that */
	unsigned long count;		/* rows; 0: as many as come */
	pid_t pid;
	uint64_t start, end;		/* only these addresses */
	bool json;			/* a line each, else text */
};

/*
 * Watch a mapping of a process, the first one in the range, or of all of them
 * its largest, and write row after row to standard output, until the time is
 * over, the process or the mapping is gone, or an error or a signal comes.
 * Returns the exit code of the program.
 */
int timeline_loop_run(const struct source_ops *ops,
		      const struct timeline_options *options);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_BATCH_LOOP_H
#define TUI_APP_BATCH_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/chosen.h"
#include "common/clock.h"
#include "source/source.h"

struct replay;

/* What is to be printed, sample by sample; the strings are the caller's. */
struct batch_options {
	const struct clock *clock;
	uint64_t delay_ns;		/* between samples */
	unsigned long count;		/* samples; 0: no end */
	bool json;			/* a line each, else text */
	/* of its fields, what is only drawn is left out */
	struct chosen chosen;
	const char *record;		/* the file to record to; NULL: none */
	const char *release;		/* of the kernel, for that */
	const struct clock *wall;	/* likewise; ns since 1970 */
};

/*
 * Take samples and write each to standard output until the count of @options
 * is reached, or until a process of -p is gone, an error or a signal. Returns
 * the exit code of the program, not 0 where what was recorded isn't whole.
 */
int batch_loop_run(const struct source_ops *ops,
		   const struct batch_options *options);

/*
 * Likewise of a recording, from where @replay is: all of its samples, each with
 * what came to be known of it, and none is waited for. Nothing is recorded. Not
 * 0 where it came to where the recording is damaged: recording_damage() tells.
 */
int batch_loop_replay(struct replay *replay,
		      const struct batch_options *options);

#endif

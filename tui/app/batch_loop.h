/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_BATCH_LOOP_H
#define TUI_APP_BATCH_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/clock.h"
#include "model/field.h"
#include "source/source.h"

struct replay;

/* What is to be printed, sample by sample; the strings are the caller's. */
struct batch_options {
	const struct clock *clock;
	uint64_t delay_ns;		/* between samples */
	unsigned long count;		/* samples; 0: no end */
	bool json;			/* a line each, else text */
	const struct field *sort;
	bool inverted;
	/* in this order; what is only drawn is left out; NULL: the default */
	const struct field_list *fields;
	const pid_t *pids;		/* only these; nr_pids 0: all */
	size_t nr_pids;
	const struct proc_id *found;	/* and only these; nr_found 0: likewise */
	size_t nr_found;
	const char *record;		/* the file to record to; NULL: none */
	const char *release;		/* of the kernel, for that */
	const struct clock *wall;	/* likewise; ns since 1970 */
	const char *filter;		/* without a mistake; NULL: none */
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

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_REPORT_BATCH_H
#define TUI_REPORT_BATCH_H

#include <stdio.h>

#include "common/clock.h"
#include "model/model.h"
#include "source/source.h"

/* What is to be printed, sample by sample; the strings are the caller's. */
struct batch_options {
	const struct clock *clock;
	uint64_t delay_ns;		/* between samples */
	unsigned long count;		/* samples; 0: no end */
	const struct field *sort;
	const pid_t *pids;		/* only these; nr_pids 0: all */
	size_t nr_pids;
};

/*
 * Write the model as text: header, then a line for each row, fields parted by
 * blanks, nothing cut, the command last. @number counts samples from 1.
 * Errors stay in ferror(@out).
 */
void batch_write(const struct model *model, const char *source,
		 unsigned long number, FILE *out);

/*
 * Take samples and write each to standard output until the count of @options
 * is reached, or until a process of -p is gone, an error or a signal. Returns
 * the exit code of the program.
 */
int batch_run(const struct source_ops *ops,
	      const struct batch_options *options);

#endif

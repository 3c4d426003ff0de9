/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_METRICS_H
#define TUI_APP_METRICS_H

#include <sys/types.h>

#include "common/clock.h"
#include "report/series.h"
#include "source/source.h"

/* What is to be told as metrics; the strings are the caller's. */
struct metrics_options {
	const struct clock *clock;
	struct series_choice choice;
	/* each of prometheus_tells(); NULL: prometheus_default() */
	const struct field_list *fields;
	const pid_t *pids;		/* only these; nr_pids 0: all */
	size_t nr_pids;
	const struct proc_id *found;	/* and only these; nr_found 0: likewise */
	size_t nr_found;
	const char *filter;		/* without a mistake; NULL: none */
	const char *output;		/* a file; NULL: standard output */
	const char *version;
};

/*
 * Take one sample and write it as metrics. Returns the exit code of the
 * program; dies where there is no sample, or it can't be written.
 */
int metrics_run(const struct source_ops *ops,
		const struct metrics_options *options);

#endif

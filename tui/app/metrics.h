/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_METRICS_H
#define TUI_APP_METRICS_H

#include "app/chosen.h"
#include "common/clock.h"
#include "report/series.h"
#include "source/source.h"

/* What is to be told as metrics; the strings are the caller's. */
struct metrics_options {
	const struct clock *clock;
	/* its fields each of prometheus_tells(); none: prometheus_default() */
	struct chosen chosen;
	enum group_kind kind;		/* a series for each of these */
	size_t top;			/* so many first ones, then the rest */
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

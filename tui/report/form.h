/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_REPORT_FORM_H
#define TUI_REPORT_FORM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "data/sample.h"

enum report_kind {
	REPORT_NONE,
	REPORT_MAPPINGS,	/* each mapping of a process, and its counts */
	REPORT_PAGES,		/* and its pages, as runs of one state */
	REPORT_TIMELINE,	/* rows of a mapping as time goes on, no form */
};

/* What is to be printed once, instead of being watched. */
struct report_options {
	enum report_kind kind;
	pid_t pid;
	bool json;		/* else a table */
	uint64_t watch_ns;	/* how long, of REPORT_TIMELINE */
	uint64_t start, end;	/* only these addresses, of whole pages */
};

/* When it was looked into. */
struct report_moment {
	uint64_t time_ns;	/* CLOCK_MONOTONIC */
	int64_t wall_s;		/* CLOCK_REALTIME */
};

struct report_writer;

/*
 * A form of the report. The calls come in this order: open; for each mapping:
 * mapping, its runs (of REPORT_PAGES only) by rising address, counts; close.
 * Errors of the file stay in ferror().
 */
struct report_format {
	/* @options and @source live longer than the writer. */
	struct report_writer *(*open)(const struct report_options *options,
				      const char *source,
				      const struct report_moment *when,
				      FILE *out);

	/*
	 * A mapping, or the part of it that was asked for, begins; it and its
	 * @name, any bytes, stay until counts is called.
	 */
	void (*mapping)(struct report_writer *writer,
			const struct sample_mapping *mapping,
			const char *name);
	void (*run)(struct report_writer *writer, const struct page_run *run);

	/* It ends: @counts of its pages; is huge of them known? */
	void (*counts)(struct report_writer *writer,
		       const struct page_counts *counts, bool huge_known);

	/* All of them were written. Frees the writer. */
	void (*close)(struct report_writer *writer);
};

extern const struct report_format report_json;
extern const struct report_format report_text;

#endif

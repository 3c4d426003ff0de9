/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_OPTIONS_H
#define TUI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "app/opening.h"
#include "app/script.h"
#include "app/setting.h"
#include "model/group_key.h"
#include "report/form.h"
#include "screen/export.h"

/* The command line, see tamtop(1). */
struct options {
	bool batch;
	bool readonly;
	const char **operands;	/* processes; options_release() frees the array */
	size_t nr_operands;
	enum opening opening;	/* NR_OPENINGS: none was given */
	char **command;		/* to start and follow; NULL: none */
	unsigned long count;	/* samples; 0: no end */
	const char *given[NR_SETTINGS];	/* of the settings, or NULL */
	bool print_config, no_config;
	const char *replay;	/* a recording; NULL: it is live */
	const struct source_ops *source;	/* NULL: the best there is */
	pid_t *pids;		/* options_release() frees them */
	size_t nr_pids;
	const char *user, *expression;	/* as they were given, or NULL */
	char *filter;		/* both as one; options_release() frees it */
	const char *record;	/* the file, or NULL */
	bool dump_screen;	/* without a terminal, to standard output */
	struct script script;	/* what happens before */
	enum export_format format;	/* NR_EXPORT_FORMATS: none was given */
	struct report_options report;	/* kind REPORT_NONE: watch */
	bool prometheus;	/* one sample, as metrics */
	enum group_kind group;	/* NR_GROUP_KINDS: none was given */
	size_t top;		/* 0: none was given */
	const char *output;	/* a file, or NULL */
};

/* As --version has it. */
extern const char tamtop_version[];

/*
 * Read the command line. --help and --version print and exit 0; a mistake
 * ends in one line and exit code 2.
 */
void options_parse(struct options *options, int argc, char **argv);

/* What --prometheus makes series of, and how many, where nothing was given. */
#define GROUP_DEFAULT		GROUP_COMMAND
#define GROUP_DEFAULT_NAME	"command"
#define TOP_DEFAULT		20
enum group_kind options_group(const struct options *options);

/* What was given counts more than what is in @settings. */
void options_settle(const struct options *options, struct settings *settings);

/* Free what options_parse() took: all of the above that says so, the script. */
void options_release(struct options *options);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/*
 * report/: what is printed instead of being watched. The model comes in, or
 * what a source tells of one process; text or JSON goes out, as it comes.
 *
 * batch.h	the list, sample by sample, as the app hands it over: batch.c as
 *		text, batch_json.c as JSON
 * prometheus.h	likewise as metrics, once; series.h: processes that are one
 *		series in them
 * timeline_row.h	likewise what a mapping is like, row by row
 * report.h	one process, once, for --mappings and --pages: it asks a source
 *		for the mappings, and for the pages of each, as runs
 * form.h	the forms that this takes: text_form.c and json_form.c
 * look.h	one look into a process, or the reason why there is none
 * json.h	writes JSON, for all of them; json_pages.h: counts of pages
 *
 * It includes the model and what is below it, and of source/ only source.h:
 * it opens no file of /proc. app, main and options may include it.
 */
#ifndef TUI_REPORT_REPORT_H
#define TUI_REPORT_REPORT_H

#include "report/form.h"
#include "source/source.h"

/*
 * Look into a process once and print it to standard output; see ONE-SHOT
 * OUTPUT in tamtop(1). What is printed is never kept: memory doesn't grow
 * with the pages. @ops: the source that the program runs on. Returns the exit
 * code of the program; dies where there is nothing to print, or no room for it.
 */
int report_run(const struct source_ops *ops,
	       const struct report_options *options);

#endif

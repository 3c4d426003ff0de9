/* SPDX-License-Identifier: GPL-2.0 */
/*
 * report/: what is printed instead of being watched. Samples come in, and pages
 * as runs, from a source; text or JSON goes out to standard output, as it
 * comes.
 *
 * report.c looks into a process once, for --mappings and --pages. What it
 * finds takes one of the forms of form.h: text_form.c, or json_form.c, for
 * which json.c writes JSON. batch.c prints the list, as often as is asked for.
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

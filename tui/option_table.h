/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_OPTION_TABLE_H
#define TUI_OPTION_TABLE_H

#include <stddef.h>

#include "app/setting.h"

struct options;

/* Bytes that all names of an option take, in a row. */
#define OPTION_NAMES_MAX 512

/*
 * One option, whole: how it is given, what --help says of it, what it does. The
 * parser and --help come from the table of these, in options.c, and the man
 * page is held against it.
 */
struct option_row {
	const char *name;	/* behind "--" */
	char letter;		/* behind "-"; 0: it has none */
	const char *arg;	/* what it takes, in capitals; NULL: nothing */
	const char *help;	/* one "%s" where @names go */

	/* "auto, syscall, proc", but with @last before the last one; or NULL. */
	void (*names)(char text[OPTION_NAMES_MAX], const char *last);

	/*
	 * Take it, and @text that was given to it; a mistake ends the program.
	 * NULL: it is @setting that it gives, and @value if it takes nothing.
	 */
	void (*take)(struct options *options, const char *text);
	enum setting_id setting;
	const char *value;

	/*
	 * It says how, or of what, the list is; so it makes no sense with what
	 * is printed once, as one process is printed, ...; NULL: no matter.
	 */
	const char *not_once;
};

extern const struct option_row option_table[];
extern const size_t option_table_len;

#endif

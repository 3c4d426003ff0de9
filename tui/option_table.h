/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_OPTION_TABLE_H
#define TUI_OPTION_TABLE_H

#include <stdbool.h>
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
	 * What becomes of it, one of three: a flag is set, at @flag in struct
	 * options; take() takes @text that was given to it, where a mistake
	 * ends the program; or @setting is given that, or @value.
	 */
	bool is_flag;
	size_t flag;
	void (*take)(struct options *options, const char *text);
	enum setting_id setting;
	const char *value;

	/*
	 * It says how, or of what, the list is; so it makes no sense where one
	 * process is printed, as they are printed, ...; NULL: no matter.
	 */
	const char *not_of_one;
	bool when;		/* nor with what is printed once */
};

extern const struct option_row option_table[];
extern const size_t option_table_len;

#endif

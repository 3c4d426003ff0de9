/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_CONF_WRITE_H
#define TUI_APP_CONF_WRITE_H

#include <stddef.h>
#include <stdio.h>

#include "app/conf_text.h"

/*
 * The same text, but with those values of @now that @base has not: each in its
 * line, with all around it kept, or in a new line below a comment; what is the
 * default needs no new line. Keys that were bound are added where @text is
 * empty, as of a file that has gone. Returns the bytes, which free() frees, and
 * how many in @len; NULL: there are none, for the reason in @why.
 */
char *conf_text_write(const struct conf_text *text,
		      const struct settings *base, const struct settings *now,
		      size_t *len, const char **why);

/*
 * Print @settings as a config file, each with a line on what it is; where a
 * default is in force, it is a comment.
 */
void conf_print(const struct settings *settings, FILE *out);

#endif

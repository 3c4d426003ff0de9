/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_CONF_TEXT_H
#define TUI_APP_CONF_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "app/conf_line.h"
#include "app/setting.h"
#include "app/warnings.h"

/* Where a line stands. */
enum conf_section {
	CONF_TOP,		/* in no section: settings are there */
	CONF_KEYS,		/* in [keys]: keys of commands */
	CONF_ELSEWHERE,
};

/* The text of a config file, line by line. */
struct conf_text {
	const char *bytes;	/* the caller's */
	size_t len;
	struct conf_row {
		size_t at, len;		/* without its end */
		enum conf_kind kind;
		enum conf_section section;
		bool not_utf8;
		/* of CONF_SETTING and CONF_MORE; NR_SETTINGS: of none */
		int setting;
		size_t value_at, value_len;	/* in .bytes */
	} *rows;
	size_t nr;
	unsigned long max;
};

/* Take @bytes, which stay where they are, apart; conf_text_release(). */
void conf_text_read(struct conf_text *text, const char *bytes, size_t len);
void conf_text_release(struct conf_text *text);

/*
 * Take the settings of @text, and its keys, over into @settings: of one that is
 * given twice the last one counts, and one that is wrong counts for nothing. What is wrong
 * goes to @warnings, NULL: nowhere.
 */
void conf_text_apply(const struct conf_text *text, struct settings *settings,
		     struct warnings *warnings);

/*
 * The same text, but with those values of @now that @base has not: each in its
 * line, with all around it kept, or in a new line below a comment; what is the
 * default needs no new line. Returns the bytes, which free() frees, and how
 * many in @len; NULL: what comes out would not be read as it is meant.
 */
char *conf_text_write(const struct conf_text *text,
		      const struct settings *base, const struct settings *now,
		      size_t *len);

/*
 * Print @settings as a config file, each with a line on what it is; where a
 * default is in force, it is a comment.
 */
void conf_print(const struct settings *settings, FILE *out);

#endif

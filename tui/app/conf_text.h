/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_CONF_TEXT_H
#define TUI_APP_CONF_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "app/conf_line.h"
#include "app/setting.h"
#include "app/warnings.h"

#define CONF_KEYS_NAME "keys"

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
 * given twice the last one counts, and one that is wrong counts for nothing.
 * What is wrong goes to @warnings, NULL: nowhere.
 */
void conf_text_apply(const struct conf_text *text, struct settings *settings,
		     struct warnings *warnings);

#endif

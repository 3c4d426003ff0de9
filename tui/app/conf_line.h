/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_CONF_LINE_H
#define TUI_APP_CONF_LINE_H

#include <stddef.h>

/* A line that is longer is not read, whatever inih was built for. */
#define CONF_LINE_MAX 200

/* Bytes of one, without its end: newer ones leave out what has no end. */
#define CONF_LINE_ROOM (CONF_LINE_MAX - 2)

enum conf_kind {
	CONF_NOTHING,		/* blank, or a comment */
	CONF_SECTION,		/* .name is the section's */
	CONF_SETTING,		/* .name and .value */
	CONF_MORE,		/* .value goes on with that of the line above */
	CONF_WRONG,
	CONF_TOO_LONG,
};

/* What inih says of one line. */
struct conf_line {
	enum conf_kind kind;
	char name[CONF_LINE_MAX], value[CONF_LINE_MAX];
	size_t value_at;	/* bytes of the line before its value */
};

/*
 * Read the line at @text, of @len bytes without its end: inih tells what it
 * is, and nobody else, so that it is one thing to those who read a config and
 * to those who write one. Each line stands for itself: what inih makes of
 * blanks before a line depends on how it was built. Here a line that begins
 * with blanks, and has no name, goes on with the value above.
 */
void conf_line_read(struct conf_line *line, const char *text, size_t len);

#endif

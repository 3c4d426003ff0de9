/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_BASE_TEXT_H
#define TUI_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <uchar.h>

/*
 * Take the next character of @text, which may hold any bytes: store it in
 * @glyph, and its columns (1 or 2) in @width. Control characters, characters
 * without a width (combining, direction marks), unassigned ones and broken
 * UTF-8 come back as '?' of width 1. Returns the place behind it; the end is
 * where *text is NUL. Works in every locale.
 */
const char *text_next(const char *text, char32_t *glyph, int *width);

/* Write @glyph as UTF-8 to @out, at least 5 bytes, and end it with NUL. */
void text_encode(char *out, char32_t glyph);

/*
 * How many bytes of @text fit into @width columns, without a part of a number:
 * cut, it would be another one. All before the word that holds it, if need be.
 */
size_t text_fitting(const char *text, int width);

/*
 * Are all @len bytes of @text printable ASCII? That needs no more of all this;
 * it is the answer nearly always, and costs little.
 */
bool text_is_plain(const char *text, size_t len);

/* Columns that @text takes, each character as text_next() tells it. */
int text_width(const char *text);

/*
 * Copy @text to @out, byte for byte harmless: control characters and broken
 * UTF-8 become '?', all else stays, uncut.
 */
void text_print_safe(FILE *out, const char *text);

/*
 * The first place of @pattern in @text; NULL: it is nowhere. Small letters stand
 * for capital ones, too, unless @pattern has a capital one, as in less(1); of
 * letters beyond ASCII each is only itself.
 */
const char *text_find(const char *text, const char *pattern);

/* Are the @len bytes at @text all UTF-8? */
bool text_is_utf8(const char *text, size_t len);

/* Does @text begin with @begin? */
bool text_begins_with(const char *text, const char *begin);

/* printf(3) to the end of @buf, which has @len bytes, as far as it goes. */
__attribute__((format(printf, 3, 4)))
void text_append(char *buf, size_t len, const char *format, ...);

/*
 * Append @nr names, of which @name gives each, with commas between, but @last
 * before the last one, as in "list, process or map".
 */
void text_append_names(char *buf, size_t len, const char *(*name)(size_t i),
		       size_t nr, const char *last);

#endif

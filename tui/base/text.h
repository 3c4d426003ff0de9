/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_BASE_TEXT_H
#define TUI_BASE_TEXT_H

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

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_PALETTE_H
#define TUI_SCREEN_PALETTE_H

#include <stdbool.h>
#include <stdint.h>
#include <uchar.h>

#include "screen/scheme.h"
#include "screen/screen.h"

#define PALETTE_RGB (1 << 24)	/* colours are 0xRRGGBB */

/*
 * How this terminal can show roles and glyphs. Everything here is plain data
 * and plain functions: golden screens need no terminal.
 */
struct palette {
	bool ascii;		/* only 7-bit characters can be shown */
	bool eighths;		/* the font has the eighth blocks */
	int colors;		/* 0 (none), 8, 16, 256 or PALETTE_RGB */
	enum hue_set hues;
	enum background background;	/* not BACKGROUND_ASKED */
};

#define PAINT_BOLD	0x01
#define PAINT_DIM	0x02
#define PAINT_UNDERLINE	0x04
#define PAINT_REVERSE	0x08

/* A role on a terminal: foreground colour (-1: its own default), PAINT_*. */
struct paint {
	int fg;
	uint8_t attrs;
};

/*
 * What the environment allows: the current LC_CTYPE, TERM and NO_COLOR
 * (https://no-color.org), and the @colors that the terminal's entry claims.
 * Call setlocale() before.
 */
struct palette palette_detect(const char *term, int colors);

/* Use the colours of @scheme: those for dark, as long as nobody has answered. */
void palette_set_scheme(struct palette *palette, enum scheme scheme);

/* The glyph to show for @cell: its own, a 7-bit twin, or a letter. */
char32_t palette_glyph(const struct palette *palette, const struct cell *cell);

/* The colour and attributes of @role. */
struct paint palette_paint(const struct palette *palette, enum role role);

/*
 * What @cell has behind it when the cursor of a map is there, beside the line
 * below: the colour of no state; -1: nothing.
 */
int palette_cursor(const struct palette *palette, const struct cell *cell);

/*
 * The colour and attributes of @cell, without the reverse of the selected row
 * and what marks the cursor. In that row text has no colour, which would be a
 * background there; bars and cells keep theirs, as they are not reversed.
 */
struct paint palette_paint_cell(const struct palette *palette,
				const struct cell *cell);

/* What a cell looks like in 24 bits, for files. */
struct look {
	uint32_t fg;		/* 0xRRGGBB */
	uint8_t attrs;		/* PAINT_* */
};

/* The look of @cell, without that of the selected row. */
struct look palette_look(const struct palette *palette,
			 const struct cell *cell);

/* What @fg of a paint of @palette is as 0xRRGGBB. */
uint32_t palette_rgb(int fg, const struct palette *palette);

/* The background of the scheme, and what is written there: 0xRRGGBB. */
uint32_t palette_background(const struct palette *palette);
uint32_t palette_foreground(const struct palette *palette);

#endif

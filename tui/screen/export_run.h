/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_EXPORT_RUN_H
#define TUI_SCREEN_EXPORT_RUN_H

#include <stdbool.h>
#include <stdio.h>
#include <uchar.h>

#include "screen/palette.h"
#include "screen/screen.h"

/* What the formats of export.h share: a row, cut into what looks the same. */

/* Beside the screen; any text, what is no character becomes '?'. */
struct export_words {
	const char *title;	/* what is seen, in a few words */
	const char *caption;	/* one line below it, cut where a picture ends;
				 * NULL: none
				 */
};

/* Cells side by side that look the same. */
struct export_run {
	const struct cell *cells;
	int x, width;
	char32_t glyph;		/* that is shown for the first one */
	struct look look;	/* a selected row is in its PAINT_REVERSE */
};

/*
 * May @glyph, behind @before, belong to a run that begins with @first? Looks
 * are compared before, and glyphs are those that are shown.
 */
typedef bool (*export_joins_fn)(char32_t first, char32_t before,
				char32_t glyph);

/*
 * The run that begins at column @run->x + @run->width of row @y; zeroed, @run
 * is before the first one. Blanks at the end of a row, where nothing is seen,
 * belong to none. @joins NULL: looks are all that counts. false: there is no
 * more.
 */
bool export_next_run(const struct screen *screen, int y,
		     const struct palette *palette, export_joins_fn joins,
		     struct export_run *run);

/* Is @look that of plain text, and may be left out? */
bool export_is_plain(const struct palette *palette, struct look look);

/* The colours of @look, with those of a reversed one changed. */
uint32_t export_fg(const struct palette *palette, struct look look);
uint32_t export_bg(const struct palette *palette, struct look look);

/* Write the characters of @run, or @text; for XML, or as they are. */
void export_put_run(const struct export_run *run,
		    const struct palette *palette, bool xml, FILE *out);
void export_put_text(const char *text, bool xml, FILE *out);

#endif

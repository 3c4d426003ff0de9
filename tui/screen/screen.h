/* SPDX-License-Identifier: GPL-2.0 */
/*
 * screen/: what is seen, before it is on a terminal: cells of a glyph and a
 * role. Views draw into them; a terminal, a test or a file shows them. Keys
 * and whatever else happens come in here, too.
 *
 * screen.h	cells, roles, glyphs, and text in cells
 * page_cell.h	the cell rule: counts of pages in, a glyph and a role out
 * palette.h	roles and glyphs as this terminal can show them: all colours
 * scheme.h	the names of colours to choose from, and their backgrounds
 * hit.h	what a click means, where on the screen
 * input.h	keys, the mouse, and all other events
 * keys.h	what a terminal sends in, keys and what the mouse did out
 * dump.h	a screen as text
 * export.h	a screen for files and pipes: SVG, HTML, ANSI, text; export_run.h:
 *		what these share
 * terminal.h	the terminal, by the only file that knows curses
 * restore.h	the text that gives it back
 *
 * It includes data and base; the views and the app include it.
 */
#ifndef TUI_SCREEN_SCREEN_H
#define TUI_SCREEN_SCREEN_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

#include "screen/hit.h"

/*
 * What a cell means. Views speak only in roles; palette.c and the terminal turn
 * them into colours, attributes or other glyphs. The letter is how a role is
 * written in screen dumps; plain text is a blank there.
 */
#define ROLE_LIST(X)		\
	X(TEXT,		' ')	\
	X(WRITTEN,	'w')	\
	X(ZERO,		'z')	\
	X(HUGE,		'h')	\
	X(SWAPPED,	's')	\
	X(FILE,		'f')	\
	X(MIXED,	'm')	\
	X(FRESH1,	'1')	\
	X(FRESH2,	'2')	\
	X(GONE,		'x')	\
	X(UNTOUCHED,	'.')	\
	X(DIM,		'~')	\
	X(UNKNOWN,	'?')	\
	X(TITLE,	'T')	\
	X(HEAD,		'H')	\
	X(SORTED,	'O')	\
	X(TAMALLOC,	't')	\
	X(STATE,	'S')	\
	X(ERROR,	'!')	\
	X(NOTICE,	'n')	\
	X(FOUND,	'u')

#define ROLE_ENUM(name, letter) ROLE_##name,
enum role { ROLE_LIST(ROLE_ENUM) NR_ROLES };
#undef ROLE_ENUM

/*
 * The glyphs of maps, bars and graphs: those that nearly every font has. The
 * eight of sparklines, which many fonts lack, end with GLYPH_FULL.
 */
enum glyph {
	GLYPH_FEW	= ':',
	GLYPH_NONE	= 0x00b7,	/* · */
	GLYPH_GONE	= 0x2022,	/* • */
	GLYPH_UP	= 0x2191,	/* ↑ */
	GLYPH_DOWN	= 0x2193,	/* ↓ */
	GLYPH_SOME_ZERO	= 0x2500,	/* ─ */
	GLYPH_ALL_ZERO	= 0x2550,	/* ═ */
	GLYPH_SPARK1	= 0x2581,	/* ▁ */
	GLYPH_FULL	= 0x2588,	/* █ */
	GLYPH_EIGHTH	= 0x2591,	/* ░ */
	GLYPH_HALF	= 0x2592,	/* ▒ */
};

/* Smallest screen that a view is drawn on; below it one line says so. */
#define SCREEN_MIN_WIDTH	40
#define SCREEN_MIN_HEIGHT	10

/*
 * One character cell. A wide character fills two: the second one has glyph 0.
 */
struct cell {
	char32_t glyph;
	uint8_t role;		/* enum role */
	uint8_t glow;		/* 1, 2, 3: seconds since the first touch of
				 * its youngest page; 0: longer ago
				 */
	bool selected;		/* the cell is in the selected row */
	bool letter;		/* tell the state by a letter, too */
	bool graph;		/* of a map, a bar or a graph: reversed, it would
				 * tell the opposite, so no row selects it
				 */
	bool cursor;		/* the cursor is here; what it tells stays */
};

/* A screen of width x height cells, row after row. */
struct screen {
	int width;
	int height;
	struct cell *cells;
	struct hits hits;	/* what clicks mean */
};

/* An empty screen; dies when memory is out. screen_free() frees it. */
struct screen *screen_new(int width, int height);
void screen_free(struct screen *screen);

/* Change the size; the content is lost. */
void screen_resize(struct screen *screen, int width, int height);

/* Fill with blanks of role TEXT; a click means nothing. */
void screen_clear(struct screen *screen);

/*
 * Say that a click on these cells of @screen means @hit; who draws them says
 * it, until the screen is cleared. What is drawn later lies on top. What is not
 * on the screen is left out.
 */
void screen_hit(struct screen *screen, int x, int y, int width, int height,
		const struct hit *hit);

/* Likewise, in one row: @key is pressed. */
void screen_hit_key(struct screen *screen, int x, int y, int width,
		    uint32_t key);

/* What a click there means: of a cell, with the address of just that one. */
struct hit screen_hit_at(const struct screen *screen, int x, int y);

/* What was drawn is of a moment that is over: a click on it means nothing. */
void screen_forget_hits(struct screen *screen);

/* The cells of row @y, which must be on the screen. */
static inline struct cell *screen_row(const struct screen *screen, int y)
{
	return screen->cells + (size_t)y * (size_t)screen->width;
}

/* The cell at column @x of row @y, NULL outside of the screen. */
struct cell *screen_cell(struct screen *screen, int x, int y);

/* Put one glyph of width 1; outside of the screen nothing happens. */
void screen_put(struct screen *screen, int x, int y, char32_t glyph,
		enum role role);

/*
 * Put a cell as it is; only its being selected is left to the row, but for
 * that of a graph.
 */
void screen_put_cell(struct screen *screen, int x, int y, struct cell cell);

/*
 * Say that the cursor of a map is in column @x of row @y, which has been drawn:
 * '>' in the row's margin, and a line and a background below the cell, whose
 * glyph and colour stay.
 */
void screen_mark_cursor(struct screen *screen, int x, int y);

/* As many columns as there are up to the right edge. */
#define TO_EDGE		INT_MAX

/*
 * Write @text from column @x on, in at most @max columns (TO_EDGE; none if it
 * is below 1), and return the columns used. @text may come from outside and hold anything:
 * what is no printable character of UTF-8 becomes '?', a wide character that
 * does not fit is left out.
 */
int screen_text(struct screen *screen, int x, int y, int max, enum role role,
		const char *text);

/*
 * @text of a number, or its end behind "..", in @buf, where it has more than
 * @width columns: cut off at its end it would be another number.
 */
const char *screen_number_end(const char *text, int width, char *buf,
			      size_t len);

/*
 * The same of a sentence: if it has to be cut, no number is; of one that has
 * no room at all its end is shown, behind "..".
 */
int screen_words(struct screen *screen, int x, int y, int max, enum role role,
		 const char *text);

/* The same as screen_text() with the last character in column @x + @width - 1. */
void screen_text_right(struct screen *screen, int x, int y, int width,
		       enum role role, const char *text);

/*
 * Mark row @y, which has been drawn, as the selected one. Its bars and graphs
 * look as they do in other rows.
 */
void screen_select_row(struct screen *screen, int y);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_CURSOR_H
#define TUI_VIEW_CURSOR_H

#include <stdbool.h>
#include <stddef.h>

#include "view/command.h"

/* What a turn of the wheel scrolls by. */
#define CURSOR_WHEEL_ROWS 3

/*
 * The selected one of many rows, and the window of rows on screen around it:
 * the only scrolling there is. What the row is of, the view remembers; a map,
 * whose cursor is a cell, turns that into a row.
 */
struct cursor {
	size_t at;		/* the selected row */
	size_t top;		/* the first row on screen */
	bool chosen;		/* by a person; until then it is the first row */
};

/* What it moves in. */
struct extent {
	size_t nr;		/* rows there are */
	size_t rows;		/* rows on screen, at least 1 to show any */
	size_t page;		/* rows that a page up or down moves by */
};

/*
 * Select row @at, or the last one; where there is none, nothing changes. The
 * window moves as little as may be.
 */
void cursor_set(struct cursor *cursor, const struct extent *extent, size_t at);

/* Likewise, but the row stays where the selected one was on the screen. */
void cursor_set_here(struct cursor *cursor, const struct extent *extent,
		     size_t at);

/* The extent has changed: keep the selected row on screen. */
void cursor_fit(struct cursor *cursor, const struct extent *extent);

/*
 * Move the window by @rows, down if positive, as far as there are rows; the
 * selection stays on its row, or in sight.
 */
void cursor_scroll(struct cursor *cursor, const struct extent *extent,
		   int rows);

/*
 * Obey a command that moves; false: it does not. Home selects the first row,
 * whatever that is from then on, any other one chooses.
 */
bool cursor_command(struct cursor *cursor, const struct extent *extent,
		    enum command command);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_PAGE_CELL_H
#define TUI_SCREEN_PAGE_CELL_H

#include <stdint.h>

#include "data/page.h"
#include "screen/screen.h"

/*
 * The cell rule: the one function that turns counts into a cell, for maps,
 * bars, minimaps and timelines. The glyph tells the part touched and its ends
 * are exact, the role tells the state that has 3/4 of what is mapped.
 */
struct cell page_cell(const struct page_counts *counts);

/* A cell all of whose pages are in @state. */
struct cell page_state_cell(enum page_state state);

/*
 * Draw @counts as a bar of @width cells: a map with its pages sorted. Nothing
 * is drawn but untouched cells where total is 0.
 */
void page_bar(struct screen *screen, int x, int y, int width,
	      const struct page_counts *counts);

/*
 * Draw the @nr newest of @values (oldest first) as a graph of height 1 that
 * ends in column @x + @width - 1. A value of 0 is '·'; the greatest fills the
 * cell. Columns without a value are '·' too.
 */
void sparkline(struct screen *screen, int x, int y, int width,
	       const uint32_t *values, int nr);

#endif

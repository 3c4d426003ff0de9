/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_STACK_H
#define TUI_VIEW_MAP_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/target.h"
#include "view/map/grid.h"

/* Pages from @start to @end, and its first row in the band. */
struct band_span {
	uint64_t start, end;
	uint64_t first_row;
};

/*
 * Mappings below each other as rows of one map, all in cells of one size;
 * each begins on a row of its own. Looking something up takes time by the
 * logarithm of their number. A band may be zeroed: it has no rows.
 */
struct band {
	struct band_span *spans;
	size_t nr, max;
	uint64_t nr_rows;
	uint64_t cell_pages;
	int columns;
};

/* A cell of the band, by where it stands. */
struct band_place {
	uint64_t row;
	int column;
};

/* Lay out @mappings (by rising address, none empty) anew. */
void band_set(struct band *band, const struct mapping *mappings, size_t nr,
	      uint64_t cell_pages, int columns);

/* Free what @band holds; it is empty then. */
void band_release(struct band *band);

/*
 * The smallest power of two as a cell size with which @mappings fit in @rows
 * rows. Where there are more mappings than rows, what they need beyond one
 * row each fits.
 */
uint64_t band_fit(const struct mapping *mappings, size_t nr, int columns,
		  int rows);

/* The rows of span @i alone. */
struct grid band_grid(const struct band *band, size_t i);

/* The span that row @row is of; the band has that row. */
size_t band_span_of_row(const struct band *band, uint64_t row);

/* The span that holds @address, else the next one, else the last one. */
size_t band_span_near(const struct band *band, uint64_t address);

/* @address, or the page nearest to it (see above) that is in the band. */
uint64_t band_nearest(const struct band *band, uint64_t address);

/* The cell that holds @address, which is in the band. */
struct band_place band_place(const struct band *band, uint64_t address);

/*
 * Where the cell at @place begins, or the last one of that row. Rows behind
 * the last one count as the last one.
 */
uint64_t band_address(const struct band *band, struct band_place place);

#endif

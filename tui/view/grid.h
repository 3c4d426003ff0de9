/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_GRID_H
#define TUI_VIEW_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/demand.h"
#include "model/target.h"
#include "screen/screen.h"
#include "view/view.h"

/*
 * Rows of a map: "  +64M ", the cells, what part of them is touched. Between
 * GRID_LEFT columns and GRID_RIGHT columns there is room for the cells.
 */
#define GRID_LEFT	10
#define GRID_RIGHT	6
#define GRID_LABEL_END	9	/* columns up to the end of the labels */

/* Every so many cells the ruler has a mark; rows are multiples of it. */
#define GRID_MARK	16
#define GRID_COLUMNS_MAX 512

/*
 * Pages @start to @end (addresses) in cells of @cell_pages, row after row of
 * @columns cells. The last cell holds what is left.
 */
struct grid {
	uint64_t start, end;
	uint64_t cell_pages;
	int columns;
};

#define GRID_NO_CELL	UINT64_MAX

/* Cells in a row on a screen of @width: a multiple of GRID_MARK, at least it. */
int grid_columns(int width);

/* The smallest power of two, so that @pages fit in @rows rows of such cells. */
uint64_t grid_fit(uint64_t pages, int columns, int rows);

/*
 * Pages in a cell so that all of @mapping is one row, as in a minimap; a power
 * of two where its end moves, so that what was counted can be counted on.
 */
uint64_t grid_whole_cell(const struct mapping *mapping, int columns);

/* How many cells and rows there are; the last ones may be partial. */
uint64_t grid_nr_cells(const struct grid *grid);
uint64_t grid_nr_rows(const struct grid *grid);

/* Addresses where cell @cell begins and ends. */
uint64_t grid_cell_start(const struct grid *grid, uint64_t cell);
uint64_t grid_cell_end(const struct grid *grid, uint64_t cell);

/* The cell that holds @address, which is in the grid. */
uint64_t grid_cell_at(const struct grid *grid, uint64_t address);

/*
 * What is known of cell @cell, from the newest scans: of cells of this size,
 * else from smaller ones that fill it, or a larger one all of one state. So
 * after a zoom all that can be told truly is told at once. false: not known.
 */
bool grid_cell(const struct grid *grid, const struct target *target,
	       uint64_t cell, struct scan_cell *known);

/* Ask for a SCAN_WINDOW of rows @first to @first + @nr - 1, as far as any. */
void grid_demand(const struct grid *grid, uint64_t first, uint64_t nr,
		 struct demand *demand);

/*
 * The offset of row @row in the largest unit in which all row starts are
 * whole: "+64M". At most 8 columns; when that is not enough, the last digits
 * of the address in hex, and grid_head() says so.
 */
void grid_label(const struct grid *grid, uint64_t row, char *buf, size_t len);

/* What stands above the labels: "OFFSET". */
const char *grid_head(const struct grid *grid);

/* The size of a cell: "1 cell = 1.0M", "1 cell = 1 page". */
void grid_cell_size(uint64_t cell_pages, char *buf, size_t len);

/* A change in pages as bytes, with a sign, in less than GRID_RIGHT columns. */
void grid_delta(int64_t pages, char *buf, size_t len);

/*
 * Draw row @row of @grid, as far as it is known, in row @y: label, cells with
 * their glow, and the part touched in percent; when there is a mark, the
 * change since it instead. The cell @cursor (or GRID_NO_CELL) is reversed and
 * its row has a '>' in front. Cells not known are left blank.
 */
void grid_draw_row(const struct grid *grid, const struct target *target,
		   const struct view_env *env, uint64_t row, uint64_t cursor,
		   struct screen *screen, int y);

/* Is the change since the mark known, and to be shown? */
bool grid_shows_since(const struct target *target, const struct view_env *env);

/* The line above the rows: heads, marks and the column of the cursor. */
struct ruler {
	int columns;			/* of cells */
	int cursor;			/* which of them it is in */
	const char *left, *right;	/* what labels and last column tell */
};

void grid_draw_ruler(const struct ruler *ruler, struct screen *screen, int y);

#endif

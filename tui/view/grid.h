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
 * Rows of a map: "   +64M ", the cells, what part of them is touched. Left of
 * the cells are the mark of the cursor's row, the label and a blank; right of
 * them a blank and the number. Where less than twice GRID_MARK cells would be
 * left, the label is shorter and the number isn't there.
 */
#define GRID_LEFT	10
#define GRID_RIGHT	6
#define GRID_LABEL_END	9	/* columns up to the end of the labels */

/* Every so many cells the ruler has a mark; rows are multiples of it. */
#define GRID_MARK	16
#define GRID_COLUMNS_MAX 512

/* Columns of the screen left of the cells, cells in a row, columns right. */
struct grid_frame {
	int left, columns, right;
};

struct grid_frame grid_frame(int width);

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

/*
 * Cells in a row between GRID_LEFT and GRID_RIGHT on a screen of @width: a
 * power of two or one and a half of it, so that rows begin at round offsets; a
 * multiple of GRID_MARK, at least it.
 */
int grid_columns(int width);

/* The smallest power of two, so that @pages fit in @rows rows of such cells. */
uint64_t grid_fit(uint64_t pages, int columns, int rows);

/* Ask for all of @mapping in a row of @columns cells, which is recorded. */
void grid_demand_row(const struct target *target, const struct mapping *mapping,
		     int columns, struct demand *demand);

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
 * whole, or whole and a half: "+64M", "+3.5M". At most @width columns; when
 * that is not enough, the last digits of the address in hex, and grid_head()
 * says so: without the three of a page's bytes where it says "PAGE".
 */
void grid_label(const struct grid *grid, uint64_t row, int width, char *buf,
		size_t len);

/* What stands above such labels: "OFFSET". */
const char *grid_head(const struct grid *grid, int width);

/* The size of a cell: "1 cell = 1.0M", "1 cell = 1 page". */
void grid_cell_size(uint64_t cell_pages, char *buf, size_t len);

/* A change in pages as bytes, with a sign, in less than GRID_RIGHT columns. */
void grid_delta(int64_t pages, char *buf, size_t len);

/* A row of the screen while cells are drawn into it, and what they hold. */
struct grid_row {
	const struct target *target;
	const struct view_env *env;
	struct screen *screen;
	int y;
	bool unknown;			/* some of its cells are */
	struct page_counts counts;
	int64_t since;			/* pages, since the mark */
};

/*
 * Draw @nr cells of @grid, from @first on, into column @x and those behind it,
 * with their glow. Cells not known are left blank; all can be clicked on.
 */
void grid_draw_cells(const struct grid *grid, uint64_t first, uint64_t nr,
		     struct grid_row *row, int x);

/*
 * Draw right of the cells, if there is room, what part of them all is touched;
 * when there is a mark, the change since it instead.
 */
void grid_draw_sum(const struct grid_row *row);

/*
 * Draw row @row of @grid, as far as it is known, in row @y: label, cells, sum.
 * If the cell @cursor (or GRID_NO_CELL) is in it, it is marked. Where nothing
 * is, labels and sums are dim: what is seen first are the cells.
 */
void grid_draw_row(const struct grid *grid, const struct target *target,
		   const struct view_env *env, uint64_t row, uint64_t cursor,
		   struct screen *screen, int y);

/*
 * Say that the @nr cells of row @y from column @x on are those of @grid from
 * @first on; @time_ns: as they were then, 0: now.
 */
void grid_hit_cells(const struct grid *grid, uint64_t first, uint64_t nr,
		    uint64_t time_ns, struct screen *screen, int x, int y);

/* Is the change since the mark known, and to be shown? */
bool grid_shows_since(const struct target *target, const struct view_env *env);

/* The line above the rows: heads, marks and the column of the cursor. */
struct ruler {
	struct grid_frame frame;
	int cursor;			/* which cell's column it is in; -1: none */
	const char *left, *right;	/* what labels and last column tell */
};

/* The ruler of a map: heads of what grid_draw_row() draws of @grid. */
struct ruler grid_ruler(const struct grid *grid, const struct target *target,
			const struct view_env *env, int cursor);

void grid_draw_ruler(const struct ruler *ruler, struct screen *screen, int y);

#endif

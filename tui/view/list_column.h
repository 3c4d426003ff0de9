/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_LIST_COLUMN_H
#define TUI_VIEW_LIST_COLUMN_H

#include <stdbool.h>

#include "common/format.h"
#include "model/model.h"
#include "screen/screen.h"

/* The columns of the list, in their order from left to right. */
enum column_id {
	COL_PID, COL_USER, COL_RESERVED, COL_TOUCHED, COL_PERCENT,
	COL_SINCE,		/* only after a mark */
	COL_ZERO,
	COL_SWAP, COL_TAMALLOC, COL_PAGES, COL_TOUCH_RATE, COL_LAST,
	COL_FAULT_RATE, COL_MAJFLT_RATE, COL_OOM, COL_COMMAND, NR_COLUMNS
};

struct column {
	const char *key;	/* for --sort; NULL: can't be sorted by */
	const char *head;
	int width;		/* columns on screen */
	int batch_width;	/* in batch output; 0: not there */
	bool left;		/* flush left */
	bool descending;	/* read from the greatest down */
	row_compare_fn *compare;

	/*
	 * The value as text: either written to @buf of FORMAT_MAX bytes, or
	 * the row's own, which may hold any bytes. NULL: it draws.
	 */
	const char *(*text)(const struct row *row, char *buf,
			    enum role *role);

	/* Draw the value in @width cells. */
	void (*draw)(const struct row *row, struct screen *screen, int x,
		     int y, int width);
};

extern const struct column columns[NR_COLUMNS];

/* Where a column stands on the screen. */
struct column_place {
	enum column_id id;
	int x, width;
};

/*
 * Choose the columns that fit into @width and place them; returns how many,
 * at most NR_COLUMNS. @marked: there is a mark to tell changes since.
 */
int columns_place(int width, bool marked, struct column_place *places);

/* The column with the --sort name @key, or -1. */
int column_by_key(const char *key);

/* Draw the value of @row at its place in row @y. */
void column_draw(const struct column_place *place, const struct row *row,
		 struct screen *screen, int y);

#endif

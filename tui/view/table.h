/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_TABLE_H
#define TUI_VIEW_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/field.h"
#include "screen/screen.h"
#include "view/view.h"

/*
 * The one engine for tables: it chooses and places columns, draws heads and
 * rows, and steps the sort. What a field is, the model knows; a column is how
 * it looks.
 */

#define TABLE_COLUMNS_MAX 24

struct table_column {
	const struct field *field;	/* NULL: it is only drawn */
	const char *head;		/* NULL: that of the field */
	int width;			/* columns on screen */
	int wide_width;			/* likewise, on a wide one; 0: the same */

	/*
	 * What does not fit is left out, the lowest number first; 0: never.
	 * The second one holds while there is a mark.
	 */
	uint8_t drop, drop_marked;
	bool left;			/* head and value are flush left */
	bool head_left;			/* the head alone is */
	bool marked_only;		/* only there while there is a mark */

	/*
	 * Its width on a screen of @width of which @spare columns are left
	 * over; 0: it isn't there. NULL: as above.
	 */
	int (*width_of)(int width, bool marked, int spare);

	/* Its head, where it says more than its name. */
	void (*head_text)(const struct view_env *env, char *buf, size_t len);

	/* Draw the value in @width cells, instead of its text. */
	void (*draw)(const void *of, struct screen *screen, int x, int y,
		     int width);
};

/* Columns from left to right; the last one takes what is left. */
struct table {
	const struct table_column *columns;
	int nr;				/* TABLE_COLUMNS_MAX at most */
	int first_x;
	int wide;			/* the width from which it is wide */
};

/* Which columns there are, and where. */
struct table_layout {
	struct table_place {
		const struct table_column *column;
		int x, width;
	} places[TABLE_COLUMNS_MAX];
	int nr;
};

/* Choose the columns that fit into @width; @marked: there is a mark. */
void table_lay_out(const struct table *table, int width, bool marked,
		   struct table_layout *layout);

/* How the rows are sorted: as @field is read, or the other way. */
struct table_sort {
	const struct field *field;
	bool inverted;
};

/* The next column on screen in direction @step that can be sorted by. */
void table_step_sort(const struct table_layout *layout, int step,
		     struct table_sort *sort);

/* Draw the heads into row @y, with a mark at the one that it is sorted by. */
void table_draw_heads(const struct table_layout *layout,
		      const struct view_env *env, const struct table_sort *sort,
		      struct screen *screen, int y);

/* Draw the row of @of into row @y. */
void table_draw_row(const struct table_layout *layout, const void *of,
		    const struct field_context *context, struct screen *screen,
		    int y);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_TABLE_H
#define TUI_VIEW_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "model/field.h"
#include "screen/screen.h"
#include "view/cursor.h"
#include "view/view.h"

/*
 * The one engine for tables: it chooses and places columns, draws heads and
 * rows, moves the selection and steps the sort. What a field is, the model
 * knows; a column is how it looks; which rows there are, the view knows.
 */

#define TABLE_COLUMNS_MAX 32
#define TABLE_LEAD_MAX 128

struct table_column {
	const struct field *field;	/* NULL: it is only drawn */
	const struct field *sum;	/* that it is a part of; NULL: none */
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
	bool cut_mark;			/* '+' stands where a text was cut */
	bool scrolls;			/* left and right move its text */
	bool sought;			/* a search looks for its text */
	bool marked_only;		/* only there while there is a mark */
	bool chosen_only;		/* only there where it was chosen */
	bool has_margin;		/* of its own, left of its values */
	int widest;			/* it grows up to that with its texts, see
					 * table_measure(); 0: never
					 */
	int widest_narrow;		/* likewise, below the width of a wide one */

	/*
	 * Its width on a screen of @width of which @spare columns are left
	 * over; 0: it isn't there, unless it was chosen. NULL: as above.
	 */
	int (*width_of)(int width, bool marked, int spare);

	/*
	 * Columns that its numbers take by now, beside a blank; it is widened
	 * where that is more than above. NULL: never.
	 */
	int (*need)(const struct model *model);

	/* Is there nothing to tell on this machine? NULL: never. */
	bool (*absent)(const struct model *model);

	/* Its head, where it says more than its name. */
	void (*head_text)(const struct view_env *env, char *buf, size_t len);

	/* What stands before its text, and scrolls with it; NULL: nothing. */
	void (*lead)(const void *of, char *buf, size_t len);

	/* Draw the value in @width cells, instead of its text. */
	void (*draw)(const void *of, struct screen *screen, int x, int y,
		     int width);
};

/* Columns that were chosen, from left to right. */
struct table_order {
	const struct table_column *columns[TABLE_COLUMNS_MAX];
	int nr;
};

/*
 * Columns from left to right, as far as they fit; the last one takes what is
 * left. A view that lets them be chosen has a table of its own, with .order:
 * exactly these then, be it that by itself one would not be there. What does not
 * fit is left out all the same, and of those without a rank the last one, but
 * for the first one of .columns.
 */
struct table {
	const struct table_column *columns;
	int nr;				/* TABLE_COLUMNS_MAX at most */
	int first_x;
	int wide;			/* the width from which it is wide */
	const struct table_order *order;	/* NULL: as they fit */
	const int *content;		/* what their texts take, of each of
					 * .columns; NULL: not known
					 */
};

/* Which columns there are, and where. */
struct table_layout {
	struct table_place {
		const struct table_column *column;
		int x, width;
		bool cut_mark;		/* as of the column, or since it was
					 * chosen to stand before others
					 */
	} places[TABLE_COLUMNS_MAX];
	int nr;
};

/* Choose the columns that fit into @width; @marked: there is a mark. */
void table_lay_out(const struct table *table, int width, bool marked,
		   struct table_layout *layout);

/* The same for the screen of @env, with what its model makes of columns. */
void table_lay_out_on(const struct table *table, const struct view_env *env,
		      struct table_layout *layout);

/* What a view keeps of its table. */
struct table_state {
	struct table_sort {
		const struct field *field;	/* NULL: not at all */
		bool inverted;		/* not as the field is read */
	} sort;
	struct cursor cursor;
	int scroll;			/* columns of text left of the screen */
};

/* What tells a row from all others, as pid and start time do. */
struct table_key {
	uint64_t main, sub;
};

/* What is in the table: row @i of @of, NULL behind the last one. */
struct table_rows {
	const void *(*get)(const void *of, size_t i);
	const void *of;
	/* What tells it, wherever it moves; NULL: it can't be clicked on. */
	struct table_key (*key)(const void *row);
	const struct field_context *context;
	int scroll;			/* as in struct table_state */
	const char *sought;		/* is marked where it is; NULL: nothing */
};

/* @nr rows, of which @rows are on screen; a page keeps one of them in sight. */
struct extent table_extent(size_t nr, size_t rows);

/*
 * What the texts of the columns take, in the @nr rows from @first on, where
 * that is more than in @content, TABLE_COLUMNS_MAX of them: so that no column
 * shrinks before the view forgets them. true: one has grown.
 */
bool table_measure(const struct table *table, const struct table_rows *rows,
		   size_t first, size_t nr, int content[TABLE_COLUMNS_MAX]);

/*
 * Move the text of the column that scrolls by @step columns, if one of the @nr
 * rows on screen has more there; false: nothing has moved.
 */
bool table_scroll(const struct table *table, struct table_state *state,
		  const struct table_rows *rows, const struct view_env *env,
		  size_t nr, int step);

enum table_answer {
	TABLE_NOTHING,		/* no command for a table */
	TABLE_MOVED,		/* another row may be selected */
	TABLE_SORTED,		/* the rows are to be sorted anew */
	TABLE_AT_LAST,		/* there is no column further to sort by */
};

/* What is told then. */
#define TABLE_AT_LAST_WHY "no more columns at this side"

/* And what is, where a head is clicked on that has no order. */
#define TABLE_NO_ORDER_WHY "can't sort by that column"

/* Obey a command that moves or sorts, on the screen of @env. */
enum table_answer table_command(const struct table *table,
				struct table_state *state,
				const struct view_env *env,
				const struct extent *extent,
				enum command command);

/* Is there a column of @field on the screen of @env, or one of each part? */
bool table_shows(const struct table *table, const struct view_env *env,
		 const struct field *field);

/* The columns on the screen of @env; returns how many. */
int table_shown(const struct table *table, const struct view_env *env,
		const struct table_column *columns[TABLE_COLUMNS_MAX]);

/* Whatever it can be sorted by now, on screen or not; returns how many. */
size_t table_fields(const struct table *table, const struct view_env *env,
		    const struct field *fields[TABLE_COLUMNS_MAX]);

/* The menu of these is asked for; sort as it was chosen there. */
struct act table_open_menu(const struct table *table,
			   const struct table_state *state);
void table_sort_by(struct table_state *state, const struct field *field);

/*
 * The rows have changed: the selection stays on its row, which is at @found
 * now, or, when that is gone (-1), on its place. Until a key has chosen, it is
 * the first row.
 */
void table_follow(struct table_state *state, const struct extent *extent,
		  ssize_t found);

/* Draw the heads alone into row @y, none marked. */
void table_draw_heads(const struct table *table, const struct view_env *env,
		      struct screen *screen, int y);

/*
 * Draw the heads into row @y, with a mark at the one that it is sorted by, and
 * @nr rows below; the selected one is lit if @lit, and has a '>' anyway. Heads
 * and rows can be clicked on.
 */
void table_draw(const struct table *table, const struct table_state *state,
		const struct table_rows *rows, const struct view_env *env,
		int nr, bool lit, struct screen *screen, int y);

/* Of a HIT_ROW that table_draw() has made: the key of its row. */
struct table_key table_hit_row(const struct hit *hit);

/* Of a HIT_HEAD: what @table is to be sorted by, NULL: it can't be, by that. */
const struct field *table_hit_field(const struct table *table,
				    const struct hit *hit);

#endif

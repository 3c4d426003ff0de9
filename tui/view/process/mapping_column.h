/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PROCESS_MAPPING_COLUMN_H
#define TUI_VIEW_PROCESS_MAPPING_COLUMN_H

#include <stdbool.h>
#include <stdint.h>

#include "common/format.h"
#include "model/target.h"
#include "screen/screen.h"

/* The columns of the table of mappings, in their order from left to right. */
enum mapping_column_id {
	MCOL_START, MCOL_END, MCOL_PERM, MCOL_RESERVED, MCOL_TOUCHED,
	MCOL_PERCENT, MCOL_ZERO, MCOL_WRITTEN, MCOL_HUGE, MCOL_FILE,
	MCOL_SWAPPED, MCOL_SINCE_TOUCHED, MCOL_SINCE_RELEASED, MCOL_PAGES,
	MCOL_NAME, NR_MAPPING_COLUMNS
};

/* What the values of all mappings depend on. */
struct mapping_context {
	bool tells_zero;	/* zero and huge are told from written */
	bool marked;		/* there is a mark: show what changed since */
	bool since_known;	/* changes are since that one, not another */
	uint64_t fresh_ns;	/* counts from before are old: dimmed */
};

/* Compares for sorting: negative when @a stands before @b. */
typedef int mapping_compare_fn(const struct mapping *a,
			       const struct mapping *b);

struct mapping_column {
	const char *head;
	int width;		/* columns on screen */
	int wide_width;		/* likewise, on a wide one; 0: the same */
	bool left;		/* head and value are flush left */
	bool head_left;		/* the head alone is */
	bool descending;	/* read from the greatest down */
	mapping_compare_fn *compare;	/* NULL: can't be sorted by */

	/*
	 * The value as text: either written to @buf of FORMAT_MAX bytes, or
	 * the mapping's own, which may hold any bytes. NULL: it is drawn in
	 * another way.
	 */
	const char *(*text)(const struct mapping *mapping,
			    const struct mapping_context *context, char *buf,
			    enum role *role);
};

extern const struct mapping_column mapping_columns[NR_MAPPING_COLUMNS];

/* Where a column stands on the screen. */
struct mapping_place {
	enum mapping_column_id id;
	int x, width;
};

/*
 * Choose the columns that fit into @width and place them; returns how many,
 * at most NR_MAPPING_COLUMNS. With @marked, those of the changes since are
 * among them.
 */
int mapping_columns_place(int width, bool marked,
			  struct mapping_place *places);

/* Draw the value of @mapping at its place in row @y. */
void mapping_column_draw(const struct mapping_place *place,
			 const struct mapping *mapping,
			 const struct mapping_context *context,
			 struct screen *screen, int y);

/* Its name, "[anon]" for want of one; may hold any bytes. */
const char *mapping_name(const struct mapping *mapping);

/* The last component of a name that is a path. */
const char *mapping_short_name(const struct mapping *mapping);

#endif

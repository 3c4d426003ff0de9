/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_CHOSEN_COLUMNS_H
#define TUI_VIEW_CHOSEN_COLUMNS_H

#include "view/table.h"

/* A table of a view's own: with columns that were chosen, as wide as need be. */
struct chosen_columns {
	struct table table;
	struct table_order order;
	int content[TABLE_COLUMNS_MAX];

	/* What the widths are for: as long as that holds, none shrinks. */
	int width;
	struct table_sort sort;
};

/*
 * It becomes @table, with the columns of the fields @chosen, as far as it has
 * them; NULL: as they fit. Zeroed, it was none before.
 */
void chosen_columns_set(struct chosen_columns *columns,
			const struct table *table,
			const struct field_list *chosen);

/* Another order, or another width, begins: texts are measured anew. */
void chosen_columns_settle(struct chosen_columns *columns, int width,
			   const struct table_sort *sort);

#endif

// SPDX-License-Identifier: GPL-2.0
/* The table of a view whose columns are chosen. */
#include <string.h>

#include "view/chosen_columns.h"

static const struct table_column *column_of(const struct table *table,
					    const struct field *field)
{
	int i;

	for (i = 0; i < table->nr; i++)
		if (table->columns[i].field == field)
			return &table->columns[i];
	return NULL;
}

void chosen_columns_set(struct chosen_columns *columns,
			const struct table *table,
			const struct field_list *chosen)
{
	struct table_order *order = &columns->order;
	const struct table_column *column;
	size_t i;

	order->nr = 0;
	for (i = 0; chosen && i < chosen->nr; i++) {
		column = column_of(table, chosen->of[i]);
		if (column)
			order->columns[order->nr++] = column;
	}
	columns->table = *table;
	columns->table.content = columns->content;
	columns->table.order = order->nr ? order : NULL;
}

void chosen_columns_settle(struct chosen_columns *columns, int width,
			   const struct table_sort *sort)
{
	if (columns->width == width && columns->sort.field == sort->field &&
	    columns->sort.inverted == sort->inverted)
		return;
	columns->width = width;
	columns->sort = *sort;
	memset(columns->content, 0, sizeof(columns->content));
}

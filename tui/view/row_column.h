/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_ROW_COLUMN_H
#define TUI_VIEW_ROW_COLUMN_H

#include "model/model.h"
#include "screen/screen.h"

/* What columns have in common, be their rows processes or sums of some. */

/* The bar of @row: what of its memory is touched, and what is zero. */
void row_draw_pages(const struct row *row, struct screen *screen, int x, int y,
		    int width);

/*
 * Is there nothing that such a column could tell? Of zeros and blocks the
 * kernel doesn't, of swap there is none. See .absent of struct table_column.
 */
bool model_lacks_tamalloc(const struct model *model);
bool model_lacks_zeros(const struct model *model);
bool model_lacks_swap(const struct model *model);

#endif

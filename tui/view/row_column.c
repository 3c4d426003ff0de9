// SPDX-License-Identifier: GPL-2.0
/* Columns that processes and groups of them have in common. */
#include "data/page.h"
#include "screen/page_cell.h"
#include "view/row_column.h"

void row_draw_pages(const struct row *row, struct screen *screen, int x, int y,
		    int width)
{
	struct page_counts counts = {
		.total = row->now.reserved,
		.in[PAGE_WRITTEN] = row_touched(row),
		.in[PAGE_ZERO] = row_zero(row),
	};

	if (row->gone)
		return;
	if (row_touched_known(row))
		page_bar(screen, x, y, width, &counts);
	else
		screen_text(screen, x, y, width, ROLE_UNKNOWN, "?");
}

bool model_lacks_tamalloc(const struct model *model)
{
	return !totals_tell_tamalloc(model_totals(model));
}

bool model_lacks_zeros(const struct model *model)
{
	return model_lacks_tamalloc(model) && !model_totals(model)->zeros_known;
}

bool model_lacks_swap(const struct model *model)
{
	const struct sys_stat *sys = &model_totals(model)->sys;

	return (sys->known & KNOWN_MEMORY) && !sys->swap_total;
}

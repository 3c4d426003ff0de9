/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_LIST_HEADER_H
#define TUI_VIEW_LIST_HEADER_H

#include "model/model.h"
#include "screen/screen.h"

/* Rows that the header takes on a screen of this height: 1 to 4. */
int header_height(const struct totals *totals, int height);

/*
 * Draw the totals into rows @y to @y + header_height() - 1: promised against
 * used, for the system and for tamalloc blocks, then faults. Totals are of
 * all processes, whatever the list shows.
 */
void header_draw(const struct totals *totals, struct screen *screen, int y);

/*
 * Draw what is listed of all that, @sum, into row @y, which is cleared before.
 */
void header_draw_sum(const struct row *sum, struct screen *screen, int y);

#endif

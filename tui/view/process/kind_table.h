/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PROCESS_KIND_TABLE_H
#define TUI_VIEW_PROCESS_KIND_TABLE_H

#include <stdbool.h>

#include "model/target.h"
#include "screen/screen.h"

/* The mappings of a process summed up by kind: a column for each there is. */
#define KIND_TABLE_HEIGHT 5

/* Columns that it takes. */
int kind_table_width(const struct target *target);

/*
 * Draw it with its upper left corner at @x, @y; '>' is before the chosen kind
 * (enum mapping_kind; NR_KINDS for all).
 */
void kind_table_draw(const struct target *target, int chosen,
		     struct screen *screen, int x, int y);

/*
 * The kind behind @kind (NR_KINDS: all) that has mappings, in direction
 * @step (1 or -1); all of them are between the last one and the first.
 */
int kind_step(const struct target *target, int kind, int step);

#endif

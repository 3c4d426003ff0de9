/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_LIST_COLUMN_H
#define TUI_VIEW_LIST_COLUMN_H

#include "view/table.h"

/* The columns of the list of processes; its rows are struct row. */
extern const struct table list_table;

#endif

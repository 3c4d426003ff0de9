/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PROCESS_MAPPING_COLUMN_H
#define TUI_VIEW_PROCESS_MAPPING_COLUMN_H

#include "view/table.h"

/* The columns of the table of mappings; its rows are struct mapping. */
extern const struct table mapping_table;

#endif

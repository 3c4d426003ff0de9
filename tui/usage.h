/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_USAGE_H
#define TUI_USAGE_H

#include "option_table.h"

/* Print what --help prints, of @nr options, to standard output. */
void usage_print(const struct option_row *rows, size_t nr);

#endif

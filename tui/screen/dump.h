/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_DUMP_H
#define TUI_SCREEN_DUMP_H

#include <stdbool.h>
#include <stdio.h>

#include "screen/palette.h"
#include "screen/screen.h"

/*
 * Write the screen as text, as @palette shows it, without trailing blanks; with
 * @roles a second block of role letters, where '>' begins a selected row.
 * false when @out failed.
 */
bool screen_dump(const struct screen *screen, const struct palette *palette,
		 bool roles, FILE *out);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_EXPORT_SVG_H
#define TUI_SCREEN_EXPORT_SVG_H

#include "screen/export_run.h"

/* A screen as a picture: its text is text, with <title> and <desc>. */
void export_svg(const struct screen *screen, const struct palette *palette,
		const struct export_words *words, FILE *out);

#endif

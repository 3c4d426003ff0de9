/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_EXPORT_HTML_H
#define TUI_SCREEN_EXPORT_HTML_H

#include "screen/export_run.h"

/* A screen as a page of text in colours, to be read and copied as lines. */
void export_html(const struct screen *screen, const struct palette *palette,
		 const struct export_words *words, FILE *out);

#endif

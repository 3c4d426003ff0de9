/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_EXPORT_H
#define TUI_SCREEN_EXPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "screen/export_run.h"
#include "screen/palette.h"
#include "screen/screen.h"

/* What a screen can be written as. */
enum export_format {
	EXPORT_SVG,
	EXPORT_HTML,
	EXPORT_ANSI,		/* text, with colours for a terminal */
	EXPORT_TEXT,
	NR_EXPORT_FORMATS,
};

struct export_kind {
	const char *name;	/* for --format */
	const char *suffix;	/* of a file, with its dot */
	char key;		/* that chooses it */
	const char *words;	/* behind it: what it stands for */

	/* Write all of it; failures show in ferror(@out). */
	void (*write)(const struct screen *screen,
		      const struct palette *palette,
		      const struct export_words *words, FILE *out);
};

extern const struct export_kind export_kinds[NR_EXPORT_FORMATS];

/* The format that --format calls @name; NR_EXPORT_FORMATS: there is none. */
enum export_format export_by_name(const char *name);

/* The one that @key chooses; NR_EXPORT_FORMATS: there is none. */
enum export_format export_by_key(char key);

/*
 * Write @screen as it is shown by @palette, with @words, in UTF-8. false when
 * @out failed.
 */
bool screen_export(const struct screen *screen, const struct palette *palette,
		   enum export_format format, const struct export_words *words,
		   FILE *out);

#endif

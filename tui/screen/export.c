// SPDX-License-Identifier: GPL-2.0
/* A screen written as it looks: the table of formats, and plain ones. */
#include <string.h>

#include "screen/dump.h"
#include "screen/export.h"
#include "screen/export_html.h"
#include "screen/export_svg.h"

/* The colour of plain text is the terminal's own. */
static void put_sgr(const struct palette *palette, struct look look, FILE *out)
{
	fputs("\033[0", out);
	if (look.attrs & PAINT_BOLD)
		fputs(";1", out);
	if (look.attrs & PAINT_DIM)
		fputs(";2", out);
	if (look.attrs & PAINT_UNDERLINE)
		fputs(";4", out);
	if (look.attrs & PAINT_REVERSE)
		fputs(";7", out);
	if (look.fg != palette_foreground(palette))
		fprintf(out, ";38;2;%u;%u;%u", look.fg >> 16,
			look.fg >> 8 & 0xff, look.fg & 0xff);
	fputc('m', out);
}

static void ansi_row(const struct screen *screen, int y,
		     const struct palette *palette, FILE *out)
{
	struct export_run run = { 0 };

	while (export_next_run(screen, y, palette, NULL, &run)) {
		if (!export_is_plain(palette, run.look))
			put_sgr(palette, run.look, out);
		export_put_run(&run, palette, false, out);
		if (!export_is_plain(palette, run.look))
			fputs("\033[0m", out);
	}
	fputc('\n', out);
}

static void export_ansi(const struct screen *screen,
			const struct palette *palette,
			const struct export_words *words, FILE *out)
{
	int y;

	for (y = 0; y < screen->height; y++)
		ansi_row(screen, y, palette, out);
	if (!words->caption)
		return;
	fputs("\033[0;2m", out);
	export_put_text(words->caption, false, out);
	fputs("\033[0m\n", out);
}

static void export_text(const struct screen *screen,
			const struct palette *palette,
			const struct export_words *words, FILE *out)
{
	screen_dump(screen, palette, false, out);
	if (!words->caption)
		return;
	export_put_text(words->caption, false, out);
	fputc('\n', out);
}

const struct export_kind export_kinds[NR_EXPORT_FORMATS] = {
	[EXPORT_SVG] = { "svg", ".svg", 's', "SVG", export_svg },
	[EXPORT_HTML] = { "html", ".html", 'h', "HTML", export_html },
	[EXPORT_ANSI] = { "ansi", ".ansi", 'a', "ANSI", export_ansi },
	[EXPORT_TEXT] = { "text", ".txt", 't', "text", export_text },
};

enum export_format export_by_name(const char *name)
{
	int i;

	for (i = 0; i < NR_EXPORT_FORMATS; i++)
		if (!strcmp(export_kinds[i].name, name))
			break;
	return (enum export_format)i;
}

enum export_format export_by_key(char key)
{
	int i;

	for (i = 0; i < NR_EXPORT_FORMATS; i++)
		if (export_kinds[i].key == key)
			break;
	return (enum export_format)i;
}

bool screen_export(const struct screen *screen, const struct palette *palette,
		   enum export_format format, const struct export_words *words,
		   FILE *out)
{
	export_kinds[format].write(screen, palette, words, out);
	return !ferror(out);
}

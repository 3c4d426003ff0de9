// SPDX-License-Identifier: GPL-2.0
/* A screen as a page of spans with styles. */
#include "screen/export_html.h"

/*
 * What the font lacks comes from another one, whose characters may have another
 * width: a box of as many columns as it should have keeps what is behind it in
 * place.
 */
static bool joins(char32_t first, char32_t before, char32_t glyph)
{
	(void)before;
	return (first < 0x80) == (glyph < 0x80);
}

static void put_style(const struct palette *palette,
		      const struct export_run *run, FILE *out)
{
	uint8_t attrs = run->look.attrs;

	if (run->glyph >= 0x80)
		fprintf(out, "display:inline-block;width:%dch;", run->width);
	if (export_fg(palette, run->look) != palette_foreground(palette))
		fprintf(out, "color:#%06x;", export_fg(palette, run->look));
	if (attrs & PAINT_REVERSE)
		fprintf(out, "background:#%06x;",
			export_bg(palette, run->look));
	if (attrs & PAINT_BOLD)
		fputs("font-weight:bold;", out);
	if (attrs & PAINT_DIM)
		fputs("opacity:.6;", out);
	if (attrs & PAINT_UNDERLINE)
		fputs("text-decoration:underline;", out);
}

static void put_row(const struct screen *screen, int y,
		    const struct palette *palette, FILE *out)
{
	struct export_run run = { 0 };
	bool plain;

	while (export_next_run(screen, y, palette, joins, &run)) {
		plain = export_is_plain(palette, run.look) &&
			run.glyph < 0x80;
		if (!plain) {
			fputs("<span style=\"", out);
			put_style(palette, &run, out);
			fputs("\">", out);
		}
		export_put_run(&run, palette, true, out);
		if (!plain)
			fputs("</span>", out);
	}
	fputc('\n', out);
}

/* So large, DejaVu Sans Mono is 8 pixels wide: blocks meet each other. */
static void put_head(const struct palette *palette,
		     const struct export_words *words, FILE *out)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\"/>\n<title>", out);
	export_put_text(words->title, true, out);
	fprintf(out,
		"</title>\n<style>\n"
		"body{background:#%06x;color:#%06x;margin:12px}\n"
		"figure{margin:0}\n"
		"pre{font:13.29px/15px \"DejaVu Sans Mono\",\"Liberation Mono\","
		"Menlo,Consolas,monospace;margin:0}\n"
		"span{vertical-align:top;white-space:pre}\n"
		"figcaption{font:12px sans-serif;opacity:.6;margin-top:12px;"
		"white-space:pre-wrap}\n"
		"</style>\n</head>\n",
		palette_background(palette), palette_foreground(palette));
}

void export_html(const struct screen *screen, const struct palette *palette,
		 const struct export_words *words, FILE *out)
{
	int y;

	put_head(palette, words, out);
	fputs("<body>\n<figure>\n<pre>", out);
	for (y = 0; y < screen->height; y++)
		put_row(screen, y, palette, out);
	fputs("</pre>\n", out);
	if (words->caption) {
		fputs("<figcaption>", out);
		export_put_text(words->caption, true, out);
		fputs("</figcaption>\n", out);
	}
	fputs("</figure>\n</body>\n</html>\n", out);
}

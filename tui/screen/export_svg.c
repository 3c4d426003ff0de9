// SPDX-License-Identifier: GPL-2.0
/* A screen as a picture: shapes, and the text above them. */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "base/text.h"
#include "screen/export_svg.h"

/* Of a cell, in pixels; 13.3 pixels of DejaVu Sans Mono are 8 wide. */
#define CELL_WIDTH	8
#define CELL_HEIGHT	16
#define FONT_SIZE	"13.3"
#define BASELINE	12

#define MARGIN		10
#define CAPTION_HEIGHT	20
#define CAPTION_SIZE	10
#define CAPTION_WIDTH	6.02	/* of a character */

/*
 * Glyphs that are to meet those beside them, which those of a font seldom do:
 * horizontal strokes, and the text above them can't be seen. Odd ones are
 * shifted.
 */
static const struct shape {
	char32_t glyph;
	int top, height;	/* of the first stroke */
	int step, nr;		/* from one to the next */
	int start, dash, gap;	/* gap 0: no dashes */
	int shift;
} shapes[] = {
	{ GLYPH_FULL, 0, 16, 0, 1, 0, 0, 0, 0 },
	{ GLYPH_HALF, 0, 2, 2, 8, 0, 2, 2, 2 },
	{ GLYPH_EIGHTH, 1, 2, 4, 4, 0, 2, 2, 2 },
	{ GLYPH_ALL_ZERO, 5, 2, 4, 2, 0, 0, 0, 0 },
	{ GLYPH_SOME_ZERO, 7, 2, 0, 1, 0, 0, 0, 0 },
	{ GLYPH_NONE, 7, 2, 0, 1, 3, 2, 6, 0 },
	{ 0x25a0 /* ■ */, 3, 10, 0, 1, 0, 7, 1, 0 },
};

static int row_top(int y)
{
	return MARGIN + y * CELL_HEIGHT;
}

static int column_left(int x)
{
	return MARGIN + x * CELL_WIDTH;
}

static bool shape_of(char32_t glyph, struct shape *shape)
{
	int height = 2 * (int)(glyph - GLYPH_SPARK1 + 1);
	size_t i;

	if (glyph >= GLYPH_SPARK1 && glyph < GLYPH_FULL) {
		*shape = (struct shape){ glyph, CELL_HEIGHT - height, height, 0,
					 1, 0, 0, 0, 0 };
		return true;
	}
	for (i = 0; i < ARRAY_SIZE(shapes); i++) {
		*shape = shapes[i];
		if (shapes[i].glyph == glyph)
			return true;
	}
	return false;
}

static void put_strokes(const struct shape *shape, int left, int top, int width,
			FILE *out)
{
	int i, shift;

	for (i = 0; i < shape->nr; i++) {
		shift = shape->start + (i & 1 ? shape->shift : 0);
		fprintf(out, "M%d %dh%d", left + shift,
			top + shape->top + i * shape->step + shape->height / 2,
			width - shift);
	}
}

static void put_shape(const struct palette *palette,
		      const struct export_run *run, const struct shape *shape,
		      int y, FILE *out)
{
	fputs("<path d=\"", out);
	put_strokes(shape, column_left(run->x), row_top(y),
		    run->width * CELL_WIDTH, out);
	fprintf(out, "\" stroke=\"#%06x\" stroke-width=\"%d\"",
		export_fg(palette, run->look), shape->height);
	if (shape->gap)
		fprintf(out, " stroke-dasharray=\"%d %d\"", shape->dash,
			shape->gap);
	if (run->look.attrs & PAINT_DIM)
		fputs(" stroke-opacity=\".6\"", out);
	fputs("/>\n", out);
}

static void put_background(const struct palette *palette,
			   const struct export_run *run, int y, FILE *out)
{
	fprintf(out,
		"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n",
		column_left(run->x), row_top(y), run->width * CELL_WIDTH,
		CELL_HEIGHT, export_bg(palette, run->look));
}

static bool same_glyph(char32_t first, char32_t before, char32_t glyph)
{
	(void)before;
	return first == glyph;
}

/* What is below the text: backgrounds, then shapes. */
static void put_shapes(const struct screen *screen, int y,
		       const struct palette *palette, FILE *out)
{
	struct export_run run = { 0 };
	struct shape shape;

	while (export_next_run(screen, y, palette, NULL, &run))
		if (run.look.attrs & PAINT_REVERSE)
			put_background(palette, &run, y, out);
	run = (struct export_run){ 0 };
	while (export_next_run(screen, y, palette, same_glyph, &run))
		if (shape_of(run.glyph, &shape))
			put_shape(palette, &run, &shape, y, out);
}

/*
 * Words begin where their columns are, whatever font there is. Of what isn't
 * ASCII another font may come for each character.
 */
static bool joins_word(char32_t first, char32_t before, char32_t glyph)
{
	struct shape shape;

	(void)before;
	if (shape_of(first, &shape))
		return first == glyph;
	if (first >= 0x80 || glyph >= 0x80)
		return false;
	return (first == ' ') == (glyph == ' ');
}

static void put_span_looks(const struct palette *palette,
			   const struct export_run *run, FILE *out)
{
	uint32_t fg = export_fg(palette, run->look);
	uint8_t attrs = run->look.attrs;
	struct shape shape;

	if (fg != palette_foreground(palette))
		fprintf(out, " fill=\"#%06x\"", fg);
	if (attrs & PAINT_BOLD)
		fputs(" font-weight=\"bold\"", out);
	if (attrs & PAINT_UNDERLINE)
		fputs(" text-decoration=\"underline\"", out);
	if (shape_of(run->glyph, &shape))
		fputs(" fill-opacity=\"0\"", out);
	else if (attrs & PAINT_DIM)
		fputs(" fill-opacity=\".6\"", out);
}

/* What isn't seen needs no place: whoever copies the text wants it. */
static void put_span(const struct palette *palette,
		     const struct export_run *run, FILE *out)
{
	if (run->glyph == ' ' && export_is_plain(palette, run->look)) {
		export_put_run(run, palette, true, out);
		return;
	}
	fprintf(out, "<tspan x=\"%d\" textLength=\"%d\"",
		column_left(run->x), run->width * CELL_WIDTH);
	put_span_looks(palette, run, out);
	fputc('>', out);
	export_put_run(run, palette, true, out);
	fputs("</tspan>", out);
}

static void put_text_row(const struct screen *screen, int y,
			 const struct palette *palette, FILE *out)
{
	struct export_run run = { 0 };
	bool begun = false;

	while (export_next_run(screen, y, palette, joins_word, &run)) {
		if (!begun)
			fprintf(out, "<text y=\"%d\" xml:space=\"preserve\">",
				row_top(y) + BASELINE);
		begun = true;
		put_span(palette, &run, out);
	}
	if (begun)
		fputs("</text>\n", out);
}

/* The first line ends what places the picture, for who puts it into another. */
static void put_head(const struct palette *palette,
		     const struct export_words *words, int width, int height,
		     FILE *out)
{
	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\"\n"
		" viewBox=\"0 0 %d %d\" font-size=\"" FONT_SIZE "\" fill=\"#%06x\"\n"
		" font-family=\"'DejaVu Sans Mono','Liberation Mono',Menlo,Consolas,monospace\">\n"
		"<title>",
		width, height, width, height, palette_foreground(palette));
	export_put_text(words->title, true, out);
	fputs("</title>\n<desc>", out);
	export_put_text(words->caption ? words->caption : words->title, true,
			out);
	fprintf(out,
		"</desc>\n<rect width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n",
		width, height, palette_background(palette));
}

static void put_caption(const char *caption, int columns, int y, FILE *out)
{
	int room = (int)(columns * CELL_WIDTH / CAPTION_WIDTH);
	size_t fits = text_fitting(caption, room);
	char *text = strndup(caption, fits);

	fprintf(out,
		"<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill-opacity=\".6\" xml:space=\"preserve\">",
		MARGIN, y, CAPTION_SIZE);
	if (text)
		export_put_text(text, true, out);
	fputs("</text>\n", out);
	free(text);
}

void export_svg(const struct screen *screen, const struct palette *palette,
		const struct export_words *words, FILE *out)
{
	int width = 2 * MARGIN + screen->width * CELL_WIDTH;
	int below = row_top(screen->height);
	int y;

	put_head(palette, words, width,
		 below + (words->caption ? CAPTION_HEIGHT : 0) + MARGIN, out);
	fputs("<g shape-rendering=\"crispEdges\">\n", out);
	for (y = 0; y < screen->height; y++)
		put_shapes(screen, y, palette, out);
	fputs("</g>\n", out);
	for (y = 0; y < screen->height; y++)
		put_text_row(screen, y, palette, out);
	if (words->caption)
		put_caption(words->caption, screen->width,
			    below + CAPTION_HEIGHT - 4, out);
	fputs("</svg>\n", out);
}

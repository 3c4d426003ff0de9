// SPDX-License-Identifier: GPL-2.0
/* A row of a screen, cut into what looks the same, and safe characters. */
#include "base/text.h"
#include "screen/export_run.h"

/* A blank shows nothing, unless something is drawn under or behind it. */
static bool is_seen(const struct cell *cell, struct look look)
{
	return cell->glyph != ' ' ||
	       (look.attrs & (PAINT_UNDERLINE | PAINT_REVERSE));
}

static struct look look_of(const struct palette *palette,
			   const struct cell *cell)
{
	struct look look = palette_look(palette, cell);

	if (cell->selected)
		look.attrs ^= PAINT_REVERSE;
	if (cell->cursor)
		look.attrs |= PAINT_UNDERLINE;
	if (!is_seen(cell, look))
		look = (struct look){ .fg = palette_foreground(palette) };
	return look;
}

static bool same_look(struct look a, struct look b)
{
	return a.fg == b.fg && a.attrs == b.attrs;
}

static int row_end(const struct cell *row, int width,
		   const struct palette *palette)
{
	while (width && !is_seen(&row[width - 1],
				 look_of(palette, &row[width - 1])))
		width--;
	return width;
}

bool export_next_run(const struct screen *screen, int y,
		     const struct palette *palette, export_joins_fn joins,
		     struct export_run *run)
{
	const struct cell *row = screen_row(screen, y);
	int end = row_end(row, screen->width, palette);
	int x = run->x + run->width;
	char32_t glyph, before;

	if (x >= end)
		return false;
	*run = (struct export_run){
		.cells = &row[x],
		.x = x,
		.glyph = palette_glyph(palette, &row[x]),
		.look = look_of(palette, &row[x]),
	};
	for (before = run->glyph; x < end; x++, before = glyph) {
		glyph = palette_glyph(palette, &row[x]);
		if (!row[x].glyph)
			glyph = before;	/* it goes with its left half */
		else if (!same_look(look_of(palette, &row[x]), run->look) ||
			 (joins && x > run->x &&
			  !joins(run->glyph, before, glyph)))
			break;
	}
	run->width = x - run->x;
	return true;
}

bool export_is_plain(const struct palette *palette, struct look look)
{
	return !look.attrs && look.fg == palette_foreground(palette);
}

uint32_t export_fg(const struct palette *palette, struct look look)
{
	return look.attrs & PAINT_REVERSE ? palette_background(palette) :
					    look.fg;
}

uint32_t export_bg(const struct palette *palette, struct look look)
{
	return look.attrs & PAINT_REVERSE ? look.fg :
					    palette_background(palette);
}

/* What XML has other words for, or none at all. */
static const char *xml_word(char32_t glyph)
{
	switch (glyph) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return glyph < 0x20 || glyph == 0xfffe || glyph == 0xffff ?
			       "?" : NULL;
	}
}

static void put_glyph(char32_t glyph, bool xml, FILE *out)
{
	const char *word = xml ? xml_word(glyph) : NULL;
	char text[5];

	text_encode(text, glyph);
	fputs(word ? word : text, out);
}

void export_put_run(const struct export_run *run,
		    const struct palette *palette, bool xml, FILE *out)
{
	int i;

	for (i = 0; i < run->width; i++)
		if (run->cells[i].glyph)
			put_glyph(palette_glyph(palette, &run->cells[i]), xml,
				  out);
}

void export_put_text(const char *text, bool xml, FILE *out)
{
	char32_t glyph;
	int width;

	while (*text) {
		text = text_next(text, &glyph, &width);
		put_glyph(glyph, xml, out);
	}
}

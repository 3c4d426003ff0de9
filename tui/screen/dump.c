// SPDX-License-Identifier: GPL-2.0
/* A screen written as text and role letters, for tests and files. */
#include "base/text.h"
#include "screen/dump.h"

#define ROLE_LETTER(name, letter) [ROLE_##name] = letter,
static const char role_letters[NR_ROLES] = { ROLE_LIST(ROLE_LETTER) };

static int row_end(const struct cell *row, int width)
{
	while (width && row[width - 1].glyph == ' ')
		width--;
	return width;
}

static void dump_text_row(const struct cell *row, int width,
			  const struct palette *palette, FILE *out)
{
	char text[5];
	int end = row_end(row, width);
	int x;

	for (x = 0; x < end; x++) {
		if (!row[x].glyph)
			continue;
		text_encode(text, palette_glyph(palette, &row[x]));
		fputs(text, out);
	}
	fputc('\n', out);
}

static char cell_letter(const struct cell *cell)
{
	if (cell->glyph == ' ')
		return ' ';
	if (cell->glow)
		return (char)('0' + cell->glow);
	return role_letters[cell->role];
}

static void dump_role_row(const struct cell *row, int width, FILE *out)
{
	int blanks = 0;
	char letter;
	int x;

	for (x = 0; x < width; x++) {
		letter = cell_letter(&row[x]);
		if (x == 0 && row[x].selected)
			letter = '>';
		if (letter == ' ') {
			blanks++;
			continue;
		}
		fprintf(out, "%*s%c", blanks, "", letter);
		blanks = 0;
	}
	fputc('\n', out);
}

bool screen_dump(const struct screen *screen, const struct palette *palette,
		 bool roles, FILE *out)
{
	int y;

	for (y = 0; y < screen->height; y++)
		dump_text_row(screen_row(screen, y), screen->width, palette,
			      out);
	if (roles) {
		fputs("--- roles\n", out);
		for (y = 0; y < screen->height; y++)
			dump_role_row(screen_row(screen, y), screen->width,
				      out);
	}
	return !ferror(out);
}

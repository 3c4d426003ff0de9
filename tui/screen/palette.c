// SPDX-License-Identifier: GPL-2.0
/* What roles and glyphs look like on a terminal: the only place for colours. */
#include <ctype.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/base.h"
#include "data/page.h"
#include "screen/palette.h"

/* Colours were chosen for contrast on black and on white, see tamtop(1). */
static const struct {
	struct paint full;	/* 256 colours */
	struct paint few;	/* 8 and 16 */
	struct paint mono;
} paints[NR_ROLES] = {
	[ROLE_TEXT]	 = { { -1, 0 }, { -1, 0 }, { -1, 0 } },
	[ROLE_WRITTEN]	 = { { 202, 0 }, { 3, 0 }, { -1, 0 } },
	[ROLE_ZERO]	 = { { 68, 0 }, { 6, 0 }, { -1, 0 } },
	[ROLE_HUGE]	 = { { 129, 0 }, { 5, 0 }, { -1, 0 } },
	[ROLE_SWAPPED]	 = { { 137, 0 }, { 1, 0 }, { -1, 0 } },
	[ROLE_FILE]	 = { { 59, 0 }, { -1, PAINT_DIM }, { -1, 0 } },
	[ROLE_MIXED]	 = { { -1, 0 }, { -1, 0 }, { -1, 0 } },
	[ROLE_FRESH1]	 = { { -1, PAINT_BOLD }, { -1, PAINT_BOLD },
			     { -1, 0 } },
	[ROLE_FRESH2]	 = { { 136, PAINT_BOLD }, { 3, PAINT_BOLD },
			     { -1, 0 } },
	[ROLE_GONE]	 = { { 68, PAINT_BOLD }, { 6, PAINT_BOLD },
			     { -1, 0 } },
	[ROLE_UNTOUCHED] = { { 243, 0 }, { -1, PAINT_DIM },
			     { -1, PAINT_DIM } },
	[ROLE_DIM]	 = { { 243, 0 }, { -1, PAINT_DIM },
			     { -1, PAINT_DIM } },
	[ROLE_UNKNOWN]	 = { { 243, 0 }, { -1, PAINT_DIM },
			     { -1, PAINT_DIM } },
	[ROLE_TITLE]	 = { { -1, PAINT_BOLD }, { -1, PAINT_BOLD },
			     { -1, PAINT_BOLD } },
	[ROLE_HEAD]	 = { { -1, PAINT_UNDERLINE }, { -1, PAINT_UNDERLINE },
			     { -1, PAINT_UNDERLINE } },
	[ROLE_SORTED]	 = { { -1, PAINT_UNDERLINE | PAINT_BOLD },
			     { -1, PAINT_UNDERLINE | PAINT_BOLD },
			     { -1, PAINT_UNDERLINE | PAINT_BOLD } },
	[ROLE_TAMALLOC]	 = { { -1, PAINT_BOLD }, { -1, PAINT_BOLD },
			     { -1, PAINT_BOLD } },
	[ROLE_STATE]	 = { { -1, PAINT_REVERSE }, { -1, PAINT_REVERSE },
			     { -1, PAINT_REVERSE } },
	[ROLE_ERROR]	 = { { 202, PAINT_BOLD }, { 3, PAINT_BOLD },
			     { -1, PAINT_BOLD } },
	[ROLE_NOTICE]	 = { { -1, PAINT_BOLD }, { -1, PAINT_BOLD },
			     { -1, PAINT_BOLD } },
};

/* Behind the cursor's cell: a grey darker than any state, blue, as none is. */
#define CURSOR_FULL	238
#define CURSOR_FEW	4

struct paint palette_paint(const struct palette *palette, enum role role)
{
	if (palette->colors >= 256)
		return paints[role].full;
	return palette->colors ? paints[role].few : paints[role].mono;
}

/*
 * A shade lets what is behind it through: it would look fuller, or of another
 * colour. The line below it is enough.
 */
short palette_cursor(const struct palette *palette, const struct cell *cell)
{
	if (!cell->cursor || !palette->colors ||
	    cell->glyph == GLYPH_EIGHTH || cell->glyph == GLYPH_HALF)
		return -1;
	return palette->colors >= 256 ? CURSOR_FULL : CURSOR_FEW;
}

enum role palette_role(const struct cell *cell)
{
	switch (cell->glow) {
	case 1:
		return ROLE_FRESH1;
	case 2:
		return ROLE_FRESH2;
	default:
		return (enum role)cell->role;
	}
}

/* In its last second the glow is the state's own colour, but brighter. */
struct paint palette_paint_cell(const struct palette *palette,
				const struct cell *cell)
{
	struct paint paint = palette_paint(palette, palette_role(cell));

	if (cell->glow == 3 && palette->colors)
		paint.attrs |= PAINT_BOLD;
	return paint;
}

uint32_t palette_background(const struct palette *palette)
{
	return palette->scheme == SCHEME_LIGHT ? 0xffffff : 0x121212;
}

uint32_t palette_foreground(const struct palette *palette)
{
	return palette->scheme == SCHEME_LIGHT ? 0x262626 : 0xd0d0d0;
}

/* The 256 colours as xterm has them: 16, a cube of 6x6x6, 24 greys. */
static uint32_t rgb_of(short color)
{
	static const uint32_t first[16] = {
		0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,
		0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
		0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
	};
	static const uint32_t steps[6] = { 0, 95, 135, 175, 215, 255 };
	uint32_t n = (uint32_t)color;

	if (n < 16)
		return first[n];
	if (n >= 232)
		return (8 + 10 * (n - 232)) * 0x010101;
	n -= 16;
	return steps[n / 36] << 16 | steps[n / 6 % 6] << 8 | steps[n % 6];
}

struct look palette_look(const struct palette *palette, const struct cell *cell)
{
	struct paint paint = palette_paint_cell(palette, cell);

	return (struct look){
		.fg = paint.fg < 0 ? palette_foreground(palette) :
				     rgb_of(paint.fg),
		.attrs = paint.attrs,
	};
}

/* East Asian terminals draw some of these two columns wide. */
static bool glyphs_are_narrow(void)
{
	static const wchar_t glyphs[] = {
		GLYPH_NONE, GLYPH_GONE,	     GLYPH_UP,
		GLYPH_DOWN, GLYPH_SOME_ZERO, GLYPH_ALL_ZERO,
		GLYPH_FULL, GLYPH_EIGHTH,    GLYPH_HALF,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(glyphs); i++)
		if (wcwidth(glyphs[i]) != 1)
			return false;
	return true;
}

static bool term_is_serial(const char *term)
{
	return !strcmp(term, "vt100") || !strcmp(term, "vt220") ||
	       !strcmp(term, "dumb");
}

struct palette palette_detect(const char *term, int colors)
{
	const char *no_color = getenv("NO_COLOR");
	struct palette palette = { 0 };

	palette.ascii = strcmp(nl_langinfo(CODESET), "UTF-8") ||
			term_is_serial(term) || !glyphs_are_narrow();
	palette.eighths = !palette.ascii && strncmp(term, "linux", 5) != 0;
	if (!no_color || !*no_color)
		palette.colors = colors >= 256 ? 256 :
				 colors >= 16  ? 16 :
				 colors >= 8   ? 8 :
						 0;
	return palette;
}

/* Sparklines in the ramp of the map, for want of eighth blocks. */
static char32_t spark_twin(char32_t glyph)
{
	static const char32_t ramp[] = {
		GLYPH_FEW,  GLYPH_FEW,	GLYPH_EIGHTH, GLYPH_EIGHTH,
		GLYPH_HALF, GLYPH_HALF, GLYPH_HALF,
	};

	if (glyph < GLYPH_SPARK1 || glyph >= GLYPH_FULL)
		return glyph;
	return ramp[glyph - GLYPH_SPARK1];
}

/* The twin of a glyph where there is no UTF-8. */
static char32_t ascii_twin(char32_t glyph)
{
	static const struct {
		char32_t glyph;
		char twin;
	} twins[] = {
		{ GLYPH_NONE, '.' }, { GLYPH_SOME_ZERO, '-' },
		{ GLYPH_ALL_ZERO, '=' }, { GLYPH_EIGHTH, '+' },
		{ GLYPH_HALF, '*' }, { GLYPH_FULL, '#' },
		{ GLYPH_GONE, 'o' }, { GLYPH_DOWN, 'v' }, { GLYPH_UP, '^' },
	};
	size_t i;

	if (glyph < 0x80)
		return glyph;
	for (i = 0; i < ARRAY_SIZE(twins); i++)
		if (twins[i].glyph == glyph)
			return (char32_t)twins[i].twin;
	return '?';
}

static bool is_touched(char32_t glyph)
{
	return glyph == GLYPH_FULL || glyph == GLYPH_HALF ||
	       glyph == GLYPH_EIGHTH || glyph == GLYPH_FEW;
}

#define STATE_LETTER(state, word, key, as, touched, there, role, glyph, letter) \
	{ ROLE_##role, letter },

/* The letter of a role that only a colour tells from others; 0: none. */
static char role_letter(uint8_t role)
{
	static const struct {
		enum role role;
		char letter;
	} letters[] = { PAGE_STATES(STATE_LETTER){ ROLE_MIXED, 'm' } };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(letters); i++)
		if (letters[i].role == role)
			return letters[i].letter;
	return 0;
}

/* Where there are few colours, what is swapped looks like what is written. */
static bool needs_letter(const struct palette *palette, const struct cell *cell)
{
	return !palette->colors || cell->letter ||
	       (cell->role == ROLE_SWAPPED && palette->colors < 256);
}

static char32_t state_letter(const struct palette *palette,
			     const struct cell *cell)
{
	char letter = role_letter(cell->role);

	if (!is_touched(cell->glyph))
		return 0;
	if (cell->glow == 1 && (!palette->colors || cell->letter))
		return '@';
	if (!letter || !needs_letter(palette, cell))
		return 0;
	if (cell->glyph == GLYPH_FULL)
		letter = (char)toupper((unsigned char)letter);
	return (char32_t)letter;
}

char32_t palette_glyph(const struct palette *palette, const struct cell *cell)
{
	char32_t glyph = state_letter(palette, cell);

	if (!glyph)
		glyph = cell->glyph;
	if (!palette->eighths)
		glyph = spark_twin(glyph);
	return palette->ascii ? ascii_twin(glyph) : glyph;
}

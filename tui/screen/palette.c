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

/*
 * The states: a hue each in two strengths, settled and fresh, on a dark and on
 * a light background. Found by tests/palette/search.c, and held to
 * contrast and distance by a test.
 */
struct strengths {
	uint32_t settled, fresh;
};

struct hue {
	enum role role;
	struct strengths full[NR_BACKGROUNDS];	/* 24 bits */
	struct strengths cube[NR_BACKGROUNDS];	/* of 256 colours */
	struct paint few;		/* 8 and 16 */
};

#define NR_HUES 6

static const struct hue hues[NR_HUE_SETS][NR_HUES] = { {
	{ ROLE_WRITTEN, { { 0xb48c50, 0xfaaa32 }, { 0xb48c50, 0x6e3c00 } },
	  { { 0xaf875f, 0xffd787 }, { 0xaf875f, 0x870000 } }, { 3, 0 } },
	{ ROLE_ZERO, { { 0x3c64aa, 0xa0c8fa }, { 0x3c8cd2, 0x0a2864 } },
	  { { 0x005fd7, 0xafd7ff }, { 0x5f87d7, 0x00005f } }, { 6, 0 } },
	{ ROLE_HUGE, { { 0xa082b4, 0xfa50fa }, { 0x9682aa, 0x6e1efa } },
	  { { 0xaf87ff, 0xffafff }, { 0x5f00ff, 0x5f00af } }, { 5, 0 } },
	{ ROLE_SWAPPED, { { 0xa05046, 0xf0320a }, { 0xd27882, 0xdc0a0a } },
	  { { 0xd70000, 0xff87af }, { 0xd70087, 0x5f005f } }, { 1, 0 } },
	{ ROLE_FILE, { { 0x5a646e, 0xdcdcdc }, { 0x50505a, 0x000000 } },
	  { { 0x626262, 0xe4e4e4 }, { 0x444444, 0x000000 } }, { -1, PAINT_DIM } },
	{ ROLE_MIXED, { { 0x6ea082, 0x28f096 }, { 0x3c6e46, 0x003c1e } },
	  { { 0x5fd700, 0xd7ff87 }, { 0x5f8700, 0x005f00 } }, { 2, 0 } },
}, {
	{ ROLE_WRITTEN, { { 0xc88200, 0xfae65a }, { 0xd2820a, 0x643c32 } },
	  { { 0xd7af00, 0xffff87 }, { 0xaf875f, 0x5f0000 } }, { 3, 0 } },
	{ ROLE_ZERO, { { 0x3c64fa, 0xb4dcfa }, { 0x1e64fa, 0x0a0a82 } },
	  { { 0x5f5fd7, 0xd7d7ff }, { 0x0000d7, 0x00005f } }, { 6, 0 } },
	{ ROLE_HUGE, { { 0xa046b4, 0xe6a0fa }, { 0xbe6ed2, 0x640a78 } },
	  { { 0x8700ff, 0xd7afff }, { 0xaf5fff, 0x5f005f } }, { 5, 0 } },
	/* red is next to black for some */
	{ ROLE_SWAPPED, { { 0xb43228, 0xfac878 }, { 0xa03200, 0x500000 } },
	  { { 0xd70000, 0xff5faf }, { 0xff5f00, 0xaf0000 } }, { -1, 0 } },
	{ ROLE_FILE, { { 0x646478, 0xf0f0f0 }, { 0x6e6e82, 0x000000 } },
	  { { 0x626262, 0xd7ffff }, { 0x626262, 0x000000 } }, { -1, PAINT_DIM } },
	{ ROLE_MIXED, { { 0x0aaa78, 0x6efab4 }, { 0x0aaa6e, 0x0a3232 } },
	  { { 0x00af5f, 0xafffd7 }, { 0x0087af, 0x262626 } }, { 2, 0 } },
} };

/* What is no state is written in the terminal's own colours. */
static const uint8_t text_attrs[NR_ROLES] = {
	[ROLE_FRESH1] = PAINT_BOLD,
	[ROLE_FRESH2] = PAINT_BOLD,
	[ROLE_TITLE] = PAINT_BOLD,
	[ROLE_HEAD] = PAINT_UNDERLINE,
	[ROLE_SORTED] = PAINT_UNDERLINE | PAINT_BOLD,
	[ROLE_TAMALLOC] = PAINT_BOLD,
	[ROLE_STATE] = PAINT_REVERSE,
	[ROLE_ERROR] = PAINT_BOLD,
	[ROLE_NOTICE] = PAINT_BOLD,
	[ROLE_FOUND] = PAINT_UNDERLINE | PAINT_BOLD,
};

static const struct hue *hue_of(const struct palette *palette, enum role role)
{
	const struct hue *set = hues[palette->hues];
	int i;

	if (role == ROLE_GONE)
		role = ROLE_ZERO;
	for (i = 0; i < NR_HUES; i++)
		if (set[i].role == role)
			return &set[i];
	return NULL;
}

/* The 256 colours as xterm has them: 16, a cube of 6x6x6, 24 greys. */
static uint32_t rgb_of(int color)
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

static uint32_t channel(uint32_t rgb, int shift)
{
	return rgb >> shift & 0xff;
}

/* @parts of 3 of @b, the rest of @a. */
static uint32_t blend(uint32_t a, uint32_t b, uint32_t parts)
{
	uint32_t rgb = 0;
	int shift;

	for (shift = 0; shift <= 16; shift += 8)
		rgb |= ((3 - parts) * channel(a, shift) +
			parts * channel(b, shift)) / 3 << shift;
	return rgb;
}

static uint32_t difference(uint32_t a, uint32_t b)
{
	uint32_t sum = 0, d;
	int shift;

	for (shift = 0; shift <= 16; shift += 8) {
		d = channel(a, shift) - channel(b, shift);
		sum += d * d;
	}
	return sum;
}

/* Of the cube and the greys: those below 16 are what people make of them. */
static int nearest(uint32_t rgb)
{
	int best = 16, i;

	for (i = 17; i < 256; i++)
		if (difference(rgb, rgb_of(i)) < difference(rgb, rgb_of(best)))
			best = i;
	return best;
}

/* @glow of a cell: 1 to 3 shine, in three steps down to settled. */
static uint32_t state_rgb(const struct palette *palette, const struct hue *hue,
			  unsigned int glow)
{
	const struct strengths *of = palette->colors > 256 ?
					     &hue->full[palette->background] :
					     &hue->cube[palette->background];

	return glow ? blend(of->settled, of->fresh, 4 - glow) : of->settled;
}

static bool is_faint(enum role role)
{
	return role == ROLE_UNTOUCHED || role == ROLE_DIM ||
	       role == ROLE_UNKNOWN;
}

/* What is faint has its grey; else it is the terminal's own colour. */
static struct paint text_paint(const struct palette *palette, enum role role)
{
	struct paint paint = { -1, text_attrs[role] };

	if (role == ROLE_ERROR && palette->colors)
		return (struct paint){ palette->colors > 256 ? 0xd75f00 :
				       palette->colors == 256 ? 166 : 3,
				       PAINT_BOLD };
	if (!is_faint(role))
		return paint;
	if (palette->colors < 256)
		paint.attrs = PAINT_DIM;
	else
		paint.fg = palette->colors > 256 ? 0x767676 : 243;
	return paint;
}

/* Few colours have no strengths: what is new is bold, the newest is white. */
static struct paint few_paint(const struct hue *hue, unsigned int glow)
{
	struct paint paint = hue->few;

	if (glow) {
		paint.attrs = PAINT_BOLD;
		if (glow == 1)
			paint.fg = -1;
	}
	return paint;
}

static struct paint paint_of(const struct palette *palette, enum role role,
			     unsigned int glow)
{
	const struct hue *hue = hue_of(palette, role);
	struct paint paint = { -1, 0 };
	uint32_t rgb;

	if (!hue)
		return text_paint(palette, role);
	if (!palette->colors)
		return paint;
	if (role == ROLE_GONE)
		glow = 2;
	if (palette->colors < 256)
		return few_paint(hue, glow);
	rgb = state_rgb(palette, hue, glow);
	paint.fg = palette->colors > 256 ? (int)rgb : nearest(rgb);
	return paint;
}

/* Behind the cursor's cell: a grey that no state has, or blue, as none is. */
static const uint32_t cursor_full[NR_BACKGROUNDS] = { 0x444444, 0xdadada };
static const int cursor_cube[NR_BACKGROUNDS] = { 238, 253 };
#define CURSOR_FEW	4

struct paint palette_paint(const struct palette *palette, enum role role)
{
	return paint_of(palette, role, 0);
}

/*
 * A shade lets what is behind it through: it would look fuller, or of another
 * colour. The line below it is enough.
 */
int palette_cursor(const struct palette *palette, const struct cell *cell)
{
	if (!cell->cursor || !palette->colors ||
	    cell->glyph == GLYPH_EIGHTH || cell->glyph == GLYPH_HALF)
		return -1;
	if (palette->colors < 256)
		return CURSOR_FEW;
	return palette->colors > 256 ? (int)cursor_full[palette->background] :
				       cursor_cube[palette->background];
}

struct paint palette_paint_cell(const struct palette *palette,
				const struct cell *cell)
{
	struct paint paint = paint_of(palette, (enum role)cell->role,
				      cell->glow);

	if (cell->selected && !cell->graph) {
		paint.fg = -1;
		paint.attrs &= ~PAINT_DIM;
	}
	return paint;
}

uint32_t palette_background(const struct palette *palette)
{
	return palette->background == BACKGROUND_LIGHT ? 0xffffff : 0x121212;
}

uint32_t palette_foreground(const struct palette *palette)
{
	return palette->background == BACKGROUND_LIGHT ? 0x262626 : 0xd0d0d0;
}

uint32_t palette_rgb(int fg, const struct palette *palette)
{
	if (fg < 0)
		return palette_foreground(palette);
	return palette->colors > 256 ? (uint32_t)fg : rgb_of(fg);
}

struct look palette_look(const struct palette *palette, const struct cell *cell)
{
	struct palette full = *palette;
	struct paint paint;

	/* a file has all colours, whatever the terminal has */
	if (full.colors)
		full.colors = PALETTE_RGB;
	paint = palette_paint_cell(&full, cell);
	return (struct look){
		.fg = palette_rgb(paint.fg, &full),
		.attrs = paint.attrs,
	};
}

void palette_set_scheme(struct palette *palette, enum scheme scheme)
{
	palette->hues = schemes[scheme].hues;
	palette->background = schemes[scheme].background;
	if (palette->background == BACKGROUND_ASKED)
		palette->background = BACKGROUND_DARK;
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
		palette.colors = colors > 256  ? PALETTE_RGB :
				 colors == 256 ? 256 :
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

/*
 * Where there are few colours, what is swapped looks like what is written; and
 * some eyes can't tell most of these from each other.
 */
static bool needs_letter(const struct palette *palette, const struct cell *cell)
{
	if (!palette->colors || cell->letter)
		return true;
	return palette->colors < 256 && (cell->role == ROLE_SWAPPED ||
					 palette->hues == HUES_COLOR_BLIND);
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

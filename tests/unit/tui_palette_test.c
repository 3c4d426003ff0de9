// SPDX-License-Identifier: GPL-2.0
/* Colours are told apart, by all eyes, on the background of their scheme. */
#include <stdio.h>

#include "check.h"
#include "base/base.h"
#include "screen/palette.h"
#include "../palette/vision.h"

static const enum role states[] = { ROLE_WRITTEN, ROLE_ZERO, ROLE_HUGE,
				    ROLE_SWAPPED, ROLE_FILE, ROLE_MIXED };
#define NR_COLORS (2 * ARRAY_SIZE(states))

/* The settled ones, then those that were touched right now. */
static void colors_of(const struct palette *palette, uint32_t *colors)
{
	struct cell cell = { .glyph = GLYPH_FULL };
	size_t i;

	for (i = 0; i < NR_COLORS; i++) {
		cell.role = (uint8_t)states[i % ARRAY_SIZE(states)];
		cell.glow = i >= ARRAY_SIZE(states);
		colors[i] = palette_rgb(palette_paint_cell(palette, &cell).fg,
					palette);
	}
}

static double least_distance(const uint32_t *colors, size_t i, size_t j)
{
	double least = 1000;
	int eyes;

	for (eyes = 0; eyes < NR_EYES; eyes++)
		least = fmin(least, lab_distance(lab_of(colors[i], eyes),
						 lab_of(colors[j], eyes)));
	return least;
}

/* How far two must be, of which one is settled, and two that are both fresh. */
struct apart {
	double settled, fresh;
};

static void check_scheme(int nr_colors, enum scheme scheme, struct apart apart)
{
	struct palette palette = { .colors = nr_colors };
	uint32_t background, colors[NR_COLORS];
	size_t i, j;

	palette_set_scheme(&palette, scheme);
	background = palette_background(&palette);
	colors_of(&palette, colors);
	for (i = 0; i < NR_COLORS; i++)
		assert_true(contrast(colors[i], background) >=
			    (i < ARRAY_SIZE(states) ? 3.0 : 4.5));
	for (i = 0; i < NR_COLORS; i++)
		for (j = 0; j < i; j++)
			if (least_distance(colors, i, j) <
			    (j < ARRAY_SIZE(states) ? apart.settled :
						      apart.fresh))
				fail_msg("%zu and %zu of %d colours: %.1f", i,
					 j, nr_colors,
					 least_distance(colors, i, j));
}

/* Here two that are both new may be as near to each other as they like. */
static void test_colors_are_told_apart(void **state)
{
	const struct apart apart = { 20, 0 };

	(void)state;
	check_scheme(PALETTE_RGB, SCHEME_DARK, apart);
	check_scheme(PALETTE_RGB, SCHEME_LIGHT, apart);
	check_scheme(256, SCHEME_DARK, apart);
	check_scheme(256, SCHEME_LIGHT, apart);
}

static void test_more_so_if_that_is_what_they_are_for(void **state)
{
	const struct apart full = { 28, 14 }, cube = { 26, 14 };

	(void)state;
	check_scheme(PALETTE_RGB, SCHEME_COLOR_BLIND_DARK, full);
	check_scheme(PALETTE_RGB, SCHEME_COLOR_BLIND_LIGHT, full);
	check_scheme(256, SCHEME_COLOR_BLIND_DARK, cube);
	check_scheme(256, SCHEME_COLOR_BLIND_LIGHT, cube);
}

/* Of few colours: do they look alike to some eyes, letters and all? */
static bool look_alike(const struct palette *palette, size_t i, size_t j)
{
	const struct cell a = { .glyph = GLYPH_FULL, .role = (uint8_t)states[i] };
	const struct cell b = { .glyph = GLYPH_FULL, .role = (uint8_t)states[j] };
	uint32_t colors[NR_COLORS];

	colors_of(palette, colors);
	return palette_glyph(palette, &a) == palette_glyph(palette, &b) &&
	       least_distance(colors, i, j) < 28;
}

static void test_few_colours_tell_nothing_alone_that_eyes_lack(void **state)
{
	struct palette palette = { 0 };
	int nr_usual = 0;
	size_t i, j;

	(void)state;
	for (palette.colors = 8; palette.colors <= 16; palette.colors += 8)
		for (i = 0; i < ARRAY_SIZE(states); i++)
			for (j = 0; j < i; j++) {
				palette_set_scheme(&palette, SCHEME_DARK);
				nr_usual += look_alike(&palette, i, j);
				palette_set_scheme(&palette,
						   SCHEME_COLOR_BLIND);
				assert_false(look_alike(&palette, i, j));
			}
	/* else there would be no need for it */
	assert_true(nr_usual > 0);
}

static void test_without_colours_a_scheme_is_none(void **state)
{
	struct palette palette = { 0 };
	struct cell cell = { .glyph = GLYPH_FULL };
	struct paint paint;
	int scheme;
	size_t i;

	(void)state;
	for (scheme = 0; scheme < NR_SCHEMES; scheme++)
		for (i = 0; i < ARRAY_SIZE(states); i++) {
			palette_set_scheme(&palette, (enum scheme)scheme);
			cell.role = (uint8_t)states[i];
			cell.glow = (uint8_t)(i % 4);
			paint = palette_paint_cell(&palette, &cell);
			assert_int_equal(paint.fg, -1);
			assert_int_equal(paint.attrs, 0);
		}
}

/* Newer is never weaker; of 256 colours two steps may be the same. */
static void check_ramp(const struct palette *palette, enum role role)
{
	uint32_t background = palette_background(palette);
	struct cell cell = { .glyph = GLYPH_FULL, .role = (uint8_t)role };
	double before = 100, first = 0, now = 0;
	int step;

	for (step = 1; step <= 4; step++) {
		cell.glow = (uint8_t)(step % 4);
		now = contrast(palette_rgb(palette_paint_cell(palette,
							      &cell).fg,
					   palette),
			       background);
		assert_true(palette->colors == 256 ? now <= before :
						     now < before);
		before = now;
		if (step == 1)
			first = now;
	}
	assert_true(first > now);
}

static void test_glow_is_a_ramp(void **state)
{
	struct palette palette = { 0 };
	size_t i;
	int more;

	(void)state;
	for (more = 0; more < 2 * NR_SCHEMES; more++) {
		palette.colors = more & 1 ? 256 : PALETTE_RGB;
		palette_set_scheme(&palette, (enum scheme)(more / 2));
		for (i = 0; i < ARRAY_SIZE(states); i++)
			check_ramp(&palette, states[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_colors_are_told_apart),
		cmocka_unit_test(test_more_so_if_that_is_what_they_are_for),
		cmocka_unit_test(
			test_few_colours_tell_nothing_alone_that_eyes_lack),
		cmocka_unit_test(test_without_colours_a_scheme_is_none),
		cmocka_unit_test(test_glow_is_a_ramp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

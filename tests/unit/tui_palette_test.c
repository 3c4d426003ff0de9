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

static void check_scheme(int nr_colors, enum scheme scheme, double apart)
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
	/* two that are both new may be nearer to each other */
	for (i = 0; i < NR_COLORS; i++)
		for (j = 0; j < i && j < ARRAY_SIZE(states); j++)
			if (least_distance(colors, i, j) < apart)
				fail_msg("%zu and %zu of %d colours: %.1f", i,
					 j, nr_colors,
					 least_distance(colors, i, j));
}

static void test_colors_are_told_apart(void **state)
{
	(void)state;
	check_scheme(PALETTE_RGB, SCHEME_DARK, 20);
	check_scheme(PALETTE_RGB, SCHEME_LIGHT, 20);
	check_scheme(256, SCHEME_DARK, 20);
	check_scheme(256, SCHEME_LIGHT, 20);
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
		cmocka_unit_test(test_glow_is_a_ramp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

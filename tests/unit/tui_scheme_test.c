// SPDX-License-Identifier: GPL-2.0
/* Schemes have names, and terminals tell their background. */
#include "check.h"
#include "screen/palette.h"
#include "screen/scheme.h"

static void test_each_is_found_by_its_name(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < NR_SCHEMES; i++)
		assert_int_equal(scheme_by_name(schemes[i].name), i);
	assert_int_equal(scheme_by_name("color-blind"), SCHEME_COLOR_BLIND);
	assert_int_equal(scheme_by_name("color-blind-light"),
			 SCHEME_COLOR_BLIND_LIGHT);
	assert_int_equal(scheme_by_name(""), NR_SCHEMES);
	assert_int_equal(scheme_by_name("dar"), NR_SCHEMES);
	assert_int_equal(scheme_by_name("Dark"), NR_SCHEMES);
}

/* Whoever leaves the choice to the program gives 0. */
static void test_the_first_one_asks_the_terminal(void **state)
{
	struct palette palette = { 0 };

	(void)state;
	assert_int_equal(schemes[0].background, BACKGROUND_ASKED);
	palette_set_scheme(&palette, SCHEME_LIGHT);
	assert_int_equal(palette.background, BACKGROUND_LIGHT);
	palette_set_scheme(&palette, SCHEME_AUTO);
	assert_int_equal(palette.background, BACKGROUND_DARK);
}

/* Both answers can be had without asking, and with the same eyes. */
static void test_each_background_can_be_fixed(void **state)
{
	int asks, i, nr;

	(void)state;
	for (asks = 0; asks < NR_SCHEMES; asks++) {
		if (schemes[asks].background != BACKGROUND_ASKED)
			continue;
		for (i = 0, nr = 0; i < NR_SCHEMES; i++)
			nr += schemes[i].hues == schemes[asks].hues &&
			      schemes[i].background != BACKGROUND_ASKED;
		assert_int_equal(nr, NR_BACKGROUNDS);
	}
}

static void test_background_is_what_the_terminal_replies(void **state)
{
	enum background is = BACKGROUND_DARK;

	(void)state;
	assert_true(scheme_background("11;rgb:ffff/ffff/ffff", &is));
	assert_int_equal(is, BACKGROUND_LIGHT);
	assert_true(scheme_background("11;rgb:12/12/12", &is));
	assert_int_equal(is, BACKGROUND_DARK);
	assert_true(scheme_background("11;rgba:f/f/d/f", &is));
	assert_int_equal(is, BACKGROUND_LIGHT);
	assert_false(scheme_background("10;rgb:0/0/0", &is));
	assert_false(scheme_background("11;rgb:0/0", &is));
	assert_false(scheme_background("11;rgb:-1/0/0", &is));
	assert_false(scheme_background("11;?", &is));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_is_found_by_its_name),
		cmocka_unit_test(test_the_first_one_asks_the_terminal),
		cmocka_unit_test(test_each_background_can_be_fixed),
		cmocka_unit_test(test_background_is_what_the_terminal_replies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

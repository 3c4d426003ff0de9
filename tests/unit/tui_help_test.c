// SPDX-License-Identifier: GPL-2.0
/* Help: the keys of where one is come first, and nothing is cut. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/views.h"
#include "base/text.h"
#include "check.h"
#include "view/key_words.h"

static struct keymap keys;
static struct view_env env;
static struct view *help;
static struct screen *screen;
static char page[64 * 1024];

static void open_help(enum place_kind of, int width, int height)
{
	const struct place place = { .kind = PLACE_HELP, .of = of };

	keymap_init(&keys);
	env = (struct view_env){
		.model = model_new(), .source = "syscall", .release = "6.12",
		.width = width, .height = height,
		.keys = &keys,
	};
	help = help_view.open(&env, &place);
	help->ops = &help_view;
	help_view.update(help, &env);
	screen = screen_new(width, height);
}

static void close_help(void)
{
	help_view.close(help);
	screen_free(screen);
	model_free(env.model);
}

/* What is on screen, a line of text for each row. */
static void read_page(void)
{
	char *to = page;
	int x, y;

	screen_clear(screen);
	help_view.draw(help, &env, screen);
	for (y = 1; y < env.height - 1; y++) {
		for (x = 0; x < env.width; x++) {
			text_encode(to, screen_cell(screen, x, y)->glyph);
			to += strlen(to);
		}
		*to++ = '\n';
	}
	*to = '\0';
}

static bool is_of(const struct key_row *row, enum place_kind place)
{
	return row->places != KEY_ANYWHERE && row->places & (1U << place);
}

/* "   < >      sorts by the column beside" */
static void assert_own_key(const struct key_row *row, enum place_kind place)
{
	char names[32], does[KEY_HINT_MAX], line[192];

	key_row_names(&keys, row, place, 8, names, sizeof(names));
	if (!*names)
		return;
	assert_non_null(row->does);
	keymap_say(&keys, place, row->does, does, sizeof(does));
	snprintf(line, sizeof(line), "   %-9s%s", names, does);
	if (!strstr(page, line))
		fail_msg("'%s' is not in\n%s", line, page);
}

static void assert_keys_of(enum place_kind place)
{
	const struct key_row *row;
	char text[KEY_HINT_MAX];

	for (row = key_table; row < key_table + key_table_len; row++) {
		if (is_of(row, place))
			assert_own_key(row, place);
		else if (row->places == KEY_ANYWHERE && row->help &&
			 key_words(&keys, row, place, row->help, text) &&
			 !strstr(page, text))
			fail_msg("'%s' is not in\n%s", text, page);
	}
}

/* Each key that holds there, without a key being pressed. */
static void test_the_keys_of_a_place_are_on_the_first_page(void **state)
{
	int place;

	(void)state;
	for (place = 0; place < PLACE_HELP; place++) {
		open_help((enum place_kind)place, 80, 24);
		read_page();
		assert_keys_of((enum place_kind)place);
		close_help();
	}
}

/* So they are on the smallest screen, one page after the other. */
static void test_all_is_there_on_a_small_screen(void **state)
{
	static char all[sizeof(page)];
	const struct field *field = process_fields;
	int place, i;

	(void)state;
	for (place = 0; place < PLACE_HELP; place++) {
		open_help((enum place_kind)place, SCREEN_MIN_WIDTH,
			  SCREEN_MIN_HEIGHT);
		all[0] = '\0';
		for (i = 0; i < 20; i++) {
			read_page();
			strcat(all, page);
			help_view.command(help, &env, CMD_PAGE_DOWN);
		}
		strcpy(page, all);
		assert_keys_of((enum place_kind)place);
		for (field = process_fields;
		     field < process_fields + NR_PROCESS_FIELDS; field++)
			assert_true(field->plain ||
				    strstr(page, field->about));
		close_help();
	}
}

/* What numbers mean stands below the keys, or beside them. */
static void test_two_columns(void **state)
{
	int width;

	(void)state;
	for (width = 80; width <= 200; width += 20) {
		open_help(PLACE_LIST, width, 40);
		read_page();
		assert_non_null(strstr(page, " Keys in the list"));
		page[width] = '\0';
		assert_int_equal(!!strstr(page, " Numbers"), width >= 100);
		close_help();
	}
}

/* A key that was bound anew is told, and one that no key has is not. */
static void test_keys_in_force_are_told(void **state)
{
	const struct place place = { .kind = PLACE_HELP, .of = PLACE_LIST };
	char why[96];

	(void)state;
	open_help(PLACE_LIST, 80, 40);
	assert_true(keymap_bind(&keys, "tree", "F11 Backspace", why, sizeof(why)));
	assert_true(keymap_bind(&keys, "hold", "", why, sizeof(why)));
	assert_true(keymap_bind(&keys, "up", "w", why, sizeof(why)));
	assert_true(keymap_bind(&keys, "letters", "", why, sizeof(why)));
	assert_true(keymap_bind(&keys, "user", "Backspace", why, sizeof(why)) == false);
	assert_true(keymap_bind(&keys, "zoom-whole", "", why, sizeof(why)));
	help_view.close(help);
	help = help_view.open(&env, &place);
	read_page();
	assert_non_null(strstr(page, "   F11      shows a tree"));
	assert_null(strstr(page, "holds the rows"));
	assert_null(strstr(page, "letters"));
	assert_non_null(strstr(page, "   move     w Down Left Right or h j l   "));
	assert_non_null(strstr(page, "   ] page"));
	assert_null(strstr(page, "whole"));
	close_help();
}

/* On a wide screen nothing is left to be scrolled to. */
static void test_a_wide_screen_has_it_all(void **state)
{
	const int *hints;
	int place;

	(void)state;
	for (place = 0; place < PLACE_HELP; place++) {
		open_help((enum place_kind)place, 132, 64);
		read_page();
		assert_non_null(strstr(page, " Source"));
		assert_non_null(strstr(page, " Totals"));
		hints = help_view.hints(help, &env);
		assert_int_equal(hints[0], CMD_BACK);
		assert_int_equal(hints[1], CMD_NONE);
		close_help();
	}
}

static void test_another_width_is_laid_out_anew(void **state)
{
	(void)state;
	open_help(PLACE_MAP, 80, 24);
	env.width = 132;
	screen_resize(screen, 132, 24);
	help_view.update(help, &env);
	read_page();
	assert_keys_of(PLACE_MAP);
	page[132] = '\0';
	assert_non_null(strstr(page, " Numbers"));
	env.width = 40;
	env.height = 32;
	screen_resize(screen, 40, 32);
	help_view.update(help, &env);
	read_page();
	assert_keys_of(PLACE_MAP);
	close_help();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_keys_of_a_place_are_on_the_first_page),
		cmocka_unit_test(test_all_is_there_on_a_small_screen),
		cmocka_unit_test(test_two_columns),
		cmocka_unit_test(test_keys_in_force_are_told),
		cmocka_unit_test(test_a_wide_screen_has_it_all),
		cmocka_unit_test(test_another_width_is_laid_out_anew),
	};

	return cmocka_run_group_tests_name("help", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "screen/dump.h"
#include "screen/page_cell.h"
#include "screen/palette.h"
#include "screen/screen.h"

static char *dumped(const struct screen *screen, const struct palette *palette)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	assert_true(screen_dump(screen, palette, false, out));
	fclose(out);
	return text;
}

static void assert_drawn(const char *text, int width, const char *expected)
{
	const struct palette palette = { .eighths = true, .colors = 256 };
	struct screen *screen = screen_new(width, 1);
	char *drawn;

	screen_text(screen, 0, 0, TO_EDGE, ROLE_TEXT, text);
	drawn = dumped(screen, &palette);
	assert_int_equal(drawn[strlen(drawn) - 1], '\n');
	drawn[strlen(drawn) - 1] = '\0';
	assert_string_equal(drawn, expected);
	free(drawn);
	screen_free(screen);
}

static void test_outside_text_is_made_safe(void **state)
{
	(void)state;
	assert_drawn("plain", 10, "plain");
	/* what a terminal would obey */
	assert_drawn("a\033[2Jb", 10, "a?[2Jb");
	assert_drawn("a\nb\rc\td\x7f", 10, "a?b?c?d?");
	/* C1 controls, as UTF-8 */
	assert_drawn("a\xc2\x9b" "31mb", 10, "a?31mb");
	/* broken: lone continuation, cut, overlong, surrogate, too high */
	assert_drawn("a\x80z", 10, "a?z");
	assert_drawn("a\xe2\x96", 10, "a?");
	assert_drawn("a\xc0\xafz", 10, "a?z");
	assert_drawn("a\xed\xa0\x80z", 10, "a?z");
	assert_drawn("a\xf5\x80\x80\x80z", 10, "a?z");
	/* no width of its own: combining, right-to-left mark, joiner */
	assert_drawn("e\xcc\x81z", 10, "e?z");
	assert_drawn("a\xe2\x80\xaez", 10, "a?z");
	assert_drawn("a\xe2\x80\x8dz", 10, "a?z");
	/* what is fine */
	assert_drawn("Größe", 10, "Größe");
	assert_drawn("日本", 10, "日本");
}

static void test_wide_characters_are_not_cut_in_half(void **state)
{
	(void)state;
	assert_drawn("日本", 4, "日本");
	assert_drawn("日本", 3, "日");
	assert_drawn("a日本", 4, "a日");
	assert_int_equal(text_width("a日本"), 5);
}

static void test_every_byte_pair_is_harmless(void **state)
{
	struct screen *screen = screen_new(8, 1);
	char text[4] = "";
	int a, b, x;

	(void)state;
	for (a = 1; a < 256; a++) {
		for (b = 1; b < 256; b++) {
			text[0] = (char)a;
			text[1] = (char)b;
			screen_clear(screen);
			screen_text(screen, 0, 0, TO_EDGE, ROLE_TEXT, text);
			for (x = 0; x < 8; x++) {
				char32_t c = screen_cell(screen, x, 0)->glyph;

				assert_true(c == 0 || (c >= 0x20 && c != 0x7f &&
					    (c < 0x80 || c >= 0xa0)));
			}
		}
	}
	screen_free(screen);
}

static void test_nothing_is_drawn_outside(void **state)
{
	struct screen *screen = screen_new(4, 2);
	struct palette palette = { .colors = 256 };
	char *text;

	(void)state;
	screen_put(screen, -1, 0, 'x', ROLE_TEXT);
	screen_put(screen, 4, 0, 'x', ROLE_TEXT);
	screen_put(screen, 0, 2, 'x', ROLE_TEXT);
	screen_text(screen, 2, 1, TO_EDGE, ROLE_TEXT, "abcdef");
	screen_text(screen, 9, 1, TO_EDGE, ROLE_TEXT, "abcdef");
	screen_text_right(screen, 0, 0, 4, ROLE_TEXT, "7");
	text = dumped(screen, &palette);
	assert_string_equal(text, "   7\n  ab\n");
	free(text);
	screen_free(screen);
}

/* Reversed, a full cell is a hole, and an untouched one a block. */
static void test_graphs_of_the_selected_row_are_not_reversed(void **state)
{
	static const struct page_counts counts = {
		.total = 8, .in[PAGE_WRITTEN] = 3, .in[PAGE_ZERO] = 2,
	};
	static const uint32_t values[] = { 0, 1, 8 };
	struct screen *screen = screen_new(16, 1);
	int x;

	(void)state;
	screen_text(screen, 0, 0, TO_EDGE, ROLE_TEXT, "a:");
	page_bar(screen, 2, 0, 4, &counts);
	screen_put(screen, 6, 0, GLYPH_FULL, ROLE_TEXT);
	sparkline(screen, 7, 0, 3, values, 3);
	screen_text(screen, 10, 0, TO_EDGE, ROLE_WRITTEN, "+4M");
	screen_select_row(screen, 0);
	for (x = 0; x < 16; x++)
		assert_int_equal(screen->cells[x].selected,
				 !((x >= 2 && x < 6) || (x >= 7 && x < 10)));
	/* nor what is drawn into a row that is selected already */
	page_bar(screen, 0, 0, 2, &counts);
	assert_false(screen->cells[0].selected);
	assert_false(screen->cells[1].selected);
	screen_free(screen);
}

/* Whatever a cell says, it says the same under the cursor. */
static void test_the_cursor_changes_no_cell(void **state)
{
	static const int colors[] = { 0, 8, 16, 256 };
	struct palette palette = { 0 };
	enum page_state page;
	size_t i;
	int more;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(colors); i++)
		for (page = 0; page < NR_PAGE_STATES; page++)
			for (more = 0; more < 16; more++) {
				struct cell cell = page_state_cell(page), at;
				struct paint a, b;
				int ground;

				palette.colors = colors[i];
				palette.ascii = more & 1;
				cell.letter = more & 2;
				cell.glow = (uint8_t)(more / 4);
				at = cell;
				at.cursor = true;
				a = palette_paint_cell(&palette, &cell);
				b = palette_paint_cell(&palette, &at);
				assert_int_equal(a.fg, b.fg);
				assert_int_equal(a.attrs, b.attrs);
				assert_int_equal(palette_glyph(&palette, &cell),
						 palette_glyph(&palette, &at));
				/* nor is it lost before its background */
				ground = palette_cursor(&palette, &at);
				assert_true(ground < 0 || ground != a.fg);
				assert_int_equal(palette_cursor(&palette,
								&cell), -1);
			}
}

/* What is behind a shade would show through. */
static void test_a_shade_keeps_its_ground(void **state)
{
	const struct palette palette = { .colors = 256 };
	struct cell cell = { .glyph = GLYPH_HALF, .cursor = true };

	(void)state;
	assert_int_equal(palette_cursor(&palette, &cell), -1);
	cell.glyph = GLYPH_EIGHTH;
	assert_int_equal(palette_cursor(&palette, &cell), -1);
	cell.glyph = GLYPH_NONE;
	assert_true(palette_cursor(&palette, &cell) >= 0);
}

static void test_the_cursor_is_marked(void **state)
{
	static const struct page_counts counts = { .total = 1 };
	struct screen *screen = screen_new(8, 2);
	struct cell before, *at;

	(void)state;
	page_bar(screen, 3, 1, 2, &counts);
	before = *screen_cell(screen, 4, 1);
	screen_mark_cursor(screen, 4, 1);
	at = screen_cell(screen, 4, 1);
	assert_true(at->cursor);
	assert_false(at->selected);
	assert_int_equal(at->glyph, before.glyph);
	assert_int_equal(at->role, before.role);
	assert_false(screen_cell(screen, 3, 1)->cursor);
	assert_int_equal(screen_cell(screen, 0, 1)->glyph, '>');
	/* outside of the screen there is no cell */
	screen_mark_cursor(screen, 8, 1);
	screen_free(screen);
}

static char32_t shown(char32_t glyph, enum role role, struct palette palette)
{
	struct cell cell = { .glyph = glyph, .role = (uint8_t)role };

	return palette_glyph(&palette, &cell);
}

static char32_t shown_fresh(char32_t glyph, enum role role,
			    struct palette palette)
{
	struct cell cell = { .glyph = glyph, .role = (uint8_t)role, .glow = 1 };

	return palette_glyph(&palette, &cell);
}

static void test_ascii_twins(void **state)
{
	static const char32_t glyphs[] = U"·─═:░▒█•↓↑▁▄▇é";
	static const char twins[] = ".-=:+*#ov^:+*?";
	const struct palette ascii = { .ascii = true, .colors = 256 };
	size_t i;

	(void)state;
	for (i = 0; twins[i]; i++)
		assert_int_equal(shown(glyphs[i], ROLE_TEXT, ascii), twins[i]);
}

static void test_letters_without_colour(void **state)
{
	const struct palette mono = { .eighths = true };
	const struct palette few = { .eighths = true, .colors = 8 };
	const struct palette full = { .eighths = true, .colors = 256 };

	(void)state;
	assert_int_equal(shown(U'█', ROLE_HUGE, mono), 'H');
	assert_int_equal(shown(U'░', ROLE_HUGE, mono), 'h');
	assert_int_equal(shown(U'█', ROLE_MIXED, mono), 'M');
	assert_int_equal(shown(':', ROLE_FILE, mono), 'f');
	assert_int_equal(shown_fresh(U'▒', ROLE_WRITTEN, mono), '@');
	assert_int_equal(shown_fresh(U'─', ROLE_ZERO, mono), U'─');
	assert_int_equal(shown_fresh(U'▒', ROLE_WRITTEN, full), U'▒');
	assert_int_equal(shown(U'█', ROLE_WRITTEN, mono), U'█');
	assert_int_equal(shown(U'█', ROLE_SWAPPED, few), 'S');
	assert_int_equal(shown(U'█', ROLE_HUGE, few), U'█');
	assert_int_equal(shown(U'█', ROLE_SWAPPED, full), U'█');
}

static void test_fonts_without_eighth_blocks(void **state)
{
	const struct palette console = { .colors = 8 };

	(void)state;
	assert_int_equal(shown(U'▁', ROLE_TEXT, console), ':');
	assert_int_equal(shown(U'▄', ROLE_TEXT, console), U'░');
	assert_int_equal(shown(U'▇', ROLE_TEXT, console), U'▒');
	assert_int_equal(shown(U'█', ROLE_TEXT, console), U'█');
	assert_int_equal(shown(U'·', ROLE_TEXT, console), U'·');
}

/* A width that was computed may be none at all, but is never "all". */
static void test_no_room_is_not_all_there_is(void **state)
{
	struct screen *screen = screen_new(10, 1);
	int max;

	(void)state;
	for (max = -3; max <= 0; max++) {
		assert_int_equal(screen_text(screen, 2, 0, max, ROLE_TEXT,
					     "abc"), 0);
		assert_int_equal(screen_cell(screen, 2, 0)->glyph, ' ');
	}
	assert_int_equal(screen_text(screen, 8, 0, TO_EDGE, ROLE_TEXT, "abc"),
			 2);
	assert_int_equal(screen_text(screen, 12, 0, TO_EDGE, ROLE_TEXT, "abc"),
			 0);
	screen_free(screen);
}

static void assert_words(int width, const char *text, const char *shown)
{
	struct screen *screen = screen_new(32, 1);
	struct palette palette = { .colors = 256 };
	char *line;

	screen_words(screen, 0, 0, width, ROLE_TEXT, text);
	line = dumped(screen, &palette);
	line[strcspn(line, "\n")] = '\0';
	assert_string_equal(line, shown);
	free(line);
	screen_free(screen);
}

/* A sentence may be cut, a number in it never. */
static void test_no_number_is_cut(void **state)
{
	(void)state;
	assert_words(32, "412 redis  touched 24.1M", "412 redis  touched 24.1M");
	assert_words(24, "412 redis  touched 24.1M", "412 redis  touched 24.1M");
	assert_words(23, "412 redis  touched 24.1M", "412 redis  touched");
	assert_words(21, "412 redis  touched 24.1M", "412 redis  touched");
	assert_words(16, "412 redis  touched 24.1M", "412 redis  touch");
	/* the end of the room is the end of the number */
	assert_words(11, "swapped 868, more", "swapped 868");
	assert_words(11, "swapped 868 more", "swapped 868");
	assert_words(11, "swapped 8681 more", "swapped");
	assert_words(6, "since +12.0M", "since");
	assert_words(7, "since +12.0M", "since");
	assert_words(11, "since +12.0M", "since");
	assert_words(10, "at 7f3a52000000-7f3a52100000", "at");
	assert_words(20, "at 7f3a52000000-7f3a52100000", "at 7f3a52000000");
	assert_words(5, "<0.1% of it", "<0.1%");
	assert_words(6, "kworker/0:0 is", "kworke");
	/* alone and without room, its end tells it from others */
	assert_words(6, "1234567 x", "..4567");
	assert_words(7, "1234567 x", "1234567");
	assert_words(0, "1234567 x", "");
	assert_words(-3, "1234567 x", "");
	assert_words(9, "", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outside_text_is_made_safe),
		cmocka_unit_test(test_wide_characters_are_not_cut_in_half),
		cmocka_unit_test(test_every_byte_pair_is_harmless),
		cmocka_unit_test(test_nothing_is_drawn_outside),
		cmocka_unit_test(test_ascii_twins),
		cmocka_unit_test(test_letters_without_colour),
		cmocka_unit_test(test_graphs_of_the_selected_row_are_not_reversed),
		cmocka_unit_test(test_the_cursor_changes_no_cell),
		cmocka_unit_test(test_a_shade_keeps_its_ground),
		cmocka_unit_test(test_the_cursor_is_marked),
		cmocka_unit_test(test_fonts_without_eighth_blocks),
		cmocka_unit_test(test_no_room_is_not_all_there_is),
		cmocka_unit_test(test_no_number_is_cut),
	};

	return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}

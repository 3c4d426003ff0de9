// SPDX-License-Identifier: GPL-2.0
/* Screens as SVG, HTML, ANSI and text: what each makes of a cell. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "screen/dump.h"
#include "screen/export.h"

static const struct palette colours = { .eighths = true, .colors = 256 };
static const struct palette mono = { .eighths = true };

static struct screen *screen;

static int set_up(void **state)
{
	(void)state;
	screen = screen_new(20, 2);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	screen_free(screen);
	return 0;
}

static char *exported(enum export_format format, const struct palette *palette,
		      const char *caption)
{
	const struct export_words words = { "a <title>", caption };
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_true(screen_export(screen, palette, format, &words, out));
	fclose(out);
	return text;
}

static void assert_has(enum export_format format, const struct palette *palette,
		       const char *part)
{
	char *text = exported(format, palette, NULL);

	if (!strstr(text, part))
		fail_msg("'%s' is not in:\n%s", part, text);
	free(text);
}

static void assert_has_not(enum export_format format,
			   const struct palette *palette, const char *part)
{
	char *text = exported(format, palette, NULL);

	if (strstr(text, part))
		fail_msg("'%s' is in:\n%s", part, text);
	free(text);
}

static void assert_is(enum export_format format, const struct palette *palette,
		      const char *expected)
{
	char *text = exported(format, palette, NULL);

	assert_string_equal(text, expected);
	free(text);
}

static uint32_t colour(enum role role)
{
	const struct cell cell = { .glyph = GLYPH_FULL, .role = (uint8_t)role };

	return palette_look(&colours, &cell).fg;
}

static void put(int x, int y, char32_t glyph, enum role role)
{
	screen_put(screen, x, y, glyph, role);
}

static void test_formats_by_name_and_key(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < NR_EXPORT_FORMATS; i++) {
		assert_int_equal(export_by_name(export_kinds[i].name), i);
		assert_int_equal(export_by_key(export_kinds[i].key), i);
	}
	assert_int_equal(export_by_name("png"), NR_EXPORT_FORMATS);
	assert_int_equal(export_by_name(""), NR_EXPORT_FORMATS);
	assert_int_equal(export_by_key('x'), NR_EXPORT_FORMATS);
}

static void test_an_empty_screen(void **state)
{
	(void)state;
	assert_is(EXPORT_TEXT, &colours, "\n\n");
	assert_is(EXPORT_ANSI, &colours, "\n\n");
	assert_has(EXPORT_HTML, &colours, "<pre>\n\n</pre>");
	assert_has(EXPORT_SVG, &colours, "</svg>\n");
	assert_has_not(EXPORT_SVG, &colours, "<text");
	assert_has_not(EXPORT_SVG, &colours, "<path");
}

static void test_a_caption_is_one_line_below(void **state)
{
	char *text;

	(void)state;
	screen_text(screen, 0, 0, TO_EDGE, ROLE_TEXT, "hello");
	text = exported(EXPORT_TEXT, &colours, "one\nline");
	assert_string_equal(text, "hello\n\none?line\n");
	free(text);
	text = exported(EXPORT_ANSI, &colours, "a \033[2J");
	assert_string_equal(text, "hello\n\n\033[0;2ma ?[2J\033[0m\n");
	free(text);
	text = exported(EXPORT_HTML, &colours, "<b>&");
	assert_non_null(strstr(text, "<figcaption>&lt;b&gt;&amp;</figcaption>"));
	free(text);
	text = exported(EXPORT_SVG, &colours, "<b>&");
	assert_non_null(strstr(text, "<desc>&lt;b&gt;&amp;</desc>"));
	assert_non_null(strstr(text, ">&lt;b&gt;&amp;</text>\n</svg>"));
	assert_non_null(strstr(text, "<title>a &lt;title&gt;</title>"));
	free(text);
}

/* 20 columns and their margins: what is longer is cut, but whole in <desc>. */
static void test_a_long_caption_is_cut_in_a_picture(void **state)
{
	char *text;

	(void)state;
	text = exported(EXPORT_SVG, &colours,
			"a caption that is much wider than its picture");
	assert_non_null(strstr(text, ">a caption that is much wid</text>"));
	assert_non_null(strstr(text, "wider than its picture</desc>"));
	free(text);
}

static void test_text_from_outside_is_escaped(void **state)
{
	(void)state;
	screen_text(screen, 0, 0, TO_EDGE, ROLE_TEXT, "<a>&\"'\033\xef\xbf\xbe");
	assert_has(EXPORT_SVG, &colours, ">&lt;a&gt;&amp;&quot;'?\?</tspan>");
	assert_has(EXPORT_HTML, &colours, "<pre>&lt;a&gt;&amp;&quot;'?\?\n");
	assert_is(EXPORT_ANSI, &colours, "<a>&\"'?\?\n\n");
	/* a cell that no text has made */
	put(0, 0, 0x1b, ROLE_TEXT);
	put(1, 0, 0xffff, ROLE_TEXT);
	assert_has(EXPORT_SVG, &colours, ">?");
	assert_has_not(EXPORT_SVG, &colours, "\033");
	assert_has_not(EXPORT_SVG, &colours, "\xef\xbf\xbf");
}

static void test_words_begin_at_their_columns(void **state)
{
	(void)state;
	screen_text(screen, 2, 1, TO_EDGE, ROLE_TEXT, "ab  c");
	assert_has(EXPORT_SVG, &colours,
		   "<text y=\"38\" xml:space=\"preserve\">  "
		   "<tspan x=\"26\" textLength=\"16\">ab</tspan>  "
		   "<tspan x=\"58\" textLength=\"8\">c</tspan></text>");
	assert_has(EXPORT_HTML, &colours, "<pre>\n  ab  c\n</pre>");
}

static void test_wide_characters_fill_two_columns(void **state)
{
	(void)state;
	screen_text(screen, 0, 0, TO_EDGE, ROLE_TEXT, "日本a");
	assert_has(EXPORT_SVG, &colours,
		   "<tspan x=\"10\" textLength=\"16\">日</tspan>"
		   "<tspan x=\"26\" textLength=\"16\">本</tspan>"
		   "<tspan x=\"42\" textLength=\"8\">a</tspan>");
	assert_has(EXPORT_HTML, &colours,
		   "display:inline-block;width:4ch;\">日本</span>a\n");
	assert_is(EXPORT_ANSI, &colours, "日本a\n\n");
}

static void test_bold_and_underline(void **state)
{
	(void)state;
	screen_text(screen, 0, 0, TO_EDGE, ROLE_TITLE, "top");
	screen_text(screen, 0, 1, TO_EDGE, ROLE_HEAD, "PID");
	assert_is(EXPORT_ANSI, &colours,
		  "\033[0;1mtop\033[0m\n\033[0;4mPID\033[0m\n");
	assert_has(EXPORT_SVG, &colours,
		   " textLength=\"24\" font-weight=\"bold\">top<");
	assert_has(EXPORT_SVG, &colours,
		   " textLength=\"24\" text-decoration=\"underline\">PID<");
	assert_has(EXPORT_HTML, &colours,
		   "<span style=\"font-weight:bold;\">top</span>");
	assert_has(EXPORT_HTML, &colours,
		   "<span style=\"text-decoration:underline;\">PID</span>");
}

static void test_dim(void **state)
{
	(void)state;
	screen_text(screen, 0, 0, TO_EDGE, ROLE_DIM, "old");
	assert_is(EXPORT_ANSI, &mono, "\033[0;2mold\033[0m\n\n");
	assert_has(EXPORT_SVG, &mono, " fill-opacity=\".6\">old<");
	assert_has(EXPORT_HTML, &mono, "<span style=\"opacity:.6;\">old</span>");
}

/* Colour of text and background change places, in a blank, too. */
static void test_reverse(void **state)
{
	char part[160];

	(void)state;
	screen_text(screen, 0, 0, TO_EDGE, ROLE_STATE, "a b");
	assert_is(EXPORT_ANSI, &colours, "\033[0;7ma b\033[0m\n\n");
	snprintf(part, sizeof(part),
		 "<rect x=\"10\" y=\"10\" width=\"24\" height=\"16\" fill=\"#%06x\"/>",
		 palette_foreground(&colours));
	assert_has(EXPORT_SVG, &colours, part);
	snprintf(part, sizeof(part), " textLength=\"8\" fill=\"#%06x\">a<",
		 palette_background(&colours));
	assert_has(EXPORT_SVG, &colours, part);
	snprintf(part, sizeof(part), "color:#%06x;background:#%06x;\">a b<",
		 palette_background(&colours), palette_foreground(&colours));
	assert_has(EXPORT_HTML, &colours, part);
}

static void test_a_selected_row_is_reversed_to_its_end(void **state)
{
	(void)state;
	screen_text(screen, 0, 0, TO_EDGE, ROLE_TEXT, "abc");
	screen_select_row(screen, 0);
	assert_is(EXPORT_ANSI, &colours,
		  "\033[0;7mabc                 \033[0m\n\n");
	assert_has(EXPORT_SVG, &colours, " width=\"160\" height=\"16\" ");
}

static void test_the_cell_of_a_cursor_is_underlined(void **state)
{
	(void)state;
	screen_text(screen, 0, 0, TO_EDGE, ROLE_TEXT, "abc");
	screen_cell(screen, 1, 0)->cursor = true;
	assert_is(EXPORT_ANSI, &colours, "a\033[0;4mb\033[0mc\n\n");
}

static void test_colours_are_the_palette_s(void **state)
{
	uint32_t rgb = colour(ROLE_WRITTEN);
	char part[160];

	(void)state;
	put(0, 0, 'w', ROLE_WRITTEN);
	snprintf(part, sizeof(part), "\033[0;38;2;%u;%u;%umw\033[0m\n\n",
		 rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
	assert_is(EXPORT_ANSI, &colours, part);
	snprintf(part, sizeof(part), " fill=\"#%06x\">w</tspan>", rgb);
	assert_has(EXPORT_SVG, &colours, part);
	snprintf(part, sizeof(part), "<span style=\"color:#%06x;\">w</span>",
		 rgb);
	assert_has(EXPORT_HTML, &colours, part);
	assert_is(EXPORT_ANSI, &mono, "w\n\n");
}

static void test_the_background_is_the_scheme_s(void **state)
{
	struct palette light = colours;
	char part[64];

	(void)state;
	light.background = BACKGROUND_LIGHT;
	assert_int_not_equal(palette_background(&light),
			     palette_background(&colours));
	snprintf(part, sizeof(part),
		 "<rect width=\"180\" height=\"52\" fill=\"#%06x\"/>",
		 palette_background(&light));
	assert_has(EXPORT_SVG, &light, part);
	snprintf(part, sizeof(part), "body{background:#%06x;color:#%06x;",
		 palette_background(&light), palette_foreground(&light));
	assert_has(EXPORT_HTML, &light, part);
}

/* One stroke for cells side by side, and text above it that can be copied. */
static void test_full_cells_are_a_shape(void **state)
{
	char part[160];

	(void)state;
	put(1, 0, GLYPH_FULL, ROLE_WRITTEN);
	put(2, 0, GLYPH_FULL, ROLE_WRITTEN);
	put(3, 0, GLYPH_FULL, ROLE_ZERO);
	snprintf(part, sizeof(part),
		 "<path d=\"M18 18h16\" stroke=\"#%06x\" stroke-width=\"16\"/>\n"
		 "<path d=\"M34 18h8\" stroke=\"#%06x\" stroke-width=\"16\"/>\n",
		 colour(ROLE_WRITTEN), colour(ROLE_ZERO));
	assert_has(EXPORT_SVG, &colours, part);
	assert_has(EXPORT_SVG, &colours, " fill-opacity=\"0\">██</tspan>");
	assert_is(EXPORT_TEXT, &colours, " ███\n\n");
}

/* In mono the state is told by a letter, and others beside it have none. */
static void test_letters_are_no_shapes(void **state)
{
	(void)state;
	put(0, 0, GLYPH_FULL, ROLE_WRITTEN);
	put(1, 0, GLYPH_FULL, ROLE_HUGE);
	put(2, 0, GLYPH_FULL, ROLE_WRITTEN);
	assert_is(EXPORT_ANSI, &mono, "█H█\n\n");
	assert_has(EXPORT_SVG, &mono, "M10 18h8\"");
	assert_has(EXPORT_SVG, &mono, "M26 18h8\"");
	assert_has(EXPORT_SVG, &mono, "<tspan x=\"18\" textLength=\"8\">H</tspan>");
}

/* A stroke of an eighth's height is two pixels, from the bottom on. */
static void test_sparklines_are_shapes(void **state)
{
	(void)state;
	put(0, 0, GLYPH_SPARK1, ROLE_TEXT);
	put(1, 0, GLYPH_SPARK1 + 3, ROLE_TEXT);
	assert_has(EXPORT_SVG, &colours, "<path d=\"M10 25h8\"");
	assert_has(EXPORT_SVG, &colours, "<path d=\"M18 22h8\"");
	assert_has(EXPORT_SVG, &colours, "stroke-width=\"8\"");
}

static void test_ascii_stays_ascii(void **state)
{
	const struct palette ascii = { .ascii = true };
	char *text;
	size_t i;
	int format;

	(void)state;
	screen_text(screen, 0, 0, TO_EDGE, ROLE_TEXT, "é日");
	put(5, 0, GLYPH_FULL, ROLE_WRITTEN);
	put(6, 0, GLYPH_NONE, ROLE_UNTOUCHED);
	for (format = 0; format < NR_EXPORT_FORMATS; format++) {
		text = exported((enum export_format)format, &ascii, NULL);
		for (i = 0; text[i]; i++)
			assert_true((unsigned char)text[i] < 0x80);
		free(text);
	}
}

static void test_text_is_what_a_dump_is(void **state)
{
	char *text, *dumped = NULL;
	size_t len;
	FILE *out;

	(void)state;
	screen_text(screen, 3, 1, TO_EDGE, ROLE_HEAD, "Größe ↓");
	put(12, 1, GLYPH_HALF, ROLE_MIXED);
	out = open_memstream(&dumped, &len);
	screen_dump(screen, &colours, false, out);
	fclose(out);
	text = exported(EXPORT_TEXT, &colours, NULL);
	assert_string_equal(text, dumped);
	free(text);
	free(dumped);
}

static void test_a_full_disk_is_told(void **state)
{
	const struct export_words words = { "title", NULL };
	int format;
	FILE *out;

	(void)state;
	for (format = 0; format < NR_EXPORT_FORMATS; format++) {
		out = fopen("/dev/full", "w");
		assert_non_null(out);
		setbuf(out, NULL);
		assert_false(screen_export(screen, &colours,
					   (enum export_format)format, &words,
					   out));
		fclose(out);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_formats_by_name_and_key),
		TEST(test_an_empty_screen),
		TEST(test_a_caption_is_one_line_below),
		TEST(test_a_long_caption_is_cut_in_a_picture),
		TEST(test_text_from_outside_is_escaped),
		TEST(test_words_begin_at_their_columns),
		TEST(test_wide_characters_fill_two_columns),
		TEST(test_bold_and_underline),
		TEST(test_dim),
		TEST(test_reverse),
		TEST(test_a_selected_row_is_reversed_to_its_end),
		TEST(test_the_cell_of_a_cursor_is_underlined),
		TEST(test_colours_are_the_palette_s),
		TEST(test_the_background_is_the_scheme_s),
		TEST(test_full_cells_are_a_shape),
		TEST(test_letters_are_no_shapes),
		TEST(test_sparklines_are_shapes),
		TEST(test_ascii_stays_ascii),
		TEST(test_text_is_what_a_dump_is),
		TEST(test_a_full_disk_is_told),
	};

	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
/* What a click means: regions of a screen, and words of its last line. */
#include "check.h"
#include "screen/input.h"
#include "screen/screen.h"
#include "view/keymap.h"
#include "view/press.h"

static struct screen *screen;

static int set_up(void **state)
{
	(void)state;
	screen = screen_new(80, 24);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	screen_free(screen);
	return 0;
}

static uint32_t key_at(int x, int y)
{
	struct hit hit = screen_hit_at(screen, x, y);

	return hit.kind == HIT_KEY ? hit.key : TK_NONE;
}

static void test_what_lies_on_top_counts(void **state)
{
	(void)state;
	assert_int_equal(screen_hit_at(screen, 3, 3).kind, HIT_NONE);
	screen_hit_key(screen, 0, 3, 10, 'a');
	screen_hit_key(screen, 4, 3, 2, 'b');
	assert_int_equal(key_at(3, 3), 'a');
	assert_int_equal(key_at(4, 3), 'b');
	assert_int_equal(key_at(5, 3), 'b');
	assert_int_equal(key_at(6, 3), 'a');
	assert_int_equal(key_at(9, 3), 'a');
	assert_int_equal(key_at(10, 3), TK_NONE);
	assert_int_equal(key_at(4, 2), TK_NONE);
	assert_int_equal(key_at(4, 4), TK_NONE);
	assert_int_equal(key_at(-1, 3), TK_NONE);
	assert_int_equal(key_at(65534, 65534), TK_NONE);
	screen_clear(screen);
	assert_int_equal(key_at(3, 3), TK_NONE);
}

static void test_what_is_not_on_the_screen(void **state)
{
	const struct hit hit = { .kind = HIT_KEY, .key = 'a' };

	(void)state;
	screen_hit_key(screen, 80, 3, 10, 'a');
	screen_hit_key(screen, 3, 24, 10, 'a');
	screen_hit_key(screen, -10, 3, 10, 'a');
	screen_hit_key(screen, 3, -1, 10, 'a');
	screen_hit_key(screen, 3, 3, 0, 'a');
	screen_hit_key(screen, 3, 3, -5, 'a');
	assert_int_equal(screen->hits.nr, 0);
	screen_hit(screen, -2, 20, 90, 90, &hit);
	assert_int_equal(screen->hits.nr, 1);
	assert_int_equal(screen->hits.regions[0].x, 0);
	assert_int_equal(screen->hits.regions[0].width, 80);
	assert_int_equal(screen->hits.regions[0].height, 4);
	screen_resize(screen, 40, 10);
	assert_int_equal(screen->hits.nr, 0);
}

static void test_each_cell_has_its_address(void **state)
{
	const struct hit cells = {
		.kind = HIT_CELL,
		.cell = { .address = 0x10000, .step = 0x2000, .time_ns = 7 },
	};
	struct hit hit;

	(void)state;
	screen_hit(screen, 10, 5, 16, 1, &cells);
	assert_int_equal(screen_hit_at(screen, 10, 5).cell.address, 0x10000);
	hit = screen_hit_at(screen, 13, 5);
	assert_int_equal(hit.cell.address, 0x16000);
	assert_int_equal(hit.cell.time_ns, 7);
	assert_true(hit_same(&hit, &hit));
	assert_false(hit_same(&hit, &cells));
	/* those left of the screen are counted, too */
	screen_hit(screen, -3, 6, 16, 1, &cells);
	assert_int_equal(screen_hit_at(screen, 0, 6).cell.address, 0x16000);
}

/* As many as there are cells, and from then on no memory is taken. */
static void test_there_is_an_end(void **state)
{
	size_t max;
	int i;

	(void)state;
	screen_resize(screen, 40, 10);
	for (i = 0; i < 1000; i++)
		screen_hit_key(screen, 0, 0, 1, 'a');
	assert_int_equal(screen->hits.nr, 400);
	max = screen->hits.max;
	screen_clear(screen);
	for (i = 0; i < 400; i++)
		screen_hit_key(screen, 0, 0, 1, 'a');
	assert_int_equal(screen->hits.max, max);
}

/* The keys that each column of @text presses, a '.' for none. */
static void assert_presses(int y, const char *expected)
{
	char told[81];
	uint32_t key;
	int x;

	for (x = 0; expected[x]; x++) {
		key = key_at(x, y);
		told[x] = key == TK_NONE ? '.' : key == TK_ESC ? 'E' :
			  key == TK_ENTER ? 'R' : (char)key;
	}
	told[x] = '\0';
	assert_string_equal(told, expected);
}

static struct keymap map;

static void bind(const char *name, const char *keys)
{
	char why[96];

	if (!keymap_bind(&map, name, keys, why, sizeof(why)))
		fail_msg("%s = %s: %s", name, keys, why);
}

/* The hint of @command reads @text, and presses @expected. */
static void hint(enum command command, enum place_kind place, bool on,
		 const char *text, const char *expected)
{
	struct key_spans spans;
	char buf[KEY_HINT_MAX];

	assert_string_equal(key_hint(&map, command, place, on, buf, &spans),
			    text);
	screen_clear(screen);
	press_hint(screen, 3, 0, buf, &spans);
	assert_presses(0, expected);
}

static void test_words_of_hints(void **state)
{
	(void)state;
	keymap_init(&map);
	hint(CMD_QUIT, PLACE_LIST, false, "q quit", "...qqqqqq.");
	hint(CMD_SEARCH_NEXT, PLACE_LIST, false, "n N next match",
	     "...nnNnnnnnnnnnnn.");
	hint(CMD_ZOOM_IN, PLACE_MAP, false, "+ - zoom", "...++-+++++.");
	hint(CMD_SORT_PREV, PLACE_LIST, false, "< > sort", "...<<><<<<<.");
	hint(CMD_PAUSE, PLACE_MAP, true, "Space go on", "...           .");
	hint(CMD_ENTER, PLACE_PROCESS, false, "Enter map", "...RRRRRRRRR.");
	hint(CMD_BACK, PLACE_MAP, false, "Esc back", "...EEEEEEEE.");
	/* which of them? */
	hint(CMD_UP, PLACE_MAP, false, "hjkl move", "............");
	hint(CMD_UP, PLACE_LIST, true, "arrows look around",
	     ".....................");
}

/* A word behind them is no key, whatever it is called; a key may be wide. */
static void test_words_of_hints_of_other_keys(void **state)
{
	(void)state;
	keymap_init(&map);
	bind("previous-match", "t");
	hint(CMD_SEARCH_NEXT, PLACE_LIST, false, "n t next match",
	     "...nntnnnnnnnnnnn.");
	keymap_init(&map);
	bind("next-match", "");
	hint(CMD_SEARCH_NEXT, PLACE_LIST, false, "N next match",
	     "...NNNNNNNNNNNN.");
	bind("sort-left", ",");
	hint(CMD_SORT_PREV, PLACE_LIST, false, ", > sort", "...,,>,,,,,.");
	bind("sort-right", "");
	hint(CMD_SORT_PREV, PLACE_LIST, false, ", sort", "...,,,,,,.");
	bind("left", "a");
	hint(CMD_UP, PLACE_MAP, false, "j k l move", "...jjkjljjjjj.");
}

static const struct choice_key quits[] = {
	{ 'k', "end" }, { 'l', "leave" }, { TK_ESC, "stay" },
};

static const struct choice_key sure[] = {
	{ 'y', "" }, { 'n', "" }, { TK_ENTER, NULL },
};

static void assert_text(int y, const char *expected)
{
	const struct cell *row = screen_row(screen, y);
	int x;

	for (x = 0; expected[x]; x++)
		assert_int_equal(row[x].glyph, expected[x]);
	assert_int_equal(row[x].glyph, ' ');
}

static void test_answers_of_questions(void **state)
{
	(void)state;
	press_choices(screen, 0, 80, "2 still run:", quits, 3);
	assert_text(0, "2 still run: k end, l leave, Esc stay");
	assert_presses(0, ".............kkkkk..lllllll..EEEEEEEE.");
	/* a name is no answer, whatever it is */
	press_choices(screen, 1, 80, "TERM to 4 y: n y?", sure, 3);
	assert_text(1, "TERM to 4 y: n y? y n");
	assert_presses(1, "..................y.n.");
	press_choices(screen, 2, 80, "TERM to 4 k\xc3\xa4se?", sure, 3);
	assert_presses(2, "................y.n.");
	/* what was cut off can't be hit */
	press_choices(screen, 3, 10, "Really?", sure, 3);
	assert_presses(3, "........y..");
	press_choices(screen, 4, 20, "2 still run:", quits, 3);
	assert_presses(4, ".............kkkkk......");
	press_choices(screen, 5, 5, "Really?", sure, 3);
	assert_presses(5, "............");
	assert_int_equal(press_choices_width(quits, 3), 25);
	assert_int_equal(press_choices_width(sure, 3), 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_lies_on_top_counts),
		TEST(test_what_is_not_on_the_screen),
		TEST(test_each_cell_has_its_address),
		TEST(test_there_is_an_end),
		TEST(test_words_of_hints),
		TEST(test_words_of_hints_of_other_keys),
		TEST(test_answers_of_questions),
	};

	return cmocka_run_group_tests_name("hit", tests, NULL, NULL);
}

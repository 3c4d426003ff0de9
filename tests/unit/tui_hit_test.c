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

static void hint(int y, enum place_kind place, const char *text)
{
	struct keymap map;

	keymap_init(&map);
	press_hint(screen, 0, y, &map, place, text);
}

static void test_words_of_hints(void **state)
{
	(void)state;
	hint(0, PLACE_LIST, "q quit");
	assert_presses(0, "qqqqqq.");
	hint(1, PLACE_LIST, "n N next match");
	assert_presses(1, "nnNnnnnnnnnnnn.");
	hint(2, PLACE_MAP, "+ - zoom");
	assert_presses(2, "++-+++++.");
	hint(3, PLACE_LIST, "< > sort");
	assert_presses(3, "<<><<<<<.");
	hint(4, PLACE_MAP, "Space go on");
	assert_presses(4, "           .");
	hint(5, PLACE_PROCESS, "Enter map");
	assert_presses(5, "RRRRRRRRR.");
	hint(6, PLACE_MAP, "Esc back");
	assert_presses(6, "EEEEEEEE.");
	/* which of them? */
	hint(7, PLACE_MAP, "hjkl move");
	assert_presses(7, ".........");
	hint(8, PLACE_LIST, "arrows look around");
	assert_presses(8, "..................");
	/* a word behind them is no key, whatever it is called */
	hint(9, PLACE_LIST, "t tree n");
	assert_presses(9, "tttttttt.");
}

static void choices(int y, int width, const char *prompt, const char *keys)
{
	press_choices(screen, y, width, prompt, keys);
}

static void test_words_of_questions(void **state)
{
	(void)state;
	choices(0, 80, "2 still run: k end, l leave, Esc stay", "kl");
	assert_presses(0, ".............k.kkkk.l.llllll.EEE.EEEE");
	/* a name is no answer, whatever it is */
	choices(1, 80, "TERM to 4 y: n y? y n", "yn");
	assert_presses(1, "..................y.n");
	choices(2, 80, "TERM to 4 y? y n", "yn");
	assert_presses(2, ".............y.n");
	choices(3, 80, "TERM to 4 k\xc3\xa4se? y n", "yn");
	assert_presses(3, "................y.n");
	/* what was cut off can't be hit */
	choices(4, 12, "Really? yes y n", "yn");
	assert_presses(4, "...............");
	choices(5, 13, "Really? yes y n", "yn");
	assert_presses(5, "............y..");
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
		TEST(test_words_of_questions),
	};

	return cmocka_run_group_tests_name("hit", tests, NULL, NULL);
}

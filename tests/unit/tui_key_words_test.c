// SPDX-License-Identifier: GPL-2.0
/* What is said of keys. */
#include <string.h>

#include "check.h"
#include "screen/input.h"
#include "screen/key_name.h"
#include "view/key_words.h"

static struct keymap map;

static void assert_answer(uint32_t key, enum place_kind place, int room,
			  const char *expected)
{
	char text[160];

	key_answer(&map, key, place, room, text, sizeof(text));
	assert_string_equal(text, expected);
}

/* No key of the table goes by a name that is none. */
static void test_every_key_has_a_name(void **state)
{
	const struct key_row *row;
	char buf[KEY_NAME_MAX];
	int i;

	(void)state;
	for (row = key_table; row < key_table + key_table_len; row++)
		for (i = 0; i < KEYS_MAX && row->keys[i]; i++)
			assert_string_not_equal(key_name(row->keys[i], buf),
						"that key");
}

static const struct key_row *row_of(enum command command, enum place_kind place)
{
	const struct key_row *row;

	for (row = key_table; row < key_table + key_table_len; row++)
		if (row->command == command && row->places & (1U << place))
			return row;
	fail();
	return NULL;
}

static void test_a_row_tells_of_those_behind_it(void **state)
{
	char names[32];

	(void)state;
	key_row_names(&map, row_of(CMD_SORT_PREV, PLACE_LIST), PLACE_LIST, 80, names,
		      sizeof(names));
	assert_string_equal(names, "< >");
	key_row_names(&map, row_of(CMD_SORT_NEXT, PLACE_LIST), PLACE_LIST, 80, names,
		      sizeof(names));
	assert_string_equal(names, "");
	key_row_names(&map, row_of(CMD_SORT_MENU, PLACE_LIST), PLACE_LIST, 80, names,
		      sizeof(names));
	assert_string_equal(names, "o F6");
	key_row_names(&map, row_of(CMD_ZOOM_IN, PLACE_MAP), PLACE_MAP, 80, names,
		      sizeof(names));
	assert_string_equal(names, "+ = -");
	key_row_names(&map, row_of(CMD_ZOOM_WHOLE, PLACE_MAP), PLACE_MAP, 80, names,
		      sizeof(names));
	assert_string_equal(names, "[");
}

static void test_where_a_key_means_something(void **state)
{
	(void)state;
	assert_answer('=', PLACE_PROCESS, 80,
		      "= zooms in the map and in the timeline");
	/* told by the row before its own */
	assert_answer('>', PLACE_MAP, 80,
		      "> sorts by the column beside in the list and in groups and in a process");
	/* two rows that do the same are one */
	assert_answer('T', PLACE_TIMELINE, 80,
		      "T sorts by TIME in the list");
	assert_answer('i', PLACE_MAP, 80,
		      "i shows only what is new in the timeline");
	/* what stands behind a comma or colon is for help */
	assert_answer('p', PLACE_MAP, 80, "p shows paths in the list");
	assert_answer(TK_TAB, PLACE_MAP, 80,
		      "Tab goes to the map below in a process");
}

static void test_what_means_nothing(void **state)
{
	(void)state;
	assert_answer('D', PLACE_LIST, 80,
		      "D does nothing here; ? lists the keys");
	assert_answer('Q', PLACE_MAP, 80,
		      "Q does nothing here; ? lists the keys");
	assert_answer('/', PLACE_TIMELINE, 80,
		      "/ searches as one types in the list and in a process and in the map");
	assert_answer(TK_OTHER, PLACE_MAP, 80,
		      "that key does nothing here; ? lists the keys");
	/* one is there already */
	assert_answer('D', PLACE_HELP, 80, "D does nothing here");
	/* what means something here is not explained by other places */
	assert_answer(TK_ENTER, PLACE_MAP, 80,
		      "Enter does nothing here; ? lists the keys");
}

/* What a hand from there means, first among processes, elsewhere after all. */
static void test_keys_of_other_programs(void **state)
{
	(void)state;
	assert_answer('r', PLACE_LIST, 80,
		      "r renices in top; tamtop doesn't: renice(1)");
	assert_answer('r', PLACE_MAP, 80, "r asks for the rate among the demos");
	assert_answer(TK_F7, PLACE_MAP, 80,
		      "F7 raises the priority in htop; tamtop doesn't: renice(1)");
	assert_answer(']', PLACE_LIST, 80,
		      "] raises the priority in htop; tamtop doesn't: renice(1)");
	assert_answer(1, PLACE_LIST, 80,
		      "Ctrl-A goes to the start of the line in htop; in tamtop Left");
	assert_answer('x', PLACE_LIST, 80,
		      "x lists file locks in htop, marks the column sorted by in top");
	assert_answer('U', PLACE_LIST, 80,
		      "U untags all in htop, shows the processes of one user in top");
	assert_answer('a', PLACE_LIST, 80,
		      "a sets the CPU affinity in htop, goes to the next window in top");
	assert_answer(TK_TAB, PLACE_LIST, 80,
		      "Tab shows another tab in htop; in tamtop it goes to the map below in a process");
	assert_answer(TK_TAB, PLACE_LIST, 60,
		      "Tab shows another tab in htop; tamtop doesn't");
	assert_answer('f', PLACE_GROUPS, 120,
		      "f chooses columns in top; in tamtop c");
	assert_answer('e', PLACE_LIST, 40, "e shows the environment in htop");
	assert_answer(TK_F7, PLACE_GROUPS, 40,
		      "F7 raises the priority in htop");
	assert_answer('4', PLACE_PROCESS, 80,
		      "4 searches for a pid in the list");
}

static void test_answers_go_by_the_keys_in_force(void **state)
{
	char why[96];

	(void)state;
	assert_true(keymap_bind(&map, "zoom-in", "F11", why, sizeof(why)));
	assert_true(keymap_bind(&map, "help", "F1", why, sizeof(why)));
	assert_true(keymap_bind(&map, "left", "", why, sizeof(why)));
	assert_answer(TK_F11, PLACE_LIST, 80,
		      "F11 zooms in the map and in the timeline");
	assert_answer('D', PLACE_LIST, 80,
		      "D does nothing here; F1 lists the keys");
	assert_answer(1, PLACE_LIST, 80,
		      "Ctrl-A goes to the start of the line in htop; tamtop doesn't");
	keymap_init(&map);
}

/* On a narrow screen it ends with a whole part. */
static void test_an_answer_is_cut_between_its_parts(void **state)
{
	(void)state;
	assert_answer('=', PLACE_PROCESS, 33, "= zooms in the map");
	assert_answer('=', PLACE_PROCESS, 38,
		      "= zooms in the map and in the timeline");
	assert_answer('=', PLACE_PROCESS, 37, "= zooms in the map");
	assert_answer('D', PLACE_LIST, 33, "D does nothing here");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_key_has_a_name),
		cmocka_unit_test(test_a_row_tells_of_those_behind_it),
		cmocka_unit_test(test_where_a_key_means_something),
		cmocka_unit_test(test_what_means_nothing),
		cmocka_unit_test(test_keys_of_other_programs),
		cmocka_unit_test(test_answers_go_by_the_keys_in_force),
		cmocka_unit_test(test_an_answer_is_cut_between_its_parts),
	};

	keymap_init(&map);
	return cmocka_run_group_tests_name("key_words", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
/* Keys that are bound anew: who has them then, and what is told of them. */
#include <stdio.h>
#include <string.h>

#include "app_screen.h"
#include "check.h"
#include "screen/input.h"
#include "screen/key_name.h"
#include "view/key_words.h"

static struct keymap map;
static char why[96];

static int set_up(void **state)
{
	(void)state;
	keymap_init(&map);
	return 0;
}

static void bind(const char *name, const char *keys)
{
	if (!keymap_bind(&map, name, keys, why, sizeof(why)))
		fail_msg("%s = %s: %s", name, keys, why);
}

static void assert_mistake(const char *name, const char *keys,
			   const char *expected)
{
	struct keymap before = map;

	assert_false(keymap_bind(&map, name, keys, why, sizeof(why)));
	assert_string_equal(why, expected);
	assert_memory_equal(&before, &map, sizeof(map));
}

static void assert_text(const char *name, const char *expected)
{
	char text[KEYS_TEXT_MAX];

	keymap_text(&map, name, text, sizeof(text));
	assert_string_equal(text, expected);
}

static void assert_hint(enum command command, enum place_kind place,
			const char *expected)
{
	char buf[KEY_HINT_MAX];
	const char *hint = key_hint(&map, command, place, false, buf, NULL);

	if (expected)
		assert_string_equal(hint, expected);
	else
		assert_null(hint);
}

static void assert_said(const char *text, const char *expected)
{
	char said[128];

	keymap_say(&map, PLACE_LIST, text, said, sizeof(said));
	assert_string_equal(said, expected);
}

/* What the table has is in force, in all of its places. */
/* Where @row is the first one that has @key. */
static unsigned int places_of(const struct key_row *row, uint32_t key)
{
	unsigned int places = 0;
	int place;

	for (place = 0; place < NR_PLACES; place++)
		if (row->places & (1U << place) &&
		    key_command(&map, key, (enum place_kind)place) ==
			    row->command)
			places |= 1U << place;
	return places;
}

static void test_nothing_is_bound_at_first(void **state)
{
	const struct key_row *row = key_table;
	int i;

	(void)state;
	for (; row < key_table + key_table_len; row++) {
		assert_false(keymap_is_bound(&map,
					     command_names[row->command]));
		for (i = 0; i < KEYS_MAX && row->keys[i]; i++)
			assert_int_equal(keymap_places(&map, row, row->keys[i]),
					 places_of(row, row->keys[i]));
	}
}

/* A row of one place comes before that of all: in menus q quits nothing. */
static void test_the_first_row_counts(void **state)
{
	char hint[KEY_HINT_MAX];

	(void)state;
	assert_int_equal(key_command(&map, 'q', PLACE_LIST), CMD_QUIT);
	assert_int_equal(key_command(&map, 'q', PLACE_SORT), CMD_LEAVE);
	assert_int_equal(key_command(&map, TK_F10, PLACE_USER), CMD_LEAVE);
	assert_int_equal(key_command(&map, ' ', PLACE_COLUMNS),
			 CMD_COLUMN_SHOW);
	assert_null(key_hint(&map, CMD_QUIT, PLACE_SORT, false, hint, NULL));
	assert_null(key_hint(&map, CMD_PAUSE, PLACE_COLUMNS, false, hint,
			     NULL) ? strstr(hint, "Space") : NULL);
	/* whoever binds it wants it everywhere */
	bind("quit", "q");
	assert_int_equal(key_command(&map, 'q', PLACE_SORT), CMD_QUIT);
	assert_non_null(key_hint(&map, CMD_QUIT, PLACE_SORT, false, hint,
				 NULL));
}

/* "f", "F11", "ä": any command takes one of these that nobody has, anywhere. */
static void test_every_command_is_bound_in_all_its_places(void **state)
{
	unsigned int places;
	uint32_t key;
	int command, place;

	(void)state;
	assert_true(key_by_name("ä", &key));
	for (command = CMD_NONE + 1; command < NR_COMMANDS; command++) {
		keymap_init(&map);
		bind(command_names[command], "ä F11");
		assert_true(keymap_is_bound(&map, command_names[command]));
		assert_text(command_names[command], "ä F11");
		places = command_places((enum command)command);
		for (place = 0; place < NR_PLACES; place++) {
			assert_int_equal(key_command(&map, key,
						     (enum place_kind)place),
					 places & (1U << place) ? command :
								  CMD_NONE);
			if (places & (1U << place))
				assert_int_equal(key_of_command(&map,
						(enum command)command,
						(enum place_kind)place), key);
		}
	}
}

static void test_its_keys_are_replaced(void **state)
{
	(void)state;
	assert_text("search", "/ F3 L");
	bind("search", "  F11   s ");
	assert_text("search", "F11 s");
	assert_int_equal(key_command(&map, '/', PLACE_LIST), CMD_NONE);
	assert_int_equal(key_command(&map, TK_F11, PLACE_PROCESS), CMD_SEARCH);
	/* twice is once; and again is something else */
	bind("search", "/ / s /");
	assert_text("search", "/ s");
	bind("search", "");
	assert_text("search", "");
	assert_true(keymap_is_bound(&map, "search"));
}

/* It is lost where both hold, and nowhere else. */
static void test_a_key_is_taken_over(void **state)
{
	(void)state;
	bind("filter", "F m");
	assert_int_equal(key_command(&map, 'F', PLACE_LIST), CMD_FILTER);
	assert_int_equal(key_command(&map, 'F', PLACE_MAP), CMD_FOLLOW);
	assert_int_equal(key_command(&map, 'F', PLACE_PROCESS), CMD_KIND_PREV);
	assert_int_equal(key_command(&map, 'm', PLACE_LIST), CMD_FILTER);
	assert_int_equal(key_command(&map, 'm', PLACE_MAP), CMD_MARK);
	assert_hint(CMD_FOLLOW, PLACE_LIST, NULL);
	assert_hint(CMD_FOLLOW, PLACE_MAP, "F follow");
	assert_hint(CMD_MARK, PLACE_LIST, NULL);
	assert_text("mark", "m");
	/* a command whose key was taken can have another, or that of others */
	bind("mark", "\\");
	assert_int_equal(key_command(&map, '\\', PLACE_LIST), CMD_MARK);
}

/* What is bound later changes nothing of what was taken before. */
static void test_the_order_of_bindings_is_no_matter(void **state)
{
	struct keymap first;

	(void)state;
	bind("tree", "b");
	bind("groups", "t");
	first = map;
	keymap_init(&map);
	bind("groups", "t");
	bind("tree", "b");
	assert_memory_equal(&first, &map, sizeof(map));
	/* a key that is given back is where it was */
	bind("tree", "F11");
	bind("groups", "F12");
	assert_int_equal(key_command(&map, 'b', PLACE_LIST), CMD_NONE);
	keymap_init(&map);
	bind("tree", "m");
	bind("tree", "t");
	assert_int_equal(key_command(&map, 'm', PLACE_LIST), CMD_MARK);
}

static void test_mistakes(void **state)
{
	(void)state;
	assert_mistake("tre", "t", "unknown command tre");
	assert_mistake("", "t", "unknown command ");
	assert_mistake("none", "t", "unknown command none");
	assert_mistake("tree", "F5 F13", "unknown key F13");
	assert_mistake("tree", "t,F5", "unknown key t,F5");
	assert_mistake("tree", "Ctrl-C", "unknown key Ctrl-C");
	assert_mistake("tree", "a b c d e", "tree can have 4 keys, not more");
	bind("tree", "t F11");
	assert_mistake("filter", "\\ F11", "F11 is already bound to tree");
	assert_mistake("mark", "t", "t is already bound to tree");
	/* but in other places */
	bind("zoom-in", "t");
	assert_mistake("zoom-out", "t", "t is already bound to zoom-in");
}

static void test_a_way_out_stays(void **state)
{
	(void)state;
	assert_mistake("quit", "", "quit would be left without a key");
	assert_mistake("back", " ", "back would be left without a key");
	bind("quit", "Q");
	bind("search", "q F10");
	assert_mistake("search", "Q", "Q is already bound to quit");
	assert_int_equal(keymap_unblock(&map, why, sizeof(why)), CMD_NONE);
}

static void assert_unblocks(const char *name, const char *expected)
{
	enum command command = keymap_unblock(&map, why, sizeof(why));

	assert_string_equal(command_names[command], name);
	assert_string_equal(why, expected);
	assert_false(keymap_is_bound(&map, name));
}

/* Whatever was bound first, the same is in force. */
static void test_a_way_out_is_judged_at_the_end(void **state)
{
	struct keymap first;

	(void)state;
	bind("back", "q F10");
	bind("quit", "x");
	assert_int_equal(keymap_unblock(&map, why, sizeof(why)), CMD_NONE);
	first = map;
	keymap_init(&map);
	bind("quit", "x");
	bind("back", "q F10");
	assert_int_equal(keymap_unblock(&map, why, sizeof(why)), CMD_NONE);
	assert_memory_equal(&first, &map, sizeof(map));
}

static void test_who_blocks_a_way_out_gives_way(void **state)
{
	(void)state;
	bind("tree", "q F10");
	bind("new-only", "Esc Backspace");
	assert_unblocks("tree", "quit would be left without a key");
	assert_unblocks("new-only", "back would be left without a key");
	assert_int_equal(keymap_unblock(&map, why, sizeof(why)), CMD_NONE);
	assert_text("tree", "t F5 V");
	assert_text("quit", "q F10");
	/* one of two is enough; one that is elsewhere has taken nothing here */
	bind("tree", "q");
	bind("filter", "F10");
	bind("zoom-in", "q");
	keymap_unblock(&map, why, sizeof(why));
	assert_int_equal(keymap_unblock(&map, why, sizeof(why)), CMD_NONE);
	assert_int_equal(keymap_is_bound(&map, "tree") +
			 keymap_is_bound(&map, "filter"), 1);
	assert_true(keymap_is_bound(&map, "zoom-in"));
}

static void test_digits(void **state)
{
	(void)state;
	assert_int_equal(key_command(&map, '0', PLACE_LIST), CMD_SEARCH_PID);
	assert_int_equal(key_command(&map, '9', PLACE_LIST), CMD_SEARCH_PID);
	assert_int_equal(key_command(&map, '9', PLACE_MAP), CMD_NONE);
	assert_text("search-pid", "0-9");
	bind("filter", "9");
	assert_int_equal(key_command(&map, '9', PLACE_LIST), CMD_FILTER);
	assert_int_equal(key_command(&map, '8', PLACE_LIST), CMD_SEARCH_PID);
	/* by itself it comes first, wherever the row stands in the table */
	bind("open", "1");
	bind("hold", "2");
	assert_int_equal(key_command(&map, '1', PLACE_LIST), CMD_ENTER);
	assert_int_equal(key_command(&map, '2', PLACE_LIST), CMD_HOLD);
}

static void test_hints_have_the_first_key_in_force(void **state)
{
	(void)state;
	bind("tree", "F5 t");
	bind("sort-left", ",");
	bind("next-match", "F12");
	bind("hold", "");
	bind("left", "Left a");
	assert_hint(CMD_TREE, PLACE_LIST, "F5 tree");
	assert_hint(CMD_SORT_PREV, PLACE_LIST, ", > sort");
	assert_hint(CMD_SEARCH_NEXT, PLACE_MAP, "F12 N next match");
	assert_hint(CMD_HOLD, PLACE_LIST, NULL);
	assert_hint(CMD_UP, PLACE_MAP, "a j k l move");
	bind("sort-right", "");
	assert_hint(CMD_SORT_PREV, PLACE_LIST, ", sort");
}

static void test_sentences_have_keys_in_force(void **state)
{
	(void)state;
	assert_said("no tree; {tree} shows it", "no tree; t shows it");
	assert_said("none: {search}", "none: /");
	assert_said("plain", "plain");
	assert_said("", "");
	bind("tree", "");
	bind("search", "Space");
	assert_said("no tree; {tree} shows it", "no tree");
	assert_said("none: {search}", "none: Space");
	assert_said("{home} {end} or {home'} {end'}", "Home End or g G");
	/* a key that looks like what joins words is none of that */
	bind("hold", ",");
	assert_said("{hold} or {tree}, {tree}", ",");
	bind("home", "Home");
	bind("end", "End");
	assert_said("{home} {end} or {home'} {end'}", "Home End");
}

/* All of the program goes by them: keys, answers, the last line. */
static void test_the_program_goes_by_it(void **state)
{
	(void)state;
	bind("tree", "e");
	bind("back", "x");
	bind("help", "F1");
	bind("pane", "w");
	fixture_app_init(&fixture);
	fixture.config.settings.keys = map;
	fixture_app_start(&fixture, 100, 30);
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	assert_line_has(-1, "e tree");
	assert_line_has(-1, "F1 help  q quit");
	press("+");
	assert_line_has(-1, "no tree to fold; e shows it");
	press("D");
	assert_line_has(-1, "D does nothing here; F1 lists the keys");
	press("x");
	assert_line_has(-1, "nothing to go back to; q quits");
	press("\n");
	fixture_app_sample(&fixture);
	press("h");
	assert_line_has(-1, "sideways is for the map: w");
	press("x");
	press("/root\n");
	press("x");
	press("e");
	press("x");
	assert_line_has(-1, "nothing to go back to; q quits");
	fixture_app_stop(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_nothing_is_bound_at_first, set_up),
		cmocka_unit_test_setup(test_the_first_row_counts, set_up),
		cmocka_unit_test_setup(test_every_command_is_bound_in_all_its_places, set_up),
		cmocka_unit_test_setup(test_its_keys_are_replaced, set_up),
		cmocka_unit_test_setup(test_a_key_is_taken_over, set_up),
		cmocka_unit_test_setup(test_the_order_of_bindings_is_no_matter, set_up),
		cmocka_unit_test_setup(test_mistakes, set_up),
		cmocka_unit_test_setup(test_a_way_out_stays, set_up),
		cmocka_unit_test_setup(test_a_way_out_is_judged_at_the_end, set_up),
		cmocka_unit_test_setup(test_who_blocks_a_way_out_gives_way, set_up),
		cmocka_unit_test_setup(test_digits, set_up),
		cmocka_unit_test_setup(test_hints_have_the_first_key_in_force, set_up),
		cmocka_unit_test_setup(test_sentences_have_keys_in_force, set_up),
		cmocka_unit_test_setup(test_the_program_goes_by_it, set_up),
	};

	return cmocka_run_group_tests_name("keymap", tests, NULL, NULL);
}

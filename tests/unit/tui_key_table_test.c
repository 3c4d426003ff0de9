// SPDX-License-Identifier: GPL-2.0
/* The table of keys against itself, and against the man page in both ways. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "screen/input.h"
#include "view/key_table.h"

#define MAN_PAGE "tui/tamtop.1"

/* The headings of its section KEYS, and what places they are of. */
static const struct {
	const char *text;
	unsigned int places;
} headings[] = {
	{ "In every view:\n", KEY_ANYWHERE },
	{ "In the list:\n", KEY_AT(LIST) },
	{ "In the list, in groups and in a process:\n",
	  KEY_AT(LIST) | KEY_AT(GROUPS) | KEY_AT(PROCESS) },
	{ "In groups:\n", KEY_AT(GROUPS) },
	{ "In the list, a process, a map and a timeline:\n",
	  KEY_AT(LIST) | KEY_AT(PROCESS) | KEY_AT(MAP) | KEY_AT(TIMELINE) },
	{ "In a process:\n", KEY_AT(PROCESS) },
	{ "In a map:\n", KEY_AT(MAP) },
	{ "In a timeline:\n", KEY_AT(TIMELINE) },
	{ "In the list, in a process and in a map:\n",
	  KEY_AT(LIST) | KEY_AT(PROCESS) | KEY_AT(MAP) },
	{ "In the sort menu:\n", KEY_AT(SORT) },
	{ "In the column menu:\n", KEY_AT(COLUMNS) },
	{ "In the signal menu:\n", KEY_AT(SIGNAL) },
	{ "In the user menu:\n", KEY_AT(USER) },
	{ "In the launcher:\n", KEY_AT(LAUNCH) },
};

static const struct {
	const char *name;
	uint32_t keys[4];
} names[] = {
	{ "arrows", { TK_UP, TK_DOWN, TK_LEFT, TK_RIGHT } },
	{ "PgUp", { TK_PAGE_UP } }, { "PgDn", { TK_PAGE_DOWN } },
	{ "Home", { TK_HOME } }, { "End", { TK_END } },
	{ "Enter", { TK_ENTER } }, { "Esc", { TK_ESC } },
	{ "Backspace", { TK_BACKSPACE } }, { "Space", { ' ' } },
	{ "Ctrl-L", { TK_CTRL_L } }, { "Tab", { TK_TAB } },
	{ "F1", { TK_F1 } }, { "F2", { TK_F2 } }, { "F3", { TK_F3 } }, { "F4", { TK_F4 } },
	{ "\\e", { '\\' } }, { "F5", { TK_F5 } }, { "F6", { TK_F6 } },
	{ "F7", { TK_F7 } }, { "F8", { TK_F8 } },
	{ "F9", { TK_F9 } }, { "F10", { TK_F10 } },
	{ "40z", { 'z' } },
};

/* A key that the man page tells of, and where. */
struct told {
	unsigned int places;
	uint32_t key;
};

static struct told told[256];
static size_t nr_told;

static void tell(unsigned int places, uint32_t key)
{
	assert_true(nr_told < ARRAY_SIZE(told));
	told[nr_told++] = (struct told){ places, key };
}

static void tell_word(unsigned int places, const char *word)
{
	size_t i, k;

	if (!strncmp(word, "\\&", 2))
		word += 2;
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(names[i].name, word))
			continue;
		for (k = 0; k < 4 && names[i].keys[k]; k++)
			tell(places, names[i].keys[k]);
		return;
	}
	if (word[1])
		fail_msg("%s: '%s' is no key", MAN_PAGE, word);
	tell(places, (unsigned char)word[0]);
}

/* ".It Ic q , F10" */
static void read_item(unsigned int places, char *line)
{
	char *word;

	line += strlen(".It Ic ");
	while ((word = strsep(&line, " \n")))
		if (*word && strcmp(word, ","))
			tell_word(places, word);
}

static int read_man_page(void **state)
{
	FILE *file = fopen(MAN_PAGE, "r");
	unsigned int places = 0;
	bool in_keys = false;
	char line[256];
	size_t i;

	(void)state;
	assert_non_null(file);
	nr_told = 0;
	while (fgets(line, sizeof(line), file)) {
		if (!strncmp(line, ".Sh ", 4))
			in_keys = !strcmp(line, ".Sh KEYS\n");
		if (!in_keys)
			continue;
		for (i = 0; i < ARRAY_SIZE(headings); i++)
			if (!strcmp(line, headings[i].text))
				places = headings[i].places;
		if (!strncmp(line, ".It Ic ", 7))
			read_item(places, line);
	}
	fclose(file);
	assert_true(nr_told > 30);
	return 0;
}

/* Where the man page tells of @key. */
static unsigned int told_at(uint32_t key)
{
	unsigned int places = 0;
	size_t i;

	for (i = 0; i < nr_told; i++)
		if (told[i].key == key)
			places |= told[i].places;
	return places;
}

static void test_man_page_tells_every_key(void **state)
{
	const struct key_row *row;
	int i;

	(void)state;
	for (row = key_table; row < key_table + key_table_len; row++)
		for (i = 0; i < KEYS_MAX && row->keys[i]; i++)
			if (row->places & ~told_at(row->keys[i]))
				fail_msg("%s lacks key %#x, %s", MAN_PAGE,
					 row->keys[i],
					 row->help ? row->help : "");
}

static void test_man_page_tells_no_other_key(void **state)
{
	size_t i;
	int place;

	(void)state;
	for (i = 0; i < nr_told; i++)
		for (place = 0; place < NR_PLACES; place++)
			if ((told[i].places & (1U << place)) &&
			    !key_command(told[i].key, (enum place_kind)place))
				fail_msg(
					"%s tells of a key %#x that does nothing",
					MAN_PAGE, told[i].key);
}

/* Does @key do something else at @place than it does anywhere? */
static bool is_special(uint32_t key, int place)
{
	const struct key_row *row;

	for (row = key_table; row < key_table + key_table_len; row++)
		if (row->places != KEY_ANYWHERE &&
		    (row->places & (1U << place)) && key_row_has(row, key))
			return true;
	return false;
}

static void assert_command(const struct key_row *row, int i, int place)
{
	assert_int_equal(row->command,
			 key_command(row->keys[i], (enum place_kind)place));
}

static void test_a_key_does_one_thing_in_a_place(void **state)
{
	const struct key_row *row;
	int i, place;

	(void)state;
	for (row = key_table; row < key_table + key_table_len; row++) {
		for (place = 0; place < NR_PLACES; place++) {
			if (!(row->places & (1U << place)))
				continue;
			for (i = 0; i < KEYS_MAX && row->keys[i]; i++)
				if (row->places != KEY_ANYWHERE ||
				    !is_special(row->keys[i], place))
					assert_command(row, i, place);
		}
	}
}

static void test_every_command_has_a_key(void **state)
{
	const struct key_row *row;
	int command;

	(void)state;
	for (command = CMD_NONE + 1; command <= CMD_REDRAW; command++) {
		for (row = key_table; row < key_table + key_table_len; row++)
			if ((int)row->command == command && row->keys[0])
				break;
		assert_true(row < key_table + key_table_len);
	}
}

/* What help tells of a key fits on its line, with the place before it. */
static void test_help_fits(void **state)
{
	const struct key_row *row;

	(void)state;
	for (row = key_table; row < key_table + key_table_len; row++) {
		assert_true(row->places != KEY_ANYWHERE || row->group);
		if (row->help)
			assert_true(strlen(row->help) <= 28);
	}
}

static void test_keys_of_one_place_mean_nothing_elsewhere(void **state)
{
	(void)state;
	assert_int_equal(key_command('i', PLACE_TIMELINE), CMD_NEW_ONLY);
	assert_int_equal(key_command('i', PLACE_MAP), CMD_NONE);
	assert_int_equal(key_command('e', PLACE_MAP), CMD_NEXT_CHANGE);
	assert_int_equal(key_command('e', PLACE_TIMELINE), CMD_NONE);
	assert_int_equal(key_command('P', PLACE_LIST), CMD_NONE);
	assert_int_equal(key_command('<', PLACE_MAP), CMD_NONE);
	assert_int_equal(key_command('x', PLACE_LIST), CMD_NONE);
}

static void test_hints_are_those_of_the_place(void **state)
{
	(void)state;
	assert_string_equal(key_hint(CMD_ENTER, PLACE_LIST, false),
			    "Enter open");
	assert_string_equal(key_hint(CMD_ENTER, PLACE_PROCESS, false),
			    "Enter map");
	assert_string_equal(key_hint(CMD_PAUSE, PLACE_LIST, false),
			    "Space pause");
	assert_string_equal(key_hint(CMD_PAUSE, PLACE_MAP, true),
			    "Space go on");
	assert_string_equal(key_hint(CMD_MARK, PLACE_LIST, true), "m mark");
	assert_null(key_hint(CMD_NEW_ONLY, PLACE_MAP, false));
	assert_null(key_hint(CMD_REDRAW, PLACE_LIST, false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_man_page_tells_every_key),
		cmocka_unit_test(test_man_page_tells_no_other_key),
		cmocka_unit_test(test_a_key_does_one_thing_in_a_place),
		cmocka_unit_test(test_every_command_has_a_key),
		cmocka_unit_test(test_help_fits),
		cmocka_unit_test(test_keys_of_one_place_mean_nothing_elsewhere),
		cmocka_unit_test(test_hints_are_those_of_the_place),
	};

	return cmocka_run_group_tests_name("key_table", tests, read_man_page,
					   NULL);
}

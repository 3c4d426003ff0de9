// SPDX-License-Identifier: GPL-2.0
/* The table of keys against itself, and against the man page in both ways. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "screen/input.h"
#include "screen/key_name.h"
#include "view/keymap.h"

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
	{ "\\e", { '\\' } }, { "40z", { 'z' } },
};

static struct keymap map;

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
	uint32_t key;

	if (!strncmp(word, "\\&", 2))
		word += 2;
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(names[i].name, word))
			continue;
		for (k = 0; k < 4 && names[i].keys[k]; k++)
			tell(places, names[i].keys[k]);
		return;
	}
	if (!key_by_name(word, &key))
		fail_msg("%s: '%s' is no key", MAN_PAGE, word);
	tell(places, key);
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
	keymap_init(&map);
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
			    !key_command(&map, told[i].key, (enum place_kind)place))
				fail_msg(
					"%s tells of a key %#x that does nothing",
					MAN_PAGE, told[i].key);
}

static bool has_key(const struct key_row *row, uint32_t key)
{
	int i;

	for (i = 0; i < KEYS_MAX && row->keys[i]; i++)
		if (row->keys[i] == key)
			return true;
	return false;
}

/* Does @key do something else at @place than it does anywhere? */
static bool is_special(uint32_t key, int place)
{
	const struct key_row *row;

	for (row = key_table; row < key_table + key_table_len; row++)
		if (row->places != KEY_ANYWHERE &&
		    (row->places & (1U << place)) && has_key(row, key))
			return true;
	return false;
}

static void assert_command(const struct key_row *row, int i, int place)
{
	assert_int_equal(row->command,
			 key_command(&map, row->keys[i],
				     (enum place_kind)place));
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

/* Each key once, however many rows a command has; returns how many. */
static int add_keys(const struct key_row *row, uint32_t *keys, int nr)
{
	int i, j;

	for (i = 0; i < KEYS_MAX && row->keys[i]; i++) {
		for (j = 0; j < nr && keys[j] != row->keys[i]; j++)
			;
		if (j == nr)
			keys[nr++] = row->keys[i];
	}
	return nr;
}

/* All of its rows' together: it can be bound to so many again. */
static void test_a_command_has_no_more_keys_than_it_may(void **state)
{
	uint32_t keys[KEY_ROWS_MAX * KEYS_MAX];
	const struct key_row *row;
	int command, nr;

	(void)state;
	for (command = CMD_NONE + 1; command < NR_COMMANDS; command++) {
		nr = 0;
		for (row = key_table; row < key_table + key_table_len; row++)
			if ((int)row->command == command)
				nr = add_keys(row, keys, nr);
		if (nr > KEYS_MAX)
			fail_msg("%s has %d keys", command_names[command], nr);
	}
}

static void test_every_command_has_a_key(void **state)
{
	const struct key_row *row;
	int command;

	(void)state;
	for (command = CMD_NONE + 1; command < NR_COMMANDS; command++) {
		for (row = key_table; row < key_table + key_table_len; row++)
			if ((int)row->command == command && row->keys[0])
				break;
		assert_true(row < key_table + key_table_len);
	}
}

/* It can be bound, printed and read again by a name of its own. */
static void test_every_command_has_a_name(void **state)
{
	int command;

	(void)state;
	for (command = CMD_NONE + 1; command < NR_COMMANDS; command++) {
		assert_non_null(command_names[command]);
		assert_int_equal(command_by_name(command_names[command]),
				 command);
		assert_int_equal(strspn(command_names[command],
					"abcdefghijklmnopqrstuvwxyz-"),
				 strlen(command_names[command]));
	}
}

/* All rows of a command have the same keys: they are bound together. */
static void test_a_command_has_the_same_keys_everywhere(void **state)
{
	const struct key_row *row, *other, *end = key_table + key_table_len;

	(void)state;
	for (row = key_table; row < end; row++)
		for (other = key_table; other < end; other++)
			if (row->command == other->command)
				assert_memory_equal(row->keys, other->keys,
						    sizeof(row->keys));
}

/* "no tree to fold; {tree} shows it": no name in braces is of no command. */
static void assert_names(const char *text)
{
	char name[32];
	size_t len;

	for (; text && (text = strchr(text, '{')); text += len) {
		len = strcspn(++text, "'}");
		snprintf(name, sizeof(name), "%.*s", (int)len, text);
		if (command_by_name(name) == CMD_NONE)
			fail_msg("'%s' is no command", name);
	}
}

static void test_words_name_commands(void **state)
{
	const struct key_row *row;

	(void)state;
	for (row = key_table; row < key_table + key_table_len; row++) {
		assert_names(row->hint);
		assert_names(row->hint_on);
		assert_names(row->help);
		assert_names(row->does);
	}
}

/* What help tells of a key fits on its line, with the place before it. */
static void test_help_fits(void **state)
{
	const struct key_row *row;
	char text[KEY_HINT_MAX];
	int place;

	(void)state;
	for (row = key_table; row < key_table + key_table_len; row++) {
		assert_true(row->places != KEY_ANYWHERE || row->group);
		for (place = 0; row->help && place < NR_PLACES; place++)
			if (row->places & (1U << place) &&
			    key_words(&map, row, (enum place_kind)place,
				      row->help, text))
				assert_true(strlen(text) <= 28);
	}
}

static void test_keys_of_one_place_mean_nothing_elsewhere(void **state)
{
	(void)state;
	assert_int_equal(key_command(&map, 'i', PLACE_TIMELINE), CMD_NEW_ONLY);
	assert_int_equal(key_command(&map, 'i', PLACE_MAP), CMD_NONE);
	assert_int_equal(key_command(&map, 'e', PLACE_MAP), CMD_NEXT_CHANGE);
	assert_int_equal(key_command(&map, 'e', PLACE_TIMELINE), CMD_NONE);
	assert_int_equal(key_command(&map, 'P', PLACE_LIST), CMD_SORT_CPU);
	assert_int_equal(key_command(&map, 'P', PLACE_MAP), CMD_NONE);
	assert_int_equal(key_command(&map, '<', PLACE_MAP), CMD_NONE);
	assert_int_equal(key_command(&map, 'x', PLACE_LIST), CMD_NONE);
}

static void test_hints_are_those_of_the_place(void **state)
{
	char buf[KEY_HINT_MAX];

	(void)state;
	assert_string_equal(key_hint(&map, CMD_ENTER, PLACE_LIST, false, buf, NULL),
			    "Enter open");
	assert_string_equal(key_hint(&map, CMD_ENTER, PLACE_PROCESS, false, buf, NULL),
			    "Enter map");
	assert_string_equal(key_hint(&map, CMD_PAUSE, PLACE_LIST, false, buf, NULL),
			    "Space pause");
	assert_string_equal(key_hint(&map, CMD_PAUSE, PLACE_MAP, true, buf, NULL),
			    "Space go on");
	assert_string_equal(key_hint(&map, CMD_MARK, PLACE_LIST, true, buf, NULL),
			    "m mark");
	assert_null(key_hint(&map, CMD_NEW_ONLY, PLACE_MAP, false, buf, NULL));
	assert_null(key_hint(&map, CMD_REDRAW, PLACE_LIST, false, buf, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_man_page_tells_every_key),
		cmocka_unit_test(test_man_page_tells_no_other_key),
		cmocka_unit_test(test_a_key_does_one_thing_in_a_place),
		cmocka_unit_test(test_a_command_has_no_more_keys_than_it_may),
		cmocka_unit_test(test_every_command_has_a_key),
		cmocka_unit_test(test_every_command_has_a_name),
		cmocka_unit_test(test_a_command_has_the_same_keys_everywhere),
		cmocka_unit_test(test_words_name_commands),
		cmocka_unit_test(test_help_fits),
		cmocka_unit_test(test_keys_of_one_place_mean_nothing_elsewhere),
		cmocka_unit_test(test_hints_are_those_of_the_place),
	};

	return cmocka_run_group_tests_name("key_table", tests, read_man_page,
					   NULL);
}

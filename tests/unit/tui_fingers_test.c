// SPDX-License-Identifier: GPL-2.0
/*
 * What keys do in htop and top, against the keys of the table, and against the
 * man page in both ways.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "screen/input.h"
#include "screen/key_name.h"
#include "view/fingers.h"
#include "view/keymap.h"

#define MAN_PAGE "tui/tamtop.1"
#define ROW_MAX 256

/* Keys that no terminal tells from others, or that nobody can press here. */
static const char *const no_keys[] = {
	"Alt-k", "Alt-j", "Alt-h", "Alt-l", "Shift-F3", "Shift-F7", "Shift-F8",
	"Shift-Tab",
};

static struct keymap map;

/*
 * Rows of the man page, with their tool: "k | sends a signal | K F9", and what
 * the keys do here where that is another thing: "k moves up".
 */
static struct told {
	enum finger_tool tool;
	char row[ROW_MAX];
	const char *but;
} told[160];
static size_t nr_told;

static void add_word(char *row, const char *word)
{
	if (!strncmp(word, "\\&", 2))
		word += 2;
	if (!strcmp(word, "\\(ha"))
		word = "^";
	if (!strcmp(word, "\\e"))
		word = "\\";
	if (!strcmp(word, "Ta"))
		word = "|";
	if (strcmp(word, "Ic"))
		text_append(row, ROW_MAX, "%s%s", *row ? " " : "", word);
}

static void read_row(enum finger_tool tool, char *line)
{
	struct told *to = &told[nr_told++];
	char *word;

	assert_true(nr_told <= ARRAY_SIZE(told));
	*to = (struct told){ .tool = tool };
	while ((word = strsep(&line, " \n")))
		if (*word)
			add_word(to->row, word);
	to->but = strstr(to->row, "; ");
	if (!to->but)
		return;
	to->row[to->but - to->row] = '\0';
	to->but += strlen("; ");
}

static int read_man_page(void **state)
{
	FILE *file = fopen(MAN_PAGE, "r");
	int tool = NR_FINGER_TOOLS;
	char line[ROW_MAX];

	(void)state;
	assert_non_null(file);
	keymap_init(&map);
	while (fgets(line, sizeof(line), file)) {
		if (!strncmp(line, ".Sh ", 4))
			tool = !strcmp(line, ".Sh COMING FROM HTOP\n") ?
				       FINGER_HTOP :
			       !strcmp(line, ".Sh COMING FROM TOP\n") ?
				       FINGER_TOP : NR_FINGER_TOOLS;
		if (tool != NR_FINGER_TOOLS && !strncmp(line, ".It ", 4))
			read_row((enum finger_tool)tool, line + 4);
	}
	fclose(file);
	return 0;
}

/* As the man page has to have it. */
static void row_text(const struct finger *finger, char row[ROW_MAX])
{
	char here[KEYS_TEXT_MAX] = "no";

	if (finger->command != CMD_NONE)
		keymap_text(&map, command_names[finger->command], here,
			    sizeof(here));
	snprintf(row, ROW_MAX, "%s | %s | %s%s%s", finger->keys,
		 finger->does, here, finger->instead ? ": " : "",
		 finger->instead ? finger->instead : "");
}

/* What the man page tells of @finger; NULL: nothing. */
static const struct told *told_of(const struct finger *finger)
{
	char row[ROW_MAX];
	size_t i;

	row_text(finger, row);
	for (i = 0; i < nr_told; i++)
		if (told[i].tool == finger->tool && !strcmp(told[i].row, row))
			return &told[i];
	return NULL;
}

static void test_man_page_tells_every_row(void **state)
{
	const struct finger *finger = fingers;
	char row[ROW_MAX];

	(void)state;
	for (; finger < fingers + fingers_len; finger++) {
		if (told_of(finger))
			continue;
		row_text(finger, row);
		fail_msg("%s lacks, of %s: %s", MAN_PAGE,
			 finger_tools[finger->tool], row);
	}
}

static void test_man_page_tells_no_other_row(void **state)
{
	const struct finger *finger;
	size_t i;

	(void)state;
	for (i = 0; i < nr_told; i++) {
		for (finger = fingers; finger < fingers + fingers_len;
		     finger++)
			if (told_of(finger) == &told[i])
				break;
		if (finger == fingers + fingers_len)
			fail_msg("%s: %s", MAN_PAGE, told[i].row);
	}
	assert_int_equal(nr_told, fingers_len);
}

/* The keys of @finger, one after the other; false: no more. */
static bool next_key(const struct finger *finger, size_t *at, char name[16])
{
	size_t len;

	*at += strspn(finger->keys + *at, " ");
	len = strcspn(finger->keys + *at, " ");
	snprintf(name, 16, "%.*s", (int)len, finger->keys + *at);
	*at += len;
	return len;
}

static bool is_no_key(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(no_keys); i++)
		if (!strcmp(no_keys[i], name))
			return true;
	return false;
}

/* "< > sort by the column beside, . takes one sample" */
static bool tells_of(const char *but, const char *name)
{
	const char *word = but;
	size_t len;

	for (; word && *word; word += len) {
		word += strspn(word, " ");
		len = strcspn(word, " ");
		if (len == strlen(name) && !strncmp(word, name, len))
			return true;
	}
	return false;
}

/* What does something else here says so, and nothing else does. */
static void assert_told(const struct finger *finger, const char *name)
{
	enum command here;
	uint32_t key;

	if (is_no_key(name))
		return;
	if (!key_by_name(name, &key))
		fail_msg("%s is no key", name);
	assert_non_null(told_of(finger));
	here = key_command(&map, key, PLACE_LIST);
	if ((here != CMD_NONE && here != finger->command) !=
	    tells_of(told_of(finger)->but, name))
		fail_msg("%s of %s: %s here", name, finger_tools[finger->tool],
			 command_names[here]);
}

static void test_what_keys_do_here_is_told(void **state)
{
	const struct finger *finger = fingers;
	char name[16];
	size_t at;

	(void)state;
	for (; finger < fingers + fingers_len; finger++)
		for (at = 0; next_key(finger, &at, name);)
			assert_told(finger, name);
}

/* A command that is named is one of the list, and has a key there. */
static void test_commands_have_keys(void **state)
{
	const struct finger *finger = fingers;

	(void)state;
	for (; finger < fingers + fingers_len; finger++) {
		if (finger->command == CMD_NONE)
			continue;
		assert_int_not_equal(key_of_command(&map, finger->command,
						    PLACE_LIST), TK_NONE);
		assert_null(finger->instead);
	}
}

static void test_a_key_has_one_row_of_a_tool(void **state)
{
	const struct finger *finger = fingers, *other;
	char name[16], its[16];
	size_t at, also;

	(void)state;
	for (; finger < fingers + fingers_len; finger++)
		for (at = 0; next_key(finger, &at, name);)
			for (other = finger + 1; other < fingers + fingers_len;
			     other++)
				for (also = 0; other->tool == finger->tool &&
				     next_key(other, &also, its);)
					assert_string_not_equal(name, its);
}

/* A row of the man page is found by any of its keys. */
static void test_a_key_finds_its_rows(void **state)
{
	const struct finger *finger = finger_next(NULL, TK_F7);

	(void)state;
	assert_string_equal(finger->does, "raises the priority");
	assert_ptr_equal(finger_next(NULL, ']'), finger);
	assert_null(finger_next(finger, TK_F7));
	finger = finger_next(NULL, '7');
	assert_string_equal(finger->does, "searches for a pid");
	assert_null(finger_next(finger, '7'));
	finger = finger_next(finger_next(NULL, '3'), '3');
	assert_int_equal(finger->tool, FINGER_TOP);
	assert_null(finger_next(NULL, 'D'));
	assert_null(finger_next(NULL, TK_OTHER));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_man_page_tells_every_row),
		cmocka_unit_test(test_man_page_tells_no_other_row),
		cmocka_unit_test(test_what_keys_do_here_is_told),
		cmocka_unit_test(test_commands_have_keys),
		cmocka_unit_test(test_a_key_has_one_row_of_a_tool),
		cmocka_unit_test(test_a_key_finds_its_rows),
	};

	return cmocka_run_group_tests_name("fingers", tests, read_man_page,
					   NULL);
}

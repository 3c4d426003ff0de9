// SPDX-License-Identifier: GPL-2.0
/* What keys are called. */
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "screen/input.h"
#include "screen/key_name.h"

static void test_keys_have_names(void **state)
{
	char buf[KEY_NAME_MAX];

	(void)state;
	assert_string_equal(key_name('+', buf), "+");
	assert_string_equal(key_name(' ', buf), "Space");
	assert_string_equal(key_name(TK_F6, buf), "F6");
	assert_string_equal(key_name(TK_ESC, buf), "Esc");
	assert_string_equal(key_name(1, buf), "Ctrl-A");
	assert_string_equal(key_name(0xe4, buf), "ä");
	assert_string_equal(key_name(0x1f600, buf), "\xf0\x9f\x98\x80");
	assert_string_equal(key_name(TK_OTHER, buf), "that key");
}

static void test_a_name_is_of_one_key(void **state)
{
	char buf[KEY_NAME_MAX];
	uint32_t key, found;

	(void)state;
	for (key = 1; key < 0x500; key++) {
		if (key_by_name(key_name(key, buf), &found))
			assert_int_equal(found, key);
		else
			assert_true(key < ' ' || (key >= 0x7f && key < 0xa1) ||
				    key > 0xa0);
	}
	for (key = TK_UP; key < TK_OTHER; key++) {
		assert_true(key_by_name(key_name(key, buf), &found));
		assert_int_equal(found, key);
	}
}

static void test_what_is_no_name(void **state)
{
	static const char *const names[] = {
		"", "F13", "F0", "f5", "Entr", "tt", "Ctrl-", "Ctrl-c", "Ctrl-1",
		"Ctrl-AB", "that key", "\x01", "\x7f", "\xff", "\xc3", " ",
		"Ctrl-C", "Ctrl-Q", "Ctrl-S", "Ctrl-Z", "\xcc\x88",
		/* they go by their own names */
		"Ctrl-H", "Ctrl-I", "Ctrl-J", "Ctrl-M",
	};
	uint32_t key;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (strcmp(names[i], " ") && key_by_name(names[i], &key))
			fail_msg("'%s' is key %#x", names[i], key);
	assert_true(key_by_name("?", &key));
	assert_int_equal(key, '?');
	assert_true(key_by_name("ä", &key));
	assert_int_equal(key, 0xe4);
	assert_true(key_by_name("Ctrl-G", &key));
	assert_int_equal(key, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys_have_names),
		cmocka_unit_test(test_a_name_is_of_one_key),
		cmocka_unit_test(test_what_is_no_name),
	};

	return cmocka_run_group_tests_name("key_name", tests, NULL, NULL);
}

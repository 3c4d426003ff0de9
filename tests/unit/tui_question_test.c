// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "app/question.h"
#include "check.h"
#include "screen/input.h"

static struct question question;

static const struct choice_key choices[] = {
	{ 'k', "end" }, { 'l', "leave" }, { TK_ESC, "stay" },
};

/* Each must leave it open. */
static void type(const char *keys)
{
	while (*keys)
		assert_int_equal(question_key(&question,
					      (unsigned char)*keys++),
				 ANSWER_NONE);
	assert_true(question.open);
}

static void test_zeroed_none_is_open(void **state)
{
	static const struct question none;

	(void)state;
	assert_false(none.open);
}

static void test_text_is_typed(void **state)
{
	(void)state;
	question_ask(&question, "how much", "");
	assert_true(question.open);
	assert_string_equal(question.prompt, "how much");
	type("1.5G");
	assert_string_equal(question.answer, "1.5G");
	assert_int_equal(question_key(&question, TK_ENTER), ANSWER_GIVEN);
	assert_false(question.open);
	assert_string_equal(question.answer, "1.5G");
}

static void test_a_name_may_have_any_character(void **state)
{
	(void)state;
	question_ask_text(&question, "where to", "run.tam", "go");
	type("/x !");
	assert_int_equal(question_key(&question, 0xe4), ANSWER_NONE);
	assert_string_equal(question.answer, "run.tam/x !\303\244");
	assert_int_equal(question_key(&question, TK_ENTER), ANSWER_GIVEN);
	question_ask_text(&question, "where to", "run.tam", "go");
	assert_int_equal(question_key(&question, TK_CTRL_U), ANSWER_NONE);
	assert_int_equal(question_key(&question, TK_ENTER), ANSWER_REFUSED);
}

/* What the last line says of Enter and Esc is what they do there. */
static void test_each_says_what_its_keys_do(void **state)
{
	(void)state;
	question_ask(&question, "how much", "256M");
	assert_string_equal(question.enter, "set");
	assert_string_equal(question.esc, "cancel");
	question_ask_text(&question, "where to", "", "go");
	assert_string_equal(question.enter, "go");
	assert_string_equal(question.esc, "cancel");
	question_ask_live(&question, "search", "");
	assert_string_equal(question.enter, "keep");
	assert_string_equal(question.esc, "undo");
}

static void test_a_preset_may_be_kept_or_changed(void **state)
{
	(void)state;
	question_ask(&question, "how much", "256M");
	assert_int_equal(question_key(&question, TK_ENTER), ANSWER_GIVEN);
	assert_string_equal(question.answer, "256M");
	question_ask(&question, "how much", "256M");
	assert_int_equal(question_key(&question, TK_BACKSPACE), ANSWER_NONE);
	type("K");
	assert_string_equal(question.answer, "256K");
}

static void test_backspace_ends_at_nothing(void **state)
{
	int i;

	(void)state;
	question_ask(&question, "how much", "12");
	for (i = 0; i < 5; i++)
		assert_int_equal(question_key(&question, TK_BACKSPACE),
				 ANSWER_NONE);
	assert_true(question.open);
	assert_string_equal(question.answer, "");
	type("3");
	assert_string_equal(question.answer, "3");
}

static void test_an_answer_has_an_end(void **state)
{
	char preset[4 * ANSWER_MAX];
	int i;

	(void)state;
	question_ask(&question, "how much", "");
	for (i = 0; i < 2 * ANSWER_MAX; i++)
		type("1");
	assert_int_equal(strlen(question.answer), ANSWER_MAX - 1);
	memset(preset, '7', sizeof(preset));
	preset[sizeof(preset) - 1] = '\0';
	question_ask(&question, "how much", preset);
	assert_int_equal(strlen(question.answer), ANSWER_MAX - 1);
	type("8");
	assert_null(strchr(question.answer, '8'));
}

static void test_a_prompt_has_an_end(void **state)
{
	char prompt[4 * sizeof(question.prompt)];

	(void)state;
	memset(prompt, 'x', sizeof(prompt));
	prompt[sizeof(prompt) - 1] = '\0';
	question_ask(&question, prompt, "");
	assert_int_equal(strlen(question.prompt), sizeof(question.prompt) - 1);
}

static void test_only_sizes_can_be_typed(void **state)
{
	static const uint32_t others[] = {
		'q', '?', ' ', '-', 'x', '\n' + 1, 0, 0x7f, 0xe4, 0x1f600,
		TK_UP, TK_F1, TK_PAGE_DOWN, TK_OTHER, UINT32_MAX,
	};
	size_t i;

	(void)state;
	question_ask(&question, "how much", "");
	for (i = 0; i < ARRAY_SIZE(others); i++)
		assert_int_equal(question_key(&question, others[i]),
				 ANSWER_NONE);
	assert_string_equal(question.answer, "");
	type("0189.kmgtKMGT");
	assert_string_equal(question.answer, "0189.kmgtKMGT");
}

static void test_esc_refuses(void **state)
{
	(void)state;
	question_ask(&question, "how much", "256M");
	assert_int_equal(question_key(&question, TK_ESC), ANSWER_REFUSED);
	assert_false(question.open);
	question_choose(&question, "end it", choices, ARRAY_SIZE(choices));
	assert_int_equal(question_key(&question, TK_ESC), ANSWER_REFUSED);
	assert_false(question.open);
}

static void test_enter_on_nothing_refuses(void **state)
{
	(void)state;
	question_ask(&question, "how much", "");
	assert_int_equal(question_key(&question, TK_ENTER), ANSWER_REFUSED);
	assert_false(question.open);
}

static void test_one_of_some_keys(void **state)
{
	static const uint32_t others[] = {
		'j', 'K', 'q', '1', 0, 'k' + 0x100, TK_ENTER, TK_BACKSPACE,
		TK_DOWN, UINT32_MAX,
	};
	size_t i;

	(void)state;
	question_choose(&question, "end it", choices, ARRAY_SIZE(choices));
	for (i = 0; i < ARRAY_SIZE(others); i++)
		assert_int_equal(question_key(&question, others[i]),
				 ANSWER_NONE);
	assert_true(question.open);
	assert_string_equal(question.answer, "");
	assert_int_equal(question_key(&question, 'l'), ANSWER_GIVEN);
	assert_false(question.open);
	assert_string_equal(question.answer, "l");
}

static void test_text_after_a_choice(void **state)
{
	(void)state;
	question_choose(&question, "end it", choices, ARRAY_SIZE(choices));
	question_key(&question, 'k');
	question_ask(&question, "how much", "");
	type("1k");
	assert_string_equal(question.answer, "1k");
}

static void type_live(const char *keys)
{
	while (*keys)
		assert_int_equal(question_key(&question,
					      (unsigned char)*keys++),
				 ANSWER_CHANGED);
}

static void test_any_text_is_typed_live(void **state)
{
	(void)state;
	question_ask_live(&question, "filter", "pre ");
	type_live("user:ada !\"x y\" rate>0%");
	assert_string_equal(question.answer,
			    "pre user:ada !\"x y\" rate>0%");
	/* a key that is no text changes nothing */
	assert_int_equal(question_key(&question, TK_UP), ANSWER_NONE);
	assert_int_equal(question_key(&question, 1), ANSWER_NONE);
	assert_int_equal(question_key(&question, 0x7f), ANSWER_NONE);
	assert_int_equal(question_key(&question, TK_ENTER), ANSWER_GIVEN);
	assert_false(question.open);
}

static void test_live_text_is_edited(void **state)
{
	(void)state;
	question_ask_live(&question, "filter", "");
	assert_int_equal(question_key(&question, TK_BACKSPACE), ANSWER_NONE);
	assert_int_equal(question_key(&question, TK_CTRL_W), ANSWER_NONE);
	assert_int_equal(question_key(&question, TK_CTRL_U), ANSWER_NONE);
	type_live("one two  ");
	question_key(&question, TK_CTRL_W);
	assert_string_equal(question.answer, "one ");
	question_key(&question, TK_CTRL_W);
	assert_string_equal(question.answer, "");
	type_live("one two");
	assert_int_equal(question_key(&question, TK_CTRL_U), ANSWER_CHANGED);
	assert_string_equal(question.answer, "");
	/* a character is erased whole */
	question_key(&question, 0xe4);
	question_key(&question, 0x1f600);
	assert_string_equal(question.answer, "\xc3\xa4\xf0\x9f\x98\x80");
	question_key(&question, TK_BACKSPACE);
	assert_string_equal(question.answer, "\xc3\xa4");
	question_key(&question, TK_BACKSPACE);
	assert_string_equal(question.answer, "");
	/* and nothing is an answer, too */
	assert_int_equal(question_key(&question, TK_ENTER), ANSWER_GIVEN);
}

static void test_live_text_ends_with_a_whole_character(void **state)
{
	int i;

	(void)state;
	question_ask_live(&question, "filter", "x");
	for (i = 0; i < ANSWER_MAX; i++)
		question_key(&question, 0xe4);
	assert_int_equal(strlen(question.answer), ANSWER_MAX - 1);
	question_ask_live(&question, "filter", "");
	for (i = 0; i < ANSWER_MAX; i++)
		question_key(&question, 0xe4);
	assert_int_equal(strlen(question.answer), ANSWER_MAX - 2);
	assert_int_equal(question_key(&question, 0xe4), ANSWER_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zeroed_none_is_open),
		cmocka_unit_test(test_text_is_typed),
		cmocka_unit_test(test_a_name_may_have_any_character),
		cmocka_unit_test(test_each_says_what_its_keys_do),
		cmocka_unit_test(test_a_preset_may_be_kept_or_changed),
		cmocka_unit_test(test_backspace_ends_at_nothing),
		cmocka_unit_test(test_an_answer_has_an_end),
		cmocka_unit_test(test_a_prompt_has_an_end),
		cmocka_unit_test(test_only_sizes_can_be_typed),
		cmocka_unit_test(test_esc_refuses),
		cmocka_unit_test(test_enter_on_nothing_refuses),
		cmocka_unit_test(test_one_of_some_keys),
		cmocka_unit_test(test_text_after_a_choice),
		cmocka_unit_test(test_any_text_is_typed_live),
		cmocka_unit_test(test_live_text_is_edited),
		cmocka_unit_test(test_live_text_ends_with_a_whole_character),
	};

	return cmocka_run_group_tests_name("question", tests, NULL, NULL);
}

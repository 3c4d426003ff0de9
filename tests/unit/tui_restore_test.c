// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "screen/restore.h"

static void expect_ready(const struct restore *restore, const char *text)
{
	const struct restore_text *ready = restore_ready(restore);

	assert_int_equal(ready->len, strlen(text));
	assert_memory_equal(ready->text ? ready->text : "", text, ready->len);
}

static void release(struct restore *restore)
{
	free(restore->texts[0].text);
	free(restore->texts[1].text);
}

static void test_delays_are_no_characters(void **state)
{
	static const struct {
		const char *from, *to;
	} texts[] = {
		{ "\033[m\017$<2>", "\033[m\017" },
		{ "\033[24;1H$<5>", "\033[24;1H" },
		{ "a$<1.5*/>b$<20/>c$<.5>", "abc" },
		/* as curses takes them */
		{ "$<>", "$<>" }, { "$<*>", "$<*>" }, { "$<5", "$<5" },
		{ "5$", "5$" }, { "$<5$<5>", "$<5" }, { "", "" },
	};
	struct restore restore = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		restore_append(restore_next(&restore), texts[i].from);
		restore_publish(&restore);
		expect_ready(&restore, texts[i].to);
	}
	release(&restore);
}

static void test_nothing_is_dropped(void **state)
{
	struct restore restore = { 0 };
	char text[1001] = "", all[4 * sizeof(text)] = "";
	struct restore_text *next;
	int i;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	next = restore_next(&restore);
	for (i = 0; i < 3; i++) {
		restore_append(next, text);
		strcat(all, text);
	}
	restore_append(next, NULL);
	restore_append(next, "rmcup");
	strcat(all, "rmcup");
	restore_publish(&restore);
	expect_ready(&restore, all);
	release(&restore);
}

/* A signal may come at each of these. */
static void test_one_is_whole_while_the_next_is_built(void **state)
{
	struct restore restore = { 0 };
	struct restore_text *next;

	(void)state;
	next = restore_next(&restore);
	restore_append(next, "half");
	expect_ready(&restore, "");
	restore_publish(&restore);
	expect_ready(&restore, "half");
	next = restore_next(&restore);
	restore_append(next, "another");
	expect_ready(&restore, "half");
	restore_publish(&restore);
	expect_ready(&restore, "another");
	release(&restore);
}

static void test_what_a_handler_reads_is_left_alone(void **state)
{
	struct restore restore = { 0 };
	const struct restore_text *read;
	struct restore_text *next;

	(void)state;
	restore_append(restore_next(&restore), "first");
	restore_publish(&restore);
	/* it comes while one is being built */
	next = restore_next(&restore);
	restore_freeze(&restore);
	read = restore_ready(&restore);
	restore_append(next, "second");
	restore_publish(&restore);
	assert_null(restore_next(&restore));
	assert_int_equal(read->len, 5);
	assert_memory_equal(read->text, "first", 5);
	expect_ready(&restore, "second");
	release(&restore);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_delays_are_no_characters),
		cmocka_unit_test(test_nothing_is_dropped),
		cmocka_unit_test(test_one_is_whole_while_the_next_is_built),
		cmocka_unit_test(test_what_a_handler_reads_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

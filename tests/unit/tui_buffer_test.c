// SPDX-License-Identifier: GPL-2.0
/* Output that is gathered, and text that needs no more than to be copied. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "check.h"

static void assert_holds(const struct buffer *buffer, const char *expected)
{
	assert_int_equal(buffer->len, strlen(expected));
	assert_memory_equal(buffer->bytes, expected, buffer->len);
}

static void test_it_grows_as_it_must(void **state)
{
	char expected[5 * 5000 + 1] = "";
	struct buffer buffer = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 5000; i++) {
		buffer_char(&buffer, 'a');
		buffer_text(&buffer, "bc");
		buffer_blanks(&buffer, 1);
		buffer_print(&buffer, "%d", (int)(i % 10));
		sprintf(expected + 5 * i, "abc %d", (int)(i % 10));
	}
	assert_holds(&buffer, expected);
	buffer_release(&buffer);
	assert_int_equal(buffer.len, 0);
}

static void test_blanks(void **state)
{
	static const int widths[] = { -1, 0, 1, 31, 32, 33, 500 };
	struct buffer buffer = { 0 };
	char expected[501];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(widths); i++) {
		buffer_blanks(&buffer, widths[i]);
		snprintf(expected, sizeof(expected), "%*s",
			 widths[i] < 0 ? 0 : widths[i], "");
		assert_holds(&buffer, expected);
		buffer.len = 0;
	}
	buffer_release(&buffer);
}

/* What came in is what goes out, once, and bytes that are NUL with it. */
static void test_written_in_one_piece(void **state)
{
	struct buffer buffer = { 0 };
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	buffer_add(&buffer, "a\0b", 3);
	buffer_write_full(&buffer, out);
	fflush(out);
	assert_int_equal(len, 0);
	buffer_write(&buffer, out);
	buffer_write(&buffer, out);
	buffer_blanks(&buffer, BUFFER_FULL);
	buffer_write_full(&buffer, out);
	assert_int_equal(buffer.len, 0);
	fclose(out);
	assert_int_equal(len, 3 + BUFFER_FULL);
	assert_memory_equal(text, "a\0b ", 4);
	free(text);
	buffer_release(&buffer);
}

static void test_made_harmless(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_safe(&buffer, "sleep 1000");
	buffer_safe(&buffer, "");
	buffer_safe(&buffer, "\033[2J\xc3\xa4\xff" "a long tail\x7f");
	assert_holds(&buffer, "sleep 1000?[2J\xc3\xa4?a long tail?");
	buffer_release(&buffer);
}

/* Any byte, at any place of a text of any length: as <ctype.h> has it in C. */
static void test_plain_is_printable_ascii(void **state)
{
	char text[41];
	size_t len, at;
	int byte;

	(void)state;
	assert_true(text_is_plain("", 0));
	for (len = 1; len < sizeof(text) - 1; len++)
		for (at = 0; at < len; at++)
			for (byte = 0; byte < 256; byte++) {
				memset(text, at % 2 ? '~' : ' ', sizeof(text));
				/* nothing behind it counts */
				text[len] = '\n';
				text[at] = (char)byte;
				assert_int_equal(text_is_plain(text, len),
						 byte >= 0x20 && byte < 0x7f);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_grows_as_it_must),
		cmocka_unit_test(test_blanks),
		cmocka_unit_test(test_written_in_one_piece),
		cmocka_unit_test(test_made_harmless),
		cmocka_unit_test(test_plain_is_printable_ascii),
	};

	return cmocka_run_group_tests_name("buffer", tests, NULL, NULL);
}

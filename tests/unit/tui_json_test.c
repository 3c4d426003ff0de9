// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "report/json.h"

struct document {
	FILE *file;
	struct json *json;
	char *text;
	size_t len;
};

static void begin(struct document *document)
{
	document->file = open_memstream(&document->text, &document->len);
	assert_non_null(document->file);
	document->json = json_new(document->file);
}

static void end(struct document *document, const char *expected)
{
	json_free(document->json);
	fclose(document->file);
	assert_string_equal(document->text, expected);
	assert_int_equal(document->len, strlen(expected));
	free(document->text);
}

static void test_every_kind_of_value(void **state)
{
	struct document document;

	(void)state;
	begin(&document);
	json_open_object(document.json);
	json_key(document.json, "none");
	json_null(document.json);
	json_key(document.json, "most");
	json_number(document.json, UINT64_MAX);
	json_key(document.json, "yes");
	json_bool(document.json, true);
	json_key(document.json, "at");
	json_address(document.json, 0xffffffffff600000);
	json_key(document.json, "list");
	json_open_array(document.json);
	json_number(document.json, 0);
	json_bool(document.json, false);
	json_close_array(document.json);
	json_close_object(document.json);
	end(&document,
	    "{\"none\":null,\"most\":18446744073709551615,\"yes\":true,\"at\":\"0xffffffffff600000\",\"list\":[0,false]}\n");
}

static void test_lines(void **state)
{
	struct document document;

	(void)state;
	begin(&document);
	json_open_array(document.json);
	json_line(document.json);
	json_string(document.json, ",");
	json_line(document.json);
	json_open_object(document.json);
	json_key(document.json, ",");
	json_string(document.json, ",");
	json_close_object(document.json);
	json_line(document.json);
	json_close_array(document.json);
	end(&document, "[\n\",\",\n{\",\":\",\"}\n]\n");
}

/* @bytes as a value of a document are written as @expected. */
static void assert_written(const char *bytes, const char *expected)
{
	struct document document;
	char *quoted;

	assert_true(asprintf(&quoted, "\"%s\"\n", expected) > 0);
	begin(&document);
	json_string(document.json, bytes);
	end(&document, quoted);
	free(quoted);
}

#define BAD "\xef\xbf\xbd"

static void test_any_bytes(void **state)
{
	(void)state;
	assert_written("", "");
	assert_written("a \"b\" \\ /", "a \\\"b\\\" \\\\ /");
	assert_written("\n\t\r\b\f\x01\x1f", "\\n\\t\\r\\b\\f\\u0001\\u001F");
	/* the first and last of the other control characters, their neighbours */
	assert_written("~\x7f", "~\\u007F");
	assert_written("\xc2\x80\xc2\x9f", "\\u0080\\u009F");
	assert_written("\xc2\xa0\xc3\x80\xd1\x9f", "\xc2\xa0\xc3\x80\xd1\x9f");
	assert_written("\xc2\x9b" "1m\n\xc2\x9c", "\\u009B1m\\n\\u009C");
	/* the first and last characters of each length */
	assert_written("\xc2\xa0\xdf\xbf", "\xc2\xa0\xdf\xbf");
	assert_written("\xe0\xa0\x80\xef\xbf\xbf", "\xe0\xa0\x80\xef\xbf\xbf");
	assert_written("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
		       "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
	/* the last before the surrogates, the first behind them */
	assert_written("\xed\x9f\xbf\xee\x80\x80", "\xed\x9f\xbf\xee\x80\x80");
}

static void test_bytes_that_are_no_characters(void **state)
{
	(void)state;
	assert_written("a\xff" "b", "a" BAD "b");
	assert_written("\x80\xbf", BAD BAD);
	/* cut short, by another character and by the end */
	assert_written("\xc3(", BAD "(");
	assert_written("\xc3", BAD);
	assert_written("\xe2\x82", BAD BAD);
	assert_written("\xf0\x9f\x98", BAD BAD BAD);
	assert_written("\xf0\x9f\x98x", BAD BAD BAD "x");
	/* longer than they need to be */
	assert_written("\xc0\xaf", BAD BAD);
	assert_written("\xe0\x9f\xbf", BAD BAD BAD);
	assert_written("\xf0\x8f\xbf\xbf", BAD BAD BAD BAD);
	/* a surrogate, past the last character */
	assert_written("\xed\xa0\x80", BAD BAD BAD);
	assert_written("\xf4\x90\x80\x80", BAD BAD BAD BAD);
	assert_written("\xf5\x80\x80\x80", BAD BAD BAD BAD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_kind_of_value),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_bytes_that_are_no_characters),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}

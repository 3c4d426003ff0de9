// SPDX-License-Identifier: GPL-2.0
/* Writes JSON as it comes, by libyajl. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <yajl/yajl_gen.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/status.h"
#include "base/text.h"
#include "common/format.h"
#include "report/json.h"

/* What stands for a byte that is no part of a character: U+FFFD. */
#define REPLACEMENT	"\xef\xbf\xbd"

struct json {
	yajl_gen gen;
	FILE *out;
	struct buffer text;	/* not written yet */
	bool line;		/* what comes next stands on a new line */
	bool odd;		/* what comes may hold any characters */
};

/* DEL, or the second byte of a control character behind U+0080's first one? */
static bool is_late_control(unsigned char before, unsigned char byte)
{
	return byte == 0x7f || (before == 0xc2 && byte >= 0x80 && byte < 0xa0);
}

/*
 * yajl escapes the control characters below U+0020 only. It never parts the
 * bytes of a character.
 */
static void put_odd(struct buffer *out, const char *text, size_t len)
{
	const unsigned char *bytes = (const unsigned char *)text;
	unsigned char before = 0;
	size_t i;

	for (i = 0; i < len; before = bytes[i++]) {
		if (is_late_control(before, bytes[i]))
			buffer_print(out, "\\u%04X", bytes[i]);
		else if (bytes[i] != 0xc2 || i + 1 == len ||
			 !is_late_control(0xc2, bytes[i + 1]))
			buffer_char(out, (char)bytes[i]);
	}
}

static void put(struct json *json, const char *text, size_t len)
{
	if (json->odd)
		put_odd(&json->text, text, len);
	else if (len == 1)
		buffer_char(&json->text, *text);
	else
		buffer_add(&json->text, text, len);
}

/* yajl's last word before a value is its comma, if it needs one. */
static void print_line(struct json *json, const char *text, size_t len)
{
	bool comma = len == 1 && *text == ',';

	json->line = false;
	if (!comma)
		buffer_char(&json->text, '\n');
	put(json, text, len);
	if (comma)
		buffer_char(&json->text, '\n');
	buffer_write_full(&json->text, json->out);
}

static void print(void *ctx, const char *text, size_t len)
{
	struct json *json = ctx;

	if (json->line)
		print_line(json, text, len);
	else
		put(json, text, len);
}

struct json *json_new(FILE *out)
{
	struct json *json = xcalloc(1, sizeof(*json));

	json->out = out;
	json->gen = yajl_gen_alloc(NULL);
	if (!json->gen)
		die(ST_NO_MEMORY, "out of memory");
	yajl_gen_config(json->gen, yajl_gen_print_callback, print, json);
	return json;
}

void json_free(struct json *json)
{
	if (!json)
		return;
	yajl_gen_free(json->gen);
	buffer_char(&json->text, '\n');
	buffer_write(&json->text, json->out);
	buffer_release(&json->text);
	free(json);
}

void json_open_object(struct json *json)
{
	yajl_gen_map_open(json->gen);
}

void json_close_object(struct json *json)
{
	yajl_gen_map_close(json->gen);
	buffer_write_full(&json->text, json->out);
}

void json_open_array(struct json *json)
{
	yajl_gen_array_open(json->gen);
}

void json_close_array(struct json *json)
{
	yajl_gen_array_close(json->gen);
}

static void string(struct json *json, const char *text, size_t len)
{
	yajl_gen_string(json->gen, (const unsigned char *)text, len);
}

void json_key(struct json *json, const char *key)
{
	string(json, key, strlen(key));
}

void json_number(struct json *json, uint64_t number)
{
	char text[FORMAT_MAX];

	format_number(text, sizeof(text), number);
	yajl_gen_number(json->gen, text, strlen(text));
}

void json_change(struct json *json, int64_t change)
{
	uint64_t number = change < 0 ? -(uint64_t)change : (uint64_t)change;
	char text[1 + FORMAT_MAX] = "-";
	char *digits = change < 0 ? text + 1 : text;

	format_number(digits, FORMAT_MAX, number);
	yajl_gen_number(json->gen, text, strlen(text));
}

void json_thousandths(struct json *json, uint64_t thousandths)
{
	uint64_t rest = thousandths % 1000, unit = 100;
	char text[FORMAT_MAX + 4];
	size_t len;

	format_number(text, FORMAT_MAX, thousandths / 1000);
	len = strlen(text);
	if (rest)
		text[len++] = '.';
	for (; rest; rest %= unit, unit /= 10)
		text[len++] = (char)('0' + rest / unit);
	yajl_gen_number(json->gen, text, len);
}

void json_bool(struct json *json, bool value)
{
	yajl_gen_bool(json->gen, value);
}

void json_null(struct json *json)
{
	yajl_gen_null(json->gen);
}

void json_address(struct json *json, uint64_t address)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "0x%" PRIx64, address);

	string(json, text, (size_t)len);
}

/* How many bytes a character has that begins with @first; 0: none does. */
static size_t utf8_len(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first < 0xe0)
		return 2;
	if (first >= 0xe0 && first < 0xf0)
		return 3;
	return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

/* May @second follow @first? Not in long forms, surrogates, past U+10FFFF. */
static bool utf8_pair(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xe0:
		return second >= 0xa0 && second < 0xc0;
	case 0xed:
		return second >= 0x80 && second < 0xa0;
	case 0xf0:
		return second >= 0x90 && second < 0xc0;
	case 0xf4:
		return second >= 0x80 && second < 0x90;
	default:
		return (second & 0xc0) == 0x80;
	}
}

/* Bytes of the character that @text begins with; 0: it begins with none. */
static size_t utf8_char(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t len = utf8_len(bytes[0]), i;

	if (len > 1 && !utf8_pair(bytes[0], bytes[1]))
		return 0;
	/* the NUL at the end is no continuation */
	for (i = 2; i < len; i++)
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

/* A copy of @text in valid UTF-8; free() frees it. */
static char *to_utf8(const char *text)
{
	size_t wide = strlen(REPLACEMENT), used = 0, len;
	char *copy = xcalloc(strlen(text) + 1, wide);

	for (; *text; text += len ? len : 1) {
		len = utf8_char(text);
		memcpy(copy + used, len ? text : REPLACEMENT, len ? len : wide);
		used += len ? len : wide;
	}
	return copy;
}

void json_string(struct json *json, const char *text)
{
	size_t len = strlen(text);
	char *copy;

	if (text_is_plain(text, len)) {
		string(json, text, len);
		return;
	}
	copy = to_utf8(text);
	json->odd = true;
	string(json, copy, strlen(copy));
	json->odd = false;
	free(copy);
}

void json_line(struct json *json)
{
	json->line = true;
}

// SPDX-License-Identifier: GPL-2.0
/* Text from outside, character by character, and made harmless. */
#include <ctype.h>
#include <locale.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "base/text.h"

static locale_t utf8_locale;

static void utf8_locale_make(void)
{
	utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

/* Names are UTF-8 whatever the terminal speaks; NULL where libc has none. */
static locale_t utf8(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, utf8_locale_make);
	return utf8_locale;
}

static size_t decode(const char *text, wchar_t *wc, int *width)
{
	mbstate_t state = { 0 };
	size_t len;

	len = mbrtowc(wc, text, strlen(text), &state);
	if (len == 0 || len > strlen(text))
		return 0;
	*width = iswprint((wint_t)*wc) ? wcwidth(*wc) : -1;
	return len;
}

/* The bytes behind the first that belong to no character of their own. */
static const char *skip_continuation(const char *text)
{
	while (((unsigned char)*text & 0xc0) == 0x80)
		text++;
	return text;
}

const char *text_next(const char *text, char32_t *glyph, int *width)
{
	unsigned char first = (unsigned char)*text;
	locale_t before;
	wchar_t wc = 0;
	size_t len;

	*glyph = first >= 0x20 && first < 0x7f ? first : '?';
	*width = 1;
	if (first < 0x80)
		return text + 1;
	if (!utf8())
		return skip_continuation(text + 1);
	before = uselocale(utf8());
	len = decode(text, &wc, width);
	uselocale(before);
	if (!len || *width < 1) {
		*width = 1;
		return len ? text + len : skip_continuation(text + 1);
	}
	*glyph = (char32_t)wc;
	return text + len;
}

void text_encode(char *out, char32_t glyph)
{
	if (glyph < 0x80) {
		*out++ = (char)glyph;
	} else if (glyph < 0x800) {
		*out++ = (char)(0xc0 | glyph >> 6);
		*out++ = (char)(0x80 | (glyph & 0x3f));
	} else if (glyph < 0x10000) {
		*out++ = (char)(0xe0 | glyph >> 12);
		*out++ = (char)(0x80 | (glyph >> 6 & 0x3f));
		*out++ = (char)(0x80 | (glyph & 0x3f));
	} else {
		*out++ = (char)(0xf0 | glyph >> 18);
		*out++ = (char)(0x80 | (glyph >> 12 & 0x3f));
		*out++ = (char)(0x80 | (glyph >> 6 & 0x3f));
		*out++ = (char)(0x80 | (glyph & 0x3f));
	}
	*out = '\0';
}

#define EACH_BYTE(byte)	(UINT64_MAX / 0xff * (byte))

/* A byte below ' ' borrows, DEL becomes 0x80, and the others have that bit. */
static bool all_plain(uint64_t bytes)
{
	return !((bytes | (bytes - EACH_BYTE(' ')) | (bytes + EACH_BYTE(1))) &
		 EACH_BYTE(0x80));
}

/* Eight bytes at a time; the last ones are read with some of those before. */
bool text_is_plain(const char *text, size_t len)
{
	uint64_t bytes;
	size_t i;

	if (len < sizeof(bytes)) {
		for (i = 0; i < len; i++)
			if (text[i] < ' ' || text[i] == 0x7f)
				return false;
		return true;
	}
	for (i = 0; i + sizeof(bytes) < len; i += sizeof(bytes)) {
		memcpy(&bytes, text + i, sizeof(bytes));
		if (!all_plain(bytes))
			return false;
	}
	memcpy(&bytes, text + len - sizeof(bytes), sizeof(bytes));
	return all_plain(bytes);
}

int text_width(const char *text)
{
	size_t len = strlen(text);
	int used = 0;
	char32_t glyph;
	int width;

	if (text_is_plain(text, len))
		return (int)len;
	while (*text) {
		text = text_next(text, &glyph, &width);
		used += width;
	}
	return used;
}

/* "24.1M", "7f3a52000000", "12%": of these no part may stand alone. */
static bool is_of_number(char c)
{
	return isalnum((unsigned char)c) || c == '.' || c == '%';
}

/* Where the number begins that a cut at @text + @at would cut; @at: none. */
static size_t number_begin(const char *text, size_t at)
{
	size_t begin = at, end = at;

	while (begin && is_of_number(text[begin - 1]))
		begin--;
	while (is_of_number(text[end]))
		end++;
	if (end == at || begin + strcspn(text + begin, "0123456789") >= end)
		return at;
	while (begin && strchr("+-<>", text[begin - 1]))
		begin--;
	return begin;
}

size_t text_fitting(const char *text, int width)
{
	const char *next = text;
	char32_t glyph;
	size_t at;
	int used;

	for (at = 0; text[at]; at = (size_t)(next - text)) {
		next = text_next(text + at, &glyph, &used);
		width -= used;
		if (width < 0)
			break;
	}
	return text[at] ? number_begin(text, at) : at;
}

void text_print_safe(FILE *out, const char *text)
{
	size_t len = strlen(text);
	char utf8[5];
	char32_t glyph;
	int width;

	if (text_is_plain(text, len)) {
		fwrite(text, 1, len, out);
		return;
	}
	while (*text) {
		text = text_next(text, &glyph, &width);
		text_encode(utf8, glyph);
		fputs(utf8, out);
	}
}

/*
 * Bytes of the character at @text; 0: it is none, or takes more than @left. Each
 * has one form, the shortest, and those that UTF-16 pairs have none.
 */
static size_t utf8_len(const unsigned char *text, size_t left)
{
	unsigned char first = *text, second = left > 1 ? text[1] : 0;
	size_t len = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	size_t i;

	if (len > left || (first >= 0x80 && first < 0xc2) || first > 0xf4 ||
	    (first == 0xe0 && second < 0xa0) ||
	    (first == 0xed && second > 0x9f) ||
	    (first == 0xf0 && second < 0x90) ||
	    (first == 0xf4 && second > 0x8f))
		return 0;
	for (i = 1; i < len; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

bool text_is_utf8(const char *text, size_t len)
{
	size_t at = 0, step = 1;

	for (; at < len && step; at += step)
		step = utf8_len((const unsigned char *)text + at, len - at);
	return step;
}

bool text_begins_with(const char *text, const char *begin)
{
	return !strncmp(text, begin, strlen(begin));
}

static bool has_capital(const char *text)
{
	for (; *text; text++)
		if (*text >= 'A' && *text <= 'Z')
			return true;
	return false;
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Does @text begin with @pattern, which has no capital letter? */
static bool begins_folded(const char *text, const char *pattern)
{
	while (*pattern && small(*text) == *pattern) {
		text++;
		pattern++;
	}
	return !*pattern;
}

const char *text_find(const char *text, const char *pattern)
{
	char first = *pattern, capital = first;

	if (!first)
		return text;
	if (has_capital(pattern))
		return strstr(text, pattern);
	if (first >= 'a' && first <= 'z')
		capital = (char)(first - 'a' + 'A');
	for (; *text; text++)
		if ((*text == first || *text == capital) &&
		    begins_folded(text, pattern))
			return text;
	return NULL;
}

void text_append(char *buf, size_t len, const char *format, ...)
{
	size_t used = strlen(buf);
	va_list args;

	va_start(args, format);
	vsnprintf(buf + used, len - used, format, args);
	va_end(args);
}

void text_append_names(char *buf, size_t len, const char *(*name)(size_t i),
		       size_t nr, const char *last)
{
	size_t i;

	for (i = 0; i < nr; i++)
		text_append(buf, len, "%s%s",
			    !i ? "" : i + 1 < nr ? ", " : last, name(i));
}

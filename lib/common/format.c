// SPDX-License-Identifier: GPL-2.0
/* Numbers as text for people: short, aligned, and never rounded to a lie. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "common/format.h"

/* Where text goes: straight to the caller's buffer if any number fits there. */
struct out {
	char *buf, *text;
	size_t len, nr;
	char small[FORMAT_MAX];
};

static inline void out_begin(struct out *out, char *buf, size_t len)
{
	out->buf = buf;
	out->len = len;
	out->nr = 0;
	out->text = len < FORMAT_MAX ? out->small : buf;
}

static inline void out_char(struct out *out, char c)
{
	out->text[out->nr++] = c;
}

/* End it with NUL; of what is longer than the caller's buffer, the end is cut. */
static inline void out_end(struct out *out)
{
	out->text[out->nr] = '\0';
	if (out->text == out->buf || !out->len)
		return;
	if (out->nr >= out->len)
		out->nr = out->len - 1;
	memcpy(out->buf, out->small, out->nr);
	out->buf[out->nr] = '\0';
}

static inline unsigned int digits(uint64_t value)
{
	unsigned int nr = 1;

	for (; value >= 10000; value /= 10000)
		nr += 4;
	return nr + (value >= 10) + (value >= 100) + (value >= 1000);
}

static inline void out_number(struct out *out, uint64_t value)
{
	unsigned int nr = digits(value), i;

	for (i = nr; i--; value /= 10)
		out->text[out->nr + i] = (char)('0' + value % 10);
	out->nr += nr;
}

/* Tenths as "12.3". */
static inline void out_tenths(struct out *out, uint64_t tenths)
{
	out_number(out, tenths / 10);
	out_char(out, '.');
	out_char(out, (char)('0' + tenths % 10));
}

static inline void out_two_digits(struct out *out, uint64_t value)
{
	out_char(out, (char)('0' + value / 10));
	out_char(out, (char)('0' + value % 10));
}

/* @num / @den, rounded half to even; neither overflows in 128 bits. */
static uint64_t div_round(unsigned __int128 num, uint64_t den)
{
	bool small = num <= UINT64_MAX;
	uint64_t quot = small ? (uint64_t)num / den : (uint64_t)(num / den);
	uint64_t rest = small ? (uint64_t)num % den : (uint64_t)(num % den);
	uint64_t other = den - rest;

	return quot + (rest > other || (rest == other && (quot & 1)));
}

/* Likewise, where @den is 1 << @shift, and @shift is not 0. */
static inline uint64_t shift_round(uint64_t num, unsigned int shift)
{
	uint64_t quot = num >> shift;
	uint64_t rest = num & ((1ULL << shift) - 1);
	uint64_t half = 1ULL << (shift - 1);

	return quot + (rest > half || (rest == half && (quot & 1)));
}

static inline void out_small_size(struct out *out, uint64_t bytes)
{
	if (!bytes) {
		out_char(out, '0');
		return;
	}
	out_char(out, '<');
	out_char(out, '1');
	out_char(out, 'K');
}

/* More than half of a K. */
static inline void out_large_size(struct out *out, uint64_t bytes)
{
	static const char units[] = " KMGTPE";
	unsigned int i = (63 - (unsigned int)__builtin_clzll(bytes)) / 10;
	uint64_t whole, tenths = 1000;

	if (!i)
		i = 1;
	whole = shift_round(bytes, 10 * i);
	/* a value that rounds up to 1024 belongs to the next unit */
	if (whole >= 1024 && units[i + 1])
		whole = shift_round(bytes, 10 * ++i);
	if (i > 1 && whole <= 100)
		tenths = div_round((unsigned __int128)bytes * 10,
				   1ULL << 10 * i);
	if (tenths >= 1000)
		out_number(out, whole);
	else
		out_tenths(out, tenths);
	out_char(out, units[i]);
}

static inline void out_size(struct out *out, uint64_t bytes)
{
	if (bytes <= 512)
		out_small_size(out, bytes);
	else
		out_large_size(out, bytes);
}

void format_number(char *buf, size_t len, uint64_t number)
{
	struct out out;

	out_begin(&out, buf, len);
	out_number(&out, number);
	out_end(&out);
}

void format_size(char *buf, size_t len, uint64_t bytes)
{
	struct out out;

	out_begin(&out, buf, len);
	out_size(&out, bytes);
	out_end(&out);
}

void format_delta(char *buf, size_t len, int64_t bytes)
{
	struct out out;

	out_begin(&out, buf, len);
	if (bytes)
		out_char(&out, bytes < 0 ? '-' : '+');
	out_size(&out, bytes < 0 ? -(uint64_t)bytes : (uint64_t)bytes);
	out_end(&out);
}

static inline void out_percent(struct out *out, uint64_t part, uint64_t whole)
{
	uint64_t tenths = div_round((unsigned __int128)part * 1000, whole);

	if (!part) {
		out_char(out, '0');
	} else if (!tenths) {
		out_char(out, '<');
		out_tenths(out, 1);
	} else if (part < whole && tenths >= 1000) {
		out_char(out, '>');
		out_tenths(out, 999);
	} else if (tenths >= 1000) {
		out_number(out, div_round((unsigned __int128)part * 100,
					  whole));
	} else {
		out_tenths(out, tenths);
	}
}

void format_percent(char *buf, size_t len, uint64_t part, uint64_t whole)
{
	struct out out;

	out_begin(&out, buf, len);
	if (whole)
		out_percent(&out, part, whole);
	else
		out_char(&out, '-');
	out_end(&out);
}

void format_count(char *buf, size_t len, uint64_t count, int width)
{
	static const char units[] = "kMGTPE";
	unsigned int room = (unsigned int)width;
	uint64_t unit = 1, shown = count;
	struct out out;
	int i;

	for (i = 0; units[i] && digits(shown) + (unit > 1) > room; i++) {
		unit *= 1000;
		shown = div_round(count, unit);
	}
	out_begin(&out, buf, len);
	out_number(&out, shown);
	if (i)
		out_char(&out, units[i - 1]);
	out_end(&out);
}

void format_cost(char *buf, size_t len, uint64_t ns)
{
	uint64_t tenths_ms = div_round(ns, NSEC_PER_MSEC / 10);

	if (ns && !tenths_ms)
		snprintf(buf, len, "<0.1ms");
	else if (tenths_ms < 100)
		snprintf(buf, len, "%" PRIu64 ".%" PRIu64 "ms",
			 tenths_ms / 10, tenths_ms % 10);
	else if (tenths_ms < 10000)
		snprintf(buf, len, "%" PRIu64 "ms",
			 div_round(ns, NSEC_PER_MSEC));
	else
		snprintf(buf, len, "%.1fs", (double)ns / NSEC_PER_SEC);
}

void format_interval(char *buf, size_t len, uint64_t ns)
{
	uint64_t ms = div_round(ns, NSEC_PER_MSEC);

	if (ms >= 100000)
		snprintf(buf, len, "%" PRIu64 "s", ms / 1000);
	else if (ms % 100)
		snprintf(buf, len, "%" PRIu64 ".%02" PRIu64 "s", ms / 1000,
			 ms % 1000 / 10);
	else
		snprintf(buf, len, "%" PRIu64 ".%" PRIu64 "s", ms / 1000,
			 ms % 1000 / 100);
}

void format_age(char *buf, size_t len, uint64_t ns)
{
	uint64_t s = ns / NSEC_PER_SEC;
	struct out out;

	out_begin(&out, buf, len);
	if (s < 60) {
		out_number(&out, s);
		out_char(&out, 's');
	} else if (s < 3600) {
		out_number(&out, s / 60);
		out_char(&out, 'm');
		out_two_digits(&out, s % 60);
		out_char(&out, 's');
	} else {
		out_number(&out, s / 3600);
		out_char(&out, 'h');
		out_two_digits(&out, s / 60 % 60);
		out_char(&out, 'm');
	}
	out_end(&out);
}

void format_time(char *buf, size_t len, uint64_t ns)
{
	uint64_t s = ns / NSEC_PER_SEC;
	uint64_t part = ns % NSEC_PER_SEC * 100 / NSEC_PER_SEC;

	if (s < 3600)
		snprintf(buf, len, "%" PRIu64 ":%02" PRIu64 ".%02" PRIu64,
			 s / 60, s % 60, part);
	else
		snprintf(buf, len, "%" PRIu64 ":%02" PRIu64 ":%02" PRIu64,
			 s / 3600, s / 60 % 60, s % 60);
}

// SPDX-License-Identifier: GPL-2.0
/* Numbers as text for people: short, aligned, and never rounded to a lie. */
#include <inttypes.h>
#include <stdio.h>

#include "common/clock.h"
#include "common/format.h"

/* @num / @den, rounded half to even; neither overflows in 128 bits. */
static uint64_t div_round(unsigned __int128 num, uint64_t den)
{
	uint64_t quot = num / den;
	uint64_t rest = num % den;
	uint64_t other = den - rest;

	return quot + (rest > other || (rest == other && (quot & 1)));
}

void format_size(char *buf, size_t len, uint64_t bytes)
{
	static const char units[] = "KMGTPE";
	uint64_t unit = 1024;
	uint64_t tenths, whole;
	int i = 0;

	if (bytes <= 512) {
		snprintf(buf, len, "%s", bytes ? "<1K" : "0");
		return;
	}
	/* a value that rounds up to 1024 belongs to the next unit */
	while (units[i + 1] && div_round(bytes, unit) >= 1024) {
		unit <<= 10;
		i++;
	}
	whole = div_round(bytes, unit);
	tenths = div_round((unsigned __int128)bytes * 10, unit);
	if (i == 0 || tenths >= 1000)
		snprintf(buf, len, "%" PRIu64 "%c", whole, units[i]);
	else
		snprintf(buf, len, "%" PRIu64 ".%" PRIu64 "%c", tenths / 10,
			 tenths % 10, units[i]);
}

void format_delta(char *buf, size_t len, int64_t bytes)
{
	uint64_t size = bytes < 0 ? -(uint64_t)bytes : (uint64_t)bytes;
	char text[FORMAT_MAX];

	format_size(text, sizeof(text), size);
	snprintf(buf, len, "%s%s", !bytes ? "" : bytes < 0 ? "-" : "+", text);
}

void format_percent(char *buf, size_t len, uint64_t part, uint64_t whole)
{
	uint64_t tenths;

	if (!whole) {
		snprintf(buf, len, "-");
		return;
	}
	tenths = div_round((unsigned __int128)part * 1000, whole);
	if (!part)
		snprintf(buf, len, "0");
	else if (!tenths)
		snprintf(buf, len, "<0.1");
	else if (part < whole && tenths >= 1000)
		snprintf(buf, len, ">99.9");
	else if (tenths >= 1000)
		snprintf(buf, len, "%" PRIu64,
			 div_round((unsigned __int128)part * 100, whole));
	else
		snprintf(buf, len, "%" PRIu64 ".%" PRIu64, tenths / 10,
			 tenths % 10);
}

static unsigned int digits(uint64_t value)
{
	unsigned int nr = 1;

	while (value /= 10)
		nr++;
	return nr;
}

void format_count(char *buf, size_t len, uint64_t count, int width)
{
	static const char units[] = "kMGTPE";
	uint64_t unit = 1;
	const char *suffix = "";
	char text[2] = "";
	int i;

	for (i = 0; units[i] &&
	     digits(div_round(count, unit)) + (unit > 1) > (unsigned int)width;
	     i++) {
		unit *= 1000;
		text[0] = units[i];
		suffix = text;
	}
	snprintf(buf, len, "%" PRIu64 "%s", div_round(count, unit), suffix);
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

	if (s < 60)
		snprintf(buf, len, "%" PRIu64 "s", s);
	else if (s < 3600)
		snprintf(buf, len, "%" PRIu64 "m%02" PRIu64 "s", s / 60,
			 s % 60);
	else
		snprintf(buf, len, "%" PRIu64 "h%02" PRIu64 "m", s / 3600,
			 s / 60 % 60);
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

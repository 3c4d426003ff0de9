// SPDX-License-Identifier: GPL-2.0
/* A moment of a recording, as a person types it. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/moment.h"
#include "app/wall.h"
#include "base/base.h"
#include "base/parse.h"
#include "common/clock.h"

#define MINUTE_S	60
#define DAY_S		(24 * 60 * MINUTE_S)

static const struct recording_frame *first(const struct recording_reader *reader)
{
	return recording_frame(reader, 0);
}

static const struct recording_frame *last(const struct recording_reader *reader)
{
	return recording_frame(reader, recording_nr(reader) - 1);
}

/* How a time may be written, and how much of it that leaves open. */
struct time_form {
	const char *format;		/* of strptime(3) */
	bool dated;
	int64_t span_s;
};

static const struct time_form time_forms[] = {
	{ "%H:%M:%S", false, 1 },
	{ "%H:%M", false, MINUTE_S },
	{ "%Y-%m-%d %H:%M:%S", true, 1 },
	{ "%Y-%m-%d %H:%M", true, MINUTE_S },
	{ "%Y-%m-%d", true, DAY_S },
};

/* NULL: it is no time. What a form doesn't have of *@tm stays. */
static const struct time_form *parse_time(const char *text, struct tm *tm)
{
	const struct time_form *form = time_forms;
	const char *end;
	struct tm read;

	for (; form < time_forms + ARRAY_SIZE(time_forms); form++) {
		read = *tm;
		end = strptime(text, form->format, &read);
		if (!end || *end)
			continue;
		*tm = read;
		return form;
	}
	return NULL;
}

/* -1: there is no such day. */
static int64_t to_wall(struct tm tm)
{
	int day = tm.tm_mday;
	int64_t wall_s;

	tm.tm_isdst = -1;
	wall_s = mktime(&tm);
	return tm.tm_mday == day ? wall_s : -1;
}

/* The next day at the same time: the clock may be set in between. */
static int64_t a_day_later(struct tm tm)
{
	tm.tm_mday++;
	tm.tm_isdst = -1;
	return mktime(&tm);
}

/* When it was that time; without a date, for the first time. */
static int64_t wall_of(const struct time_form *form, const struct tm *tm,
		       int64_t begin)
{
	int64_t when = to_wall(*tm);

	if (!form->dated && when + form->span_s <= begin)
		return a_day_later(*tm);
	/* it began within that minute */
	return when < begin && begin < when + form->span_s ? begin : when;
}

/* The first sample of that time; false: none is so late, or so early. */
static bool find_wall(const struct recording_reader *reader, int64_t wall_s,
		      uint64_t *time_ns)
{
	size_t nr = recording_nr(reader), i = 0;

	if (wall_s < first(reader)->wall_s)
		return false;
	while (i < nr && recording_frame(reader, i)->wall_s < wall_s)
		i++;
	if (i == nr)
		return false;
	*time_ns = recording_frame(reader, i)->time_ns;
	return true;
}

/* "recorded 11:38:25-11:38:27", with dates where it took more than a day */
static void tell_range(const struct recording_reader *reader,
		       char why[MOMENT_WHY])
{
	int64_t from = first(reader)->wall_s, to = last(reader)->wall_s;
	const char *format = "%H:%M:%S", *dash = "-";
	char day[2][16], time[2][32];

	wall_text_of(from, "%Y-%m-%d", day[0], sizeof(day[0]));
	wall_text_of(to, "%Y-%m-%d", day[1], sizeof(day[1]));
	if (strcmp(day[0], day[1])) {
		format = "%Y-%m-%d %H:%M:%S";
		dash = " - ";
	}
	wall_text_of(from, format, time[0], sizeof(time[0]));
	wall_text_of(to, format, time[1], sizeof(time[1]));
	snprintf(why, MOMENT_WHY, "recorded %s%s%s", time[0], dash, time[1]);
}

/* Seconds that @text has, "90", "1.5", or with a unit: "2m", "1h". */
static bool parse_span(const char *text, uint64_t *ns)
{
	static const struct {
		char unit;
		uint64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 } };
	size_t len = strlen(text), i;
	uint64_t factor = 1;
	char number[16];

	for (i = 0; len && i < ARRAY_SIZE(units); i++)
		if (text[len - 1] == units[i].unit)
			factor = units[i].seconds;
	if (len && strchr("smh", text[len - 1]))
		len--;
	if (!len || len >= sizeof(number))
		return false;
	memcpy(number, text, len);
	number[len] = '\0';
	if (!parse_seconds(number, ns) || *ns > DAY_S * NSEC_PER_SEC)
		return false;
	*ns *= factor;
	return true;
}

/* Beyond either end is that end. */
static bool parse_step(const struct recording_reader *reader, uint64_t now,
		       const char *text, uint64_t *time_ns)
{
	uint64_t begin = first(reader)->time_ns, end = last(reader)->time_ns;
	uint64_t span;

	if ((*text != '+' && *text != '-') || !parse_span(text + 1, &span))
		return false;
	if (*text == '+')
		*time_ns = span < end - now ? now + span : end;
	else
		*time_ns = span < now - begin ? now - span : begin;
	return true;
}

static bool parse_share(const struct recording_reader *reader,
			const char *text, uint64_t *time_ns)
{
	uint64_t begin = first(reader)->time_ns, end = last(reader)->time_ns;
	size_t len = strlen(text);
	char number[8];
	uint64_t share;

	if (!len || text[len - 1] != '%' || len > sizeof(number))
		return false;
	memcpy(number, text, len - 1);
	number[len - 1] = '\0';
	if (!parse_number(number, 0, 100, &share))
		return false;
	*time_ns = share == 100 ? end : begin + (end - begin) / 100 * share;
	return true;
}

bool moment_find(const struct recording_reader *reader, uint64_t now_ns,
		 const char *text, uint64_t *time_ns, char why[MOMENT_WHY])
{
	int64_t begin = first(reader)->wall_s;
	struct tm tm = wall_tm(begin);
	const struct time_form *form;

	tm.tm_hour = 0;
	tm.tm_min = 0;
	tm.tm_sec = 0;
	form = parse_time(text, &tm);
	if (form) {
		tell_range(reader, why);
		return find_wall(reader, wall_of(form, &tm, begin), time_ns);
	}
	if (parse_step(reader, now_ns, text, time_ns) ||
	    parse_share(reader, text, time_ns))
		return true;
	snprintf(why, MOMENT_WHY, "as 12:03:07, +30s, -2m, 50%%");
	return false;
}

// SPDX-License-Identifier: GPL-2.0
/* One line of a config file, as inih reads it: no other file knows inih. */
#include <ini.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "app/conf_line.h"

/* A section and a name that no person types. */
#define NO_SECTION	"\002"
#define PROBE		"\001=\001"

#define BLANKS		" \t\v\f\r"
#define VALUE_LEAD	"x="	/* makes a line of values one with a name */

/*
 * inih is given three lines: a section that is none, the line, and a setting
 * that tells by its section whether the line was one.
 */
struct reading {
	int nr_given;
	const char *lead;	/* before the line, or "" */
	const char *text;
	size_t len;
	const char *given;	/* where inih has the line */
	size_t room;		/* bytes of a line there */
	struct conf_line *line;
};

static char *give(char *buf, size_t size, const char *text)
{
	snprintf(buf, size, "%s", text);
	return buf;
}

/* As much of the line as inih takes. */
static char *give_line(struct reading *reading, char *buf, size_t size)
{
	size_t lead = strlen(reading->lead), len = reading->len;

	if (size > CONF_LINE_MAX)
		size = CONF_LINE_MAX;
	/* without an end, it would be taken for one that is too long */
	reading->room = size - 2 - lead;
	if (len > reading->room)
		len = reading->room;
	memcpy(buf, reading->lead, lead);
	memcpy(buf + lead, reading->text, len);
	buf[lead + len] = '\n';
	buf[lead + len + 1] = '\0';
	reading->given = buf + lead;
	return buf;
}

static char *next_line(char *buf, int size, void *stream)
{
	struct reading *reading = stream;

	switch (reading->nr_given++) {
	case 0:
		return give(buf, (size_t)size, "[" NO_SECTION "]");
	case 1:
		return give_line(reading, buf, (size_t)size);
	case 2:
		return give(buf, (size_t)size, PROBE);
	default:
		return NULL;
	}
}

/* The text of a value stands where inih has the line, but for its end. */
static void take_value(struct reading *reading, const char *value)
{
	uintptr_t at = (uintptr_t)value - (uintptr_t)reading->given;

	reading->line->value_at = at <= reading->len ? at : reading->len;
	snprintf(reading->line->value, CONF_LINE_MAX, "%s", value);
}

static int take(void *user, const char *section, const char *name,
		const char *value)
{
	struct reading *reading = user;
	struct conf_line *line = reading->line;

	if (!name || !value)
		return 0;
	if (reading->nr_given == 2) {
		line->kind = CONF_SETTING;
		snprintf(line->name, CONF_LINE_MAX, "%s", name);
		take_value(reading, value);
	} else if (strcmp(section, NO_SECTION)) {
		line->kind = CONF_SECTION;
		snprintf(line->name, CONF_LINE_MAX, "%s", section);
	}
	return 1;
}

/* false: it is nothing that inih understands. */
static bool ask_inih(struct reading *reading)
{
	reading->nr_given = 0;
	*reading->line = (struct conf_line){ .kind = CONF_NOTHING };
	return !ini_parse_stream(next_line, reading, take, reading);
}

/* Behind a comment or a section there may be as much as one likes. */
static bool is_cut(const struct reading *reading)
{
	return reading->len > reading->room &&
	       reading->line->kind != CONF_NOTHING &&
	       reading->line->kind != CONF_SECTION;
}

static void read_value(struct reading *reading)
{
	reading->lead = VALUE_LEAD;
	if (ask_inih(reading) && reading->line->kind == CONF_SETTING)
		reading->line->kind = CONF_MORE;
	else
		reading->line->kind = CONF_WRONG;
}

void conf_line_read(struct conf_line *line, const char *text, size_t len)
{
	struct reading reading = { .lead = "", .line = line };
	size_t blanks = 0;

	while (blanks < len && strchr(BLANKS, text[blanks]))
		blanks++;
	reading.text = text + blanks;
	reading.len = len - blanks;
	if (!ask_inih(&reading)) {
		line->kind = CONF_WRONG;
		if (blanks)
			read_value(&reading);
	}
	if (is_cut(&reading))
		line->kind = CONF_TOO_LONG;
	line->value_at += blanks;
}

// SPDX-License-Identifier: GPL-2.0
/* The scenarios and their options, for people and for programs. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "options.h"
#include "output.h"
#include "scenario.h"

void list_table(void)
{
	const struct scenario *const *s;

	out("%-11s %-27s %s\n", "DEMO", "WHAT IT DOES", "LOOK FOR");
	for (s = scenarios; *s; s++)
		out("%-11s %-27s %s\n", (*s)->name, (*s)->summary,
		    (*s)->look_for);
}

/* The words of the tables are printable: only these two have a meaning. */
static void put_string(FILE *to, const char *text)
{
	if (!text) {
		fputs("null", to);
		return;
	}
	putc('"', to);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putc('\\', to);
		putc(*text, to);
	}
	putc('"', to);
}

static void put_member(FILE *to, const char *key, const char *text)
{
	put_string(to, key);
	putc(':', to);
	put_string(to, text);
}

static void put_option(FILE *to, const struct demo_option *opt)
{
	putc('{', to);
	put_member(to, "name", opt->name);
	putc(',', to);
	put_member(to, "arg", opt->type->arg);
	putc(',', to);
	put_member(to, "default", opt->preset);
	putc(',', to);
	put_member(to, "help", opt->help);
	putc('}', to);
}

static void put_options(FILE *to, const struct scenario *s)
{
	const struct demo_option *opt;

	fputs(",\"operand\":", to);
	if (s->operand)
		put_option(to, s->operand);
	else
		fputs("null", to);
	fputs(",\"options\":[", to);
	for (opt = s->options; opt->name; opt++) {
		if (opt != s->options)
			putc(',', to);
		put_option(to, opt);
	}
	putc(']', to);
}

/* The default of option @name as a number, if there is such an option. */
static void put_number(FILE *to, const struct scenario *s, const char *name)
{
	const struct demo_option *opt;
	uint64_t value;

	fprintf(to, ",\"%s\":", name);
	for (opt = s->options; opt->name; opt++) {
		if (strcmp(opt->name, name) != 0)
			continue;
		if (opt->type->parse(opt->preset, &value))
			break;
		fprintf(to, "%" PRIu64, value);
		return;
	}
	fputs("null", to);
}

static void put_scenario(FILE *to, const struct scenario *s)
{
	putc('{', to);
	put_member(to, "name", s->name);
	putc(',', to);
	put_member(to, "summary", s->summary);
	putc(',', to);
	put_member(to, "look_for", s->look_for);
	putc(',', to);
	put_member(to, "needs", s->needs ? s->needs : "");
	put_number(to, s, "size");
	put_number(to, s, "rate");
	put_options(to, s);
	putc('}', to);
}

void list_json(void)
{
	const struct scenario *const *s;
	char *text = NULL;
	size_t len;
	FILE *to;

	/* in memory first: then one place tells of a full disk */
	to = open_memstream(&text, &len);
	if (!to)
		abort();
	for (s = scenarios; *s; s++) {
		fputs(s == scenarios ? "[" : ",\n", to);
		put_scenario(to, *s);
	}
	fclose(to);
	out("%s]\n", text);
	free(text);
}

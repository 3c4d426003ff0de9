// SPDX-License-Identifier: GPL-2.0
/* Writes completions of tamtop, from the table that its options are parsed by. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../tui/option_table.h"
#include "base/text.h"
#include "command.h"
#include "model/field.h"

/* What an option takes is told by its name in --help, up to a comma. */
static const struct {
	const char *arg;
	enum takes takes;
} kinds[] = {
	{ "PID", TAKES_PIDS },
	{ "USER", TAKES_USERS },
	{ "FILE", TAKES_FILES },
	{ "DIR", TAKES_FOLDERS },
};

static enum takes kind_of(const char *arg)
{
	size_t len = strcspn(arg, ","), i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strlen(kinds[i].arg) == len &&
		    !strncmp(arg, kinds[i].arg, len))
			return kinds[i].takes;
	return TAKES_TEXT;
}

/* Those that a list of columns may have, and those only a screen has, too. */
static void list_fields(char text[OPTION_NAMES_MAX])
{
	int i;

	*text = '\0';
	for (i = 0; i < NR_PROCESS_FIELDS; i++)
		if (process_fields[i].key)
			text_append(text, OPTION_NAMES_MAX, "%s ",
				    process_fields[i].key);
}

/* "auto, syscall, proc", or "pid user (default pid)": as words. */
static void list_names(const struct option_row *row,
		       char text[OPTION_NAMES_MAX])
{
	char *p;

	row->names(text, ", ");
	text[strcspn(text, "(")] = '\0';
	for (p = text; *p; p++)
		if (*p == ',')
			*p = ' ';
}

/* One blank between two words, and none else; NULL: there are none. */
static char *words_of(const struct option_row *row)
{
	char text[OPTION_NAMES_MAX], *from = text, *to = text;

	if (row->names)
		list_names(row, text);
	else if (!row->take && !row->is_flag && row->setting == SETTING_COLUMNS)
		list_fields(text);
	else
		return NULL;
	for (; *from; from++)
		if (*from != ' ' || (to > text && to[-1] != ' '))
			*to++ = *from;
	while (to > text && to[-1] == ' ')
		to--;
	return copy_text(text, (size_t)(to - text));
}

/* Names that --help has in it come as words. */
static size_t about_length(const char *help)
{
	const char *names = strstr(help, "%s");

	if (!names)
		return strlen(help);
	while (names > help && strchr(" :(", names[-1]))
		names--;
	return (size_t)(names - help);
}

static void add_option(struct part *part, const struct option_row *row)
{
	char *about = copy_text(row->help, about_length(row->help));
	struct completed_option *option = part_add_option(part, row->name,
							  about);

	free(about);
	option->letter = row->letter;
	option->arg = row->arg;
	if (!row->arg)
		return;
	option->words = words_of(row);
	option->takes = option->words ? TAKES_WORDS : kind_of(row->arg);
	option->list = strchr(row->arg, ',');
}

int main(int argc, char **argv)
{
	struct command_line command = { .name = "tamtop" };
	struct part *part = command_add_part(&command, "", "");
	size_t i;

	for (i = 0; i < option_table_len; i++)
		add_option(part, &option_table[i]);
	return write_completions(&command, argc, argv);
}

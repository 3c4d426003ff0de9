// SPDX-License-Identifier: GPL-2.0
/* The tables of a command for bash; bash.in has the functions that use them. */
#include <stdio.h>

#include "command.h"

static const char *const kinds[NR_TAKES] = {
	[TAKES_NOTHING] = "nothing",
	[TAKES_TEXT] = "text",
	[TAKES_WORDS] = "words",
	[TAKES_PIDS] = "pids",
	[TAKES_USERS] = "users",
	[TAKES_FILES] = "files",
	[TAKES_FOLDERS] = "folders",
};

/* Names of parts, options and words are letters, digits and dashes. */
static void write_part(const struct part *part)
{
	size_t i;

	printf("\t'%s') words='", part->name);
	for (i = 0; i < part->nr; i++) {
		printf("%s", i ? " " : "");
		if (part->options[i].letter)
			printf("-%c ", part->options[i].letter);
		printf("--%s", part->options[i].name);
	}
	puts("' ;;");
}

static void write_option(const struct part *part,
			 const struct completed_option *option)
{
	printf("\t%s:--%s", part->name, option->name);
	if (option->letter)
		printf(" | %s:-%c", part->name, option->letter);
	printf(") takes=%s list=%s words='%s' ;;\n", kinds[option->takes],
	       option->list ? "yes" : "no", option->words ? option->words : "");
}

static void write_names(const struct command_line *command)
{
	size_t i;

	printf("_%s_parts='", command->name);
	for (i = 1; i < command->nr; i++)
		printf("%s%s", i > 1 ? " " : "", command->parts[i].name);
	puts("'\n");
}

static void write_values(const struct command_line *command)
{
	size_t part, i;

	printf("# PART:OPTION: what comes behind it; false: nothing does\n"
	       "_%s_value()\n{\n\tcase $1 in\n", command->name);
	for (part = 0; part < command->nr; part++)
		for (i = 0; i < command->parts[part].nr; i++)
			if (command->parts[part].options[i].takes)
				write_option(&command->parts[part],
					     &command->parts[part].options[i]);
	puts("\t*) return 1 ;;\n\tesac\n}\n");
}

void write_bash(const struct command_line *command)
{
	size_t i;

	printf("# shellcheck shell=bash disable=SC2034\n"
	       "# bash completes %s with this, made from its tables of options.\n\n",
	       command->name);
	write_names(command);
	printf("# PART: its options\n_%s_options()\n{\n\tcase $1 in\n",
	       command->name);
	for (i = 0; i < command->nr; i++)
		write_part(&command->parts[i]);
	puts("\t*) return 1 ;;\n\tesac\n}\n");
	write_values(command);
}

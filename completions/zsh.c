// SPDX-License-Identifier: GPL-2.0
/* Completions for zsh: what _arguments is told. */
#include <stdio.h>

#include "command.h"

/* Who completes a value of that kind; words stand behind theirs. */
static const char *const actions[NR_TAKES] = {
	[TAKES_TEXT] = " ",
	[TAKES_WORDS] = "compadd -",
	[TAKES_PIDS] = "_pids",
	[TAKES_USERS] = "_users",
	[TAKES_FILES] = "_files",
	[TAKES_FOLDERS] = "_files -/",
};

/* In single quotes, and between characters that end it. */
static void put_about(const char *text)
{
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", stdout);
		else
			put_escaped((const char[]){ *text, '\0' }, "[]:\\",
				    "\\");
}

static void write_value(const struct completed_option *option)
{
	bool words = option->takes == TAKES_WORDS;

	printf(":%s:", option->arg);
	if (option->list)
		printf("_sequence %s", actions[option->takes]);
	else if (!words)
		fputs(actions[option->takes], stdout);
	if (words)
		printf(option->list ? " %s" : "(%s)", option->words);
}

static void write_option(const struct completed_option *option)
{
	const char *sign = option->arg ? "=" : "";

	printf(" \\\n\t\t'");
	if (option->letter)
		printf("(-%c --%s)'{-%c%s,--%s%s}'", option->letter,
		       option->name, option->letter, option->arg ? "+" : "",
		       option->name, sign);
	else
		printf("--%s%s", option->name, sign);
	putchar('[');
	put_about(option->about);
	putchar(']');
	if (option->arg)
		write_value(option);
	putchar('\'');
}

static void write_options(const struct part *part)
{
	size_t i;

	for (i = 0; i < part->nr; i++)
		write_option(&part->options[i]);
}

/* Behind "--" another command begins, with completions of its own. */
static void write_processes(const struct command_line *command)
{
	printf("_%s_processes()\n{\n"
	       "\t_alternative 'pids:process:_pids' "
	       "'names:name:_process_names -a'\n}\n\n", command->name);
	printf("_%s()\n{\n"
	       "\tinteger dashes=${words[(i)--]}\n\n"
	       "\tif ((dashes < CURRENT)); then\n"
	       "\t\tshift $dashes words\n"
	       "\t\t((CURRENT -= dashes))\n"
	       "\t\t_normal\n"
	       "\t\treturn\n"
	       "\tfi\n"
	       "\t_arguments -s :", command->name);
	write_options(&command->parts[0]);
	printf(" \\\n\t\t'*:process:_%s_processes'\n}\n\n", command->name);
}

static void write_parts(const struct command_line *command)
{
	const struct part *part = &command->parts[1];
	const struct part *end = command->parts + command->nr;

	printf("_%s_parts()\n{\n\tlocal -a parts=(", command->name);
	for (; part < end; part++) {
		printf("\n\t\t'%s:", part->name);
		put_about(part->about);
		putchar('\'');
	}
	puts("\n\t)\n\n\t_describe name parts\n}\n");
	printf("_%s_options()\n{\n\tcase $words[1] in\n", command->name);
	for (part = &command->parts[1]; part < end; part++) {
		printf("\t%s)\n\t\t_arguments :", part->name);
		write_options(part);
		puts("\n\t\t;;");
	}
	puts("\tesac\n}\n");
	printf("_%s()\n{\n\t_arguments :", command->name);
	write_options(&command->parts[0]);
	printf(" \\\n\t\t'1:name:_%s_parts' '*::option:_%s_options'\n}\n\n",
	       command->name, command->name);
}

void write_zsh(const struct command_line *command)
{
	printf("#compdef %s\n"
	       "# zsh completes %s with this, made from its tables of options.\n\n",
	       command->name, command->name);
	if (command->nr == 1)
		write_processes(command);
	else
		write_parts(command);
	printf("_%s \"$@\"\n", command->name);
}

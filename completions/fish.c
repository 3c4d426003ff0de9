// SPDX-License-Identifier: GPL-2.0
/* Completions for fish: a line for each option. */
#include <stdio.h>

#include "command.h"

/* What lists the values of that kind, but for words. */
static const char *const lists[NR_TAKES] = {
	[TAKES_PIDS] = "__fish_complete_pids",
	[TAKES_USERS] = "__fish_complete_users",
	[TAKES_FOLDERS] = "__fish_complete_directories",
};

static void put_quoted(const char *text)
{
	putchar('\'');
	put_escaped(text, "'\\", "\\");
	putchar('\'');
}

static void write_value(const struct completed_option *option)
{
	const char *list = lists[option->takes];

	if (option->takes == TAKES_FILES) {
		fputs(" -r -F", stdout);
		return;
	}
	fputs(" -x", stdout);
	if (option->takes == TAKES_WORDS && option->list)
		printf(" -a '(__fish_complete_list , \"printf %%s\\\\\\\\n %s\")'",
		       option->words);
	else if (option->takes == TAKES_WORDS)
		printf(" -a '%s'", option->words);
	else if (list && option->list)
		printf(" -a '(__fish_complete_list , %s)'", list);
	else if (list)
		printf(" -a '(%s)'", list);
}

static void write_options(const struct command_line *command,
			  const struct part *part, const char *condition)
{
	const struct completed_option *option = part->options;
	const struct completed_option *end = option + part->nr;

	for (; option < end; option++) {
		printf("complete -c %s -n '%s%s'", command->name, condition,
		       part->name);
		if (option->letter)
			printf(" -s %c", option->letter);
		printf(" -l %s", option->name);
		if (option->arg)
			write_value(option);
		fputs(" -d ", stdout);
		put_quoted(option->about);
		putchar('\n');
	}
}

#define ALONE "not contains -- -- (commandline -opc)"

/* Behind "--" another command begins, with completions of its own. */
static void write_processes(const struct command_line *command)
{
	write_options(command, &command->parts[0], ALONE);
	printf("complete -c %s -n '%s' -a '(__fish_complete_pids)'\n"
	       "complete -c %s -n '%s' -a '(__fish_complete_proc)'\n"
	       "complete -c %s -n 'contains -- -- (commandline -opc)'"
	       " -a '(__fish_complete_subcommand)'\n",
	       command->name, ALONE, command->name, ALONE, command->name);
}

static void write_parts(const struct command_line *command)
{
	size_t i;

	write_options(command, &command->parts[0], "__fish_use_subcommand");
	for (i = 1; i < command->nr; i++) {
		printf("complete -c %s -n __fish_use_subcommand -a %s -d ",
		       command->name, command->parts[i].name);
		put_quoted(command->parts[i].about);
		putchar('\n');
		write_options(command, &command->parts[i],
			      "__fish_seen_subcommand_from ");
	}
}

void write_fish(const struct command_line *command)
{
	printf("# fish completes %s with this, made from its tables of options.\n\n"
	       "complete -c %s -f\n", command->name, command->name);
	if (command->nr == 1)
		write_processes(command);
	else
		write_parts(command);
}

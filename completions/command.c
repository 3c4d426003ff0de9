// SPDX-License-Identifier: GPL-2.0
/* What a command line takes, and which shell is to be told. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

#define EXIT_USAGE 2

/* @array with room for one more behind its @nr members of @size bytes. */
static void *one_more(void *array, size_t nr, size_t size)
{
	array = reallocarray(array, nr + 1, size);
	if (!array)
		err(EXIT_FAILURE, "no memory");
	return array;
}

struct part *command_add_part(struct command_line *command, const char *name,
			      const char *about)
{
	struct part *part;

	command->parts = one_more(command->parts, command->nr, sizeof(*part));
	part = &command->parts[command->nr++];
	*part = (struct part){ .name = name, .about = about };
	return part;
}

char *copy_text(const char *text, size_t len)
{
	char *copy = strndup(text, len);

	if (!copy)
		err(EXIT_FAILURE, "no memory");
	return copy;
}

struct completed_option *part_add_option(struct part *part, const char *name,
					 const char *about)
{
	struct completed_option *option;

	part->options = one_more(part->options, part->nr, sizeof(*option));
	option = &part->options[part->nr++];
	*option = (struct completed_option){
		.name = name,
		.about = copy_text(about, strlen(about)),
	};
	return option;
}

static void part_release(struct part *part)
{
	size_t i;

	for (i = 0; i < part->nr; i++) {
		free(part->options[i].about);
		free(part->options[i].words);
	}
	free(part->options);
}

void command_release(struct command_line *command)
{
	while (command->nr)
		part_release(&command->parts[--command->nr]);
	free(command->parts);
	command->parts = NULL;
}

void put_escaped(const char *text, const char *special, const char *escape)
{
	for (; *text; text++) {
		if (strchr(special, *text))
			fputs(escape, stdout);
		putchar(*text);
	}
}

int write_completions(struct command_line *command, int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*write)(const struct command_line *command);
	} shells[] = {
		{ "bash", write_bash },
		{ "zsh", write_zsh },
		{ "fish", write_fish },
	};
	int code = EXIT_USAGE;
	size_t i;

	for (i = 0; argc == 2 && i < sizeof(shells) / sizeof(*shells); i++)
		if (!strcmp(argv[1], shells[i].name)) {
			shells[i].write(command);
			code = EXIT_SUCCESS;
		}
	command_release(command);
	if (code == EXIT_USAGE)
		warnx("say which: bash, zsh or fish");
	else if (fflush(stdout) || ferror(stdout))
		err(EXIT_FAILURE, "standard output");
	return code;
}

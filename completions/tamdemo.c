// SPDX-License-Identifier: GPL-2.0
/* Writes completions of tamdemo, from the tables of its scenarios. */
#include "../demo/options.h"
#include "../demo/own.h"
#include "../demo/scenario.h"
#include "command.h"

#define HELP "the demo's options"

static void add_own(struct command_line *command)
{
	struct part *part = command_add_part(command, "", "");
	const struct own_option *own;

	for (own = own_options; own->name; own++)
		part_add_option(part, own->name, own->help);
}

static void add_scenario(struct command_line *command,
			 const struct scenario *scenario)
{
	struct part *part = command_add_part(command, scenario->name,
					     scenario->summary);
	const struct demo_option *from = scenario->options;
	struct completed_option *option;

	for (; from->name; from++) {
		option = part_add_option(part, from->name, from->help);
		option->arg = from->type->arg;
		option->takes = option->arg ? TAKES_TEXT : TAKES_NOTHING;
	}
	part_add_option(part, "help", HELP);
}

int main(int argc, char **argv)
{
	struct command_line command = { .name = "tamdemo" };
	const struct scenario *const *s;

	add_own(&command);
	for (s = scenarios; *s; s++)
		add_scenario(&command, *s);
	return write_completions(&command, argc, argv);
}

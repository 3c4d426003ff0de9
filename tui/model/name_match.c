// SPDX-License-Identifier: GPL-2.0
/* Which processes are meant by a name that a person types. */
#include <stdbool.h>
#include <string.h>

#include "model/command.h"
#include "model/name_match.h"

static bool is_text(const char *name, const char *text, size_t len)
{
	return strlen(name) == len && !memcmp(name, text, len);
}

/* What a program tells of itself behind a colon is no part of its name. */
static size_t program_len(const struct called *called)
{
	const char *text = called->command;
	size_t len = called->first ? called->first : strcspn(text, " ");
	const char *colon = memmem(text, len, ": ", 2);

	return colon ? (size_t)(colon - text) : len;
}

/* A login shell has a dash before its name. */
static bool is_program(const char *name, const struct called *called)
{
	const char *text = called->command;
	size_t len = program_len(called);
	size_t base = command_name(text, called->first);

	if (base > len)
		base = 0;
	return is_text(name, text, len) ||
	       is_text(name, text + base, len - base) ||
	       (*text == '-' && len && is_text(name, text + 1, len - 1));
}

enum name_match name_match(const char *name, const struct called *called)
{
	const char *command = called->command;

	if (!*name)
		return NAME_NONE;
	if (!strcmp(name, called->comm) ||
	    (command && is_program(name, called)))
		return NAME_WHOLE;
	return strcasestr(command ? command : called->comm, name) ? NAME_PART :
								    NAME_NONE;
}

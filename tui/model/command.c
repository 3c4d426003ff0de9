// SPDX-License-Identifier: GPL-2.0
/* Command lines in brief: what runs, before where that lies. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "model/command.h"

/* Behind the last slash of the first @len bytes, if a name is there. */
static size_t behind_slash(const char *text, size_t len)
{
	size_t i = len;

	while (i && text[i - 1] != '/')
		i--;
	return i < len ? i : 0;
}

/* Where @end begins in the first @len bytes, or @len. */
static size_t up_to(const char *text, size_t len, const char *end)
{
	const char *found = memmem(text, len, end, strlen(end));

	return found ? (size_t)(found - text) : len;
}

size_t command_name(const char *text, size_t first)
{
	size_t len = strlen(text);

	if (!first || first > len)
		first = strcspn(text, " ");
	first = up_to(text, first, ": ");
	return behind_slash(text, up_to(text, first, " -"));
}

/* "python3.11" is one as "python" is. */
static bool is_interpreter(const char *name, size_t len)
{
	static const char *const names[] = {
		"awk", "bash", "dash", "gawk", "guile", "ksh", "lua", "mawk",
		"node", "perl", "php", "pypy", "python", "ruby", "sh", "tclsh",
		"wish", "zsh",
	};
	size_t i;

	while (len && strchr("0123456789.", name[len - 1]))
		len--;
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (strlen(names[i]) == len && !memcmp(names[i], name, len))
			return true;
	return false;
}

char *command_script(const char *text, size_t first, size_t second)
{
	size_t name = command_name(text, first), len = strlen(text);
	const char *script = text + first + 1;
	size_t size, path;
	char *brief;

	if (!first || !second || first + 1 + second > len || *script == '-' ||
	    !is_interpreter(text + name, first - name))
		return NULL;
	path = behind_slash(script, second);
	size = len - name - path + 1;
	brief = xcalloc(size, 1);
	snprintf(brief, size, "%.*s %s", (int)(first - name), text + name,
		 script + path);
	return brief;
}

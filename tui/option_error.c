// SPDX-License-Identifier: GPL-2.0
/* Says what is wrong with an option, in words that do nothing to a terminal. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "option_error.h"

#define NAMES_MAX 256

/* Which option that is; NULL: none has that letter or number. */
static const struct option *by_value(const struct option *options, int value)
{
	for (; options->name; options++)
		if (options->val == value)
			return options;
	return NULL;
}

/* "--sort, --source, --scheme": all that begin as @word, of @len bytes, does. */
static int list_likely(const struct option *options, const char *word,
		       size_t len, char names[NAMES_MAX])
{
	int nr = 0;

	*names = '\0';
	for (; options->name; options++)
		if (!strncmp(options->name, word, len))
			text_append(names, NAMES_MAX, "%s--%s",
				    nr++ ? ", " : "", options->name);
	return nr;
}

/* A word that begins with "--", and is no option or may be several. */
_Noreturn static void unknown_word(const struct option *options,
				   const char *word)
{
	int len = (int)strcspn(word, "=");
	char names[NAMES_MAX];

	if (len > 2 && list_likely(options, word + 2, (size_t)len - 2, names) > 1)
		die(ST_USAGE, "option '%.*s' is ambiguous: it may be %s", len,
		    word, names);
	die(ST_USAGE, "unrecognized option '%.*s'; tamtop --help lists them",
	    len, word);
}

/* As it was given: by its name, or by its letter. */
_Noreturn static void no_argument_given(const char *word)
{
	if (text_begins_with(word, "--"))
		die(ST_USAGE, "option '%s' requires an argument", word);
	die(ST_USAGE, "option '-%c' requires an argument", optopt);
}

_Noreturn void option_error(int opt, char *const argv[],
			    const struct option *options)
{
	const char *word = argv[optind - 1];
	const struct option *known;

	if (opt == ':')
		no_argument_given(word);
	if (!optopt)
		unknown_word(options, word);
	known = by_value(options, optopt);
	if (known)
		die(ST_USAGE, "option '--%s' takes no argument", known->name);
	die(ST_USAGE, "invalid option '-%c'; tamtop --help lists them", optopt);
}

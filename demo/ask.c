// SPDX-License-Identifier: GPL-2.0
/* A question before a scenario that is not harmless. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "ask.h"

static bool typed_yes(void)
{
	char *line = NULL;
	size_t len = 0;
	bool yes;

	yes = getline(&line, &len, stdin) > 0 &&
	      (!strcasecmp(line, "y\n") || !strcasecmp(line, "yes\n"));
	free(line);
	return yes;
}

bool ask(bool yes, const char *what)
{
	if (yes)
		return true;
	if (!isatty(STDIN_FILENO)) {
		warnx("this will %s, and there is no terminal to ask on; --yes says that it may",
		      what);
		return false;
	}
	/* not to stdout: that may be lines for a program */
	fprintf(stderr, "This will %s. Go on? [y/N] ", what);
	if (typed_yes())
		return true;
	warnx("nothing was done");
	return false;
}

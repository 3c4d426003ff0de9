// SPDX-License-Identifier: GPL-2.0
/* What a teacher would point at while a scenario goes on. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "output.h"
#include "say.h"

void say(bool json, const char *format, ...)
{
	char *line;
	va_list ap;
	int len;

	if (json || out_is_theirs())
		return;
	va_start(ap, format);
	len = vasprintf(&line, format, ap);
	va_end(ap);
	if (len < 0)
		return;
	out("%s\n", line);
	free(line);
}

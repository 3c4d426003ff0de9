// SPDX-License-Identifier: GPL-2.0
/* What the runner has to say, one line at a time. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "runner.h"

const char *program = "vm/run";

static void vsay(const char *fmt, va_list ap)
{
	char line[1024];

	tty_restore();
	vsnprintf(line, sizeof(line), fmt, ap);
	fprintf(stderr, "%s: %s\n", program, line);
}

void say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsay(fmt, ap);
	va_end(ap);
}

void die(int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsay(fmt, ap);
	va_end(ap);
	exit(code);
}

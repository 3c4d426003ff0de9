// SPDX-License-Identifier: GPL-2.0
/* What tamdemo prints, and what becomes of it when nobody can read it. */
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "output.h"
#include "scenario.h"

void out(const char *format, ...)
{
	va_list args;
	int ret;

	va_start(args, format);
	ret = vprintf(format, args);
	va_end(args);
	if (ret < 0 || fflush(stdout))
		err(DEMO_FAILED, "cannot write to standard output");
}

bool out_is_theirs(void)
{
	pid_t foreground = tcgetpgrp(STDOUT_FILENO);

	return foreground >= 0 && foreground != getpgrp();
}

// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/status.h"

static void (*cleanup_hook)(void);

#define STATUS_TEXT(name, text, code) [ST_##name] = { text, code },
static const struct {
	const char *text;
	int exit_code;
} statuses[NR_STATUS] = { STATUS_LIST(STATUS_TEXT) };

const char *status_text(enum status st)
{
	return statuses[st].text;
}

int status_exit_code(enum status st)
{
	return statuses[st].exit_code;
}

void status_set_cleanup(void (*cleanup)(void))
{
	cleanup_hook = cleanup;
}

void die(enum status st, const char *fmt, ...)
{
	va_list args;

	if (cleanup_hook)
		cleanup_hook();
	fputs("tamtop: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(status_exit_code(st));
}

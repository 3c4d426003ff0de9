// SPDX-License-Identifier: GPL-2.0
/* Every way to fail, and the one way in which the program ends by itself. */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/status.h"
#include "base/text.h"

static void (*cleanup_hook)(void);

static _Thread_local struct {
	void (*end)(void *ctx, enum status st, const char *text);
	void *ctx;
} thread_exit;

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

void status_set_thread_exit(void (*end)(void *ctx, enum status st,
					const char *text), void *ctx)
{
	thread_exit.end = end;
	thread_exit.ctx = ctx;
}

/* Who writes to a terminal that is stopped can still be ended. */
static void unblock_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* What a person or a program has written may stand in it, with any bytes. */
static void print_last_line(const char *text)
{
	if (cleanup_hook)
		cleanup_hook();
	unblock_signals();
	fputs("tamtop: ", stderr);
	text_print_safe(stderr, text);
	fputc('\n', stderr);
}

void die(enum status st, const char *fmt, ...)
{
	char line[DIE_LINE_MAX];	/* memory may be out */
	char *whole = NULL;
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	if (thread_exit.end)
		thread_exit.end(thread_exit.ctx, st, line);
	va_start(args, fmt);
	if (vasprintf(&whole, fmt, args) < 0)
		whole = NULL;
	va_end(args);
	print_last_line(whole ? whole : line);
	free(whole);
	exit(status_exit_code(st));
}

void status_end_by_signal(int sig)
{
	_exit(128 + sig);
}

void die_of_output(void)
{
	if (errno == EPIPE)
		exit(status_exit_code(ST_OK));
	die(ST_IO, "can't write to standard output: %s", strerror(errno));
}

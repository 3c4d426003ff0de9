// SPDX-License-Identifier: GPL-2.0
/* The one table of signals: names, what they are for, what they do. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "data/signal.h"

static const char ends[] = "ends", core[] = "ends, core", stops[] = "stops",
		  nothing[] = "nothing";

static const struct signal_row {
	int number;
	const char *about, *effect;
} rows[] = {
	{ SIGHUP, "its terminal is gone", ends },
	{ SIGINT, "Ctrl-C", ends },
	{ SIGQUIT, "Ctrl-\\", core },
	{ SIGILL, "bad instruction", core },
	{ SIGTRAP, "breakpoint", core },
	{ SIGABRT, "abort(3)", core },
	{ SIGBUS, "memory not there", core },
	{ SIGFPE, "bad arithmetic", core },
	{ SIGKILL, "ends it, can't be caught", ends },
	{ SIGUSR1, "the program's own", ends },
	{ SIGSEGV, "bad address", core },
	{ SIGUSR2, "the program's own", ends },
	{ SIGPIPE, "nobody reads its pipe", ends },
	{ SIGALRM, "a timer ran out", ends },
	{ SIGTERM, "asks it to end", ends },
	{ SIGSTKFLT, "not used", ends },
	{ SIGCHLD, "a child ended or stopped", nothing },
	{ SIGCONT, "goes on after a stop", "goes on" },
	{ SIGSTOP, "stops, can't be caught", stops },
	{ SIGTSTP, "Ctrl-Z", stops },
	{ SIGTTIN, "reads, but in background", stops },
	{ SIGTTOU, "writes, in background", stops },
	{ SIGURG, "urgent data has come", nothing },
	{ SIGXCPU, "limit of CPU time", core },
	{ SIGXFSZ, "limit of a file's size", core },
	{ SIGVTALRM, "a timer of its CPU time", ends },
	{ SIGPROF, "a timer for profiles", ends },
	{ SIGWINCH, "the window was resized", nothing },
	{ SIGIO, "a file is ready", ends },
	{ SIGPWR, "power fails", ends },
	{ SIGSYS, "bad system call", core },
};

static const struct signal_row real_time = {
	.about = "the program's own", .effect = ends,
};

size_t signal_nr(void)
{
	return ARRAY_SIZE(rows) + (size_t)(SIGRTMAX - SIGRTMIN + 1);
}

int signal_number(size_t i)
{
	return i < ARRAY_SIZE(rows) ? rows[i].number :
				      SIGRTMIN + (int)(i - ARRAY_SIZE(rows));
}

static const struct signal_row *find(int number)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].number == number)
			return &rows[i];
	return &real_time;
}

void signal_name(int number, char name[SIGNAL_NAME_MAX])
{
	const char *brief = sigabbrev_np(number);

	if (brief)
		snprintf(name, SIGNAL_NAME_MAX, "SIG%s", brief);
	else if (number == SIGRTMIN || number == SIGRTMAX)
		snprintf(name, SIGNAL_NAME_MAX, "SIGRTM%s",
			 number == SIGRTMIN ? "IN" : "AX");
	else if (number > SIGRTMIN && number < SIGRTMAX)
		snprintf(name, SIGNAL_NAME_MAX, "SIGRTMIN+%d",
			 number - SIGRTMIN);
	else
		snprintf(name, SIGNAL_NAME_MAX, "signal %d", number);
}

const char *signal_about(int number)
{
	return find(number)->about;
}

const char *signal_effect(int number)
{
	return find(number)->effect;
}

// SPDX-License-Identifier: GPL-2.0
/* Signals of a program that has a guest's session on its terminal. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "runner.h"

static const int taken[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH,
	SIGTSTP, SIGCONT };

int signals_open(void)
{
	sigset_t set;
	size_t i;
	int fd;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	for (i = 0; i < ARRAY_SIZE(taken); i++)
		sigaddset(&set, taken[i]);
	/* In the background a terminal gives an error then, no stop. */
	sigaddset(&set, SIGTTIN);
	sigaddset(&set, SIGTTOU);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	sigdelset(&set, SIGTTIN);
	sigdelset(&set, SIGTTOU);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		die(EXIT_BROKEN, "cannot wait for signals: %s",
		    strerror(errno));
	return fd;
}

/* Stops as a plain program would, the terminal being in order meanwhile. */
static void suspend(bool raw)
{
	tty_restore();
	raise(SIGSTOP);
	if (raw)
		tty_raw();
}

void signals_read(int fd, bool raw, bool *size, int *end)
{
	struct signalfd_siginfo si;

	while (read(fd, &si, sizeof(si)) == sizeof(si)) {
		if (si.ssi_signo == SIGTSTP)
			suspend(raw);
		if (si.ssi_signo == SIGTSTP || si.ssi_signo == SIGWINCH)
			*size = true;
		else if (si.ssi_signo != SIGCONT)
			*end = si.ssi_signo;
		else if (raw)
			tty_raw();
	}
}

void end_by(int sig)
{
	sigset_t set;

	signal(sig, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, sig);
	raise(sig);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	_exit(128 + sig);
}

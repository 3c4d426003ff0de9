// SPDX-License-Identifier: GPL-2.0
/* How a program waits, and ends, that prints and has no terminal. */
#include <errno.h>
#include <signal.h>
#include <time.h>

#include "app/unattended.h"
#include "base/base.h"
#include "base/status.h"
#include "common/clock.h"

static const int ends[] = { SIGINT, SIGTERM, SIGHUP };

/*
 * Nothing needs to be put in order but where they are held, so that the end
 * needn't wait: not for a reader who lets the pipe fill up, nor for a name
 * service that is slow. What is ignored stays so: that is how nohup(1) works.
 */
void unattended_begin(void)
{
	const struct sigaction action = { .sa_handler = status_end_by_signal };
	struct sigaction before;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ends); i++)
		if (!sigaction(ends[i], NULL, &before) &&
		    before.sa_handler != SIG_IGN)
			sigaction(ends[i], &action, NULL);
}

void unattended_hold(sigset_t *before)
{
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < ARRAY_SIZE(ends); i++)
		sigaddset(&set, ends[i]);
	sigprocmask(SIG_BLOCK, &set, before);
}

void unattended_release(const sigset_t *before)
{
	sigprocmask(SIG_SETMASK, before, NULL);
}

/* A signal that comes meanwhile stops or ends the program, or does nothing. */
void unattended_sleep(uint64_t ns)
{
	struct timespec wait = {
		.tv_sec = (time_t)(ns / NSEC_PER_SEC),
		.tv_nsec = (long)(ns % NSEC_PER_SEC),
	};

	while (nanosleep(&wait, &wait) < 0 && errno == EINTR)
		;
}

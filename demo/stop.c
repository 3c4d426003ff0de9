// SPDX-License-Identifier: GPL-2.0
/* The signals that ask for the end, waited for and never lost. */
#include <stddef.h>
#include <time.h>

#include "common/clock.h"
#include "stop.h"

void stop_prepare(struct stop *stop)
{
	static const int wanted[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction old;
	size_t i;

	sigemptyset(&stop->signals);
	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (!sigaction(wanted[i], NULL, &old) &&
		    old.sa_handler != SIG_IGN)
			sigaddset(&stop->signals, wanted[i]);
	sigprocmask(SIG_BLOCK, &stop->signals, NULL);
}

int stop_wait(const struct stop *stop, uint64_t ns)
{
	struct timespec time = {
		.tv_sec = (time_t)(ns / NSEC_PER_SEC),
		.tv_nsec = (long)(ns % NSEC_PER_SEC),
	};
	int ret;

	/* Ctrl-Z and fg end the call with EINTR: only a sleep for ever cares */
	do {
		ret = sigtimedwait(&stop->signals, NULL,
				   ns == STOP_NEVER ? NULL : &time);
	} while (ret < 0 && ns == STOP_NEVER);
	return ret < 0 ? 0 : ret;
}

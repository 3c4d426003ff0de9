// SPDX-License-Identifier: GPL-2.0
/* A scenario waits: for the clock, or for a person. */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/clock.h"
#include "pause.h"

void pause_ns(uint64_t ns)
{
	struct timespec time = {
		.tv_sec = (time_t)(ns / NSEC_PER_SEC),
		.tv_nsec = (long)(ns % NSEC_PER_SEC),
	};

	/* Ctrl-Z and fg: sleep what is left */
	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &time, &time))
		;
}

bool pause_enter(const char *otherwise)
{
	int c;

	do {
		c = getchar();
	} while (c != '\n' && c != EOF);
	if (c == '\n')
		return true;
	if (ferror(stdin))
		warnx("cannot read an ENTER from standard input: %s; %s",
		      strerror(errno), otherwise);
	else
		warnx("standard input ended instead of an ENTER; %s",
		      otherwise);
	return false;
}

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_STOP_H
#define DEMO_STOP_H

#include <signal.h>
#include <stdint.h>

#define STOP_NEVER UINT64_MAX

/*
 * The signals that ask for the end: HUP, INT and TERM, less those that whoever
 * started us chose to ignore (nohup, a script's background job). They are
 * blocked and taken by stop_wait() only: no handler, and none gets lost
 * between a look and a sleep.
 */
struct stop {
	sigset_t signals;
};

void stop_prepare(struct stop *stop);

/*
 * Sleeps @ns nanoseconds, or STOP_NEVER, unless one of the signals comes;
 * returns its number, else 0.
 */
int stop_wait(const struct stop *stop, uint64_t ns);

#endif

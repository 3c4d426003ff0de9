/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COMMON_CLOCK_H
#define COMMON_CLOCK_H

#include <stdint.h>

#define NSEC_PER_SEC	1000000000ULL
#define NSEC_PER_MSEC	1000000ULL

/*
 * The one clock of the program, handed to whoever needs the time, so that
 * tests (and later replay) can turn it by hand.
 */
struct clock {
	uint64_t (*now_ns)(void *ctx);	/* never goes back; ns */
	void *ctx;
};

/* CLOCK_MONOTONIC, see clock_gettime(2). */
extern const struct clock clock_monotonic;

/* CLOCK_REALTIME: since 1970, for dates only, as it may be set. */
extern const struct clock clock_wall;

/* CLOCK_THREAD_CPUTIME_ID: of a processor, that the calling thread has taken. */
extern const struct clock clock_thread;

static inline uint64_t clock_now(const struct clock *clock)
{
	return clock->now_ns(clock->ctx);
}

#endif

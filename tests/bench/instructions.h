/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What programs share that count instructions of the kernel, in a guest whose
 * clock counts them (vm/run --icount).
 */
#ifndef TAM_INSTRUCTIONS_H
#define TAM_INSTRUCTIONS_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Instructions since the guest began. */
static inline uint64_t now(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

/* With errno, of what cannot be counted then. */
static inline void give_up(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

/* What comes from the share is as slow as the host: wait for a fixed time. */
static inline void begin_at_a_fixed_time(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_sec += 20 - ts.tv_sec % 20;
	ts.tv_nsec = 0;
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

#endif

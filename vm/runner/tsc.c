// SPDX-License-Identifier: GPL-2.0
/* The rate of the time stamp counter, which an emulated guest shares. */
#include <time.h>

#include "runner.h"

#define MEASURE_NS	10000000	/* 10 ms: good to some 10 ppm */

static uint64_t rdtsc(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

static int64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_RAW, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

/* Reads both clocks at one moment: the closest of a few tries. */
static void read_both(int64_t *ns, uint64_t *tsc)
{
	uint64_t best = UINT64_MAX;
	int i;

	for (i = 0; i < 10; i++) {
		uint64_t before = rdtsc();
		int64_t at = now_ns();
		uint64_t after = rdtsc();

		if (after - before >= best)
			continue;
		best = after - before;
		*ns = at;
		*tsc = before + best / 2;
	}
}

unsigned long tsc_khz(void)
{
	const struct timespec wait = { .tv_nsec = MEASURE_NS };
	uint64_t tsc0 = 0, tsc1 = 0;
	int64_t ns0 = 0, ns1 = 0;

	read_both(&ns0, &tsc0);
	nanosleep(&wait, NULL);
	read_both(&ns1, &tsc1);
	if (ns1 <= ns0)
		return 0;
	return (tsc1 - tsc0) * 1000000 / (uint64_t)(ns1 - ns0);
}

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_PACE_H
#define DEMO_PACE_H

#include <stdint.h>

/*
 * So many pages a second. What is due follows from the time since the start,
 * not from the steps taken, so that rounding and late wake-ups never add up.
 * The time is handed in; nothing here looks at a clock or sleeps.
 */
struct pace {
	uint64_t rate;		/* bytes per second, above 0 */
	uint64_t page_size;	/* bytes */
	uint64_t burst;		/* pages that are due at once, above 0 */
	uint64_t start_ns;	/* when page 0 began to be due */
	uint64_t last_ns;	/* of the last pace_due() */
};

/* Shortest sleep that pace_wait() asks for: at most 100 wake-ups a second. */
#define PACE_TICK_NS	10000000ULL
/* Longest one: above PACE_GAP_NS it would be taken for a stopped process. */
#define PACE_NAP_NS	250000000ULL
/* More than this between two calls: the process was stopped (Ctrl-Z). */
#define PACE_GAP_NS	1000000000ULL

void pace_start(struct pace *pace, uint64_t rate, uint64_t page_size,
		uint64_t now_ns);

/* From now on @pages are due at once, as many in a second as before. */
void pace_burst(struct pace *pace, uint64_t pages);

/*
 * Pages due since the start, the first one after one page's time. The time of
 * a gap does not count: after Ctrl-Z and fg it goes on, it does not jump.
 */
uint64_t pace_due(struct pace *pace, uint64_t now_ns);

/* With @done pages done, how long to sleep before asking again; ns. */
uint64_t pace_wait(const struct pace *pace, uint64_t done, uint64_t now_ns);

#endif

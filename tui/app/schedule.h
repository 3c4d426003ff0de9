/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_SCHEDULE_H
#define TUI_APP_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "data/demand.h"
#include "data/sample.h"

/*
 * The lanes: the list, and counts of pages, come by calls that sleep on no
 * other process for long; command lines, cgroups, and the process that is looked into,
 * by reads that may, and so may counts of zeros, and PSS; names of users from whoever
 * knows them. One that hangs
 * stops its own lane only.
 */
enum lane {
	LANE_LIST, LANE_TEXTS, LANE_NAMES, LANE_TARGET, LANE_ZEROS, NR_LANES
};

/* The lanes, as the schedule sees them. */
struct lane_ops {
	/* Ask for @demand. false: the lane is busy, and nothing happens. */
	bool (*request)(void *ctx, enum lane lane, const struct demand *demand);

	/* What the lane works on isn't wanted any more: end it early. */
	void (*interrupt)(void *ctx, enum lane lane);
};

/*
 * The time between two scans of windows: a part of the @delay_ns between
 * samples, and longer the more the last one cost; in steps of 0.1 s.
 */
uint64_t schedule_quick_ns(uint64_t delay_ns, uint64_t cost_ns);

/*
 * When the tick after @tick is due, @now being at or behind that: @delay_ns
 * later, or from now on where that is past already. What a slow machine, a
 * stop, or a slow reader has made one miss is missed.
 */
uint64_t schedule_after(uint64_t tick, uint64_t now, uint64_t delay_ns);

/* How fast it goes by now; it may be another one each time. */
struct pace {
	bool running;		/* samples are taken by the clock: no pause */
	uint64_t delay_ns;	/* between two samples */
	uint64_t quick_ns;	/* between two scans of windows; 0: none */
};

/*
 * When what is due, and which lane is asked for which part of a demand. It is
 * told the time and reaches the lanes through lane_ops only, so that a test
 * drives it as well as the loop does:
 *
 *	the list	with each tick
 *	texts, pages	when the list has come; texts with keys, too
 *	zeros		likewise, of the rows on screen
 *	PSS		likewise, with keys, too, and until all has come
 *	names		likewise, and when some have come: those still missing
 *	the target	with each tick, but rests after a costly look; at once
 *			when it or what is seen of it is another one; and to let
 *			go of it, when none is wanted any more
 *	its windows	at a quicker pace, too, between two ticks
 *
 * Each turn of the loop begins with schedule_tick() and schedule_send(), then
 * waits, and passes on what came.
 */
struct schedule;

/* A new schedule for @lanes, called with @ctx; schedule_free() frees it. */
struct schedule *schedule_new(const struct lane_ops *lanes, void *ctx);
void schedule_free(struct schedule *schedule);

#define DUE_SECOND	0x1	/* a clock on the screen has moved on */
#define DUE_SAMPLE	0x2	/* it is time for the next sample */

/* It is @now: a turn begins. Returns what is due for the program, DUE_*. */
unsigned int schedule_tick(struct schedule *schedule, uint64_t now,
			   const struct pace *pace);

/* A sample of the list is wanted, in this turn. */
void schedule_want_list(struct schedule *schedule);

/* Is there something to send in this turn? */
bool schedule_has_due(const struct schedule *schedule);

/* Ask for all that is due in this turn, as far as lanes are free. */
void schedule_send(struct schedule *schedule, const struct demand *demand);

/* Keys may have changed what is wanted: it is @demand now. */
void schedule_keys(struct schedule *schedule, const struct demand *demand);

/* @sample has come from @lane, at @now; after it, @demand is wanted. */
void schedule_sample(struct schedule *schedule, uint64_t now, enum lane lane,
		     const struct sample *sample, const struct demand *demand);

/*
 * How long nothing will be due, in ns. What waits for a busy lane doesn't
 * count: the lane's sample ends the wait.
 */
uint64_t schedule_wait(const struct schedule *schedule, uint64_t now,
		       const struct pace *pace);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/* Moves bytes between the ports and the job, as fast as the slower side. */
#ifndef VM_INIT_PUMP_H
#define VM_INIT_PUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Moves bytes from one descriptor to another; both must not block. */
struct pump {
	int from;		/* -1: nothing more will be read */
	int to;			/* -1: nothing more can be written */
	uint64_t moved;		/* bytes that @to took */
	uint64_t limit;		/* stop after so many; UINT64_MAX: at the end */
	uint64_t taken;		/* bytes that were read */
	bool broken;		/* @to failed: nobody reads it any more */
	size_t off, len;	/* what is in @buf and not yet written */
	char buf[64 * 1024];
};

/* Sets up a pump without a limit; -1 for a side that is not there. */
void pump_start(struct pump *p, int from, int to);

/* True when @p has nothing left to move. */
bool pump_done(const struct pump *p);

/* From now on moves only what is in the pipe @p->from at this moment. */
void pump_drain(struct pump *p);

/* Stops @p and forgets what was on its way. The caller closes the sides. */
void pump_cut(struct pump *p);

/* The events that @p waits for on from and to; 0 for none. */
short pump_wants_read(const struct pump *p);
short pump_wants_write(const struct pump *p);

/* Moves what can be moved without waiting. */
void pump_run(struct pump *p);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_TELL_H
#define DEMO_TELL_H

#include <stdbool.h>
#include <stdint.h>

#include "block.h"

/*
 * What a scenario tells of itself with --json: a line for each phase, and one
 * every tenth of a second while it takes steps. It is what the program knows
 * that it did; what came of it is for others to look at.
 */
struct tell {
	const char *scenario;
	bool json;		/* else it tells nothing */
	uint64_t round;		/* of --loop, from 1 on */
	const char *phase;
	const char *more;	/* other members: ",\"threads\":4"; or NULL */
	uint64_t next_ns;	/* when the next step may be told */
};

void tell_start(struct tell *tell, const char *scenario, bool json);

/* Tells that @phase begins, or that it is reached. */
void tell_phase(struct tell *tell, const struct block *block,
		const char *phase);

/* Tells how far it is, if that is more than TELL_EVERY_NS ago. */
void tell_step(struct tell *tell, const struct block *block, uint64_t now_ns);

#define TELL_EVERY_NS 100000000ULL
#define TELL_MAX 512

/* The line, without its end. */
void tell_text(char *buf, size_t len, const struct tell *tell,
	       const struct block *block, int pid);

#endif

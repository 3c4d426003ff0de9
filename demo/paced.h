/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_PACED_H
#define DEMO_PACED_H

#include <stdbool.h>

#include "block.h"
#include "options.h"
#include "order.h"
#include "stop.h"

/*
 * What the scenarios have in common that reserve a block, go through its pages
 * at a steady pace, and hold it until a signal.
 */

/* Their options: the first member of the values struct of each. */
struct paced_values {
	uint64_t size;	/* bytes */
	uint64_t rate;	/* bytes per second */
	bool no_hold;
};

#define PACED_OPTIONS \
	{ "size", &option_size, offsetof(struct paced_values, size), "256M", \
	  "memory to reserve, in bytes or with K, M, G, T" }, \
	{ "rate", &option_rate, offsetof(struct paced_values, rate), "2048", \
	  "pages per second; with K, M, G, T: bytes" }, \
	{ "no-hold", &option_flag, offsetof(struct paced_values, no_hold), \
	  NULL, "end when done, do not wait for a signal" }

/* Of a scenario that has no other. */
extern const struct demo_option paced_options[];

struct paced {
	const struct paced_values *values;
	struct block block;
	struct stop stop;
	int signal;	/* that came before the end, or 0 */
};

/* Reserves the block; false: one line on stderr said why not. */
bool paced_start(struct paced *paced, const struct paced_values *values);

/* Says which process will do @what, in words, to which memory, in @steps. */
void paced_introduce(const struct paced *paced, const char *what,
		     uint64_t steps);

/*
 * Goes through the pages in @order and shows how far it is, until that is over
 * or a signal comes; after a signal it does nothing.
 */
void paced_play(struct paced *paced, struct order *order,
		block_access *access);

/*
 * Says how far the last @order got, holds the block if it is to, and frees it.
 * Returns the exit code.
 */
int paced_end(struct paced *paced, const struct order *order);

#endif

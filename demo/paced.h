/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_PACED_H
#define DEMO_PACED_H

#include <stdbool.h>

#include "block.h"
#include "options.h"
#include "order.h"
#include "stop.h"
#include "tell.h"

struct scenario;

/*
 * What the scenarios have in common that reserve a block, go through its pages
 * at a steady pace, and hold it until a signal.
 */

/* Their options: the first member of the values struct of each. */
struct paced_values {
	uint64_t size;		/* bytes */
	uint64_t rate;		/* bytes per second */
	uint64_t hold_ns;	/* STOP_NEVER: until a signal */
	bool huge;
	bool loop;
	bool json;
};

extern const struct option_type option_hold, option_no_hold;

/* 256M take 20 s. */
#define PACED_SIZE "256M"
#define PACED_RATE "3200"

/* With the presets of size and rate. */
#define PACED_OPTIONS(preset_size, preset_rate) \
	PACED_OPTIONS_BASE(preset_size, preset_rate), \
	{ "huge", &option_flag, offsetof(struct paced_values, huge), \
	  NULL, "let the kernel use huge pages" }

/* The same for who knows best whether huge pages make sense. */
#define PACED_OPTIONS_BASE(preset_size, preset_rate) \
	{ "size", &option_size, offsetof(struct paced_values, size), \
	  preset_size, "memory to reserve, in bytes or with K, M, G, T" }, \
	{ "rate", &option_rate, offsetof(struct paced_values, rate), \
	  preset_rate, "pages per second; with K, M, G, T: bytes" }, \
	{ "loop", &option_flag, offsetof(struct paced_values, loop), \
	  NULL, "when done, give all back and begin anew" }, \
	{ "hold", &option_hold, offsetof(struct paced_values, hold_ns), \
	  "forever", "seconds to hold the memory when done" }, \
	{ "no-hold", &option_no_hold, offsetof(struct paced_values, hold_ns), \
	  NULL, "end when done, do not wait for a signal" }, \
	{ "json", &option_flag, offsetof(struct paced_values, json), \
	  NULL, "a line of JSON per step on standard output" }

/* Of a scenario that has no other. */
extern const struct demo_option paced_options[];

struct paced {
	const struct paced_values *values;
	struct block block;
	struct stop stop;
	struct tell tell;
	struct order last;	/* how far the last play got */
	uint64_t burst;		/* pages that are touched at once */
	int signal;		/* that came before the end, or 0 */
};

/*
 * What a scenario does with a fresh block, up to the point where it holds it.
 * Returns DEMO_OK, also after a signal, or why it can't go on.
 */
typedef int paced_round(struct paced *paced);

/*
 * Reserves a block, plays @round, and holds the block as @values say; with
 * --loop again and again. Returns the exit code.
 */
int paced_run(const struct scenario *scenario,
	      const struct paced_values *values, paced_round *round);

/*
 * Fills in @paced->block with block_reserve(); false: one line on stderr said
 * why not.
 */
typedef bool paced_reserve(struct paced *paced);

/* As paced_run(), with a block that @reserve has prepared. */
int paced_run_with(const struct scenario *scenario,
		   const struct paced_values *values, paced_reserve *reserve,
		   paced_round *round);

/* Says which process will do @what, in words, to which memory, in @steps. */
void paced_introduce(const struct paced *paced, const char *what,
		     uint64_t steps);

/*
 * Goes through the pages in @order and shows how far it is, until that is over
 * or a signal comes; after a signal it does nothing.
 */
void paced_play(struct paced *paced, struct order *order,
		const struct block_access *access);

/* Does nothing for @ns, unless a signal comes. */
void paced_rest(struct paced *paced, uint64_t ns);

#endif

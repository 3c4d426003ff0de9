/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_TRIAL_H
#define DEMO_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "block.h"

/*
 * The same work in memory that comes in different ways: how long it takes, and
 * what the memory costs.
 */

/* A way to get memory. */
struct way {
	const char *name;
	void *(*allocate)(size_t size);	/* NULL with errno */
	bool clear;			/* memset(3) follows */
	void (*release)(void *mem, size_t size);
};

#define NR_WAYS 6
extern const struct way ways[NR_WAYS];

/* The work: each is done after the one before. */
enum trial_step {
	TRIAL_ALLOCATE,		/* get the memory */
	TRIAL_FIRST,		/* write its first byte */
	TRIAL_PART,		/* write 1 % of its pages, spread evenly */
	TRIAL_ALL,		/* write all of them */
	TRIAL_STEPS
};

struct trial_result {
	uint64_t ns;		/* of work up to there, from the first on */
	size_t touched;		/* pages at that moment */
};

struct trial {
	const struct way *way;
	bool huge;		/* let the kernel use huge pages */
	struct block block;	/* the pages that the memory is in */
	unsigned char *mem;	/* of the block */
	struct trial_result result[TRIAL_STEPS];
};

/* Of @size bytes, at least a page; nothing is done yet. */
void trial_init(struct trial *trial, const struct way *way, size_t size,
		bool huge);

/* Does the work of @step, and measures it. False: a line on stderr. */
bool trial_do(struct trial *trial, enum trial_step step);

/* Gives back the memory; the counts stay to be told. */
void trial_release(struct trial *trial);

/* Pages of 1 %, rounded up, and which one is the @i-th of them. */
size_t trial_part(size_t pages);
size_t trial_part_page(size_t pages, size_t i);

/*
 * Pages of @block that were given memory, by the page tables of this process:
 * present or swapped. False: a line on stderr.
 */
bool trial_touched(const struct block *block, size_t *touched);

/* A time in at most 6 columns: "0.3us", "12us", "1.2ms", "340ms", "2.1s". */
void trial_time(char *buf, size_t len, uint64_t ns);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The fuzzer: the four calls with arguments at random, and an oracle that says
 * from these what must be answered, and which bytes may be written.
 *
 * fuzz.c	children in their settings; the sum of what they saw
 * place.c	memory of every kind for arguments to lie in, or none
 * list.c	list_mem_stats, and its oracle
 * calls.c	the other calls, and entries that know none of them
 * target.c	processes to look at, where no storm makes any
 *
 * Call N of child C has a stream of random numbers of its own, which the seed
 * repeats, whatever was called before it.
 */
#ifndef TAM_FUZZ_H
#define TAM_FUZZ_H

#include <stdatomic.h>

#include "../stress.h"

#define CANARY 0xa5
#define PID_LIMIT (4 * 1024 * 1024)	/* PID_MAX_LIMIT */
#define NR_CALLS 4
#define MAX_ERRNO 600

struct shared {
	atomic_bool stop;
	atomic_ulong failures;
	atomic_ulong calls[NR_CALLS];		/* from tamalloc on */
	atomic_ulong strange_entries;
	atomic_ulong records;
	atomic_ulong foretold;			/* answers that were certain */
	atomic_ulong answers[MAX_ERRNO];	/* by errno; 0: success */
};

extern struct shared *shared;

/* Who calls, and what holds for them. */
struct caller {
	unsigned int nr;	/* of the child */
	const char *name;
	bool nobody, in_pid_ns;
	bool only_nobodys;	/* sees no processes of others */
	bool shot_at;		/* signals cut its calls short */
};

extern struct caller me;

/* Notes the answer; @foretold: it was certain before. */
void answered(unsigned int call, long ret, bool foretold);

/* --- memory --- */

struct area {
	const char *name;
	unsigned char *lo, *mid, *hi;	/* writable up to mid, readable to hi */
	unsigned char *alias;		/* where what is at lo may be written */
	bool slow;			/* faults take their time */
	bool moving;			/* comes and goes at any time */
};

/* Where an argument points, and how much of what is there may be used. */
struct place {
	const struct area *area;	/* NULL: nothing can be there */
	unsigned char *at;
	size_t readable, writable;
	bool moving;
};

bool make_areas(void);
struct place choose_place(unsigned int set);

/* Canaries in all of it. To be called before anything is put there. */
void prepare_place(const struct place *place);

/* What the kernel will read there, as far as there is anything. */
void put_at(const struct place *place, const void *data, size_t size);

/* Is all as it was, but for @size bytes from the place on? */
bool untouched(const struct place *place, size_t size);

/* --- calls --- */

void fuzz_list(void);
void fuzz_get(void);
void fuzz_total(void);
void fuzz_tamalloc(void);
void fuzz_entry(void);

/* --- targets --- */

bool start_targets(void);
void go_on_as_target(void);

#endif

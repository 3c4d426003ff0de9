/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_SCENARIO_H
#define DEMO_SCENARIO_H

#include <stddef.h>

struct demo_option;

/*
 * Exit codes of every scenario, as --help tells them; a signal before the end
 * gives 128 + n.
 */
#define DEMO_CODES(X)							\
	X(OK,		0, "all was done")				\
	X(FAILED,	1, "no memory, input, output or consent; a byte not zero") \
	X(USAGE,	2, "the command line makes no sense")		\
	X(CANNOT,	3, "this machine lacks what it takes")

#define DEMO_CODE(name, value, text) DEMO_##name = value,
enum { DEMO_CODES(DEMO_CODE) };
#undef DEMO_CODE

/*
 * One demonstration: what it does to memory, and what an observer sees of it.
 * A new one is a file of its own that defines this struct, and a line in
 * scenarios.c.
 */
struct scenario {
	const char *name;		/* the word on the command line */
	const char *summary;		/* what it does; at most 26 columns */
	const char *look_for;		/* what to see; at most 38 columns */
	const char *needs;		/* "root, zram"; NULL: nothing special */
	const struct demo_option *operand;	/* without --; NULL: none */
	const struct demo_option *options;	/* up to one without a name */
	size_t values_size;		/* of the struct that options fill */
	int (*run)(const void *values);	/* returns the exit code */
};

/* All of them, in the order of --list, up to a NULL. */
extern const struct scenario *const scenarios[];

extern const struct scenario allocators_scenario;
extern const struct scenario arena_scenario;
extern const struct scenario burst_scenario;
extern const struct scenario fork_scenario;
extern const struct scenario huge_scenario;
extern const struct scenario leak_scenario;
extern const struct scenario linear_scenario;
extern const struct scenario oom_scenario;
extern const struct scenario overcommit_scenario;
extern const struct scenario random_scenario;
extern const struct scenario release_scenario;
extern const struct scenario reverse_scenario;
extern const struct scenario stride_scenario;
extern const struct scenario swap_scenario;
extern const struct scenario threads_scenario;
extern const struct scenario verify_scenario;
extern const struct scenario zero_scenario;

#endif

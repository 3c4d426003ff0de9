/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_GUARD_H
#define DEMO_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * What a scenario borrows of the machine: a cgroup, a swap device. Both
 * functions get the state that is handed to guard_start(); if one returns
 * false, one line on stderr said why. Nothing is left of a set_up() that did
 * not work.
 */
struct borrowed {
	bool (*set_up)(void *state);
	bool (*take_down)(const void *state);
};

/* A process that gives it back whatever way the scenario ends: SIGKILL, too. */
struct guard {
	const struct borrowed *what;
	const void *state;
	pid_t pid;
	int line;	/* it waits for the end of that */
};

/*
 * Starts the process, which calls set_up() first. @state has what set_up() made
 * of it then, and must live as long as @guard. A child of the caller must close
 * @guard->line, or end with the caller.
 */
bool guard_start(struct guard *guard, const struct borrowed *what, void *state,
		 size_t size);

/* Gives it back, and returns when that is done. */
bool guard_end(const struct guard *guard);

#endif

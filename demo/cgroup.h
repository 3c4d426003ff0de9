/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_CGROUP_H
#define DEMO_CGROUP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "guard.h"

/* A memory cgroup of one's own, of version 2. */
struct cgroup {
	const char *root;	/* where they are mounted */
	pid_t owner;		/* its name has that */
	uint64_t limit;		/* bytes: memory.max */
	bool enabled;		/* we had to enable the controller */
};

/*
 * Finds where they are mounted; if nowhere, mounts them for this process and
 * its children. False, with a line on stderr: there are none that limit memory.
 */
bool cgroup_find(struct cgroup *group);

/* Makes the group, with a limit that is in force, and removes it. */
extern const struct borrowed cgroup_borrowed;

/*
 * Moves this process into it. False, with a line on stderr, unless it is there
 * and the limit is in force.
 */
bool cgroup_enter(const struct cgroup *group);

/* How many of its processes the OOM killer took. */
uint64_t cgroup_oom_kills(const struct cgroup *group);

#endif

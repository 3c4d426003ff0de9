/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_SCENARIO_H
#define TUI_DATA_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

/* Room for a size or a rate as it is typed: "256M". */
#define SCENARIO_TYPED 16

/* A demonstration that tamdemo has, as 'tamdemo --list --json' tells it. */
struct scenario {
	char *name, *summary, *look_for;
	char *needs;			/* "root, cgroup v2", or "" */
	bool has_size, has_rate;	/* it takes --size, --rate */
	bool has_yes;			/* and --yes: it asks before it begins */
	char size[SCENARIO_TYPED];	/* as it will be started; "": by default */
	char rate[SCENARIO_TYPED];
};

/* All of them. */
struct scenarios {
	struct scenario *list;
	size_t nr, max;
	char why_none[256];		/* why it can't be asked, or "" */
};

/* A new one at the end, zeroed. Dies when memory is out. */
struct scenario *scenarios_add(struct scenarios *scenarios);

/* Free what @scenarios holds, not the struct itself; it is empty then. */
void scenarios_release(struct scenarios *scenarios);

/* Set the size to @text, and a rate at which that takes about 20 s. */
void scenario_set_size(struct scenario *scenario, const char *text);

#endif

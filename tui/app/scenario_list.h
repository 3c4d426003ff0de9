/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_SCENARIO_LIST_H
#define TUI_APP_SCENARIO_LIST_H

#include <limits.h>

#include "app/launch.h"
#include "data/scenario.h"

/* tamdemo is being asked for its scenarios. Zeroed, it isn't. */
struct scenario_list {
	struct launch *launch;		/* NULL: it isn't */
	char program[PATH_MAX];		/* which tamdemo was asked last */
};

/*
 * Ask the tamdemo that is first in PATH, else the one beside the program that
 * runs; what keeps it from being asked is told in @scenarios.
 */
void scenario_list_ask(struct scenario_list *list,
		       struct scenarios *scenarios);

/* Readable when there may be an answer; -1: nothing was asked. */
int scenario_list_fd(const struct scenario_list *list);

/* Take the answer into @scenarios, if it has come; false: it hasn't. */
bool scenario_list_take(struct scenario_list *list,
			struct scenarios *scenarios);

/* Ask no more. */
void scenario_list_drop(struct scenario_list *list);

/* As above, from the text of the answer; false: it makes no sense. */
bool scenario_list_parse(const char *text, struct scenarios *scenarios);

#endif

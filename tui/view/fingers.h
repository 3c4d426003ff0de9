/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_FINGERS_H
#define TUI_VIEW_FINGERS_H

#include <stddef.h>
#include <stdint.h>

#include "view/command.h"

/*
 * What the keys of htop 3.2.2 and of top 4.0.2 (procps) do there, all of them
 * that work on the list of processes, and what does it in ours. The man page's
 * COMING FROM HTOP and COMING FROM TOP are held against it, and against the keys
 * of the list: there a key that does another thing here is told with that.
 */

enum finger_tool {
	FINGER_HTOP,
	FINGER_TOP,
	NR_FINGER_TOOLS
};

extern const char *const finger_tools[NR_FINGER_TOOLS];

struct finger {
	enum finger_tool tool;
	const char *keys;	/* names, with blanks between */
	const char *does;	/* there: "raises the priority" */
	enum command command;	/* that does it in the list; CMD_NONE: none */
	const char *instead;	/* if none does: "renice(1)"; NULL: nothing */
};

extern const struct finger fingers[];
extern const size_t fingers_len;

/* The next row behind @row that has @key, NULL: none. @row NULL: the first. */
const struct finger *finger_next(const struct finger *row, uint32_t key);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_OPENING_H
#define TUI_APP_OPENING_H

/* What is opened of a process that was asked for, by the names of --view. */
#define OPENINGS(X)							\
	X(LIST,		"list")		/* it is only selected there */	\
	X(PROCESS,	"process")					\
	X(MAP,		"map")		/* of its first block, or the */ \
	X(TIMELINE,	"timeline")	/* largest one */		\
	X(BAND,		"band")		/* the map of all mappings */

#define OPENING_ENUM(name, text) OPENING_##name,
enum opening { OPENINGS(OPENING_ENUM) NR_OPENINGS };
#undef OPENING_ENUM

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_NAME_MATCH_H
#define TUI_MODEL_NAME_MATCH_H

#include <stddef.h>

/* How much of what a process is called a name has: the more, the greater. */
enum name_match {
	NAME_NONE,
	NAME_PART,		/* it is a part of the command line */
	NAME_WHOLE,		/* the program is called so */
};

/* What a process is called. */
struct called {
	const char *comm;
	const char *command;	/* the command line, NULL: none */
	size_t first;		/* its first argument has as many bytes; 0: not
				 * known
				 */
};

/*
 * Hold @name against @called. The whole name is the comm, the first argument,
 * or that without its folders, and capitals count; a part may be anywhere in
 * the command line, and they don't. What has no command line is called by its
 * comm alone. An empty name is nobody's.
 */
enum name_match name_match(const char *name, const struct called *called);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_RESTORE_H
#define TUI_SCREEN_RESTORE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * The text that gives a terminal back. A signal handler may need it at any
 * time, in any thread, so the next one is built beside the one in force, which
 * it follows with one store. Zeroed, an empty one is in force. Whoever has one
 * keeps it as long as such a signal may come; free(3) frees both texts.
 */
struct restore {
	struct restore_text {
		char *text;		/* no NUL behind it */
		size_t len;
		unsigned long room;	/* bytes at @text */
	} texts[2];
	atomic_uint ready;		/* the one in force */
	atomic_bool frozen;
};

/*
 * The next one to be built, still empty, by one thread alone. NULL once a
 * handler has frozen it: what is in force stays so.
 */
struct restore_text *restore_next(struct restore *restore);

/*
 * Append @text, a string of terminfo(5), to @next, but for the delays in it
 * ("$<5/>"), which are no characters. NULL: nothing is appended.
 */
void restore_append(struct restore_text *next, const char *text);

/* What restore_next() gave is whole, and in force from now on. */
void restore_publish(struct restore *restore);

/* The one in force; async-signal-safe, as is all that is below. */
const struct restore_text *restore_ready(const struct restore *restore);

/* Nothing follows the one in force, so that it may be read at leisure. */
void restore_freeze(struct restore *restore);

#endif

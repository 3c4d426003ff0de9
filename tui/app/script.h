/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_SCRIPT_H
#define TUI_APP_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "screen/input.h"

/*
 * A key to press, or, where that is TK_MOUSE, what is done with the mouse, or,
 * where it is TK_NONE, samples to wait for.
 */
struct script_step {
	uint32_t key;			/* enum key or a character */
	unsigned long wait;
	struct mouse mouse;
};

/*
 * Keys in place of a person, for a screen that nobody sees: one is pressed when
 * what the one before has asked for is on screen. Zeroed, there are none, and
 * the end is at once; script_release() frees it.
 */
struct script {
	struct script_step *steps;
	size_t nr, next;
	int width, height;		/* of the screen */
	unsigned long samples;		/* at least so many before the end */
	unsigned long until;		/* a wait is over at this one; 0: none */
	uint64_t since_ns;		/* the last step; 0: not begun */
};

/*
 * Add the steps of @text: words with blanks between them. "wait=N" waits for N
 * samples, "click=X,Y" clicks in column X of row Y, from 1 on, and so do
 * "double", "wheel-up" and "wheel-down"; the name of a key is that key, and of
 * any other word each character is one, but that a word of several letters must
 * be none that looks like a name. false: a word makes no sense, and *@word of
 * @len bytes is it.
 */
bool script_parse(struct script *script, const char *text, const char **word,
		  int *len);
void script_release(struct script *script);

/* What is to be known of the program for the next step. */
struct script_state {
	uint64_t now_ns;
	unsigned long samples;		/* that have come */
	bool settled;			/* nothing that was asked for is due */
	bool paused;			/* no more samples come */
};

/* Something that never comes isn't waited for longer than this. */
#define SCRIPT_PATIENCE_NS (10 * 1000000000ULL)

/*
 * The key to press now, or what the mouse does, goes into *@event; false: there
 * is none yet. At the end *@over is set.
 */
bool script_next(struct script *script, const struct script_state *state,
		 struct event *event, bool *over);

#endif

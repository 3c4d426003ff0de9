/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_KEYS_H
#define TUI_SCREEN_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "screen/input.h"

/* What a terminal has sent next. */
enum keys_input {
	KEYS_NOTHING,		/* nothing waits, and no sequence is awaited */
	KEYS_CHARACTER,
	KEYS_KEY,		/* a sequence that was known: an enum key */
};

/*
 * Tells keys, and what the mouse did, from what a terminal sends besides:
 * replies and reports, pastes, and sequences of keys that nobody knows. They
 * may come in pieces, between which nothing waits. Zeroed, it is between two of
 * them.
 */
struct keys {
	enum keys_state {
		KEYS_PLAIN,
		KEYS_CONTROL,	/* ESC [ or ESC O, up to a letter */
		KEYS_REPORT,	/* so many characters of a report in the old way */
		KEYS_STRING,	/* up to BEL or ESC \ */
		KEYS_STRING_ESC,	/* that ESC, and nothing behind it yet */
	} state;
	unsigned int left;	/* characters that still belong to it, at most */
	unsigned int number;	/* of a control sequence, its last one */
	bool begins;		/* nothing of a control sequence has come yet */
	struct keys_mouse {
		bool begun;		/* ESC [ < has come */
		bool bad;		/* what came behind it makes no sense */
		int nr;			/* numbers that have ended */
		bool digits;		/* the next one has begun */
		unsigned int numbers[3];	/* button, column, row */
		bool told;		/* it has ended: @mouse is what it did */
	} report;
	struct mouse mouse;
	bool mouse_is_down;		/* the left button; it will go up */
	bool pasting;
	bool after_esc;		/* an Esc was told last: its rest may be late */
	struct keys_piece {
		enum keys_input kind;
		uint32_t value;
	} held[2];		/* looked at in vain: they come again */
	int nr_held;
	char reply[32];		/* the string's text, what of it has come */
	bool replied;		/* one has ended: @reply is whole */
};

/* The next one that waits: a character or an enum key goes into *@value. */
typedef enum keys_input (*keys_get_fn)(void *ctx, uint32_t *value);

/*
 * The next key, TK_NONE when nothing waits. What is no key is left out, but for
 * TK_MOUSE: what it did is in .mouse until the next call.
 */
uint32_t keys_next(struct keys *keys, keys_get_fn get, void *ctx);

#endif

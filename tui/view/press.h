/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PRESS_H
#define TUI_VIEW_PRESS_H

#include "screen/screen.h"
#include "view/keymap.h"

/* Words of the last line that can be clicked on: that presses a key. */

/* One of the keys that answer a question. */
struct choice_key {
	uint32_t key;
	const char *words;	/* what it does: "end"; "": one knows; NULL: it
				 * answers, but isn't told, nor are those behind
				 */
};

/*
 * @text, a hint that has keys at @spans, is drawn from column @x of row @y on:
 * each presses that key, and all words the first: of "n N next match", that is
 * n. Where it doesn't begin with a key, nobody knows which is meant.
 */
void press_hint(struct screen *screen, int x, int y, const char *text,
		const struct key_spans *spans);

/*
 * Draw the question @prompt into the first @room columns of row @y, and behind
 * it the @nr keys that answer it, with their words: "2 still run: k end, l
 * leave". Each of them presses its key, if there is room for all of it.
 */
void press_choices(struct screen *screen, int y, int room, const char *prompt,
		   const struct choice_key *choices, size_t nr);

/* Columns that these take behind the question. */
int press_choices_width(const struct choice_key *choices, size_t nr);

/* @key is pressed by @text, which is drawn from column @x of row @y on. */
void press_key(struct screen *screen, int x, int y, const char *text,
	       uint32_t key);

#endif

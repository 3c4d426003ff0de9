/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PRESS_H
#define TUI_VIEW_PRESS_H

#include "screen/screen.h"
#include "view/keymap.h"
#include "view/place.h"

/* Words of the last line that can be clicked on: that presses a key. */

/*
 * @text, a hint at @place, is drawn from column @x of row @y on. It begins with
 * the names of its keys: each presses that one, and all words behind them the
 * first: of "n N next match", that is n.
 */
void press_hint(struct screen *screen, int x, int y, const struct keymap *map,
		enum place_kind place, const char *text);

/*
 * @prompt, a question that is answered by one of the keys @choices, is drawn in
 * the first @width columns of row @y. Behind its last '?' or ':' it names these
 * keys, each before what it does: "k end, l leave, Esc stay".
 */
void press_choices(struct screen *screen, int y, int width, const char *prompt,
		   const char *choices);

/* @key is pressed by @text, which is drawn from column @x of row @y on. */
void press_key(struct screen *screen, int x, int y, const char *text,
	       uint32_t key);

#endif

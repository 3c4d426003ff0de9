/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PRESS_H
#define TUI_VIEW_PRESS_H

#include "screen/screen.h"
#include "view/command.h"
#include "view/place.h"

/* Words of the last line that can be clicked on: that presses a key. */

/*
 * @text, the hint for @command at @place, is drawn from column @x of row @y on.
 * A word that names a key presses that, all others the first one named: of "n N
 * next match", that is n.
 */
void press_hint(struct screen *screen, int x, int y, enum command command,
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

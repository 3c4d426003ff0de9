/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_HELP_KEYS_H
#define TUI_VIEW_HELP_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "view/keymap.h"

/*
 * The keys in force as help lists them, all from the table of keys: first those of a
 * place, with what they do, one a line, or two where there are many and it is
 * wide enough; then the others, packed.
 */

#define HELP_KEYS_X 12		/* where keys are listed, behind their place */
#define HELP_KEYS_WIDTH 28	/* so that they are whole at 40 columns */
#define HELP_KEYS_MAX 66	/* at 80 or more */
#define HELP_KEYS_RIGHT 40	/* where those beside others begin */

struct help_key_line {
	const char *head;	/* of a section; NULL: it is none */
	bool own;		/* one key of the place, not some */
	char left[KEYS_TEXT_MAX];/* the key, or the place */
	char text[KEY_HINT_MAX];
	char right[KEYS_TEXT_MAX];/* another key of the place, or "" */
	char right_text[KEY_HINT_MAX];
};

/* Zeroed, there are none. */
struct help_keys {
	struct help_key_line *lines;
	size_t nr, max;
	bool played;
};

/*
 * All lines of @map for someone who is at @of, in @width columns; @played:
 * without what means nothing in a recording.
 */
void help_keys_make(struct help_keys *keys, const struct keymap *map,
		    enum place_kind of, int width, bool played);

/* Free them. */
void help_keys_release(struct help_keys *keys);

#endif

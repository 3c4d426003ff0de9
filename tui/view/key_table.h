/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_KEY_TABLE_H
#define TUI_VIEW_KEY_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/command.h"
#include "view/place.h"

/*
 * Every key there is, but for digits and those that answer a question, in one
 * table: what it does and where, how the last line and help tell it. The man
 * page is held against it. A key may mean another
 * thing in another place.
 */

#define KEY_AT(place)	(1U << PLACE_##place)
#define KEY_ANYWHERE	((1U << NR_PLACES) - 1)

#define KEYS_MAX 4

struct key_row {
	unsigned int places;	/* KEY_AT() of each, or KEY_ANYWHERE */
	const char *group;	/* of those that hold anywhere, in help */
	enum command command;
	uint32_t keys[KEYS_MAX];	/* enum key or characters; 0: no more */

	/* For the last line; the second one while what it turns on is on. */
	const char *hint, *hint_on;

	/* For help; NULL: the row before tells it, too. */
	const char *help;

	/*
	 * What the key does, in help of its own place (28 columns), and up to
	 * a comma or colon in a sentence elsewhere: "+ zooms in the map". NULL:
	 * the row before tells it, or it holds anywhere.
	 */
	const char *does;
};

extern const struct key_row key_table[];
extern const size_t key_table_len;

/* Is @key one of those of @row? */
bool key_row_has(const struct key_row *row, uint32_t key);

/* The command of @key at @place, CMD_NONE if it has none. */
enum command key_command(uint32_t key, enum place_kind place);

/* The row whose hint is the one for @command at @place, NULL: there is none. */
const struct key_row *key_hint_row(enum command command,
				   enum place_kind place);

/*
 * The hint for @command at @place, NULL if it has none; @on: what it turns on
 * is on.
 */
const char *key_hint(enum command command, enum place_kind place, bool on);

#endif

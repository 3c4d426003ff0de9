/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_KEY_TABLE_H
#define TUI_VIEW_KEY_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/command.h"
#include "view/place.h"

/*
 * Every key there is, but for those that are typed into a number or answer a
 * question, in one table: what it does and where, how the last line and help
 * tell it. The man page is held against it. A key may mean another thing in
 * another place. These are the keys that nobody has changed: which are in
 * force a keymap says, see keymap.h.
 */

#define KEY_AT(place)	(1U << PLACE_##place)
#define KEY_ANYWHERE	((1U << NR_PLACES) - 1)

#define KEYS_MAX 4
#define KEY_ROWS_MAX 96

/*
 * Words for the last line and for help stand behind the first key in force:
 * "open" is "Enter open". Where they have names of commands in braces, the
 * keys of these stand there instead, as keymap_say() tells.
 */
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

/* What each command is called where keys are bound to it: "zoom-in". */
extern const char *const command_names[NR_COMMANDS];

/* The command of that name, CMD_NONE if there is none. */
enum command command_by_name(const char *name);

/*
 * Does it mean nothing in a recording, or is it told with others there? That
 * is what starts, ends and writes, and what takes samples. A row has nothing
 * else, too, where all of its places are of that kind.
 */
bool command_is_live(enum command command);
bool key_row_is_live(const struct key_row *row);

/* Where @command means something: KEY_AT() of each place. */
unsigned int command_places(enum command command);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_KEYMAP_H
#define TUI_VIEW_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/key_table.h"

/*
 * The keys in force: those of the table, but for what was bound anew. A key
 * that is bound to one command is lost to all others where both hold, whatever
 * is bound before or after.
 */
struct keymap {
	/* Of each row of the table; key TK_NONE: no more. */
	struct keymap_row {
		struct keymap_key {
			uint32_t key;
			unsigned int places;	/* where it is in force */
		} keys[KEYS_MAX];
	} rows[KEY_ROWS_MAX];

	/* What was bound anew. */
	struct keymap_bound {
		bool bound;
		uint32_t keys[KEYS_MAX];
	} bound[NR_COMMANDS];
};

#define KEY_HINT_MAX 128
#define KEYS_TEXT_MAX 80
#define KEY_SPANS_MAX 8

/* Where keys are named in a text: bytes of it. */
struct key_spans {
	struct key_span {
		uint32_t key;
		size_t at, len;
	} of[KEY_SPANS_MAX];
	int nr;
};

/* The keys of the table. */
void keymap_init(struct keymap *map);

/*
 * Bind command @name to the keys @keys, names with blanks between them, and to
 * no others; "": to none. false: that is a mistake, told in @why as one
 * sentence without a capital letter and a full stop, and nothing has changed.
 * Behind the last of those that belong together stands keymap_unblock().
 */
bool keymap_bind(struct keymap *map, const char *name, const char *keys,
		 char *why, size_t len);

/*
 * Once all is bound: is there a way out of each place, that is, a key to quit
 * and one to go back? As long as there isn't, a command that has taken one of
 * these gets the keys of the table, is returned, and @why tells it, as above;
 * CMD_NONE: there is. Which bindings stay doesn't depend on their order.
 */
enum command keymap_unblock(struct keymap *map, char *why, size_t len);

/* The keys of command @name as keymap_bind() takes them: "/ F3 L". */
void keymap_text(const struct keymap *map, const char *name, char *buf,
		 size_t len);

/* Was command @name bound anew? */
bool keymap_is_bound(const struct keymap *map, const char *name);

/* Where @key is in force by row @row of the table, 0: nowhere. */
unsigned int keymap_places(const struct keymap *map, const struct key_row *row,
			   uint32_t key);

/* The command of @key at @place, CMD_NONE if it has none. */
enum command key_command(const struct keymap *map, uint32_t key,
			 enum place_kind place);

/* The first key of @command at @place, TK_NONE if it has none. */
uint32_t key_of_command(const struct keymap *map, enum command command,
			enum place_kind place);

/*
 * @words of @row, its hint or help, with the keys that are in force at @place,
 * written to @buf: "t tree"; NULL if there is none.
 */
const char *key_words(const struct keymap *map, const struct key_row *row,
		      enum place_kind place, const char *words,
		      char buf[KEY_HINT_MAX]);

/*
 * @text with the keys that are in force at @place, written to @buf, as a hint:
 * "Space begin anew" of "{pause} begin anew"; NULL: there is no key for any.
 * @spans are these, as below.
 */
const char *keymap_hint(const struct keymap *map, enum place_kind place,
			const char *text, char buf[KEY_HINT_MAX],
			struct key_spans *spans);

/*
 * The hint for @command at @place, written to @buf: "t tree"; NULL if it has
 * none, or no key; @on: what it turns on is on. @spans are its keys, but for
 * those that are told together, as "arrows"; NULL: nobody wants them.
 */
const char *key_hint(const struct keymap *map, enum command command,
		     enum place_kind place, bool on, char buf[KEY_HINT_MAX],
		     struct key_spans *spans);

/*
 * @text with keys as they are at @place instead of names of commands:
 * "no tree to fold; {tree} shows it"; {tree'} is the second key. Where it has
 * none, the words up to the next name are left out with it, and what joins
 * them to those before. false: there is no key for any of the names.
 */
bool keymap_say(const struct keymap *map, enum place_kind place,
		const char *text, char *buf, size_t len);

#endif

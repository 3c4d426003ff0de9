/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_KEY_WORDS_H
#define TUI_VIEW_KEY_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "view/key_table.h"

/* What is said of keys, from the table of keys. */

/* All keys that @row tells of: "< >", "o F6"; nothing if it does not. */
void key_row_names(const struct key_row *row, char *buf, size_t len);

/*
 * The key that @len bytes of @word are called by, of those that the hint for
 * @command at @place tells of; TK_NONE: of none.
 */
uint32_t key_of_hint(enum command command, enum place_kind place,
		     const char *word, size_t len);

/*
 * The answer to @key, which means nothing at @place, as far as it goes into
 * @room columns: where it means something, "+ zooms in the map and in the
 * timeline", or that it means nothing at all.
 */
void key_answer(uint32_t key, enum place_kind place, int room, char *buf,
		size_t len);

#endif

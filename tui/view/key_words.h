/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_KEY_WORDS_H
#define TUI_VIEW_KEY_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "view/keymap.h"

/* What is said of the keys in force, from their table. */

/*
 * All keys at @place that @row tells of, as far as they go into @room columns,
 * but one anyway: "< >", "o F6"; nothing if it does not.
 */
void key_row_names(const struct keymap *map, const struct key_row *row,
		   enum place_kind place, int room, char *buf, size_t len);

/*
 * The answer to @key, which means nothing at @place, as far as it goes into
 * @room columns: where it means something, "+ zooms in the map and in the
 * timeline", what it does in htop and top, which a hand may have come from, or
 * that it means nothing at all. Among processes the other programs come first.
 */
void key_answer(const struct keymap *map, uint32_t key, enum place_kind place,
		int room, char *buf, size_t len);

#endif

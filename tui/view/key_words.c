// SPDX-License-Identifier: GPL-2.0
/* What is said of keys: their names, and what they do where. */
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/text.h"
#include "screen/input.h"
#include "view/key_words.h"

static const struct {
	uint32_t key;
	const char *name;
} names[] = {
	{ ' ', "Space" }, { TK_BACKSPACE, "Backspace" }, { TK_TAB, "Tab" },
	{ TK_ENTER, "Enter" }, { TK_ESC, "Esc" }, { TK_UP, "Up" },
	{ TK_DOWN, "Down" }, { TK_LEFT, "Left" }, { TK_RIGHT, "Right" },
	{ TK_PAGE_UP, "PgUp" }, { TK_PAGE_DOWN, "PgDn" },
	{ TK_HOME, "Home" }, { TK_END, "End" }, { TK_F1, "F1" },
	{ TK_F2, "F2" }, { TK_F7, "F7" }, { TK_F8, "F8" },
	{ TK_F3, "F3" }, { TK_F4, "F4" }, { TK_F5, "F5" }, { TK_F6, "F6" },
	{ TK_F9, "F9" }, { TK_F10, "F10" }, { TK_OTHER, "that key" },
};

const char *key_name(uint32_t key, char buf[KEY_NAME_MAX])
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].key == key)
			return names[i].name;
	if (key < ' ')
		snprintf(buf, KEY_NAME_MAX, "Ctrl-%c", (char)('@' + key));
	else if (key < TK_UP)
		text_encode(buf, key);
	else
		return "that key";
	return buf;
}

/* The row that tells of what @row does: itself, or one before. */
static const struct key_row *telling(const struct key_row *row)
{
	while (row > key_table && !row->help && !row->does)
		row--;
	return row;
}

void key_row_names(const struct key_row *row, char *buf, size_t len)
{
	const struct key_row *told = row, *end = key_table + key_table_len;
	char name[KEY_NAME_MAX];
	int i;

	*buf = '\0';
	for (; told < end && telling(told) == row; told++)
		for (i = 0; i < KEYS_MAX && told->keys[i]; i++)
			text_append(buf, len, "%s%s", *buf ? " " : "",
				    key_name(told->keys[i], name));
}

/* A sentence that grows by parts, as long as they fit into @room columns. */
struct sentence {
	char *buf;
	size_t len;
	int room;
};

static void add_part(struct sentence *sentence, const char *before,
		     const char *part)
{
	int width = text_width(sentence->buf) + text_width(before) +
		    text_width(part);

	if (width <= sentence->room)
		text_append(sentence->buf, sentence->len, "%s%s", before, part);
}

/* Up to a comma or colon, behind which there is more for help. */
static void add_does(struct sentence *sentence, const struct key_row *row)
{
	char text[64];

	snprintf(text, sizeof(text), "%.*s", (int)strcspn(row->does, ",:"),
		 row->does);
	add_part(sentence, " ", text);
}

static void add_places(struct sentence *sentence, unsigned int places)
{
#define PLACE_WHERE(kind, name, where) [PLACE_##kind] = where,
	static const char *const wheres[NR_PLACES] = { PLACES(PLACE_WHERE) };
#undef PLACE_WHERE
	const char *before = " ";
	int place;

	for (place = 0; place < NR_PLACES; place++) {
		if (!(places & (1U << place)))
			continue;
		add_part(sentence, before, wheres[place]);
		before = " and ";
	}
}

static bool does_same(const struct key_row *a, const struct key_row *b)
{
	return a->command == b->command && a->does && b->does &&
	       !strcmp(a->does, b->does);
}

/* Where @key does the same as it does by @row, if no row before tells it. */
static unsigned int places_of(const struct key_row *row, uint32_t key)
{
	const struct key_row *other, *end = key_table + key_table_len;
	unsigned int places = 0;

	for (other = key_table; other < end; other++) {
		if (other != row && (!key_row_has(other, key) ||
				     !does_same(other, row)))
			continue;
		if (other < row)
			return 0;
		places |= other->places;
	}
	return places;
}

/* What it does elsewhere; false: nothing. */
static bool add_elsewhere(struct sentence *sentence, uint32_t key,
			  enum place_kind place)
{
	const struct key_row *row, *end = key_table + key_table_len;
	unsigned int places;
	bool told = false;

	for (row = key_table; row < end && !told; row++) {
		if (!key_row_has(row, key) || row->places == KEY_ANYWHERE ||
		    row->places & (1U << place))
			continue;
		places = places_of(row, key);
		add_does(sentence, telling(row));
		add_places(sentence, places);
		told = true;
	}
	return told;
}

void key_answer(uint32_t key, enum place_kind place, int room, char *buf,
		size_t len)
{
	struct sentence sentence = { .buf = buf, .len = len, .room = room };
	char name[KEY_NAME_MAX];

	snprintf(buf, len, "%s", key_name(key, name));
	if (key_command(key, place) == CMD_NONE &&
	    add_elsewhere(&sentence, key, place))
		return;
	add_part(&sentence, " ", "does nothing here");
	if (place != PLACE_HELP)
		add_part(&sentence, "; ", "? lists the keys");
}

// SPDX-License-Identifier: GPL-2.0
/* What is said of keys: their names, and what they do where. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "screen/input.h"
#include "screen/key_name.h"
#include "view/key_words.h"

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

static uint32_t key_called(const struct key_row *row, const char *word,
			   size_t len)
{
	char buf[KEY_NAME_MAX];
	const char *name;
	int i;

	for (i = 0; i < KEYS_MAX && row->keys[i]; i++) {
		name = key_name(row->keys[i], buf);
		if (strlen(name) == len && !strncmp(name, word, len))
			return row->keys[i];
	}
	return TK_NONE;
}

uint32_t key_of_hint(enum command command, enum place_kind place,
		     const char *word, size_t len)
{
	const struct key_row *row = key_hint_row(command, place), *told = row;
	uint32_t key = TK_NONE;

	if (!row)
		return TK_NONE;
	do {
		key = key_called(told++, word, len);
	} while (key == TK_NONE && told < key_table + key_table_len &&
		 telling(told) == row);
	return key;
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

// SPDX-License-Identifier: GPL-2.0
/* What is said of keys: their names, and what they do where. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "screen/input.h"
#include "screen/key_name.h"
#include "view/fingers.h"
#include "view/key_words.h"

/* The row that tells of what @row does: itself, or one before. */
static const struct key_row *telling(const struct key_row *row)
{
	while (row > key_table && !row->help && !row->does)
		row--;
	return row;
}

static void add_names(const struct keymap *map, const struct key_row *row,
		      enum place_kind place, int room, char *buf, size_t len)
{
	const struct keymap_key *key = map->rows[row - key_table].keys;
	char buffer[KEY_NAME_MAX];
	const char *name;
	int i;

	for (i = 0; i < KEYS_MAX; i++) {
		if (!(key[i].places & (1U << place)))
			continue;
		name = key_name(key[i].key, buffer);
		if (*buf && text_width(buf) + 1 + text_width(name) > room)
			continue;
		text_append(buf, len, "%s%s", *buf ? " " : "", name);
	}
}

void key_row_names(const struct keymap *map, const struct key_row *row,
		   enum place_kind place, int room, char *buf, size_t len)
{
	const struct key_row *told = row, *end = key_table + key_table_len;

	*buf = '\0';
	for (; told < end && telling(told) == row; told++)
		add_names(map, told, place, room, buf, len);
}

/* A sentence that grows by parts, as long as they fit into @room columns. */
struct sentence {
	char *buf;
	size_t len;
	int room;
};

static bool add_part(struct sentence *sentence, const char *before,
		     const char *part)
{
	int width = text_width(sentence->buf) + text_width(before) +
		    text_width(part);

	if (width > sentence->room)
		return false;
	text_append(sentence->buf, sentence->len, "%s%s", before, part);
	return true;
}

/*
 * What @row says, up to a comma or colon, behind which there is more for help,
 * and where; false: not even the first place fits.
 */
static bool add_does(struct sentence *sentence, const char *before,
		     const struct key_row *row, unsigned int places)
{
#define PLACE_WHERE(kind, name, where) [PLACE_##kind] = where,
	static const char *const wheres[NR_PLACES] = { PLACES(PLACE_WHERE) };
#undef PLACE_WHERE
	char text[96];
	int place = 0;

	while (!(places & (1U << place)))
		place++;
	snprintf(text, sizeof(text), "%.*s %s", (int)strcspn(row->does, ",:"),
		 row->does, wheres[place]);
	if (!add_part(sentence, before, text))
		return false;
	while (++place < NR_PLACES)
		if (places & (1U << place))
			add_part(sentence, " and ", wheres[place]);
	return true;
}

static bool does_same(const struct key_row *a, const struct key_row *b)
{
	return a->command == b->command && a->does && b->does &&
	       !strcmp(a->does, b->does);
}

/* Where @key does the same as it does by @row, if no row before tells it. */
static unsigned int places_of(const struct keymap *map,
			      const struct key_row *row, uint32_t key)
{
	const struct key_row *other, *end = key_table + key_table_len;
	unsigned int places = 0, its;

	for (other = key_table; other < end; other++) {
		its = keymap_places(map, other, key);
		if (other != row && (!its || !does_same(other, row)))
			continue;
		if (other < row)
			return 0;
		places |= its;
	}
	return places;
}

/* What it does elsewhere; false: nothing, or it doesn't fit. */
static bool add_elsewhere(struct sentence *sentence, const char *before,
			  const struct keymap *map, uint32_t key,
			  enum place_kind place)
{
	const struct key_row *row, *end = key_table + key_table_len;
	unsigned int places;

	for (row = key_table; row < end; row++) {
		places = keymap_places(map, row, key);
		/* what is done to a column is of no use to a process */
		if (!places || row->places == KEY_ANYWHERE ||
		    row->places == KEY_AT(COLUMNS) ||
		    row->places & (1U << place))
			continue;
		return add_does(sentence, before, telling(row),
				places_of(map, row, key));
	}
	return false;
}

/*
 * "; in tamtop F5", "; tamtop doesn't: renice(1)", "; in tamtop it zooms in the
 * map"
 */
static void add_instead(struct sentence *sentence, const struct keymap *map,
			const struct finger *finger, uint32_t pressed,
			enum place_kind place)
{
	uint32_t key = key_of_command(map, finger->command, PLACE_LIST);
	char name[KEY_NAME_MAX];

	if (key != TK_NONE)
		add_part(sentence, "; in tamtop ", key_name(key, name));
	else if (finger->instead || !add_elsewhere(sentence, "; in tamtop it ",
						   map, pressed, place))
		add_part(sentence, "; ", "tamtop doesn't");
	if (key == TK_NONE && finger->instead)
		add_part(sentence, ": ", finger->instead);
}

static void add_does_there(struct sentence *sentence, const char *before,
			   const struct finger *finger)
{
	char text[96];

	snprintf(text, sizeof(text), "%s in %s", finger->does,
		 finger_tools[finger->tool]);
	add_part(sentence, before, text);
}

/* What it does in programs that a hand may have come from; false: nothing. */
static bool add_fingers(struct sentence *sentence, const struct keymap *map,
			uint32_t key, enum place_kind place)
{
	const struct finger *first = finger_next(NULL, key), *second;

	if (!first)
		return false;
	second = finger_next(first, key);
	add_does_there(sentence, " ", first);
	if (second && strcmp(first->does, second->does)) {
		add_does_there(sentence, ", ", second);
		add_elsewhere(sentence, "; in tamtop it ", map, key, place);
		return true;
	}
	if (second)
		add_part(sentence, " and ", finger_tools[second->tool]);
	add_instead(sentence, map, first, key, place);
	return true;
}

static bool add_meaning(struct sentence *sentence, const struct keymap *map,
			uint32_t key, enum place_kind place)
{
	if (place == PLACE_LIST || place == PLACE_GROUPS)
		return add_fingers(sentence, map, key, place) ||
		       add_elsewhere(sentence, " ", map, key, place);
	return add_elsewhere(sentence, " ", map, key, place) ||
	       add_fingers(sentence, map, key, place);
}

void key_answer(const struct keymap *map, uint32_t key, enum place_kind place,
		int room, char *buf, size_t len)
{
	struct sentence sentence = { .buf = buf, .len = len, .room = room };
	char name[KEY_NAME_MAX], help[KEY_HINT_MAX];

	snprintf(buf, len, "%s", key_name(key, name));
	if (key_command(map, key, place) == CMD_NONE &&
	    add_meaning(&sentence, map, key, place))
		return;
	add_part(&sentence, " ", "does nothing here");
	if (place != PLACE_HELP &&
	    keymap_say(map, place, "{help} lists the keys", help, sizeof(help)))
		add_part(&sentence, "; ", help);
}

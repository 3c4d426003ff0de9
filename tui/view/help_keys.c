// SPDX-License-Identifier: GPL-2.0
/* The keys as help lists them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "view/help_keys.h"
#include "view/key_words.h"

#define NAMES 8			/* columns for keys beside what they do */
#define GAP 3			/* between keys on a line */
#define MANY 12			/* that one would have to scroll for more */

#define PLACE_NAME(kind, name, where) [PLACE_##kind] = name,
#define PLACE_HEAD(kind, name, where) [PLACE_##kind] = "Keys " where,
static const char *const place_names[NR_PLACES] = { PLACES(PLACE_NAME) };
static const char *const place_heads[NR_PLACES] = { PLACES(PLACE_HEAD) };
#undef PLACE_NAME
#undef PLACE_HEAD

static struct help_key_line *new_line(struct help_keys *keys, const char *head,
				      const char *left)
{
	struct help_key_line *line;

	keys->lines = xgrow(keys->lines, keys->nr + 1, &keys->max,
			    sizeof(*keys->lines));
	line = &keys->lines[keys->nr++];
	*line = (struct help_key_line){ .head = head };
	snprintf(line->left, sizeof(line->left), "%s", left);
	return line;
}

static bool is_told(const struct help_keys *keys, const struct key_row *row)
{
	return !keys->played || !key_row_is_live(row);
}

static bool is_of(const struct help_keys *keys, const struct key_row *row,
		  enum place_kind place)
{
	return row->places != KEY_ANYWHERE && (row->places & (1U << place)) &&
	       is_told(keys, row);
}

static size_t nr_own(const struct help_keys *keys, const struct keymap *map,
		     enum place_kind place)
{
	const struct key_row *row = key_table, *end = row + key_table_len;
	char names[KEYS_TEXT_MAX];
	size_t nr = 0;

	for (; row < end; row++) {
		key_row_names(map, row, place, NAMES, names, sizeof(names));
		nr += is_of(keys, row, place) && *names;
	}
	return nr;
}

static void add_left(struct help_keys *keys, const char *names,
		     const char *does)
{
	struct help_key_line *line = new_line(keys, NULL, names);

	line->own = true;
	snprintf(line->text, sizeof(line->text), "%s", does);
}

static void add_right(struct help_key_line *line, const char *names,
		      const char *does)
{
	snprintf(line->right, sizeof(line->right), "%s", names);
	snprintf(line->right_text, sizeof(line->right_text), "%s", does);
}

/* With what they do; read down the left side, then down the right one. */
static void add_own(struct help_keys *keys, const struct keymap *map,
		    enum place_kind place, int width)
{
	const struct key_row *row = key_table, *end = row + key_table_len;
	size_t i = 0, nr = nr_own(keys, map, place), first;
	char names[KEYS_TEXT_MAX];
	char does[KEY_HINT_MAX];

	new_line(keys, place_heads[place], "");
	first = keys->nr;
	if (nr > MANY && width >= HELP_KEYS_RIGHT + HELP_KEYS_X + HELP_KEYS_WIDTH)
		nr = (nr + 1) / 2;
	for (; row < end; row++) {
		key_row_names(map, row, place, NAMES, names, sizeof(names));
		if (!is_of(keys, row, place) || !*names)
			continue;
		keymap_say(map, place, row->does, does, sizeof(does));
		if (i < nr)
			add_left(keys, names, does);
		else
			add_right(&keys->lines[first + i - nr], names,
				  does);
		i++;
	}
}

/* Behind the keys of the same line, if it fits there. */
static void pack(struct help_keys *keys, int width, const char *text)
{
	struct help_key_line *line = &keys->lines[keys->nr - 1];
	size_t used = strlen(line->text);

	if (used && used + GAP + strlen(text) > (size_t)width) {
		line = new_line(keys, NULL, "");
		used = 0;
	}
	snprintf(line->text + used, sizeof(line->text) - used, "%*s%s",
		 used ? GAP : 0, "", text);
}

/* The keys that hold anywhere, by what they are for. */
static void add_common(struct help_keys *keys, const struct keymap *map,
		       enum place_kind of, int width)
{
	const struct key_row *row = key_table, *end = row + key_table_len;
	const char *group = "";
	char text[KEY_HINT_MAX];

	new_line(keys, "Keys everywhere", "");
	for (; row < end; row++) {
		if (row->places != KEY_ANYWHERE || !row->help ||
		    !is_told(keys, row) ||
		    !key_words(map, row, of, row->help, text))
			continue;
		if (strcmp(row->group, group))
			new_line(keys, NULL, row->group);
		group = row->group;
		pack(keys, width, text);
	}
}

static void add_mouse(struct help_keys *keys, int width)
{
	static const char words[] =
		"click selects   double-click opens   wheel scrolls";
	static const char short_words[] = "click   double-click   wheel";

	new_line(keys, NULL, "mouse");
	pack(keys, width, strlen(words) <= (size_t)width ? words : short_words);
}

static void add_packed(struct help_keys *keys, const struct keymap *map,
		       enum place_kind place, int width)
{
	const struct key_row *row = key_table, *end = row + key_table_len;
	bool any = false;
	char text[KEY_HINT_MAX];

	for (; row < end; row++) {
		if (!is_of(keys, row, place) || !row->help ||
		    !key_words(map, row, place, row->help, text))
			continue;
		if (!any)
			new_line(keys, NULL, place_names[place]);
		any = true;
		pack(keys, width, text);
	}
}

void help_keys_make(struct help_keys *keys, const struct keymap *map,
		    enum place_kind of, int width, bool played)
{
	int room = width - HELP_KEYS_X - 1, place;

	room = room < HELP_KEYS_WIDTH ? HELP_KEYS_WIDTH :
	       room > HELP_KEYS_MAX ? HELP_KEYS_MAX : room;
	keys->nr = 0;
	keys->played = played;
	add_own(keys, map, of, width);
	add_common(keys, map, of, room);
	add_mouse(keys, room);
	new_line(keys, "Keys elsewhere", "");
	for (place = 0; place < NR_PLACES; place++)
		if (place != (int)of)
			add_packed(keys, map, (enum place_kind)place, room);
}

void help_keys_release(struct help_keys *keys)
{
	free(keys->lines);
}

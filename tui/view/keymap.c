// SPDX-License-Identifier: GPL-2.0
/* The keys in force: bound anew, looked for, and put into words. */
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/text.h"
#include "screen/input.h"
#include "screen/key_name.h"
#include "view/keymap.h"

#define NAME_MAX_LEN 32		/* of a command or key, as it is written */

/* Does a binding of @has hold for @key? A digit may be bound by itself, too. */
static bool is_of(uint32_t has, uint32_t key)
{
	return has == key || (has == TK_DIGITS && key >= '0' && key <= '9');
}

static bool has_key(const uint32_t keys[KEYS_MAX], uint32_t key)
{
	int i;

	for (i = 0; i < KEYS_MAX && keys[i] != TK_NONE; i++)
		if (keys[i] == key)
			return true;
	return false;
}

/* Where @key was bound to a command other than @command. */
static unsigned int bound_places(const struct keymap *map, uint32_t key,
				 enum command command)
{
	unsigned int places = 0;
	int other;

	for (other = CMD_NONE + 1; other < NR_COMMANDS; other++)
		if (other != (int)command && map->bound[other].bound &&
		    has_key(map->bound[other].keys, key))
			places |= command_places((enum command)other);
	return places;
}

/* Where @key asks for another command by a row before @row: that one counts. */
static unsigned int claimed_places(const struct keymap *map, uint32_t key,
				   const struct key_row *row)
{
	const struct key_row *other = key_table;
	const struct keymap_key *its;
	unsigned int places = 0;
	int i;

	for (; other < row; other++) {
		its = map->rows[other - key_table].keys;
		for (i = 0; i < KEYS_MAX; i++)
			if (its[i].key == key && other->command != row->command)
				places |= its[i].places;
	}
	return places;
}

static void fill_row(struct keymap *map, const struct key_row *row)
{
	const struct keymap_bound *bound = &map->bound[row->command];
	struct keymap_key *key = map->rows[row - key_table].keys;
	const uint32_t *keys = bound->bound ? bound->keys : row->keys;
	unsigned int places;
	int i;

	memset(key, 0, sizeof(map->rows->keys));
	for (i = 0; i < KEYS_MAX && keys[i] != TK_NONE; i++) {
		places = row->places;
		if (!bound->bound)
			places &= ~bound_places(map, keys[i], row->command) &
				  ~claimed_places(map, keys[i], row);
		if (places)
			*key++ = (struct keymap_key){ keys[i], places };
	}
}

static void fill(struct keymap *map)
{
	const struct key_row *row = key_table;

	for (; row < key_table + key_table_len; row++)
		fill_row(map, row);
}

void keymap_init(struct keymap *map)
{
	memset(map, 0, sizeof(*map));
	fill(map);
}

/* The key at @text, its name or character in @name; returns what is behind. */
static const char *next_name(const char *text, char name[NAME_MAX_LEN])
{
	size_t len;

	text += strspn(text, " \t");
	len = strcspn(text, " \t");
	snprintf(name, NAME_MAX_LEN, "%.*s", (int)len, text);
	return text + len;
}

static bool read_keys(const char *text, struct keymap_bound *bound,
		      const char *command, char *why, size_t len)
{
	char name[NAME_MAX_LEN];
	uint32_t key;
	int nr = 0;

	*bound = (struct keymap_bound){ .bound = true };
	for (text = next_name(text, name); *name;
	     text = next_name(text, name)) {
		if (!key_by_name(name, &key)) {
			snprintf(why, len, "unknown key %s", name);
			return false;
		}
		if (has_key(bound->keys, key))
			continue;
		if (nr == KEYS_MAX) {
			snprintf(why, len, "%s can have %d keys, not more",
				 command, KEYS_MAX);
			return false;
		}
		bound->keys[nr++] = key;
	}
	return true;
}

/* Is one of @keys bound to another command where @command holds, too? */
static bool is_taken(const struct keymap *map, enum command command,
		     const uint32_t keys[KEYS_MAX], char *why, size_t len)
{
	unsigned int places = command_places(command);
	char name[KEY_NAME_MAX];
	int other, i;

	for (other = CMD_NONE + 1; other < NR_COMMANDS; other++) {
		if (other == (int)command || !map->bound[other].bound ||
		    !(command_places((enum command)other) & places))
			continue;
		for (i = 0; i < KEYS_MAX && keys[i] != TK_NONE; i++) {
			if (!has_key(map->bound[other].keys, keys[i]))
				continue;
			snprintf(why, len, "%s is already bound to %s",
				 key_name(keys[i], name),
				 command_names[other]);
			return true;
		}
	}
	return false;
}

/* Whoever is in can get out, wherever that is. */
static const enum command ways_out[] = { CMD_QUIT, CMD_BACK };

static void tell_no_way(enum command way, char *why, size_t len)
{
	snprintf(why, len, "%s would be left without a key",
		 command_names[way]);
}

/* No other binding gives it a key. */
static bool shuts_way_out(enum command command, const uint32_t keys[KEYS_MAX],
			  char *why, size_t len)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ways_out); i++) {
		if (command != ways_out[i] || *keys != TK_NONE)
			continue;
		tell_no_way(command, why, len);
		return true;
	}
	return false;
}

bool keymap_bind(struct keymap *map, const char *name, const char *keys,
		 char *why, size_t len)
{
	enum command command = command_by_name(name);
	struct keymap_bound bound;

	if (command == CMD_NONE) {
		snprintf(why, len, "unknown command %s", name);
		return false;
	}
	if (!read_keys(keys, &bound, name, why, len) ||
	    is_taken(map, command, bound.keys, why, len) ||
	    shuts_way_out(command, bound.keys, why, len))
		return false;
	map->bound[command] = bound;
	fill(map);
	return true;
}

bool keymap_is_bound(const struct keymap *map, const char *name)
{
	return map->bound[command_by_name(name)].bound;
}

static const struct key_row *row_of(enum command command,
				    enum place_kind place)
{
	const struct key_row *row = key_table;

	for (; row < key_table + key_table_len; row++)
		if (row->command == command && (row->places & (1U << place)))
			return row;
	return NULL;
}

static const struct keymap_row *keys_of(const struct keymap *map,
					const struct key_row *row)
{
	return &map->rows[row - key_table];
}

/* Key @nr of @command at @place, from 0 on; TK_NONE: it hasn't so many. */
static uint32_t nth_key(const struct keymap *map, enum command command,
			enum place_kind place, int nr)
{
	const struct key_row *row = row_of(command, place);
	const struct keymap_key *key;
	int i;

	for (i = 0; row && i < KEYS_MAX; i++) {
		key = &keys_of(map, row)->keys[i];
		if (key->places & (1U << place) && !nr--)
			return key->key;
	}
	return TK_NONE;
}

uint32_t key_of_command(const struct keymap *map, enum command command,
			enum place_kind place)
{
	return nth_key(map, command, place, 0);
}

/* Is @key one of those that @command has in the table? */
static bool is_by_table(enum command command, uint32_t key)
{
	const struct key_row *row = key_table;

	for (; row < key_table + key_table_len; row++)
		if (row->command == command && has_key(row->keys, key))
			return true;
	return false;
}

/* The last command that has taken a key of @way at @place. */
static enum command taker(const struct keymap *map, enum command way,
			  enum place_kind place)
{
	const struct keymap_bound *bound;
	int other, i;

	for (other = NR_COMMANDS - 1; other > CMD_NONE; other--) {
		bound = &map->bound[other];
		if (!bound->bound ||
		    !(command_places((enum command)other) & (1U << place)))
			continue;
		for (i = 0; i < KEYS_MAX && bound->keys[i] != TK_NONE; i++)
			if (is_by_table(way, bound->keys[i]))
				return (enum command)other;
	}
	return CMD_NONE;
}

/* A way back is enough where what quits elsewhere leads back. */
static bool is_way(const struct keymap *map, enum command way,
		   enum place_kind place)
{
	return key_of_command(map, way, place) != TK_NONE ||
	       (way == CMD_QUIT &&
		command_places(CMD_LEAVE) & (1U << place));
}

/* A place where @way has no key; NR_PLACES: it has one in all of them. */
static int blocked_place(const struct keymap *map, enum command way)
{
	int place = 0;

	while (place < NR_PLACES && is_way(map, way, (enum place_kind)place))
		place++;
	return place;
}

enum command keymap_unblock(struct keymap *map, char *why, size_t len)
{
	enum command command;
	size_t i;
	int place;

	for (i = 0; i < ARRAY_SIZE(ways_out); i++) {
		place = blocked_place(map, ways_out[i]);
		if (place == NR_PLACES)
			continue;
		command = taker(map, ways_out[i], (enum place_kind)place);
		map->bound[command] = (struct keymap_bound){ .bound = false };
		fill(map);
		tell_no_way(ways_out[i], why, len);
		return command;
	}
	return CMD_NONE;
}

/* All there are, wherever: rows of a command may have lost others. */
void keymap_text(const struct keymap *map, const char *name, char *buf,
		 size_t len)
{
	enum command command = command_by_name(name);
	const struct key_row *row = key_table;
	uint32_t told[KEYS_MAX] = { TK_NONE };
	char text[KEY_NAME_MAX];
	int i, nr = 0;

	*buf = '\0';
	for (; row < key_table + key_table_len; row++) {
		for (i = 0; row->command == command && i < KEYS_MAX; i++) {
			const struct keymap_key *key =
				&keys_of(map, row)->keys[i];

			if (!key->places || nr == KEYS_MAX ||
			    has_key(told, key->key))
				continue;
			text_append(buf, len, "%s%s", *buf ? " " : "",
				    key_name(key->key, text));
			told[nr++] = key->key;
		}
	}
}

unsigned int keymap_places(const struct keymap *map, const struct key_row *row,
			   uint32_t key)
{
	const struct keymap_key *its = keys_of(map, row)->keys;
	int i;

	for (i = 0; i < KEYS_MAX; i++)
		if (its[i].places && is_of(its[i].key, key))
			return its[i].places;
	return 0;
}

/* One that is bound by itself comes before one that is among the digits. */
enum command key_command(const struct keymap *map, uint32_t key,
			 enum place_kind place)
{
	const struct key_row *row = key_table;
	enum command found = CMD_NONE;
	const struct keymap_key *its;
	int i;

	for (; row < key_table + key_table_len; row++) {
		for (i = 0; i < KEYS_MAX; i++) {
			its = &keys_of(map, row)->keys[i];
			if (!(its->places & (1U << place)) ||
			    !is_of(its->key, key))
				continue;
			if (its->key == key)
				return row->command;
			found = row->command;
		}
	}
	return found;
}

/* What some keys in a row are called together. */
static const char *together(const char *keys)
{
	static const struct {
		const char *keys, *name;
	} names[] = {
		{ "Up Down Left Right", "arrows" }, { "h j k l", "hjkl" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i].keys, keys))
			return names[i].name;
	return keys;
}

/* "{tree}", "{home'}" */
static uint32_t named_key(const struct keymap *map, enum place_kind place,
			  const char *text, size_t len)
{
	bool second = text[len - 1] == '\'';
	char name[NAME_MAX_LEN];

	snprintf(name, sizeof(name), "%.*s", (int)len - second, text);
	return nth_key(map, command_by_name(name), place, second);
}

/* What is said so far. */
struct saying {
	const struct keymap *map;
	enum place_kind place;
	char *buf;
	size_t len;
	size_t said;			/* bytes up to the end of the last key */
	struct key_spans *spans;	/* NULL: nobody wants them */
};

static void add_span(struct key_spans *spans, uint32_t key, size_t at,
		     size_t len)
{
	if (spans->nr < KEY_SPANS_MAX)
		spans->of[spans->nr++] = (struct key_span){
			.key = key, .at = at, .len = len,
		};
}

/* What they are called together tells of none where it is. */
static void add_keys(struct saying *saying, const char *keys,
		     const struct key_spans *spans)
{
	const char *name = together(keys);
	size_t at = strlen(saying->buf);
	const struct key_span *span = spans->of;

	for (; saying->spans && name == keys && span < spans->of + spans->nr;
	     span++)
		add_span(saying->spans, span->key, at + span->at, span->len);
	text_append(saying->buf, saying->len, "%s", name);
	saying->said = strlen(saying->buf);
}

/*
 * The keys named at @text, as long as only a blank is between; what follows.
 * false: there are none.
 */
static bool say_keys(struct saying *saying, const char **text)
{
	char keys[KEYS_TEXT_MAX] = "", buf[KEY_NAME_MAX];
	struct key_spans spans = { .nr = 0 };
	const char *name;
	uint32_t key;
	size_t end;

	do {
		*text += **text == ' ' ? 2 : 1;
		end = strcspn(*text, "}");
		key = named_key(saying->map, saying->place, *text, end);
		*text += end + 1;
		if (key == TK_NONE)
			continue;
		name = key_name(key, buf);
		text_append(keys, sizeof(keys), "%s%s", *keys ? " " : "",
			    name);
		add_span(&spans, key, strlen(keys) - strlen(name),
			 strlen(name));
	} while (text_begins_with(*text, " {"));
	if (*keys)
		add_keys(saying, keys, &spans);
	return *keys;
}

/* What would have joined words to those before. */
static void trim(struct saying *saying)
{
	static const char or[] = " or";
	char *text = saying->buf + saying->said;
	size_t len = strlen(text);

	while (len && strchr(" ;:,", text[len - 1]))
		len--;
	text[len] = '\0';
	if (len >= strlen(or) && !strcmp(text + len - strlen(or), or))
		text[len - strlen(or)] = '\0';
}

/* false: there is no key for any of the names. */
static bool say(struct saying *saying, const char *text)
{
	bool said = false;

	*saying->buf = '\0';
	while (*text) {
		if (*text != '{') {
			text_append(saying->buf, saying->len, "%.*s",
				    (int)strcspn(text, "{"), text);
			text += strcspn(text, "{");
			continue;
		}
		if (say_keys(saying, &text)) {
			said = true;
			continue;
		}
		trim(saying);
		text += strcspn(text, "{");
	}
	return said;
}

bool keymap_say(const struct keymap *map, enum place_kind place,
		const char *text, char *buf, size_t len)
{
	struct saying saying = {
		.map = map, .place = place, .buf = buf, .len = len,
	};

	return say(&saying, text);
}

const char *keymap_hint(const struct keymap *map, enum place_kind place,
			const char *text, char buf[KEY_HINT_MAX],
			struct key_spans *spans)
{
	struct saying saying = {
		.map = map, .place = place, .buf = buf, .len = KEY_HINT_MAX,
		.spans = spans,
	};

	if (spans)
		spans->nr = 0;
	return say(&saying, text) ? buf : NULL;
}

/* Behind the first key of @row, if they name none themselves. */
static const char *say_words(struct saying *saying, const struct key_row *row,
			     const char *words)
{
	uint32_t key = nth_key(saying->map, row->command, saying->place, false);
	struct key_spans spans = { .nr = 0 };
	char buf[KEY_NAME_MAX];
	const char *name;

	if (strchr(words, '{'))
		return say(saying, words) ? saying->buf : NULL;
	if (key == TK_NONE)
		return NULL;
	*saying->buf = '\0';
	name = key_name(key, buf);
	add_span(&spans, key, 0, strlen(name));
	add_keys(saying, name, &spans);
	text_append(saying->buf, saying->len, " %s", words);
	return saying->buf;
}

const char *key_words(const struct keymap *map, const struct key_row *row,
		      enum place_kind place, const char *words,
		      char buf[KEY_HINT_MAX])
{
	struct saying saying = {
		.map = map, .place = place, .buf = buf, .len = KEY_HINT_MAX,
	};

	return say_words(&saying, row, words);
}

/* The row that has the words: one command may be told by several. */
static const struct key_row *hint_row(enum command command,
				      enum place_kind place)
{
	const struct key_row *row = key_table;

	for (; row < key_table + key_table_len; row++)
		if (row->command == command && (row->places & (1U << place)) &&
		    row->hint)
			return row;
	return NULL;
}

const char *key_hint(const struct keymap *map, enum command command,
		     enum place_kind place, bool on, char buf[KEY_HINT_MAX],
		     struct key_spans *spans)
{
	const struct key_row *row = hint_row(command, place);
	struct saying saying = {
		.map = map, .place = place, .buf = buf, .len = KEY_HINT_MAX,
		.spans = spans,
	};

	if (spans)
		spans->nr = 0;
	if (!row)
		return NULL;
	return say_words(&saying, row,
			 on && row->hint_on ? row->hint_on : row->hint);
}

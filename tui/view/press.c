// SPDX-License-Identifier: GPL-2.0
/* Which words of the last line press which key. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "screen/input.h"
#include "screen/key_name.h"
#include "view/press.h"

#define PROMPT_MAX 512		/* bytes */

void press_key(struct screen *screen, int x, int y, const char *text,
	       uint32_t key)
{
	screen_hit_key(screen, x, y, text_width(text), key);
}

static int column_of(const char *prompt, const char *word)
{
	char before[PROMPT_MAX];

	snprintf(before, sizeof(before), "%.*s", (int)(word - prompt), prompt);
	return text_width(before);
}

/* The key that a word of a hint names; TK_NONE: it is what that does. */
static uint32_t hinted_key(const char *word, size_t len,
			   const struct keymap *map, enum place_kind place)
{
	char name[KEY_NAME_MAX];
	uint32_t key;

	snprintf(name, sizeof(name), "%.*s", (int)len, word);
	if (len >= sizeof(name) || !key_by_name(name, &key) ||
	    key_command(map, key, place) == CMD_NONE)
		return TK_NONE;
	return key;
}

void press_hint(struct screen *screen, int x, int y, const struct keymap *map,
		enum place_kind place, const char *text)
{
	uint32_t key, first = TK_NONE;
	const char *word;
	size_t len;

	for (word = text; *word; word += len, word += strspn(word, " ")) {
		len = strcspn(word, " ");
		key = hinted_key(word, len, map, place);
		if (key == TK_NONE)
			break;
		if (first == TK_NONE)
			press_key(screen, x, y, text, key);
		first = key;
		screen_hit_key(screen, x + column_of(text, word), y, (int)len,
			       key);
	}
}

/* A name in a question may hold whatever a key is called. */
static const char *choices_of(const char *prompt)
{
	const char *asks = strrchr(prompt, '?'), *tells = strrchr(prompt, ':');
	const char *last = asks > tells ? asks : tells;

	return last ? last + 1 : prompt;
}

/* The key that a word is, @before: it tells what that one does. */
static uint32_t choice_key_of(const char *word, size_t len,
			      const char *choices, uint32_t before)
{
	if (len == 1 && strchr(choices, *word))
		return (unsigned char)*word;
	if (len == 3 && !strncmp(word, "Esc", len))
		return TK_ESC;
	return before;
}

void press_choices(struct screen *screen, int y, int width, const char *prompt,
		   const char *choices)
{
	const char *word = choices_of(prompt);
	uint32_t key = TK_NONE;
	size_t len;
	int x;

	for (word += strspn(word, " "); *word; word += strspn(word, " ")) {
		len = strcspn(word, " ");
		key = choice_key_of(word, len, choices, key);
		x = column_of(prompt, word);
		if (key != TK_NONE && x + (int)len <= width)
			screen_hit_key(screen, x, y, (int)len, key);
		word += len;
	}
}

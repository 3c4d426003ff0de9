// SPDX-License-Identifier: GPL-2.0
/* The names of keys that are not one character. */
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/text.h"
#include "screen/input.h"
#include "screen/key_name.h"

#define CTRL "Ctrl-"

static const struct {
	uint32_t key;
	const char *name;
} names[] = {
	{ ' ', "Space" }, { TK_BACKSPACE, "Backspace" }, { TK_TAB, "Tab" },
	{ TK_ENTER, "Enter" }, { TK_ESC, "Esc" }, { TK_UP, "Up" },
	{ TK_DOWN, "Down" }, { TK_LEFT, "Left" }, { TK_RIGHT, "Right" },
	{ TK_PAGE_UP, "PgUp" }, { TK_PAGE_DOWN, "PgDn" },
	{ TK_HOME, "Home" }, { TK_END, "End" }, { TK_F1, "F1" },
	{ TK_F2, "F2" }, { TK_F3, "F3" }, { TK_F4, "F4" }, { TK_F5, "F5" },
	{ TK_F6, "F6" }, { TK_F7, "F7" }, { TK_F8, "F8" }, { TK_F9, "F9" },
	{ TK_F10, "F10" }, { TK_F11, "F11" }, { TK_F12, "F12" },
	{ TK_DIGITS, "0-9" },
	/* of the config file, where it begins a comment */
	{ ';', "Semicolon" },
};

const char *key_name(uint32_t key, char buf[KEY_NAME_MAX])
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].key == key)
			return names[i].name;
	if (key < ' ')
		snprintf(buf, KEY_NAME_MAX, CTRL "%c", (char)('@' + key));
	else if (key < TK_UP)
		text_encode(buf, key);
	else
		return "that key";
	return buf;
}

/* Those of the names above go by them; others never come from a terminal. */
static bool ctrl_by_name(const char *name, uint32_t *key)
{
	static const char others[] = "CHIJMQSZ";
	char letter = name[0];

	if (letter < 'A' || letter > 'Z' || name[1] || strchr(others, letter))
		return false;
	*key = (uint32_t)(letter - '@');
	return true;
}

static bool is_character(const char *name, uint32_t *key)
{
	char32_t glyph;
	int width;

	if (!*name || *text_next(name, &glyph, &width))
		return false;
	/* what is none comes back as that */
	if (glyph == '?' && *name != '?')
		return false;
	*key = glyph;
	return true;
}

bool key_by_name(const char *name, uint32_t *key)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(names[i].name, name))
			continue;
		*key = names[i].key;
		return true;
	}
	if (text_begins_with(name, CTRL))
		return ctrl_by_name(name + strlen(CTRL), key);
	return is_character(name, key);
}

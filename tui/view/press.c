// SPDX-License-Identifier: GPL-2.0
/* Words of the last line that press a key, and a question with its answers. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "screen/key_name.h"
#include "view/press.h"

#define PROMPT_MAX 512		/* bytes */
#define CHOICE_MAX 64

void press_key(struct screen *screen, int x, int y, const char *text,
	       uint32_t key)
{
	screen_hit_key(screen, x, y, text_width(text), key);
}

/* Columns of the @len bytes of a hint from @at on. */
static int columns(const char *text, size_t at, size_t len)
{
	char part[KEY_HINT_MAX];

	snprintf(part, sizeof(part), "%.*s", (int)len, text + at);
	return text_width(part);
}

void press_hint(struct screen *screen, int x, int y, const char *text,
		const struct key_spans *spans)
{
	const struct key_span *span = spans->of;

	if (!spans->nr || span->at)
		return;
	press_key(screen, x, y, text, span->key);
	for (; span < spans->of + spans->nr; span++)
		screen_hit_key(screen, x + columns(text, 0, span->at), y,
			       columns(text, span->at, span->len), span->key);
}

/* What stands before choice @i: words need more than a blank between them. */
static const char *gap_before(const struct choice_key *choices, size_t i)
{
	return i && *choices[i].words ? ", " : " ";
}

/* "k end" */
static void choice_text(const struct choice_key *choice, char buf[CHOICE_MAX])
{
	char name[KEY_NAME_MAX];

	snprintf(buf, CHOICE_MAX, "%s%s%s", key_name(choice->key, name),
		 *choice->words ? " " : "", choice->words);
}

static void hit_choices(struct screen *screen, int x, int y, int end,
			const struct choice_key *choices, size_t nr)
{
	char text[CHOICE_MAX];
	size_t i;

	for (i = 0; i < nr && choices[i].words; i++) {
		choice_text(&choices[i], text);
		x += text_width(gap_before(choices, i));
		if (x + text_width(text) > end)
			return;
		press_key(screen, x, y, text, choices[i].key);
		x += text_width(text);
	}
}

/* Add all that are told to @buf. */
static void say_choices(const struct choice_key *choices, size_t nr, char *buf,
			size_t len)
{
	char text[CHOICE_MAX];
	size_t i;

	for (i = 0; i < nr && choices[i].words; i++) {
		choice_text(&choices[i], text);
		text_append(buf, len, "%s%s", gap_before(choices, i), text);
	}
}

int press_choices_width(const struct choice_key *choices, size_t nr)
{
	char text[PROMPT_MAX] = "";

	say_choices(choices, nr, text, sizeof(text));
	return text_width(text);
}

void press_choices(struct screen *screen, int y, int room, const char *prompt,
		   const struct choice_key *choices, size_t nr)
{
	char text[PROMPT_MAX];
	int end;

	snprintf(text, sizeof(text), "%s", prompt);
	say_choices(choices, nr, text, sizeof(text));
	end = screen_words(screen, 0, y, room, ROLE_NOTICE, text);
	hit_choices(screen, text_width(prompt), y, end, choices, nr);
}

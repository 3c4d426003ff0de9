// SPDX-License-Identifier: GPL-2.0
/* A question in the last line, and how it is answered. */
#include <stdio.h>
#include <string.h>

#include "app/question.h"
#include "base/text.h"
#include "screen/input.h"

void question_ask(struct question *question, const char *prompt,
		  const char *preset)
{
	memset(question, 0, sizeof(*question));
	question->open = true;
	question->enter = "set";
	question->esc = "cancel";
	snprintf(question->prompt, sizeof(question->prompt), "%s", prompt);
	snprintf(question->answer, sizeof(question->answer), "%s", preset);
}

void question_ask_text(struct question *question, const char *prompt,
		       const char *preset, const char *enter)
{
	question_ask(question, prompt, preset);
	question->words = true;
	question->enter = enter;
}

void question_ask_live(struct question *question, const char *prompt,
		       const char *preset)
{
	question_ask(question, prompt, preset);
	question->live = true;
	question->enter = "keep";
	question->esc = "undo";
}

void question_choose(struct question *question, const char *prompt,
		     const struct choice_key *choices, size_t nr)
{
	question_ask(question, prompt, "");
	question->choices = choices;
	question->nr_choices = nr;
}

static bool is_choice(const struct question *question, uint32_t key)
{
	size_t i;

	for (i = 0; i < question->nr_choices; i++)
		if (question->choices[i].key == key)
			return true;
	return false;
}

static enum answer choose(struct question *question, uint32_t key)
{
	if (!is_choice(question, key))
		return ANSWER_NONE;
	question->answer[0] = (char)key;
	question->open = false;
	return ANSWER_GIVEN;
}

/* Digits, a point and a unit are all that is asked for, if no text is. */
static bool is_wanted(const struct question *question, uint32_t key)
{
	if (question->live || question->words)
		return key >= ' ' && key != 0x7f && key < TK_UP;
	return key && key < 0x80 && strchr("0123456789.KMGTkmgt", (int)key);
}

/* Bytes of the last character of @text, which has some. */
static size_t last_length(const char *text)
{
	size_t len = strlen(text), nr = 1;

	while (nr < len && ((unsigned char)text[len - nr] & 0xc0) == 0x80)
		nr++;
	return nr;
}

static void erase_character(char *text)
{
	if (*text)
		text[strlen(text) - last_length(text)] = '\0';
}

/* As shells do: blanks, and what is before them up to others. */
static void erase_word(char *text)
{
	size_t len = strlen(text);

	while (len && text[len - 1] == ' ')
		len--;
	while (len && text[len - 1] != ' ')
		len--;
	text[len] = '\0';
}

static void add_character(struct question *question, uint32_t key)
{
	size_t len = strlen(question->answer);
	char character[8];

	text_encode(character, key);
	if (len + strlen(character) < sizeof(question->answer))
		memcpy(question->answer + len, character,
		       strlen(character) + 1);
}

static void type(struct question *question, uint32_t key)
{
	switch (key) {
	case TK_BACKSPACE:
		erase_character(question->answer);
		break;
	case TK_CTRL_W:
		erase_word(question->answer);
		break;
	case TK_CTRL_U:
		question->answer[0] = '\0';
		break;
	default:
		if (is_wanted(question, key))
			add_character(question, key);
	}
}

static enum answer type_live(struct question *question, uint32_t key)
{
	char before[ANSWER_MAX];

	memcpy(before, question->answer, sizeof(before));
	type(question, key);
	return strcmp(before, question->answer) ? ANSWER_CHANGED : ANSWER_NONE;
}

enum answer question_key(struct question *question, uint32_t key)
{
	if (key == TK_ESC) {
		question->open = false;
		return ANSWER_REFUSED;
	}
	if (question->choices)
		return choose(question, key);
	if (key != TK_ENTER && question->live)
		return type_live(question, key);
	if (key != TK_ENTER) {
		type(question, key);
		return ANSWER_NONE;
	}
	question->open = false;
	return question->live || *question->answer ? ANSWER_GIVEN :
						     ANSWER_REFUSED;
}

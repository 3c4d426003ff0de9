// SPDX-License-Identifier: GPL-2.0
/* A question in the last line, and how it is answered. */
#include <stdio.h>
#include <string.h>

#include "app/question.h"
#include "screen/input.h"

void question_ask(struct question *question, const char *prompt,
		  const char *preset)
{
	memset(question, 0, sizeof(*question));
	question->open = true;
	snprintf(question->prompt, sizeof(question->prompt), "%s", prompt);
	snprintf(question->answer, sizeof(question->answer), "%s", preset);
}

void question_choose(struct question *question, const char *prompt,
		     const char *choices)
{
	question_ask(question, prompt, "");
	question->choices = choices;
}

static enum answer choose(struct question *question, uint32_t key)
{
	if (key >= 0x80 || !key || !strchr(question->choices, (int)key))
		return ANSWER_NONE;
	question->answer[0] = (char)key;
	question->open = false;
	return ANSWER_GIVEN;
}

/* Digits, a point and a unit are all that is ever asked for. */
static bool is_wanted(uint32_t key)
{
	return key && key < 0x80 && strchr("0123456789.KMGTkmgt", (int)key);
}

static void type(struct question *question, uint32_t key)
{
	size_t len = strlen(question->answer);

	if (key == TK_BACKSPACE && len) {
		question->answer[len - 1] = '\0';
	} else if (is_wanted(key) && len + 1 < sizeof(question->answer)) {
		question->answer[len] = (char)key;
		question->answer[len + 1] = '\0';
	}
}

enum answer question_key(struct question *question, uint32_t key)
{
	if (key == TK_ESC) {
		question->open = false;
		return ANSWER_REFUSED;
	}
	if (question->choices)
		return choose(question, key);
	if (key != TK_ENTER) {
		type(question, key);
		return ANSWER_NONE;
	}
	question->open = false;
	return *question->answer ? ANSWER_GIVEN : ANSWER_REFUSED;
}

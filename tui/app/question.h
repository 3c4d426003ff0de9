/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_QUESTION_H
#define TUI_APP_QUESTION_H

#include <stdbool.h>
#include <stdint.h>

#define ANSWER_MAX 16

/*
 * A question in the last line. While one is open, it takes every key: either
 * text is typed, or one of some keys is pressed. Zeroed, none is open.
 */
struct question {
	bool open;
	const char *choices;	/* keys that answer; NULL: text is typed */
	char prompt[112];
	char answer[ANSWER_MAX];
};

enum answer {
	ANSWER_NONE,		/* it is still open */
	ANSWER_GIVEN,		/* in .answer: the text, or the key */
	ANSWER_REFUSED,		/* Esc: as if it had not been asked */
};

/* Ask for text, with @preset to begin with. */
void question_ask(struct question *question, const char *prompt,
		  const char *preset);

/* Ask for one of @choices, which outlive the question. */
void question_choose(struct question *question, const char *prompt,
		     const char *choices);

/* Take @key (enum key or a character); when it's answered, it is closed. */
enum answer question_key(struct question *question, uint32_t key);

#endif

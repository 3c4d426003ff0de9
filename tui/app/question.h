/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_QUESTION_H
#define TUI_APP_QUESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/press.h"

#define ANSWER_MAX 256

/*
 * A question in the last line. While one is open, it takes every key: either
 * text is typed, or one of some keys is pressed. Zeroed, none is open.
 */
struct question {
	bool open;
	const struct choice_key *choices;	/* NULL: text is typed */
	size_t nr_choices;
	bool words;		/* any text may be typed */
	bool live;		/* likewise, and each change of it matters */
	char prompt[112];
	const char *enter, *esc;	/* what these do, in a word */
	char answer[ANSWER_MAX];
	char told[96];		/* beside it, of a live one; "" nothing */
	bool mistake;		/* it is wrong from byte @at on */
	size_t at;
};

enum answer {
	ANSWER_NONE,		/* it is still open */
	ANSWER_CHANGED,		/* likewise, and other text is in a live one */
	ANSWER_GIVEN,		/* in .answer: the text, or the key; only that
				 * of a live one may be empty
				 */
	ANSWER_REFUSED,		/* Esc: as if it had not been asked */
};

/* Ask for a number or a size to be set, with @preset to begin with. */
void question_ask(struct question *question, const char *prompt,
		  const char *preset);

/* Likewise for any text; @enter is what is done with it, a literal: "record". */
void question_ask_text(struct question *question, const char *prompt,
		       const char *preset, const char *enter);

/* Likewise, and be told of each change: one keeps it, or undoes it. */
void question_ask_live(struct question *question, const char *prompt,
		       const char *preset);

/*
 * Ask for one of the @nr keys @choices, characters, which outlive the question;
 * Esc refuses any, and may be among them so that it is told.
 */
void question_choose(struct question *question, const char *prompt,
		     const struct choice_key *choices, size_t nr);

/* Take @key (enum key or a character); when it's answered, it is closed. */
enum answer question_key(struct question *question, uint32_t key);

#endif

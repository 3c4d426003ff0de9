/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_TYPING_H
#define TUI_VIEW_TYPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/view.h"

#define TYPING_MAX 12

/* What was typed to choose a line of a menu. Zeroed, that is nothing. */
struct typing {
	char typed[TYPING_MAX];		/* the first letters of a name */
	uint64_t number;		/* or a number; 0: none */
};

/* The lines of a menu, and how each is called. */
struct typing_list {
	const void *of;
	size_t nr;
	/* valid until the next call; small letters count as capitals */
	const char *(*name)(const void *of, size_t i);
	uint64_t (*number)(const void *of, size_t i);	/* above 0 */
	const char *prefix;	/* what may be typed before a name, or NULL */
};

/*
 * A key while line *@at is selected, which becomes the one that is meant: the
 * next one, round, that begins with the letters typed so far, or with this one
 * alone; or the one with that number. Backspace forgets what was typed. false:
 * the key chooses nothing.
 */
bool typing_key(struct typing *typing, const struct typing_list *list,
		uint32_t key, size_t *at);

/* "sort by TE_", "sort by number 12_", or only @before: nothing is typed. */
void typing_text(const struct typing *typing, const char *before, char *buf,
		 size_t len);

#endif

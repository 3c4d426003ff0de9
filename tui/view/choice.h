/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_CHOICE_H
#define TUI_VIEW_CHOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/view.h"

#define CHOICE_MAX 12

/* What was typed to choose a line of a menu. Zeroed, that is nothing. */
struct menu_choice {
	char typed[CHOICE_MAX];		/* the first letters of a name */
	uint64_t number;		/* or a number; 0: none */
};

/* The lines of a menu, and how each is called. */
struct choice_list {
	const void *of;
	size_t nr, size;		/* so many, of so many bytes each */
	/* valid until the next call; small letters count as capitals */
	const char *(*name)(const void *line);
	uint64_t (*number)(const void *line);	/* above 0 */
	const char *prefix;	/* what may be typed before a name, or NULL */
};

/*
 * A key while line *@at is selected, which becomes the one that is meant: the
 * next one, round, that begins with the letters typed so far, or with this one
 * alone; or the one with that number. Backspace forgets what was typed. false:
 * the key chooses nothing.
 */
bool choice_key(struct menu_choice *choice, const struct choice_list *list,
		uint32_t key, size_t *at);

/* "sort by TE_", "sort by number 12_", or only @before: nothing is typed. */
void choice_text(const struct menu_choice *choice, const char *before,
		 char *buf, size_t len);

#endif

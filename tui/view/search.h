/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_SEARCH_H
#define TUI_VIEW_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "view/view.h"

#define SEARCH_MAX 256

/*
 * A search in the rows of a view: it follows what is typed, and can be repeated.
 * Which row is selected stays the view's affair. Zeroed, nothing was sought.
 */
struct search {
	char text[SEARCH_MAX];		/* what is looked for; "" nothing */
	char before[SEARCH_MAX];	/* what was, before something is typed */
	bool open;			/* it is being typed */
};

/* Where is sought: rows, and whether @pattern is in row @i of them. */
struct search_in {
	size_t nr;
	bool (*matches)(const void *of, size_t i, const char *pattern);
	const void *of;
};

/* Ask for what is to be sought. */
struct act search_ask(struct search *search);

/*
 * Follow @typing, which began with row @origin selected: returns the row to be
 * selected now, that is the first match from there on, round; @origin itself if
 * nothing is found, or all is undone.
 */
size_t search_follow(struct search *search, const struct search_in *in,
		     size_t origin, struct typing *typing);

/*
 * The next match behind row @at, or the one before it, round. Says in @why what
 * is to be told: that the end was passed, or, when it returns false, why there
 * is none; else it is NULL.
 */
bool search_again(const struct search *search, const struct search_in *in,
		  size_t at, bool back, size_t *found, const char **why);

/*
 * Show where @pattern, if it is not "", stands in columns @x to @x + @width - 1
 * of row @y, which have been drawn; bars and graphs are left alone.
 */
void search_mark(struct screen *screen, int x, int y, int width,
		 const char *pattern);

#endif

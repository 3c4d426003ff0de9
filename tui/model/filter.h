/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_FILTER_H
#define TUI_MODEL_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/filter_term.h"

struct row;

/*
 * Which processes are listed, as an expression: terms with blanks between them,
 * all of which must hold; tamtop(1) tells of them. One parser is behind the
 * screen, the command line and whatever writes a list.
 */
struct filter;

/* What is wrong with an expression, from byte @at on, @len bytes of it. */
struct filter_mistake {
	size_t at, len;
	char why[80];		/* "give a size, like 1G" */
};

/*
 * Read @text, which is copied; filter_free() frees the filter. NULL: it is no
 * expression, @mistake says why not. One without terms lets everything pass.
 * Dies when memory is out.
 */
struct filter *filter_new(const char *text, struct filter_mistake *mistake);
void filter_free(struct filter *filter);

/* The expression, without blanks around it; "" if it has no terms. */
const char *filter_text(const struct filter *filter);

/*
 * Does @row pass? What is unknown stays so when it is negated: it is not listed
 * either way.
 */
enum filter_answer filter_matches(const struct filter *filter,
				  const struct row *row);

/* FILTER_NEEDS_* of a filter; NULL needs nothing. */
unsigned int filter_needs(const struct filter *filter);

/*
 * The expression @text, which has no mistake, with @user (a name or a number)
 * instead of those it asks for; NULL: without any. To be freed; dies when
 * memory is out.
 */
char *filter_with_user(const char *text, const char *user);

/* Is @user the one, and the only one, that @filter asks for? */
bool filter_is_of_user(const struct filter *filter, const char *user);

#endif

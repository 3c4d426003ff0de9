/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_FILTER_TERM_H
#define TUI_MODEL_FILTER_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "model/amount.h"

struct row;

/* What may come of holding a row against a filter, or a part of one. */
enum filter_answer {
	FILTER_NO,
	FILTER_YES,
	FILTER_UNKNOWN,		/* what it asks for is not known of the row */
};

/* What has to be known of all processes, not only of those on screen. */
#define FILTER_NEEDS_COMMANDS	0x1
#define FILTER_NEEDS_USERS	0x2
#define FILTER_NEEDS_CGROUPS	0x4
#define FILTER_NEEDS_FIELDS	0x8	/* that a source may know of shown rows
					 * only
					 */
#define FILTER_NEEDS_ZEROS	0x10
#define FILTER_NEEDS_PSS	0x20

/* What a term of a filter asks of a process. */
enum term_kind {
	TERM_TEXT,		/* is .text in its command? */
	TERM_USER,		/* is its user one of .words? */
	TERM_PID,		/* is its number one of .pids? */
	TERM_CGROUP,		/* is .text in the path of its cgroup? */
	TERM_STATE,		/* is its state one of the letters of .text? */
	TERM_KIND,		/* is it of one of .kinds? */
	TERM_NUMBER,		/* how does .field compare with .amount? */
};

enum term_compare {
	COMPARE_LESS = 0x1,
	COMPARE_EQUAL = 0x2,
	COMPARE_MORE = 0x4,
};

/* One term, and where it is in the expression. */
struct filter_term {
	enum term_kind kind;
	bool negated;
	size_t at, len;			/* with what negates it */
	char *text;			/* with commas in it, if a list */
	pid_t *pids;
	size_t nr_pids;
	unsigned int kinds;		/* a bit for each, see term_kind_of() */
	const struct field *field;
	unsigned int compare;		/* enum term_compare, those that hold */
	struct amount amount;
};

/* The bit of the kind called @name, @len bytes long; 0: there is none. */
unsigned int term_kind_of(const char *name, size_t len);

/* "tamalloc, zero ..." as the kinds are called, into @buf. */
void term_kind_names(char *buf, size_t size);

/* Does @row answer the question of @term, its negation heeded? */
enum filter_answer term_matches(const struct filter_term *term,
				const struct row *row);

/* FILTER_NEEDS_* of @term. */
unsigned int term_needs(const struct filter_term *term);

#endif

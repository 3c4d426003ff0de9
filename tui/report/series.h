/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_REPORT_SERIES_H
#define TUI_REPORT_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/field.h"
#include "model/group_key.h"
#include "model/model.h"

/*
 * What the series of all others is called: no command is as long, no user has
 * a ':', no cgroup begins so, and no pid is a word.
 */
#define SERIES_REST	"rest: all others"
#define SERIES_REST_PID	"rest"

/* Processes that are told as one. */
struct series {
	char *labels;		/* as in braces: command="sshd", escaped */
	size_t nr;		/* processes; 0: nobody, and nothing is told */
	struct row sum;		/* of them, see row_sum.h */
	bool rest;		/* of all that have no series of their own */
};

/* Those of a model. */
struct series_list {
	struct series *series;	/* the rest, if there is any, is the last one */
	size_t nr;
};

/* Which ones: each group of @kind, GROUP_NONE: each process. */
struct series_choice {
	enum group_kind kind;
	size_t top;			/* those that come first, then the rest */
	const struct field *sort;	/* of a process */
	bool inverted;
};

/*
 * The series that the listed processes of @model make, in their order. Those
 * with the same labels are one: names that differ only in what can't be told.
 * series_release() frees what is in @list.
 */
void series_make(struct series_list *list, const struct model *model,
		 const struct series_choice *choice);
void series_release(struct series_list *list);

/* What groups of @kind are called, in labels too: "process", "command". */
const char *series_kind_name(size_t kind);

/*
 * @text for between the quotes of a label: what is no UTF-8, and controls, but
 * for a newline, becomes U+FFFD; free() frees it.
 */
char *series_escaped(const char *text);

#endif

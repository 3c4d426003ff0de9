/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_CHOSEN_H
#define TUI_APP_CHOSEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "model/field.h"
#include "model/model.h"

/* Which processes are printed, and how; all that is pointed to is the caller's. */
struct chosen {
	const struct field *sort;
	bool inverted;
	const struct field_list *fields;	/* NULL: nobody chose any */
	const pid_t *pids;		/* only these; nr_pids 0: all */
	size_t nr_pids;
	const struct proc_id *found;	/* and only these; nr_found 0: likewise */
	size_t nr_found;
	const char *filter;		/* without a mistake; NULL: none */
};

/* A model that lists them, and in that order; model_free() frees it. */
struct model *chosen_model(const struct chosen *chosen);

/* Were some asked for one by one? */
bool chosen_one_by_one(const struct chosen *chosen);

#endif

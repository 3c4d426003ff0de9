/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_HOLD_H
#define TUI_MODEL_HOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "data/sample.h"

struct row;

/*
 * Rows that keep their places, whatever their numbers do. What was there when
 * it began leaves a row of its own where it ends, which tells that it is gone;
 * what came since stands at the end, and leaves no gap: there are never more
 * rows of the gone than places at first. Who is alive and only not among the
 * rows for a while, since a filter hides it, comes back to its place.
 */
struct hold;

struct hold *hold_new(void);
void hold_free(struct hold *hold);

/* The next order is another one, to be held from then on. */
void hold_anew(struct hold *hold);

/* Is the process @id still there, be it among the rows or not? */
typedef bool hold_alive_fn(const void *ctx, struct proc_id id);

/* Take the @nr @rows there are now, sorted; they stay until the next call. */
void hold_arrange(struct hold *hold, struct row *const *rows, size_t nr,
		  hold_alive_fn *is_alive, const void *ctx);

/* The rows in their places, the gone ones as rows of its own; how many. */
struct row *const *hold_rows(const struct hold *hold, size_t *nr);

#endif

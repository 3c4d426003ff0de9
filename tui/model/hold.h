/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_HOLD_H
#define TUI_MODEL_HOLD_H

#include <stddef.h>

struct row;

/*
 * Rows that keep their places, whatever their numbers do. What was there when
 * it began leaves a row of its own where it ends, which tells that it is gone;
 * what came since stands at the end, and leaves no gap: there are never more
 * rows of the gone than places at first.
 */
struct hold;

struct hold *hold_new(void);
void hold_free(struct hold *hold);

/* The next order is another one, to be held from then on. */
void hold_anew(struct hold *hold);

/* Take the @nr @rows there are now, sorted; they stay until the next call. */
void hold_arrange(struct hold *hold, struct row *const *rows, size_t nr);

/* The rows in their places, the gone ones as rows of its own; how many. */
struct row *const *hold_rows(const struct hold *hold, size_t *nr);

#endif

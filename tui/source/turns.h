/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_TURNS_H
#define TUI_SOURCE_TURNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/sample.h"

/*
 * Whose turn it is, where more processes are asked for than there is time for:
 * who has waited longest comes next. Zeroed, nobody waits.
 */
struct turns {
	struct turn {
		struct proc_id id;
		uint64_t turn;		/* when its turn was; 0: never */
		size_t place;		/* among those asked for */
	} *all;				/* of those asked for last, by rising id */
	struct turn *spare;
	struct turn **queue;		/* the same: who has waited longest first */
	size_t nr, max, max_spare, max_queue;
	size_t next;			/* in the queue */
	uint64_t turn;
};

/*
 * These @nr are asked for now; who isn't any more is forgotten. Dies when memory
 * is out.
 */
void turns_take(struct turns *turns, const struct proc_id *ids, size_t nr);

/* Is @id one of them? */
bool turns_have(const struct turns *turns, struct proc_id id);

/*
 * Whose turn it is: from then on it has waited least. There is one, so turns.nr
 * isn't 0.
 */
struct proc_id turns_next(struct turns *turns);

/* Free what @turns holds. */
void turns_release(struct turns *turns);

#endif

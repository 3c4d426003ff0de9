/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_PSS_H
#define TUI_MODEL_PSS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/demand.h"
#include "data/sample.h"

/*
 * The PSS of several processes together: a page counts in it in the part that
 * each of its users has, so that a sum counts none twice. It is asked for once,
 * and comes by and by. Zeroed, nobody was asked for.
 */
struct pss_sum {
	struct proc_id *left;		/* not answered yet, by rising pid */
	size_t nr_left, max_left;
	size_t nr;			/* processes, then */
	size_t nr_read, nr_denied, nr_gone;
	uint64_t bytes;			/* of those read */
	uint64_t cost_ns;		/* what reading them took */
};

/* Begin anew, with nobody. */
void pss_begin(struct pss_sum *sum);

/* Add a process, with a greater pid than those before. */
void pss_add(struct pss_sum *sum, struct proc_id id);

/* Take what @sample answers, in the order of the demand. */
void pss_take(struct pss_sum *sum, const struct sample *sample);

/* Ask for those that are left. */
void pss_demand(const struct pss_sum *sum, struct demand *demand);

void pss_release(struct pss_sum *sum);

#endif

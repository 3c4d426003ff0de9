/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_RECALL_H
#define TUI_SOURCE_PROCESS_RECALL_H

#include <stdatomic.h>

#include "source/process/answer.h"

/*
 * Is this a look at all of the process? Else, where all is demanded, only
 * windows are answered: the mappings weren't read.
 */
bool recall_is_whole(const struct target_demand *demand,
		     const struct sample *sample);

/*
 * Answer @demand from the look that @sample has at the process of its target,
 * and of the same memory: adds scans, cells and changes. What the look doesn't
 * know all pages of is left out; without a look nothing is answered, and what
 * is remembered stays. @stop: as for inspector_new().
 */
void recall_demand(struct answer_past *past, const struct target_demand *demand,
		   const atomic_bool *stop, struct sample *sample);

#endif

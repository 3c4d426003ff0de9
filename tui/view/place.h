/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PLACE_H
#define TUI_VIEW_PLACE_H

#include <stdint.h>

#include "data/sample.h"

/* Where a person can be: each kind is one view. */
enum place_kind {
	PLACE_LIST,
	PLACE_PROCESS,		/* .process */
	PLACE_MAP,		/* the mapping at .address, 0: all of them */
	PLACE_TIMELINE,		/* the mapping at .address */
	PLACE_HELP,
	NR_PLACES
};

/* Maps and timelines are of the process that is looked into. */
struct place {
	enum place_kind kind;
	struct proc_id process;
	uint64_t address;
};

#endif

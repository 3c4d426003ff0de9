/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PLACE_H
#define TUI_VIEW_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "data/sample.h"

/* Where a person can be, and how help calls that: each kind is one view. */
#define PLACES(X)							\
	X(LIST,		"list")						\
	/* .process */							\
	X(PROCESS,	"process")					\
	/* of the mapping at .address, or there of .all of them */	\
	X(MAP,		"map")						\
	/* of the mapping at .address */				\
	X(TIMELINE,	"timeline")					\
	X(LAUNCH,	"demos")					\
	X(HELP,		"help")

#define PLACE_ENUM(kind, name) PLACE_##kind,
enum place_kind { PLACES(PLACE_ENUM) NR_PLACES };
#undef PLACE_ENUM

/* Maps and timelines are of the process that is looked into. */
struct place {
	enum place_kind kind;
	struct proc_id process;
	uint64_t address;
	bool all;
};

#endif

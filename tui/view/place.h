/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PLACE_H
#define TUI_VIEW_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "data/sample.h"
#include "model/group_key.h"

/*
 * Where a person can be, how help calls that, and how a sentence does: each
 * kind is one view.
 */
#define PLACES(X)							\
	/* of .group only, which is there while it is opened; NULL: of all */ \
	X(LIST,		"list",		"in the list")			\
	/* at first by .group_kind; GROUP_NONE: by the first there is */		\
	X(GROUPS,	"groups",	"in groups")			\
	/* .process */							\
	X(PROCESS,	"process",	"in a process")			\
	/* of the mapping at .address, or there of .all of them */	\
	X(MAP,		"map",		"in the map")			\
	/* of the mapping at .address */				\
	X(TIMELINE,	"timeline",	"in the timeline")		\
	X(LAUNCH,	"demos",	"among the demos")		\
	/* .table, sorted by .field, .inverted or not */		\
	X(SORT,		"sort menu",	"in the sort menu")		\
	/* of .table */							\
	X(COLUMNS,	"columns",	"in the column menu")		\
	/* to .process */						\
	X(SIGNAL,	"signal menu",	"in the signal menu")		\
	X(USER,		"user menu",	"in the user menu")		\
	/* .of another place */						\
	X(HELP,		"help",		"in help")

#define PLACE_ENUM(kind, name, where) PLACE_##kind,
enum place_kind { PLACES(PLACE_ENUM) NR_PLACES };
#undef PLACE_ENUM

struct field;
struct group;
struct table;

/* Maps and timelines are of the process that is looked into. */
struct place {
	enum place_kind kind;
	struct proc_id process;
	const struct group *group;
	enum group_kind group_kind;
	uint64_t address;
	bool all;
	const struct table *table;
	const struct field *field;
	bool inverted;
	enum place_kind of;
};

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_PROCESS_MAPPING_ORDER_H
#define TUI_VIEW_PROCESS_MAPPING_ORDER_H

#include "model/target.h"
#include "view/table.h"

#define ALL_KINDS NR_KINDS

/*
 * More mappings than these are sorted only when someone asks; until then each
 * of them keeps its place, and new ones stand at the end.
 */
#define MAPPING_ORDER_LIVE 16384

/* Which mappings, and in which order: tamalloc blocks first, always. */
struct mapping_rule {
	int kind;			/* enum mapping_kind, or ALL_KINDS */
	struct table_sort sort;
};

/* The mappings of a target that a rule chooses, in its order. */
struct mapping_order {
	uint32_t *places;		/* of target->mappings */
	size_t nr;
	size_t nr_tamalloc;
	bool held;			/* they may have changed since sorted */
	uint64_t *starts;		/* the address of each, to find it again
					 * when the mappings have changed
					 */
	size_t max;			/* room in both arrays */
	size_t nr_mappings;		/* of the target, then */
	unsigned long changes_of_map;	/* likewise */
};

/*
 * Follow what became of the mappings. With @anew (the rule has changed, or a
 * key asks for it) they are sorted, however many. Dies when memory is out.
 */
void mapping_order_update(struct mapping_order *order,
			  const struct target *target,
			  const struct mapping_rule *rule, bool anew);

/* Mapping @i of the order, NULL behind the last one. */
const struct mapping *mapping_order_get(const struct mapping_order *order,
					const struct target *target, size_t i);

/* The place of the mapping that begins at @start, or -1. */
ssize_t mapping_order_find(const struct mapping_order *order, uint64_t start);

/* Free what @order holds, not the struct itself; it is empty then. */
void mapping_order_release(struct mapping_order *order);

#endif

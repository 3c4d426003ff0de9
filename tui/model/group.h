/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_GROUP_H
#define TUI_MODEL_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "model/field.h"
#include "model/group_key.h"
#include "model/model.h"

/* All processes with one key. */
struct group {
	struct group_key key;
	uint64_t id;			/* no other has it while it is there */
	char *text;			/* of the key */
	char *name;			/* to be shown; may hold any bytes */
	size_t nr;			/* processes */
	struct row sum;			/* of them, see row_sum.h */
};

/* The groups that the listed processes of a model make. */
struct groups;

struct groups *groups_new(void);
void groups_free(struct groups *groups);

/*
 * Group the processes that @model lists, be they hidden in a folded tree, by
 * @kind, and sort as groups_sort() said last. Pointers to groups, and their
 * keys, are valid until the next update of either.
 */
void groups_update(struct groups *groups, const struct model *model,
		   enum group_kind kind);

/* Order them as @field, of group_fields, is read, or @inverted. */
void groups_sort(struct groups *groups, const struct field *field,
		 bool inverted);

/* Group @i, NULL behind the last one; how many. */
const struct group *groups_get(const struct groups *groups, size_t i);
size_t groups_nr(const struct groups *groups);

/* What can be said of a struct group. */
enum group_field {
	GFIELD_NAME,
	GFIELD_NR,
	GFIELD_RESERVED,
	GFIELD_TOUCHED,
	GFIELD_PERCENT,
	GFIELD_SINCE,
	GFIELD_ZERO,
	GFIELD_SWAP,
	GFIELD_TAMALLOC,
	GFIELD_TOUCH_RATE,
	GFIELD_FAULT_RATE,
	GFIELD_MAJFLT_RATE,
	GFIELD_CPU,
	NR_GROUP_FIELDS
};

extern const struct field group_fields[NR_GROUP_FIELDS];

#endif

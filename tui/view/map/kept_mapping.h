/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_KEPT_MAPPING_H
#define TUI_VIEW_MAP_KEPT_MAPPING_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "model/model.h"
#include "model/target.h"
#include "screen/screen.h"
#include "view/view.h"

/*
 * What a view is about: a mapping of the process that is looked into. It is
 * remembered as it was seen last, as it may go away while it is looked at.
 */
struct kept_mapping {
	uint64_t start;			/* where it begins; may move */
	uint64_t mm_id;			/* that it is of; 0: not known yet */
	bool gone;			/* it isn't there any more */
	struct mapping mapping;		/* its name is @name */
	char name[128];
	pid_t pid;
	char comm[sizeof(((struct proc *)0)->comm)];
};

/* A kept mapping of which nothing but its start is known yet. */
void kept_mapping_init(struct kept_mapping *kept, uint64_t start);

/* What is known of it is of another time. */
void kept_mapping_forget(struct kept_mapping *kept);

/* Take over what the model knows of the process. */
void kept_mapping_update(struct kept_mapping *kept, const struct model *model);

/*
 * The mapping now: the one where it began, else the one that holds @address.
 * NULL: there is none any more, or exec(2) has replaced them all.
 */
const struct mapping *kept_mapping_find(struct kept_mapping *kept,
					const struct target *target,
					uint64_t address);

/* Remember @mapping. */
void kept_mapping_set(struct kept_mapping *kept, const struct mapping *mapping);

/*
 * Why nothing new is to be seen of it, for keymap_say(), or NULL. @target may be
 * NULL.
 */
const char *kept_mapping_trouble(const struct kept_mapping *kept,
				 const struct target *target);

/*
 * Can one look around in it? Also in one whose process has ended, as far as
 * cells are known.
 */
bool kept_mapping_readable(const struct kept_mapping *kept,
			   const struct target *target);

/* Draw @trouble into row @y, marked as an error, with keys that are in force. */
void kept_mapping_draw_trouble(const char *trouble, const struct view_env *env,
			       struct screen *screen, int y);

#endif

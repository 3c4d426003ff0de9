// SPDX-License-Identifier: GPL-2.0
/* The mapping that a map is about, remembered when it is gone. */
#include <stdio.h>
#include <string.h>

#include "view/keymap.h"
#include "view/map/kept_mapping.h"

void kept_mapping_init(struct kept_mapping *kept, uint64_t start)
{
	memset(kept, 0, sizeof(*kept));
	kept->start = start;
	kept->mapping.name = kept->name;
}

void kept_mapping_forget(struct kept_mapping *kept)
{
	kept->mm_id = 0;
	kept->gone = false;
	kept->mapping.counted = false;
	kept->mapping.since_known = false;
}

void kept_mapping_update(struct kept_mapping *kept, const struct model *model)
{
	const struct target *target = model_target(model);
	const struct row *row;

	if (!target)
		return;
	kept->pid = target->now.id.pid;
	row = model_process(model, target->now.id);
	if (row)
		memcpy(kept->comm, row->now.comm, sizeof(kept->comm));
}

const struct mapping *kept_mapping_find(struct kept_mapping *kept,
					const struct target *target,
					uint64_t address)
{
	const struct mapping *mapping;

	if (!kept->mm_id)
		kept->mm_id = target->now.mm_id;
	if (kept->mm_id != target->now.mm_id)
		return NULL;
	mapping = target_find(target, kept->start);
	if (!mapping)
		mapping = target_find(target, address);
	if (mapping)
		kept->start = mapping->start;
	return mapping;
}

void kept_mapping_set(struct kept_mapping *kept, const struct mapping *mapping)
{
	kept->mapping = *mapping;
	snprintf(kept->name, sizeof(kept->name), "%s", mapping->name);
	kept->mapping.name = kept->name;
}

const char *kept_mapping_trouble(const struct kept_mapping *kept,
				 const struct target *target)
{
	if (!target)
		return "no process is looked into; {back} back";
	switch (target->now.state) {
	case TARGET_DENIED:
		return "its pages are not ours to see any more; run tamtop as root";
	case TARGET_NO_MEMORY:
		return "it has no memory of its own; {back} back";
	case TARGET_FAILED:
		return strerror(target->now.error);
	case TARGET_UNRECORDED:
		return "nobody looked into it when this was recorded; {back} back";
	case TARGET_GONE:
		return "this process is gone: its last picture stays until {back}";
	default:
		return !kept->gone ? NULL :
		       "this mapping is gone: its last picture stays until {back}";
	}
}

bool kept_mapping_readable(const struct kept_mapping *kept,
			   const struct target *target)
{
	return !kept_mapping_trouble(kept, target) ||
	       (target && target->now.state == TARGET_GONE && !kept->gone);
}

void kept_mapping_draw_trouble(const char *trouble, const struct view_env *env,
			       struct screen *screen, int y)
{
	int x = screen_text(screen, 0, y, TO_EDGE, ROLE_ERROR, "! ");
	char said[128];

	keymap_say(env->keys, PLACE_MAP, trouble, said, sizeof(said));
	screen_text(screen, x, y, TO_EDGE, ROLE_TEXT, said);
}

// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "view/map/kept_mapping.h"

void subject_init(struct subject *subject, uint64_t start)
{
	memset(subject, 0, sizeof(*subject));
	subject->start = start;
	subject->mapping.name = subject->name;
}

void subject_update(struct subject *subject, const struct model *model)
{
	const struct target *target = model_target(model);
	const struct row *row;

	if (!target)
		return;
	subject->pid = target->now.id.pid;
	row = model_process(model, target->now.id);
	if (row)
		memcpy(subject->comm, row->now.comm, sizeof(subject->comm));
}

const struct mapping *subject_find(struct subject *subject,
				   const struct target *target,
				   uint64_t address)
{
	const struct mapping *mapping;

	if (!subject->mm_id)
		subject->mm_id = target->now.mm_id;
	if (subject->mm_id != target->now.mm_id)
		return NULL;
	mapping = target_find(target, subject->start);
	if (!mapping)
		mapping = target_find(target, address);
	if (mapping)
		subject->start = mapping->start;
	return mapping;
}

void subject_keep(struct subject *subject, const struct mapping *mapping)
{
	subject->mapping = *mapping;
	snprintf(subject->name, sizeof(subject->name), "%s", mapping->name);
	subject->mapping.name = subject->name;
}

const char *subject_trouble(const struct subject *subject,
			    const struct target *target)
{
	if (!target)
		return "no process is looked into; Esc back";
	switch (target->now.state) {
	case TARGET_DENIED:
		return "its pages are not ours to see any more; run tamtop as root";
	case TARGET_NO_MEMORY:
		return "it has ended, and its memory is freed; Esc back";
	case TARGET_GONE:
		return "this process is gone: its last picture stays until Esc";
	default:
		return !subject->gone ? NULL :
		       "this mapping is gone: its last picture stays until Esc";
	}
}

void subject_draw_trouble(const char *trouble, struct screen *screen, int y)
{
	int x = screen_text(screen, 0, y, -1, ROLE_ERROR, "! ");

	screen_text(screen, x, y, -1, ROLE_TEXT, trouble);
}

// SPDX-License-Identifier: GPL-2.0
/*
 * model: what a sample of 20,000 processes costs the model, to be run where
 * instructions are counted: tests/bench/model.bats.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "model/group.h"
#include "model/model.h"
#include "model/tree.h"

#define NR 20000

/* Numbers that are the same everywhere. */
static uint32_t next(void)
{
	static uint32_t state = 13;

	state = state * 1664525 + 1013904223;
	return state >> 8;
}

/* Sessions of shells below init, whose children have some. */
static pid_t parent_of(pid_t pid)
{
	if (pid == 1)
		return 0;
	return next() % 3 ? (pid_t)(next() % (uint32_t)(pid - 1)) + 1 : 1;
}

static void fill(struct sample *sample, unsigned int second)
{
	struct proc *proc;
	pid_t pid;

	sample_reset(sample);
	sample->sections = SECTION_LIST;
	sample->time_ns = second * 1000000000ULL;
	for (pid = 1; pid <= NR; pid++) {
		proc = sample_add_proc(sample);
		proc->known = UINT32_MAX;
		proc->id = (struct proc_id){ pid, (uint64_t)pid };
		proc->ppid = parent_of(pid);
		proc->uid = next() % 50;
		proc->reserved = next();
		proc->resident = next() % (proc->reserved + 1);
		snprintf(proc->comm, sizeof(proc->comm), "prog%u",
			 next() % 300);
	}
}

int main(void)
{
	struct model *model = model_new();
	struct groups *groups = groups_new();
	struct sample sample = { 0 };

	fill(&sample, 1);
	model_update(model, &sample);
	model_sort(model, &process_fields[FIELD_TOUCHED], false);
	groups_sort(groups, &group_fields[GFIELD_TOUCHED], false);
	groups_update(groups, model, GROUP_COMMAND);
	model_set_hold(model, true);
	model_set_hold(model, false);
	model_set_tree(model, true);
	tree_fold_all(model_tree(model));
	model_grow_tree(model);
	printf("%zu rows, %zu groups\n", model_nr_rows(model),
	       groups_nr(groups));
	groups_free(groups);
	model_free(model);
	sample_release(&sample);
	return 0;
}

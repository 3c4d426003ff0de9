// SPDX-License-Identifier: GPL-2.0
/* Asks a source about one process, and says why where there is no answer. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "report/look.h"
#include "source/absent.h"

/* An answer to @demand in @sample; frees what @demand holds. */
static void ask(struct source *source, struct demand *demand,
		struct sample *sample)
{
	sample_reset(sample);
	if (source->ops->sample(source, demand, sample) != ST_OK)
		die(ST_SYSTEM, "sample from %s: %s", source->ops->name,
		    strerror(errno));
	demand_release(demand);
}

struct proc_id look_for(struct source *source, pid_t pid,
			struct sample *sample)
{
	struct demand demand = { .list = true };
	char why[256];
	enum status st;
	size_t i;

	ask(source, &demand, sample);
	for (i = 0; i < sample->nr_procs; i++)
		if (sample->procs[i].id.pid == pid)
			return sample->procs[i].id;
	st = source_absent(source->ops, pid, why, sizeof(why));
	die(st, "%s", why);
}

void look_gone(pid_t pid)
{
	die(ST_GONE, "process %d ended, or became another program, while it was looked at",
	    (int)pid);
}

_Noreturn static void process_denied(pid_t pid)
{
	die(ST_SYSTEM, "the mappings of process %d are not ours to see: run tamtop as its user or as root, or give it CAP_SYS_PTRACE",
	    (int)pid);
}

bool look_ask(struct source *source, struct demand *demand,
	      struct sample *sample)
{
	const struct sample_target *target = &sample->target;
	pid_t pid = demand->target.id.pid;

	ask(source, demand, sample);
	if (target->state == TARGET_GONE)
		look_gone(pid);
	if (target->state == TARGET_DENIED)
		process_denied(pid);
	if (target->state == TARGET_NO_MEMORY)
		return false;
	if (target->state == TARGET_FAILED)
		die(ST_SYSTEM, "can't look into process %d: %s", (int)pid,
		    strerror(target->error));
	if (target->has & TARGET_HAS_MORE)
		die(ST_SYSTEM, "can't look into process %d: it has more than %d mappings",
		    (int)pid, MAPPINGS_MAX);
	if (!(target->has & TARGET_HAS_MAPPINGS))
		die(ST_SYSTEM, "can't look into process %d: its mappings can't be read",
		    (int)pid);
	return true;
}

void look_into(struct source *source, struct proc_id id, struct sample *sample)
{
	struct demand demand = { .target = { .id = id, .mappings = true } };

	if (!look_ask(source, &demand, sample))
		fprintf(stderr,
			"tamtop: process %d is a kernel thread or a zombie: it has no memory of its own\n",
			(int)id.pid);
}

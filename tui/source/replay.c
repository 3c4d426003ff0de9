// SPDX-License-Identifier: GPL-2.0
/* Samples of a recording, with cells of the pages that were seen then. */
#include <stdlib.h>

#include "base/alloc.h"
#include "source/process/inspect.h"
#include "source/replay.h"

struct replay {
	struct recording_reader *reader;
	struct inspector *inspector;	/* of runs: it opens nothing */
	atomic_bool stop;		/* never */
	struct sample sample;
};

struct replay *replay_open(const char *path, char why[RECORDING_WHY])
{
	struct recording_reader *reader = recording_open(path, why);
	struct replay *replay;

	if (!reader)
		return NULL;
	replay = xcalloc(1, sizeof(*replay));
	replay->reader = reader;
	replay->inspector = inspector_new(&replay->stop);
	return replay;
}

void replay_free(struct replay *replay)
{
	if (!replay)
		return;
	inspector_free(replay->inspector);
	recording_reader_free(replay->reader);
	sample_release(&replay->sample);
	free(replay);
}

const struct recording_reader *replay_reader(const struct replay *replay)
{
	return replay->reader;
}

static bool is_of(const struct sample *sample, const struct demand *demand)
{
	return (sample->sections & SECTION_TARGET) && demand->target.id.pid &&
	       proc_id_equal(sample->target.id, demand->target.id);
}

const struct sample *replay_next(struct replay *replay,
				 const struct demand *demand,
				 const struct demand *news)
{
	struct sample *sample = &replay->sample;

	if (!recording_next(replay->reader, sample))
		return NULL;
	if (!(sample->target.has & TARGET_HAS_MAPPINGS))
		demand = news;
	if (is_of(sample, demand))
		inspect_recorded(replay->inspector, demand, sample);
	return sample;
}

void replay_seek(struct replay *replay, size_t nr)
{
	inspector_leave(replay->inspector);
	recording_seek(replay->reader, nr);
}

const struct sample *replay_whole(struct replay *replay)
{
	recording_whole(replay->reader, &replay->sample);
	return &replay->sample;
}

const struct sample *replay_unrecorded(struct replay *replay,
				       struct proc_id id)
{
	struct sample *sample = &replay->sample;
	struct sample_target *target = &sample->target;
	const struct proc *proc;

	recording_whole(replay->reader, sample);
	sample->sections = SECTION_TARGET;
	target->id = id;
	target->state = TARGET_UNRECORDED;
	proc = sample_find_proc(sample, id);
	if (!proc || !(proc->known & KNOWN_TASK) || !(proc->known & KNOWN_RUN))
		return sample;
	target->has = TARGET_HAS_WHO;
	target->ppid = proc->ppid;
	target->run_state = proc->run_state;
	target->nr_threads = proc->nr_threads;
	return sample;
}

const struct sample *replay_target(struct replay *replay,
				   const struct demand *demand)
{
	struct sample *sample = &replay->sample;

	recording_target(replay->reader, demand->target.id, sample);
	if (is_of(sample, demand))
		inspect_recorded(replay->inspector, demand, sample);
	return sample;
}

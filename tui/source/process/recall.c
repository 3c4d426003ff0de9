// SPDX-License-Identifier: GPL-2.0
/* Answers scans from the runs of a look, be it of now or a recorded one. */
#include "source/process/pagebook.h"
#include "source/process/recall.h"

/* What the answers are made of. */
struct recall {
	const atomic_bool *stop;
	struct page_view view;
};

static const struct sample_look *find_look(const struct sample *sample)
{
	const struct sample_target *target = &sample->target;
	const struct sample_look *look = sample->looks;
	size_t i;

	if (!(sample->sections & SECTION_RUNS))
		return NULL;
	for (i = 0; i < sample->nr_looks; i++, look++)
		if (proc_id_equal(look->id, target->id) &&
		    look->mm_id == target->mm_id)
			return look;
	return NULL;
}

static enum pagescan_end tell(void *ctx, struct sample_range *range,
			      page_run_fn take, void *take_ctx)
{
	const struct recall *recall = ctx;

	if (!page_view_knows(&recall->view, range))
		return PAGESCAN_STOPPED;
	page_view_tell(&recall->view, range->start, range->end, take, take_ctx);
	return PAGESCAN_DONE;
}

/* All is seen already: it takes next to none. */
static bool has_time(void *ctx, enum scan_use use)
{
	const struct recall *recall = ctx;

	(void)use;
	return !atomic_load(recall->stop);
}

bool recall_is_whole(const struct target_demand *demand,
		     const struct sample *sample)
{
	return demand->mappings && sample->target.has & TARGET_HAS_MAPPINGS;
}

/* A mark is of all memory: a whole look had it, and it is still in the book. */
static void find_end(struct answer *answer, const struct page_view *view)
{
	struct answer_past *past = answer->past;

	past->seen_whole = past->seen_whole || answer->is_whole;
	if (past->seen_whole)
		answer->last_end = page_view_end(view);
	answer->known_end = answer->last_end;
}

void recall_demand(struct answer_past *past, const struct target_demand *demand,
		   const atomic_bool *stop, struct sample *sample)
{
	static const struct answer_ops ops = {
		.tell = tell, .has_time = has_time,
	};
	const struct sample_look *look = find_look(sample);
	struct recall recall = { .stop = stop };
	struct answer answer = {
		.ops = &ops,
		.ctx = &recall,
		.demand = demand,
		.sample = sample,
		.past = past,
		.is_whole = recall_is_whole(demand, sample),
	};

	if (!look)
		return;
	recall.view = (struct page_view){
		.ranges = sample->ranges + look->first_range,
		.nr_ranges = look->nr_ranges,
		.runs = sample->runs + look->first_run,
		.nr_runs = look->nr_runs,
	};
	if (answer.is_whole) {
		answer.mappings = sample->mappings;
		answer.nr_mappings = sample->nr_mappings;
	}
	answer.windows_only = demand->mappings && !answer.is_whole;
	find_end(&answer, &recall.view);
	answer_demand(&answer);
}

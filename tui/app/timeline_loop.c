// SPDX-License-Identifier: GPL-2.0
/* A timeline without a terminal: looks at a mapping in time, prints each row. */
#include <errno.h>
#include <string.h>

#include "app/schedule.h"
#include "app/timeline_loop.h"
#include "app/unattended.h"
#include "base/status.h"
#include "model/target.h"
#include "report/look.h"
#include "report/timeline_row.h"

struct watch {
	const struct timeline_options *options;
	struct source *source;
	struct sample sample;
	struct proc_id id;
	uint64_t mm_id;		/* of another memory, after exec(2), it is none */
	bool whole;		/* the mapping, however far it goes */
	uint64_t start, end;	/* what is watched of it */
	struct sample_scan before;	/* of the last row */
	uint64_t began_ns;
	unsigned long number;	/* of rows written */
};

_Noreturn static void mapping_gone(const struct watch *watch)
{
	die(ST_GONE, "the mapping at %llx of process %d is gone",
	    (unsigned long long)watch->start, (int)watch->id.pid);
}

/* The mapping that holds @address, NULL: none does. */
static const struct sample_mapping *mapping_at(const struct watch *watch,
					       uint64_t address)
{
	const struct sample *sample = &watch->sample;
	size_t i = mapping_behind(sample->mappings, sample->nr_mappings,
				  address);

	if (i == sample->nr_mappings || sample->mappings[i].start > address)
		return NULL;
	return &sample->mappings[i];
}

/* The same one, where it is now: a stack grows at its start. */
static const struct sample_mapping *mapping_now(const struct watch *watch)
{
	const struct sample_mapping *mapping = mapping_at(watch, watch->start);

	if (!mapping)
		mapping = mapping_at(watch, watch->end - PAGE_BYTES);
	if (!mapping)
		mapping_gone(watch);
	return mapping;
}

static void choose_range(struct watch *watch)
{
	const struct timeline_options *options = watch->options;
	const struct sample *sample = &watch->sample;
	size_t i = mapping_behind(sample->mappings, sample->nr_mappings,
				  options->start);
	const struct sample_mapping *mapping = &sample->mappings[i];

	if (i == sample->nr_mappings || mapping->start >= options->end)
		die(ST_GONE, "process %d has nothing mapped in that range",
		    (int)watch->id.pid);
	watch->start = mapping->start > options->start ? mapping->start :
							 options->start;
	watch->end = mapping->end < options->end ? mapping->end : options->end;
}

/* As --view timeline does. */
static void choose_largest(struct watch *watch)
{
	struct target *target = target_new(watch->id);
	const struct mapping *mapping;

	target_update(target, &watch->sample);
	mapping = target_largest(target);
	if (mapping) {
		watch->whole = true;
		watch->start = mapping->start;
		watch->end = mapping->end;
	}
	target_free(target);
	if (!watch->whole)
		die(ST_GONE, "process %d has nothing mapped",
		    (int)watch->id.pid);
}

static void fit_range(struct watch *watch, const struct sample_mapping *mapping)
{
	if (watch->whole || watch->start < mapping->start)
		watch->start = mapping->start;
	if (watch->whole || watch->end > mapping->end)
		watch->end = mapping->end;
}

/* Mappings and cells of one moment, into the sample. */
static void take_sample(struct watch *watch)
{
	struct demand demand = { .target = { .id = watch->id,
					     .mappings = true } };
	uint64_t cell_pages =
		pages_fit((watch->end - watch->start) / PAGE_BYTES,
			  TIMELINE_CELLS);

	if (watch->whole)
		demand_whole(&demand, watch->start, watch->end, cell_pages);
	else
		demand_scan(&demand, SCAN_WHOLE, watch->start, watch->end,
			    cell_pages);
	if (!look_ask(watch->source, &demand, &watch->sample) ||
	    watch->sample.target.mm_id != watch->mm_id)
		look_gone(watch->id.pid);
}

static void write_row(struct watch *watch, const struct timeline_told *row)
{
	if (watch->options->json)
		timeline_write_json(row, stdout);
	else
		timeline_write(row, watch->number > 1 ? &watch->before : NULL,
			       stdout);
	if (fflush(stdout) || ferror(stdout))
		die_of_output();
	watch->before = *row->scan;
}

static void tell_row(struct watch *watch)
{
	const struct sample *sample = &watch->sample;
	const struct sample_mapping *mapping = mapping_now(watch);
	const struct sample_scan *scan = sample->scans;

	if (!sample->nr_scans || !scan->nr_cells)
		die(ST_SYSTEM, "can't read the pages of process %d",
		    (int)watch->id.pid);
	if (!watch->number++)
		watch->began_ns = scan->time_ns;
	fit_range(watch, mapping);
	write_row(watch, &(struct timeline_told){
		.source = watch->source->ops->name,
		.pid = watch->id.pid,
		.number = watch->number,
		.wall_s = (int64_t)(clock_now(watch->options->wall) /
				    NSEC_PER_SEC),
		.began_ns = watch->began_ns,
		.mapping = mapping,
		.name = sample_name(sample, mapping),
		.scan = scan,
		.cells = sample->cells + scan->first_cell,
		.tells_zero = sample->target.has & TARGET_TELLS_ZERO,
	});
}

static void tell_rows(struct watch *watch)
{
	const struct timeline_options *options = watch->options;
	uint64_t began = clock_now(options->clock), next = began, now;

	for (;;) {
		take_sample(watch);
		tell_row(watch);
		if (watch->number == options->count)
			return;
		now = clock_now(options->clock);
		next = schedule_after(next, now, options->delay_ns);
		if (next - began > options->watch_ns)
			return;
		unattended_sleep(next - now);
	}
}

/* Nobody waits for a key here: no scan is cut short. */
static const atomic_bool never;

int timeline_loop_run(const struct source_ops *ops,
		      const struct timeline_options *options)
{
	struct watch watch = { .options = options, .source = ops->open(&never) };
	const struct sample_target *target = &watch.sample.target;

	if (!watch.source)
		die(ST_SYSTEM, "can't open the source %s: %s", ops->name,
		    strerror(errno));
	unattended_begin();
	watch.id = look_for(watch.source, options->pid, &watch.sample);
	look_into(watch.source, watch.id, &watch.sample);
	if (target->state != TARGET_NO_MEMORY) {
		watch.mm_id = target->mm_id;
		if (options->end == UINT64_MAX)
			choose_largest(&watch);
		else
			choose_range(&watch);
		tell_rows(&watch);
	}
	ops->close(watch.source);
	sample_release(&watch.sample);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0
/* Samples without a terminal: takes them in time, and has each printed. */
#include <errno.h>
#include <string.h>

#include "app/batch_loop.h"
#include "app/batch_record.h"
#include "app/schedule.h"
#include "app/unattended.h"
#include "base/base.h"
#include "base/status.h"
#include "model/model.h"
#include "report/batch.h"
#include "source/replay.h"

struct batch {
	struct source *source;
	const char *name;		/* of the source */
	struct model *model;
	struct field_list fields;		/* that are printed */
	const struct chosen *chosen;
	struct demand demand;
	struct sample sample;
	struct batch_record record;
};

/*
 * A second for the pages of the first sample, and one for zeros; later on the
 * share.
 */
#define FIRST_PAGES_NS NSEC_PER_SEC

static void demand_rows(const struct model *model, struct demand *demand)
{
	const struct row *row = NULL;

	while ((row = model_next(model, row)))
		demand_shown(demand, row->now.id);
}

static enum status ask(struct batch *batch)
{
	const struct source_ops *ops = batch->source->ops;
	enum status st;

	sample_reset(&batch->sample);
	st = ops->sample(batch->source, &batch->demand, &batch->sample);
	if (st != ST_OK)
		return st;
	model_update(batch->model, &batch->sample);
	batch_record_take(&batch->record, &batch->sample);
	return ST_OK;
}

static enum status ask_list(struct batch *batch)
{
	demand_reset(&batch->demand);
	batch->demand.list = true;
	demand_rows(batch->model, &batch->demand);
	return ask(batch);
}

static void demand_filter(const struct batch *batch, struct demand *demand)
{
	model_demand_filter(batch->model, demand);
}

static void demand_pages_of(const struct batch *batch, struct demand *demand)
{
	model_demand_pages(batch->model, 0, model_nr_rows(batch->model), demand);
}

/*
 * Is PSS asked for? To read it costs the processes something, so that nobody
 * has it only since JSON has all fields.
 */
static bool pss_is_asked(const struct batch *batch)
{
	const struct field *field = &process_fields[FIELD_PSS];

	return batch->chosen->sort == field ||
	       (batch->chosen->fields &&
		fields_have(batch->chosen->fields, field, NULL)) ||
	       filter_needs(model_filter(batch->model)) & FILTER_NEEDS_PSS;
}

/* What the filter needs has been asked for. */
static bool is_printed(const struct batch *batch, enum process_field id)
{
	const struct field *field = &process_fields[id];

	return batch->chosen->sort == field ||
	       fields_have(&batch->fields, field, NULL);
}

/* Who plays the recording may ask for others. */
static bool is_told(const struct batch *batch, enum process_field id)
{
	return batch->record.path || is_printed(batch, id);
}

static void demand_counts(const struct batch *batch, struct demand *demand)
{
	const struct model *model = batch->model;

	if (is_told(batch, FIELD_ZERO) || is_told(batch, FIELD_AGE))
		model_demand_zeros(model, 0, model_nr_rows(model), demand);
	if (pss_is_asked(batch))
		model_demand_pss(model, 0, model_nr_rows(model), demand);
}

static void demand_texts(const struct batch *batch, struct demand *demand)
{
	const struct model *model = batch->model;

	if (is_told(batch, FIELD_COMMAND))
		model_demand_texts(model, 0, model_nr_rows(model), demand);
	else if (is_told(batch, FIELD_USER))
		model_demand_users(model, demand);
	if (is_printed(batch, FIELD_CGROUP))
		model_demand_cgroups_of(model, 0, model_nr_rows(model),
					demand);
}

/*
 * One after another: which rows there are is known to a filter by what has come
 * before, and each of them is told whole.
 */
static void (*const details[])(const struct batch *batch,
			       struct demand *demand) = {
	demand_filter, demand_pages_of, demand_counts, demand_texts,
};

/* They are recorded page by page: for that they are looked into. */
static enum status look_into_named(struct batch *batch)
{
	if (!chosen_one_by_one(batch->chosen))
		return ST_OK;
	return batch_record_look(&batch->record, batch->source, batch->model,
				 &batch->demand, &batch->sample);
}

/* One sample, then what its rows lack. */
static enum status take_sample(struct batch *batch)
{
	struct demand *demand = &batch->demand;
	enum status st = ask_list(batch);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(details) && st == ST_OK; i++) {
		demand_reset(demand);
		demand->command_max = COMMAND_WHOLE;
		if (model_nr_samples(batch->model) == 1)
			demand->pages_ns = FIRST_PAGES_NS;
		details[i](batch, demand);
		if (demand_has_details(demand))
			st = ask(batch);
	}
	if (st == ST_OK)
		st = look_into_named(batch);
	return st;
}

static void check_gone(struct batch *batch)
{
	if (!chosen_one_by_one(batch->chosen) ||
	    !model_is_empty(batch->model))
		return;
	batch_record_end(&batch->record);
	die(ST_GONE, "none of the processes asked for is left");
}

/* A reader who has had enough ends it, and nothing is wrong. */
static void heed_output(struct batch *batch)
{
	int error = errno;

	if (error == EPIPE)
		return;
	batch_record_end(&batch->record);
	errno = error;
	die_of_output();
}

/* false: nobody reads any more. */
static bool write_sample(struct batch *batch,
			 const struct batch_options *options,
			 unsigned long number)
{
	const struct batch_form form = {
		.source = batch->name,
		.fields = &batch->fields,
	};

	if (options->json)
		batch_write_json(batch->model, &form, number, stdout);
	else
		batch_write(batch->model, &form, number, stdout);
	if (!fflush(stdout) && !ferror(stdout))
		return true;
	heed_output(batch);
	return false;
}

static int run(struct batch *batch, const struct batch_options *options)
{
	uint64_t next = clock_now(options->clock);
	unsigned long number = 0;
	uint64_t now;

	unattended_begin();
	for (;;) {
		if (take_sample(batch) != ST_OK)
			die(ST_SYSTEM, "sample from %s: %s",
			    batch->name, strerror(errno));
		check_gone(batch);
		if (!write_sample(batch, options, ++number) ||
		    number == options->count)
			return 0;
		now = clock_now(options->clock);
		next = schedule_after(next, now, options->delay_ns);
		unattended_sleep(next - now);
	}
}

static void choose_fields(struct field_list *fields,
			  const struct batch_options *options)
{
	if (options->chosen.fields)
		*fields = *options->chosen.fields;
	else
		fields_default(fields, options->json);
	fields_drop_drawn(fields);
}

static void begin(struct batch *batch, const struct batch_options *options)
{
	batch->chosen = &options->chosen;
	batch->model = chosen_model(batch->chosen);
	choose_fields(&batch->fields, options);
}

static void end(struct batch *batch)
{
	model_free(batch->model);
	demand_release(&batch->demand);
	sample_release(&batch->sample);
}

/* Nobody waits for a key here: no sample is cut short. */
static const atomic_bool never;

int batch_loop_run(const struct source_ops *ops,
		   const struct batch_options *options)
{
	struct batch batch = {
		.source = ops->open(&never),
		.name = ops->name,
		.record = {
			.path = options->record, .source = ops->name,
			.release = options->release, .clock = options->clock,
			.wall = options->wall,
		},
	};
	int code;

	if (!batch.source)
		die(ST_SYSTEM, "can't open the source %s: %s", ops->name,
		    strerror(errno));
	batch_record_begin(&batch.record);
	begin(&batch, options);
	code = run(&batch, options);
	if (!batch_record_end(&batch.record))
		code = status_exit_code(ST_IO);
	ops->close(batch.source);
	end(&batch);
	return code;
}

/* A sample is whole when the next one begins: texts and counts come behind it. */
static int run_recorded(struct batch *batch, struct replay *replay,
			const struct batch_options *options)
{
	static const struct demand nothing;
	const struct sample *sample;
	unsigned long number = 0;
	bool any = false;

	unattended_begin();
	while ((sample = replay_next(replay, &nothing, &nothing))) {
		if (any && (sample->sections & SECTION_LIST)) {
			if (!write_sample(batch, options, ++number) ||
			    number == options->count)
				return 0;
		}
		any |= sample->sections & SECTION_LIST;
		model_update(batch->model, sample);
	}
	if (any && !write_sample(batch, options, ++number))
		return 0;
	return recording_damage(replay_reader(replay)) ?
		       status_exit_code(ST_IO) : 0;
}

int batch_loop_replay(struct replay *replay,
		      const struct batch_options *options)
{
	const struct recording_reader *reader = replay_reader(replay);
	struct batch batch = { .name = recording_header(reader)->source };
	int code;

	begin(&batch, options);
	code = run_recorded(&batch, replay, options);
	end(&batch);
	return code;
}

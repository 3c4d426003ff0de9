// SPDX-License-Identifier: GPL-2.0
/* One sample as metrics: takes it, with what these need, and writes them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/metrics.h"
#include "app/replace_file.h"
#include "app/unattended.h"
#include "base/base.h"
#include "base/status.h"
#include "report/prometheus.h"

struct metrics {
	const struct metrics_options *options;
	struct source *source;
	struct model *model;
	struct field_list fields;
	struct demand demand;
	struct sample sample;
	uint64_t began_ns;
};

/* What pages may take to be counted, if that was asked for. */
#define PAGES_NS NSEC_PER_SEC

static void ask(struct metrics *metrics)
{
	const struct source_ops *ops = metrics->source->ops;

	sample_reset(&metrics->sample);
	if (ops->sample(metrics->source, &metrics->demand, &metrics->sample) !=
	    ST_OK)
		die(ST_SYSTEM, "sample from %s: %s", ops->name,
		    strerror(errno));
	model_update(metrics->model, &metrics->sample);
}

static bool is_told(const struct metrics *metrics, enum process_field id)
{
	const struct field *field = &process_fields[id];

	return metrics->options->chosen.sort == field ||
	       fields_have(&metrics->fields, field, NULL);
}

/* Of no rows, zeros and PSS are those that it needs itself. */
static void demand_filter(const struct metrics *metrics, struct demand *demand)
{
	model_demand_filter(metrics->model, demand);
	model_demand_zeros(metrics->model, 0, 0, demand);
	model_demand_pss(metrics->model, 0, 0, demand);
}

/* By name, where groups or their order go by names. */
static void demand_names(const struct metrics *metrics, struct demand *demand)
{
	const struct model *model = metrics->model;
	enum group_kind kind = metrics->options->kind;

	if (kind == GROUP_USER || is_told(metrics, FIELD_USER))
		model_demand_users(model, demand);
	if (kind == GROUP_CGROUP || is_told(metrics, FIELD_CGROUP))
		model_demand_cgroups_of(model, 0, model_nr_rows(model),
					demand);
	if (is_told(metrics, FIELD_COMMAND))
		model_demand_texts(model, 0, model_nr_rows(model), demand);
}

static void demand_counts(const struct metrics *metrics, struct demand *demand)
{
	const struct model *model = metrics->model;

	model_demand_pages(model, 0, model_nr_rows(model), demand);
	if (is_told(metrics, FIELD_ZERO) || is_told(metrics, FIELD_AGE))
		model_demand_zeros(model, 0, model_nr_rows(model), demand);
	if (is_told(metrics, FIELD_PSS))
		model_demand_pss(model, 0, model_nr_rows(model), demand);
}

/* Which rows there are is known to a filter by what has come before. */
static void (*const details[])(const struct metrics *metrics,
			       struct demand *demand) = {
	demand_filter, demand_names, demand_counts,
};

static void take_sample(struct metrics *metrics)
{
	struct demand *demand = &metrics->demand;
	size_t i;

	demand->list = true;
	ask(metrics);
	for (i = 0; i < ARRAY_SIZE(details); i++) {
		demand_reset(demand);
		demand->pages_ns = PAGES_NS;
		details[i](metrics, demand);
		if (demand_has_details(demand))
			ask(metrics);
	}
}

/* All of it, to be written in one piece. */
static char *make_text(const struct metrics *metrics, size_t *len)
{
	const struct metrics_options *options = metrics->options;
	const struct prometheus_form form = {
		.source = metrics->source->ops->name,
		.version = options->version,
		.choice = {
			.kind = options->kind, .top = options->top,
			.sort = options->chosen.sort,
			.inverted = options->chosen.inverted,
		},
		.fields = &metrics->fields,
		.duration_ns = clock_now(options->clock) - metrics->began_ns,
	};
	char *text = NULL;
	FILE *out = open_memstream(&text, len);
	bool failed = !out;

	if (out) {
		prometheus_write(metrics->model, &form, out);
		failed = ferror(out);
		failed |= !!fclose(out);
	}
	if (failed)
		die(ST_NO_MEMORY, "out of memory");
	return text;
}

static void write_text(const struct metrics_options *options, const char *text,
		       size_t len)
{
	char why[REPLACE_WHY];

	if (!options->output) {
		fwrite(text, 1, len, stdout);
		if (fflush(stdout) || ferror(stdout))
			die_of_output();
		return;
	}
	if (!replace_file(options->output, text, len, why))
		die(ST_IO, "output '%s': %s", options->output, why);
}

static void begin(struct metrics *metrics, const struct source_ops *ops)
{
	const struct metrics_options *options = metrics->options;
	static const atomic_bool never;

	metrics->began_ns = clock_now(options->clock);
	metrics->source = ops->open(&never);
	if (!metrics->source)
		die(ST_SYSTEM, "can't open the source %s: %s", ops->name,
		    strerror(errno));
	metrics->model = chosen_model(&options->chosen);
	if (options->chosen.fields)
		metrics->fields = *options->chosen.fields;
	else
		prometheus_default(&metrics->fields, options->kind);
}

static void check_gone(const struct metrics *metrics)
{
	if (chosen_one_by_one(&metrics->options->chosen) &&
	    model_is_empty(metrics->model))
		die(ST_GONE, "none of the processes asked for is left");
}

int metrics_run(const struct source_ops *ops,
		const struct metrics_options *options)
{
	struct metrics metrics = { .options = options };
	size_t len = 0;
	char *text;

	unattended_begin();
	begin(&metrics, ops);
	take_sample(&metrics);
	check_gone(&metrics);
	text = make_text(&metrics, &len);
	write_text(options, text, len);
	free(text);
	ops->close(metrics.source);
	model_free(metrics.model);
	demand_release(&metrics.demand);
	sample_release(&metrics.sample);
	return 0;
}

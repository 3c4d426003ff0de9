// SPDX-License-Identifier: GPL-2.0
/* The list as JSON, a line for each sample. */
#include "model/outlier.h"
#include "report/batch.h"
#include "report/json.h"

#define BATCH_VERSION 1

static void write_number(struct json *json, const char *key, bool known,
			 uint64_t number)
{
	json_key(json, key);
	json_number_or_null(json, known, number);
}

static void write_string(struct json *json, const char *key, const char *text)
{
	json_key(json, key);
	json_string(json, text);
}

/* Thousandths of a percent; only what is nothing or all is told as that. */
static uint64_t thousandths(uint64_t part, uint64_t whole)
{
	unsigned __int128 exact = (unsigned __int128)part * 100000 + whole / 2;
	uint64_t rounded = exact <= UINT64_MAX ? (uint64_t)exact / whole :
						 (uint64_t)(exact / whole);

	if (part && !rounded)
		return 1;
	return part < whole && rounded >= 100000 ? 99999 : rounded;
}

static void write_ratio(struct json *json, const struct value *value)
{
	if (value->whole)
		json_thousandths(json, thousandths(value->part, value->whole));
	else
		json_null(json);
}

static void write_value(struct json *json, const struct field *field,
			const struct value *value)
{
	if (value->state == VALUE_UNKNOWN || value->state == VALUE_NONE) {
		json_null(json);
		return;
	}
	switch (field->unit) {
	case UNIT_TEXT:
		json_string(json, value->text);
		break;
	case UNIT_ADDRESS:
		json_address(json, value->number);
		break;
	case UNIT_SIGNED:
	case UNIT_CHANGE:
		json_change(json, value->change);
		break;
	case UNIT_RATIO:
		write_ratio(json, value);
		break;
	default:
		json_number(json, value->number);
		break;
	}
}

static void write_process(struct json *json, const struct batch_form *form,
			  const struct row *row)
{
	const struct field *field;
	struct value value;
	size_t i;

	json_open_object(json);
	for (i = 0; i < form->fields->nr; i++) {
		field = form->fields->of[i];
		value = field->value(row, NULL);
		json_key(json, field->key);
		write_value(json, field, &value);
	}
	json_close_object(json);
}

static void write_processes(struct json *json, const struct model *model,
			    const struct batch_form *form)
{
	size_t i;

	json_key(json, "processes");
	json_open_array(json);
	for (i = 0; i < model_nr_rows(model); i++)
		write_process(json, form, model_row(model, i));
	json_close_array(json);
}

static void write_outlier(struct json *json, const struct outlier *outlier)
{
	json_key(json, "outlier");
	if (!outlier->nr) {
		json_null(json);
		return;
	}
	json_open_object(json);
	write_string(json, "command", outlier->comm);
	write_number(json, "processes", true, outlier->nr);
	write_number(json, "reserved", true, outlier->reserved);
	json_close_object(json);
}

static void write_system(struct json *json, const struct model *model)
{
	const struct totals *totals = model_totals(model);
	const struct sys_stat *sys = &totals->sys;
	bool memory = sys->known & KNOWN_MEMORY, pages = totals->pages_known;

	json_key(json, "system");
	json_open_object(json);
	write_number(json, "processes", true, totals->nr_processes);
	write_number(json, "shown", true, model_nr_rows(model));
	write_number(json, "denied", !sys->others_hidden, totals->nr_denied);
	write_number(json, "memory", memory, sys->mem_total);
	write_number(json, "memory_used", memory, sys->mem_used);
	write_number(json, "swap", memory, sys->swap_total);
	write_number(json, "swap_used", memory, sys->swap_used);
	write_number(json, "reserved", sys->known & KNOWN_TOTALS,
		     sys->reserved);
	write_number(json, "touched", totals->touched_known, totals->touched);
	write_number(json, "tamalloc", totals->ta_known, totals->ta_reserved);
	write_number(json, "tamalloc_written", pages, totals->ta_written);
	write_number(json, "tamalloc_zero", pages, totals->ta_zero);
	write_number(json, "tamalloc_swapped", pages, totals->ta_swapped);
	write_outlier(json, &totals->outlier);
	json_close_object(json);
}

static void write_filter(struct json *json, const struct model *model)
{
	const struct filter *filter = model_filter(model);
	const struct row *sum = model_filter_sum(model);

	json_key(json, "filter");
	if (!filter) {
		json_null(json);
		return;
	}
	json_open_object(json);
	write_string(json, "expression", filter_text(filter));
	write_number(json, "reserved", sum->now.known & KNOWN_MM,
		     sum->now.reserved);
	write_number(json, "touched", row_touched_known(sum),
		     row_touched(sum));
	json_close_object(json);
}

void batch_write_json(const struct model *model, const struct batch_form *form,
		      unsigned long number, FILE *out)
{
	const struct totals *totals = model_totals(model);
	struct json *json = json_new(out);

	json_open_object(json);
	write_number(json, "version", true, BATCH_VERSION);
	write_string(json, "source", form->source);
	json_key(json, "time");
	json_change(json, totals->wall_s);
	write_number(json, "clock_ns", true, totals->time_ns);
	write_number(json, "sample", true, number);
	write_number(json, "cost_ns", true, totals->cost_ns);
	write_system(json, model);
	write_filter(json, model);
	write_processes(json, model, form);
	json_close_object(json);
	json_free(json);
}

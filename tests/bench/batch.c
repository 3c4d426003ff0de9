// SPDX-License-Identifier: GPL-2.0
/*
 * batch: what it costs to write a sample of 1,000 processes, to be run where
 * instructions are counted: tests/bench/batch.bats. by_library() writes the
 * same fields with nothing but libyajl.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_gen.h>

#include "base/alloc.h"
#include "model/model.h"
#include "report/batch.h"
#include "report/prometheus.h"

#define NR 1000

/* Numbers that are the same everywhere. */
static uint32_t next(void)
{
	static uint32_t state = 13;

	state = state * 1664525 + 1013904223;
	return state >> 8;
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
		proc->known = UINT32_MAX & ~KNOWN_TAMALLOC;
		proc->id = (struct proc_id){ pid, (uint64_t)pid };
		proc->uid = (uid_t)pid % 50;
		proc->run_state = 'S';
		snprintf(proc->comm, sizeof(proc->comm), "prog%d", (int)pid);
		proc->reserved = (uint64_t)next() * 4096;
		proc->resident = proc->reserved / (next() % 100 + 1);
		proc->oom_score = next() % 1000;
		proc->minflt = second * (next() % 1000);
		proc->cpu_ns = second * 1000ULL * (next() % 1000000);
	}
}

static void fill_texts(struct sample *sample)
{
	struct sample_text *text;
	struct proc_id id = { 0 };
	char buf[128];

	sample_reset(sample);
	sample->sections = SECTION_TEXTS;
	for (id.pid = 1; id.pid <= NR; id.pid++) {
		id.start_ns = (uint64_t)id.pid;
		text = sample_add_text(sample);
		text->kind = TEXT_COMMAND;
		text->id = id;
		snprintf(buf, sizeof(buf),
			 "/usr/lib/prog%d --listen 127.0.0.1:%d --threads 4",
			 (int)id.pid, 2000 + (int)id.pid);
		text->text = xstrdup(buf);
		text->first = strcspn(buf, " ");
		text = sample_add_text(sample);
		text->kind = TEXT_USER;
		text->id = id;
		text->uid = (uid_t)id.pid % 50;
		snprintf(buf, sizeof(buf), "user%d", (int)text->uid);
		text->text = xstrdup(buf);
	}
}

static void put_text(yajl_gen gen, const char *text)
{
	yajl_gen_string(gen, (const unsigned char *)text, strlen(text));
}

static void put_field(yajl_gen gen, const struct field *field,
		      const struct row *row)
{
	struct value value = field->value(row, NULL);

	put_text(gen, field->key);
	if (value.state == VALUE_UNKNOWN || value.state == VALUE_NONE)
		yajl_gen_null(gen);
	else if (field->unit == UNIT_TEXT)
		put_text(gen, value.text);
	else if (field->unit == UNIT_RATIO)
		yajl_gen_double(gen, 100.0 * (double)value.part /
				(double)value.whole);
	else
		yajl_gen_integer(gen, (long long)value.number);
}

__attribute__((noinline))
static void by_library(const struct model *model, const struct batch_form *form,
		       FILE *out)
{
	yajl_gen gen = yajl_gen_alloc(NULL);
	const unsigned char *bytes;
	size_t i, field, len;

	yajl_gen_array_open(gen);
	for (i = 0; i < model_nr_rows(model); i++) {
		yajl_gen_map_open(gen);
		for (field = 0; field < form->fields->nr; field++)
			put_field(gen, form->fields->of[field],
				  model_row(model, i));
		yajl_gen_map_close(gen);
	}
	yajl_gen_array_close(gen);
	yajl_gen_get_buf(gen, &bytes, &len);
	fwrite(bytes, 1, len, out);
	yajl_gen_free(gen);
}

int main(void)
{
	struct field_list fields;
	const struct batch_form form = { .source = "bench", .fields = &fields };
	const struct prometheus_form metrics = {
		.source = "bench", .version = "bench", .fields = &fields,
		.choice = {
			.kind = GROUP_COMMAND, .top = 20,
			.sort = &process_fields[FIELD_TOUCHED],
		},
	};
	struct model *model = model_new();
	struct sample sample = { 0 };
	FILE *out = fopen("/dev/null", "w");

	if (!out)
		return 1;
	model_sort(model, &process_fields[FIELD_TOUCHED], false);
	fill(&sample, 1);
	model_update(model, &sample);
	fill_texts(&sample);
	model_update(model, &sample);
	fill(&sample, 2);
	model_update(model, &sample);
	fields_default(&fields, false);
	batch_write(model, &form, 1, out);
	fields_default(&fields, true);
	batch_write_json(model, &form, 1, out);
	by_library(model, &form, out);
	prometheus_default(&fields, GROUP_COMMAND);
	prometheus_write(model, &metrics, out);
	printf("%zu rows\n", model_nr_rows(model));
	fclose(out);
	model_free(model);
	sample_release(&sample);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0
/* A sample as metrics, in the text format of Prometheus. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "base/buffer.h"
#include "common/clock.h"
#include "report/prometheus.h"

#define PREFIX "tamtop_"

enum metric_type { GAUGE, COUNTER };

/*
 * What a field of processes is called. A sum of counters falls when one of them
 * ends, and whoever reads it takes that for a new beginning: so they are told
 * of processes one by one only.
 */
struct metric {
	const char *name;	/* behind the kind; NULL: there is none */
	enum metric_type type;
	bool costly;		/* to know it, processes are looked into */

	/* Where it isn't the value of the field. */
	struct value (*value)(const struct row *row);
};

static struct value count(const struct row *row, uint64_t number)
{
	bool known = row->now.known & KNOWN_FAULTS;

	return (struct value){
		.state = known ? VALUE_KNOWN : VALUE_UNKNOWN, .number = number,
	};
}

/* The fields of these are rates, which one sample has not. */
static struct value faults(const struct row *row)
{
	return count(row, row->now.minflt + row->now.majflt);
}

static struct value majflt(const struct row *row)
{
	return count(row, row->now.majflt);
}

static const struct metric metrics[NR_PROCESS_FIELDS] = {
	[FIELD_THREADS] = { .name = "threads" },
	[FIELD_RESERVED] = { .name = "reserved_bytes" },
	[FIELD_TOUCHED] = { .name = "touched_bytes" },
	[FIELD_SHARED] = { .name = "shared_bytes" },
	[FIELD_PSS] = { .name = "pss_bytes", .costly = true },
	[FIELD_ZERO] = { .name = "zero_bytes", .costly = true },
	[FIELD_SWAP] = { .name = "swapped_bytes" },
	[FIELD_TAMALLOC] = { .name = "tamalloc_bytes" },
	[FIELD_FAULT_RATE] = { .name = "page_faults_total", .type = COUNTER,
		.value = faults },
	[FIELD_MAJFLT_RATE] = { .name = "major_page_faults_total", .type = COUNTER,
		.value = majflt },
	[FIELD_OOM] = { .name = "oom_score" },
	[FIELD_TIME] = { .name = "cpu_seconds_total", .type = COUNTER },
};

static const struct metric *metric_of(const struct field *field)
{
	return &metrics[field - process_fields];
}

bool prometheus_tells(const struct field *field, enum group_kind kind)
{
	const struct metric *metric = metric_of(field);

	return metric->name && (metric->type == GAUGE || kind == GROUP_NONE);
}

void prometheus_default(struct field_list *fields, enum group_kind kind)
{
	size_t i;

	fields->nr = 0;
	for (i = 0; i < NR_PROCESS_FIELDS; i++)
		if (prometheus_tells(&process_fields[i], kind) &&
		    !metrics[i].costly)
			fields->of[fields->nr++] = &process_fields[i];
}

static void write_head(struct buffer *out, const char *name,
		       enum metric_type type, const char *help)
{
	buffer_print(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name,
		     type == COUNTER ? "counter" : "gauge");
}

static void write_seconds(struct buffer *out, uint64_t ns)
{
	buffer_print(out, " %llu.%09llu\n", ns / NSEC_PER_SEC,
		     ns % NSEC_PER_SEC);
}

/* Of the system. */
static void write_number(struct buffer *out, const char *name,
			 enum metric_type type, const char *help, bool known,
			 uint64_t number)
{
	if (!known)
		return;
	write_head(out, name, type, help);
	buffer_print(out, "%s %" PRIu64 "\n", name, number);
}

static void write_time(struct buffer *out, const char *name, const char *help,
		       uint64_t ns)
{
	write_head(out, name, GAUGE, help);
	buffer_text(out, name);
	write_seconds(out, ns);
}

static void write_memory(struct buffer *out, const struct sys_stat *sys)
{
	bool known = sys->known & KNOWN_MEMORY;

	write_number(out, PREFIX "memory_bytes", GAUGE,
		     "memory of the machine (MemTotal)", known,
		     sys->mem_total);
	write_number(out, PREFIX "memory_used_bytes", GAUGE,
		     "memory that is not available (MemTotal - MemAvailable)",
		     known, sys->mem_used);
	write_number(out, PREFIX "swap_bytes", GAUGE, "swap (SwapTotal)",
		     known, sys->swap_total);
	write_number(out, PREFIX "swap_used_bytes", GAUGE,
		     "swap in use (SwapTotal - SwapFree)", known,
		     sys->swap_used);
}

static void write_tamalloc(struct buffer *out, const struct totals *totals)
{
	bool known = totals->pages_known && totals->pages_fresh;

	write_number(out, PREFIX "tamalloc_bytes", GAUGE,
		     "reserved by tamalloc(2), by all processes",
		     totals->ta_known, totals->ta_reserved);
	write_number(out, PREFIX "tamalloc_written_bytes", GAUGE,
		     "of that, pages that were written", known,
		     totals->ta_written);
	write_number(out, PREFIX "tamalloc_zero_bytes", GAUGE,
		     "of that, the shared page of zeros", known,
		     totals->ta_zero);
	write_number(out, PREFIX "tamalloc_swapped_bytes", GAUGE,
		     "of that, moved out to swap", known, totals->ta_swapped);
}

static void write_totals(struct buffer *out, const struct totals *totals)
{
	const struct sys_stat *sys = &totals->sys;

	write_number(out, PREFIX "processes", GAUGE,
		     "processes, without kernel threads", true,
		     totals->nr_processes);
	write_number(out, PREFIX "processes_denied", GAUGE,
		     "processes whose pages are not ours to see",
		     !sys->others_hidden, totals->nr_denied);
	write_number(out, PREFIX "reserved_bytes", GAUGE,
		     "address space mapped, by all processes (total_vm, VmSize)",
		     sys->known & KNOWN_TOTALS, sys->reserved);
	write_number(out, PREFIX "touched_bytes", GAUGE,
		     "pages really given memory, of all processes; what several share counts as often as they map it (VmRSS + VmSwap + hugetlb)",
		     totals->touched_known, totals->touched);
	write_number(out, PREFIX "page_faults_total", COUNTER,
		     "page faults since boot (pgfault)",
		     sys->known & KNOWN_VMSTAT, sys->faults);
	write_number(out, PREFIX "major_page_faults_total", COUNTER,
		     "page faults that waited for a disk since boot (pgmajfault)",
		     sys->known & KNOWN_VMSTAT, sys->majflt);
}

static void write_itself(struct buffer *out, const struct totals *totals,
			 const struct prometheus_form *form)
{
	char *source = series_escaped(form->source);
	char *version = series_escaped(form->version);

	write_head(out, PREFIX "source_info", GAUGE,
		   "where the numbers come from, and who tells them");
	buffer_print(out, PREFIX "source_info{source=\"%s\",version=\"%s\"} 1\n",
		     source, version);
	write_time(out, PREFIX "sample_cost_seconds",
		   "what it took to read the list of processes",
		   totals->cost_ns);
	write_time(out, PREFIX "scrape_duration_seconds",
		   "what all of this took, but for writing it",
		   form->duration_ns);
	free(source);
	free(version);
}

static void write_line(struct buffer *out, const char *name,
		       const struct series *series, const struct field *field,
		       const struct value *value)
{
	buffer_print(out, "%s{%s}", name, series->labels);
	if (field && field->unit == UNIT_TIME)
		write_seconds(out, value->number);
	else
		buffer_print(out, " %" PRIu64 "\n", value->number);
}

/* What of a sum may be missing is no number to be relied on. */
static bool value_of(const struct series *series, const struct field *field,
		     struct value *value)
{
	const struct metric *metric = metric_of(field);

	if (metric->type == COUNTER && series->rest)
		return false;
	*value = metric->value ? metric->value(&series->sum) :
				 field->value(&series->sum, NULL);
	return value->state == VALUE_KNOWN;
}

static void write_help(const struct field *field, enum group_kind kind,
		       char *buf, size_t len)
{
	bool highest = field == &process_fields[FIELD_OOM] &&
		       kind != GROUP_NONE;

	snprintf(buf, len, "%s%s%s%s%s", field->about,
		 highest ? ", the highest of them" : "",
		 field->origin ? " (" : "", field->origin ? field->origin : "",
		 field->origin ? ")" : "");
}

static void write_metric(struct buffer *out, const struct series_list *list,
			 const struct field *field, enum group_kind kind)
{
	const struct metric *metric = metric_of(field);
	char name[64], help[128];
	struct value value;
	bool any = false;
	size_t i;

	snprintf(name, sizeof(name), PREFIX "%s_%s", series_kind_name(kind),
		 metric->name);
	for (i = 0; i < list->nr; i++) {
		if (!value_of(&list->series[i], field, &value))
			continue;
		write_help(field, kind, help, sizeof(help));
		if (!any)
			write_head(out, name, metric->type, help);
		any = true;
		write_line(out, name, &list->series[i], field, &value);
	}
}

/* How many are one, in each of them. */
static void write_nr(struct buffer *out, const struct series_list *list,
		     enum group_kind kind)
{
	struct value value = { .state = VALUE_KNOWN };
	char name[64];
	size_t i;

	snprintf(name, sizeof(name), PREFIX "%s_processes",
		 series_kind_name(kind));
	if (list->nr)
		write_head(out, name, GAUGE, "how many processes");
	for (i = 0; i < list->nr; i++) {
		value.number = list->series[i].nr;
		write_line(out, name, &list->series[i], NULL, &value);
	}
}

void prometheus_write(const struct model *model,
		      const struct prometheus_form *form, FILE *out)
{
	const struct totals *totals = model_totals(model);
	struct buffer text = { 0 };
	struct series_list list;
	size_t i;

	write_itself(&text, totals, form);
	write_memory(&text, &totals->sys);
	write_totals(&text, totals);
	write_tamalloc(&text, totals);
	series_make(&list, model, &form->choice);
	if (form->choice.kind != GROUP_NONE)
		write_nr(&text, &list, form->choice.kind);
	for (i = 0; i < form->fields->nr; i++)
		write_metric(&text, &list, form->fields->of[i],
			     form->choice.kind);
	series_release(&list);
	buffer_write(&text, out);
	buffer_release(&text);
}

// SPDX-License-Identifier: GPL-2.0
/* Prints the list as text, sample by sample. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/status.h"
#include "base/text.h"
#include "common/clock.h"
#include "common/format.h"
#include "report/batch.h"

struct batch {
	struct source *source;
	struct model *model;
	struct demand demand;
	struct sample sample;
};

static void write_title(const struct model *model, const char *source,
			unsigned long number, FILE *out)
{
	const struct totals *totals = model_totals(model);
	char cost[FORMAT_MAX], when[32];
	time_t wall = (time_t)totals->wall_s;
	struct tm tm;

	gmtime_r(&wall, &tm);
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	format_cost(cost, sizeof(cost), totals->cost_ns);
	fprintf(out, "tamtop %lu  %s  %s %s  %zu processes, %zu shown  denied %zu\n",
		number, when, source, cost, totals->nr_processes,
		model_nr_rows(model), totals->nr_denied);
}

static void size_or_unknown(char *buf, bool known, uint64_t bytes)
{
	if (known)
		format_size(buf, FORMAT_MAX, bytes);
	else
		snprintf(buf, FORMAT_MAX, "?");
}

static void write_percent(bool known, uint64_t part, uint64_t whole, FILE *out)
{
	char text[FORMAT_MAX];

	if (!known)
		snprintf(text, sizeof(text), "?");
	else
		format_percent(text, sizeof(text), part, whole);
	fprintf(out, " %s%s", text, known && whole ? "%" : "");
}

static void write_memory(const struct sys_stat *sys, FILE *out)
{
	bool known = sys->known & KNOWN_MEMORY;
	char total[FORMAT_MAX], used[FORMAT_MAX];

	size_or_unknown(total, known, sys->mem_total);
	size_or_unknown(used, known, sys->mem_used);
	fprintf(out, "Memory %s used %s", total, used);
	write_percent(known, sys->mem_used, sys->mem_total, out);
	size_or_unknown(total, known, sys->swap_total);
	size_or_unknown(used, known, sys->swap_used);
	fprintf(out, "  swap %s of %s\n", used, total);
}

static void write_reserved(const struct totals *totals, FILE *out)
{
	bool known = totals->sys.known & KNOWN_TOTALS;
	char reserved[FORMAT_MAX], touched[FORMAT_MAX];

	size_or_unknown(reserved, known, totals->sys.reserved);
	size_or_unknown(touched, known, totals->touched);
	fprintf(out, "Reserved %s touched %s", reserved, touched);
	write_percent(known, totals->touched, totals->sys.reserved, out);
	size_or_unknown(touched, totals->pages_known, totals->ta_zero);
	size_or_unknown(reserved, totals->ta_known, totals->ta_reserved);
	fprintf(out, "  zero %s  tamalloc %s", touched, reserved);
	size_or_unknown(touched, totals->pages_known,
			totals->ta_written + totals->ta_swapped);
	fprintf(out, " touched %s\n", touched);
}

static void pad(int width, FILE *out)
{
	if (width > 0)
		fprintf(out, "%*s", width, "");
}

/* Text is flush left, numbers are flush right. */
static void write_padded(const struct field *field, const char *text, FILE *out)
{
	int spare = field->width - text_width(text);
	bool left = field->unit == UNIT_TEXT;

	if (!left)
		pad(spare, out);
	text_print_safe(out, text);
	if (left)
		pad(spare, out);
}

/* Every field that has a key, parted by blanks; @row NULL: their heads. */
static void write_fields(const struct row *row, FILE *out)
{
	const struct field *field;
	const char *gap = "", *text;
	char buf[FORMAT_MAX];
	struct value value;
	int i;

	for (i = 0; i < NR_PROCESS_FIELDS; i++) {
		field = &process_fields[i];
		if (!field->key)
			continue;
		text = field->head;
		if (row) {
			value = field->value(row, NULL);
			text = field_text(field, &value, field->width, buf);
		}
		fputs(gap, out);
		write_padded(field, text, out);
		gap = " ";
	}
	fputc('\n', out);
}

void batch_write(const struct model *model, const char *source,
		 unsigned long number, FILE *out)
{
	size_t i;

	if (number > 1)
		fputc('\n', out);
	write_title(model, source, number, out);
	write_memory(&model_totals(model)->sys, out);
	write_reserved(model_totals(model), out);
	write_fields(NULL, out);
	for (i = 0; i < model_nr_rows(model); i++)
		write_fields(model_row(model, i), out);
}

/* A second of time for the pages of the first sample, the share later on. */
#define FIRST_PAGES_NS NSEC_PER_SEC

static void demand_rows(const struct model *model, struct demand *demand)
{
	size_t i;

	for (i = 0; i < model_nr_rows(model); i++)
		demand_shown(demand, model_row(model, i)->now.id);
}

/* One sample, then the texts that its rows lack, and their pages. */
static enum status take_sample(struct batch *batch)
{
	const struct source_ops *ops = batch->source->ops;
	enum status st;

	demand_reset(&batch->demand);
	batch->demand.list = true;
	demand_rows(batch->model, &batch->demand);
	sample_reset(&batch->sample);
	st = ops->sample(batch->source, &batch->demand, &batch->sample);
	if (st != ST_OK)
		return st;
	model_update(batch->model, &batch->sample);
	demand_reset(&batch->demand);
	model_demand_texts(batch->model, 0, model_nr_rows(batch->model),
			   &batch->demand);
	model_demand_pages(batch->model, 0, model_nr_rows(batch->model),
			   &batch->demand);
	if (model_nr_samples(batch->model) == 1)
		batch->demand.pages_ns = FIRST_PAGES_NS;
	sample_reset(&batch->sample);
	st = ops->sample(batch->source, &batch->demand, &batch->sample);
	if (st == ST_OK)
		model_update(batch->model, &batch->sample);
	return st;
}

/* Sleep from @now until @next; false when a signal asks to end. */
static bool sleep_until(uint64_t next, uint64_t now, const sigset_t *set,
			int *sig)
{
	struct timespec wait;

	if (next < now)
		next = now;
	wait.tv_sec = (time_t)((next - now) / NSEC_PER_SEC);
	wait.tv_nsec = (long)((next - now) % NSEC_PER_SEC);
	*sig = sigtimedwait(set, NULL, &wait);
	return *sig < 0;
}

static void block_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
	sigprocmask(SIG_BLOCK, set, NULL);
	/* a closed pipe is told as an error of the write */
	signal(SIGPIPE, SIG_IGN);
}

static void check_gone(const struct batch *batch,
		       const struct batch_options *options)
{
	if (options->nr_pids && !model_nr_rows(batch->model))
		die(ST_GONE, "none of the processes of -p is left");
}

static int run(struct batch *batch, const struct batch_options *options)
{
	uint64_t next = clock_now(options->clock);
	unsigned long number = 0;
	sigset_t set;
	int sig;

	block_signals(&set);
	for (;;) {
		if (take_sample(batch) != ST_OK)
			die(ST_SYSTEM, "sample from %s: %s",
			    batch->source->ops->name, strerror(errno));
		check_gone(batch, options);
		batch_write(batch->model, batch->source->ops->name, ++number,
			    stdout);
		if (fflush(stdout) || ferror(stdout))
			die(ST_IO, "standard output: %s", strerror(errno));
		if (number == options->count)
			return 0;
		next += options->delay_ns;
		if (!sleep_until(next, clock_now(options->clock), &set, &sig))
			return 128 + sig;
	}
}

/* Nobody waits for a key here: no sample is cut short. */
static const atomic_bool never;

int batch_run(const struct source_ops *ops, const struct batch_options *options)
{
	struct batch batch = { .model = model_new() };
	int code;

	batch.source = ops->open(&never);
	if (!batch.source)
		die(ST_SYSTEM, "can't open the source %s: %s", ops->name,
		    strerror(errno));
	model_set_pids(batch.model, options->pids, options->nr_pids);
	model_sort(batch.model, options->sort, false);
	code = run(&batch, options);
	ops->close(batch.source);
	model_free(batch.model);
	demand_release(&batch.demand);
	sample_release(&batch.sample);
	return code;
}

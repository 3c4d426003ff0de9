// SPDX-License-Identifier: GPL-2.0
/* The list as text. */
#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "base/text.h"
#include "common/format.h"
#include "model/outlier.h"
#include "report/batch.h"

static void size_or_unknown(char *buf, bool known, uint64_t bytes)
{
	if (known)
		format_size(buf, FORMAT_MAX, bytes);
	else
		snprintf(buf, FORMAT_MAX, "?");
}

/* Of what a filter has let pass. */
static void write_sum(const struct model *model, FILE *out)
{
	const struct row *sum = model_filter_sum(model);
	char reserved[FORMAT_MAX], touched[FORMAT_MAX];

	if (!model_filter(model))
		return;
	size_or_unknown(reserved, sum->now.known & KNOWN_MM,
			sum->now.reserved);
	size_or_unknown(touched, row_touched_known(sum), row_touched(sum));
	fprintf(out, "  shown %s touched %s", reserved, touched);
}

static void write_title(const struct model *model, const char *source,
			unsigned long number, FILE *out)
{
	const struct totals *totals = model_totals(model);
	char cost[FORMAT_MAX], when[32];
	time_t wall = (time_t)totals->wall_s;
	struct tm tm = { 0 };

	gmtime_r(&wall, &tm);
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	format_cost(cost, sizeof(cost), totals->cost_ns);
	fprintf(out, "tamtop %lu  %s  %s %s  %zu process%s, %zu shown  denied ",
		number, when, source, cost, totals->nr_processes,
		totals->nr_processes == 1 ? "" : "es", model_nr_rows(model));
	if (totals->sys.others_hidden)
		fputc('?', out);
	else
		fprintf(out, "%zu", totals->nr_denied);
	write_sum(model, out);
	fputc('\n', out);
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

static void write_outlier(const struct outlier *outlier, FILE *out)
{
	char text[96];

	if (!outlier->nr)
		return;
	outlier_text(outlier, text, sizeof(text));
	fputs("  ", out);
	text_print_safe(out, text);
}

static void write_reserved(const struct totals *totals, FILE *out)
{
	bool known = totals->touched_known;
	char reserved[FORMAT_MAX], touched[FORMAT_MAX];

	size_or_unknown(reserved, totals->sys.known & KNOWN_TOTALS,
			totals->sys.reserved);
	size_or_unknown(touched, known, totals->touched);
	fprintf(out, "Reserved %s touched %s", reserved, touched);
	write_percent(known, totals->touched, totals->sys.reserved, out);
	size_or_unknown(touched, totals->pages_known, totals->ta_zero);
	size_or_unknown(reserved, totals->ta_known, totals->ta_reserved);
	fprintf(out, "  zero %s  tamalloc %s", touched, reserved);
	size_or_unknown(touched, totals->pages_known,
			totals->ta_written + totals->ta_swapped);
	fprintf(out, " touched %s", touched);
	write_outlier(&totals->outlier, out);
	fputc('\n', out);
}

static void pad(int width, FILE *out)
{
	if (width > 0)
		fprintf(out, "%*s", width, "");
}

/* What is in a column must not look like two: blanks become '_'. */
static void print_word(const char *text, FILE *out)
{
	char *word = xstrdup(text), *c;

	for (c = word; *c; c++)
		if (*c == ' ')
			*c = '_';
	text_print_safe(out, word);
	free(word);
}

/*
 * Text is flush left, numbers are flush right. Only the last one, @last, may be
 * a text with blanks, and needs none behind it.
 */
static void write_padded(const struct field *field, const char *text,
			 bool last, FILE *out)
{
	int spare = field->width - (*text ? text_width(text) : 1);
	bool left = field->unit == UNIT_TEXT;

	if (!left)
		pad(spare, out);
	if (last && field == &process_fields[FIELD_COMMAND])
		text_print_safe(out, *text ? text : "-");
	else
		print_word(*text ? text : "-", out);
	if (left && !last)
		pad(spare, out);
}

/* All that have a key and are not extra. */
static void default_fields(struct field_list *list)
{
	const struct field *field = process_fields;

	list->nr = 0;
	for (; field < process_fields + NR_PROCESS_FIELDS; field++)
		if (field->key && field->value && !field->extra)
			list->of[list->nr++] = field;
}

/* Parted by blanks; @row NULL: their heads. */
static void write_fields(const struct field_list *fields,
			 const struct row *row, FILE *out)
{
	const struct field *field;
	char buf[FORMAT_MAX];
	struct value value;
	const char *text;
	size_t i;

	for (i = 0; i < fields->nr; i++) {
		field = fields->of[i];
		text = field->head;
		if (row) {
			value = field->value(row, NULL);
			text = field_text_exact(field, &value, buf);
		}
		if (i)
			fputc(' ', out);
		write_padded(field, text, i + 1 == fields->nr, out);
	}
	fputc('\n', out);
}

void batch_write(const struct model *model, const char *source,
		 unsigned long number, const struct field_list *fields,
		 FILE *out)
{
	struct field_list whole;
	size_t i;

	if (!fields) {
		default_fields(&whole);
		fields = &whole;
	}

	if (number > 1)
		fputc('\n', out);
	write_title(model, source, number, out);
	write_memory(&model_totals(model)->sys, out);
	write_reserved(model_totals(model), out);
	write_fields(fields, NULL, out);
	for (i = 0; i < model_nr_rows(model); i++)
		write_fields(fields, model_row(model, i), out);
}

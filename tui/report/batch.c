// SPDX-License-Identifier: GPL-2.0
/* The list as text. */
#include <string.h>
#include <time.h>

#include "base/buffer.h"
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
static void write_sum(const struct model *model, struct buffer *out)
{
	const struct row *sum = model_filter_sum(model);
	char reserved[FORMAT_MAX], touched[FORMAT_MAX];

	if (!model_filter(model))
		return;
	size_or_unknown(reserved, sum->now.known & KNOWN_MM,
			sum->now.reserved);
	size_or_unknown(touched, row_touched_known(sum), row_touched(sum));
	buffer_print(out, "  shown %s touched %s", reserved, touched);
}

static void write_title(const struct model *model, const char *source,
			unsigned long number, struct buffer *out)
{
	const struct totals *totals = model_totals(model);
	char cost[FORMAT_MAX], when[32];
	time_t wall = (time_t)totals->wall_s;
	struct tm tm = { 0 };

	gmtime_r(&wall, &tm);
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	format_cost(cost, sizeof(cost), totals->cost_ns);
	buffer_print(out,
		     "tamtop %lu  %s  %s %s  %zu process%s, %zu shown  denied ",
		     number, when, source, cost, totals->nr_processes,
		     totals->nr_processes == 1 ? "" : "es",
		     model_nr_rows(model));
	if (totals->sys.others_hidden)
		buffer_char(out, '?');
	else
		buffer_print(out, "%zu", totals->nr_denied);
	write_sum(model, out);
	buffer_char(out, '\n');
}

static void write_percent(bool known, uint64_t part, uint64_t whole,
			  struct buffer *out)
{
	char text[FORMAT_MAX];

	if (!known)
		snprintf(text, sizeof(text), "?");
	else
		format_percent(text, sizeof(text), part, whole);
	buffer_print(out, " %s%s", text, known && whole ? "%" : "");
}

static void write_memory(const struct sys_stat *sys, struct buffer *out)
{
	bool known = sys->known & KNOWN_MEMORY;
	char total[FORMAT_MAX], used[FORMAT_MAX];

	size_or_unknown(total, known, sys->mem_total);
	size_or_unknown(used, known, sys->mem_used);
	buffer_print(out, "Memory %s used %s", total, used);
	write_percent(known, sys->mem_used, sys->mem_total, out);
	size_or_unknown(total, known, sys->swap_total);
	size_or_unknown(used, known, sys->swap_used);
	buffer_print(out, "  swap %s of %s\n", used, total);
}

static void write_outlier(const struct outlier *outlier, struct buffer *out)
{
	char text[96];

	if (!outlier->nr)
		return;
	outlier_text(outlier, text, sizeof(text));
	buffer_text(out, "  ");
	buffer_safe(out, text);
}

static void write_reserved(const struct totals *totals, struct buffer *out)
{
	bool known = totals->touched_known;
	char reserved[FORMAT_MAX], touched[FORMAT_MAX];

	size_or_unknown(reserved, totals->sys.known & KNOWN_TOTALS,
			totals->sys.reserved);
	size_or_unknown(touched, known, totals->touched);
	buffer_print(out, "Reserved %s touched %s", reserved, touched);
	write_percent(known, totals->touched, totals->sys.reserved, out);
	size_or_unknown(touched, totals->pages_known, totals->ta_zero);
	size_or_unknown(reserved, totals->ta_known, totals->ta_reserved);
	buffer_print(out, "  zero %s  tamalloc %s", touched, reserved);
	size_or_unknown(touched, totals->pages_known,
			totals->ta_written + totals->ta_swapped);
	buffer_print(out, " touched %s", touched);
	write_outlier(&totals->outlier, out);
	buffer_char(out, '\n');
}

/* What is in a column must not look like two: blanks become '_'. */
static int write_word(const char *text, struct buffer *out)
{
	size_t i = out->len;
	int used = buffer_safe(out, text);

	for (; i < out->len; i++)
		if (out->bytes[i] == ' ')
			out->bytes[i] = '_';
	return used;
}

/*
 * Text is flush left. Only the last one, @last, may be a text with blanks, and
 * needs none behind it.
 */
static void write_text(const struct field *field, const char *text, bool last,
		       struct buffer *out)
{
	bool whole = last && field == &process_fields[FIELD_COMMAND];
	int used;

	text = *text ? text : "-";
	used = whole ? buffer_safe(out, text) : write_word(text, out);
	if (!last)
		buffer_blanks(out, field->width - used);
}

/* Numbers are flush right. @made: @text has room for any number. */
static void write_number(const struct field *field, const char *text,
			 bool made, struct buffer *out)
{
	size_t len = strlen(text);

	buffer_blanks(out, field->width - (int)len);
	/* to copy all of it takes less than to copy a part */
	if (made)
		memcpy(buffer_room(out, FORMAT_MAX), text, FORMAT_MAX);
	else
		memcpy(buffer_room(out, len), text, len);
	out->len += len;
}

static void write_field(const struct field *field, const struct row *row,
			bool last, struct buffer *out)
{
	const char *text = field->head;
	char buf[FORMAT_MAX];
	struct value value;

	if (row) {
		value = field->value(row, NULL);
		text = field_text_exact(field, &value, buf);
	}
	if (field->unit == UNIT_TEXT)
		write_text(field, text, last, out);
	else
		write_number(field, text, text == buf, out);
}

/* The fields, parted by blanks; @row NULL: their heads. */
static void write_fields(const struct field_list *fields,
			 const struct row *row, struct buffer *out)
{
	size_t i;

	for (i = 0; i < fields->nr; i++) {
		if (i)
			buffer_char(out, ' ');
		write_field(fields->of[i], row, i + 1 == fields->nr, out);
	}
	buffer_char(out, '\n');
}

void batch_write(const struct model *model, const struct batch_form *form,
		 unsigned long number, FILE *out)
{
	struct buffer text = { 0 };
	size_t i;

	if (number > 1)
		buffer_char(&text, '\n');
	write_title(model, form->source, number, &text);
	write_memory(&model_totals(model)->sys, &text);
	write_reserved(model_totals(model), &text);
	write_fields(form->fields, NULL, &text);
	for (i = 0; i < model_nr_rows(model); i++) {
		write_fields(form->fields, model_row(model, i), &text);
		buffer_write_full(&text, out);
	}
	buffer_write(&text, out);
	buffer_release(&text);
}

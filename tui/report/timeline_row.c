// SPDX-License-Identifier: GPL-2.0
/* A row of a timeline as text, and as JSON. */
#include <inttypes.h>

#include "base/buffer.h"
#include "common/clock.h"
#include "common/format.h"
#include "model/shown_name.h"
#include "report/json.h"
#include "report/json_pages.h"
#include "report/timeline_row.h"

#define TIMELINE_VERSION 1

static const char part_chars[NR_PAGE_PARTS] = {
	[PART_NONE] = '.', [PART_FEW] = ':', [PART_EIGHTH] = '+',
	[PART_HALF] = '*', [PART_ALL] = '#', [PART_SOME_ZERO] = '-',
	[PART_ALL_ZERO] = '=',
};

static bool same_cells(const struct sample_scan *a, const struct sample_scan *b)
{
	return a->start == b->start && a->end == b->end &&
	       a->cell_pages == b->cell_pages;
}

static void write_heads(const struct timeline_told *row, bool first,
			struct buffer *out)
{
	const struct sample_scan *scan = row->scan;
	char buf[NAME_SHOWN_MAX], size[FORMAT_MAX], cell[FORMAT_MAX];
	const char *name = row->name;

	format_size(size, sizeof(size), scan->end - scan->start);
	format_size(cell, sizeof(cell), scan->cell_pages * PAGE_BYTES);
	buffer_print(out, "%stamtop timeline  %s  pid %d  %012" PRIx64 " %012"
		     PRIx64 "  %s, %s a cell  ", first ? "" : "\n",
		     row->source, (int)row->pid, scan->start, scan->end, size,
		     cell);
	buffer_safe(out, *name ? shown_name(name, buf, sizeof(buf)) : "[anon]");
	buffer_print(out, "\n%8s %7s %5s %6s %7s %s\n", "TIME", "TOUCHED", "%",
		     "ZERO", "NEW", "CELLS");
}

static struct scan_cell sum_of(const struct timeline_told *row)
{
	struct scan_cell sum = { 0 };
	size_t i;

	for (i = 0; i < row->scan->nr_cells; i++) {
		page_counts_sum(&sum.now, &row->cells[i].now);
		sum.fresh += row->cells[i].fresh;
	}
	return sum;
}

static void write_size(struct buffer *out, int width, bool known,
		       uint64_t pages)
{
	char text[FORMAT_MAX] = "?";

	if (known)
		format_size(text, sizeof(text), pages * PAGE_BYTES);
	buffer_print(out, "%*s ", width, text);
}

/* In shared memory, where what is away lies can't be told. */
static bool in_doubt(const struct timeline_told *row)
{
	return row->mapping->away || row->mapping->away_unknown;
}

static void write_sums(const struct timeline_told *row, struct buffer *out)
{
	const struct scan_cell sum = sum_of(row);
	bool touched = pages_touched_known(&sum.now) && !in_doubt(row);
	/* neither is known where a page may be zero or written */
	bool sure = !sum.now.in[PAGE_PRESENT];
	char percent[FORMAT_MAX] = "?";

	if (sure && touched)
		format_percent(percent, sizeof(percent),
			       pages_touched(&sum.now), sum.now.total);
	write_size(out, 7, sure && touched, pages_touched(&sum.now));
	buffer_print(out, "%5s ", percent);
	write_size(out, 6, sure, pages_as(&sum.now, PAGE_ZERO));
	write_size(out, 7, row->scan->compared, sum.fresh);
}

void timeline_write(const struct timeline_told *row,
		    const struct sample_scan *before, FILE *out)
{
	uint64_t tenths = (row->scan->time_ns - row->began_ns) /
			  (NSEC_PER_SEC / 10);
	struct buffer text = { 0 };
	size_t i;

	if (!before || !same_cells(before, row->scan))
		write_heads(row, !before, &text);
	buffer_print(&text, "%5" PRIu64 ".%" PRIu64 "s ", tenths / 10,
		     tenths % 10);
	write_sums(row, &text);
	for (i = 0; i < row->scan->nr_cells; i++)
		buffer_char(&text, part_chars[pages_part(&row->cells[i].now)]);
	buffer_char(&text, '\n');
	buffer_write(&text, out);
	buffer_release(&text);
}

static void write_number(struct json *json, const char *key, uint64_t number)
{
	json_key(json, key);
	json_number(json, number);
}

static void write_mapping(struct json *json, const struct timeline_told *row)
{
	json_key(json, "name");
	if (row->mapping->name == NAME_UNKNOWN)
		json_null(json);
	else
		json_string(json, row->name);
	json_key(json, "kind");
	json_string(json, mapping_kind_name(row->mapping->kind));
	json_key(json, "start");
	json_address(json, row->scan->start);
	json_key(json, "end");
	json_address(json, row->scan->end);
	write_number(json, "cell_pages", row->scan->cell_pages);
}

static void write_state(struct json *json, const struct timeline_told *row,
			enum page_state state)
{
	bool swap = state == PAGE_SWAPPED || state == PAGE_UNTOUCHED;
	const struct page_counts *counts;
	size_t i;

	json_key(json, page_states[state].key);
	json_open_array(json);
	for (i = 0; i < row->scan->nr_cells; i++) {
		counts = &row->cells[i].now;
		if (swap && in_doubt(row))
			json_null(json);
		else
			json_pages(json, counts, state, row->tells_zero ||
				   !pages_as(counts, PAGE_WRITTEN));
	}
	json_close_array(json);
}

static void write_cells(struct json *json, const struct timeline_told *row)
{
	enum page_state state;
	size_t i;

	json_key(json, "reserved");
	json_open_array(json);
	for (i = 0; i < row->scan->nr_cells; i++)
		json_number(json, row->cells[i].now.total * PAGE_BYTES);
	json_close_array(json);
	for (state = 0; state < NR_PAGE_STATES; state++)
		if (json_tells_state(state))
			write_state(json, row, state);
	write_state(json, row, PAGE_UNTOUCHED);
	json_key(json, "new");
	json_open_array(json);
	for (i = 0; i < row->scan->nr_cells; i++)
		json_number_or_null(json, row->scan->compared,
				    row->cells[i].fresh * PAGE_BYTES);
	json_close_array(json);
}

void timeline_write_json(const struct timeline_told *row, FILE *out)
{
	struct json *json = json_new(out);

	json_open_object(json);
	write_number(json, "version", TIMELINE_VERSION);
	json_key(json, "source");
	json_string(json, row->source);
	json_key(json, "time");
	json_change(json, row->wall_s);
	write_number(json, "clock_ns", row->scan->time_ns);
	write_number(json, "sample", row->number);
	write_number(json, "pid", (uint64_t)row->pid);
	write_number(json, "page_size", PAGE_BYTES);
	write_mapping(json, row);
	write_cells(json, row);
	json_close_object(json);
	json_free(json);
}

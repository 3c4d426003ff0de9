// SPDX-License-Identifier: GPL-2.0
/* The report of a process as JSON. */
#include <stdlib.h>

#include "base/alloc.h"
#include "model/target.h"
#include "report/form.h"
#include "report/json.h"
#include "report/json_pages.h"

#define REPORT_VERSION 1

struct report_writer {
	struct json *json;
	bool runs;
};

static struct report_writer *write_head(const struct report_options *options,
					const char *source,
					const struct report_moment *when,
					FILE *out)
{
	struct report_writer *writer = xcalloc(1, sizeof(*writer));
	struct json *json = json_new(out);

	writer->json = json;
	writer->runs = options->kind == REPORT_PAGES;
	json_open_object(json);
	json_key(json, "version");
	json_number(json, REPORT_VERSION);
	json_key(json, "source");
	json_string(json, source);
	json_key(json, "time");
	json_change(json, when->wall_s);
	json_key(json, "clock_ns");
	json_number(json, when->time_ns);
	json_key(json, "pid");
	json_number(json, (uint64_t)options->pid);
	json_key(json, "page_size");
	json_number(json, PAGE_BYTES);
	json_key(json, "mappings");
	json_open_array(json);
	return writer;
}

static void begin_mapping(struct report_writer *writer,
			  const struct sample_mapping *mapping,
			  const char *name)
{
	struct json *json = writer->json;

	json_line(json);
	json_open_object(json);
	json_key(json, "start");
	json_address(json, mapping->start);
	json_key(json, "end");
	json_address(json, mapping->end);
	json_key(json, "perms");
	json_string(json, mapping_perms(mapping->flags));
	json_key(json, "name");
	if (mapping->name == NAME_UNKNOWN)
		json_null(json);
	else
		json_string(json, name);
	json_key(json, "kind");
	json_string(json, mapping_kind_name(mapping->kind));
	json_key(json, "tamalloc");
	json_bool(json, mapping->kind == KIND_TAMALLOC);
	if (!writer->runs)
		return;
	json_key(json, "runs");
	json_open_array(json);
}

static void write_run(struct report_writer *writer, const struct page_run *run)
{
	struct json *json = writer->json;
	const char *state = page_states[run->state].key;

	json_line(json);
	json_open_object(json);
	json_key(json, "start");
	json_address(json, run->start);
	json_key(json, "pages");
	json_number(json, run->pages);
	json_key(json, "state");
	if (state)
		json_string(json, state);
	else
		json_null(json);
	json_close_object(json);
}

static void write_state(struct json *json, const struct page_counts *counts,
			enum page_state state, bool huge_known)
{
	json_key(json, page_states[state].key);
	json_pages(json, counts, state, huge_known);
}

static void end_mapping(struct report_writer *writer,
			const struct page_counts *counts, bool huge_known)
{
	struct json *json = writer->json;
	enum page_state state;

	if (writer->runs) {
		json_line(json);
		json_close_array(json);
	}
	json_key(json, "reserved");
	json_number(json, counts->total * PAGE_BYTES);
	for (state = 0; state < NR_PAGE_STATES; state++)
		if (json_tells_state(state))
			write_state(json, counts, state, huge_known);
	write_state(json, counts, PAGE_UNTOUCHED, huge_known);
	json_close_object(json);
}

static void write_end(struct report_writer *writer)
{
	json_line(writer->json);
	json_close_array(writer->json);
	json_close_object(writer->json);
	json_free(writer->json);
	free(writer);
}

const struct report_format report_json = {
	.open = write_head,
	.mapping = begin_mapping,
	.run = write_run,
	.counts = end_mapping,
	.close = write_end,
};

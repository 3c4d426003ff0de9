// SPDX-License-Identifier: GPL-2.0
/* The report of a process as a table. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/text.h"
#include "common/format.h"
#include "model/shown_name.h"
#include "model/target.h"
#include "report/form.h"

struct report_writer {
	FILE *out;
	bool runs;
	const struct sample_mapping *mapping;	/* under way */
	const char *name;
	uint64_t nr_mappings;
	struct page_counts sum;			/* of all mappings */
	bool huge_known;			/* of all of them */
};

/* Of when it is a person knows. */
static struct report_writer *write_head(const struct report_options *options,
					const char *source,
					const struct report_moment *when,
					FILE *out)
{
	struct report_writer *writer = xcalloc(1, sizeof(*writer));

	(void)source;
	(void)when;
	writer->out = out;
	writer->runs = options->kind == REPORT_PAGES;
	writer->huge_known = true;
	fprintf(out, "%-12s %-12s PERM", "START", "END");
	if (writer->runs)
		fprintf(out, " %10s %7s %-9s", "PAGES", "SIZE", "STATE");
	else
		fprintf(out, " %-9s %8s %7s %5s %7s %7s %7s %7s %7s %9s",
			"KIND", "RESERVED", "TOUCHED", "%", "ZERO", "WRITTEN",
			"HUGE", "FILE", "SWAPPED", "UNTOUCHED");
	fputs(" NAME\n", out);
	return writer;
}

static void begin_mapping(struct report_writer *writer,
			  const struct sample_mapping *mapping,
			  const char *name)
{
	writer->mapping = mapping;
	writer->name = name;
	writer->nr_mappings++;
}

static void write_range(FILE *out, uint64_t start, uint64_t end,
			const struct sample_mapping *mapping)
{
	fprintf(out, "%012" PRIx64 " %012" PRIx64 " %s", start, end,
		mapping_perms(mapping->flags));
}

static void write_name(FILE *out, const char *name)
{
	char buf[NAME_SHOWN_MAX];

	fputc(' ', out);
	text_print_safe(out, *name ? shown_name(name, buf, sizeof(buf)) :
				     "[anon]");
	fputc('\n', out);
}

static void write_size(FILE *out, int width, bool known, uint64_t pages)
{
	char text[FORMAT_MAX] = "?";

	if (known)
		format_size(text, sizeof(text), pages * PAGE_BYTES);
	fprintf(out, " %*s", width, text);
}

static void write_run(struct report_writer *writer, const struct page_run *run)
{
	const char *state = page_states[run->state].key;

	write_range(writer->out, run->start,
		    run->start + run->pages * PAGE_BYTES, writer->mapping);
	fprintf(writer->out, " %10" PRIu64, run->pages);
	write_size(writer->out, 7, true, run->pages);
	fprintf(writer->out, " %-9s", state ? state : "?");
	write_name(writer->out, writer->name);
}

static void write_counts(FILE *out, const struct page_counts *counts,
			 bool huge_known)
{
	bool touched_known = pages_touched_known(counts);
	bool sure = !counts->in[PAGE_PRESENT];
	char percent[FORMAT_MAX] = "?";

	if (sure && touched_known)
		format_percent(percent, sizeof(percent), pages_touched(counts),
			       counts->total);
	write_size(out, 8, true, counts->total);
	write_size(out, 7, sure && touched_known, pages_touched(counts));
	fprintf(out, " %5s", percent);
	write_size(out, 7, sure, pages_as(counts, PAGE_ZERO));
	write_size(out, 7, sure && huge_known, pages_as(counts, PAGE_WRITTEN));
	write_size(out, 7, huge_known, pages_as(counts, PAGE_HUGE));
	write_size(out, 7, true, pages_as(counts, PAGE_FILE));
	write_size(out, 7, touched_known, pages_as(counts, PAGE_SWAPPED));
	write_size(out, 9, touched_known, pages_untouched(counts));
}

static void end_mapping(struct report_writer *writer,
			const struct page_counts *counts, bool huge_known)
{
	page_counts_sum(&writer->sum, counts);
	writer->huge_known = writer->huge_known && huge_known;
	if (writer->runs)
		return;
	write_range(writer->out, writer->mapping->start, writer->mapping->end,
		    writer->mapping);
	fprintf(writer->out, " %-9s",
		mapping_kind_name(writer->mapping->kind));
	write_counts(writer->out, counts, huge_known);
	write_name(writer->out, writer->name);
}

static void write_sum(const struct report_writer *writer)
{
	fprintf(writer->out, "%-12s %-12s %-4s %-9s", "total", "-", "-", "-");
	write_counts(writer->out, &writer->sum, writer->huge_known);
	fprintf(writer->out, " %" PRIu64 " mapping%s\n", writer->nr_mappings,
		writer->nr_mappings == 1 ? "" : "s");
}

static void write_end(struct report_writer *writer)
{
	if (!writer->runs)
		write_sum(writer);
	free(writer);
}

const struct report_format report_text = {
	.open = write_head,
	.mapping = begin_mapping,
	.run = write_run,
	.counts = end_mapping,
	.close = write_end,
};

// SPDX-License-Identifier: GPL-2.0
/* Looks into a process once, and hands its mappings and pages to a form. */
#include <errno.h>
#include <string.h>

#include "base/status.h"
#include "report/form.h"
#include "report/look.h"
#include "report/report.h"
#include "source/source.h"

struct report {
	const struct report_options *options;
	struct source *source;
	struct report_moment when;
	struct sample sample;
	atomic_bool stop;		/* the output has failed */
	const struct report_format *format;
	struct report_writer *writer;
	uint64_t pos;			/* all pages before it were told */
	enum page_state gap;		/* what may be where no page is told */
	struct page_counts counts;	/* of the mapping under way */
};

static void tell(struct report *report, const struct page_run *run)
{
	report->counts.total += run->pages;
	report->pos = run->start + run->pages * PAGE_BYTES;
	if (report->options->kind != REPORT_PAGES)
		return;
	report->format->run(report->writer, run);
	if (ferror(stdout))
		atomic_store(&report->stop, true);
}

/*
 * What the source leaves out before @end is untouched, or in swap: how much of
 * it is in end_counts().
 */
static void tell_gap(struct report *report, uint64_t end)
{
	const struct page_run gap = {
		.start = report->pos,
		.pages = (end - report->pos) / PAGE_BYTES,
		.state = report->gap,
	};

	if (gap.pages)
		tell(report, &gap);
}

static void take_run(void *ctx, const struct page_run *run)
{
	struct report *report = ctx;

	tell_gap(report, run->start);
	page_counts_add(&report->counts, run->state, run->pages);
	tell(report, run);
}

static void check_output(void)
{
	if (ferror(stdout))
		die_of_output();
}

static void tell_pages(struct report *report,
		       const struct sample_mapping *mapping)
{
	struct source *source = report->source;
	enum status st = source->ops->pages(source, mapping, take_run, report);

	/* output that failed stopped the source: no fault of its own */
	check_output();
	if (st == ST_GONE)
		look_gone(report->options->pid);
	if (st != ST_OK)
		die(ST_SYSTEM, "can't read the pages of process %d: %s",
		    (int)report->options->pid, strerror(errno));
}

/* Where in shared memory what is away lies can't be told. */
static enum page_state gap_state(const struct sample_mapping *mapping)
{
	if (mapping->away_unknown)
		return PAGE_ABSENT;
	if (mapping->away >= mapping->end - mapping->start)
		return PAGE_SWAPPED;
	return mapping->away ? PAGE_ABSENT : PAGE_UNTOUCHED;
}

/* @part is of @mapping. */
static void end_counts(struct report *report,
		       const struct sample_mapping *mapping,
		       const struct sample_mapping *part)
{
	bool whole = part->start == mapping->start && part->end == mapping->end;

	page_counts_away(&report->counts, mapping->away / PAGE_BYTES,
			 report->gap != PAGE_ABSENT ||
			 (whole && !mapping->away_unknown));
}

static void report_mapping(struct report *report,
			   const struct sample_mapping *mapping)
{
	struct sample_mapping part = *mapping;
	bool huge_known = report->sample.target.has & TARGET_TELLS_ZERO;

	if (part.start < report->options->start)
		part.start = report->options->start;
	if (part.end > report->options->end)
		part.end = report->options->end;
	if (part.start >= part.end)
		return;
	report->format->mapping(report->writer, &part,
				sample_name(&report->sample, mapping));
	report->counts = (struct page_counts){ 0 };
	report->pos = part.start;
	report->gap = gap_state(mapping);
	tell_pages(report, &part);
	tell_gap(report, part.end);
	end_counts(report, mapping, &part);
	if (!pages_as(&report->counts, PAGE_WRITTEN))
		huge_known = true;
	report->format->counts(report->writer, &report->counts, huge_known);
	check_output();
}

static void write_report(struct report *report)
{
	const struct sample *sample = &report->sample;
	size_t i;

	report->format = report->options->json ? &report_json : &report_text;
	report->writer = report->format->open(report->options,
					      report->source->ops->name,
					      &report->when, stdout);
	for (i = 0; i < sample->nr_mappings; i++)
		report_mapping(report, &sample->mappings[i]);
	report->format->close(report->writer);
	fflush(stdout);
	check_output();
}

int report_run(const struct source_ops *ops,
	       const struct report_options *options)
{
	struct report report = { .options = options };
	struct proc_id id;

	if (!ops->pages)
		die(ST_NO_SOURCE, "the source %s tells no pages: give another one with --source",
		    ops->name);
	report.source = ops->open(&report.stop);
	if (!report.source)
		die(ST_SYSTEM, "can't open the source %s: %s", ops->name,
		    strerror(errno));
	id = look_for(report.source, options->pid, &report.sample);
	report.when = (struct report_moment){
		.time_ns = report.sample.time_ns,
		.wall_s = report.sample.wall_s,
	};
	look_into(report.source, id, &report.sample);
	write_report(&report);
	ops->close(report.source);
	sample_release(&report.sample);
	return 0;
}

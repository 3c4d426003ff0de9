// SPDX-License-Identifier: GPL-2.0
/* Looks at pages once, keeps what was seen, and tells it as a look. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "common/clock.h"
#include "source/process/runs.h"

/*
 * Where an entry is read for each page that is reserved, a mapping that has more
 * bytes is not looked at just because it is there: a second's look would be
 * seconds long.
 */
#define READ_MOST	(16ULL << 30)

static void keep_run(void *ctx, const struct page_run *run)
{
	pagebook_add(ctx, run);
}

static int compare_ranges(const void *a, const void *b)
{
	const struct sample_range *left = a, *right = b;

	return (left->start > right->start) - (left->start < right->start);
}

/* Those that overlap or touch become one; returns how many are left. */
static size_t join_ranges(struct sample_range *ranges, size_t nr)
{
	struct sample_range *last = ranges;
	size_t i;

	if (!nr)
		return 0;
	qsort(ranges, nr, sizeof(*ranges), compare_ranges);
	for (i = 1; i < nr; i++) {
		if (ranges[i].start > last->end)
			*++last = ranges[i];
		else if (ranges[i].end > last->end)
			last->end = ranges[i].end;
	}
	return (size_t)(last - ranges) + 1;
}

/* Nothing is there behind the last mapping, and nothing is read. */
static enum pagescan_end see(struct pagebook *news,
			     const struct runs_memory *memory,
			     const struct sample_range *range)
{
	size_t nr = memory->nr_mappings;
	uint64_t last = nr ? memory->mappings[nr - 1].end : range->end;
	enum pagescan_end how = PAGESCAN_DONE;

	pagebook_begin(news, range->start, clock_now(&clock_monotonic));
	if (last > range->end)
		last = range->end;
	if (last > range->start)
		how = pagescan_range(memory->pagescan, memory->pagemap,
				     memory->mappings, nr, range->start, last,
				     keep_run, news);
	pagebook_end(news, range->end);
	return how;
}

static enum pagescan_end see_ranges(struct pagebook *news,
				    const struct runs_memory *memory,
				    const struct sample_range *ranges,
				    size_t nr)
{
	enum pagescan_end how = PAGESCAN_DONE;

	for (; nr && how == PAGESCAN_DONE; nr--)
		how = see(news, memory, ranges++);
	return how;
}

static bool costs_too_much(const struct runs_memory *memory,
			   const struct sample_mapping *mapping)
{
	return !pagescan_tells_zero(memory->pagescan) &&
	       mapping->end - mapping->start > READ_MOST;
}

static void add_range(struct sample_range *ranges, size_t *nr, uint64_t start,
		      uint64_t end)
{
	if (start >= end)
		return;
	ranges[*nr].start = start;
	ranges[(*nr)++].end = end;
}

/*
 * What lies in no mapping is untouched: one range holds all memory. Of what
 * costs too much only those parts are among them that are scanned in any case.
 */
static struct sample_range *all_ranges(const struct runs_memory *memory,
				       const struct target_demand *demand,
				       uint64_t known_end, size_t *nr)
{
	const struct sample_mapping *mapping = memory->mappings;
	struct sample_range *ranges =
		xcalloc(memory->nr_mappings + demand->nr_scans + 1,
			sizeof(*ranges));
	uint64_t pos = 0;
	size_t i;

	*nr = 0;
	for (i = 0; i < memory->nr_mappings; i++, mapping++) {
		if (!costs_too_much(memory, mapping))
			continue;
		add_range(ranges, nr, pos, mapping->start);
		pos = mapping->end;
	}
	add_range(ranges, nr, pos, known_end);
	for (i = 0; i < demand->nr_scans; i++)
		if (demand->scans[i].use != SCAN_COUNT &&
		    demand->scans[i].end <= known_end)
			add_range(ranges, nr, demand->scans[i].start,
				  demand->scans[i].end);
	*nr = join_ranges(ranges, *nr);
	return ranges;
}

enum pagescan_end runs_see_all(struct pagebook *book,
			       const struct runs_memory *memory,
			       const struct target_demand *demand,
			       uint64_t known_end)
{
	struct pagebook news = { 0 };
	struct sample_range *ranges;
	enum pagescan_end how;
	size_t nr;

	ranges = all_ranges(memory, demand, known_end, &nr);
	how = see_ranges(&news, memory, ranges, nr);
	free(ranges);
	if (how == PAGESCAN_DONE) {
		pagebook_release(book);
		*book = news;
	} else {
		pagebook_release(&news);
	}
	return how;
}

/* Where the scans of @demand are, by rising address; to be freed. */
static struct sample_range *scan_ranges(const struct target_demand *demand,
					bool windows_only, size_t *nr)
{
	const struct demand_scan *scan = demand->scans;
	struct sample_range *ranges =
		xcalloc(demand->nr_scans + 1, sizeof(*ranges));
	size_t i;

	*nr = 0;
	for (i = 0; i < demand->nr_scans; i++, scan++) {
		if (windows_only && scan->use != SCAN_WINDOW)
			continue;
		add_range(ranges, nr, scan->start, scan->end);
	}
	*nr = join_ranges(ranges, *nr);
	return ranges;
}

enum pagescan_end runs_see_scans(struct pagebook *book,
				 const struct runs_memory *memory,
				 const struct target_demand *demand,
				 bool windows_only)
{
	struct pagebook news = { 0 };
	struct sample_range *ranges;
	enum pagescan_end how;
	size_t nr;

	ranges = scan_ranges(demand, windows_only, &nr);
	how = see_ranges(&news, memory, ranges, nr);
	if (how == PAGESCAN_DONE)
		pagebook_lay(book, &news);
	pagebook_release(&news);
	free(ranges);
	return how;
}

void runs_tell(const struct pagebook *book, struct sample *sample)
{
	struct sample_look *look;
	size_t i;

	if (!book->nr_ranges)
		return;
	sample->sections |= SECTION_RUNS;
	look = sample_add_look(sample);
	look->id = sample->target.id;
	look->mm_id = sample->target.mm_id;
	for (i = 0; i < book->nr_ranges; i++) {
		if (book->ranges[i].time_ns > look->time_ns)
			look->time_ns = book->ranges[i].time_ns;
		*sample_add_range(sample) = book->ranges[i];
	}
	for (i = 0; i < book->nr_runs; i++)
		*sample_add_run(sample) = book->runs[i];
}

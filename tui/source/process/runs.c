// SPDX-License-Identifier: GPL-2.0
/* Looks at pages once, keeps what was seen, and tells it as a look. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "common/clock.h"
#include "source/process/runs.h"

static void keep_run(void *ctx, const struct page_run *run)
{
	pagebook_add(ctx, run);
}

/* Look at the pages from @start to @end; what is there ends at @last. */
static enum pagescan_end see(struct pagebook *news,
			     const struct runs_memory *memory, uint64_t start,
			     uint64_t last, uint64_t end)
{
	enum pagescan_end how;

	pagebook_begin(news, start, clock_now(&clock_monotonic));
	how = pagescan_range(memory->pagescan, memory->pagemap,
			     memory->mappings, memory->nr_mappings, start,
			     last, keep_run, news);
	pagebook_end(news, end);
	return how;
}

/* What lies in no mapping is untouched: one range holds all memory. */
enum pagescan_end runs_see_all(struct pagebook *book,
			       const struct runs_memory *memory,
			       uint64_t known_end)
{
	size_t nr = memory->nr_mappings;
	uint64_t last = nr ? memory->mappings[nr - 1].end : 0;
	struct pagebook news = { 0 };
	enum pagescan_end how = see(&news, memory, 0, last, known_end);

	if (how == PAGESCAN_DONE) {
		pagebook_release(book);
		*book = news;
	} else {
		pagebook_release(&news);
	}
	return how;
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
		ranges[*nr].start = scan->start;
		ranges[(*nr)++].end = scan->end;
	}
	*nr = join_ranges(ranges, *nr);
	return ranges;
}

enum pagescan_end runs_see_scans(struct pagebook *book,
				 const struct runs_memory *memory,
				 const struct target_demand *demand,
				 bool windows_only)
{
	enum pagescan_end how = PAGESCAN_DONE;
	struct pagebook news = { 0 };
	struct sample_range *ranges;
	size_t i, nr;

	ranges = scan_ranges(demand, windows_only, &nr);
	for (i = 0; i < nr && how == PAGESCAN_DONE; i++)
		how = see(&news, memory, ranges[i].start, ranges[i].end,
			  ranges[i].end);
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

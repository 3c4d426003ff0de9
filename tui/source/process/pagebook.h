/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_PAGEBOOK_H
#define TUI_SOURCE_PROCESS_PAGEBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/sample.h"

/* The most that a book holds: some 24 MB, and 2 MB. */
#define PAGEBOOK_RUNS	1000000
#define PAGEBOOK_RANGES	100000

/*
 * What was seen of the pages of a process: ranges by rising address that don't
 * overlap, each with the time it is of, and their runs, as struct sample_look
 * has them. A struct of zeros knows nothing.
 *
 * Where there is no room for a run, its range ends there: nothing is known of
 * the rest.
 */
struct pagebook {
	struct sample_range *ranges;
	size_t nr_ranges, max_ranges;
	struct page_run *runs;
	size_t nr_runs, max_runs;

	/* of the range that is being told */
	bool open, cut;
	size_t first_run;
	/* room for what is to come yet */
	size_t kept_ranges, kept_runs;
};

/*
 * Add a range behind all there are: from @start on, seen at @time_ns; its runs,
 * by rising address (those that touch in the same state become one); its end.
 * Die when memory is out.
 */
void pagebook_begin(struct pagebook *book, uint64_t start, uint64_t time_ns);
void pagebook_add(struct pagebook *book, const struct page_run *run);
void pagebook_end(struct pagebook *book, uint64_t end);

/*
 * What @news knows replaces what @book knew of the same pages; what @book knew
 * of others stays, as far as there is room beside @news.
 */
void pagebook_lay(struct pagebook *book, const struct pagebook *news);

/* Forget everything, and free the memory. */
void pagebook_release(struct pagebook *book);

/* What is in a book, or told as a look: valid as long as that is. */
struct page_view {
	const struct sample_range *ranges;
	size_t nr_ranges;
	const struct page_run *runs;
	size_t nr_runs;
};

struct page_view pagebook_view(const struct pagebook *book);

/*
 * Are all pages of @range known? Then its time becomes that of the oldest one
 * that it takes part in.
 */
bool page_view_knows(const struct page_view *view, struct sample_range *range);

/*
 * Tell @take the runs of the pages from @start to @end, cut off there;
 * neighbours never have the same state.
 */
void page_view_tell(const struct page_view *view, uint64_t start, uint64_t end,
		    page_run_fn take, void *ctx);

/* The end of what is known, if that is all from 0 on without a gap; else 0. */
uint64_t page_view_end(const struct page_view *view);

#endif

// SPDX-License-Identifier: GPL-2.0
/* Keeps ranges of pages as they were seen last: new ones replace old ones. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/sorted.h"
#include "source/process/pagebook.h"

static struct sample_range *last_range(struct pagebook *book)
{
	return &book->ranges[book->nr_ranges - 1];
}

void pagebook_begin(struct pagebook *book, uint64_t start, uint64_t time_ns)
{
	book->open = book->nr_ranges + book->kept_ranges < PAGEBOOK_RANGES;
	if (!book->open)
		return;
	book->cut = false;
	book->first_run = book->nr_runs;
	book->ranges = xgrow(book->ranges, book->nr_ranges + 1,
			     &book->max_ranges, sizeof(*book->ranges));
	book->ranges[book->nr_ranges++] = (struct sample_range){
		.start = start, .end = start, .time_ns = time_ns,
	};
}

/* Does @run go on where the last one of the open range ends? */
static bool goes_on(const struct pagebook *book, const struct page_run *run)
{
	const struct page_run *last;

	if (book->nr_runs == book->first_run)
		return false;
	last = &book->runs[book->nr_runs - 1];
	return last->state == run->state && page_run_end(last) == run->start;
}

void pagebook_add(struct pagebook *book, const struct page_run *run)
{
	if (!book->open || book->cut)
		return;
	if (goes_on(book, run)) {
		book->runs[book->nr_runs - 1].pages += run->pages;
		return;
	}
	if (book->nr_runs + book->kept_runs >= PAGEBOOK_RUNS) {
		last_range(book)->end = run->start;
		book->cut = true;
		return;
	}
	book->runs = xgrow(book->runs, book->nr_runs + 1, &book->max_runs,
			   sizeof(*book->runs));
	book->runs[book->nr_runs++] = *run;
}

void pagebook_end(struct pagebook *book, uint64_t end)
{
	if (!book->open)
		return;
	if (!book->cut)
		last_range(book)->end = end;
	if (last_range(book)->end == last_range(book)->start)
		book->nr_ranges--;
	book->open = false;
}

void pagebook_release(struct pagebook *book)
{
	free(book->ranges);
	free(book->runs);
	memset(book, 0, sizeof(*book));
}

struct page_view pagebook_view(const struct pagebook *book)
{
	return (struct page_view){
		.ranges = book->ranges, .nr_ranges = book->nr_ranges,
		.runs = book->runs, .nr_runs = book->nr_runs,
	};
}

/* ---- one over the other */

/* What is copied from, up the addresses. */
struct page_walk {
	struct page_view view;
	size_t range, run;	/* the next ones */
};

/* The part of @run from @start to @end; it has no pages where there is none. */
static struct page_run part_of(const struct page_run *run, uint64_t start,
			       uint64_t end)
{
	struct page_run part = *run;
	uint64_t last = page_run_end(run) < end ? page_run_end(run) : end;

	if (part.start < start)
		part.start = start;
	part.pages = part.start < last ? (last - part.start) / PAGE_BYTES : 0;
	return part;
}

/* A run that goes on behind @end is the next one still. */
static void copy_pages(struct pagebook *book, struct page_walk *from,
		       uint64_t start, uint64_t end, uint64_t time_ns)
{
	const struct page_view *view = &from->view;
	struct page_run part;

	pagebook_begin(book, start, time_ns);
	for (; from->run < view->nr_runs; from->run++) {
		if (view->runs[from->run].start >= end)
			break;
		part = part_of(&view->runs[from->run], start, end);
		if (part.pages)
			pagebook_add(book, &part);
		if (page_run_end(&view->runs[from->run]) > end)
			break;
	}
	pagebook_end(book, end);
}

static void copy_news(struct pagebook *book, struct page_walk *news)
{
	const struct sample_range *range = &news->view.ranges[news->range++];
	const struct page_run *runs = news->view.runs;
	size_t i;

	for (i = news->run; i < news->view.nr_runs; i++) {
		if (runs[i].start >= range->end)
			break;
		book->kept_runs--;
	}
	book->kept_ranges--;
	copy_pages(book, news, range->start, range->end, range->time_ns);
}

/* What of @range no news are of, and the news that begin before its end. */
static void copy_old(struct pagebook *book, struct page_walk *old,
		     struct page_walk *news, const struct sample_range *range)
{
	const struct sample_range *next = &news->view.ranges[news->range];
	uint64_t pos = range->start;

	if (news->range && next[-1].end > pos)
		pos = next[-1].end;
	for (; news->range < news->view.nr_ranges && next->start < range->end;
	     next++) {
		if (next->start > pos)
			copy_pages(book, old, pos, next->start, range->time_ns);
		copy_news(book, news);
		if (next->end > pos)
			pos = next->end;
	}
	if (pos < range->end)
		copy_pages(book, old, pos, range->end, range->time_ns);
}

void pagebook_lay(struct pagebook *book, const struct pagebook *news)
{
	struct page_walk old = { .view = pagebook_view(book) };
	struct page_walk new = { .view = pagebook_view(news) };
	struct pagebook laid = {
		.kept_ranges = news->nr_ranges, .kept_runs = news->nr_runs,
	};

	if (!news->nr_ranges)
		return;
	for (; old.range < old.view.nr_ranges; old.range++)
		copy_old(&laid, &old, &new, &old.view.ranges[old.range]);
	while (new.range < new.view.nr_ranges)
		copy_news(&laid, &new);
	pagebook_release(book);
	*book = laid;
}

/* ---- what is known */

/* The first range that ends behind @address. */
static size_t find_range(const struct page_view *view, uint64_t address)
{
	return SORTED_ABOVE(view->ranges, view->nr_ranges, end, address);
}

/* Likewise, the first run. */
static size_t find_run(const struct page_view *view, uint64_t address)
{
	size_t low = 0, high = view->nr_runs, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (page_run_end(&view->runs[middle]) > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

bool page_view_knows(const struct page_view *view, struct sample_range *range)
{
	uint64_t pos = range->start, oldest = UINT64_MAX;
	size_t i = find_range(view, pos);

	for (; pos < range->end; pos = view->ranges[i++].end) {
		if (i == view->nr_ranges || view->ranges[i].start > pos)
			return false;
		if (view->ranges[i].time_ns < oldest)
			oldest = view->ranges[i].time_ns;
	}
	range->time_ns = oldest;
	return true;
}

/* Runs of two ranges may touch in the same state. */
void page_view_tell(const struct page_view *view, uint64_t start, uint64_t end,
		    page_run_fn take, void *ctx)
{
	struct page_run pending = { 0 }, part;
	size_t i;

	for (i = find_run(view, start); i < view->nr_runs; i++) {
		part = part_of(&view->runs[i], start, end);
		if (!part.pages)
			break;
		if (pending.pages && pending.state == part.state &&
		    page_run_end(&pending) == part.start) {
			pending.pages += part.pages;
			continue;
		}
		if (pending.pages)
			take(ctx, &pending);
		pending = part;
	}
	if (pending.pages)
		take(ctx, &pending);
}

uint64_t page_view_end(const struct page_view *view)
{
	uint64_t pos = 0;
	size_t i;

	for (i = 0; i < view->nr_ranges; i++) {
		if (view->ranges[i].start > pos)
			return 0;
		pos = view->ranges[i].end;
	}
	return pos;
}

// SPDX-License-Identifier: GPL-2.0
/* A book of ranges and runs against an array of pages, which is slow and plain. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check.h"
#include "source/process/pagebook.h"

#define NR_PAGES	700
#define BASE		(1ULL << 32)
#define MOST_RANGES	6

/* What is known of one page. */
struct page {
	uint64_t time_ns;	/* 0: nothing */
	enum page_state state;
};

struct array {
	struct page pages[NR_PAGES];
};

static uint64_t series = 1;

static size_t any_below(size_t limit)
{
	series = series * 6364136223846793005 + 1442695040888963407;
	return (size_t)((series >> 33) % limit);
}

static uint64_t address(size_t page)
{
	return BASE + page * PAGE_BYTES;
}

static size_t page_at(uint64_t at)
{
	return (size_t)((at - BASE) / PAGE_BYTES);
}

/* A range of short runs, in pieces at times, into the book and the array. */
static void see(struct pagebook *book, struct array *array, size_t from,
		size_t to, uint64_t time_ns)
{
	struct page_run run;
	size_t page, end;

	pagebook_begin(book, address(from), time_ns);
	for (page = from; page < to; page = end) {
		end = page + 1 + any_below(9);
		if (end > to)
			end = to;
		run.start = address(page);
		run.pages = end - page;
		run.state = any_below(2) ? PAGE_UNTOUCHED :
					   any_below(NR_PAGE_STATES);
		if (run.state != PAGE_UNTOUCHED)
			pagebook_add(book, &run);
		for (; page < end; page++)
			array->pages[page] =
				(struct page){ time_ns, run.state };
	}
	pagebook_end(book, address(to));
}

static int compare_pages(const void *a, const void *b)
{
	const size_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/* Up to some ranges anywhere, at times touching. */
static void see_some(struct pagebook *book, struct array *array,
		     uint64_t time_ns)
{
	size_t borders[2 * MOST_RANGES], nr = 1 + any_below(MOST_RANGES), i;

	for (i = 0; i < 2 * nr; i++)
		borders[i] = any_below(NR_PAGES + 1);
	qsort(borders, 2 * nr, sizeof(*borders), compare_pages);
	for (i = 0; i < nr; i++)
		see(book, array, borders[2 * i], borders[2 * i + 1], time_ns);
}

/* As sample.h says of looks; and what they tell is what the array knows. */
static void check_ranges(const struct page_view *view, const struct array *array)
{
	struct array told = { 0 };
	const struct page_run *run = view->runs, *last;
	const struct page_run *end = run + view->nr_runs;
	const struct sample_range *range = view->ranges;
	uint64_t behind = 0;
	size_t i, page;

	for (i = 0; i < view->nr_ranges; i++, range++) {
		assert_true(range->start >= behind);
		assert_true(range->end > range->start);
		behind = range->end;
		for (page = page_at(range->start); page < page_at(behind);
		     page++)
			told.pages[page].time_ns = range->time_ns;
		for (last = NULL; run < end && run->start < behind; run++) {
			assert_true(run->start >= (last ? last->start +
					last->pages * PAGE_BYTES :
					range->start));
			assert_true(run->start + run->pages * PAGE_BYTES <=
				    behind);
			assert_true(run->pages > 0);
			assert_true(run->state != PAGE_UNTOUCHED);
			assert_false(last && last->state == run->state &&
				     last->start + last->pages * PAGE_BYTES ==
					     run->start);
			for (page = 0; page < run->pages; page++)
				told.pages[page_at(run->start) + page].state =
					run->state;
			last = run;
		}
	}
	assert_ptr_equal(run, end);
	for (page = 0; page < NR_PAGES; page++) {
		assert_int_equal(told.pages[page].time_ns,
				 array->pages[page].time_ns);
		assert_int_equal(told.pages[page].state,
				 array->pages[page].state);
	}
}

/* Runs as they are told, over an array of nothing. */
struct told {
	enum page_state states[NR_PAGES];
	uint64_t end;
	enum page_state last;
};

static void take(void *ctx, const struct page_run *run)
{
	struct told *told = ctx;
	size_t page = page_at(run->start), i;

	assert_true(run->start >= told->end);
	assert_false(run->start == told->end && run->state == told->last);
	told->end = run->start + run->pages * PAGE_BYTES;
	told->last = run->state;
	for (i = 0; i < run->pages; i++)
		told->states[page + i] = run->state;
}

static void check_any_part(const struct page_view *view,
			   const struct array *array)
{
	size_t from = any_below(NR_PAGES), page;
	size_t to = from + 1 + any_below(NR_PAGES - from);
	struct sample_range range = {
		.start = address(from), .end = address(to), .time_ns = 12345,
	};
	struct told told = { 0 };
	uint64_t oldest = UINT64_MAX;

	for (page = from; page < to; page++)
		if (array->pages[page].time_ns < oldest)
			oldest = array->pages[page].time_ns;
	assert_int_equal(page_view_knows(view, &range), oldest > 0);
	if (!oldest)
		return;
	assert_int_equal(range.time_ns, oldest);
	page_view_tell(view, range.start, range.end, take, &told);
	for (page = 0; page < NR_PAGES; page++)
		assert_int_equal(told.states[page],
				 page >= from && page < to ?
					 array->pages[page].state :
					 PAGE_UNTOUCHED);
}

static void test_ranges_over_ranges(void **state)
{
	struct pagebook book, news;
	struct page_view view;
	struct array array;
	uint64_t round, now;
	int i;

	(void)state;
	for (round = 0; round < 40; round++) {
		memset(&book, 0, sizeof(book));
		memset(&array, 0, sizeof(array));
		for (now = 1; now < 40; now++) {
			memset(&news, 0, sizeof(news));
			see_some(&news, &array, now);
			pagebook_lay(&book, &news);
			view = pagebook_view(&book);
			check_ranges(&view, &array);
			for (i = 0; i < 20; i++)
				check_any_part(&view, &array);
			pagebook_release(&news);
		}
		pagebook_release(&book);
	}
}

static void add_range(struct pagebook *book, uint64_t start, uint64_t end)
{
	pagebook_begin(book, start, 1);
	pagebook_end(book, end);
}

static uint64_t end_of(const struct pagebook *book)
{
	const struct page_view view = pagebook_view(book);

	return page_view_end(&view);
}

static void test_all_from_the_first_page_on(void **state)
{
	struct pagebook book = { 0 };

	(void)state;
	assert_int_equal(end_of(&book), 0);
	add_range(&book, 0, 4 * PAGE_BYTES);
	assert_int_equal(end_of(&book), 4 * PAGE_BYTES);
	add_range(&book, 4 * PAGE_BYTES, 5 * PAGE_BYTES);
	assert_int_equal(end_of(&book), 5 * PAGE_BYTES);
	add_range(&book, 6 * PAGE_BYTES, 7 * PAGE_BYTES);
	assert_int_equal(end_of(&book), 0);
	pagebook_release(&book);
	assert_int_equal(book.nr_ranges, 0);
	add_range(&book, PAGE_BYTES, 4 * PAGE_BYTES);
	assert_int_equal(end_of(&book), 0);
	pagebook_release(&book);
}

/* @nr runs of a page, each behind one that is untouched, from @start on. */
static void add_stripes(struct pagebook *book, uint64_t start, uint64_t nr,
			uint64_t time_ns)
{
	struct page_run run = { .pages = 1, .state = PAGE_WRITTEN };
	uint64_t i;

	pagebook_begin(book, start, time_ns);
	for (i = 0; i < nr; i++) {
		run.start = start + (2 * i + 1) * PAGE_BYTES;
		pagebook_add(book, &run);
	}
	pagebook_end(book, start + 2 * nr * PAGE_BYTES);
}

static bool knows(const struct pagebook *book, uint64_t start, uint64_t end)
{
	const struct page_view view = pagebook_view(book);
	struct sample_range range = { .start = start, .end = end };

	return page_view_knows(&view, &range);
}

static void test_more_runs_than_there_is_room_for(void **state)
{
	const uint64_t room = PAGEBOOK_RUNS * 2 * PAGE_BYTES;
	const uint64_t far = 2 * room, pages = 1000 * PAGE_BYTES;
	struct pagebook book = { 0 }, news = { 0 };

	(void)state;
	add_stripes(&book, 0, PAGEBOOK_RUNS, 1);
	assert_int_equal(end_of(&book), room);
	pagebook_release(&book);

	/* the page before the one that has no room is known to be untouched */
	add_stripes(&book, 0, PAGEBOOK_RUNS + 7, 1);
	assert_int_equal(book.nr_runs, PAGEBOOK_RUNS);
	assert_int_equal(end_of(&book), room + PAGE_BYTES);

	/* what is new has room at any rate; it is the end of the old that goes */
	add_stripes(&news, far, 500, 2);
	pagebook_lay(&book, &news);
	assert_int_equal(book.nr_runs, PAGEBOOK_RUNS);
	assert_true(knows(&book, far, far + pages));
	assert_true(knows(&book, 0, room - pages + PAGE_BYTES));
	assert_false(knows(&book, 0, room - pages + 2 * PAGE_BYTES));
	assert_false(knows(&book, room - PAGE_BYTES, room));

	/* in the midst of it no room is needed that there wasn't */
	pagebook_release(&news);
	add_stripes(&news, pages, 500, 3);
	pagebook_lay(&book, &news);
	assert_int_equal(book.nr_runs, PAGEBOOK_RUNS);
	assert_true(knows(&book, far, far + pages));
	assert_true(knows(&book, 0, room - pages + PAGE_BYTES));
	pagebook_release(&news);
	pagebook_release(&book);
}

/* The runs of the same state that touch are one: they need no room. */
static void test_a_long_run_has_room(void **state)
{
	struct page_run run = { .pages = 1, .state = PAGE_WRITTEN };
	struct pagebook book = { 0 };

	(void)state;
	add_stripes(&book, 0, PAGEBOOK_RUNS - 1, 1);
	pagebook_begin(&book, BASE, 1);
	for (run.start = BASE; run.start < address(100); run.start += PAGE_BYTES)
		pagebook_add(&book, &run);
	pagebook_end(&book, address(200));
	assert_int_equal(book.nr_runs, PAGEBOOK_RUNS);
	assert_true(knows(&book, BASE, address(200)));

	/* and where not even the first one has, nothing is known */
	pagebook_begin(&book, address(300), 1);
	run.start = address(300);
	pagebook_add(&book, &run);
	pagebook_end(&book, address(400));
	assert_int_equal(book.nr_ranges, 2);
	pagebook_release(&book);
}

static void test_more_ranges_than_there_is_room_for(void **state)
{
	struct pagebook book = { 0 }, news = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < PAGEBOOK_RANGES + 10; i++)
		add_range(&book, address(2 * i), address(2 * i + 1));
	assert_int_equal(book.nr_ranges, PAGEBOOK_RANGES);
	add_range(&news, address(4 * PAGEBOOK_RANGES),
		  address(4 * PAGEBOOK_RANGES + 1));
	pagebook_lay(&book, &news);
	assert_int_equal(book.nr_ranges, PAGEBOOK_RANGES);
	assert_int_equal(book.ranges[PAGEBOOK_RANGES - 1].start,
			 address(4 * PAGEBOOK_RANGES));
	pagebook_release(&news);
	pagebook_release(&book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranges_over_ranges),
		cmocka_unit_test(test_all_from_the_first_page_on),
		cmocka_unit_test(test_more_runs_than_there_is_room_for),
		cmocka_unit_test(test_a_long_run_has_room),
		cmocka_unit_test(test_more_ranges_than_there_is_room_for),
	};

	return cmocka_run_group_tests_name("pagebook", tests, NULL, NULL);
}

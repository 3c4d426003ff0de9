// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "check.h"
#include "plot.h"
#include "source/process/inspect.h"
#include "source/procstat.h"

/* Arguments of children that become this program again */
#define LOOP		"loop"
#define RESTLESS	"restless"

static atomic_bool stop;

/* Somebody who looks at one process, again and again. */
struct observer {
	struct inspector *inspector;
	struct demand demand;
	struct sample sample;
};

static void watch(struct observer *it, struct proc_id id)
{
	memset(it, 0, sizeof(*it));
	it->inspector = inspector_new(&stop);
	it->demand.target.id = id;
}

static void watch_self(struct observer *it)
{
	watch(it, plot_proc_id(getpid()));
}

static void unwatch(struct observer *it)
{
	inspector_free(it->inspector);
	demand_release(&it->demand);
	sample_release(&it->sample);
}

static const struct sample_target *look(struct observer *it)
{
	sample_reset(&it->sample);
	inspect(it->inspector, &it->demand, &it->sample);
	return &it->sample.target;
}

static void want(struct observer *it, enum scan_use use,
		 const struct plot *plot, size_t from, size_t to,
		 uint64_t cell_pages)
{
	demand_scan(&it->demand, use, plot_address(plot, from),
		    plot_address(plot, to), cell_pages);
}

static void want_nothing(struct observer *it)
{
	it->demand.target.nr_scans = 0;
}

static const struct scan_cell *cells_of(const struct observer *it, size_t scan)
{
	return &it->sample.cells[it->sample.scans[scan].first_cell];
}

/* The sum over all cells of scan @i */
static struct scan_cell sum_of(const struct observer *it, size_t i)
{
	const struct sample_scan *scan = &it->sample.scans[i];
	struct scan_cell sum = { 0 };
	size_t cell;

	for (cell = 0; cell < scan->nr_cells; cell++) {
		page_counts_sum(&sum.now, &cells_of(it, i)[cell].now);
		sum.fresh += cells_of(it, i)[cell].fresh;
		sum.gone += cells_of(it, i)[cell].gone;
		sum.since_touched += cells_of(it, i)[cell].since_touched;
		sum.since_released += cells_of(it, i)[cell].since_released;
	}
	return sum;
}

static void check_fresh_gone(const struct observer *it, uint32_t fresh,
			     uint32_t gone)
{
	struct scan_cell sum = sum_of(it, 0);

	assert_true(it->sample.scans[0].compared);
	assert_int_equal(sum.fresh, fresh);
	assert_int_equal(sum.gone, gone);
}

static void check_since(const struct observer *it, uint32_t touched,
			uint32_t released)
{
	struct scan_cell sum = sum_of(it, 0);

	assert_true(it->sample.target.has & TARGET_HAS_SINCE);
	assert_int_equal(sum.since_touched, touched);
	assert_int_equal(sum.since_released, released);
}

static void check_change(const struct observer *it, size_t i,
			 const struct plot *plot, size_t page, uint32_t pages,
			 enum change_kind kind)
{
	const struct sample_change *change = &it->sample.changes[i];

	assert_true(i < it->sample.nr_changes);
	assert_int_equal(change->start, plot_address(plot, page));
	assert_int_equal(change->pages, pages);
	assert_int_equal(change->kind, kind);
}

static void test_who_it_is(void **state)
{
	const struct sample_target *target;
	struct observer it;

	(void)state;
	watch_self(&it);
	target = look(&it);
	assert_int_equal(it.sample.sections, SECTION_TARGET);
	assert_int_equal(target->state, TARGET_OK);
	assert_true(proc_id_equal(target->id, it.demand.target.id));
	assert_int_equal(target->has, TARGET_HAS_WHO | TARGET_TELLS_ZERO);
	assert_int_equal(target->ppid, getppid());
	assert_int_equal(target->run_state, 'R');
	assert_int_equal(target->nr_threads, 1);
	assert_true(target->time_ns > 0);
	assert_true(target->cost_ns > 0);
	assert_int_equal(it.sample.nr_mappings, 0);
	unwatch(&it);
}

/* Each cell of the scan is what a recount of its pages says, and all is in. */
static void check_scan(const struct observer *it, size_t i,
		       const struct plot *plot, size_t from, size_t to)
{
	const struct sample_scan *scan = &it->sample.scans[i];
	struct page_counts truth;
	size_t cell, page = from;

	for (cell = 0; cell < scan->nr_cells; cell++) {
		truth = plot_counts(plot, page, to - page < scan->cell_pages ?
				    to - page : scan->cell_pages);
		assert_memory_equal(&cells_of(it, i)[cell].now, &truth,
				    sizeof(truth));
		page += truth.total;
	}
	assert_int_equal(page, to);
}

static void test_cells_at_every_size(void **state)
{
	static const uint64_t sizes[] = {
		1, 2, 3, 7, 31, 40, 64, 100, 127, 512, 1000, 4096, 8191, 16383,
		16384, 16385, 1ULL << 40,
	};
	struct page_counts sum, truth;
	struct observer it;
	struct plot plot;
	size_t i;

	(void)state;
	plot_open(&plot, 16384);
	plot_scatter(&plot, 9000);
	truth = plot_counts(&plot, 0, plot.pages);
	watch_self(&it);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		want_nothing(&it);
		want(&it, SCAN_WINDOW, &plot, 0, plot.pages, sizes[i]);
		want(&it, SCAN_COUNT, &plot, 77, 9999, sizes[i]);
		look(&it);
		assert_int_equal(it.sample.nr_scans, 2);
		assert_int_equal(it.sample.scans[0].cell_pages, sizes[i]);
		check_scan(&it, 0, &plot, 0, plot.pages);
		check_scan(&it, 1, &plot, 77, 9999);
		sum = sum_of(&it, 0).now;
		assert_memory_equal(&sum, &truth, sizeof(sum));
	}
	unwatch(&it);
	plot_close(&plot);
}

/* 2,048 pages at 40 to a cell are 51.2 cells: the last one lit is partial. */
static void test_the_last_cell_is_partial(void **state)
{
	struct observer it;
	struct plot plot;
	size_t i, lit = 0;

	(void)state;
	plot_open(&plot, 16384);
	for (i = 0; i < 2048; i++)
		plot_write(&plot, i);
	watch_self(&it);
	want(&it, SCAN_WINDOW, &plot, 0, plot.pages, 40);
	look(&it);
	assert_int_equal(it.sample.scans[0].nr_cells, 410);
	for (i = 0; i < 410; i++)
		lit += cells_of(&it, 0)[i].now.in[PAGE_WRITTEN] > 0;
	assert_int_equal(lit, 52);
	assert_int_equal(cells_of(&it, 0)[50].now.in[PAGE_WRITTEN], 40);
	assert_int_equal(cells_of(&it, 0)[51].now.in[PAGE_WRITTEN], 8);
	assert_int_equal(cells_of(&it, 0)[52].now.in[PAGE_WRITTEN], 0);
	assert_int_equal(cells_of(&it, 0)[409].now.total, 24);
	unwatch(&it);
	plot_close(&plot);
}

static void test_what_changed(void **state)
{
	struct observer it;
	struct plot plot;
	size_t i;

	(void)state;
	plot_open(&plot, 1000);
	plot_write(&plot, 1);
	plot_read(&plot, 2);
	watch_self(&it);
	want(&it, SCAN_WINDOW, &plot, 0, plot.pages, 40);
	look(&it);
	assert_false(it.sample.scans[0].compared);
	assert_int_equal(it.sample.nr_changes, 0);
	look(&it);
	check_fresh_gone(&it, 0, 0);
	/* touched: three in a row, over the edge of a cell */
	for (i = 38; i < 41; i++)
		plot_write(&plot, i);
	look(&it);
	check_fresh_gone(&it, 3, 0);
	assert_int_equal(cells_of(&it, 0)[0].fresh, 2);
	assert_int_equal(cells_of(&it, 0)[1].fresh, 1);
	assert_int_equal(it.sample.nr_changes, 1);
	check_change(&it, 0, &plot, 38, 3, CHANGE_TOUCHED);
	/* touched again: nothing new */
	plot_write(&plot, 38);
	plot_read(&plot, 39);
	look(&it);
	check_fresh_gone(&it, 0, 0);
	/* zero becomes written; a first read is a touch, too */
	plot_write(&plot, 2);
	plot_read(&plot, 900);
	look(&it);
	check_fresh_gone(&it, 2, 0);
	check_change(&it, 0, &plot, 2, 1, CHANGE_TOUCHED);
	check_change(&it, 1, &plot, 900, 1, CHANGE_TOUCHED);
	/* released; and one that comes when another one goes */
	plot_release(&plot, 38, 3);
	plot_write(&plot, 60);
	look(&it);
	check_fresh_gone(&it, 1, 3);
	assert_int_equal(cells_of(&it, 0)[1].fresh, 1);
	assert_int_equal(cells_of(&it, 0)[1].gone, 1);
	assert_int_equal(it.sample.nr_changes, 2);
	check_change(&it, 0, &plot, 38, 3, CHANGE_RELEASED);
	check_change(&it, 1, &plot, 60, 1, CHANGE_TOUCHED);
	unwatch(&it);
	plot_close(&plot);
}

/* Random changes, of which each page is known; two uses that differ. */
static void test_each_use_remembers_its_own(void **state)
{
	enum page_state *before;
	struct observer it;
	struct plot plot;
	uint32_t fresh = 0, gone = 0;
	size_t i;

	(void)state;
	plot_open(&plot, 5000);
	plot_scatter(&plot, 3000);
	before = xcalloc(plot.pages, sizeof(*before));
	memcpy(before, plot.truth, plot.pages * sizeof(*before));
	watch_self(&it);
	want(&it, SCAN_WHOLE, &plot, 0, plot.pages, 97);
	want(&it, SCAN_WINDOW, &plot, 0, plot.pages, 97);
	look(&it);
	plot_scatter(&plot, 800);
	for (i = 0; i < plot.pages; i++) {
		fresh += plot.truth[i] && (!before[i] ||
			 (before[i] == PAGE_ZERO &&
			  plot.truth[i] == PAGE_WRITTEN));
		gone += before[i] && !plot.truth[i];
	}
	look(&it);
	check_fresh_gone(&it, fresh, gone);
	assert_int_equal(sum_of(&it, 1).fresh, fresh);
	assert_int_equal(sum_of(&it, 1).gone, gone);
	/* between two full samples, windows alone are looked at */
	want_nothing(&it);
	want(&it, SCAN_WINDOW, &plot, 0, plot.pages, 97);
	look(&it);
	want_nothing(&it);
	want(&it, SCAN_WHOLE, &plot, 0, plot.pages, 97);
	look(&it);
	check_fresh_gone(&it, 0, 0);
	/* what a full sample doesn't ask for is forgotten, and only that */
	it.demand.target.mappings = true;
	look(&it);
	want(&it, SCAN_WINDOW, &plot, 0, plot.pages, 97);
	look(&it);
	assert_true(it.sample.scans[0].compared);
	assert_false(it.sample.scans[1].compared);
	assert_int_equal(it.sample.nr_changes, 0);
	unwatch(&it);
	plot_close(&plot);
	free(before);
}

/* The window moves: what was outside before is not new. */
static void test_a_window_that_moves(void **state)
{
	struct observer it;
	struct plot plot;
	size_t i;

	(void)state;
	plot_open(&plot, 1000);
	for (i = 0; i < 1000; i++)
		plot_write(&plot, i);
	watch_self(&it);
	want(&it, SCAN_WINDOW, &plot, 0, 500, 10);
	look(&it);
	plot_release(&plot, 450, 100);
	want_nothing(&it);
	want(&it, SCAN_WINDOW, &plot, 400, 900, 10);
	look(&it);
	assert_false(it.sample.scans[0].compared);
	assert_int_equal(sum_of(&it, 0).gone, 50);
	assert_int_equal(sum_of(&it, 0).fresh, 0);
	assert_int_equal(it.sample.nr_changes, 1);
	check_change(&it, 0, &plot, 450, 50, CHANGE_RELEASED);
	/* two windows side by side are one memory */
	want_nothing(&it);
	want(&it, SCAN_WINDOW, &plot, 400, 600, 10);
	want(&it, SCAN_WINDOW, &plot, 600, 900, 10);
	look(&it);
	assert_true(it.sample.scans[0].compared);
	assert_true(it.sample.scans[1].compared);
	plot_write(&plot, 500);
	want_nothing(&it);
	want(&it, SCAN_WINDOW, &plot, 450, 850, 1);
	look(&it);
	check_fresh_gone(&it, 1, 0);
	unwatch(&it);
	plot_close(&plot);
}

/* Where nothing is mapped any more, nothing is touched. */
static void test_memory_that_was_unmapped(void **state)
{
	struct observer it;
	struct plot plot;
	size_t i;

	(void)state;
	plot_open(&plot, 100);
	for (i = 0; i < 100; i++)
		plot_write(&plot, i);
	watch_self(&it);
	want(&it, SCAN_WINDOW, &plot, 0, 100, 10);
	look(&it);
	munmap((void *)plot.base, 50 * PAGE_BYTES);
	look(&it);
	check_fresh_gone(&it, 0, 50);
	assert_int_equal(sum_of(&it, 0).now.total, 100);
	assert_int_equal(sum_of(&it, 0).now.in[PAGE_WRITTEN], 50);
	unwatch(&it);
	plot_close(&plot);
}

static void test_since_the_mark(void **state)
{
	struct observer it;
	struct plot plot;

	(void)state;
	plot_open(&plot, 1000);
	plot_write(&plot, 1);
	plot_write(&plot, 2);
	plot_read(&plot, 3);
	watch_self(&it);
	want(&it, SCAN_COUNT, &plot, 0, plot.pages, 1000);
	look(&it);
	assert_false(it.sample.target.has & TARGET_HAS_SINCE);
	it.demand.target.mark = 1;
	assert_int_equal(look(&it)->mark, 1);
	check_since(&it, 0, 0);
	plot_release(&plot, 1, 1);
	plot_write(&plot, 3);
	plot_write(&plot, 500);
	plot_read(&plot, 501);
	look(&it);
	check_since(&it, 3, 1);
	/* what was given back again has not changed */
	plot_release(&plot, 500, 1);
	look(&it);
	check_since(&it, 2, 1);
	/* another mark, another beginning; it holds for every cell size */
	it.demand.target.mark = 2;
	want_nothing(&it);
	want(&it, SCAN_WINDOW, &plot, 0, plot.pages, 7);
	look(&it);
	check_since(&it, 0, 0);
	plot_write(&plot, 999);
	look(&it);
	check_since(&it, 1, 0);
	assert_int_equal(cells_of(&it, 0)[142].since_touched, 1);
	it.demand.target.mark = 0;
	look(&it);
	assert_false(it.sample.target.has & TARGET_HAS_SINCE);
	assert_int_equal(sum_of(&it, 0).since_touched, 0);
	unwatch(&it);
	plot_close(&plot);
}

/* What was there before anybody looked is not known, but never forgotten. */
static void test_a_mark_of_the_past(void **state)
{
	struct observer it;
	struct plot plot;

	(void)state;
	plot_open(&plot, 100);
	watch_self(&it);
	want(&it, SCAN_WINDOW, &plot, 0, plot.pages, 100);
	it.demand.target.mark = 1;
	it.demand.target.mark_is_past = true;
	look(&it);
	plot_write(&plot, 5);
	assert_int_equal(look(&it)->mark, 1);
	assert_false(it.sample.target.has & TARGET_HAS_SINCE);
	it.demand.target.mark = 2;
	it.demand.target.mark_is_past = false;
	look(&it);
	plot_write(&plot, 6);
	/* whoever comes back finds what was remembered */
	it.demand.target.mark_is_past = true;
	look(&it);
	check_since(&it, 1, 0);
	unwatch(&it);
	plot_close(&plot);
}

/* What is mapped after the mark was not there then. */
static void test_a_mark_holds_all_memory(void **state)
{
	struct observer it;
	struct plot plot;

	(void)state;
	watch_self(&it);
	it.demand.target.mark = 7;
	look(&it);
	plot_open(&plot, 100);
	plot_write(&plot, 5);
	want(&it, SCAN_COUNT, &plot, 0, plot.pages, 100);
	look(&it);
	check_since(&it, 1, 0);
	unwatch(&it);
	plot_close(&plot);
}

/* More runs than can be remembered; pages of zeros are cheap ones. */
static void open_wide(struct plot *plot)
{
	size_t i;

	plot_open(plot, 600000);
	for (i = 0; i < plot->pages; i += 2)
		plot_read(plot, i);
}

static void test_too_much_to_remember(void **state)
{
	struct observer it;
	struct plot plot;

	(void)state;
	open_wide(&plot);
	watch_self(&it);
	it.demand.target.mark = 1;
	want(&it, SCAN_WINDOW, &plot, 0, plot.pages, 1000);
	want(&it, SCAN_WHOLE, &plot, 0, 1000, 1000);
	look(&it);
	assert_false(it.sample.target.has & TARGET_HAS_SINCE);
	assert_int_equal(sum_of(&it, 0).now.in[PAGE_ZERO], 300000);
	/* now cells are compared by their counts */
	plot_write(&plot, 5000);
	plot_write(&plot, 5001);
	plot_release(&plot, 100000, 2000);
	look(&it);
	check_fresh_gone(&it, 2, 1000);
	assert_int_equal(cells_of(&it, 0)[5].fresh, 2);
	assert_int_equal(cells_of(&it, 0)[100].gone, 500);
	assert_int_equal(it.sample.nr_changes, 3);
	check_change(&it, 0, &plot, 5000, 1000, CHANGE_TOUCHED);
	check_change(&it, 1, &plot, 100000, 1000, CHANGE_RELEASED);
	/* of the other use, all is known */
	assert_true(it.sample.scans[1].compared);
	/* another grid can't be compared; one with less can, next time */
	want_nothing(&it);
	want(&it, SCAN_WINDOW, &plot, 0, 1000, 10);
	look(&it);
	assert_false(it.sample.scans[0].compared);
	assert_int_equal(sum_of(&it, 0).fresh, 0);
	look(&it);
	check_fresh_gone(&it, 0, 0);
	unwatch(&it);
	plot_close(&plot);
}

/* Counts have a share of the time; what is on screen always comes. */
static void test_counts_wait_for_the_next_sample(void **state)
{
	struct observer it;
	struct plot plot;
	size_t i;

	(void)state;
	open_wide(&plot);
	watch_self(&it);
	for (i = 0; i < 5000; i++)
		want(&it, SCAN_COUNT, &plot, 0, plot.pages, plot.pages);
	want(&it, SCAN_WINDOW, &plot, 0, 100, 1);
	want(&it, SCAN_WHOLE, &plot, 0, 100, 1);
	look(&it);
	assert_in_range(it.sample.nr_scans, 3, 5001);
	assert_int_equal(it.sample.scans[0].use, SCAN_COUNT);
	assert_int_equal(sum_of(&it, 0).now.in[PAGE_ZERO], 300000);
	assert_int_equal(it.sample.scans[it.sample.nr_scans - 2].use,
			 SCAN_WINDOW);
	assert_int_equal(it.sample.scans[it.sample.nr_scans - 1].use,
			 SCAN_WHOLE);
	unwatch(&it);
	plot_close(&plot);
}

/* A count is of the whole mapping, also when that has grown or shrunk since. */
static void test_a_count_of_a_mapping_that_grows(void **state)
{
	const struct sample_scan *scan;
	struct observer it;
	struct plot plot;
	size_t i;

	(void)state;
	plot_open(&plot, 300);
	for (i = 0; i < plot.pages; i += 2)
		plot_write(&plot, i);
	watch_self(&it);
	want(&it, SCAN_COUNT, &plot, 0, 200, 200);
	want(&it, SCAN_COUNT, &plot, 0, 400, 400);
	want(&it, SCAN_COUNT, &plot, 0, 200, 100);
	want(&it, SCAN_COUNT, &plot, 100, 200, 100);
	want(&it, SCAN_WHOLE, &plot, 0, 200, 200);
	it.demand.target.mappings = true;
	look(&it);
	assert_int_equal(it.sample.nr_scans, 5);
	for (i = 0; i < 3; i++) {
		scan = &it.sample.scans[i];
		assert_int_equal(scan->end, plot_end(&plot));
		assert_int_equal(scan->nr_cells, i < 2 ? 1 : 3);
		assert_int_equal(sum_of(&it, i).now.in[PAGE_WRITTEN], 150);
		assert_int_equal(sum_of(&it, i).now.total, 300);
	}
	/* what is no count of a mapping stays as it was asked for */
	assert_int_equal(sum_of(&it, 3).now.total, 100);
	assert_int_equal(sum_of(&it, 4).now.total, 200);
	/* nor is one known whose mappings are not told */
	it.demand.target.mappings = false;
	look(&it);
	assert_int_equal(sum_of(&it, 0).now.total, 200);
	unwatch(&it);
	plot_close(&plot);
}

/* The same of a map of it; a part stays the part that it is. */
static void test_a_whole_mapping_is_followed_to_its_end(void **state)
{
	const struct sample_scan *scan;
	struct observer it;
	struct plot plot;

	(void)state;
	plot_open(&plot, 300);
	plot_write(&plot, 299);
	watch_self(&it);
	want(&it, SCAN_WHOLE, &plot, 0, 200, 16);
	demand_whole(&it.demand, plot_address(&plot, 0),
		     plot_address(&plot, 200), 16);
	it.demand.target.mappings = true;
	look(&it);
	scan = &it.sample.scans[0];
	assert_false(scan->follows_end);
	assert_int_equal(scan->end, plot_address(&plot, 200));
	scan = &it.sample.scans[1];
	assert_true(scan->follows_end);
	assert_int_equal(scan->end, plot_end(&plot));
	assert_int_equal(scan->cell_pages, 16);
	assert_int_equal(scan->nr_cells, 19);
	assert_int_equal(sum_of(&it, 1).now.in[PAGE_WRITTEN], 1);
	assert_int_equal(sum_of(&it, 1).now.total, 300);
	unwatch(&it);
	plot_close(&plot);
}

/* Asked for as it was, found as it is: its cells stay where they were. */
static void test_a_mapping_that_has_grown_at_its_start(void **state)
{
	const struct sample_scan *scan;
	struct observer it;
	struct plot plot;
	size_t i;

	(void)state;
	plot_open(&plot, 300);
	plot_scatter(&plot, 500);
	watch_self(&it);
	demand_whole(&it.demand, plot_address(&plot, 101),
		     plot_address(&plot, 200), 2)->most_cells = 64;
	want(&it, SCAN_COUNT, &plot, 101, 300, 199);
	it.demand.target.mappings = true;
	look(&it);
	scan = &it.sample.scans[0];
	assert_int_equal(scan->start, plot_address(&plot, 0));
	assert_int_equal(scan->end, plot_end(&plot));
	assert_int_equal(scan->cell_pages, 8);
	assert_int_equal((101 + scan->lead) % 8, 0);
	assert_int_equal(scan->nr_cells, (300 + scan->lead + 7) / 8);
	for (i = 0; i < scan->nr_cells; i++) {
		size_t from = i ? i * 8 - scan->lead : 0;
		size_t nr = i ? 8 : 8 - scan->lead;
		struct page_counts truth = plot_counts(&plot, from, nr);

		assert_memory_equal(&cells_of(&it, 0)[i].now, &truth,
				    sizeof(truth));
	}
	assert_int_equal(it.sample.scans[1].nr_cells, 1);
	assert_int_equal(sum_of(&it, 1).now.total, 300);
	unwatch(&it);
	plot_close(&plot);
}

/* What was asked for in small cells has become large: few cells hold it all. */
static void test_a_mapping_that_outgrows_its_cells(void **state)
{
	enum { PAGES = 100000, CELLS = 300, USES = 3 };
	const struct sample_scan *scan;
	struct observer it;
	struct plot plot;
	size_t i;

	(void)state;
	plot_open(&plot, PAGES);
	plot_write(&plot, PAGES - 1);
	watch_self(&it);
	demand_whole(&it.demand, plot_address(&plot, 0),
		     plot_address(&plot, 2), 1);
	demand_whole(&it.demand, plot_address(&plot, 0),
		     plot_address(&plot, CELLS * 3), 3);
	want(&it, SCAN_COUNT, &plot, 0, 8, 2);
	it.demand.target.mappings = true;
	look(&it);
	assert_int_equal(it.sample.nr_scans, USES);
	for (i = 0; i < USES; i++) {
		scan = &it.sample.scans[i];
		assert_int_equal(scan->end, plot_end(&plot));
		assert_in_range(scan->nr_cells, 100, 2 * CELLS);
		assert_int_equal(scan->nr_cells,
				 (PAGES + scan->cell_pages - 1) /
					 scan->cell_pages);
		assert_int_equal(sum_of(&it, i).now.total, PAGES);
		assert_int_equal(sum_of(&it, i).now.in[PAGE_WRITTEN], 1);
	}
	/* whole ones of the cells that were asked for lie in each */
	assert_int_equal(it.sample.scans[1].cell_pages % 3, 0);
	unwatch(&it);
	plot_close(&plot);
}

static unsigned int nr_open_files(void)
{
	unsigned int nr = 0;
	int fd;

	for (fd = 0; fd < 1000; fd++)
		nr += fcntl(fd, F_GETFD) >= 0;
	return nr;
}

/* Nothing stays open of whom nobody looks into; then all begins anew. */
static void test_nothing_is_kept_of_whom_one_has_left(void **state)
{
	unsigned int before, meanwhile;
	struct observer it;
	struct plot plot;

	(void)state;
	plot_open(&plot, 100);
	watch_self(&it);
	before = nr_open_files();
	want(&it, SCAN_WINDOW, &plot, 0, 100, 10);
	it.demand.target.mappings = true;
	it.demand.target.mark = 1;
	look(&it);
	meanwhile = nr_open_files();
	assert_true(meanwhile > before);
	inspector_leave(it.inspector);
	assert_int_equal(nr_open_files(), before);
	plot_write(&plot, 7);
	look(&it);
	assert_false(it.sample.scans[0].compared);
	check_since(&it, 0, 0);
	plot_write(&plot, 8);
	look(&it);
	check_fresh_gone(&it, 1, 0);
	assert_int_equal(nr_open_files(), meanwhile);
	unwatch(&it);
	plot_close(&plot);
}

static void test_a_stop_leaves_scans_out(void **state)
{
	struct observer it;
	struct plot plot;

	(void)state;
	plot_open(&plot, 100);
	watch_self(&it);
	it.demand.target.mappings = true;
	want(&it, SCAN_WINDOW, &plot, 0, 100, 10);
	look(&it);
	plot_write(&plot, 5);
	atomic_store(&stop, true);
	it.demand.target.mark = 1;
	look(&it);
	assert_int_equal(it.sample.nr_scans, 0);
	assert_int_equal(it.sample.nr_cells, 0);
	assert_int_equal(it.sample.nr_mappings, 0);
	assert_int_equal(it.sample.nr_changes, 0);
	assert_false(it.sample.target.has &
		     (TARGET_HAS_MAPPINGS | TARGET_HAS_SINCE));
	/* nothing is lost: the next sample compares with the one before */
	atomic_store(&stop, false);
	look(&it);
	check_fresh_gone(&it, 1, 0);
	assert_true(it.sample.target.has & TARGET_HAS_MAPPINGS);
	check_since(&it, 0, 0);
	unwatch(&it);
	plot_close(&plot);
}

static void test_mappings_come_when_asked_for(void **state)
{
	const struct sample_mapping *mapping;
	struct observer it;
	struct plot plot;
	size_t i;

	(void)state;
	plot_open(&plot, 33);
	mprotect((void *)plot.base, plot.pages * PAGE_BYTES, PROT_READ);
	watch_self(&it);
	it.demand.target.mappings = true;
	assert_true(look(&it)->has & TARGET_HAS_MAPPINGS);
	for (i = 0; i < it.sample.nr_mappings; i++)
		if (it.sample.mappings[i].start == plot_address(&plot, 0))
			break;
	assert_true(i < it.sample.nr_mappings);
	mapping = &it.sample.mappings[i];
	assert_int_equal(mapping->end, plot_end(&plot));
	assert_int_equal(mapping->flags, MAPPING_READ);
	assert_int_equal(mapping->kind, KIND_ANON);
	unwatch(&it);
	plot_close(&plot);
}

/* What an old kernel tells: the same, but zero looks like written. */
static bool looks_alike(void *arg)
{
	const struct plot *plot = arg;
	struct page_counts truth = plot_counts(plot, 0, plot->pages), sum;
	struct observer it;
	bool same;

	watch_self(&it);
	want(&it, SCAN_WINDOW, plot, 0, plot->pages, 40);
	look(&it);
	sum = sum_of(&it, 0).now;
	same = it.sample.target.state == TARGET_OK &&
	       !(it.sample.target.has & TARGET_TELLS_ZERO) &&
	       sum.total == truth.total && sum.in[PAGE_ZERO] == 0 &&
	       sum.in[PAGE_WRITTEN] == truth.in[PAGE_WRITTEN] &&
	       sum.in[PAGE_PRESENT] == truth.in[PAGE_ZERO] &&
	       it.sample.nr_mappings == 0;
	unwatch(&it);
	return same;
}

static void test_on_an_old_kernel(void **state)
{
	struct plot plot;

	(void)state;
	plot_open(&plot, 3000);
	plot_scatter(&plot, 2000);
	assert_true(on_old_kernel(looks_alike, &plot));
	plot_close(&plot);
}

/* A child, stopped: what it looks like stays as it is. */
static pid_t start_stopped(bool secret)
{
	pid_t pid = fork_child();
	int status;

	assert_true(pid >= 0);
	if (!pid) {
		if (secret)
			prctl(PR_SET_DUMPABLE, 0);
		raise(SIGSTOP);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_true(WIFSTOPPED(status));
	return pid;
}

static void end_child(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static uint64_t rollup(pid_t pid, const char *key)
{
	char text[4096], path[64];
	uint64_t value = 0;
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	fd = open(path, O_RDONLY);
	len = read(fd, text, sizeof(text) - 1);
	close(fd);
	assert_true(len > 0);
	text[len] = '\0';
	assert_true(procstat_number(text, key, &value));
	return value * 1024;
}

#define OWN_BYTES ((size_t)3 << 20)

/* A child, stopped, that has some pages to itself. */
static pid_t start_owner(void)
{
	pid_t pid = fork_child();
	char *own;
	int status;

	assert_true(pid >= 0);
	if (!pid) {
		own = mmap(NULL, OWN_BYTES, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (own != MAP_FAILED)
			memset(own, 1, OWN_BYTES);
		raise(SIGSTOP);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	return pid;
}

/*
 * What it shares with this test becomes its own when the test writes there, and
 * what was its own is shared when the test runs there: that ends, some time.
 */
static const struct sample_target *look_until_settled(struct observer *it,
						      pid_t pid)
{
	const struct sample_target *target;
	uint64_t uss;
	int i = 0;

	do {
		target = look(it);
		uss = rollup(pid, "Private_Clean:") +
		      rollup(pid, "Private_Dirty:");
	} while (target->uss != uss && ++i < 1000);
	assert_int_equal(target->uss, uss);
	return target;
}

static void test_pss(void **state)
{
	pid_t pid = start_owner();
	const struct sample_target *target;
	struct observer it;

	(void)state;
	watch(&it, plot_proc_id(pid));
	target = look(&it);
	assert_int_equal(target->run_state, 'T');
	assert_false(target->has & TARGET_HAS_PSS);
	it.demand.target.pss = true;
	target = look_until_settled(&it, pid);
	assert_true(target->has & TARGET_HAS_PSS);
	assert_true(target->uss >= OWN_BYTES);
	assert_in_range(target->pss, target->uss, rollup(pid, "Rss:"));
	assert_true(target->pss_cost_ns > 0);
	assert_true(target->cost_ns >= target->pss_cost_ns);
	unwatch(&it);
	end_child(pid);
}

/* A pid used again is another process; a tick is as exact as it gets. */
static void test_another_start_is_another_process(void **state)
{
	struct proc_id id = plot_proc_id(getpid());
	struct observer it;

	(void)state;
	watch(&it, id);
	id.start_ns -= id.start_ns % 10000000;
	it.demand.target.id = id;
	assert_int_equal(look(&it)->state, TARGET_OK);
	it.demand.target.id.start_ns = id.start_ns + 9999999;
	assert_int_equal(look(&it)->state, TARGET_OK);
	it.demand.target.id.start_ns = id.start_ns + 10000000;
	assert_int_equal(look(&it)->state, TARGET_GONE);
	it.demand.target.id.start_ns = id.start_ns - 1;
	assert_int_equal(look(&it)->state, TARGET_GONE);
	unwatch(&it);
}

static void test_a_process_that_ends(void **state)
{
	pid_t pid = start_stopped(false);
	struct observer it;
	siginfo_t info;

	(void)state;
	watch(&it, plot_proc_id(pid));
	it.demand.target.mappings = true;
	it.demand.target.pss = true;
	demand_scan(&it.demand, SCAN_WINDOW, 0x10000, 0x20000, 1);
	assert_int_equal(look(&it)->state, TARGET_OK);
	assert_int_equal(it.sample.nr_scans, 1);
	kill(pid, SIGKILL);
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
	assert_int_equal(look(&it)->state, TARGET_NO_MEMORY);
	assert_int_equal(it.sample.target.has, TARGET_HAS_WHO);
	assert_int_equal(it.sample.target.run_state, 'Z');
	assert_int_equal(it.sample.nr_scans, 0);
	waitpid(pid, NULL, 0);
	assert_int_equal(look(&it)->state, TARGET_GONE);
	assert_int_equal(it.sample.target.has, 0);
	assert_int_equal(it.sample.nr_scans, 0);
	assert_int_equal(it.sample.nr_mappings, 0);
	unwatch(&it);
}

/* What is told of a plot, run by run, held against its truth. */
struct told {
	const struct plot *plot;
	size_t page;			/* all before it were told */
	bool wrong;
};

static void expect_pages(struct told *told, size_t end, enum page_state state)
{
	told->wrong |= end < told->page || end > told->plot->pages;
	for (; !told->wrong && told->page < end; told->page++)
		told->wrong = told->plot->truth[told->page] != state;
}

static void expect_run(void *ctx, const struct page_run *run)
{
	struct told *told = ctx;
	size_t page = (run->start - plot_address(told->plot, 0)) / PAGE_BYTES;

	expect_pages(told, page, PAGE_UNTOUCHED);
	expect_pages(told, page + run->pages, run->state);
}

static struct sample_mapping mapping_of(const struct plot *plot)
{
	return (struct sample_mapping){
		.start = plot_address(plot, 0),
		.end = plot_end(plot),
		.flags = MAPPING_READ | MAPPING_WRITE,
		.kind = KIND_ANON,
	};
}

static bool tells_pages(const struct observer *it, const struct plot *plot)
{
	const struct sample_mapping mapping = mapping_of(plot);
	struct told told = { .plot = plot };

	if (inspect_pages(it->inspector, &mapping, expect_run, &told) != ST_OK)
		return false;
	expect_pages(&told, plot->pages, PAGE_UNTOUCHED);
	return !told.wrong;
}

static void test_pages_as_runs(void **state)
{
	struct observer it;
	struct plot plot;

	(void)state;
	plot_open(&plot, 3000);
	watch_self(&it);
	it.demand.target.mappings = true;
	look(&it);
	assert_true(tells_pages(&it, &plot));
	/* as they are now, not when it was looked at */
	plot_scatter(&plot, 2000);
	plot_read(&plot, 0);
	plot_write(&plot, 2999);
	assert_true(tells_pages(&it, &plot));
	unwatch(&it);
	plot_close(&plot);
}

static void no_run(void *ctx, const struct page_run *run)
{
	(void)ctx;
	fail_msg("a run at %lx", (unsigned long)run->start);
}

static enum status pages_of(const struct observer *it, const struct plot *plot)
{
	const struct sample_mapping mapping = mapping_of(plot);

	return inspect_pages(it->inspector, &mapping, no_run, NULL);
}

static void test_a_stop_ends_the_pages(void **state)
{
	struct observer it;
	struct plot plot;

	(void)state;
	plot_open(&plot, 10);
	plot_write(&plot, 3);
	watch_self(&it);
	look(&it);
	atomic_store(&stop, true);
	assert_int_equal(pages_of(&it, &plot), ST_OK);
	atomic_store(&stop, false);
	assert_true(tells_pages(&it, &plot));
	unwatch(&it);
	plot_close(&plot);
}

/* The mappings of a memory that went are nobody's. */
static void test_pages_of_a_process_that_ended(void **state)
{
	struct observer it;
	struct plot plot;
	pid_t pid;

	(void)state;
	plot_open(&plot, 10);
	plot_write(&plot, 3);
	pid = start_stopped(false);
	watch(&it, plot_proc_id(pid));
	assert_int_equal(pages_of(&it, &plot), ST_GONE);
	assert_int_equal(look(&it)->state, TARGET_OK);
	assert_true(tells_pages(&it, &plot));
	end_child(pid);
	assert_int_equal(pages_of(&it, &plot), ST_GONE);
	assert_int_equal(look(&it)->state, TARGET_GONE);
	assert_int_equal(pages_of(&it, &plot), ST_GONE);
	unwatch(&it);
	plot_close(&plot);
}

static void *wait_forever(void *arg)
{
	(void)arg;
	for (;;)
		pause();
	return NULL;
}

/* A child whose first thread has ended, and another one goes on. */
static pid_t start_leaderless(void)
{
	pid_t pid = fork_child();
	pthread_t thread;
	siginfo_t info;

	assert_true(pid >= 0);
	if (!pid) {
		if (!pthread_create(&thread, NULL, wait_forever, NULL))
			raise(SIGSTOP);
		syscall(SYS_exit, 0);
	}
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WSTOPPED), 0);
	kill(pid, SIGCONT);
	return pid;
}

/* The memory is there, though the files of the process itself are empty. */
static void test_a_first_thread_that_ended(void **state)
{
	struct observer it;
	struct plot plot;
	pid_t pid;

	(void)state;
	plot_open(&plot, 100);
	plot_write(&plot, 7);
	pid = start_leaderless();
	watch(&it, plot_proc_id(pid));
	do
		look(&it);
	while (it.sample.target.run_state != 'Z');
	it.demand.target.mappings = true;
	it.demand.target.pss = true;
	want(&it, SCAN_WINDOW, &plot, 0, 100, 10);
	look(&it);
	look(&it);
	assert_int_equal(it.sample.target.state, TARGET_OK);
	assert_int_equal(it.sample.target.nr_threads, 2);
	assert_true(it.sample.target.has & TARGET_HAS_MAPPINGS);
	assert_true(it.sample.target.has & TARGET_HAS_PSS);
	assert_true(it.sample.target.uss > 0);
	assert_int_equal(sum_of(&it, 0).now.in[PAGE_WRITTEN], 1);
	check_fresh_gone(&it, 0, 0);
	assert_true(tells_pages(&it, &plot));
	end_child(pid);
	assert_int_equal(look(&it)->state, TARGET_GONE);
	unwatch(&it);
	plot_close(&plot);
}

/* A number that is nobody's */
static void test_no_such_process(void **state)
{
	struct observer it;

	(void)state;
	watch(&it, (struct proc_id){ .pid = 4194304, .start_ns = 1 });
	assert_int_equal(look(&it)->state, TARGET_GONE);
	unwatch(&it);
}

/* From one process to another one: nothing of the first one is left. */
static void test_another_target(void **state)
{
	pid_t pid = start_stopped(false);
	struct observer it;
	struct plot plot;

	(void)state;
	plot_open(&plot, 100);
	watch(&it, plot_proc_id(pid));
	it.demand.target.mark = 1;
	want(&it, SCAN_WINDOW, &plot, 0, 100, 10);
	look(&it);
	look(&it);
	assert_true(it.sample.scans[0].compared);
	plot_write(&plot, 5);
	it.demand.target.id = plot_proc_id(getpid());
	look(&it);
	assert_false(it.sample.scans[0].compared);
	assert_int_equal(it.sample.nr_changes, 0);
	/* the mark was set on the other one: here, it begins now */
	check_since(&it, 0, 0);
	end_child(pid);
	unwatch(&it);
	plot_close(&plot);
}

/* What the child does, over and over: stop; then become itself again. */
static void exec_loop(void)
{
	static char path[] = "/proc/self/exe", loop[] = LOOP;
	char *const args[] = { path, loop, NULL };
	char *const env[] = { NULL };

	raise(SIGSTOP);
	execve(path, args, env);
}

static void wait_until_stopped(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_true(WIFSTOPPED(status));
}

static void resume(pid_t pid)
{
	kill(pid, SIGCONT);
	wait_until_stopped(pid);
}

/* Look before exec(2) and behind it: nothing may be compared. */
static void check_exec(struct observer *it, pid_t pid)
{
	const struct sample_mapping *mapping;
	uint64_t mm_id;
	size_t i;

	want_nothing(it);
	it->demand.target.mappings = true;
	look(it);
	assert_int_equal(it->sample.target.state, TARGET_OK);
	for (i = 0; i < it->sample.nr_mappings; i++) {
		mapping = &it->sample.mappings[i];
		if (mapping->kind == KIND_FILE)
			demand_scan(&it->demand, SCAN_WINDOW, mapping->start,
				    mapping->end, 1);
	}
	assert_true(it->demand.target.nr_scans > 3);
	it->demand.target.mark++;
	look(it);
	look(it);
	mm_id = it->sample.target.mm_id;
	assert_true(it->sample.scans[0].compared);
	assert_true(it->sample.target.has & TARGET_HAS_SINCE);
	resume(pid);
	look(it);
	assert_int_equal(it->sample.target.state, TARGET_OK);
	assert_true(it->sample.target.mm_id != mm_id);
	assert_int_equal(it->sample.nr_changes, 0);
	assert_false(it->sample.target.has & TARGET_HAS_SINCE);
	for (i = 0; i < it->sample.nr_scans; i++)
		assert_false(it->sample.scans[i].compared);
	mm_id = it->sample.target.mm_id;
	look(it);
	assert_true(it->sample.target.mm_id == mm_id);
	assert_true(it->sample.scans[0].compared);
}

/* Without randomisation, all addresses are the same behind exec(2). */
static void test_exec_is_other_memory(void **state)
{
	struct observer it;
	pid_t pid = fork_child();

	(void)state;
	assert_true(pid >= 0);
	if (!pid) {
		personality(ADDR_NO_RANDOMIZE);
		exec_loop();
		_exit(1);
	}
	wait_until_stopped(pid);
	resume(pid);
	watch(&it, plot_proc_id(pid));
	check_exec(&it, pid);
	check_exec(&it, pid);
	unwatch(&it);
	end_child(pid);
}

/* What was seen of the old memory is no part of a look at the new one. */
static void test_exec_is_another_look(void **state)
{
	const struct sample_mapping *mapping;
	struct observer it;
	pid_t pid = fork_child();

	(void)state;
	assert_true(pid >= 0);
	if (!pid) {
		personality(ADDR_NO_RANDOMIZE);
		exec_loop();
		_exit(1);
	}
	wait_until_stopped(pid);
	resume(pid);
	watch(&it, plot_proc_id(pid));
	it.demand.target.runs = true;
	it.demand.target.mappings = true;
	look(&it);
	assert_int_equal(it.sample.nr_looks, 1);
	assert_int_equal(it.sample.looks[0].mm_id, it.sample.target.mm_id);
	assert_int_equal(it.sample.nr_ranges, 1);
	assert_int_equal(it.sample.ranges[0].start, 0);
	mapping = &it.sample.mappings[0];
	demand_scan(&it.demand, SCAN_WINDOW, mapping->start, mapping->end, 1);
	it.demand.target.mappings = false;
	look(&it);
	/* before it, it itself, and behind it */
	assert_int_equal(it.sample.nr_ranges, 3);
	assert_int_equal(it.sample.ranges[1].time_ns,
			 it.sample.looks[0].time_ns);
	assert_int_equal(it.sample.scans[0].time_ns,
			 it.sample.looks[0].time_ns);
	resume(pid);
	look(&it);
	assert_int_equal(it.sample.nr_looks, 1);
	assert_int_equal(it.sample.looks[0].mm_id, it.sample.target.mm_id);
	assert_int_equal(it.sample.nr_ranges, 1);
	assert_int_equal(it.sample.ranges[0].start, mapping->start);
	assert_int_equal(it.sample.ranges[0].end, mapping->end);
	unwatch(&it);
	end_child(pid);
}

static void any_run(void *ctx, const struct page_run *run)
{
	(void)ctx;
	(void)run;
}

/* Mappings from before exec(2), pages from behind it: never both. */
static void test_pages_of_memory_before_exec(void **state)
{
	struct sample_mapping mapping;
	struct observer it;
	struct plot plot;
	pid_t pid;

	(void)state;
	plot_open(&plot, 10);
	plot_write(&plot, 3);
	pid = fork_child();
	assert_true(pid >= 0);
	if (!pid) {
		exec_loop();
		_exit(1);
	}
	wait_until_stopped(pid);
	watch(&it, plot_proc_id(pid));
	look(&it);
	assert_true(tells_pages(&it, &plot));
	resume(pid);
	assert_int_equal(pages_of(&it, &plot), ST_GONE);
	look(&it);
	mapping = mapping_of(&plot);
	assert_int_equal(inspect_pages(it.inspector, &mapping, any_run, NULL),
			 ST_OK);
	unwatch(&it);
	end_child(pid);
	plot_close(&plot);
}

static int run_exec_loop(void *arg)
{
	(void)arg;
	exec_loop();
	return 1;
}

/* As after vfork(2): the old memory goes on, it is this process's own. */
static void test_exec_out_of_shared_memory(void **state)
{
	const size_t size = 1 << 18;
	char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct observer it;
	pid_t pid;

	(void)state;
	assert_true(stack != MAP_FAILED);
	pid = clone(run_exec_loop, stack + size, CLONE_VM | SIGCHLD, NULL);
	assert_true(pid > 0);
	wait_until_stopped(pid);
	watch(&it, plot_proc_id(pid));
	check_exec(&it, pid);
	unwatch(&it);
	end_child(pid);
	munmap(stack, size);
}

/* Maps, touches, protects, releases, unmaps; then becomes itself again. */
static void be_restless(unsigned int seed)
{
	static char path[] = "/proc/self/exe", name[] = RESTLESS;
	char *const args[] = { path, name, NULL };
	char *const env[] = { NULL };
	struct plot plot;
	size_t i, round;

	for (round = 0; round < 20; round++) {
		plot_open(&plot, 1000);
		plot.random += seed + round;
		plot_scatter(&plot, 300);
		for (i = 0; i < 50; i++)
			mprotect((void *)(plot.base +
				 plot_random(&plot, 1000) * PAGE_BYTES),
				 PAGE_BYTES, PROT_READ);
		if (round % 3)
			plot_close(&plot);
	}
	execve(path, args, env);
}

/* What holds of every sample, whatever the process does meanwhile. */
static void check_sample(const struct observer *it)
{
	const struct sample *sample = &it->sample;
	const struct sample_scan *scan;
	struct scan_cell sum;
	size_t i;

	for (i = 0; i < sample->nr_mappings; i++) {
		assert_true(sample->mappings[i].start <
			    sample->mappings[i].end);
		assert_true(!i || sample->mappings[i - 1].end <=
				  sample->mappings[i].start);
	}
	for (i = 0; i < sample->nr_scans; i++) {
		scan = &sample->scans[i];
		sum = sum_of(it, i);
		assert_int_equal(sum.now.total,
				 (scan->end - scan->start) / PAGE_BYTES);
		assert_true(pages_touched(&sum.now) + sum.now.in[PAGE_ZERO] <=
			    sum.now.total);
		assert_true(scan->compared || scan->use != SCAN_COUNT ||
			    !sum.fresh);
	}
}

/* Ask for pages of everything that was mapped a moment ago. */
static void want_all(struct observer *it)
{
	const struct sample_mapping *mapping = it->sample.mappings;
	size_t i;

	want_nothing(it);
	for (i = 0; i < it->sample.nr_mappings; i++, mapping++)
		if (mapping->end - mapping->start < 1ULL << 30)
			demand_scan(&it->demand, i % NR_SCAN_USES,
				    mapping->start, mapping->end, 7);
}

static void test_a_restless_target(void **state)
{
	pid_t pid = fork_child();
	struct observer it;
	unsigned int i, seen = 0;

	(void)state;
	assert_true(pid >= 0);
	if (!pid) {
		be_restless(1);
		_exit(1);
	}
	watch(&it, plot_proc_id(pid));
	it.demand.target.mappings = true;
	for (i = 0; i < 300; i++) {
		it.demand.target.mark = i / 50;
		look(&it);
		check_sample(&it);
		assert_true(it.sample.target.state == TARGET_OK ||
			    it.sample.target.state == TARGET_NO_MEMORY);
		seen += it.sample.nr_scans > 0;
		want_all(&it);
	}
	assert_true(seen > 0);
	unwatch(&it);
	end_child(pid);
}

static void test_a_kernel_thread(void **state)
{
	struct observer it;
	struct proc_id id = plot_proc_id(2);

	(void)state;
	watch(&it, id);
	look(&it);
	/* in a pid namespace of its own, 2 may be anybody */
	if (it.sample.target.ppid == 0 && id.start_ns)
		assert_int_equal(it.sample.target.state, TARGET_NO_MEMORY);
	else
		print_message("no kernel thread to be seen\n");
	unwatch(&it);
}

/* What everybody may know of process @pid: only who it is. */
static bool is_denied(pid_t pid)
{
	struct observer it;
	bool denied;

	watch(&it, plot_proc_id(pid));
	it.demand.target.mappings = true;
	it.demand.target.pss = true;
	it.demand.target.mark = 1;
	demand_scan(&it.demand, SCAN_WINDOW, 0x10000, 0x20000, 1);
	look(&it);
	denied = it.sample.target.state == TARGET_DENIED &&
		 it.sample.target.has == TARGET_HAS_WHO &&
		 it.sample.target.run_state == 'T' && !it.sample.nr_mappings &&
		 !it.sample.nr_scans;
	unwatch(&it);
	return denied;
}

static void test_one_that_we_may_not_read(void **state)
{
	pid_t target = start_stopped(true);
	pid_t pid = fork_child();
	int status;

	(void)state;
	if (!pid) {
		/* root may read everything */
		if (!getuid() && (setgid(65534) || setuid(65534)))
			_exit(2);
		_exit(is_denied(target) ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	end_child(target);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_it_is),
		cmocka_unit_test(test_cells_at_every_size),
		cmocka_unit_test(test_the_last_cell_is_partial),
		cmocka_unit_test(test_what_changed),
		cmocka_unit_test(test_each_use_remembers_its_own),
		cmocka_unit_test(test_a_window_that_moves),
		cmocka_unit_test(test_memory_that_was_unmapped),
		cmocka_unit_test(test_since_the_mark),
		cmocka_unit_test(test_a_mark_of_the_past),
		cmocka_unit_test(test_a_mark_holds_all_memory),
		cmocka_unit_test(test_too_much_to_remember),
		cmocka_unit_test(test_counts_wait_for_the_next_sample),
		cmocka_unit_test(test_a_count_of_a_mapping_that_grows),
		cmocka_unit_test(test_a_whole_mapping_is_followed_to_its_end),
		cmocka_unit_test(test_a_mapping_that_has_grown_at_its_start),
		cmocka_unit_test(test_a_mapping_that_outgrows_its_cells),
		cmocka_unit_test(test_nothing_is_kept_of_whom_one_has_left),
		cmocka_unit_test(test_a_stop_leaves_scans_out),
		cmocka_unit_test(test_mappings_come_when_asked_for),
		cmocka_unit_test(test_on_an_old_kernel),
		cmocka_unit_test(test_pss),
		cmocka_unit_test(test_another_start_is_another_process),
		cmocka_unit_test(test_a_process_that_ends),
		cmocka_unit_test(test_pages_as_runs),
		cmocka_unit_test(test_a_stop_ends_the_pages),
		cmocka_unit_test(test_pages_of_a_process_that_ended),
		cmocka_unit_test(test_a_first_thread_that_ended),
		cmocka_unit_test(test_no_such_process),
		cmocka_unit_test(test_another_target),
		cmocka_unit_test(test_exec_is_other_memory),
		cmocka_unit_test(test_exec_is_another_look),
		cmocka_unit_test(test_pages_of_memory_before_exec),
		cmocka_unit_test(test_exec_out_of_shared_memory),
		cmocka_unit_test(test_a_restless_target),
		cmocka_unit_test(test_a_kernel_thread),
		cmocka_unit_test(test_one_that_we_may_not_read),
	};

	if (argc == 2 && !strcmp(argv[1], LOOP)) {
		exec_loop();
		return 1;
	}
	if (argc == 2 && !strcmp(argv[1], RESTLESS)) {
		be_restless((unsigned int)getpid());
		return 1;
	}
	return cmocka_run_group_tests_name("inspect", tests, NULL, NULL);
}

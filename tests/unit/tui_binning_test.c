// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check.h"
#include "source/process/binning.h"

/* A range of memory that is no memory: the state of each page at a moment. */
#define NR_PAGES	5003
#define BASE		(1ULL << 40)

struct moment {
	enum page_state states[NR_PAGES];
};

static uint64_t series = 1;

static size_t any_below(size_t limit)
{
	series = series * 6364136223846793005 + 1442695040888963407;
	return (size_t)((series >> 33) % limit);
}

/* @nr short runs of pages change at random. */
static void disturb(struct moment *moment, size_t nr)
{
	size_t page, end;
	enum page_state state;

	for (; nr; nr--) {
		page = any_below(NR_PAGES);
		end = page + 1 + any_below(20);
		state = any_below(NR_PAGE_STATES);
		for (; page < end && page < NR_PAGES; page++)
			moment->states[page] = state;
	}
}

/* Tell @take the pages from @from to @to as runs, as a scan would. */
static void play(const struct moment *moment, size_t from, size_t to,
		 page_run_fn take, void *ctx)
{
	struct page_run run;
	size_t page, end;

	for (page = from; page < to; page = end) {
		for (end = page + 1; end < to; end++)
			if (moment->states[end] != moment->states[page])
				break;
		run.start = BASE + page * PAGE_BYTES;
		run.pages = end - page;
		run.state = moment->states[page];
		if (run.state != PAGE_UNTOUCHED)
			take(ctx, &run);
	}
}

static void remember_run(void *ctx, const struct page_run *run)
{
	snapshot_add(ctx, run);
}

static void remember(struct snapshot *snapshot, const struct moment *moment,
		     size_t from, size_t to)
{
	snapshot_begin(snapshot, BASE + from * PAGE_BYTES);
	play(moment, from, to, remember_run, snapshot);
	snapshot_end(snapshot, BASE + to * PAGE_BYTES);
	snapshot_finish(snapshot);
}

/* The rules of sample.h, once more, as a table: what a page went through. */
static int change_of(enum page_state old, enum page_state now)
{
	static const char rules[NR_PAGE_STATES][NR_PAGE_STATES + 1] = {
		/*		   u p w z Z h f s a */
		[PAGE_UNTOUCHED] = ".++++++..",
		[PAGE_PRESENT] =   "-......--",
		[PAGE_WRITTEN] =   "-......--",
		[PAGE_ZERO] =	   "-++..++--",
		[PAGE_HUGE_ZERO] = "-++..++--",
		[PAGE_HUGE] =	   "-......--",
		[PAGE_FILE] =	   "-......--",
		[PAGE_SWAPPED] =   "-++++++..",
		[PAGE_ABSENT] =	   ".++++++..",
	};

	switch (rules[old][now]) {
	case '+':
		return CHANGE_TOUCHED;
	case '-':
		return CHANGE_RELEASED;
	default:
		return -1;
	}
}

/* What a cell must be, counted page by page. */
static struct scan_cell recount(const struct moment *now,
				const struct moment *old,
				const struct moment *mark, size_t from,
				size_t to)
{
	struct scan_cell cell = { 0 };
	size_t page;
	int change;

	cell.now.total = to - from;
	for (page = from; page < to; page++) {
		page_counts_add(&cell.now, now->states[page], 1);
		change = change_of(old->states[page], now->states[page]);
		cell.fresh += change == CHANGE_TOUCHED;
		cell.gone += change == CHANGE_RELEASED;
		change = change_of(mark->states[page], now->states[page]);
		cell.since_touched += change == CHANGE_TOUCHED;
		cell.since_released += change == CHANGE_RELEASED;
	}
	return cell;
}

struct moments {
	struct moment mark, old, now;
	struct snapshot mark_snapshot, old_snapshot, next;
	struct sample sample;
};

static void forget(struct moments *it)
{
	snapshot_release(&it->mark_snapshot);
	snapshot_release(&it->old_snapshot);
	snapshot_release(&it->next);
	sample_release(&it->sample);
	free(it);
}

/* Three moments, @nr changes apart. */
static struct moments *three_moments(size_t nr)
{
	struct moments *it = xcalloc(1, sizeof(*it));

	disturb(&it->mark, 300);
	it->old = it->mark;
	disturb(&it->old, nr);
	it->now = it->old;
	disturb(&it->now, nr);
	remember(&it->mark_snapshot, &it->mark, 0, NR_PAGES);
	remember(&it->old_snapshot, &it->old, 0, NR_PAGES);
	return it;
}

/* Tally pages @from to @to; the cells are the caller's to free. */
static struct scan_cell *binning_up(struct moments *it, size_t from, size_t to,
				    uint64_t cell_pages, bool *compared)
{
	uint64_t start = BASE + from * PAGE_BYTES;
	uint64_t end = BASE + to * PAGE_BYTES;
	struct binning binning = {
		.start = start,
		.end = end,
		.cell_pages = cell_pages,
		.cells = xcalloc(binning_cells(start, end, cell_pages),
				 sizeof(struct scan_cell)),
		.before = &it->old_snapshot,
		.mark = &it->mark_snapshot,
		.next = &it->next,
		.changes = &it->sample,
	};

	sample_reset(&it->sample);
	snapshot_reset(&it->next);
	binning_begin(&binning);
	play(&it->now, from, to, binning_run, &binning);
	binning_end(&binning);
	snapshot_finish(&it->next);
	*compared = binning.compared;
	return binning.cells;
}

static void check_cells(struct moments *it, size_t from, size_t to,
			uint64_t cell_pages)
{
	struct scan_cell *cells, truth;
	size_t i, at, end, nr = (to - from + cell_pages - 1) / cell_pages;
	bool compared;

	cells = binning_up(it, from, to, cell_pages, &compared);
	assert_true(compared);
	for (i = 0; i < nr; i++) {
		at = from + i * cell_pages;
		end = to - at < cell_pages ? to : at + cell_pages;
		truth = recount(&it->now, &it->old, &it->mark, at, end);
		assert_memory_equal(&cells[i], &truth, sizeof(truth));
	}
	free(cells);
}

/* At every size, each cell is what a recount of its pages says. */
static void test_cells_equal_a_recount(void **state)
{
	static const uint64_t sizes[] = {
		1, 2, 3, 7, 40, 64, 97, 512, 1000, 2503, 5002, 5003, 5004,
		1ULL << 30,
	};
	struct moments *it;
	size_t i, round, from;

	(void)state;
	for (round = 0; round < 10; round++) {
		it = three_moments(round * 20);
		for (i = 0; i < ARRAY_SIZE(sizes); i++) {
			from = any_below(NR_PAGES - 1);
			check_cells(it, 0, NR_PAGES, sizes[i]);
			check_cells(it, from,
				    from + 1 + any_below(NR_PAGES - from),
				    sizes[i]);
		}
		forget(it);
	}
}

/* 51.2 cells' worth of pages lights 52, and sums up to what there is. */
static void test_a_partial_cell(void **state)
{
	struct moments *it = xcalloc(1, sizeof(*it));
	struct scan_cell *cells;
	size_t i, lit = 0;
	bool compared;

	(void)state;
	for (i = 0; i < 2048; i++)
		it->now.states[i] = PAGE_WRITTEN;
	cells = binning_up(it, 0, NR_PAGES, 40, &compared);
	for (i = 0; i < 126; i++)
		lit += cells[i].now.in[PAGE_WRITTEN] > 0;
	assert_int_equal(lit, 52);
	assert_int_equal(cells[50].now.in[PAGE_WRITTEN], 40);
	assert_int_equal(cells[51].now.in[PAGE_WRITTEN], 8);
	assert_int_equal(cells[52].now.in[PAGE_WRITTEN], 0);
	assert_int_equal(cells[125].now.total, NR_PAGES - 125 * 40);
	free(cells);
	forget(it);
}

/* A first cell that begins before the range holds so many pages less. */
static void test_cells_with_a_lead(void **state)
{
	struct moments *it = three_moments(50);
	struct scan_cell cells[NR_PAGES / 64 + 2], truth;
	struct binning binning = {
		.start = BASE + 100 * PAGE_BYTES,
		.end = BASE + 5000 * PAGE_BYTES,
		.cell_pages = 64, .lead = 36,
		.cells = memset(cells, 0, sizeof(cells)),
		.before = &it->old_snapshot, .mark = &it->mark_snapshot,
	};
	size_t i, from, to;

	(void)state;
	binning_begin(&binning);
	play(&it->now, 100, 5000, binning_run, &binning);
	binning_end(&binning);
	for (i = 0; i < 78; i++) {
		from = i ? 64 * (i + 1) : 100;
		to = 64 * (i + 2) < 5000 ? 64 * (i + 2) : 5000;
		truth = recount(&it->now, &it->old, &it->mark, from, to);
		assert_memory_equal(&cells[i], &truth, sizeof(truth));
	}
	forget(it);
}

/* Tally pages @from to @to, between which and @low, @high nothing is mapped. */
static struct scan_cell grown(struct moments *it, size_t from, size_t to,
			      size_t low, size_t high, bool *compared)
{
	struct scan_cell cell = { 0 };
	struct snapshot old = it->old_snapshot;
	struct binning binning = {
		.start = BASE + from * PAGE_BYTES, .end = BASE + to * PAGE_BYTES,
		.cell_pages = NR_PAGES, .cells = &cell,
		.empty_start = BASE + low * PAGE_BYTES,
		.empty_end = BASE + high * PAGE_BYTES,
		.before = &it->old_snapshot, .next = &it->next,
	};

	snapshot_reset(&it->next);
	binning_begin(&binning);
	play(&it->now, from, to, binning_run, &binning);
	binning_end(&binning);
	snapshot_finish(&it->next);
	it->old_snapshot = it->next;
	it->next = old;
	*compared = binning.compared;
	return cell;
}

/* Where nothing was mapped nothing was touched: what is there now is new. */
static void test_what_a_mapping_grows_by_is_new(void **state)
{
	struct moments *it = xcalloc(1, sizeof(*it));
	struct scan_cell cell;
	bool compared;
	size_t i;

	(void)state;
	for (i = 0; i < NR_PAGES; i++)
		it->now.states[i] = PAGE_WRITTEN;
	grown(it, 1000, 2000, 500, 3000, &compared);
	cell = grown(it, 800, 2500, 500, 3000, &compared);
	assert_true(compared);
	assert_int_equal(cell.fresh, 200 + 500);
	/* another one was there */
	cell = grown(it, 400, 2500, 300, 3000, &compared);
	assert_false(compared);
	forget(it);
}

/* Each changed page is in one change of its kind, and no other page is. */
static void check_changes(const struct moments *it)
{
	const struct sample *sample = &it->sample;
	size_t page = 0, i, first, end;

	for (i = 0; i < sample->nr_changes; i++) {
		first = (sample->changes[i].start - BASE) / PAGE_BYTES;
		end = first + sample->changes[i].pages;
		for (; page < first; page++)
			assert_int_equal(change_of(it->old.states[page],
						   it->now.states[page]), -1);
		assert_int_equal(page, first);
		for (; page < end; page++)
			assert_int_equal(change_of(it->old.states[page],
						   it->now.states[page]),
					 sample->changes[i].kind);
		if (i && sample->changes[i - 1].kind == sample->changes[i].kind)
			assert_true(sample->changes[i - 1].start +
				    sample->changes[i - 1].pages * PAGE_BYTES <
				    sample->changes[i].start);
	}
	for (; page < NR_PAGES; page++)
		assert_int_equal(change_of(it->old.states[page],
					   it->now.states[page]), -1);
}

static void test_changes_are_the_pages_that_changed(void **state)
{
	static const uint64_t sizes[] = { 1, 40, NR_PAGES };
	struct moments *it;
	size_t round, i;
	bool compared;

	(void)state;
	for (round = 0; round < 10; round++) {
		it = three_moments(1 + round * 15);
		for (i = 0; i < ARRAY_SIZE(sizes); i++) {
			free(binning_up(it, 0, NR_PAGES, sizes[i], &compared));
			check_changes(it);
		}
		forget(it);
	}
}

/* Came and went in one cell: the counts are as before, the changes are not. */
static void test_changes_that_cancel_out(void **state)
{
	struct moments *it = xcalloc(1, sizeof(*it));
	struct scan_cell *cells;
	bool compared;

	(void)state;
	it->old.states[10] = PAGE_WRITTEN;
	it->now.states[20] = PAGE_WRITTEN;
	remember(&it->old_snapshot, &it->old, 0, NR_PAGES);
	cells = binning_up(it, 0, NR_PAGES, 100, &compared);
	assert_int_equal(cells[0].now.in[PAGE_WRITTEN], 1);
	assert_int_equal(cells[0].fresh, 1);
	assert_int_equal(cells[0].gone, 1);
	assert_int_equal(it->sample.nr_changes, 2);
	check_changes(it);
	free(cells);
	forget(it);
}

/* Every other page: too many to be told one by one. */
static void test_changes_are_bounded(void **state)
{
	struct moments *it = xcalloc(1, sizeof(*it));
	bool changed[NR_PAGES] = { false };
	struct scan_cell *cells;
	size_t i, page;
	bool compared;

	(void)state;
	for (i = 0; i < NR_PAGES; i += 2)
		it->now.states[i] = PAGE_WRITTEN;
	for (i = 1; i < NR_PAGES; i += 4)
		it->old.states[i] = PAGE_WRITTEN;
	remember(&it->old_snapshot, &it->old, 0, NR_PAGES);
	cells = binning_up(it, 0, NR_PAGES, 100, &compared);
	assert_in_range(it->sample.nr_changes, BINNING_CHANGES_MAX,
			BINNING_CHANGES_MAX + 2 * 51);
	for (i = 0; i < it->sample.nr_changes; i++) {
		const struct sample_change *change = &it->sample.changes[i];

		if (i)
			assert_true(change->start >= change[-1].start);
		page = (change->start - BASE) / PAGE_BYTES;
		/* cell by cell */
		if (change->pages > 1)
			assert_int_equal(page / 100,
					 (page + change->pages - 1) / 100);
		memset(changed + page, true, change->pages);
	}
	for (i = 0; i < NR_PAGES; i++)
		if (change_of(it->old.states[i], it->now.states[i]) >= 0)
			assert_true(changed[i]);
	free(cells);
	forget(it);
}

/* Only what was seen before can have changed. */
static void test_what_was_not_known_is_not_compared(void **state)
{
	struct moments *it = xcalloc(1, sizeof(*it));
	struct scan_cell *cells;
	size_t i, fresh = 0;
	bool compared;

	(void)state;
	for (i = 0; i < NR_PAGES; i++)
		it->now.states[i] = PAGE_WRITTEN;
	remember(&it->old_snapshot, &it->old, 1000, 2000);
	cells = binning_up(it, 0, NR_PAGES, 100, &compared);
	assert_false(compared);
	for (i = 0; i < 51; i++)
		fresh += cells[i].fresh;
	assert_int_equal(fresh, 1000);
	assert_int_equal(cells[9].fresh, 0);
	assert_int_equal(cells[10].fresh, 100);
	free(cells);
	free(binning_up(it, 1000, 2000, 100, &compared));
	assert_true(compared);
	forget(it);
}

/* A scan remembers what it saw: nothing has changed since. */
static void test_nothing_changes_by_itself(void **state)
{
	struct moments *it = three_moments(100);
	struct snapshot seen;
	bool compared;

	(void)state;
	free(binning_up(it, 0, NR_PAGES, 40, &compared));
	assert_true(it->sample.nr_changes > 0);
	seen = it->old_snapshot;
	it->old_snapshot = it->next;
	it->next = seen;
	free(binning_up(it, 0, NR_PAGES, 40, &compared));
	assert_true(compared);
	assert_int_equal(it->sample.nr_changes, 0);
	forget(it);
}

static void test_by_counts_alone(void **state)
{
	static const struct {
		struct page_counts old, now;
		uint32_t fresh, gone;
	} known[] = {
		{ { .in[PAGE_WRITTEN] = 5 }, { .in[PAGE_WRITTEN] = 9 }, 4, 0 },
		{ { .in[PAGE_ZERO] = 5 }, { .in[PAGE_WRITTEN] = 5 }, 5, 0 },
		{ { .in[PAGE_ZERO] = 5, .in[PAGE_WRITTEN] = 1 }, { .in[PAGE_WRITTEN] = 3 }, 2, 3 },
		{ { .in[PAGE_WRITTEN] = 5 }, { .in[PAGE_SWAPPED] = 5 }, 0, 5 },
		{ { .in[PAGE_SWAPPED] = 5 }, { .in[PAGE_WRITTEN] = 5 }, 5, 0 },
		{ { .in[PAGE_SWAPPED] = 5 }, { .in[PAGE_SWAPPED] = 1 }, 0, 4 },
		{ { .in[PAGE_FILE] = 3, .in[PAGE_HUGE] = 4 }, { .in[PAGE_FILE] = 3, .in[PAGE_HUGE] = 4 }, 0, 0 },
	};
	struct scan_cell cell;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(known); i++) {
		cell = (struct scan_cell){ .now = known[i].now };
		binning_compare_counts(&cell, &known[i].old);
		assert_int_equal(cell.fresh, known[i].fresh);
		assert_int_equal(cell.gone, known[i].gone);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_equal_a_recount),
		cmocka_unit_test(test_cells_with_a_lead),
		cmocka_unit_test(test_what_a_mapping_grows_by_is_new),
		cmocka_unit_test(test_a_partial_cell),
		cmocka_unit_test(test_changes_are_the_pages_that_changed),
		cmocka_unit_test(test_changes_that_cancel_out),
		cmocka_unit_test(test_changes_are_bounded),
		cmocka_unit_test(test_what_was_not_known_is_not_compared),
		cmocka_unit_test(test_nothing_changes_by_itself),
		cmocka_unit_test(test_by_counts_alone),
	};

	return cmocka_run_group_tests_name("binning", tests, NULL, NULL);
}

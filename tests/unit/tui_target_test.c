// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "model/target.h"

#define START	0x7f0000000000ULL
#define PAGES(n) ((uint64_t)(n) * PAGE_BYTES)
#define SECONDS(n) ((uint64_t)(n) * NSEC_PER_SEC)

static const struct proc_id id = { .pid = 412, .start_ns = 7 };

static struct target *target;
static struct sample sample;

static int set_up(void **state)
{
	(void)state;
	target = target_new(id);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	target_free(target);
	sample_release(&sample);
	return 0;
}

static void begin(uint64_t time_ns)
{
	sample_reset(&sample);
	sample.sections = SECTION_TARGET;
	sample.target = (struct sample_target){
		.id = id, .state = TARGET_OK, .mm_id = 1, .time_ns = time_ns,
	};
}

static void add_mapping(uint64_t start, uint64_t pages, enum mapping_kind kind,
			const char *name)
{
	uint32_t place = sample_add_name(&sample, name);
	struct sample_mapping *mapping = sample_add_mapping(&sample);

	*mapping = (struct sample_mapping){
		.start = start, .end = start + PAGES(pages), .name = place,
		.flags = MAPPING_READ, .kind = (uint8_t)kind,
	};
	sample.target.has |= TARGET_HAS_MAPPINGS;
}

/* A scan of @nr cells with 10 pages each, cell i having i + 1 written. */
static struct scan_cell *add_scan(enum scan_use use, uint64_t start, size_t nr)
{
	struct sample_scan *scan = sample_add_scan(&sample, nr);
	struct scan_cell *cells = sample.cells + scan->first_cell;
	size_t i;

	scan->use = use;
	scan->start = start;
	scan->end = start + PAGES(10 * nr);
	scan->cell_pages = 10;
	scan->time_ns = sample.target.time_ns;
	for (i = 0; i < nr; i++) {
		cells[i].now.total = 10;
		cells[i].now.in[PAGE_WRITTEN] = (i + 1) % 11;
	}
	return cells;
}

static void add_change(uint64_t start, uint32_t pages, enum change_kind kind)
{
	*sample_add_change(&sample) = (struct sample_change){
		.start = start, .pages = pages, .kind = kind,
	};
}

static void send(void)
{
	target_update(target, &sample);
}

static void send_two_mappings(uint64_t time_ns, uint64_t pages)
{
	begin(time_ns);
	add_mapping(START, pages, KIND_TAMALLOC, "[anon:tamalloc]");
	add_mapping(START + PAGES(1000), 5, KIND_FILE, "/usr/lib/libc.so.6");
	send();
}

static void test_nothing_is_known_at_first(void **state)
{
	const struct scan_cell *cells;
	struct sample_scan grid;
	uint64_t at;

	(void)state;
	assert_int_equal(target->now.state, TARGET_UNKNOWN);
	assert_null(target_find(target, START));
	assert_null(target_cell(target, START, 1));
	assert_null(target_whole(target, START, START + 4096, &cells));
	assert_false(target_next_change(target, 0, 0, &at));
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 0);
	assert_false(timeline_extent(target_timeline(target), &grid));
	assert_false(target->all.all_counted);
}

static void test_mappings_are_found_by_address(void **state)
{
	(void)state;
	send_two_mappings(1, 20);
	assert_int_equal(target->nr_mappings, 2);
	assert_null(target_find(target, START - 1));
	assert_ptr_equal(target_find(target, START), &target->mappings[0]);
	assert_ptr_equal(target_find(target, START + PAGES(20) - 1),
			 &target->mappings[0]);
	assert_null(target_find(target, START + PAGES(20)));
	assert_ptr_equal(target_find(target, START + PAGES(1004)),
			 &target->mappings[1]);
	assert_null(target_find(target, START + PAGES(1005)));
	assert_string_equal(target->mappings[0].name, "[anon:tamalloc]");
	assert_string_equal(target->mappings[1].name, "/usr/lib/libc.so.6");
}

static void assert_names(size_t i, const char *name, const char *short_name)
{
	assert_string_equal(mapping_name(&target->mappings[i]), name);
	assert_string_equal(mapping_short_name(&target->mappings[i]),
			    short_name);
}

/* The kernel's names of memory without a file are no files to a person. */
static void test_mappings_are_named_for_people(void **state)
{
	static const char *const names[] = {
		"", "/dev/zero (deleted)", "/SYSV00000000 (deleted)",
		"/memfd:a/b (deleted)", "/dev/zero", "/dev/dri/card0",
		"/usr/lib/libc.so.6 (deleted)",
	};
	size_t i;

	(void)state;
	begin(1);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		add_mapping(START + PAGES(10 * i), 5, KIND_SHARED, names[i]);
	send();
	assert_int_equal(target->nr_mappings, ARRAY_SIZE(names));
	assert_names(0, "[anon]", "[anon]");
	assert_names(1, "[shared anon]", "[shared anon]");
	assert_names(2, "[sysv private]", "[sysv private]");
	assert_names(3, "[memfd:a/b]", "[memfd:a/b]");
	/* a short "zero" would be a state of pages */
	assert_names(4, "/dev/zero", "/dev/zero");
	assert_names(5, "/dev/dri/card0", "card0");
	assert_names(6, names[6], "libc.so.6 (deleted)");
}

static void test_counts_come_from_scans_of_the_whole(void **state)
{
	struct scan_cell *cells;

	(void)state;
	send_two_mappings(SECONDS(1), 20);
	begin(SECONDS(2));
	cells = add_scan(SCAN_WHOLE, START, 2);
	cells[0].since_touched = 4;
	cells[1].since_touched = 2;
	cells[1].since_released = 1;
	sample.target.has |= TARGET_HAS_SINCE;
	send();
	assert_true(target->mappings[0].counted);
	assert_int_equal(target->mappings[0].counts.total, 20);
	assert_int_equal(target->mappings[0].counts.in[PAGE_WRITTEN], 3);
	assert_int_equal(target->mappings[0].counted_ns, SECONDS(2));
	assert_true(target->mappings[0].since_known);
	assert_int_equal(target->mappings[0].since_touched, 6);
	assert_int_equal(target->mappings[0].since_released, 1);
	assert_false(target->mappings[1].counted);
	assert_true(target->kinds[KIND_TAMALLOC].all_counted);
	assert_false(target->all.all_counted);
	assert_int_equal(target->all.nr_mappings, 2);
	assert_int_equal(target->all.reserved, PAGES(25));
	assert_int_equal(target->all.counts.in[PAGE_WRITTEN], 3);
}

/* 20 pages, 3 of them written, and @away more in swap; the counts then */
static const struct page_counts *count_away(uint64_t time_ns, uint64_t away,
					    bool unknown)
{
	begin(time_ns);
	add_mapping(START, 20, KIND_SHARED, "/dev/zero (deleted)");
	sample.mappings[0].away = PAGES(away);
	sample.mappings[0].away_unknown = unknown;
	add_scan(SCAN_COUNT, START, 2);
	send();
	return &target->mappings[0].counts;
}

static void test_shared_memory_in_swap_counts(void **state)
{
	const struct page_counts *counts = count_away(SECONDS(1), 4, false);

	(void)state;
	assert_int_equal(counts->in[PAGE_SWAPPED], 4);
	assert_int_equal(pages_untouched(counts), 13);
	assert_int_equal(pages_touched(counts), 7);
	assert_true(pages_touched_known(counts));
	assert_int_equal(target->all.counts.in[PAGE_SWAPPED], 4);
	/* of another moment: it can't be more than there is room for */
	counts = count_away(SECONDS(2), 20, false);
	assert_int_equal(counts->in[PAGE_SWAPPED], 17);
	assert_int_equal(pages_untouched(counts), 0);
	/* the next one is counted anew */
	counts = count_away(SECONDS(3), 0, false);
	assert_int_equal(counts->in[PAGE_SWAPPED], 0);
	counts = count_away(SECONDS(4), 0, true);
	assert_false(pages_touched_known(counts));
	assert_int_equal(counts->in[PAGE_ABSENT], 17);
}

static void test_a_window_does_not_count_a_mapping(void **state)
{
	(void)state;
	send_two_mappings(SECONDS(1), 20);
	begin(SECONDS(2));
	add_scan(SCAN_WINDOW, START, 2);
	add_scan(SCAN_COUNT, START + PAGES(10), 1);
	send();
	assert_false(target->mappings[0].counted);
}

static void test_counts_stay_with_their_mapping(void **state)
{
	unsigned long changes;

	(void)state;
	send_two_mappings(SECONDS(1), 20);
	begin(SECONDS(2));
	add_scan(SCAN_COUNT, START, 2);
	send();
	changes = target->changes_of_map;
	send_two_mappings(SECONDS(3), 20);
	assert_int_equal(target->changes_of_map, changes);
	assert_true(target->mappings[0].counted);
	/* it grows: what was counted is old, but the best there is */
	send_two_mappings(SECONDS(4), 30);
	assert_int_not_equal(target->changes_of_map, changes);
	assert_true(target->mappings[0].counted);
	assert_int_equal(target->mappings[0].counts.total, 30);
	/* another one in front of it is not it */
	begin(SECONDS(5));
	add_mapping(START - PAGES(1), 31, KIND_TAMALLOC, "");
	send();
	assert_int_equal(target->nr_mappings, 1);
	assert_false(target->mappings[0].counted);
	assert_string_equal(target->mappings[0].name, "");
}

static void test_counts_larger_than_the_mapping_are_dropped(void **state)
{
	(void)state;
	send_two_mappings(SECONDS(1), 20);
	begin(SECONDS(2));
	add_scan(SCAN_COUNT, START, 2)[0].now.in[PAGE_ZERO] = 5;
	send();
	assert_int_equal(target->mappings[0].counts.in[PAGE_WRITTEN], 3);
	/* there may still be 8 of them in 8, but not in 7 */
	send_two_mappings(SECONDS(3), 8);
	assert_true(target->mappings[0].counted);
	send_two_mappings(SECONDS(4), 7);
	assert_false(target->mappings[0].counted);
	assert_false(target->kinds[KIND_TAMALLOC].all_counted);
}

static void send_count(uint64_t time_ns, unsigned int mark, uint32_t since)
{
	begin(time_ns);
	sample.target.mark = mark;
	sample.target.has |= TARGET_HAS_SINCE;
	add_scan(SCAN_COUNT, START, 2)[0].since_touched = since;
	send();
}

static void test_another_mark_begins_anew(void **state)
{
	(void)state;
	send_two_mappings(SECONDS(1), 20);
	send_count(SECONDS(2), 1, 4);
	assert_true(target->mappings[0].since_known);
	assert_int_equal(target->mappings[0].since_touched, 4);
	/* of the second mark nothing is counted yet */
	begin(SECONDS(3));
	sample.target.mark = 2;
	sample.target.has |= TARGET_HAS_SINCE;
	send();
	assert_true(target->mappings[0].counted);
	assert_false(target->mappings[0].since_known);
	send_count(SECONDS(4), 2, 1);
	assert_true(target->mappings[0].since_known);
	assert_int_equal(target->mappings[0].since_touched, 1);
	/* of a process that is gone, what was known stays */
	begin(SECONDS(5));
	sample.target.state = TARGET_GONE;
	sample.target.mark = 3;
	send();
	assert_int_equal(target->now.mark, 2);
	assert_true(target->mappings[0].since_known);
}

static void test_exec_forgets_pages(void **state)
{
	const struct scan_cell *cells;
	uint64_t at;

	(void)state;
	send_two_mappings(SECONDS(1), 20);
	begin(SECONDS(2));
	add_scan(SCAN_WINDOW, START, 2);
	add_scan(SCAN_WHOLE, START, 2);
	add_change(START, 1, CHANGE_TOUCHED);
	send();
	assert_non_null(target_cell(target, START, 10));
	begin(SECONDS(3));
	sample.target.mm_id = 2;
	send();
	assert_null(target_cell(target, START, 10));
	assert_null(target_whole(target, START, START + PAGES(20), &cells));
	assert_false(target_next_change(target, SECONDS(3), 0, &at));
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 0);
	assert_false(target->mappings[0].counted);
}

static void test_what_was_known_outlives_the_process(void **state)
{
	(void)state;
	begin(SECONDS(1));
	sample.target.has |= TARGET_HAS_WHO | TARGET_HAS_PSS;
	sample.target.ppid = 240;
	sample.target.pss = 4096;
	add_mapping(START, 20, KIND_HEAP, "[heap]");
	send();
	begin(SECONDS(2));
	sample.target.state = TARGET_GONE;
	sample.target.mm_id = 0;
	send();
	assert_int_equal(target->now.state, TARGET_GONE);
	assert_int_equal(target->now.ppid, 240);
	assert_int_equal(target->now.pss, 4096);
	assert_true(target->now.has & TARGET_HAS_PSS);
	assert_int_equal(target->nr_mappings, 1);
}

static void test_samples_of_others_are_not_taken(void **state)
{
	(void)state;
	begin(SECONDS(1));
	add_mapping(START, 20, KIND_HEAP, "[heap]");
	sample.target.id.start_ns++;
	send();
	assert_int_equal(target->nr_mappings, 0);
	sample.target.id.start_ns--;
	sample.sections = SECTION_LIST;
	send();
	assert_int_equal(target->nr_mappings, 0);
}

static void test_cells_of_windows(void **state)
{
	(void)state;
	begin(SECONDS(1));
	add_scan(SCAN_WINDOW, START, 3);
	add_scan(SCAN_WINDOW, START + PAGES(500), 2);
	send();
	assert_int_equal(target_cell(target, START, 10)->now.in[PAGE_WRITTEN],
			 1);
	assert_int_equal(
		target_cell(target, START + PAGES(20), 10)->now.in[PAGE_WRITTEN],
		3);
	assert_null(target_cell(target, START + PAGES(30), 10));
	assert_int_equal(target_cell(target, START + PAGES(510), 10)
				 ->now.in[PAGE_WRITTEN],
			 2);
	/* another grid has other cells */
	assert_null(target_cell(target, START, 5));
	assert_null(target_cell(target, START + PAGES(5), 10));
	/* a sample that was cut short takes nothing away */
	begin(SECONDS(2));
	send();
	assert_non_null(target_cell(target, START, 10));
	begin(SECONDS(3));
	add_scan(SCAN_WINDOW, START + PAGES(500), 1);
	send();
	assert_null(target_cell(target, START, 10));
}

static void test_glow_fades_in_three_steps(void **state)
{
	struct glow glows[4];

	(void)state;
	begin(SECONDS(10));
	add_change(START + PAGES(5), 10, CHANGE_TOUCHED);
	add_change(START + PAGES(39), 100, CHANGE_RELEASED);
	send();
	target_glows(target, SECONDS(10), START, 10, 4, glows);
	assert_int_equal(glows[0].touched, 1);
	assert_int_equal(glows[1].touched, 1);
	assert_int_equal(glows[2].touched, 0);
	assert_false(glows[0].released);
	assert_true(glows[3].released);
	assert_int_equal(glows[0].touched_ns, SECONDS(10));
	target_glows(target, SECONDS(11), START, 10, 4, glows);
	assert_int_equal(glows[0].touched, 2);
	target_glows(target, SECONDS(13) - 1, START, 10, 4, glows);
	assert_int_equal(glows[0].touched, 3);
	assert_true(glows[3].released);
	target_glows(target, SECONDS(13), START, 10, 4, glows);
	assert_int_equal(glows[0].touched, 0);
	assert_false(glows[3].released);
	/* at one page per cell, the pages themselves */
	target_glows(target, SECONDS(10), START + PAGES(3), 1, 4, glows);
	assert_int_equal(glows[1].touched, 0);
	assert_int_equal(glows[2].touched, 1);
}

static void test_the_youngest_touch_of_a_cell_counts(void **state)
{
	struct glow glow;

	(void)state;
	begin(SECONDS(10));
	add_change(START, 1, CHANGE_TOUCHED);
	send();
	begin(SECONDS(12));
	add_change(START + PAGES(1), 1, CHANGE_TOUCHED);
	send();
	target_glows(target, SECONDS(12), START, 10, 1, &glow);
	assert_int_equal(glow.touched, 1);
	target_glows(target, SECONDS(12), START, 1, 1, &glow);
	assert_int_equal(glow.touched, 3);
}

static void test_next_change_goes_round(void **state)
{
	uint64_t at;

	(void)state;
	begin(SECONDS(10));
	add_change(START + PAGES(50), 2, CHANGE_TOUCHED);
	add_change(START + PAGES(90), 1, CHANGE_RELEASED);
	send();
	assert_true(target_next_change(target, SECONDS(10), 0, &at));
	assert_int_equal(at, START + PAGES(50));
	assert_true(target_next_change(target, SECONDS(10),
				       START + PAGES(51), &at));
	assert_int_equal(at, START + PAGES(51));
	assert_true(target_next_change(target, SECONDS(10),
				       START + PAGES(52), &at));
	assert_int_equal(at, START + PAGES(90));
	assert_true(target_next_change(target, SECONDS(10),
				       START + PAGES(91), &at));
	assert_int_equal(at, START + PAGES(50));
	assert_false(target_next_change(target, SECONDS(13), 0, &at));
}

static void test_old_changes_make_room(void **state)
{
	struct glow glow;
	unsigned int second, i;

	(void)state;
	for (second = 10; second < 30; second++) {
		begin(SECONDS(second) / 10);
		for (i = 0; i < 2048; i++)
			add_change(START + PAGES(2 * i), 1, CHANGE_TOUCHED);
		send();
	}
	target_glows(target, SECONDS(29) / 10, START, 1, 1, &glow);
	assert_int_equal(glow.touched_ns, SECONDS(29) / 10);
}

static void add_timeline_sample(uint64_t time_ns, size_t nr, uint32_t fresh)
{
	struct scan_cell *cells;

	begin(time_ns);
	cells = add_scan(SCAN_WHOLE, START, nr);
	sample.scans[0].compared = true;
	cells[0].fresh = fresh;
	send();
}

static void test_timeline_has_the_newest_row_first(void **state)
{
	struct timeline_row row;
	struct page_counts counts;
	struct sample_scan grid;

	(void)state;
	add_timeline_sample(SECONDS(1), 3, 5);
	add_timeline_sample(SECONDS(2), 3, 6);
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 2);
	assert_true(timeline_extent(target_timeline(target), &grid));
	assert_int_equal(grid.nr_cells, 3);
	assert_true(timeline_get(target_timeline(target), 0, &row));
	assert_int_equal(row.time_ns, SECONDS(2));
	assert_int_equal(row.cells[0].fresh, 6);
	assert_int_equal(row.touched, 1 + 2 + 3);
	assert_true(timeline_get(target_timeline(target), 1, &row));
	assert_int_equal(row.cells[0].fresh, 5);
	counts = timeline_counts(&grid, &row, 2);
	assert_int_equal(counts.total, 10);
	assert_int_equal(counts.in[PAGE_WRITTEN], 3);
	assert_false(timeline_get(target_timeline(target), 2, &row));
	/* another grid is another picture */
	add_timeline_sample(SECONDS(3), 4, 1);
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 1);
}

/* A row of @nr cells with @cell_pages pages, all of them written. */
static void add_growing_row(uint64_t time_ns, size_t nr, uint64_t cell_pages)
{
	struct scan_cell *cells;
	size_t i;

	begin(time_ns);
	cells = add_scan(SCAN_WHOLE, START, nr);
	sample.scans[0].cell_pages = cell_pages;
	sample.scans[0].end = START + PAGES(nr * cell_pages);
	sample.scans[0].follows_end = true;
	for (i = 0; i < nr; i++) {
		cells[i].now.in[PAGE_WRITTEN] = cell_pages;
		cells[i].fresh = (uint32_t)i;
	}
	send();
}

static void assert_row_has(size_t i, const uint32_t *written, size_t nr)
{
	struct timeline_row row;
	size_t cell;

	assert_true(timeline_get(target_timeline(target), i, &row));
	for (cell = 0; cell < nr; cell++)
		assert_int_equal(row.cells[cell].in[PAGE_WRITTEN - 1],
				 written[cell]);
}

static void test_timeline_goes_on_when_its_mapping_grows(void **state)
{
	struct timeline_row row;
	struct sample_scan grid;

	(void)state;
	add_growing_row(SECONDS(1), 3, 8);
	add_growing_row(SECONDS(2), 5, 8);
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 2);
	assert_row_has(0, (const uint32_t[]){ 8, 8, 8, 8, 8 }, 5);
	assert_row_has(1, (const uint32_t[]){ 8, 8, 8, 0, 0 }, 5);
	/* too long for these cells: two of them become one */
	add_growing_row(SECONDS(3), 4, 16);
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 3);
	assert_row_has(0, (const uint32_t[]){ 16, 16, 16, 16 }, 4);
	assert_row_has(1, (const uint32_t[]){ 16, 16, 8, 0 }, 4);
	assert_row_has(2, (const uint32_t[]){ 16, 8, 0, 0 }, 4);
	assert_true(timeline_get(target_timeline(target), 1, &row));
	assert_int_equal(row.time_ns, SECONDS(2));
	assert_int_equal(row.cells[1].fresh, 2 + 3);
	assert_int_equal(row.touched, 40);
	/* it shrinks */
	add_growing_row(SECONDS(4), 2, 16);
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 4);
	assert_row_has(1, (const uint32_t[]){ 16, 16 }, 2);
	assert_true(timeline_extent(target_timeline(target), &grid));
	assert_int_equal(grid.nr_cells, 2);
	/* finer cells can't be told of what was */
	add_growing_row(SECONDS(5), 4, 8);
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 1);
}

/* Of what lies beyond a part nothing is known: it was not untouched. */
static void test_timeline_of_a_part_is_another_one(void **state)
{
	(void)state;
	add_timeline_sample(SECONDS(1), 3, 0);
	add_timeline_sample(SECONDS(2), 4, 0);
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 1);
	/* just as long, it turns out to be the whole; but it was none before */
	add_growing_row(SECONDS(3), 4, 10);
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 2);
	add_growing_row(SECONDS(4), 5, 10);
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 1);
}

/*
 * A mapping whose borders move: which of its pages are written, and from when
 * on, is a plain function of the page.
 */
struct moving {
	uint64_t first, end;		/* in pages behind START */
	unsigned int second;
};

#define COLUMNS 64

static bool is_written(uint64_t page, unsigned int second)
{
	return page * 2654435761U % 61 < second % 61;
}

/* Scan it as a view would have it, if that saw what is recorded by now. */
static void scan_moving(const struct moving *it)
{
	struct mapping mapping = {
		.start = START + PAGES(it->first), .end = START + PAGES(it->end),
	};
	struct sample_scan row = target_row(target, &mapping, COLUMNS);
	struct sample_scan *scan;
	struct page_counts *counts;
	uint64_t page;

	assert_in_range(row.nr_cells, 1, COLUMNS);
	assert_true(row.lead < row.cell_pages);
	begin(SECONDS(it->second));
	scan = sample_add_scan(&sample, row.nr_cells);
	row.time_ns = sample.target.time_ns;
	row.first_cell = scan->first_cell;
	*scan = row;
	for (page = it->first; page < it->end; page++) {
		counts = &sample.cells[(page - it->first + row.lead) /
				       row.cell_pages].now;
		counts->total++;
		counts->in[PAGE_WRITTEN] += is_written(page, it->second);
	}
	send();
}

/* Cell @i of the row of second @second holds the pages known, and no others. */
static void check_moving_cell(const struct sample_scan *grid,
			      const struct timeline_row *row, size_t i)
{
	uint64_t at = scan_origin(grid) + PAGES(i * grid->cell_pages);
	struct page_counts counts = timeline_counts(grid, row, i);
	uint64_t end = at + PAGES(grid->cell_pages), total = 0, written = 0;
	unsigned int second = (unsigned int)(row->time_ns / NSEC_PER_SEC);

	for (; at < end; at += PAGE_BYTES) {
		if (at < row->kept_start || at >= row->kept_end)
			continue;
		total++;
		written += is_written((at - START) / PAGE_BYTES, second);
	}
	assert_int_equal(counts.total, total);
	assert_int_equal(counts.in[PAGE_WRITTEN], written);
	assert_int_equal(timeline_past(grid, row, i) == PAST_KNOWN, total > 0);
}

static void check_moving_row(size_t i, const struct moving *was, bool all_kept)
{
	struct timeline_row row;
	struct sample_scan grid;
	size_t cell;

	assert_true(timeline_extent(target_timeline(target), &grid));
	assert_true(timeline_get(target_timeline(target), i, &row));
	assert_int_equal(row.time_ns, SECONDS(was->second));
	assert_int_equal(row.start, START + PAGES(was->first));
	assert_int_equal(row.end, START + PAGES(was->end));
	if (all_kept) {
		assert_int_equal(row.kept_start, row.start);
		assert_int_equal(row.kept_end, row.end);
	}
	for (cell = 0; cell < grid.nr_cells; cell++)
		check_moving_cell(&grid, &row, cell);
}

/* Grow by up to @low pages at the start and @high at the end, @nr times. */
static void check_growth(uint64_t low, uint64_t high, size_t nr)
{
	struct moving was[200], it = { .first = 100000, .end = 100037 };
	size_t i, k;

	for (i = 0; i < nr; i++) {
		it.second = (unsigned int)i + 1;
		scan_moving(&it);
		was[i] = it;
		assert_int_equal(timeline_nr_rows(target_timeline(target)),
				 i + 1);
		for (k = 0; k <= i; k++)
			check_moving_row(i - k, &was[k], true);
		it.first -= low ? (i * 7919 + 3) % (low + 1) : 0;
		it.end += high ? (i * 104729 + 5) % (high + 1) : 0;
	}
	assert_false(target_timeline(target)->finer);
}

static void test_timeline_grows_at_its_end(void **state)
{
	(void)state;
	check_growth(0, 60, 100);
}

static void test_timeline_grows_at_its_start(void **state)
{
	(void)state;
	check_growth(60, 0, 100);
}

static void test_timeline_grows_at_both_ends(void **state)
{
	(void)state;
	check_growth(33, 77, 150);
}

/* What was cut off isn't told to be unmapped then, nor untouched. */
static void test_timeline_of_a_mapping_that_comes_and_goes(void **state)
{
	struct moving was[120], it;
	size_t i, k, nr;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(was); i++) {
		it.first = 5000 - i * 37 % 500;
		it.end = 5100 + i * 71 % 900;
		it.second = (unsigned int)i + 1;
		scan_moving(&it);
		was[i] = it;
		nr = timeline_nr_rows(target_timeline(target));
		assert_int_equal(nr, i + 1);
		for (k = 0; k <= i; k++)
			check_moving_row(i - k, &was[k], false);
	}
}

static enum timeline_past past_at(size_t i, uint64_t page)
{
	struct timeline_row row;
	struct sample_scan grid;

	assert_true(timeline_extent(target_timeline(target), &grid));
	assert_true(timeline_get(target_timeline(target), i, &row));
	return timeline_past(&grid, &row,
			     (START + PAGES(page) - scan_origin(&grid)) /
				     PAGES(grid.cell_pages));
}

static void test_timeline_tells_outside_from_dropped(void **state)
{
	(void)state;
	scan_moving(&(struct moving){ 1000, 1640, 1 });
	scan_moving(&(struct moving){ 1000, 1160, 2 });
	/* there is room for what it has shrunk by */
	assert_int_equal(past_at(1, 1600), PAST_KNOWN);
	assert_int_equal(past_at(0, 1600), PAST_OUTSIDE);
	/* there is none any more */
	scan_moving(&(struct moving){ 520, 1160, 3 });
	scan_moving(&(struct moving){ 520, 1500, 4 });
	assert_int_equal(past_at(3, 1000), PAST_KNOWN);
	assert_int_equal(past_at(3, 1400), PAST_DROPPED);
	assert_int_equal(past_at(3, 600), PAST_OUTSIDE);
	assert_int_equal(past_at(2, 1400), PAST_OUTSIDE);
	assert_int_equal(past_at(1, 600), PAST_KNOWN);
	assert_int_equal(past_at(0, 1400), PAST_KNOWN);
}

/* Of a mapping that has shrunk to a small part one sees more in finer cells. */
static void test_timeline_of_what_is_left_begins_anew(void **state)
{
	(void)state;
	scan_moving(&(struct moving){ 0, 6400, 1 });
	scan_moving(&(struct moving){ 0, 1600, 2 });
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 2);
	scan_moving(&(struct moving){ 0, 400, 3 });
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 1);
	assert_true(target_timeline(target)->finer);
	/* it grows again, and all of it can be shown again */
	scan_moving(&(struct moving){ 0, 6400, 4 });
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 4);
	assert_false(target_timeline(target)->finer);
	check_moving_row(1, &(struct moving){ 0, 400, 3 }, true);
	check_moving_row(2, &(struct moving){ 0, 1600, 2 }, true);
	check_moving_row(3, &(struct moving){ 0, 6400, 1 }, true);
	/* one that isn't this one: nothing was known of it */
	scan_moving(&(struct moving){ 9000, 9100, 5 });
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 1);
	assert_false(target_timeline(target)->finer);
}

/* The first cell may begin before the first address. */
static void test_timeline_of_the_lowest_addresses(void **state)
{
	struct mapping low = { .start = PAGES(16), .end = PAGES(6400) };
	struct sample_scan row = target_row(target, &low, COLUMNS);
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		begin(SECONDS(i + 1));
		row.first_cell = 0;
		row.time_ns = SECONDS(i + 1);
		sample_add_scan(&sample, row.nr_cells);
		sample.scans[0] = row;
		sample.cells[0].now.in[PAGE_WRITTEN] = i + 1;
		send();
		low.start -= i ? 0 : PAGES(15);
		low.end += PAGES(6400);
		row = target_row(target, &low, COLUMNS);
		assert_in_range(row.nr_cells, 1, COLUMNS);
	}
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 3);
	assert_int_equal(past_at(0, 0), PAST_OUTSIDE);
}

static void test_timeline_growing_for_long_is_bounded(void **state)
{
	struct moving it = { .first = 1000000, .end = 1000100 };
	const struct timeline *timeline;
	size_t i, cells;

	(void)state;
	for (i = 0; i < 3000; i++) {
		it.second = (unsigned int)i + 1;
		it.first -= i % 3;
		it.end += i % 2;
		scan_moving(&it);
		timeline = target_timeline(target);
		cells = timeline->max * timeline->grid.nr_cells;
		assert_in_range(cells, 1, 24500);
		assert_in_range(timeline->grid.nr_cells, 1, COLUMNS);
	}
	assert_in_range(timeline_nr_rows(target_timeline(target)), 300, 24500);
	for (i = 1; i < NR_TIMELINES; i++)
		assert_int_equal(target_recorded(target, i)->nr, 0);
}

/* The cell at the end of a part fills up as the mapping grows into it. */
static void test_timeline_of_a_part_at_the_end(void **state)
{
	size_t i;

	(void)state;
	for (i = 1; i <= 4; i++) {
		begin(SECONDS(i));
		add_scan(SCAN_WHOLE, START, 3);
		sample.scans[0].end = START + PAGES(20 + 2 * i);
		send();
		assert_int_equal(timeline_nr_rows(target_timeline(target)), i);
	}
	begin(SECONDS(5));
	add_scan(SCAN_WHOLE, START, 3);
	sample.scans[0].aside = true;
	send();
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 4);
}

static void test_many_rows_outlive_a_growth(void **state)
{
	struct timeline_row row;
	size_t before, after, i;

	(void)state;
	for (i = 1; i <= 3000; i++)
		add_growing_row(SECONDS(i), 30, 8);
	before = timeline_nr_rows(target_timeline(target));
	add_growing_row(SECONDS(i), 60, 8);
	after = timeline_nr_rows(target_timeline(target));
	assert_in_range(after, before / 2 - 1, before / 2 + 1);
	for (i = 0; i < after; i++) {
		assert_true(timeline_get(target_timeline(target), i, &row));
		assert_int_equal(row.time_ns, SECONDS(3001 - i));
	}
}

static void test_timeline_is_bounded(void **state)
{
	struct timeline_row row;
	size_t rows, i;

	(void)state;
	for (i = 1; i <= 3000; i++)
		add_timeline_sample(SECONDS(i), 64, (uint32_t)i);
	rows = timeline_nr_rows(target_timeline(target));
	assert_in_range(rows, 60, 2999);
	for (i = 0; i < rows; i++) {
		assert_true(timeline_get(target_timeline(target), i, &row));
		assert_int_equal(row.cells[0].fresh, 3000 - i);
	}
}

static void test_last_cell_of_the_timeline_may_be_partial(void **state)
{
	struct timeline_row row;
	struct sample_scan grid;

	(void)state;
	begin(SECONDS(1));
	add_scan(SCAN_WHOLE, START, 3);
	sample.scans[0].end = START + PAGES(24);
	send();
	assert_true(timeline_extent(target_timeline(target), &grid));
	assert_true(timeline_get(target_timeline(target), 0, &row));
	assert_int_equal(timeline_counts(&grid, &row, 1).total, 10);
	assert_int_equal(timeline_counts(&grid, &row, 2).total, 4);
}

static void add_range(uint64_t time_ns, uint64_t start, size_t nr)
{
	begin(time_ns);
	add_scan(SCAN_WHOLE, start, nr);
	send();
}

/* Looked at again, a range goes on; so many are known, and no more. */
static void test_timelines_of_some_ranges_are_kept(void **state)
{
	struct timeline_row row;
	size_t i;

	(void)state;
	for (i = 1; i <= 3000; i++)
		add_range(SECONDS(i), START, 64);
	add_range(SECONDS(3001), START + PAGES(1000), 64);
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 1);
	add_range(SECONDS(3002), START, 64);
	assert_in_range(timeline_nr_rows(target_timeline(target)), 30, 300);
	assert_true(timeline_get(target_timeline(target), 1, &row));
	assert_int_equal(row.time_ns, SECONDS(3000));
	for (i = 0; i < NR_TIMELINES; i++)
		add_range(SECONDS(3010 + i), START + PAGES(1000 * (i + 2)), 64);
	add_range(SECONDS(3020), START, 64);
	assert_int_equal(timeline_nr_rows(target_timeline(target)), 1);
}

static void send_state(uint64_t time_ns, enum target_state state, char run)
{
	begin(time_ns);
	sample.target.state = state;
	sample.target.has = TARGET_HAS_WHO;
	sample.target.run_state = run;
	sample.target.nr_threads = 1;
	sample.target.time_ns = time_ns;
	send();
}

/* One that ends, or ended and waits for its parent, stays as it was. */
static void test_what_has_ended_is_frozen(void **state)
{
	static const enum target_state ends[] = {
		TARGET_GONE, TARGET_NO_MEMORY,
	};
	size_t i;

	(void)state;
	begin(SECONDS(1));
	sample.target.has = TARGET_HAS_WHO | TARGET_HAS_MAPPINGS;
	sample.target.run_state = 'R';
	sample.target.nr_threads = 3;
	add_mapping(START, 2, KIND_ANON, "");
	add_scan(SCAN_WHOLE, START, 2);
	send();
	for (i = 0; i < 2; i++) {
		send_state(SECONDS(5 + i), ends[i], 'Z');
		assert_int_equal(target->now.state, TARGET_GONE);
		assert_int_equal(target->gone_ns, SECONDS(5));
		assert_int_equal(target->now.run_state, 'R');
		assert_int_equal(target->now.nr_threads, 3);
		assert_int_equal(target->nr_mappings, 1);
		assert_int_equal(timeline_nr_rows(target_timeline(target)), 1);
	}
}

/* A kernel thread, or what was a zombie all along, has nothing to be kept. */
static void test_without_memory_nothing_is_frozen(void **state)
{
	(void)state;
	send_state(SECONDS(1), TARGET_NO_MEMORY, 'Z');
	assert_int_equal(target->now.state, TARGET_NO_MEMORY);
}

/* Where zero can't be told from written, no row of the past claims to know. */
static void test_timeline_knows_what_is_unsure(void **state)
{
	struct page_counts counts;
	struct timeline_row row;
	struct sample_scan grid;

	(void)state;
	begin(SECONDS(1));
	add_scan(SCAN_WHOLE, START, 2)[1].now.in[PAGE_PRESENT] = 2;
	send();
	assert_true(timeline_extent(target_timeline(target), &grid));
	assert_true(timeline_get(target_timeline(target), 0, &row));
	assert_int_equal(timeline_counts(&grid, &row, 0).in[PAGE_PRESENT], 0);
	counts = timeline_counts(&grid, &row, 1);
	assert_int_equal(counts.in[PAGE_PRESENT], 2);
	assert_int_equal(counts.in[PAGE_WRITTEN], 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_is_known_at_first),
		TEST(test_mappings_are_found_by_address),
		TEST(test_mappings_are_named_for_people),
		TEST(test_counts_come_from_scans_of_the_whole),
		TEST(test_shared_memory_in_swap_counts),
		TEST(test_a_window_does_not_count_a_mapping),
		TEST(test_counts_stay_with_their_mapping),
		TEST(test_counts_larger_than_the_mapping_are_dropped),
		TEST(test_another_mark_begins_anew),
		TEST(test_exec_forgets_pages),
		TEST(test_what_was_known_outlives_the_process),
		TEST(test_samples_of_others_are_not_taken),
		TEST(test_cells_of_windows),
		TEST(test_glow_fades_in_three_steps),
		TEST(test_the_youngest_touch_of_a_cell_counts),
		TEST(test_next_change_goes_round),
		TEST(test_old_changes_make_room),
		TEST(test_timeline_has_the_newest_row_first),
		TEST(test_timeline_goes_on_when_its_mapping_grows),
		TEST(test_timeline_of_a_part_is_another_one),
		TEST(test_timeline_grows_at_its_end),
		TEST(test_timeline_grows_at_its_start),
		TEST(test_timeline_grows_at_both_ends),
		TEST(test_timeline_of_a_mapping_that_comes_and_goes),
		TEST(test_timeline_tells_outside_from_dropped),
		TEST(test_timeline_of_what_is_left_begins_anew),
		TEST(test_timeline_of_the_lowest_addresses),
		TEST(test_timeline_growing_for_long_is_bounded),
		TEST(test_timeline_of_a_part_at_the_end),
		TEST(test_many_rows_outlive_a_growth),
		TEST(test_timeline_is_bounded),
		TEST(test_timelines_of_some_ranges_are_kept),
		TEST(test_what_has_ended_is_frozen),
		TEST(test_without_memory_nothing_is_frozen),
		TEST(test_last_cell_of_the_timeline_may_be_partial),
		TEST(test_timeline_knows_what_is_unsure),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("tui_target", tests, NULL, NULL);
}

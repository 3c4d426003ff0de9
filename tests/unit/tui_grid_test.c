// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fixture.h"
#include "view/grid.h"
#include "view/map/overview.h"
#include "view/map/stack.h"

#define M (1024 * 1024ULL)
#define G (1024 * M)

static void test_columns(void **state)
{
	static const struct {
		int width, columns;
	} cases[] = {
		{ 40, 16 }, { 48, 32 }, { 63, 32 }, { 64, 48 }, { 80, 64 },
		{ 111, 64 }, { 112, 96 }, { 132, 96 }, { 144, 128 },
		{ 200, 128 }, { 208, 192 }, { 272, 256 }, { 20, 16 },
		{ 5000, GRID_COLUMNS_MAX },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(grid_columns(cases[i].width),
				 cases[i].columns);
}

/* On every screen the frame has room, and half of it is cells or more. */
static void test_frames(void **state)
{
	struct grid_frame frame;
	int width;

	(void)state;
	for (width = SCREEN_MIN_WIDTH; width < 700; width++) {
		frame = grid_frame(width);
		assert_true(frame.left + frame.columns + frame.right <= width);
		assert_true(frame.columns * 2 >= width ||
			    frame.columns == GRID_COLUMNS_MAX);
		assert_true(frame.columns >= 2 * GRID_MARK);
	}
	frame = grid_frame(40);
	assert_int_equal(frame.left, 8);
	assert_int_equal(frame.columns, 32);
	assert_int_equal(frame.right, 0);
	frame = grid_frame(80);
	assert_int_equal(frame.left, GRID_LEFT);
	assert_int_equal(frame.right, GRID_RIGHT);
}

/* The cells fit, and would not if they were half as large. */
static void test_fit(void **state)
{
	static const uint64_t pages[] = {
		1, 2, 63, 64, 65, 1024, 1025, 4096, 65536, 262144, 268435456,
		268435457, 34359738367,
	};
	static const int columns[] = { 16, 64, 112, 176 };
	uint64_t fit, room;
	size_t i, c;
	int rows;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(pages); i++)
		for (c = 0; c < ARRAY_SIZE(columns); c++)
			for (rows = 1; rows < 60; rows++) {
				room = (uint64_t)(columns[c] * rows);
				fit = grid_fit(pages[i], columns[c], rows);
				assert_int_equal(fit & (fit - 1), 0);
				assert_true(fit * room >= pages[i]);
				assert_true(fit == 1 ||
					    fit / 2 * room < pages[i]);
			}
}

static void test_labels(void **state)
{
	static const struct {
		uint64_t bytes, cell_pages;
		int columns;
		uint64_t row;
		const char *label;
	} cases[] = {
		{ 1 * G, 256, 64, 0, "+0" },
		{ 1 * G, 256, 64, 1, "+64M" },
		{ 1 * G, 256, 64, 15, "+960M" },
		{ 1 * G, 128, 96, 21, "+1008M" },
		{ 1 * G, 8, 112, 1, "+3.5M" },
		{ 1 * G, 8, 112, 2, "+7.0M" },
		{ 16 * M, 1, 128, 1, "+0.5M" },
		{ 256 * M, 32, 96, 18, "+216M" },
		{ 16 * M, 1, 64, 4, "+1024K" },
		{ 256 * M, 1, 96, 343, "+131712K" },
		/* a digit more than fits beside the sign */
		{ 1 * G, 1, 64, 4095, "1048320K" },
		{ 1024 * G, 262144, 64, 15, "+960G" },
		{ 131072 * G, 33554432, 64, 15, "+120T" },
	};
	struct grid grid = { .start = 0x7f3a4c000000 };
	char label[24];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		grid.end = grid.start + cases[i].bytes;
		grid.cell_pages = cases[i].cell_pages;
		grid.columns = cases[i].columns;
		grid_label(&grid, cases[i].row, 8, label, sizeof(label));
		assert_string_equal(label, cases[i].label);
		assert_string_equal(grid_head(&grid, 8), "OFFSET");
	}
	grid.end = grid.start + 1024 * G;
	grid.cell_pages = 1;
	grid.columns = 64;
	grid_label(&grid, 1, 8, label, sizeof(label));
	assert_string_equal(label, "4c040000");
	assert_string_equal(grid_head(&grid, 8), "ADDRESS");
	grid_label(&grid, 1, 6, label, sizeof(label));
	assert_string_equal(label, "a4c040");
	assert_string_equal(grid_head(&grid, 6), "PAGE");
}

static uint64_t label_value(const char *label)
{
	char *unit;
	double value = strtod(label + (*label == '+'), &unit);

	switch (*unit) {
	case 'K':
		return (uint64_t)(value * 1024);
	case 'M':
		return (uint64_t)(value * M);
	case 'G':
		return (uint64_t)(value * G);
	case 'T':
		return (uint64_t)(value * 1024 * G);
	default:
		return (uint64_t)value;
	}
}

static void assert_label_is_exact(const struct grid *grid, int width)
{
	uint64_t row_bytes = grid->cell_pages * PAGE_BYTES *
			     (uint64_t)grid->columns;
	uint64_t nr = grid_nr_rows(grid), row;
	char label[24];

	for (row = nr > 3 ? nr - 3 : 0; row < nr; row++) {
		uint64_t at = grid->start + row * row_bytes;
		const char *head = grid_head(grid, width);

		grid_label(grid, row, width, label, sizeof(label));
		assert_true(strlen(label) <= (size_t)width);
		if (!strcmp(head, "OFFSET"))
			assert_int_equal(label_value(label), row * row_bytes);
		else if (!strcmp(head, "PAGE"))
			assert_int_equal(strtoull(label, NULL, 16),
					 (at >> 12) & 0xffffff);
		else
			assert_int_equal(strtoull(label, NULL, 16),
					 at & 0xffffffff);
	}
}

/* Whatever the size, a label says exactly where its row begins. */
static void test_labels_are_exact(void **state)
{
	struct grid grid = { .start = 0x7f0000000000 };
	int bits;

	(void)state;
	for (bits = 13; bits < 47; bits++)
		for (grid.cell_pages = 1; grid.cell_pages < 1 << 20;
		     grid.cell_pages = grid.cell_pages * 3 / 2 + 1) {
			grid.end = grid.start + (1ULL << bits);
			grid.columns = bits % 2 ? 64 : 96;
			assert_label_is_exact(&grid, 8);
			grid.columns = 32;
			assert_label_is_exact(&grid, 6);
		}
}

static void test_cell_sizes(void **state)
{
	static const struct {
		uint64_t pages;
		const char *text;
	} cases[] = {
		{ 1, "1 cell = 1 page" }, { 2, "1 cell = 8K" },
		{ 40, "1 cell = 40 pages" }, { 256, "1 cell = 1.0M" },
		{ 262144, "1 cell = 1.0G" },
	};
	char text[48];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		grid_cell_size(cases[i].pages, text, sizeof(text));
		assert_string_equal(text, cases[i].text);
	}
}

static void test_deltas(void **state)
{
	static const struct {
		int64_t pages;
		const char *text;
	} cases[] = {
		{ 0, "0" }, { 1, "+4K" }, { -3, "-12K" }, { 1024, "+4.0M" },
		{ 3072, "+12M" }, { -26214400, "-100G" },
		/* a blank is left between it and the cells */
		{ 249, "+996K" }, { 250, "+1.0M" }, { -255, "-1.0M" },
		{ 255999, "+1.0G" }, { 255744, "+999M" },
	};
	char text[24];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		grid_delta(cases[i].pages, text, sizeof(text));
		assert_string_equal(text, cases[i].text);
		assert_true(strlen(text) < GRID_RIGHT);
	}
}

/* Cells lie one behind another, from the start to the end. */
static void test_cells_tile_the_range(void **state)
{
	struct grid grid = { .start = 0x5000, .columns = 64 };
	uint64_t pages, cell, at;

	(void)state;
	for (pages = 1; pages < 700; pages += 7)
		for (grid.cell_pages = 1; grid.cell_pages < 70;
		     grid.cell_pages++) {
			grid.end = grid.start + pages * PAGE_BYTES;
			at = grid.start;
			for (cell = 0; cell < grid_nr_cells(&grid); cell++) {
				assert_int_equal(grid_cell_start(&grid, cell),
						 at);
				assert_int_equal(grid_cell_at(&grid, at), cell);
				at = grid_cell_end(&grid, cell);
				assert_int_equal(grid_cell_at(&grid, at - 1),
						 cell);
			}
			assert_int_equal(at, grid.end);
		}
}

/* A target, scanned by the fixture. */
struct scanned {
	struct target *target;
	struct fixture_target fixture;
	struct grid grid;
	pid_t pid;
	unsigned int second;
};

static struct scanned *scanned_new(pid_t pid)
{
	struct scanned *scanned = calloc(1, sizeof(*scanned));
	struct proc_id id = { .pid = pid, .start_ns = 1 };

	assert_non_null(scanned);
	scanned->target = target_new(id);
	scanned->pid = pid;
	scanned->second = 3;
	scanned->grid.start = fixture_block(pid, &scanned->grid.end);
	scanned->grid.columns = 64;
	return scanned;
}

static void scanned_free(struct scanned *scanned)
{
	target_free(scanned->target);
	free(scanned);
}

static void scan_rows(struct scanned *scanned, uint64_t first, uint64_t nr)
{
	struct demand demand = { .target.id = scanned->target->now.id };
	struct sample sample = { 0 };

	demand.target.mappings = true;
	grid_demand(&scanned->grid, first, nr, &demand);
	fixture_target_answer(&scanned->fixture, &sample, &demand,
			      scanned->second, 2000 * NSEC_PER_SEC);
	target_update(scanned->target, &sample);
	sample_release(&sample);
	demand_release(&demand);
}

static struct page_counts recount(const struct scanned *scanned,
				  uint64_t start, uint64_t end)
{
	struct page_counts counts = { 0 };

	for (; start < end; start += PAGE_BYTES) {
		counts.total++;
		page_counts_add(&counts,
				fixture_page(scanned->pid, start,
					     scanned->second), 1);
	}
	return counts;
}

static void assert_counts_equal(const struct page_counts *a,
				const struct page_counts *b)
{
	assert_memory_equal(a, b, sizeof(*a));
}

/* Cell @cell is what its pages are, if it is known at all. */
static bool check_cell(const struct scanned *scanned, uint64_t cell,
		       struct page_counts *sum)
{
	const struct grid *grid = &scanned->grid;
	struct page_counts truth;
	struct scan_cell known;

	truth = recount(scanned, grid_cell_start(grid, cell),
			grid_cell_end(grid, cell));
	if (!grid_cell(grid, scanned->target, cell, &known))
		return false;
	assert_counts_equal(&known.now, &truth);
	page_counts_sum(sum, &known.now);
	return true;
}

static const pid_t pids[] = { 450, 424, 428, 437, 461, 463 };

/*
 * At every size of a cell, and wherever the window is, cells are what their
 * pages are, and all together are the mapping.
 */
static void test_cells_sum_to_the_mapping(void **state)
{
	static const uint64_t sizes[] = {
		1, 2, 3, 4, 7, 16, 40, 64, 256, 293, 1024, 16384, 65536,
	};
	const uint64_t rows = 16;
	struct page_counts sum, all;
	struct scanned *scanned;
	uint64_t row, cell, end;
	size_t p, i;

	(void)state;
	for (p = 0; p < ARRAY_SIZE(pids); p++)
		for (i = 0; i < ARRAY_SIZE(sizes); i++) {
			scanned = scanned_new(pids[p]);
			scanned->grid.cell_pages = sizes[i];
			memset(&sum, 0, sizeof(sum));
			for (row = 0; row < grid_nr_rows(&scanned->grid);
			     row += rows) {
				scan_rows(scanned, row, rows);
				end = (row + rows) * 64;
				for (cell = row * 64; cell < end &&
				     cell < grid_nr_cells(&scanned->grid);
				     cell++)
					assert_true(check_cell(scanned, cell,
							       &sum));
			}
			all = recount(scanned, scanned->grid.start,
				      scanned->grid.end);
			assert_counts_equal(&sum, &all);
			scanned_free(scanned);
		}
}

/*
 * After a zoom some cells can be told from those of the size before: they
 * must be right. Steps outwards are sums: all can be told.
 */
static void check_zoom(pid_t pid, uint64_t before, uint64_t after)
{
	struct scanned *scanned = scanned_new(pid);
	struct page_counts sum = { 0 };
	uint64_t cell, nr, known = 0, times = after / before;

	scanned->grid.cell_pages = before;
	scan_rows(scanned, 0, grid_nr_rows(&scanned->grid));
	scanned->grid.cell_pages = after;
	nr = grid_nr_cells(&scanned->grid);
	for (cell = 0; cell < nr; cell++)
		known += check_cell(scanned, cell, &sum);
	if (after == before * times && times <= 64 && !(times & (times - 1)))
		assert_int_equal(known, nr);
	scanned_free(scanned);
}

static void test_what_is_known_after_a_zoom(void **state)
{
	static const uint64_t sizes[] = { 1, 2, 4, 40, 64, 1024 };
	size_t p, i, j;

	(void)state;
	for (p = 0; p < ARRAY_SIZE(pids); p++)
		for (i = 0; i < ARRAY_SIZE(sizes); i++)
			for (j = 0; j < ARRAY_SIZE(sizes); j++)
				check_zoom(pids[p], sizes[i], sizes[j]);
}

/* Halving a cell that is all of one state tells both halves. */
static void test_uniform_cells_survive_a_zoom(void **state)
{
	struct scanned *scanned = scanned_new(424);
	struct page_counts sum = { 0 };
	uint64_t cell;

	(void)state;
	scanned->grid.cell_pages = 2048;
	scan_rows(scanned, 0, grid_nr_rows(&scanned->grid));
	scanned->grid.cell_pages = 512;
	for (cell = 0; cell < grid_nr_cells(&scanned->grid); cell++)
		assert_true(check_cell(scanned, cell, &sum));
	assert_int_equal(sum.in[PAGE_HUGE], 6144);
	assert_int_equal(sum.in[PAGE_HUGE_ZERO], 2048);
	scanned_free(scanned);
}

/* Mappings of lengths that are awkward, with holes between them. */
static const char *const names[] = {
	"/lib/libc.so.6", "/lib/libc.so.6", "/old/libc.so.6", "", "[stack]",
	"/lib/a-name-that-is-longer-than-any-label-is.so",
};

static size_t awkward_mappings(struct mapping *mappings, size_t nr)
{
	uint64_t start = 0x10000;
	size_t i;

	for (i = 0; i < nr; i++) {
		mappings[i].start = start;
		mappings[i].end = start + (1 + i * i % 391) * PAGE_BYTES;
		mappings[i].name = names[i % ARRAY_SIZE(names)];
		mappings[i].kind = KIND_FILE;
		start = mappings[i].end + i % 3 * PAGE_BYTES;
	}
	return nr;
}

/* What stands where on the rows of a stack: a cell, a name, or nothing. */
struct taken {
	char at[400][128];
};

static void take(struct taken *taken, uint64_t row, int from, int nr)
{
	assert_true(row < ARRAY_SIZE(taken->at));
	assert_true(from >= 1 && from + nr <= 128);
	for (; nr--; from++) {
		assert_false(taken->at[row][from]);
		taken->at[row][from] = 1;
	}
}

static void assert_places(const struct stack *stack, size_t i,
			  struct taken *taken)
{
	const struct stack_span *span = &stack->spans[i];
	struct grid grid = stack_grid(stack, i);
	int left = stack->frame.left;
	struct stack_place place;
	uint64_t cell;

	if (span->name_width)
		take(taken, span->first_row,
		     left + span->column - span->name_width - 1,
		     span->name_width);
	for (cell = 0; cell < grid_nr_cells(&grid); cell++) {
		uint64_t address = grid_cell_start(&grid, cell);

		place = stack_place(stack, address);
		take(taken, place.row, left + place.column, 1);
		assert_in_range(place.column, 0, stack->frame.columns - 1);
		assert_int_equal(stack_span_near(stack, address), i);
		assert_true(stack_span_of_row(stack, place.row) <= i);
		assert_int_equal(stack_address(stack, place), address);
	}
}

/*
 * Every cell of a stack has a place of its own, where it is found again; names
 * hide none, and one that is left out is that of the cells before.
 */
static void test_band_places(void **state)
{
	const struct grid_frame frames[] = {
		grid_frame(40), grid_frame(80), grid_frame(132),
	};
	struct mapping mappings[40] = { 0 };
	size_t nr = awkward_mappings(mappings, ARRAY_SIZE(mappings));
	static struct taken taken;
	struct stack stack = { 0 };
	uint64_t cell_pages;
	size_t i, f;

	(void)state;
	for (cell_pages = 1; cell_pages < 600; cell_pages += 3) {
		for (f = 0; f < ARRAY_SIZE(frames); f++) {
			memset(&taken, 0, sizeof(taken));
			stack_set(&stack, mappings, nr, frames[f]);
			stack_lay_out(&stack, cell_pages);
			for (i = 0; i < nr; i++) {
				assert_places(&stack, i, &taken);
				if (stack.spans[i].name_width)
					continue;
				assert_string_equal(mappings[i].name,
						    mappings[i - 1].name);
				assert_int_equal(stack.spans[i].first_row,
						 stack.spans[i - 1].first_row);
			}
		}
	}
	stack_release(&stack);
}

/* Small ones share a row, a large one has its own, whoever is beside it. */
static void test_band_shares_rows(void **state)
{
	struct mapping mappings[] = {
		{ .start = 0x1000, .end = 0x2000, .name = "/bin/a",
		  .kind = KIND_FILE },
		{ .start = 0x2000, .end = 0x5000, .name = "/bin/a",
		  .kind = KIND_FILE },
		{ .start = 0x5000, .end = 0x6000, .name = "[heap]",
		  .kind = KIND_HEAP },
		{ .start = 0x10000, .end = 0x21000, .name = "",
		  .kind = KIND_TAMALLOC },
		{ .start = 0x30000, .end = 0x31000, .name = "[stack]",
		  .kind = KIND_STACK },
	};
	static const struct stack_place places[] = {
		{ 0, 0 }, { 0, 2 }, { 0, 14 }, { 1, 0 }, { 2, 0 },
	};
	struct stack stack = { 0 };
	size_t i;

	(void)state;
	stack_set(&stack, mappings, ARRAY_SIZE(mappings), grid_frame(80));
	stack_lay_out(&stack, 1);
	for (i = 0; i < ARRAY_SIZE(mappings); i++) {
		struct stack_place place = stack_place(&stack,
						       mappings[i].start);

		assert_int_equal(place.row, places[i].row);
		assert_int_equal(place.column, places[i].column);
	}
	assert_int_equal(stack.nr_rows, 3);
	stack_release(&stack);
}

static void test_band_nearest(void **state)
{
	struct mapping mappings[3] = {
		{ .start = 0x10000, .end = 0x12000, .name = "" },
		{ .start = 0x20000, .end = 0x21000, .name = "" },
		{ .start = 0x21000, .end = 0x29000, .name = "" },
	};
	struct stack stack = { 0 };

	(void)state;
	stack_set(&stack, mappings, 3, grid_frame(80));
	stack_lay_out(&stack, 1);
	assert_int_equal(stack_nearest(&stack, 0), 0x10000);
	assert_int_equal(stack_nearest(&stack, 0x11000), 0x11000);
	assert_int_equal(stack_nearest(&stack, 0x12000), 0x20000);
	assert_int_equal(stack_nearest(&stack, 0x21000), 0x21000);
	assert_int_equal(stack_nearest(&stack, UINT64_MAX), 0x28000);
	stack_release(&stack);
}

/* All rows fit where that can be; else what is beyond the fewest rows. */
static void test_band_fit(void **state)
{
	struct mapping mappings[40] = { 0 };
	size_t nr = awkward_mappings(mappings, ARRAY_SIZE(mappings));
	struct stack stack = { 0 };
	uint64_t fit, room, fewest;
	int rows;

	(void)state;
	stack_set(&stack, mappings, nr, grid_frame(80));
	stack_lay_out(&stack, 1ULL << 40);
	fewest = stack.nr_rows;
	for (rows = 1; rows < 200; rows++) {
		room = (uint64_t)rows +
		       (fewest > (uint64_t)rows ? fewest : 0);
		stack_fit(&stack, rows);
		fit = stack.cell_pages;
		assert_true(stack.nr_rows <= room);
		if (fit == 1)
			continue;
		stack_lay_out(&stack, fit / 2);
		assert_true(stack.nr_rows > room);
	}
	stack_release(&stack);
}

/*
 * Each cell of the minimap is of one mapping, or of small ones that are whole
 * in it; it is as fine as there is room.
 */
static void test_overview(void **state)
{
	struct mapping mappings[40] = { 0 };
	size_t nr = awkward_mappings(mappings, ARRAY_SIZE(mappings)), i;
	struct stack stack = { 0 };
	struct overview overview = { .stack = &stack };
	int columns, column = 0, before, last;
	uint64_t pages, sum = 0;

	(void)state;
	stack_set(&stack, mappings, nr, grid_frame(80));
	stack_lay_out(&stack, 1);
	for (columns = 40; columns < 200; columns += 7) {
		overview.cell_pages = overview_fit(&stack, columns);
		last = -1;
		for (i = 0; i < nr; i++) {
			pages = mapping_pages(&mappings[i]);
			before = last;
			column = overview_column(&overview, mappings[i].start);
			last = overview_column(&overview, mappings[i].end -
							  PAGE_BYTES);
			sum = column == before ? sum + pages : pages;
			assert_true(column == before || column == before + 1);
			assert_int_equal(last - column,
					 (pages - 1) / overview.cell_pages);
			if (column == before || column == last)
				assert_true(sum <= overview.cell_pages);
		}
		assert_true(last < columns);
		overview.cell_pages /= 2;
		column = overview_column(&overview, mappings[nr - 1].end -
						    PAGE_BYTES);
		assert_true(column >= columns);
	}
	stack_release(&stack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_frames),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_labels_are_exact),
		cmocka_unit_test(test_cell_sizes),
		cmocka_unit_test(test_deltas),
		cmocka_unit_test(test_cells_tile_the_range),
		cmocka_unit_test(test_cells_sum_to_the_mapping),
		cmocka_unit_test(test_what_is_known_after_a_zoom),
		cmocka_unit_test(test_uniform_cells_survive_a_zoom),
		cmocka_unit_test(test_band_places),
		cmocka_unit_test(test_band_shares_rows),
		cmocka_unit_test(test_band_nearest),
		cmocka_unit_test(test_band_fit),
		cmocka_unit_test(test_overview),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

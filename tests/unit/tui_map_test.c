// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "app_screen.h"
#include "view/grid.h"

static int set_up(void **state)
{
	(void)state;
	fixture_app_init(&fixture);
	fixture.runs = true;
	fixture_app_start(&fixture, 80, 24);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	return 0;
}

static void look(const char *keys)
{
	fixture_app_keys(&fixture, keys);
	fixture_app_look(&fixture);
}

static void repeat(uint32_t key, int nr)
{
	while (nr--)
		fixture_app_key(&fixture, key);
}

static void open_process(pid_t pid)
{
	fixture_app_sample(&fixture);
	fixture_app_choose(&fixture, pid);
	look("\n");
}

static void open_map(pid_t pid)
{
	open_process(pid);
	look("\n");
}

static void resize(int width, int height)
{
	struct event event = { .type = EVENT_RESIZE };

	event.resize.width = width;
	event.resize.height = height;
	app_event(fixture.app, &event);
}

/* The address that the line of the cursor begins with. */
static uint64_t cursor_address(void)
{
	char *text = fixture_app_line(&fixture, -2);
	uint64_t address;

	assert_int_equal(strncmp(text, "> ", 2), 0);
	address = strtoull(text + 2, NULL, 16);
	free(text);
	return address;
}

/* The page under the cursor when the cell is one. */
static uint64_t cursor_page(void)
{
	char *text = fixture_app_line(&fixture, -2);
	char *number = strstr(text, "number ");
	uint64_t page;

	assert_non_null(number);
	page = strtoull(number + strlen("number "), NULL, 10);
	free(text);
	return page;
}

struct found {
	int x, y, nr;
	int first_y;
};

/* The cell of a map or a timeline with the cursor, or those of a row. */
static struct found selected_cell(void)
{
	const struct screen *screen = app_draw(fixture.app);
	struct found found = { 0 };
	int x, y;

	for (y = 1; y < screen->height - 1; y++)
		for (x = 0; x < screen->width; x++)
			if (screen_row(screen, y)[x].selected ||
			    screen_row(screen, y)[x].cursor) {
				if (!found.nr)
					found.first_y = y;
				found.x = x;
				found.y = y;
				found.nr++;
			}
	return found;
}

/* One cell, in a row that is marked, below the mark of the ruler. */
static void assert_cursor_is_shown(void)
{
	const struct screen *screen = app_draw(fixture.app);
	struct grid_frame frame = grid_frame(screen->width);
	struct found found = selected_cell();
	int ruler = screen->height >= 16 ? 3 : 2;

	assert_int_equal(found.nr, 1);
	assert_in_range(found.x, frame.left, frame.left + frame.columns - 1);
	assert_int_equal(screen_row(screen, found.y)[0].glyph, '>');
	assert_int_equal(screen_row(screen, ruler)[found.x].glyph, 'v');
}

static void test_map_asks_for_what_it_shows(void **state)
{
	struct demand demand = { 0 };
	const struct demand_scan *scan;

	(void)state;
	open_map(450);
	look("]");
	repeat(TK_PAGE_DOWN, 2);
	app_demand(fixture.app, &demand);
	assert_int_equal(demand.target.nr_scans, 2);
	scan = &demand.target.scans[0];
	assert_int_equal(scan->use, SCAN_WINDOW);
	assert_int_equal(scan->cell_pages, 1);
	assert_int_equal(scan->start, 0x7f9d10000000 + 32 * 64 * PAGE_BYTES);
	assert_int_equal(scan->end, 0x7f9d10000000 + 48 * 64 * PAGE_BYTES);
	scan = &demand.target.scans[1];
	assert_int_equal(scan->use, SCAN_WHOLE);
	assert_int_equal(scan->start, 0x7f9d10000000);
	assert_int_equal(scan->end, 0x7f9d11000000);
	assert_int_equal(scan->cell_pages, 64);
	demand_release(&demand);
}

/* Covered by the timeline the map asks for nothing: one scan is left. */
static void test_timeline_asks_for_the_whole(void **state)
{
	struct demand demand = { 0 };

	(void)state;
	open_map(461);
	look("T");
	app_demand(fixture.app, &demand);
	assert_int_equal(demand.target.nr_scans, 1);
	assert_int_equal(demand.target.scans[0].use, SCAN_WHOLE);
	assert_int_equal(demand.target.scans[0].cell_pages, 256);
	demand_release(&demand);
}

/* The page under the cursor is the same after any zoom and back. */
static void test_zoom_keeps_the_page(void **state)
{
	uint64_t page;
	int i;

	(void)state;
	open_map(450);
	look("]");
	repeat(TK_DOWN, 37);
	repeat(TK_RIGHT, 29);
	fixture_app_look(&fixture);
	page = cursor_page();
	assert_int_equal(page, 37 * 64 + 29);
	for (i = 0; i < 8; i++) {
		look("-");
		assert_cursor_is_shown();
	}
	for (i = 0; i < 8; i++) {
		look("+");
		assert_cursor_is_shown();
	}
	assert_int_equal(cursor_page(), page);
	look("40z");
	assert_line_has(1, "1 cell = 40 pages");
	look("+");
	assert_line_has(1, "1 cell = 128K");
	look("[");
	assert_line_has(1, "1 cell = 16K");
	look("]");
	assert_int_equal(cursor_page(), page);
}

/* Zooming about leaves the cursor's row where it is on the screen. */
static void test_zoom_keeps_the_row(void **state)
{
	struct found before, after;

	(void)state;
	open_map(450);
	look("]");
	repeat(TK_DOWN, 40);
	repeat(TK_UP, 7);
	fixture_app_look(&fixture);
	before = selected_cell();
	look("-");
	look("+");
	after = selected_cell();
	assert_int_equal(before.x, after.x);
	assert_int_equal(before.y, after.y);
}

/* Where there is no room for all counts, some are told, and no half of one. */
static void test_no_count_is_cut(void **state)
{
	(void)state;
	open_map(450);
	fixture_app_sample(&fixture);
	resize(40, 10);
	fixture_app_sample(&fixture);
	assert_line_has(-2, "> 7f9d10000000  written 11  zero 11");
	assert_line_lacks(-2, "unt");
}

static void test_typed_numbers(void **state)
{
	(void)state;
	open_map(450);
	look("12");
	assert_line_has(-2, "12_ pages a cell");
	look("j");
	assert_line_lacks(-2, "12_");
	look("z");
	assert_line_has(1, "1 cell = 16K");
	look("3z");
	assert_line_has(1, "1 cell = 3 pages");
	/* no more than can be shown, and nothing that overflows */
	look("99999999999999999999999z");
	assert_line_has(1, "1 cell = 99999999 pages");
	assert_cursor_is_shown();
	look("0z");
	assert_line_has(1, "1 cell = 99999999 pages");
}

static void test_next_change(void **state)
{
	uint64_t page, end;

	(void)state;
	open_map(412);
	fixture_app_sample(&fixture);
	look("]");
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "e");
	page = (cursor_address() - fixture_block(412, &end)) / PAGE_BYTES;
	/* what was written in the first second */
	assert_int_equal(page, 24704);
	fixture_app_look(&fixture);
	assert_line_has(-2, "written, first touched");
	fixture_app_keys(&fixture, "e");
	assert_int_equal(cursor_page(), page + 1);
}

static void test_next_change_is_a_release(void **state)
{
	(void)state;
	open_map(428);
	look("]");
	fixture_app_sample(&fixture);
	look("e");
	/* nothing in the window on screen has changed */
	assert_int_equal(cursor_page(), 0);
	look("[");
	fixture_app_sample(&fixture);
	look("]");
	look("e");
	assert_int_equal(cursor_page(), 3964);
	assert_line_has(-2, "untouched, released");
}

/* All mappings, then the one under the cursor alone. */
static void test_band_and_back(void **state)
{
	(void)state;
	open_map(412);
	look("a");
	assert_line_has(0, "15 mappings, at [anon:tamalloc]");
	repeat(TK_END, 1);
	fixture_app_look(&fixture);
	assert_line_has(0, "at [stack]");
	assert_line_has(1, "7ffd31a5e000-7ffd31a7f000 rw-p");
	look("a");
	assert_line_has(0, "map of [stack]");
	assert_line_has(1, "1 cell = 1 page");
	assert_cursor_is_shown();
}

/* From the view of the process it opens where the selection is. */
static void test_band_opens_at_the_selected_mapping(void **state)
{
	(void)state;
	open_process(412);
	fixture_app_sample(&fixture);
	repeat(TK_DOWN, 4);
	fixture_app_look(&fixture);
	look("a");
	assert_line_has(0, "15 mappings, at ld-linux-x86");
	assert_line_has(1, "7f3a8c2c4000-7f3a8c2f1000 r-xp");
	assert_line_has(-2, "> 7f3a8c2c4000");
	assert_line_has(-2, "ld-linux-x86-64.so.2");
	assert_cursor_is_shown();
}

/* Right goes through each cell of each mapping, and left the same way back. */
static void test_cursor_walks_through_the_band(void **state)
{
	uint64_t seen[800];
	int nr = 0, i;

	(void)state;
	open_map(412);
	look("a");
	fixture_app_key(&fixture, TK_HOME);
	do {
		assert_int_not_equal(nr, ARRAY_SIZE(seen));
		assert_cursor_is_shown();
		seen[nr++] = cursor_address();
		fixture_app_key(&fixture, TK_RIGHT);
	} while (cursor_address() != seen[nr - 1]);
	/* 512 cells of 2M, and a cell for each of the small ones */
	assert_int_equal(nr, 512 + 14);
	assert_int_equal(seen[0], 0x5581c0a4e000);
	assert_int_equal(seen[nr - 1], 0x7ffd31a5e000);
	for (i = nr - 1; i > 0; i--) {
		assert_true(seen[i - 1] < seen[i]);
		assert_int_equal(cursor_address(), seen[i]);
		fixture_app_key(&fixture, TK_LEFT);
	}
	assert_int_equal(cursor_address(), seen[0]);
}

/* In the band the minimap is of all mappings, however far one has zoomed in. */
static void test_whole_of_the_band(void **state)
{
	static const char whole[] = "whole ▒██████░═─·······················"
				    "································▒";

	(void)state;
	open_map(412);
	look("a");
	fixture_app_sample(&fixture);
	assert_line_has(-4, whole);
	look("+++");
	fixture_app_sample(&fixture);
	assert_line_has(-4, "whole ▒██████");
	assert_line_has(-4, "·····▒");
	/* now the block is not that at the cursor */
	repeat(TK_HOME, 1);
	fixture_app_sample(&fixture);
	assert_line_has(-4, "whole ▒██████");
	assert_line_has(-4, "·····▒");
}

/* Where nothing has changed lately there is no next change to go to. */
static void test_nothing_changes(void **state)
{
	uint64_t before;

	(void)state;
	open_map(427);
	fixture_app_sample(&fixture);
	look("ll");
	before = cursor_address();
	fixture.hand.now_ns += 10 * NSEC_PER_SEC;
	look("e");
	assert_int_equal(cursor_address(), before);
}

static void test_band_scans_what_is_on_screen(void **state)
{
	struct demand demand = { 0 };
	const struct demand_scan *scan;
	size_t i, windows = 0;
	uint64_t seen = 0;

	(void)state;
	fixture.target.many = 100000;
	open_map(412);
	look("a");
	fixture_app_key(&fixture, TK_HOME);
	repeat(TK_PAGE_DOWN, 100);
	fixture_app_look(&fixture);
	app_demand(fixture.app, &demand);
	for (i = 0; i < demand.target.nr_scans; i++) {
		scan = &demand.target.scans[i];
		if (scan->use != SCAN_WINDOW)
			continue;
		windows++;
		/* by rising address, and each page once */
		assert_true(scan->start >= seen);
		seen = scan->end;
	}
	/* a page in every other column, and the block for the minimap */
	assert_int_equal(windows, 16 * 32 + 1);
	assert_line_has(0, "100015 mappings");
	assert_line_has(4, "[anon] ");
	assert_cursor_is_shown();
	look("G");
	assert_line_has(-5, "[stack]");
	demand_release(&demand);
}

static void test_a_mapping_goes_away(void **state)
{
	(void)state;
	open_map(412);
	fixture.target.unmapped = 412;
	fixture_app_sample(&fixture);
	assert_line_has(-2, "! this mapping is gone: its last picture");
	/* the last picture stays, and can be looked at */
	assert_line_has(4, "████████");
	look("jjll+-[]3zn");
	assert_line_has(4, "████████");
	assert_cursor_is_shown();
	fixture.target.unmapped = 0;
	fixture_app_sample(&fixture);
	assert_line_lacks(-2, "gone");
}

static void test_another_program_is_run(void **state)
{
	(void)state;
	open_map(412);
	fixture.target.execed = 412;
	fixture_app_sample(&fixture);
	assert_line_has(-2, "! this mapping is gone: its last picture");
	look("T");
	assert_line_has(0, "map of");
	look("a");
	assert_line_has(0, "14 mappings");
}

/* Something else may be where the mapping was. */
static void test_another_program_is_mapped_there(void **state)
{
	(void)state;
	open_process(412);
	fixture_app_sample(&fixture);
	look("j\n");
	assert_line_has(0, "map of libc.so.6");
	fixture.target.execed = 412;
	fixture_app_sample(&fixture);
	assert_line_has(-2, "! this mapping is gone: its last picture");
}

/* The past is there at once: recording began with the process. */
static void test_timeline_shows_the_past_at_once(void **state)
{
	int i;

	(void)state;
	open_process(461);
	for (i = 0; i < 3; i++)
		fixture_app_sample(&fixture);
	fixture_app_key(&fixture, 'T');
	assert_line_has(4, "now");
	assert_line_has(6, "2s");
	/* the map records on */
	fixture_app_key(&fixture, TK_ENTER);
	fixture_app_sample(&fixture);
	fixture_app_key(&fixture, 'T');
	assert_line_has(7, "3s");
}

/* Zooming goes on in what is gone, and shows what is known. */
static void test_what_is_gone_is_zoomed(void **state)
{
	(void)state;
	open_map(412);
	fixture.target.gone = 412;
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "+-");
	assert_line_has(4, "████████");
	fixture_app_keys(&fixture, "-");
	assert_line_has(1, "1 cell = 2.0M");
	assert_line_has(4, "████████");
	fixture_app_key(&fixture, 'T');
	assert_line_has(0, "GONE");
	assert_line_has(4, "last");
}

static void test_the_process_ends(void **state)
{
	(void)state;
	open_map(412);
	fixture.target.gone = 412;
	fixture_app_sample(&fixture);
	assert_line_has(0, "GONE");
	assert_line_has(-2, "256 pages: written 256");
	assert_line_has(4, "████████");
}

static void test_it_is_not_ours_any_more(void **state)
{
	(void)state;
	open_map(412);
	fixture.target.denied = 412;
	fixture_app_sample(&fixture);
	assert_line_has(-2, "! its pages are not ours to see any more; run");
	assert_line_has(4, "████████");
	fixture_app_keys(&fixture, "T");
	assert_line_has(0, "map of");
}

static void test_a_mapping_grows_and_shrinks(void **state)
{
	(void)state;
	open_map(450);
	look("]G");
	assert_int_equal(cursor_page(), 4095);
	fixture.target.grown = 256 * 1024;
	fixture_app_sample(&fixture);
	assert_line_has(1, "7f9d10000000-7f9d11040000");
	assert_int_equal(cursor_page(), 4095);
	fixture.target.grown = -1024 * 1024;
	fixture_app_sample(&fixture);
	assert_line_has(1, "7f9d10000000-7f9d10f00000");
	assert_int_equal(cursor_page(), 3839);
	assert_cursor_is_shown();
}

static void test_changes_since_a_mark(void **state)
{
	(void)state;
	open_map(428);
	look("m");
	assert_line_has(3, "SINCE");
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	assert_line_has(2, "since mark +0 -16K");
	look("m");
	assert_line_lacks(3, "SINCE");
	assert_line_lacks(2, "since mark");
}

/* What the pages were before the process was looked into, nobody knows. */
static void test_no_changes_since_a_mark_of_the_past(void **state)
{
	(void)state;
	fixture_app_sample(&fixture);
	look("m");
	open_map(428);
	fixture_app_sample(&fixture);
	assert_line_has(0, "mark");
	assert_line_lacks(3, "SINCE");
	assert_line_lacks(2, "since mark");
	repeat(TK_ESC, 1);
	resize(132, 40);
	fixture_app_sample(&fixture);
	assert_line_has(13, "+SINCE -SINCE");
	assert_line_has(14, "      ?      ?");
	look("mm");
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	assert_line_lacks(14, "?");
	/* another mark: until the next sample nothing is known since it */
	fixture_app_keys(&fixture, "mm");
	assert_line_has(14, "      ?      ?");
}

/* A row for each second; the cursor stays with its row as time goes on. */
static void test_timeline_rows(void **state)
{
	int i;

	(void)state;
	open_map(461);
	fixture_app_keys(&fixture, "T");
	for (i = 0; i < 4; i++)
		fixture_app_sample(&fixture);
	assert_line_has(4, ">     now ████████████████····");
	assert_line_has(7, "       3s ████····");
	repeat(TK_DOWN, 2);
	assert_line_has(6, ">      2s ████████····");
	fixture_app_sample(&fixture);
	assert_line_has(7, ">      3s ████████····");
	assert_line_has(-2, "> 3s  7f3a4c000000");
	fixture_app_key(&fixture, TK_HOME);
	fixture_app_sample(&fixture);
	assert_line_has(4, ">     now");
	assert_cursor_is_shown();
}

/* Rows of before stay in the range that they are of; beyond it is nothing. */
/* Each row has its time, also of samples that came close to each other. */
static void test_timeline_rows_of_the_same_tenth(void **state)
{
	(void)state;
	open_map(461);
	fixture_app_keys(&fixture, "T");
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	fixture.hand.now_ns -= NSEC_PER_SEC / 100 * 97;
	fixture_app_sample(&fixture);
	assert_line_has(4, ">     now ");
	assert_line_has(5, "    0.03s ");
	assert_line_has(6, "    1.03s ");
}

static void test_timeline_of_a_mapping_that_grows(void **state)
{
	int i;

	(void)state;
	open_map(461);
	fixture_app_keys(&fixture, "T");
	for (i = 0; i < 4; i++)
		fixture_app_sample(&fixture);
	assert_line_has(4, ">     now ████████████████····");
	fixture.target.grown_down = 16 * 1024 * 1024 + 4096;
	for (i = 0; i < 2; i++)
		fixture_app_sample(&fixture);
	assert_line_has(1, "80.0M");
	assert_line_has(1, "1 cell = 2.0M");
	assert_line_has(4, ">     now ·········");
	assert_line_has(6, "       2s          ████████····");
	assert_line_has(8, "       4s          ████····");
	/* it has shrunk, and what was there is still seen */
	fixture.target.grown_down = 0;
	for (i = 0; i < 2; i++)
		fixture_app_sample(&fixture);
	assert_line_has(1, "64.0M");
	assert_line_has(4, ">     now          █████");
	assert_line_has(6, "       2s ·········█████");
	fixture.target.grown_down = 16 * 1024 * 1024 + 4096;
	for (i = 0; i < 2; i++)
		fixture_app_sample(&fixture);
	repeat(TK_LEFT, 80);
	repeat(TK_DOWN, 7);
	assert_line_has(-2, "  not part of it then");
	repeat(TK_RIGHT, 11);
	assert_line_has(-2, "512 pages: written 512");
	/* the minimap is of cells that begin where it begins now */
	look("\n");
	assert_line_has(0, "map of");
	assert_line_has(1, "80.0M");
}

/* Ages are whole seconds, the nearest ones. */
static void test_timeline_ages(void **state)
{
	(void)state;
	open_map(461);
	fixture_app_keys(&fixture, "T");
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	fixture.hand.now_ns += 6 * NSEC_PER_SEC / 10;
	fixture_app_sample(&fixture);
	assert_line_has(4, ">     now ");
	/* 1.6 s and 2.6 s */
	assert_line_has(5, "       2s ");
	assert_line_has(6, "       3s ");
	fixture.hand.now_ns += 8 * NSEC_PER_SEC / 10;
	fixture_app_sample(&fixture);
	/* 1.8 s, 3.4 s */
	assert_line_has(5, "       2s ");
	assert_line_has(6, "       3s ");
}

/* Looking back, the rows on screen sink with time: it is the same moment. */
static void test_timeline_looks_back(void **state)
{
	struct found before, after;
	int i;

	(void)state;
	open_map(461);
	fixture_app_keys(&fixture, "T");
	for (i = 0; i < 40; i++)
		fixture_app_sample(&fixture);
	repeat(TK_DOWN, 25);
	repeat(TK_UP, 5);
	before = selected_cell();
	assert_line_has(before.y, "20s");
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	after = selected_cell();
	assert_int_equal(before.y, after.y);
	assert_line_has(after.y, "22s");
}

static void test_timeline_zooms_to_the_cursor(void **state)
{
	(void)state;
	open_map(461);
	look("T");
	repeat(TK_RIGHT, 40);
	fixture_app_keys(&fixture, "+");
	assert_line_has(4, "the history of this range begins now");
	fixture_app_look(&fixture);
	assert_line_has(1, "1 cell = 512K");
	assert_line_has(1, "32.0M");
	assert_cursor_is_shown();
	/* the cell that began at +40M */
	assert_line_has(-2, "> now  7f3a4e800000-7f3a4e880000");
}

/* Of what is gone each range that was recorded can be seen, and no other. */
static void test_timeline_of_what_is_gone_is_zoomed(void **state)
{
	(void)state;
	open_map(461);
	look("T");
	fixture_app_sample(&fixture);
	assert_line_has(1, "64.0M");
	repeat(TK_RIGHT, 40);
	fixture_app_keys(&fixture, "+");
	fixture_app_look(&fixture);
	fixture_app_sample(&fixture);
	assert_line_has(1, "1 cell = 512K");
	fixture.target.gone = 461;
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "+");
	assert_line_has(-1, "nothing finer was recorded");
	assert_line_has(1, "1 cell = 512K");
	fixture_app_keys(&fixture, "-");
	assert_line_has(1, "1 cell = 1.0M");
	assert_line_has(4, "last");
	fixture_app_keys(&fixture, "-");
	assert_line_has(-1, "nothing more was recorded");
	fixture_app_keys(&fixture, "[");
	assert_line_has(-1, "nothing more was recorded");
	fixture_app_keys(&fixture, "]");
	assert_line_has(1, "1 cell = 512K");
	fixture_app_keys(&fixture, "[");
	assert_line_has(1, "1 cell = 1.0M");
}

static void test_timeline_opens_the_map(void **state)
{
	(void)state;
	open_process(461);
	look("T");
	assert_line_has(0, "time of");
	look("\n");
	assert_line_has(0, "map of");
	repeat(TK_ESC, 1);
	assert_line_has(0, "time of");
}

/* Where nothing comes of a key, it says why. */
static void test_keys_in_vain_say_why(void **state)
{
	(void)state;
	open_map(450);
	look("z");
	assert_line_has(-1, "a number goes before z, as in 40z");
	look("]");
	look("]");
	assert_line_has(-1, "a cell is one page already");
	look("+");
	assert_line_has(-1, "a cell is one page already");
	look("[");
	look("[");
	assert_line_has(-1, "all of it is shown");
	look("\n");
	assert_line_has(-1, "no way further in");
	look("T");
	look("[");
	assert_line_has(-1, "all of it is shown");
	look("e");
	assert_line_has(-1, "e goes to the next change in the map");
}

static void test_no_change_is_told(void **state)
{
	(void)state;
	open_map(444);
	fixture.hand.now_ns += 10 * NSEC_PER_SEC;
	look("e");
	assert_line_has(-1, "no change in view");
}

/* A number being typed is seen, and taken back before one goes back. */
static void test_typed_numbers_are_taken_back(void **state)
{
	(void)state;
	open_map(450);
	look("40");
	assert_line_has(-2, "> 40_ pages a cell: z");
	look("\b");
	assert_line_has(-2, "> 4_ pages a cell: z");
	look("\b");
	assert_line_has(0, "map of");
	assert_line_has(-2, "> 7f9d");
	look("40");
	repeat(TK_ESC, 1);
	assert_line_has(0, "map of");
	look("z");
	assert_line_has(-1, "a number goes before z");
	repeat(TK_ESC, 1);
	assert_line_has(0, "450 tamdemo ");
}

/* Its cells stand below the ruler, also where only its margin has changed. */
static void test_band_moves_with_its_margin(void **state)
{
	(void)state;
	resize(40, 24);
	open_map(450);
	look("a");
	resize(57, 24);
	assert_cursor_is_shown();
}

/* What may happen at any time, drawn by lot. */
static void happen(unsigned int lot)
{
	static const int widths[] = { 40, 57, 80, 132, 200, 20 };
	static const int heights[] = { 10, 15, 16, 24, 60, 4 };
	static const pid_t pids[] = { 0, 0, 0, 412, 428 };

	switch (lot % 8) {
	case 0:
	case 1:
		resize(widths[lot / 8 % ARRAY_SIZE(widths)],
		       heights[lot / 64 % ARRAY_SIZE(heights)]);
		break;
	case 2:
		fixture.target.unmapped = pids[lot / 8 % ARRAY_SIZE(pids)];
		break;
	case 3:
		fixture.target.execed = pids[lot / 8 % ARRAY_SIZE(pids)];
		break;
	case 4:
		fixture.target.grown = (int64_t)(lot / 8 % 5) * 128 * 1024 -
				       256 * 1024;
		break;
	default:
		fixture_app_sample(&fixture);
		break;
	}
}

static void check_screen(void)
{
	const struct screen *screen = app_draw(fixture.app);
	struct grid_frame frame = grid_frame(screen->width);
	struct found found = selected_cell();

	assert_int_equal(found.first_y, found.y);
	/* where a line tells of the cursor, it is on the screen */
	if (screen_row(screen, screen->height - 2)[0].glyph == '>')
		assert_int_not_equal(found.nr, 0);
	if (found.nr == 1) {
		assert_in_range(found.x, frame.left,
				frame.left + frame.columns - 1);
		assert_int_equal(screen_row(screen, found.y)[0].glyph, '>');
	}
}

/*
 * Keys by lot, among them those that open and close views, while the process
 * changes: the cursor never leaves the screen.
 */
static void walk(unsigned int seed, pid_t pid)
{
	static const uint32_t keys[] = {
		'h', 'j', 'k', 'l', 'h', 'j', 'k', 'l', '+', '-', '+', '-',
		'[', ']', '4', '0', 'z', 'n', 'a', 'v', 'm', 'T', TK_ENTER,
		TK_ESC, TK_PAGE_UP, TK_PAGE_DOWN, TK_HOME, TK_END, 'G', 'f',
		TK_TAB, '?', '?', 'o', 'x',
	};
	unsigned int lot = seed, i;

	fixture_app_sample(&fixture);
	fixture_app_choose(&fixture, pid);
	for (i = 0; i < 600; i++) {
		lot = lot * 1103515245 + 12345;
		fixture_app_key(&fixture, keys[(lot >> 16) % ARRAY_SIZE(keys)]);
		if (i % 5 == 0)
			fixture_app_look(&fixture);
		if (i % 11 == 0)
			happen(lot >> 18);
		check_screen();
	}
}

static void test_any_keys(void **state)
{
	static const pid_t pids[] = { 428, 450, 461, 437 };
	unsigned int seed;

	for (seed = 1; seed <= 12; seed++) {
		walk(seed, pids[seed % ARRAY_SIZE(pids)]);
		tear_down(state);
		set_up(state);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_map_asks_for_what_it_shows),
		TEST(test_timeline_asks_for_the_whole),
		TEST(test_zoom_keeps_the_page),
		TEST(test_zoom_keeps_the_row),
		TEST(test_no_count_is_cut),
		TEST(test_typed_numbers),
		TEST(test_keys_in_vain_say_why),
		TEST(test_no_change_is_told),
		TEST(test_typed_numbers_are_taken_back),
		TEST(test_band_moves_with_its_margin),
		TEST(test_next_change),
		TEST(test_next_change_is_a_release),
		TEST(test_band_and_back),
		TEST(test_band_opens_at_the_selected_mapping),
		TEST(test_band_moves_with_its_margin),
		TEST(test_cursor_walks_through_the_band),
		TEST(test_whole_of_the_band),
		TEST(test_nothing_changes),
		TEST(test_band_scans_what_is_on_screen),
		TEST(test_a_mapping_goes_away),
		TEST(test_another_program_is_run),
		TEST(test_another_program_is_mapped_there),
		TEST(test_timeline_shows_the_past_at_once),
		TEST(test_what_is_gone_is_zoomed),
		TEST(test_the_process_ends),
		TEST(test_it_is_not_ours_any_more),
		TEST(test_a_mapping_grows_and_shrinks),
		TEST(test_changes_since_a_mark),
		TEST(test_no_changes_since_a_mark_of_the_past),
		TEST(test_timeline_rows),
		TEST(test_timeline_rows_of_the_same_tenth),
		TEST(test_timeline_of_a_mapping_that_grows),
		TEST(test_timeline_ages),
		TEST(test_timeline_looks_back),
		TEST(test_timeline_zooms_to_the_cursor),
		TEST(test_timeline_of_what_is_gone_is_zoomed),
		TEST(test_timeline_opens_the_map),
		TEST(test_any_keys),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

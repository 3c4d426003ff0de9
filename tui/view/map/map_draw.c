// SPDX-License-Identifier: GPL-2.0
/* The map as it is drawn. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "common/format.h"
#include "screen/page_cell.h"
#include "view/legend.h"
#include "view/map/map.h"
#include "view/map/map_layout.h"

#define TEXT_MAX 256

/* What is on screen, of the mapping under the cursor. */
struct window {
	struct grid grid;
	uint64_t first_row, nr_rows;	/* of the grid */
	bool is_all;
};

static struct window window_of(const struct map_view *map)
{
	const struct stack *stack = &map->stack;
	size_t i = stack_span_near(stack, map->at);
	uint64_t first = stack->spans[i].first_row, top = map->window.top;
	uint64_t end = top + (uint64_t)map->rows;
	struct window window = { .grid = stack_grid(stack, i) };
	uint64_t nr = grid_nr_rows(&window.grid);

	window.first_row = top > first ? top - first : 0;
	end = end < first + nr ? end - first : nr;
	window.nr_rows = end - window.first_row;
	window.is_all = window.nr_rows == nr;
	return window;
}

/*
 * Where all of it is on screen, the sum of its cells is newer: windows are
 * scanned with each sample of the target, unless there is nothing to scan.
 */
static void sum_window(const struct map_view *map, const struct view_env *env,
		       const struct target *target, struct legend *legend)
{
	struct window window = window_of(map);
	struct scan_cell cell, sum = { 0 };
	uint64_t i, nr = grid_nr_cells(&window.grid);
	uint64_t touched = 0, released = 0;

	if (!window.is_all)
		return;
	for (i = 0; i < nr; i++) {
		if (!grid_cell(&window.grid, target, i, &cell))
			return;
		page_counts_sum(&sum.now, &cell.now);
		touched += cell.since_touched;
		released += cell.since_released;
	}
	legend->counts = sum.now;
	legend->known = true;
	if (!kept_mapping_trouble(&map->kept, target))
		legend_set_age(legend, target->now.time_ns, env);
	legend->since_touched = touched;
	legend->since_released = released;
}

static void draw_ruler(const struct map_view *map, const struct view_env *env,
		       const struct target *target,
		       const struct map_layout *layout, struct screen *screen)
{
	struct window window = window_of(map);
	const struct ruler ruler = {
		.columns = layout->columns,
		.cursor = stack_place(&map->stack, map->at).column,
		.left = grid_head(&window.grid),
		.right = grid_shows_since(target, env) ? "SINCE" : "%",
	};

	grid_draw_ruler(&ruler, screen, layout->ruler_y);
}

/* The name of a mapping in the place of its first row's offset. */
static void draw_name(const struct mapping *mapping, struct screen *screen,
		      int y)
{
	const char *name = mapping_short_name(mapping);
	bool is_block = mapping->kind == KIND_TAMALLOC;
	int width = GRID_LABEL_END - 1;

	if (is_block)
		name = mapping_kind_name(KIND_TAMALLOC);
	screen_text(screen, 1, y, width, ROLE_TEXT, "        ");
	if (text_width(name) > width)
		screen_text(screen, 1, y, width, ROLE_TEXT, name);
	else
		screen_text_right(screen, 1, y, width,
				  is_block ? ROLE_TAMALLOC : ROLE_TEXT, name);
}

static void draw_row(const struct map_view *map, const struct view_env *env,
		     const struct target *target, uint64_t row,
		     struct screen *screen, int y)
{
	const struct stack *stack = &map->stack;
	size_t i = stack_span_of_row(stack, row);
	struct grid grid = stack_grid(stack, i);
	const struct mapping *mapping = target_find(target, grid.start);
	uint64_t cursor = GRID_NO_CELL;

	if (i == stack_span_near(stack, map->at))
		cursor = grid_cell_at(&grid, map->at);
	row -= stack->spans[i].first_row;
	grid_draw_row(&grid, target, env, row, cursor, screen, y);
	if (map->all && !row && mapping)
		draw_name(mapping, screen, y);
}

/* Mark what of the minimap is on screen, whose cells have @pages pages. */
static void draw_shown(const struct map_view *map, uint64_t pages,
		       struct screen *screen, int y)
{
	struct window window = window_of(map);
	uint64_t row_pages = window.grid.cell_pages *
			     (uint64_t)window.grid.columns;
	uint64_t all = mapping_pages(&map->kept.mapping);
	uint64_t from = window.first_row * row_pages;
	uint64_t to = from + window.nr_rows * row_pages;
	uint64_t i;

	if (!window.nr_rows)
		return;
	to = to < all ? to : all;
	for (i = from / pages; i <= (to - 1) / pages; i++)
		screen_put(screen, GRID_LEFT + (int)i, y, '^', ROLE_TEXT);
}

/* What is on screen is newer than what was scanned of the whole. */
static void draw_whole_cells(const struct mapping *mapping,
			     const struct target *target, bool letters,
			     int columns, struct screen *screen, int y)
{
	const struct scan_cell *cells;
	const struct sample_scan *scan;
	struct scan_cell newest;
	struct grid grid = { .columns = columns };
	struct cell cell;
	size_t i;

	scan = target_whole(target, mapping->start, mapping->end, &cells);
	if (!scan || scan->nr_cells > (size_t)columns)
		return;
	grid.start = scan->start;
	grid.end = scan->end;
	grid.cell_pages = scan->cell_pages;
	for (i = 0; i < scan->nr_cells; i++) {
		if (!grid_cell(&grid, target, i, &newest))
			newest = cells[i];
		cell = page_cell(&newest.now);
		cell.letter = letters;
		screen_put_cell(screen, GRID_LEFT + (int)i, y, cell);
	}
}

static void draw_whole(const struct map_view *map, const struct view_env *env,
		       const struct target *target,
		       const struct map_layout *layout, struct screen *screen)
{
	const struct mapping *mapping = &map->kept.mapping;
	int y = layout->whole_y;

	screen_text_right(screen, 0, y, GRID_LABEL_END, ROLE_TEXT, "whole");
	draw_shown(map, grid_whole_cell(mapping, layout->columns), screen,
		   y + 1);
	draw_whole_cells(mapping, target, env->letters, layout->columns,
			 screen, y);
}

/* "0.1s ago" */
static const char *ago_text(uint64_t when_ns, uint64_t now_ns, char *buf,
			    size_t len)
{
	uint64_t tenth = NSEC_PER_SEC / 10;
	uint64_t ago = now_ns > when_ns ? now_ns - when_ns : 0;
	char age[FORMAT_MAX];

	format_interval(age, sizeof(age), (ago + tenth / 2) / tenth * tenth);
	snprintf(buf, len, "%s ago", age);
	return buf;
}

/* "zero, first touched 0.1s ago", "untouched, released 2.9s ago", "zero" */
static void page_text(const struct scan_cell *cell, const struct glow *glow,
		      const struct view_env *env, char *buf, size_t len)
{
	const char *state = legend_state(&cell->now);
	bool narrow = env->width < VIEW_NARROW;
	char ago[FORMAT_MAX + 4];

	if (glow->touched)
		snprintf(buf, len, "%s, %s %s", state,
			 narrow ? "new" : "first touched",
			 ago_text(glow->touched_ns, env->now_ns, ago,
				  sizeof(ago)));
	else if (glow->released)
		snprintf(buf, len, "%s, %s %s", state,
			 narrow ? "gone" : "released",
			 ago_text(glow->released_ns, env->now_ns, ago,
				  sizeof(ago)));
	else
		snprintf(buf, len, "%s", state);
}

/* "written 128  zero 128  new 128"; while a cell glows, since when. */
static void cell_text(const struct scan_cell *cell, const struct glow *glow,
		      uint64_t now_ns, char *buf, size_t len)
{
	char counts[128], new[FORMAT_MAX + 4], gone[32] = "";

	snprintf(new, sizeof(new), "%" PRIu32, cell->fresh);
	if (!cell->fresh && glow->touched)
		ago_text(glow->touched_ns, now_ns, new, sizeof(new));
	if (cell->gone)
		snprintf(gone, sizeof(gone), "  released %" PRIu32,
			 cell->gone);
	snprintf(buf, len, "%s  new %s%s",
		 legend_counts(&cell->now, counts, sizeof(counts)), new, gone);
}

/* "  since mark: +12 -3", or "" */
static void since_text(const struct scan_cell *cell, bool shown, char *buf,
		       size_t len)
{
	*buf = '\0';
	if (shown)
		snprintf(buf, len, "  since mark: +%" PRIu32 " -%" PRIu32,
			 cell->since_touched, cell->since_released);
}

/* What is told of the cell of the cursor, in parts. */
struct cursor_text {
	uint64_t start;
	char end[24];			/* "-7f3a52100000" */
	char number[48];		/* of pages, or of the page */
	char what[TEXT_MAX];
	char since[64];
};

static void number_text(const struct grid *grid, uint64_t cell,
			struct cursor_text *text)
{
	uint64_t start = grid_cell_start(grid, cell);
	uint64_t end = grid_cell_end(grid, cell);
	uint64_t pages = (end - start) / PAGE_BYTES;
	uint64_t number = (start - grid->start) / PAGE_BYTES;

	text->start = start;
	if (pages == 1) {
		snprintf(text->number, sizeof(text->number),
			 "1 page, number %" PRIu64 "  ", number);
		return;
	}
	snprintf(text->end, sizeof(text->end), "-%" PRIx64, end);
	snprintf(text->number, sizeof(text->number), "%" PRIu64 " pages: ",
		 pages);
}

/* Where not all of it fits, the parts told elsewhere go first. */
static void draw_cursor_text(struct cursor_text *text, struct screen *screen,
			     int y)
{
	char *spare[] = { text->end, text->number, text->since };
	char line[2 * TEXT_MAX];
	size_t i;

	for (i = 0; i <= 3; i++) {
		snprintf(line, sizeof(line), "> %" PRIx64 "%s  %s%s%s",
			 text->start, text->end, text->number, text->what,
			 text->since);
		if (i == 3 || text_width(line) <= screen->width)
			break;
		*spare[i] = '\0';
	}
	screen_words(screen, 0, y, TO_EDGE, ROLE_TEXT, line);
}

/* "> 7f3a52000000-7f3a52100000  256 pages: written 128  zero 128  new 128" */
static void draw_cursor(const struct map_view *map, const struct view_env *env,
			const struct target *target, struct screen *screen,
			int y)
{
	struct grid grid = window_of(map).grid;
	uint64_t at = grid_cell_at(&grid, map->at);
	struct cursor_text text = { .what = "?" };
	struct scan_cell cell;
	struct glow glow;

	number_text(&grid, at, &text);
	target_glows(target, env->now_ns, text.start, grid.cell_pages, 1,
		     &glow);
	if (grid_cell(&grid, target, at, &cell)) {
		if (*text.end)
			cell_text(&cell, &glow, env->now_ns, text.what,
				  sizeof(text.what));
		else
			page_text(&cell, &glow, env, text.what,
				  sizeof(text.what));
		since_text(&cell, grid_shows_since(target, env), text.since,
			   sizeof(text.since));
	}
	draw_cursor_text(&text, screen, y);
}

/* The last line of the view: what is wrong, being typed, under the cursor. */
static void draw_last_line(const struct map_view *map,
			   const struct view_env *env,
			   const struct target *target, struct screen *screen,
			   int y)
{
	const char *trouble = kept_mapping_trouble(&map->kept, target);
	char text[64];

	if (trouble) {
		kept_mapping_draw_trouble(trouble, screen, y);
	} else if (map->typed) {
		snprintf(text, sizeof(text), "> %" PRIu64 "_ pages a cell: z",
			 map->typed);
		screen_words(screen, 0, y, TO_EDGE, ROLE_NOTICE, text);
	} else {
		draw_cursor(map, env, target, screen, y);
	}
}

/* Nothing was ever seen of it: why, or that it is on its way. */
static void draw_nothing(const struct map_view *map,
			 const struct target *target, struct screen *screen)
{
	const char *trouble = kept_mapping_trouble(&map->kept, target);

	if (trouble)
		kept_mapping_draw_trouble(trouble, screen, 1);
	else
		screen_text(screen, 0, 1, TO_EDGE, ROLE_DIM,
			    "its mappings are being read");
}

void map_draw(const struct map_view *map, const struct view_env *env,
	      struct screen *screen)
{
	const struct target *target = model_target(env->model);
	struct map_layout layout = map_layout(env);
	struct legend legend;
	uint64_t row;
	int i;

	if (!target || !map->stack.nr) {
		draw_nothing(map, target, screen);
		return;
	}
	legend = legend_of_mapping(&map->kept.mapping, target, env);
	sum_window(map, env, target, &legend);
	legend_draw_range(&legend, &map->kept.mapping, map->stack.cell_pages,
			  screen, layout.range_y);
	draw_ruler(map, env, target, &layout, screen);
	for (i = 0; i < layout.rows; i++) {
		row = map->window.top + (uint64_t)i;
		if (row < map->stack.nr_rows)
			draw_row(map, env, target, row, screen,
				 layout.first_y + i);
	}
	if (layout.whole_y)
		draw_whole(map, env, target, &layout, screen);
	legend_see(&legend, screen);
	if (layout.legend_y)
		legend_draw(&legend, screen, layout.legend_y);
	draw_last_line(map, env, target, screen, layout.cursor_y);
}

// SPDX-License-Identifier: GPL-2.0
/* The map as it is drawn. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/text.h"
#include "common/format.h"
#include "screen/page_cell.h"
#include "view/keymap.h"
#include "view/legend.h"
#include "view/map/map.h"
#include "view/map/map_layout.h"

#define TEXT_MAX 256
#define CUT_MIN 6		/* columns of a name that are all it has */

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
	const struct ruler ruler = grid_ruler(&window.grid, target, env,
		stack_place(&map->stack, map->at).column);

	grid_draw_ruler(&ruler, screen, layout->ruler_y);
}

/* @name in @width columns, or its beginning, and ".." where there is room. */
static void draw_cut(const char *name, struct screen *screen, int x, int y,
		     int width, enum role role)
{
	if (text_width(name) <= width) {
		screen_text_right(screen, x, y, width, role, name);
		return;
	}
	screen_text(screen, x, y, width, role, name);
	if (width > CUT_MIN)
		screen_text(screen, x + width - 2, y, 2, role, "..");
}

/* The span whose name is that of the cursor's mapping. */
static size_t named_at_cursor(const struct map_view *map)
{
	size_t i = stack_span_near(&map->stack, map->at);

	while (i && !map->stack.spans[i].name_width)
		i--;
	return i;
}

/* What the cells of span @i are of, before the first one, if that says it. */
static void draw_name(const struct map_view *map, size_t i,
		      const struct mapping *mapping, struct screen *screen,
		      int y)
{
	const struct stack_span *span = &map->stack.spans[i];
	int width = span->name_width;
	int x = map->stack.frame.left + span->column - 1 - width;
	enum role role = ROLE_TEXT;

	if (mapping->kind == KIND_TAMALLOC)
		role = ROLE_TAMALLOC;
	else if (i == named_at_cursor(map))
		role = ROLE_TITLE;
	screen_text(screen, x, y, width, ROLE_TEXT, "        ");
	draw_cut(stack_name(mapping), screen, x, y, width, role);
	search_mark(screen, x, y, width, map->search.text);
	screen_hit(screen, x, y, width, 1, &(struct hit){
		.kind = HIT_CELL, .cell.address = span->start,
	});
}

/* Where the cursor is, in cells of span @i. */
static uint64_t cursor_in(const struct map_view *map, size_t i)
{
	struct grid grid = stack_grid(&map->stack, i);

	if (i != stack_span_near(&map->stack, map->at))
		return GRID_NO_CELL;
	return grid_cell_at(&grid, map->at);
}

/* A row of a mapping that needs rows of its own. */
static void draw_own_row(const struct map_view *map,
			 const struct view_env *env,
			 const struct target *target, uint64_t row,
			 struct screen *screen, int y)
{
	size_t i = stack_span_of_row(&map->stack, row);
	struct grid grid = stack_grid(&map->stack, i);
	const struct mapping *mapping = target_find(target, grid.start);

	row -= map->stack.spans[i].first_row;
	grid_draw_row(&grid, target, env, row, cursor_in(map, i), screen, y);
	if (map->all && !row && mapping)
		draw_name(map, i, mapping, screen, y);
}

/* One of those that share a row. */
static void draw_shared(const struct map_view *map, size_t i,
			struct grid_row *row)
{
	const struct stack_span *span = &map->stack.spans[i];
	const struct mapping *mapping = target_find(row->target, span->start);
	int x = map->stack.frame.left + span->column;
	struct grid grid = stack_grid(&map->stack, i);
	uint64_t cursor = cursor_in(map, i);

	grid_draw_cells(&grid, 0, grid_nr_cells(&grid), row, x);
	if (mapping && span->name_width)
		draw_name(map, i, mapping, row->screen, row->y);
	if (cursor != GRID_NO_CELL)
		screen_mark_cursor(row->screen, x + (int)cursor, row->y);
}

static void draw_row(const struct map_view *map, const struct view_env *env,
		     const struct target *target, uint64_t row,
		     struct screen *screen, int y)
{
	const struct stack *stack = &map->stack;
	struct grid_row draw = {
		.target = target, .env = env, .screen = screen, .y = y,
	};
	size_t i = stack_span_of_row(stack, row);

	if (!stack->spans[i].shared) {
		draw_own_row(map, env, target, row, screen, y);
		return;
	}
	for (; i < stack->nr && stack->spans[i].first_row == row; i++)
		draw_shared(map, i, &draw);
	grid_draw_sum(&draw);
}

/* Mark what of the minimap is on screen, from row @first to before @end. */
static void draw_shown(const struct map_view *map, uint64_t first,
		       uint64_t end, struct screen *screen, int y)
{
	const struct stack *stack = &map->stack;
	struct overview overview = map_overview(map);
	struct stack_place from = { .row = first };
	struct stack_place to = { .row = end - 1,
		.column = stack->frame.columns - 1,
	};
	int x = overview_column(&overview, stack_address(stack, from));
	int last = overview_column(&overview, stack_address(stack, to));

	for (; x <= last; x++)
		screen_put(screen, stack->frame.left + x, y, '^', ROLE_TEXT);
}

static void draw_whole(const struct map_view *map, const struct view_env *env,
		       const struct map_layout *layout, struct screen *screen)
{
	struct overview overview = map_overview(map);
	uint64_t first = map->window.top, end = first + (uint64_t)map->rows;
	int y = layout->whole_y;

	if (end > map->stack.nr_rows)
		end = map->stack.nr_rows;
	screen_text_right(screen, 0, y, map->stack.frame.left - 1, ROLE_DIM,
			  "whole");
	overview_draw(&overview, env, first, end, screen, y);
	if (end - first < map->stack.nr_rows)
		draw_shown(map, first, end, screen, y + 1);
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

/* "written 128  zero 128  new 1 page"; while a cell glows, since when. */
static void cell_text(const struct scan_cell *cell, const struct glow *glow,
		      uint64_t now_ns, char *buf, size_t len)
{
	char counts[128], new[FORMAT_MAX + 24], gone[32] = "";

	snprintf(new, sizeof(new), "%" PRIu32 " page%s", cell->fresh,
		 cell->fresh == 1 ? "" : "s");
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
	char name[48];			/* of the mapping, where there are more */
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

/* Counts that have no room go as a whole, not by letters. */
static void drop_last_parts(char *line, int width)
{
	size_t end = strlen(line);

	while (end > 2 && text_width(line) > width)
		if (!strncmp(&line[--end], "  ", 2))
			line[end] = '\0';
}

/* Where not all of it fits, the parts told elsewhere go first. */
static void draw_cursor_text(struct cursor_text *text, struct screen *screen,
			     int y)
{
	char *spare[] = { text->end, text->number, text->since, text->name };
	char line[2 * TEXT_MAX];
	size_t i;

	for (i = 0; i <= ARRAY_SIZE(spare); i++) {
		snprintf(line, sizeof(line), "> %" PRIx64 "%s  %s%s%s%s",
			 text->start, text->end, text->name, text->number,
			 text->what, text->since);
		if (i == ARRAY_SIZE(spare) || text_width(line) <= screen->width)
			break;
		*spare[i] = '\0';
	}
	drop_last_parts(line, screen->width);
	screen_words(screen, 0, y, TO_EDGE, ROLE_TEXT, line);
}

/*
 * "> 7f3a52000000-7f3a52100000  256 pages: written 128  zero 128  new 0 pages"
 */
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
	if (map->all)
		snprintf(text.name, sizeof(text.name), "%.40s  ",
			 stack_name(&map->kept.mapping));
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
	char text[64], said[64];

	if (trouble && !kept_mapping_readable(&map->kept, target)) {
		kept_mapping_draw_trouble(trouble, env, screen, y);
	} else if (map->typed) {
		snprintf(text, sizeof(text),
			 "> %" PRIu64 "_ pages a cell: {zoom}", map->typed);
		keymap_say(env->keys, PLACE_MAP, text, said, sizeof(said));
		screen_words(screen, 0, y, TO_EDGE, ROLE_NOTICE, said);
	} else {
		draw_cursor(map, env, target, screen, y);
	}
}

/* Nothing was ever seen of it: why, or that it is on its way. */
static void draw_nothing(const struct map_view *map,
			 const struct view_env *env,
			 const struct target *target, struct screen *screen)
{
	const char *trouble = kept_mapping_trouble(&map->kept, target);

	if (trouble)
		kept_mapping_draw_trouble(trouble, env, screen, 1);
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
		draw_nothing(map, env, target, screen);
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
		draw_whole(map, env, &layout, screen);
	legend_see(&legend, screen);
	if (layout.legend_y)
		legend_draw(&legend, screen, layout.legend_y);
	draw_last_line(map, env, target, screen, layout.cursor_y);
}

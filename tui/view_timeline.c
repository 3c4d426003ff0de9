// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "legend.h"
#include "map_view.h"
#include "mapping_column.h"
#include "pages.h"
#include "status.h"

#define NARROW 60
#define LABEL_END 9		/* columns up to the end of the labels */

struct timeline_view {
	struct view view;
	struct subject subject;
	uint64_t cell_pages;		/* 0: the whole mapping in a row */
	uint64_t from;			/* address of its first cell, else */
	uint64_t cursor;		/* address of a page */
	uint64_t chosen_ns;		/* time of the cursor's row; 0: newest */
	size_t row;			/* its place, 0 is the newest */
	size_t top;			/* first row on screen */
	bool new_only;
};

/* The range that a row is of. */
struct range {
	uint64_t start, end, cell_pages;
};

static const struct timeline_view *const_timeline(const struct view *view)
{
	return (const struct timeline_view *)view;
}

static struct timeline_view *to_timeline(struct view *view)
{
	return (struct timeline_view *)view;
}

static void timeline_title(const struct view *view, const struct view_env *env,
			   char *buf, size_t len)
{
	const struct subject *subject = &const_timeline(view)->subject;
	const char *name = mapping_short_name(&subject->mapping);

	if (env->width < NARROW)
		snprintf(buf, len, "%d time", (int)subject->pid);
	else
		snprintf(buf, len, "%d %s  time of %s", (int)subject->pid,
			 subject->comm, name);
}

static const char *const *timeline_keys(const struct view *view,
					const struct view_env *env)
{
	static const char *const gone[] = {
		"Esc back", "hjkl move", "n new only", NULL,
	};
	static const char *const all_cells[] = {
		"Esc back", "hjkl move", "+ - zoom", "n new only", "Enter map",
		NULL,
	};
	static const char *const new_cells[] = {
		"Esc back", "hjkl move", "+ - zoom", "n all cells", "Enter map",
		NULL,
	};
	const struct timeline_view *timeline = const_timeline(view);

	if (subject_trouble(&timeline->subject, model_target(env->model)))
		return gone;
	return timeline->new_only ? new_cells : all_cells;
}

static struct range range_of(const struct timeline_view *timeline,
			     const struct view_env *env)
{
	const struct mapping *mapping = &timeline->subject.mapping;
	int columns = grid_columns(env->width);
	struct range range = {
		.start = mapping->start, .end = mapping->end,
		.cell_pages = map_whole_cell(mapping, columns),
	};
	uint64_t bytes;

	if (!timeline->cell_pages)
		return range;
	bytes = (uint64_t)columns * timeline->cell_pages * PAGE_BYTES;
	range.cell_pages = timeline->cell_pages;
	if (timeline->from > range.start && timeline->from < range.end)
		range.start = timeline->from;
	if (range.end - range.start > bytes)
		range.end = range.start + bytes;
	return range;
}

static void timeline_demand(const struct view *view,
			    const struct view_env *env, struct demand *demand)
{
	const struct timeline_view *timeline = const_timeline(view);
	const struct target *target = model_target(env->model);
	struct range range;

	if (!target || env->covered)
		return;
	demand->list = true;
	demand->target.id = target->now.id;
	demand->target.mappings = true;
	if (!mapping_pages(&timeline->subject.mapping) ||
	    subject_trouble(&timeline->subject, target))
		return;
	range = range_of(timeline, env);
	demand_scan(demand, SCAN_WHOLE, range.start, range.end,
		    range.cell_pages);
}

/*
 * How a row is laid out. false: there is none yet, as those there are show
 * another range. What is gone is looked at as it was last.
 */
static bool find_grid(const struct timeline_view *timeline,
		      const struct view_env *env, struct grid *grid)
{
	const struct target *target = model_target(env->model);
	struct range range = range_of(timeline, env);
	struct sample_scan scan;

	if (!target || !target_timeline_grid(target, &scan))
		return false;
	if ((scan.start != range.start || scan.end != range.end ||
	     scan.cell_pages != range.cell_pages) &&
	    !subject_trouble(&timeline->subject, target))
		return false;
	*grid = (struct grid){
		.start = scan.start, .end = scan.end,
		.cell_pages = scan.cell_pages, .columns = (int)scan.nr_cells,
	};
	return true;
}

/* The cell of a row that the cursor is in. */
static uint64_t cursor_cell(const struct timeline_view *timeline,
			    const struct grid *grid)
{
	uint64_t at = timeline->cursor;

	if (at < grid->start)
		at = grid->start;
	if (at >= grid->end)
		at = grid->end - PAGE_BYTES;
	return grid_cell_at(grid, at);
}

static size_t rows_on_screen(const struct view_env *env)
{
	struct map_layout layout = map_layout(env);

	return (size_t)(layout.cursor_y - layout.first_y);
}

/* Keep the cursor's row on screen. */
static void scroll(struct timeline_view *timeline, const struct view_env *env,
		   size_t nr)
{
	size_t rows = rows_on_screen(env);
	size_t last_top = nr > rows ? nr - rows : 0;

	if (timeline->row < timeline->top)
		timeline->top = timeline->row;
	if (timeline->row >= timeline->top + rows)
		timeline->top = timeline->row - rows + 1;
	if (timeline->top > last_top)
		timeline->top = last_top;
}

/* The row chosen sinks as time goes on, and the window with it. */
static void follow_row(struct timeline_view *timeline,
		       const struct target *target)
{
	size_t nr = target_timeline_rows(target);
	size_t above = timeline->row > timeline->top ?
		       timeline->row - timeline->top : 0;
	struct timeline_row row;
	size_t i;

	if (!timeline->chosen_ns)
		return;
	for (i = 0; i < nr; i++)
		if (target_timeline_row(target, i, &row) &&
		    row.time_ns <= timeline->chosen_ns)
			break;
	if (i == nr)
		i = nr ? nr - 1 : 0;
	timeline->row = i;
	timeline->top = i > above ? i - above : 0;
}

static void timeline_update(struct view *view, const struct view_env *env)
{
	struct timeline_view *timeline = to_timeline(view);
	const struct target *target = model_target(env->model);
	const struct mapping *mapping;

	subject_update(&timeline->subject, env->model);
	if (!target || !target->mappings_known)
		return;
	mapping = subject_find(&timeline->subject, target, timeline->cursor);
	timeline->subject.gone = !mapping;
	if (mapping)
		subject_keep(&timeline->subject, mapping);
	follow_row(timeline, target);
	scroll(timeline, env, target_timeline_rows(target));
}

/* How long ago: whole seconds where samples come by the second. */
static void ago_text(uint64_t ago_ns, bool exact, char *buf, size_t len)
{
	uint64_t tenth = NSEC_PER_SEC / 10;

	if (!ago_ns)
		snprintf(buf, len, "now");
	else if (exact && ago_ns < 60 * NSEC_PER_SEC)
		format_interval(buf, len, (ago_ns + tenth / 2) / tenth * tenth);
	else
		format_age(buf, len, ago_ns + NSEC_PER_SEC / 2);
}

/* The time between row @i and the newest one. */
static uint64_t age_of(const struct target *target, size_t i)
{
	struct timeline_row newest, row;

	if (!target_timeline_row(target, 0, &newest) ||
	    !target_timeline_row(target, i, &row))
		return 0;
	return newest.time_ns - row.time_ns;
}

/* A row that came out of turn, as after a key, is told from the one above. */
static void label_of(const struct target *target, const struct view_env *env,
		     size_t i, char *buf, size_t len)
{
	uint64_t age = age_of(target, i);
	char above[FORMAT_MAX] = "";

	if (i)
		ago_text(age_of(target, i - 1), false, above, sizeof(above));
	ago_text(age, env->delay_ns % NSEC_PER_SEC, buf, len);
	if (!strcmp(buf, above) || age < NSEC_PER_SEC / 2)
		ago_text(age, true, buf, len);
}

/* Only what was touched anew in that row, as if there were nothing else. */
static struct cell new_cell(const struct page_counts *counts, uint32_t fresh)
{
	struct page_counts new_counts = { .total = counts->total };
	struct cell cell = pages_cell(counts);
	uint8_t role = cell.role;

	if (pages_touched(counts))
		new_counts.written = fresh;
	else
		new_counts.zero = fresh;
	cell = pages_cell(&new_counts);
	cell.role = role;
	return cell;
}

static void draw_cells(const struct timeline_view *timeline,
		       const struct view_env *env,
		       const struct timeline_row *row, struct screen *screen,
		       int y)
{
	size_t columns = (size_t)grid_columns(env->width);
	struct page_counts counts;
	struct sample_scan scan;
	struct cell cell;
	uint32_t fresh;
	size_t i;

	target_timeline_grid(model_target(env->model), &scan);
	for (i = 0; i < scan.nr_cells && i < columns; i++) {
		counts = timeline_counts(&scan, row, i);
		fresh = row->compared ? row->cells[i].fresh : 0;
		if (timeline->new_only && !fresh)
			continue;
		cell = pages_cell(&counts);
		cell.glow = fresh != 0;
		if (timeline->new_only)
			cell = new_cell(&counts, fresh);
		cell.letter = env->letters;
		screen_put_cell(screen, GRID_LEFT + (int)i, y, cell);
	}
}

/* By how much it is more than the row below, that is the one before. */
static void draw_change(const struct target *target, size_t i,
			const struct timeline_row *row, struct screen *screen,
			int x, int y)
{
	struct timeline_row older;
	enum role role = ROLE_TEXT;
	char text[FORMAT_MAX];
	int64_t change;

	if (!target_timeline_row(target, i + 1, &older))
		return;
	change = (int64_t)(row->touched - older.touched);
	if (change)
		role = change > 0 ? ROLE_WRITTEN : ROLE_ZERO;
	grid_delta(change, text, sizeof(text));
	screen_text_right(screen, x, y, GRID_RIGHT, role, text);
}

static void draw_row(const struct timeline_view *timeline,
		     const struct view_env *env, const struct grid *grid,
		     size_t i, struct screen *screen, int y)
{
	const struct target *target = model_target(env->model);
	int cursor_x = GRID_LEFT + (int)cursor_cell(timeline, grid);
	struct timeline_row row;
	struct cell *at;
	char ago[FORMAT_MAX];

	if (!target_timeline_row(target, i, &row))
		return;
	label_of(target, env, i, ago, sizeof(ago));
	screen_text_right(screen, 0, y, LABEL_END, ROLE_TEXT, ago);
	draw_cells(timeline, env, &row, screen, y);
	draw_change(target, i, &row, screen,
		    GRID_LEFT + grid_columns(env->width), y);
	if (i != timeline->row)
		return;
	screen_put(screen, 0, y, '>', ROLE_TEXT);
	at = screen_cell(screen, cursor_x, y);
	if (at)
		at->selected = true;
}

static void draw_ruler(const struct timeline_view *timeline,
		       const struct view_env *env, const struct grid *grid,
		       struct screen *screen, int y)
{
	int columns = grid_columns(env->width);
	int i;

	screen_text_right(screen, 0, y, LABEL_END, ROLE_HEAD, "AGO");
	for (i = 0; i < columns; i += GRID_MARK)
		screen_put(screen, GRID_LEFT + i, y, '|', ROLE_DIM);
	screen_put(screen, GRID_LEFT + (int)cursor_cell(timeline, grid), y,
		   'v', ROLE_TEXT);
	screen_text_right(screen, GRID_LEFT + columns, y, GRID_RIGHT,
			  ROLE_HEAD, "TOUCH");
}

static void draw_rows(const struct timeline_view *timeline,
		      const struct view_env *env, const struct grid *grid,
		      struct screen *screen, int y)
{
	size_t nr = target_timeline_rows(model_target(env->model));
	size_t rows = rows_on_screen(env);
	size_t i;

	for (i = 0; i < rows && timeline->top + i < nr; i++)
		draw_row(timeline, env, grid, timeline->top + i, screen,
			 y + (int)i);
	if (i < rows && timeline->cell_pages)
		screen_text(screen, GRID_LEFT, y + (int)i, -1, ROLE_DIM,
			    "here the history of this range begins");
}

/* "> 5s  7f3a4c000000-7f3a4c100000  256 pages: written 256" */
static void draw_cursor(const struct timeline_view *timeline,
			const struct view_env *env, const struct grid *grid,
			struct screen *screen, int y)
{
	const struct target *target = model_target(env->model);
	uint64_t cell = cursor_cell(timeline, grid);
	uint64_t start = grid_cell_start(grid, cell);
	char ago[FORMAT_MAX], words[128], to[48] = " ", text[256];
	struct page_counts counts;
	struct timeline_row row;
	struct sample_scan scan;

	if (!target_timeline_grid(target, &scan) ||
	    !target_timeline_row(target, timeline->row, &row))
		return;
	counts = timeline_counts(&scan, &row, (size_t)cell);
	label_of(target, env, timeline->row, ago, sizeof(ago));
	if (env->width >= NARROW)
		snprintf(to, sizeof(to), "-%" PRIx64 "  %" PRIu64 " page%s",
			 grid_cell_end(grid, cell), counts.total,
			 counts.total == 1 ? ":" : "s:");
	snprintf(text, sizeof(text), "> %s  %" PRIx64 "%s %s", ago, start, to,
		 legend_counts(&counts, words, sizeof(words)));
	screen_text(screen, 0, y, -1, ROLE_TEXT, text);
}

/* Amounts of the newest row, or of the mapping where a row is a part of it. */
static struct legend legend_of(const struct timeline_view *timeline,
			       const struct view_env *env)
{
	const struct target *target = model_target(env->model);
	struct legend legend = legend_of_mapping(&timeline->subject.mapping,
						 target, env);
	struct timeline_row row;
	struct sample_scan scan;
	struct page_counts counts;
	size_t i;

	if (!timeline->cell_pages || !target_timeline_grid(target, &scan) ||
	    !target_timeline_row(target, 0, &row))
		return legend;
	memset(&legend.counts, 0, sizeof(legend.counts));
	for (i = 0; i < scan.nr_cells; i++) {
		counts = timeline_counts(&scan, &row, i);
		page_counts_sum(&legend.counts, &counts);
	}
	legend.known = true;
	legend.old = false;
	legend.since_known = false;
	return legend;
}

static void draw_heads(const struct timeline_view *timeline,
		       const struct view_env *env,
		       const struct map_layout *layout, struct screen *screen)
{
	struct mapping shown = timeline->subject.mapping;
	struct range range = range_of(timeline, env);
	struct legend legend = legend_of(timeline, env);

	shown.start = range.start;
	shown.end = range.end;
	legend_draw_range(&legend, &shown, range.cell_pages, screen,
			  layout->range_y);
	if (layout->legend_y)
		legend_draw(&legend, screen, layout->legend_y);
}

static void timeline_draw(const struct view *view, const struct view_env *env,
			  struct screen *screen)
{
	const struct timeline_view *timeline = const_timeline(view);
	const struct target *target = model_target(env->model);
	const char *trouble = subject_trouble(&timeline->subject, target);
	struct map_layout layout = map_layout(env);
	struct grid grid;

	if (mapping_pages(&timeline->subject.mapping))
		draw_heads(timeline, env, &layout, screen);
	if (find_grid(timeline, env, &grid)) {
		draw_ruler(timeline, env, &grid, screen, layout.ruler_y);
		draw_rows(timeline, env, &grid, screen, layout.first_y);
		if (!trouble)
			draw_cursor(timeline, env, &grid, screen,
				    layout.cursor_y);
	} else if (!trouble) {
		screen_text(screen, GRID_LEFT, layout.first_y, -1, ROLE_DIM,
			    "the history of this range begins now");
	}
	if (trouble)
		subject_draw_trouble(trouble, screen, layout.cursor_y);
}

static void choose(struct timeline_view *timeline, const struct view_env *env,
		   size_t row)
{
	const struct target *target = model_target(env->model);
	size_t nr = target_timeline_rows(target);
	struct timeline_row chosen;

	if (!nr)
		return;
	timeline->row = row < nr ? row : nr - 1;
	timeline->chosen_ns = 0;
	if (timeline->row && target_timeline_row(target, timeline->row, &chosen))
		timeline->chosen_ns = chosen.time_ns;
	scroll(timeline, env, nr);
}

static bool move(struct timeline_view *timeline, const struct view_env *env,
		 enum command command)
{
	size_t page = rows_on_screen(env);
	size_t row = timeline->row;

	switch (command) {
	case CMD_UP:
		choose(timeline, env, row ? row - 1 : 0);
		return true;
	case CMD_DOWN:
		choose(timeline, env, row + 1);
		return true;
	case CMD_PAGE_UP:
		choose(timeline, env, row > page ? row - page : 0);
		return true;
	case CMD_PAGE_DOWN:
		choose(timeline, env, row + page);
		return true;
	case CMD_HOME:
		choose(timeline, env, 0);
		return true;
	case CMD_END:
		choose(timeline, env, SIZE_MAX);
		return true;
	default:
		return false;
	}
}

/* To the cell beside. */
static void step(struct timeline_view *timeline, const struct view_env *env,
		 bool back)
{
	struct grid grid;
	uint64_t cell;

	if (!find_grid(timeline, env, &grid))
		return;
	cell = cursor_cell(timeline, &grid);
	if (back)
		cell = cell ? cell - 1 : 0;
	else if (cell + 1 < grid_nr_cells(&grid))
		cell++;
	timeline->cursor = grid_cell_start(&grid, cell);
}

/* A row of cells of @cell_pages around the cursor; 0: the whole mapping. */
static void show_range(struct timeline_view *timeline,
		       const struct view_env *env, uint64_t cell_pages)
{
	const struct mapping *mapping = &timeline->subject.mapping;
	uint64_t columns = (uint64_t)grid_columns(env->width);
	uint64_t bytes = cell_pages * PAGE_BYTES;
	uint64_t nr, cell;

	timeline->cell_pages = cell_pages;
	timeline->row = 0;
	timeline->top = 0;
	timeline->chosen_ns = 0;
	if (!cell_pages)
		return;
	nr = (mapping->end - mapping->start + bytes - 1) / bytes;
	cell = (timeline->cursor - mapping->start) / bytes;
	cell = cell > columns / 2 ? cell - columns / 2 : 0;
	if (cell + columns > nr)
		cell = nr > columns ? nr - columns : 0;
	timeline->from = mapping->start + cell * bytes;
}

static void zoom(struct timeline_view *timeline, const struct view_env *env,
		 enum command command)
{
	const struct mapping *mapping = &timeline->subject.mapping;
	uint64_t whole = map_whole_cell(mapping, grid_columns(env->width));
	uint64_t now = timeline->cell_pages ? timeline->cell_pages : whole;
	uint64_t power = 1;

	if (timeline->cursor < mapping->start ||
	    timeline->cursor >= mapping->end)
		timeline->cursor = mapping->start;
	if (command == CMD_ZOOM_OUT || command == CMD_ZOOM_WHOLE) {
		power = now * 2;
		if (command == CMD_ZOOM_WHOLE || power >= whole)
			power = 0;
	} else if (command == CMD_ZOOM_IN) {
		while (power * 2 < now)
			power *= 2;
	}
	if (power != timeline->cell_pages && !(power && power >= whole))
		show_range(timeline, env, power);
}

static bool timeline_command(struct view *view, const struct view_env *env,
			     enum command command)
{
	struct timeline_view *timeline = to_timeline(view);
	const struct target *target = model_target(env->model);

	if (!target)
		return false;
	switch (command) {
	case CMD_LEFT:
	case CMD_RIGHT:
		step(timeline, env, command == CMD_LEFT);
		return true;
	case CMD_NEXT_CHANGE:
		timeline->new_only = !timeline->new_only;
		return true;
	case CMD_ZOOM_IN:
	case CMD_ZOOM_OUT:
	case CMD_ZOOM_WHOLE:
	case CMD_ZOOM_PAGE:
		if (!subject_trouble(&timeline->subject, target))
			zoom(timeline, env, command);
		return true;
	default:
		return move(timeline, env, command);
	}
}

static struct view *timeline_open(struct view *view,
				  const struct view_env *env,
				  enum command command)
{
	struct timeline_view *timeline = to_timeline(view);

	if (command != CMD_ENTER ||
	    subject_trouble(&timeline->subject, model_target(env->model)))
		return NULL;
	return view_map_new(env, timeline->subject.start);
}

static void timeline_close(struct view *view)
{
	free(view);
}

static const struct view_ops timeline_ops = {
	.title = timeline_title,
	.keys = timeline_keys,
	.demand = timeline_demand,
	.update = timeline_update,
	.draw = timeline_draw,
	.command = timeline_command,
	.open = timeline_open,
	.close = timeline_close,
	.looks_in = true,
};

struct view *view_timeline_new(const struct view_env *env, uint64_t start)
{
	struct timeline_view *timeline = xcalloc(1, sizeof(*timeline));

	timeline->view.ops = &timeline_ops;
	subject_init(&timeline->subject, start);
	timeline->cursor = start;
	timeline_update(&timeline->view, env);
	return &timeline->view;
}

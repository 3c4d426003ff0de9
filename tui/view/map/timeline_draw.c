// SPDX-License-Identifier: GPL-2.0
/* The timeline as it is drawn. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "screen/page_cell.h"
#include "view/legend.h"
#include "view/map/map_layout.h"
#include "view/map/timeline_layout.h"

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

	if (!timeline_get(target_timeline(target), 0, &newest) ||
	    !timeline_get(target_timeline(target), i, &row))
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
	struct cell cell = page_cell(counts);
	uint8_t role = cell.role;

	if (pages_touched(counts))
		new_counts.in[PAGE_WRITTEN] = fresh;
	else
		new_counts.in[PAGE_ZERO] = fresh;
	cell = page_cell(&new_counts);
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

	timeline_extent(target_timeline(model_target(env->model)), &scan);
	for (i = 0; i < scan.nr_cells && i < columns; i++) {
		counts = timeline_counts(&scan, row, i);
		fresh = row->compared ? row->cells[i].fresh : 0;
		if (timeline->new_only && !fresh)
			continue;
		cell = page_cell(&counts);
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

	if (!timeline_get(target_timeline(target), i + 1, &older))
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
	int cursor_x = GRID_LEFT + (int)timeline_cursor_cell(timeline, grid);
	struct timeline_row row;
	struct cell *at;
	char ago[FORMAT_MAX];

	if (!timeline_get(target_timeline(target), i, &row))
		return;
	label_of(target, env, i, ago, sizeof(ago));
	screen_text_right(screen, 0, y, GRID_LABEL_END, ROLE_TEXT, ago);
	draw_cells(timeline, env, &row, screen, y);
	draw_change(target, i, &row, screen,
		    GRID_LEFT + grid_columns(env->width), y);
	if (i != timeline->rows.at)
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
	const struct ruler ruler = {
		.columns = grid_columns(env->width),
		.cursor = (int)timeline_cursor_cell(timeline, grid),
		.left = "AGO", .right = "TOUCH",
	};

	grid_draw_ruler(&ruler, screen, y);
}

static void draw_rows(const struct timeline_view *timeline,
		      const struct view_env *env, const struct grid *grid,
		      struct screen *screen, int y)
{
	size_t nr = timeline_nr_rows(target_timeline(model_target(env->model)));
	size_t rows = timeline_rows(env);
	size_t i;

	for (i = 0; i < rows && timeline->rows.top + i < nr; i++)
		draw_row(timeline, env, grid, timeline->rows.top + i, screen,
			 y + (int)i);
	if (i < rows && timeline->cell_pages)
		screen_text(screen, GRID_LEFT, y + (int)i, TO_EDGE, ROLE_DIM,
			    "here the history of this range begins");
}

/* "> 5s  7f3a4c000000-7f3a4c100000  256 pages: written 256" */
static void draw_cursor(const struct timeline_view *timeline,
			const struct view_env *env, const struct grid *grid,
			struct screen *screen, int y)
{
	const struct target *target = model_target(env->model);
	uint64_t cell = timeline_cursor_cell(timeline, grid);
	uint64_t start = grid_cell_start(grid, cell);
	char ago[FORMAT_MAX], words[128], to[48] = " ", text[256];
	struct page_counts counts;
	struct timeline_row row;
	struct sample_scan scan;

	if (!timeline_extent(target_timeline(target), &scan) ||
	    !timeline_get(target_timeline(target), timeline->rows.at, &row))
		return;
	counts = timeline_counts(&scan, &row, (size_t)cell);
	label_of(target, env, timeline->rows.at, ago, sizeof(ago));
	if (env->width >= VIEW_NARROW)
		snprintf(to, sizeof(to), "-%" PRIx64 "  %" PRIu64 " page%s",
			 grid_cell_end(grid, cell), counts.total,
			 counts.total == 1 ? ":" : "s:");
	snprintf(text, sizeof(text), "> %s  %" PRIx64 "%s %s", ago, start, to,
		 legend_counts(&counts, words, sizeof(words)));
	screen_words(screen, 0, y, TO_EDGE, ROLE_TEXT, text);
}

/* Amounts of the newest row, or of the mapping where a row is a part of it. */
static struct legend legend_of(const struct timeline_view *timeline,
			       const struct view_env *env)
{
	const struct target *target = model_target(env->model);
	struct legend legend = legend_of_mapping(&timeline->kept.mapping,
						 target, env);
	struct timeline_row row;
	struct sample_scan scan;
	struct page_counts counts;
	size_t i;

	if (!timeline->cell_pages ||
	    !timeline_extent(target_timeline(target), &scan) ||
	    !timeline_get(target_timeline(target), 0, &row))
		return legend;
	memset(&legend.counts, 0, sizeof(legend.counts));
	for (i = 0; i < scan.nr_cells; i++) {
		counts = timeline_counts(&scan, &row, i);
		page_counts_sum(&legend.counts, &counts);
	}
	legend.known = true;
	legend_set_age(&legend, row.time_ns, env);
	legend.since_known = false;
	return legend;
}

static void draw_heads(const struct timeline_view *timeline,
		       const struct view_env *env,
		       const struct map_layout *layout, struct screen *screen)
{
	struct mapping shown = timeline->kept.mapping;
	struct timeline_range range = timeline_range(timeline, env);
	struct legend legend = legend_of(timeline, env);

	shown.start = range.start;
	shown.end = range.end;
	legend_draw_range(&legend, &shown, range.cell_pages, screen,
			  layout->range_y);
	legend_see(&legend, screen);
	if (layout->legend_y)
		legend_draw(&legend, screen, layout->legend_y);
}

void timeline_draw(const struct timeline_view *timeline,
		   const struct view_env *env, struct screen *screen)
{
	const struct target *target = model_target(env->model);
	const char *trouble = kept_mapping_trouble(&timeline->kept, target);
	struct map_layout layout = map_layout(env);
	struct grid grid;

	if (timeline_grid(timeline, env, &grid)) {
		draw_ruler(timeline, env, &grid, screen, layout.ruler_y);
		draw_rows(timeline, env, &grid, screen, layout.first_y);
		if (!trouble)
			draw_cursor(timeline, env, &grid, screen,
				    layout.cursor_y);
	} else if (!trouble) {
		screen_text(screen, GRID_LEFT, layout.first_y, TO_EDGE, ROLE_DIM,
			    "the history of this range begins now");
	}
	if (mapping_pages(&timeline->kept.mapping))
		draw_heads(timeline, env, &layout, screen);
	if (trouble)
		kept_mapping_draw_trouble(trouble, screen, layout.cursor_y);
}

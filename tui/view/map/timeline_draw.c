// SPDX-License-Identifier: GPL-2.0
/* The timeline as it is drawn. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "screen/page_cell.h"
#include "view/legend.h"
#include "view/map/even.h"
#include "view/map/map_layout.h"
#include "view/map/timeline_layout.h"

#define TENTH_NS (NSEC_PER_SEC / 10)
#define HUNDREDTH_NS (NSEC_PER_SEC / 100)

/* How long ago, in such parts; rows of the same screen are told alike. */
static void ago_text(uint64_t ago_ns, uint64_t part_ns, char *buf, size_t len)
{
	if (!ago_ns)
		snprintf(buf, len, "now");
	else if (part_ns < NSEC_PER_SEC && ago_ns < 60 * NSEC_PER_SEC)
		format_interval(buf, len,
				(ago_ns + part_ns / 2) / part_ns * part_ns);
	else
		format_age(buf, len, ago_ns + NSEC_PER_SEC / 2);
}

/* The time between row @i and the newest one. */
static uint64_t age_of(const struct timeline *history, size_t i)
{
	struct timeline_row newest, row;

	if (!timeline_get(history, 0, &newest) ||
	    !timeline_get(history, i, &row))
		return 0;
	return newest.time_ns - row.time_ns;
}

static uint64_t nr_parts(uint64_t ns, uint64_t part_ns)
{
	return (ns + part_ns / 2) / part_ns;
}

/* Do parts of @part_ns tell rows apart that are on the screen? */
static bool tell_apart(const struct timeline_view *timeline,
		       const struct view_env *env, uint64_t part_ns)
{
	const struct timeline *history = timeline_history(timeline, env);
	size_t nr = timeline_nr_rows(history);
	size_t i = timeline->rows.top, end = i + timeline_rows(env);

	for (; i + 1 < nr && i + 1 < end; i++)
		if (nr_parts(age_of(history, i), part_ns) ==
		    nr_parts(age_of(history, i + 1), part_ns))
			return false;
	return true;
}

/*
 * Smaller parts where larger ones don't: where samples come faster, and where
 * one came out of turn, as after a key.
 */
static uint64_t part_told(const struct timeline_view *timeline,
			  const struct view_env *env)
{
	if (!(env->delay_ns % NSEC_PER_SEC) &&
	    tell_apart(timeline, env, NSEC_PER_SEC))
		return NSEC_PER_SEC;
	return tell_apart(timeline, env, TENTH_NS) ? TENTH_NS : HUNDREDTH_NS;
}

static void label_of(const struct timeline_view *timeline,
		     const struct view_env *env, size_t i, char *buf, size_t len)
{
	const struct target *target = model_target(env->model);

	/* of what is gone the newest row isn't how it is now */
	if (!i && kept_mapping_trouble(&timeline->kept, target))
		snprintf(buf, len, "last");
	else
		ago_text(age_of(timeline_history(timeline, env), i),
			 part_told(timeline, env), buf, len);
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

/* The counts of a row that its glyphs tell, with no period that isn't there. */
static void row_tones(const struct timeline_view *timeline,
		      const struct sample_scan *scan,
		      const struct timeline_row *row, uint32_t *tones)
{
	struct page_counts counts;
	size_t i, nr = scan->nr_cells;

	for (i = 0; i < nr; i++) {
		counts = timeline_counts(scan, row, i);
		tones[i] = timeline->new_only ? row->cells[i].fresh :
						(uint32_t)pages_touched(&counts);
	}
	/* those at the ends may have fewer pages, or none */
	while (nr && timeline_counts(scan, row, nr - 1).total < scan->cell_pages)
		nr--;
	for (i = 0; i < nr; i++)
		if (timeline_counts(scan, row, i).total == scan->cell_pages)
			break;
	even_out(tones + i, nr - i, scan->cell_pages);
}

/* The cell as the rule has it, for as many touched as @tone says. */
static struct cell toned_cell(const struct page_counts *counts, uint32_t tone)
{
	struct page_counts even = {
		.total = counts->total, .in[PAGE_WRITTEN] = tone,
	};
	struct cell cell = page_cell(counts);

	if (pages_touched(counts))
		cell.glyph = page_cell(&even).glyph;
	return cell;
}

static void draw_cells(const struct timeline_view *timeline,
		       const struct view_env *env,
		       const struct timeline_row *row, struct screen *screen,
		       int y)
{
	struct grid_frame frame = grid_frame(env->width);
	uint32_t tones[GRID_COLUMNS_MAX];
	struct page_counts counts;
	struct sample_scan scan;
	struct cell cell;
	uint32_t fresh;
	size_t i;

	timeline_extent(timeline_history(timeline, env), &scan);
	row_tones(timeline, &scan, row, tones);
	for (i = 0; i < scan.nr_cells; i++) {
		counts = timeline_counts(&scan, row, i);
		fresh = row->compared ? row->cells[i].fresh : 0;
		if (!counts.total || (timeline->new_only && !fresh))
			continue;
		cell = timeline->new_only ? new_cell(&counts, tones[i]) :
					    toned_cell(&counts, tones[i]);
		cell.glow = fresh && !timeline->new_only;
		cell.letter = env->letters;
		screen_put_cell(screen, frame.left + (int)i, y, cell);
	}
}

/* Has nothing become new in row @i? false, too, where that isn't known. */
static bool is_idle(const struct timeline *history, size_t i)
{
	struct timeline_row row;
	struct sample_scan scan;
	size_t cell;

	if (!timeline_extent(history, &scan) ||
	    !timeline_get(history, i, &row) || !row.compared)
		return false;
	for (cell = 0; cell < scan.nr_cells; cell++)
		if (row.cells[cell].fresh)
			return false;
	return true;
}

/* In the first of blank rows: "nothing new for 12s", for as long as they are. */
static void draw_idle(const struct timeline_view *timeline,
		      const struct view_env *env, size_t i,
		      struct screen *screen, int y)
{
	const struct timeline *history = timeline_history(timeline, env);
	size_t end = i;
	char text[64], age[FORMAT_MAX];

	if (!is_idle(history, i) ||
	    (i != timeline->rows.top && is_idle(history, i - 1)))
		return;
	while (is_idle(history, end))
		end++;
	if (end == timeline_nr_rows(history))
		end--;
	format_age(age, sizeof(age), age_of(history, end) - age_of(history, i) +
					     NSEC_PER_SEC / 2);
	snprintf(text, sizeof(text), "nothing new for %s", age);
	screen_words(screen, grid_frame(env->width).left, y, TO_EDGE, ROLE_DIM,
		     text);
}

/* By how much it is more than the row below, that is the one before. */
static void draw_change(const struct timeline *history, size_t i,
			const struct timeline_row *row, struct screen *screen,
			int x, int y)
{
	struct timeline_row older;
	enum role role = ROLE_TEXT;
	char text[FORMAT_MAX];
	int64_t change;

	if (!timeline_get(history, i + 1, &older))
		return;
	change = (int64_t)(row->touched - older.touched);
	if (change)
		role = change > 0 ? ROLE_WRITTEN : ROLE_ZERO;
	grid_delta(change, text, sizeof(text));
	screen_text_right(screen, x, y, GRID_RIGHT, role, text);
}

/* Columns of cells, whole steps of the ruler: numbers stand right of them. */
static struct grid_frame frame_of(const struct grid *grid,
				  const struct view_env *env)
{
	struct grid_frame frame = grid_frame(env->width);
	int used = (grid->columns + GRID_MARK - 1) / GRID_MARK * GRID_MARK;

	if (used < frame.columns)
		frame.columns = used;
	return frame;
}

static void draw_row(const struct timeline_view *timeline,
		     const struct view_env *env, const struct grid *grid,
		     size_t i, struct screen *screen, int y)
{
	const struct timeline *history = timeline_history(timeline, env);
	struct grid_frame frame = frame_of(grid, env);
	struct timeline_row row;
	char ago[FORMAT_MAX];

	if (!timeline_get(history, i, &row))
		return;
	label_of(timeline, env, i, ago, sizeof(ago));
	screen_text_right(screen, 0, y, frame.left - 1, ROLE_TEXT, ago);
	draw_cells(timeline, env, &row, screen, y);
	grid_hit_cells(grid, 0, grid_nr_cells(grid), row.time_ns, screen,
		       frame.left, y);
	if (timeline->new_only)
		draw_idle(timeline, env, i, screen, y);
	if (frame.right)
		draw_change(history, i, &row, screen,
			    frame.left + frame.columns, y);
	if (i == timeline->rows.at)
		screen_mark_cursor(screen, frame.left +
			(int)timeline_cursor_cell(timeline, grid), y);
}

static void draw_ruler(const struct timeline_view *timeline,
		       const struct view_env *env, const struct grid *grid,
		       struct screen *screen, int y)
{
	const struct ruler ruler = {
		.frame = frame_of(grid, env),
		.cursor = (int)timeline_cursor_cell(timeline, grid),
		.left = "AGO", .right = "TOUCH",
	};

	grid_draw_ruler(&ruler, screen, y);
}

static void draw_rows(const struct timeline_view *timeline,
		      const struct view_env *env, const struct grid *grid,
		      struct screen *screen, int y)
{
	size_t nr = timeline_nr_rows(timeline_history(timeline, env));
	size_t rows = timeline_rows(env);
	const char *text = NULL;
	size_t i;

	for (i = 0; i < rows && timeline->rows.top + i < nr; i++)
		draw_row(timeline, env, grid, timeline->rows.top + i, screen,
			 y + (int)i);
	if (i < rows && timeline->cell_pages)
		text = "here the history of this range begins";
	else if (i < rows && timeline_history(timeline, env)->finer)
		text = "before that, cells were too large to be shown here";
	if (text)
		screen_text(screen, grid_frame(env->width).left, y + (int)i,
			    TO_EDGE, ROLE_DIM, text);
}

/* "written 256"; of what isn't known, why. */
static const char *what_was(const struct sample_scan *scan,
			    const struct timeline_row *row, size_t cell,
			    char *buf, size_t len)
{
	struct page_counts counts = timeline_counts(scan, row, cell);

	switch (timeline_past(scan, row, cell)) {
	case PAST_OUTSIDE:
		return "not part of it then";
	case PAST_DROPPED:
		return "not known any more: it had shrunk";
	default:
		return legend_counts(&counts, buf, len);
	}
}

/* "-7f3a4c100000  256 pages:"; no pages where there were none. */
static void cell_to(uint64_t end, uint64_t pages, char *buf, size_t len)
{
	int used = snprintf(buf, len, "-%" PRIx64 " ", end);

	if (pages)
		snprintf(buf + used, len - (size_t)used, " %" PRIu64 " page%s",
			 pages, pages == 1 ? ":" : "s:");
}

/* "> 5s  7f3a4c000000-7f3a4c100000  256 pages: written 256" */
static void draw_cursor(const struct timeline_view *timeline,
			const struct view_env *env, const struct grid *grid,
			struct screen *screen, int y)
{
	const struct timeline *history = timeline_history(timeline, env);
	uint64_t cell = timeline_cursor_cell(timeline, grid);
	uint64_t start = timeline_cell_start(timeline, env, grid, cell);
	char ago[FORMAT_MAX], words[128], to[48] = " ", text[256];
	struct page_counts counts;
	struct timeline_row row;
	struct sample_scan scan;

	if (!timeline_extent(history, &scan) ||
	    !timeline_get(history, timeline->rows.at, &row))
		return;
	counts = timeline_counts(&scan, &row, (size_t)cell);
	label_of(timeline, env, timeline->rows.at, ago, sizeof(ago));
	if (env->width >= VIEW_NARROW)
		cell_to(grid_cell_end(grid, cell), counts.total, to,
			sizeof(to));
	snprintf(text, sizeof(text), "> %s  %" PRIx64 "%s %s", ago, start, to,
		 what_was(&scan, &row, (size_t)cell, words, sizeof(words)));
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
	    !timeline_extent(timeline_history(timeline, env), &scan) ||
	    !timeline_get(timeline_history(timeline, env), 0, &row))
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
	bool readable = kept_mapping_readable(&timeline->kept, target);
	struct map_layout layout = map_layout(env);
	struct grid grid;

	if (timeline_grid(timeline, env, &grid)) {
		draw_ruler(timeline, env, &grid, screen, layout.ruler_y);
		draw_rows(timeline, env, &grid, screen, layout.first_y);
		if (readable)
			draw_cursor(timeline, env, &grid, screen,
				    layout.cursor_y);
	} else if (readable) {
		screen_text(screen, layout.frame.left, layout.first_y, TO_EDGE, ROLE_DIM,
			    trouble ? "nothing was recorded of this mapping" :
				      "the history of this range begins now");
	}
	if (mapping_pages(&timeline->kept.mapping))
		draw_heads(timeline, env, &layout, screen);
	if (!readable)
		kept_mapping_draw_trouble(trouble, env, screen, layout.cursor_y);
}

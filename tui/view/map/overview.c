// SPDX-License-Identifier: GPL-2.0
/* All of what a map is about, in one row. */
#include <string.h>

#include "screen/page_cell.h"
#include "view/map/overview.h"

/* Where the next span goes: the cell, and pages of small ones already in it. */
struct pen {
	int column;
	uint64_t filled;
};

static uint64_t pages_of(const struct stack_span *span)
{
	return (span->end - span->start) / PAGE_BYTES;
}

static int cells_of(uint64_t pages, uint64_t cell_pages)
{
	return (int)(pages / cell_pages + (pages % cell_pages != 0));
}

/* The cell where @span begins; the pen goes behind it. */
static int place_span(struct pen *pen, const struct stack_span *span,
		      uint64_t cell_pages)
{
	uint64_t pages = pages_of(span);
	int column;

	if (pen->filled && pen->filled + pages > cell_pages) {
		pen->column++;
		pen->filled = 0;
	}
	column = pen->column;
	if (pages > cell_pages)
		pen->column += cells_of(pages, cell_pages);
	else
		pen->filled += pages;
	return column;
}

static uint64_t columns_needed(const struct stack *stack, uint64_t cell_pages,
			       uint64_t most)
{
	struct pen pen = { 0 };
	size_t i;

	for (i = 0; i < stack->nr && (uint64_t)pen.column <= most; i++)
		place_span(&pen, &stack->spans[i], cell_pages);
	return (uint64_t)pen.column + (pen.filled != 0);
}

uint64_t overview_fit(const struct stack *stack, int columns)
{
	uint64_t room = (uint64_t)columns, pages = 0, cell_pages;
	size_t i;

	for (i = 0; i < stack->nr; i++)
		pages += pages_of(&stack->spans[i]);
	cell_pages = grid_fit(pages, columns, 1);
	while (columns_needed(stack, cell_pages, room) > room)
		cell_pages *= 2;
	return cell_pages;
}

int overview_column(const struct overview *overview, uint64_t address)
{
	const struct stack *stack = overview->stack;
	size_t last = stack_span_near(stack, address);
	struct pen pen = { 0 };
	int column = 0;
	size_t i;

	for (i = 0; i <= last; i++)
		column = place_span(&pen, &stack->spans[i],
				    overview->cell_pages);
	return column + (int)((address - stack->spans[last].start) /
			      PAGE_BYTES / overview->cell_pages);
}

bool overview_is_long(const struct overview *overview, size_t i)
{
	return pages_of(&overview->stack->spans[i]) > overview->cell_pages;
}

/* A row while it is drawn, and the cell that small ones are summed up in. */
struct drawing {
	const struct overview *overview;
	const struct view_env *env;
	const struct target *target;
	struct screen *screen;
	int y;
	int column;
	struct page_counts sum;
	bool unknown;
};

static void put(const struct drawing *draw, int column,
		const struct page_counts *counts)
{
	struct cell cell = page_cell(counts);

	cell.letter = draw->env->letters;
	screen_put_cell(draw->screen,
			draw->overview->stack->frame.left + column, draw->y,
			cell);
}

/* Small ones that were summed up are all of their cell. */
static void end_sum(struct drawing *draw)
{
	if (draw->sum.total && !draw->unknown)
		put(draw, draw->column, &draw->sum);
	memset(&draw->sum, 0, sizeof(draw->sum));
	draw->unknown = false;
}

/* From the scan of a whole mapping, whose cells are as large or smaller. */
static bool sum_whole(const struct target *target, const struct grid *grid,
		      uint64_t cell, struct page_counts *sum)
{
	const struct scan_cell *cells;
	const struct sample_scan *scan;
	uint64_t i, step;

	scan = target_whole(target, grid->start, grid->end, &cells);
	if (!scan || grid->cell_pages % scan->cell_pages)
		return false;
	step = grid->cell_pages / scan->cell_pages;
	memset(sum, 0, sizeof(*sum));
	for (i = cell * step; i < (cell + 1) * step && i < scan->nr_cells; i++)
		page_counts_sum(sum, &cells[i].now);
	return true;
}

/* The cells of a long one, or the one that small ones from @i on are in. */
static void hit_cells(const struct drawing *draw, size_t i, int column)
{
	struct grid grid = stack_grid(draw->overview->stack, i);

	grid.cell_pages = draw->overview->cell_pages;
	grid_hit_cells(&grid, 0, grid_nr_cells(&grid), 0, draw->screen,
		       draw->overview->stack->frame.left + column, draw->y);
}

static void draw_long(struct drawing *draw, size_t i, int column)
{
	struct grid grid = stack_grid(draw->overview->stack, i);
	struct page_counts sum;
	struct scan_cell known;
	uint64_t cell;

	grid.cell_pages = draw->overview->cell_pages;
	for (cell = 0; cell < grid_nr_cells(&grid); cell++) {
		/* what is on screen is newer */
		if (grid_cell(&grid, draw->target, cell, &known))
			put(draw, column + (int)cell, &known.now);
		else if (sum_whole(draw->target, &grid, cell, &sum))
			put(draw, column + (int)cell, &sum);
	}
	hit_cells(draw, i, column);
}

static const struct mapping *mapping_of(const struct drawing *draw, size_t i)
{
	uint64_t start = draw->overview->stack->spans[i].start;

	if (i < draw->target->nr_mappings &&
	    draw->target->mappings[i].start == start)
		return &draw->target->mappings[i];
	return target_find(draw->target, start);
}

/* Of a small one on screen its cells are newer than what was counted. */
static bool sum_cells(const struct drawing *draw, size_t i,
		      struct page_counts *sum)
{
	struct grid grid = stack_grid(draw->overview->stack, i);
	struct scan_cell known;
	uint64_t cell;

	memset(sum, 0, sizeof(*sum));
	for (cell = 0; cell < grid_nr_cells(&grid); cell++) {
		if (!grid_cell(&grid, draw->target, cell, &known))
			return false;
		page_counts_sum(sum, &known.now);
	}
	return true;
}

static void add_small(struct drawing *draw, size_t i, int column,
		      bool on_screen)
{
	const struct mapping *mapping = mapping_of(draw, i);
	struct page_counts counts;

	if (column != draw->column) {
		end_sum(draw);
		hit_cells(draw, i, column);
	}
	draw->column = column;
	if (on_screen && sum_cells(draw, i, &counts))
		page_counts_sum(&draw->sum, &counts);
	else if (mapping && mapping->counted)
		page_counts_sum(&draw->sum, &mapping->counts);
	else
		draw->unknown = true;
}

void overview_draw(const struct overview *overview,
		   const struct view_env *env, uint64_t first, uint64_t end,
		   struct screen *screen, int y)
{
	struct drawing draw = {
		.overview = overview, .env = env,
		.target = model_target(env->model), .screen = screen, .y = y,
		.column = -1,
	};
	const struct stack *stack = overview->stack;
	struct pen pen = { 0 };
	size_t i;

	for (i = 0; i < stack->nr; i++) {
		uint64_t row = stack->spans[i].first_row;
		int column = place_span(&pen, &stack->spans[i],
					overview->cell_pages);

		if (!overview_is_long(overview, i)) {
			add_small(&draw, i, column, row >= first && row < end);
			continue;
		}
		end_sum(&draw);
		draw_long(&draw, i, column);
	}
	end_sum(&draw);
}

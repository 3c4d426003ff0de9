// SPDX-License-Identifier: GPL-2.0
/* Rows of cells that stand for pages: where each is, and what it holds. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "common/format.h"
#include "screen/page_cell.h"
#include "view/grid.h"

/* Columns of a label, behind the mark of the cursor's row. */
#define LABEL_WIDTH (GRID_LABEL_END - 1)

/* How far smaller cells are looked for to fill one. */
#define FINER_STEPS 6

#define K 1024ULL
#define M (1024 * K)
#define G (1024 * M)
#define T (1024 * G)

static uint64_t cell_bytes(const struct grid *grid)
{
	return grid->cell_pages * PAGE_BYTES;
}

static uint64_t div_up(uint64_t a, uint64_t b)
{
	return a / b + (a % b != 0);
}

static uint64_t row_bytes(const struct grid *grid)
{
	return cell_bytes(grid) * (uint64_t)grid->columns;
}

int grid_columns(int width)
{
	int columns = (width - GRID_LEFT - GRID_RIGHT) / GRID_MARK * GRID_MARK;

	if (columns < GRID_MARK)
		return GRID_MARK;
	return columns < GRID_COLUMNS_MAX ? columns : GRID_COLUMNS_MAX;
}

uint64_t grid_fit(uint64_t pages, int columns, int rows)
{
	uint64_t cells = (uint64_t)columns * (uint64_t)(rows > 1 ? rows : 1);
	uint64_t cell_pages = 1;

	while (div_up(pages, cell_pages) > cells)
		cell_pages *= 2;
	return cell_pages;
}

uint64_t grid_whole_cell(const struct mapping *mapping, int columns)
{
	uint64_t pages = mapping_pages(mapping);
	uint64_t cell = (pages + (uint64_t)columns - 1) / (uint64_t)columns;
	uint64_t power = 1;

	if (mapping->kind != KIND_HEAP && !mapping->resized)
		return cell;
	while (power < cell)
		power *= 2;
	return power;
}

uint64_t grid_nr_cells(const struct grid *grid)
{
	return div_up(grid->end - grid->start, cell_bytes(grid));
}

uint64_t grid_nr_rows(const struct grid *grid)
{
	return div_up(grid_nr_cells(grid), (uint64_t)grid->columns);
}

uint64_t grid_cell_start(const struct grid *grid, uint64_t cell)
{
	return grid->start + cell * cell_bytes(grid);
}

uint64_t grid_cell_end(const struct grid *grid, uint64_t cell)
{
	uint64_t start = grid_cell_start(grid, cell);

	return grid->end - start < cell_bytes(grid) ? grid->end :
						      start + cell_bytes(grid);
}

uint64_t grid_cell_at(const struct grid *grid, uint64_t address)
{
	return (address - grid->start) / cell_bytes(grid);
}

/* The sum of the cells of @pages pages from @start to @end, if all are known */
static bool sum_finer(const struct target *target, uint64_t start,
		      uint64_t end, uint64_t pages, struct scan_cell *sum)
{
	const struct scan_cell *cell;

	memset(sum, 0, sizeof(*sum));
	for (; start < end; start += pages * PAGE_BYTES) {
		cell = target_cell(target, start, pages);
		if (!cell)
			return false;
		page_counts_sum(&sum->now, &cell->now);
		sum->fresh += cell->fresh;
		sum->gone += cell->gone;
		sum->since_touched += cell->since_touched;
		sum->since_released += cell->since_released;
	}
	return true;
}

/* What holds for none or all of @total pages does so for @pages of them. */
static bool none_or_all(uint64_t count, uint64_t total, uint64_t pages,
			uint64_t *part)
{
	*part = count ? pages : 0;
	return !count || count == total;
}

/* @pages pages of @whole, whose pages are all alike; false: they are not. */
static bool part_of(const struct scan_cell *whole, uint64_t pages,
		    struct scan_cell *part)
{
	const struct page_counts *from = &whole->now;
	struct page_counts *to = &part->now;
	uint64_t total = from->total;
	uint64_t touched, released;
	int i;

	memset(part, 0, sizeof(*part));
	to->total = pages;
	for (i = 0; i < NR_PAGE_STATES; i++)
		if (!none_or_all(from->in[i], total, pages, &to->in[i]))
			return false;
	if (!none_or_all(whole->since_touched, total, pages, &touched) ||
	    !none_or_all(whole->since_released, total, pages, &released))
		return false;
	part->since_touched = (uint32_t)touched;
	part->since_released = (uint32_t)released;
	return true;
}

static bool part_of_coarser(const struct grid *grid,
			    const struct target *target, uint64_t start,
			    uint64_t end, struct scan_cell *part)
{
	uint64_t limit = (grid->end - grid->start) / PAGE_BYTES;
	const struct scan_cell *whole;
	uint64_t pages = grid->cell_pages;
	uint64_t offset = start - grid->start;

	while (pages < limit) {
		pages *= 2;
		whole = target_cell(target, start - offset % (pages * PAGE_BYTES),
				    pages);
		if (whole)
			return part_of(whole, (end - start) / PAGE_BYTES, part);
	}
	return false;
}

bool grid_cell(const struct grid *grid, const struct target *target,
	       uint64_t cell, struct scan_cell *known)
{
	uint64_t start = grid_cell_start(grid, cell);
	uint64_t end = grid_cell_end(grid, cell);
	const struct scan_cell *found;
	uint64_t pages = grid->cell_pages;
	int i;

	found = target_cell(target, start, pages);
	if (found) {
		*known = *found;
		return true;
	}
	for (i = 0; i < FINER_STEPS && pages % 2 == 0; i++) {
		pages /= 2;
		if (sum_finer(target, start, end, pages, known))
			return true;
	}
	return part_of_coarser(grid, target, start, end, known);
}

void grid_demand(const struct grid *grid, uint64_t first, uint64_t nr,
		 struct demand *demand)
{
	uint64_t rows = grid_nr_rows(grid);
	uint64_t start, end;

	if (first >= rows || !nr)
		return;
	start = grid->start + first * row_bytes(grid);
	end = first + nr < rows ? start + nr * row_bytes(grid) : grid->end;
	demand_scan(demand, SCAN_WINDOW, start, end, grid->cell_pages);
}

struct unit {
	uint64_t bytes;
	char letter;
};

/* The largest unit in which all row starts are whole. */
static struct unit label_unit(const struct grid *grid)
{
	static const struct unit units[] = {
		{ T, 'T' }, { G, 'G' }, { M, 'M' },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units); i++)
		if (row_bytes(grid) % units[i].bytes == 0)
			return units[i];
	return (struct unit){ K, 'K' };
}

/* Columns of the longest label without its sign. */
static int label_digits(const struct grid *grid, struct unit unit)
{
	uint64_t rows = grid_nr_rows(grid);
	uint64_t last = rows ? (rows - 1) * row_bytes(grid) : 0;

	return snprintf(NULL, 0, "%" PRIu64 "%c", last / unit.bytes,
			unit.letter);
}

void grid_label(const struct grid *grid, uint64_t row, char *buf, size_t len)
{
	uint64_t offset = row * row_bytes(grid);
	struct unit unit = label_unit(grid);
	int digits = label_digits(grid, unit);
	const char *sign = digits < LABEL_WIDTH ? "+" : "";

	if (digits > LABEL_WIDTH)
		snprintf(buf, len, "%0*" PRIx32, LABEL_WIDTH,
			 (uint32_t)(grid->start + offset));
	else if (!offset)
		snprintf(buf, len, "%s0", sign);
	else
		snprintf(buf, len, "%s%" PRIu64 "%c", sign,
			 offset / unit.bytes, unit.letter);
}

const char *grid_head(const struct grid *grid)
{
	return label_digits(grid, label_unit(grid)) > LABEL_WIDTH ? "ADDRESS" :
								    "OFFSET";
}

void grid_cell_size(uint64_t cell_pages, char *buf, size_t len)
{
	char size[FORMAT_MAX];

	format_size(size, sizeof(size), cell_pages * PAGE_BYTES);
	if (cell_pages == 1)
		snprintf(buf, len, "1 cell = 1 page");
	else if (cell_pages & (cell_pages - 1))
		snprintf(buf, len, "1 cell = %" PRIu64 " pages", cell_pages);
	else
		snprintf(buf, len, "1 cell = %s", size);
}

bool grid_shows_since(const struct target *target, const struct view_env *env)
{
	unsigned int mark = model_marked(env->model, NULL);

	return mark && (target->now.has & TARGET_HAS_SINCE) &&
	       target->now.mark == mark;
}

void grid_draw_ruler(const struct ruler *ruler, struct screen *screen, int y)
{
	int i;

	screen_text_right(screen, 0, y, GRID_LABEL_END, ROLE_HEAD,
			  ruler->left);
	for (i = 0; i < ruler->columns; i += GRID_MARK)
		screen_put(screen, GRID_LEFT + i, y, '|', ROLE_DIM);
	screen_put(screen, GRID_LEFT + ruler->cursor, y, 'v', ROLE_TEXT);
	screen_text_right(screen, GRID_LEFT + ruler->columns, y, GRID_RIGHT,
			  ROLE_HEAD, ruler->right);
}

/* A row while it is drawn: where, and what its cells hold together. */
struct row_draw {
	const struct grid *grid;
	const struct target *target;
	const struct view_env *env;
	struct screen *screen;
	int y;
	struct page_counts counts;
	int64_t since;			/* pages */
	bool known;			/* of all cells */
};

static void draw_cell(const struct row_draw *row,
		      const struct scan_cell *known, const struct glow *glow,
		      int x)
{
	struct cell cell = page_cell(&known->now);

	if (glow->released && !pages_touched(&known->now) &&
	    !pages_as(&known->now, PAGE_ZERO)) {
		cell.glyph = GLYPH_GONE;
		cell.role = ROLE_GONE;
	} else {
		cell.glow = glow->touched;
	}
	cell.letter = row->env->letters;
	screen_put_cell(row->screen, x, row->y, cell);
}

static void draw_cells(struct row_draw *row, uint64_t first, size_t nr)
{
	struct glow glows[GRID_COLUMNS_MAX];
	struct scan_cell known;
	size_t i;

	target_glows(row->target, row->env->now_ns,
		     grid_cell_start(row->grid, first), row->grid->cell_pages,
		     nr, glows);
	for (i = 0; i < nr; i++) {
		if (!grid_cell(row->grid, row->target, first + i, &known)) {
			row->known = false;
			continue;
		}
		page_counts_sum(&row->counts, &known.now);
		row->since += (int64_t)known.since_touched -
			      (int64_t)known.since_released;
		draw_cell(row, &known, &glows[i], GRID_LEFT + (int)i);
	}
}

void grid_delta(int64_t pages, char *buf, size_t len)
{
	char *dot;

	format_delta(buf, len, pages * (int64_t)PAGE_BYTES);
	dot = strchr(buf, '.');
	if (dot && strlen(buf) >= GRID_RIGHT)
		memmove(dot, dot + 2, strlen(dot + 2) + 1);
}

static void draw_sum(const struct row_draw *row)
{
	char text[FORMAT_MAX];

	if (!row->known)
		return;
	if (grid_shows_since(row->target, row->env))
		grid_delta(row->since, text, sizeof(text));
	else
		format_percent(text, sizeof(text), pages_touched(&row->counts),
			       row->counts.total);
	screen_text_right(row->screen, GRID_LEFT + row->grid->columns, row->y,
			  GRID_RIGHT, ROLE_TEXT, text);
}

static void draw_cursor(const struct row_draw *row, uint64_t cell)
{
	struct cell *at = screen_cell(row->screen, GRID_LEFT + (int)cell,
				      row->y);

	screen_put(row->screen, 0, row->y, '>', ROLE_TEXT);
	if (at)
		at->selected = true;
}

void grid_draw_row(const struct grid *grid, const struct target *target,
		   const struct view_env *env, uint64_t row, uint64_t cursor,
		   struct screen *screen, int y)
{
	struct row_draw draw = {
		.grid = grid, .target = target, .env = env, .screen = screen,
		.y = y, .known = true,
	};
	uint64_t columns = (uint64_t)grid->columns;
	uint64_t first = row * columns, nr = grid_nr_cells(grid);
	char label[FORMAT_MAX];

	if (first >= nr)
		return;
	nr = nr - first < columns ? nr - first : columns;
	grid_label(grid, row, label, sizeof(label));
	screen_text_right(screen, 1, y, LABEL_WIDTH, ROLE_TEXT, label);
	draw_cells(&draw, first, (size_t)nr);
	draw_sum(&draw);
	if (cursor != GRID_NO_CELL && cursor >= first && cursor - first < nr)
		draw_cursor(&draw, cursor - first);
}

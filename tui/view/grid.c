// SPDX-License-Identifier: GPL-2.0
/* Rows of cells that stand for pages: where each is, and what it holds. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "common/format.h"
#include "screen/page_cell.h"
#include "view/grid.h"

/* Left of the cells of narrow screens, and what the others need at least. */
#define NARROW_LEFT 8
#define WIDE_MIN (GRID_LEFT + 2 * GRID_MARK + GRID_RIGHT)

/* Columns of a label with all there is to an address but the topmost bits. */
#define ADDRESS_WIDTH 8
#define PAGE_DIGITS 3		/* of an address in hex, which are zeros */

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

/* The greatest round number of cells in @room columns. */
static int round_columns(int room)
{
	int columns = GRID_MARK;

	while (columns * 2 <= room && columns * 2 <= GRID_COLUMNS_MAX)
		columns *= 2;
	if (columns % (2 * GRID_MARK) == 0 && columns / 2 * 3 <= room &&
	    columns / 2 * 3 <= GRID_COLUMNS_MAX)
		columns = columns / 2 * 3;
	return columns;
}

int grid_columns(int width)
{
	return round_columns(width - GRID_LEFT - GRID_RIGHT);
}

struct grid_frame grid_frame(int width)
{
	if (width < WIDE_MIN)
		return (struct grid_frame){
			.left = NARROW_LEFT,
			.columns = round_columns(width - NARROW_LEFT),
		};
	return (struct grid_frame){
		.left = GRID_LEFT, .columns = grid_columns(width),
		.right = GRID_RIGHT,
	};
}

uint64_t grid_fit(uint64_t pages, int columns, int rows)
{
	return pages_fit(pages, (uint64_t)columns *
			 (uint64_t)(rows > 1 ? rows : 1));
}

void grid_demand_row(const struct target *target, const struct mapping *mapping,
		     int columns, struct demand *demand)
{
	struct sample_scan row = target_row(target, mapping, (size_t)columns);
	struct demand_scan *scan = demand_whole(demand, row.start, row.end,
						row.cell_pages);

	scan->lead = row.lead;
	scan->most_cells = row.most_cells;
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

/* Of what is in no window the scan of the whole mapping tells. */
static const struct scan_cell *cell_of(const struct target *target,
				       uint64_t start, uint64_t pages)
{
	const struct scan_cell *cell = target_cell(target, start, pages);

	return cell ? cell : target_whole_cell(target, start, pages);
}

/* The sum of the cells of @pages pages from @start to @end, if all are known */
static bool sum_finer(const struct target *target, uint64_t start,
		      uint64_t end, uint64_t pages, struct scan_cell *sum)
{
	const struct scan_cell *cell;

	memset(sum, 0, sizeof(*sum));
	for (; start < end; start += pages * PAGE_BYTES) {
		cell = cell_of(target, start, pages);
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
		whole = cell_of(target, start - offset % (pages * PAGE_BYTES),
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

	found = cell_of(target, start, pages);
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

/* The largest unit in which all row starts are whole, or whole and a half. */
static struct unit label_unit(const struct grid *grid)
{
	static const struct unit units[] = {
		{ T, 'T' }, { G, 'G' }, { M, 'M' },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units); i++)
		if (row_bytes(grid) % (units[i].bytes / 2) == 0)
			return units[i];
	return (struct unit){ K, 'K' };
}

/* "64M", "3.5M" */
static int offset_text(const struct grid *grid, uint64_t row, char *buf,
		       size_t len)
{
	uint64_t offset = row * row_bytes(grid);
	struct unit unit = label_unit(grid);

	if (!offset)
		return snprintf(buf, len, "0");
	if (row_bytes(grid) % unit.bytes == 0)
		return snprintf(buf, len, "%" PRIu64 "%c", offset / unit.bytes,
				unit.letter);
	return snprintf(buf, len, "%" PRIu64 ".%c%c", offset / unit.bytes,
			offset % unit.bytes ? '5' : '0', unit.letter);
}

/* Columns of the longest label without its sign. */
static int label_digits(const struct grid *grid)
{
	uint64_t rows = grid_nr_rows(grid);
	int last = offset_text(grid, rows ? rows - 1 : 0, NULL, 0);
	int before = rows > 1 ? offset_text(grid, rows - 2, NULL, 0) : 0;

	return last > before ? last : before;
}

void grid_label(const struct grid *grid, uint64_t row, int width, char *buf,
		size_t len)
{
	uint64_t at = grid->start + row * row_bytes(grid);
	int digits = label_digits(grid);
	char text[FORMAT_MAX];

	if (digits > width) {
		if (width < ADDRESS_WIDTH)
			at >>= 4 * PAGE_DIGITS;
		at &= (1ULL << 4 * width) - 1;
		snprintf(buf, len, "%0*" PRIx64, width, at);
		return;
	}
	offset_text(grid, row, text, sizeof(text));
	snprintf(buf, len, "%s%s", digits < width ? "+" : "", text);
}

const char *grid_head(const struct grid *grid, int width)
{
	if (label_digits(grid) <= width)
		return "OFFSET";
	return width < ADDRESS_WIDTH ? "PAGE" : "ADDRESS";
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

struct ruler grid_ruler(const struct grid *grid, const struct target *target,
			const struct view_env *env, int cursor)
{
	struct grid_frame frame = grid_frame(env->width);

	return (struct ruler){
		.frame = frame, .cursor = cursor,
		.left = grid_head(grid, frame.left - 2),
		.right = grid_shows_since(target, env) ? "SINCE" : "%",
	};
}

void grid_draw_ruler(const struct ruler *ruler, struct screen *screen, int y)
{
	const struct grid_frame *frame = &ruler->frame;
	int i;

	screen_text_right(screen, 0, y, frame->left - 1, ROLE_HEAD,
			  ruler->left);
	for (i = 0; i < frame->columns; i += GRID_MARK)
		screen_put(screen, frame->left + i, y, '|', ROLE_DIM);
	if (ruler->cursor >= 0)
		screen_put(screen, frame->left + ruler->cursor, y, 'v',
			   ROLE_TITLE);
	if (frame->right)
		screen_text_right(screen, frame->left + frame->columns, y,
				  frame->right, ROLE_HEAD, ruler->right);
}

static void draw_cell(const struct grid_row *row,
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

void grid_hit_cells(const struct grid *grid, uint64_t first, uint64_t nr,
		    uint64_t time_ns, struct screen *screen, int x, int y)
{
	const struct hit hit = {
		.kind = HIT_CELL,
		.cell = {
			.address = grid_cell_start(grid, first),
			.step = cell_bytes(grid), .time_ns = time_ns,
		},
	};

	screen_hit(screen, x, y, (int)nr, 1, &hit);
}

void grid_draw_cells(const struct grid *grid, uint64_t first, uint64_t nr,
		     struct grid_row *row, int x)
{
	struct glow glows[GRID_COLUMNS_MAX];
	struct scan_cell known;
	uint64_t i;

	target_glows(row->target, row->env->now_ns,
		     grid_cell_start(grid, first), grid->cell_pages,
		     (size_t)nr, glows);
	for (i = 0; i < nr; i++) {
		if (!grid_cell(grid, row->target, first + i, &known)) {
			row->unknown = true;
			continue;
		}
		page_counts_sum(&row->counts, &known.now);
		row->since += (int64_t)known.since_touched -
			      (int64_t)known.since_released;
		draw_cell(row, &known, &glows[i], x + (int)i);
	}
	grid_hit_cells(grid, first, nr, 0, row->screen, x, row->y);
}

/* From 1000 on of a unit it is one of the next: no more digits have room. */
static void shorten_delta(char *buf, size_t len)
{
	static const char units[] = "KMGTPE";
	const char *unit = strchr(units, buf[strlen(buf) - 1]);
	char *dot = strchr(buf, '.');

	if (dot)
		memmove(dot, dot + 2, strlen(dot + 2) + 1);
	else if (unit && unit[0] && unit[1])
		snprintf(buf, len, "%c1.0%c", buf[0], unit[1]);
}

void grid_delta(int64_t pages, char *buf, size_t len)
{
	format_delta(buf, len, pages * (int64_t)PAGE_BYTES);
	if (strlen(buf) >= GRID_RIGHT)
		shorten_delta(buf, len);
}

void grid_draw_sum(const struct grid_row *row)
{
	struct grid_frame frame = grid_frame(row->screen->width);
	char text[FORMAT_MAX];

	if (row->unknown || !frame.right)
		return;
	if (grid_shows_since(row->target, row->env))
		grid_delta(row->since, text, sizeof(text));
	else
		format_percent(text, sizeof(text), pages_touched(&row->counts),
			       row->counts.total);
	screen_text_right(row->screen, frame.left + frame.columns, row->y,
			  frame.right, strcmp(text, "0") ? ROLE_TEXT : ROLE_DIM,
			  text);
}

void grid_draw_row(const struct grid *grid, const struct target *target,
		   const struct view_env *env, uint64_t row, uint64_t cursor,
		   struct screen *screen, int y)
{
	struct grid_row draw = {
		.target = target, .env = env, .screen = screen, .y = y,
	};
	uint64_t columns = (uint64_t)grid->columns;
	uint64_t first = row * columns, nr = grid_nr_cells(grid);
	int left = grid_frame(screen->width).left, width = left - 2;
	bool is_here = cursor / columns == row;
	char label[FORMAT_MAX];

	if (first >= nr)
		return;
	nr = nr - first < columns ? nr - first : columns;
	grid_label(grid, row, width, label, sizeof(label));
	screen_text_right(screen, 1, y, width,
			  is_here ? ROLE_TITLE : ROLE_DIM, label);
	grid_draw_cells(grid, first, nr, &draw, left);
	grid_draw_sum(&draw);
	if (is_here)
		screen_mark_cursor(screen, left + (int)(cursor - first), y);
}

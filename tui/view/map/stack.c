// SPDX-License-Identifier: GPL-2.0
/* Mappings below each other as rows of one map. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "view/map/stack.h"

/* Those of at most that part of a row share rows. */
#define SHARING_PART 4

/* Columns between what is in a shared row, and between a name and its cells. */
#define SHARED_GAP 2
#define NAME_GAP 1

/* Columns of a name beyond those of a label. */
#define NAME_MORE 7

/* The number of a page has fewer bits, see x86/x86_64/mm.rst. */
#define CELL_BITS 51

struct grid stack_grid(const struct stack *stack, size_t i)
{
	return (struct grid){
		.start = stack->spans[i].start,
		.end = stack->spans[i].end,
		.cell_pages = stack->cell_pages,
		.columns = stack->frame.columns,
	};
}

const char *stack_name(const struct mapping *mapping)
{
	if (mapping->kind == KIND_TAMALLOC)
		return mapping_kind_name(KIND_TAMALLOC);
	return mapping_short_name(mapping);
}

static int label_width(const struct stack *stack)
{
	return stack->frame.left - 2;
}

static int name_room(const struct stack *stack, const char *name)
{
	int most = label_width(stack) + NAME_MORE;
	int width = text_width(name);

	return width < most ? width : most;
}

/* Not just in its last component: files of one name may be in two folders. */
static bool same_name(const struct mapping *a, const struct mapping *b)
{
	if (a->kind == KIND_TAMALLOC || b->kind == KIND_TAMALLOC)
		return a->kind == b->kind;
	return !strcmp(mapping_name(a), mapping_name(b));
}

void stack_set(struct stack *stack, const struct mapping *mappings, size_t nr,
	       struct grid_frame frame)
{
	size_t i;

	stack->spans = xgrow(stack->spans, nr, &stack->max, sizeof(*stack->spans));
	stack->nr = nr;
	stack->frame = frame;
	stack->nr_rows = 0;
	stack->cell_pages = 0;
	for (i = 0; i < nr; i++)
		stack->spans[i] = (struct stack_span){
			.start = mappings[i].start, .end = mappings[i].end,
			.same_name = i && same_name(&mappings[i - 1],
						    &mappings[i]),
			.name_room = name_room(stack,
					       stack_name(&mappings[i])),
		};
}

static uint64_t nr_cells(const struct stack_span *span, uint64_t cell_pages)
{
	uint64_t pages = (span->end - span->start) / PAGE_BYTES;

	/* most are small: for them there is nothing to divide */
	if (pages <= cell_pages)
		return 1;
	return pages / cell_pages + (pages % cell_pages != 0);
}

/* Where the next small mapping may go: behind @end in the last row. */
struct shared_row {
	bool open;
	int end;
};

/* Behind the one before it in a row that has begun; false: there is no room. */
static bool join_row(const struct stack *stack, struct stack_span *span,
		     int cells, struct shared_row *row)
{
	int column = row->end + NAME_GAP;

	if (!row->open)
		return false;
	if (!span->same_name)
		column = row->end + SHARED_GAP + span->name_room + NAME_GAP;
	if (column + cells > stack->frame.columns)
		return false;
	span->first_row = stack->nr_rows - 1;
	span->column = column;
	span->name_width = span->same_name ? 0 : span->name_room;
	return true;
}

/* Its name takes the place of a label; if that is too short, some cells'. */
static void begin_row(struct stack *stack, struct stack_span *span)
{
	int more = span->name_room - label_width(stack);

	span->first_row = stack->nr_rows++;
	span->column = span->shared && more > 0 ? more : 0;
	span->name_width = span->shared ? span->name_room :
					  label_width(stack);
}

static void place_span(struct stack *stack, struct stack_span *span,
		       struct shared_row *row)
{
	uint64_t columns = (uint64_t)stack->frame.columns;
	uint64_t cells = nr_cells(span, stack->cell_pages);

	span->shared = stack->nr > 1 && cells <= columns / SHARING_PART;
	if (!span->shared || !join_row(stack, span, (int)cells, row))
		begin_row(stack, span);
	if (!span->shared)
		stack->nr_rows += (cells - 1) / columns;
	row->open = span->shared;
	row->end = span->column + (span->shared ? (int)cells : 0);
}

void stack_lay_out(struct stack *stack, uint64_t cell_pages)
{
	struct shared_row row = { 0 };
	size_t i;

	stack->cell_pages = cell_pages;
	stack->nr_rows = 0;
	for (i = 0; i < stack->nr; i++)
		place_span(stack, &stack->spans[i], &row);
}

void stack_release(struct stack *stack)
{
	free(stack->spans);
	memset(stack, 0, sizeof(*stack));
}

void stack_fit(struct stack *stack, int rows)
{
	uint64_t room = (uint64_t)rows;
	int low = 0, high = CELL_BITS;

	stack_lay_out(stack, 1ULL << CELL_BITS);
	if (stack->nr_rows > room)
		room += stack->nr_rows;
	while (low < high) {
		int mid = low + (high - low) / 2;

		stack_lay_out(stack, 1ULL << mid);
		if (stack->nr_rows > room)
			low = mid + 1;
		else
			high = mid;
	}
	stack_lay_out(stack, 1ULL << low);
}

size_t stack_span_of_row(const struct stack *stack, uint64_t row)
{
	size_t low = 0, high = stack->nr;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (stack->spans[mid].first_row < row)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < stack->nr && stack->spans[low].first_row == row)
		return low;
	return low - 1;
}

size_t stack_span_near(const struct stack *stack, uint64_t address)
{
	size_t low = 0, high = stack->nr - 1;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (stack->spans[mid].end <= address)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

uint64_t stack_nearest(const struct stack *stack, uint64_t address)
{
	const struct stack_span *span =
		&stack->spans[stack_span_near(stack, address)];

	if (address < span->start)
		return span->start;
	return address < span->end ? address : span->end - PAGE_BYTES;
}

struct stack_place stack_place(const struct stack *stack, uint64_t address)
{
	size_t i = stack_span_near(stack, address);
	struct grid grid = stack_grid(stack, i);
	uint64_t cell = grid_cell_at(&grid, address);
	uint64_t columns = (uint64_t)stack->frame.columns;

	return (struct stack_place){
		.row = stack->spans[i].first_row + cell / columns,
		.column = stack->spans[i].column + (int)(cell % columns),
	};
}

/* Of those in the row that span @i begins: the last one up to @column. */
static size_t span_at(const struct stack *stack, size_t i, int column)
{
	const struct stack_span *spans = stack->spans;
	uint64_t row = spans[i].first_row;

	while (i + 1 < stack->nr && spans[i + 1].first_row == row &&
	       spans[i + 1].column <= column)
		i++;
	return i;
}

uint64_t stack_address(const struct stack *stack, struct stack_place place)
{
	uint64_t row = place.row < stack->nr_rows ? place.row :
						   stack->nr_rows - 1;
	size_t i = span_at(stack, stack_span_of_row(stack, row), place.column);
	int column = place.column - stack->spans[i].column;
	struct grid grid = stack_grid(stack, i);
	uint64_t cell = (row - stack->spans[i].first_row) *
			(uint64_t)stack->frame.columns +
			(uint64_t)(column > 0 ? column : 0);
	uint64_t nr = grid_nr_cells(&grid);

	return grid_cell_start(&grid, cell < nr ? cell : nr - 1);
}

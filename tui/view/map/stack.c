// SPDX-License-Identifier: GPL-2.0
/* Mappings below each other as rows of one map. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "view/map/stack.h"

/* The number of a page has fewer bits, see x86/x86_64/mm.rst. */
#define CELL_BITS 51

struct grid stack_grid(const struct stack *stack, size_t i)
{
	return (struct grid){
		.start = stack->spans[i].start,
		.end = stack->spans[i].end,
		.cell_pages = stack->cell_pages,
		.columns = stack->columns,
	};
}

/* Most mappings need one row: for them there is nothing to divide. */
static uint64_t rows_of(const struct mapping *mapping, uint64_t row_pages)
{
	uint64_t pages = mapping_pages(mapping);

	if (pages <= row_pages)
		return 1;
	return pages / row_pages + (pages % row_pages != 0);
}

void stack_set(struct stack *stack, const struct mapping *mappings, size_t nr,
	       uint64_t cell_pages, int columns)
{
	uint64_t row_pages = cell_pages * (uint64_t)columns;
	size_t i;

	stack->spans = xgrow(stack->spans, nr, &stack->max, sizeof(*stack->spans));
	stack->nr = nr;
	stack->nr_rows = 0;
	stack->cell_pages = cell_pages;
	stack->columns = columns;
	for (i = 0; i < nr; i++) {
		stack->spans[i] = (struct stack_span){
			.start = mappings[i].start, .end = mappings[i].end,
			.first_row = stack->nr_rows,
		};
		stack->nr_rows += rows_of(&mappings[i], row_pages);
	}
}

void stack_release(struct stack *stack)
{
	free(stack->spans);
	memset(stack, 0, sizeof(*stack));
}

static uint64_t rows_needed(const struct mapping *const *mappings, size_t nr,
			    uint64_t row_pages)
{
	uint64_t rows = 0;
	size_t i;

	for (i = 0; i < nr; i++)
		rows += rows_of(mappings[i], row_pages);
	return rows;
}

/* Those that need more than one row when a cell is a page. */
static const struct mapping **long_ones(const struct mapping *mappings,
					size_t nr, int columns, size_t *nr_long)
{
	const struct mapping **found = NULL;
	size_t max = 0;
	size_t i;

	*nr_long = 0;
	for (i = 0; i < nr; i++) {
		if (mapping_pages(&mappings[i]) <= (uint64_t)columns)
			continue;
		found = xgrow(found, *nr_long + 1, &max, sizeof(*found));
		found[(*nr_long)++] = &mappings[i];
	}
	return found;
}

uint64_t stack_fit(const struct mapping *mappings, size_t nr, int columns,
		   int rows)
{
	uint64_t room = (uint64_t)rows + (nr > (size_t)rows ? nr : 0);
	const struct mapping **found;
	int low = 0, high = CELL_BITS;
	size_t nr_long;

	found = long_ones(mappings, nr, columns, &nr_long);
	while (low < high) {
		int mid = low + (high - low) / 2;
		uint64_t row_pages = (uint64_t)columns << mid;

		if (rows_needed(found, nr_long, row_pages) + nr - nr_long > room)
			low = mid + 1;
		else
			high = mid;
	}
	free(found);
	return 1ULL << low;
}

size_t stack_span_of_row(const struct stack *stack, uint64_t row)
{
	size_t low = 0, high = stack->nr - 1;

	while (low < high) {
		size_t mid = low + (high - low + 1) / 2;

		if (stack->spans[mid].first_row <= row)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
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
	uint64_t columns = (uint64_t)stack->columns;

	return (struct stack_place){
		.row = stack->spans[i].first_row + cell / columns,
		.column = (int)(cell % columns),
	};
}

uint64_t stack_address(const struct stack *stack, struct stack_place place)
{
	uint64_t row = place.row < stack->nr_rows ? place.row :
						   stack->nr_rows - 1;
	size_t i = stack_span_of_row(stack, row);
	struct grid grid = stack_grid(stack, i);
	uint64_t cell = (row - stack->spans[i].first_row) *
			(uint64_t)stack->columns + (uint64_t)place.column;
	uint64_t nr = grid_nr_cells(&grid);

	return grid_cell_start(&grid, cell < nr ? cell : nr - 1);
}

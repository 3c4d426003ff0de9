/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_STACK_H
#define TUI_VIEW_MAP_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/target.h"
#include "view/grid.h"

/* Pages from @start to @end, and its first row in the stack. */
struct stack_span {
	uint64_t start, end;
	uint64_t first_row;
};

/*
 * Mappings below each other as rows of one map, all in cells of one size;
 * each begins on a row of its own. Looking something up takes time by the
 * logarithm of their number. A stack may be zeroed: it has no rows.
 */
struct stack {
	struct stack_span *spans;
	size_t nr, max;
	uint64_t nr_rows;
	uint64_t cell_pages;
	int columns;
};

/* A cell of the stack, by where it stands. */
struct stack_place {
	uint64_t row;
	int column;
};

/* Lay out @mappings (by rising address, none empty) anew. */
void stack_set(struct stack *stack, const struct mapping *mappings, size_t nr,
	       uint64_t cell_pages, int columns);

/* Free what @stack holds; it is empty then. */
void stack_release(struct stack *stack);

/*
 * The smallest power of two as a cell size with which @mappings fit in @rows
 * rows. Where there are more mappings than rows, what they need beyond one
 * row each fits.
 */
uint64_t stack_fit(const struct mapping *mappings, size_t nr, int columns,
		   int rows);

/* The rows of span @i alone. */
struct grid stack_grid(const struct stack *stack, size_t i);

/* The span that row @row is of; the stack has that row. */
size_t stack_span_of_row(const struct stack *stack, uint64_t row);

/* The span that holds @address, else the next one, else the last one. */
size_t stack_span_near(const struct stack *stack, uint64_t address);

/* @address, or the page nearest to it (see above) that is in the stack. */
uint64_t stack_nearest(const struct stack *stack, uint64_t address);

/* The cell that holds @address, which is in the stack. */
struct stack_place stack_place(const struct stack *stack, uint64_t address);

/*
 * Where the cell at @place begins, or the last one of that row. Rows behind
 * the last one count as the last one.
 */
uint64_t stack_address(const struct stack *stack, struct stack_place place);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_STACK_H
#define TUI_VIEW_MAP_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/target.h"
#include "view/grid.h"

/* Pages from @start to @end, and where they are. */
struct stack_span {
	uint64_t start, end;
	uint64_t first_row;
	int column;		/* of its first cell */
	int name_width;		/* columns of its name; 0: the one before it in
				 * its row has the same, and says it for both
				 */
	bool shared;		/* it is in its row with others, or may be */
	bool same_name;		/* as the one before */
	int name_room;		/* columns its name has, if it is said */
};

/*
 * Mappings below each other as rows of one map, all in cells of one size. Those
 * of many cells begin on rows of their own; small ones share rows, each with
 * its name before its cells. Looking something up takes time by the logarithm
 * of their number. A stack may be zeroed: it has no rows.
 */
struct stack {
	struct stack_span *spans;
	size_t nr, max;
	uint64_t nr_rows;
	uint64_t cell_pages;
	struct grid_frame frame;
};

/* A cell of the stack, or a place between cells, by where it stands. */
struct stack_place {
	uint64_t row;
	int column;
};

/*
 * Take over @mappings (by rising address, none empty) for rows of @frame; they
 * are to be laid out.
 */
void stack_set(struct stack *stack, const struct mapping *mappings, size_t nr,
	       struct grid_frame frame);

/* Lay them out in cells of @cell_pages. */
void stack_lay_out(struct stack *stack, uint64_t cell_pages);

/* What a mapping is called in a stack. */
const char *stack_name(const struct mapping *mapping);

/* Free what @stack holds; it is empty then. */
void stack_release(struct stack *stack);

/*
 * Lay out in cells of the smallest power of two with which all fits in @rows
 * rows. Where that can't be, what is needed beyond the fewest rows there can be
 * fits.
 */
void stack_fit(struct stack *stack, int rows);

/* The rows of span @i alone. */
struct grid stack_grid(const struct stack *stack, size_t i);

/* The first span that has cells in row @row; the stack has that row. */
size_t stack_span_of_row(const struct stack *stack, uint64_t row);

/* The span that holds @address, else the next one, else the last one. */
size_t stack_span_near(const struct stack *stack, uint64_t address);

/* @address, or the page nearest to it (see above) that is in the stack. */
uint64_t stack_nearest(const struct stack *stack, uint64_t address);

/* The cell that holds @address, which is in the stack. */
struct stack_place stack_place(const struct stack *stack, uint64_t address);

/*
 * Where the cell at @place begins, or the nearest one of that row. Rows behind
 * the last one count as the last one.
 */
uint64_t stack_address(const struct stack *stack, struct stack_place place);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_OVERVIEW_H
#define TUI_VIEW_MAP_OVERVIEW_H

#include "model/target.h"
#include "view/map/stack.h"
#include "view/view.h"

/*
 * The minimap: all of a stack in one row of cells. A cell is a part of one
 * mapping, or the sum of small ones, whole and next to each other: of each it
 * can be said what it stands for.
 */
struct overview {
	const struct stack *stack;
	uint64_t cell_pages;
};

/*
 * The smallest power of two as a cell size with which @stack is one row of
 * @columns at most.
 */
uint64_t overview_fit(const struct stack *stack, int columns);

/* The cell that the page at @address, which is in the stack, is in. */
int overview_column(const struct overview *overview, uint64_t address);

/* Is span @i more than a cell? Then its cells have to be scanned. */
bool overview_is_long(const struct overview *overview, size_t i);

/* Draw what is known of it, and of spans on rows @first to @end, into row @y. */
void overview_draw(const struct overview *overview,
		   const struct view_env *env, uint64_t first, uint64_t end,
		   struct screen *screen, int y);

#endif

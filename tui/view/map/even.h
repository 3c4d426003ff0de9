/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_EVEN_H
#define TUI_VIEW_MAP_EVEN_H

#include <stddef.h>
#include <stdint.h>

/*
 * Cells of a row beside each other: so many pages each, of which @counts are
 * touched. Where a pattern is finer than a cell, as with every hundredth page,
 * some cells hold one more of it than others, only since the pattern doesn't
 * divide the cell; drawn as they are, they beat in a period that isn't there.
 *
 * Of those cells @counts becomes the mean. They are told from cells that truly
 * differ, and from chance, by their sum up to each cell, which leaves a straight
 * line by less than chance would have it. That holds for periods up to a fourth
 * of a cell; a coarser one with broad teeth may be seen to beat still. No count
 * is or becomes 0 or @pages: what says "none" or "all" stays exact. The sum of
 * @counts may change.
 */
void even_out(uint32_t *counts, size_t nr, uint64_t pages);

#endif

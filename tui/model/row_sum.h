/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_ROW_SUM_H
#define TUI_MODEL_ROW_SUM_H

struct row;

/*
 * Several processes as one row: sizes and rates are added up. What they share
 * is in it as often as they map it, as in the totals of all. What is not known
 * of one of them is not known of the sum, but for rates, which who has just come
 * has not, and zero pages, which are counted by and by: of these the sum of what
 * is known is told, as one of which a part may be missing. How fast zero pages
 * come, and what is in blocks, is known where it is of all that have some.
 */

/* @sum becomes that of nobody: nothing, and all of it is known. */
void row_sum_none(struct row *sum);

/* @sum becomes a copy of @row, with no text of its own. */
void row_sum_begin(struct row *sum, const struct row *row);

/* Add @row to it. */
void row_sum_add(struct row *sum, const struct row *row);

#endif

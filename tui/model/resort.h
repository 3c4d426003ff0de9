/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_RESORT_H
#define TUI_MODEL_RESORT_H

#include <stdbool.h>
#include <stddef.h>

struct row;

/* As for qsort_r(3), of pointers to rows; two that are equal are one. */
typedef int resort_compare_fn(const void *a, const void *b, void *ctx);

/* Room for those out of place; all zero at first, released by resort_release(). */
struct resort {
	struct row **out;
	size_t max;
};

/*
 * Put @rows in order as qsort_r(3) does. It costs little where they nearly are,
 * as after most samples, and no more than that where they are not. false: they
 * were in order.
 */
bool resort_rows(struct resort *resort, struct row **rows, size_t nr,
		 resort_compare_fn *compare, void *ctx);
void resort_release(struct resort *resort);

#endif

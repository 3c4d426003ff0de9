// SPDX-License-Identifier: GPL-2.0
/* Puts rows in order that were so a sample ago: few have moved since. */
#include <stdlib.h>

#include "base/alloc.h"
#include "model/resort.h"

/* So many in a row are not all out of place: rather what stands before them is. */
#define IN_A_ROW 8

/*
 * Leave in @rows those that are in order already; the others come into @out.
 * Where two aren't, that one is out of place which isn't behind the one before
 * either. Returns how many are left.
 */
static size_t take_out(struct row **rows, size_t nr, struct row **out,
		       resort_compare_fn *compare, void *ctx)
{
	size_t i, kept = 0, nr_out = 0, in_a_row = 0;
	struct row *row;

	for (i = 0; i < nr; i++) {
		row = rows[i];
		if (kept && compare(&rows[kept - 1], &row, ctx) > 0) {
			if (kept > 1 && in_a_row < IN_A_ROW &&
			    compare(&rows[kept - 2], &row, ctx) > 0) {
				out[nr_out++] = row;
				in_a_row++;
				continue;
			}
			do {
				out[nr_out++] = rows[--kept];
			} while (kept &&
				 compare(&rows[kept - 1], &row, ctx) > 0);
		}
		rows[kept++] = row;
		in_a_row = 0;
	}
	return kept;
}

/* From the end on: there is room behind the @kept rows. */
static void merge(struct row **rows, size_t kept, struct row **out,
		  size_t nr_out, resort_compare_fn *compare, void *ctx)
{
	while (nr_out) {
		if (kept && compare(&rows[kept - 1], &out[nr_out - 1], ctx) > 0) {
			rows[kept + nr_out - 1] = rows[kept - 1];
			kept--;
		} else {
			rows[kept + nr_out - 1] = out[nr_out - 1];
			nr_out--;
		}
	}
}

bool resort_rows(struct resort *resort, struct row **rows, size_t nr,
		 resort_compare_fn *compare, void *ctx)
{
	size_t kept;

	resort->out = xgrow(resort->out, nr, &resort->max,
			    sizeof(*resort->out));
	kept = take_out(rows, nr, resort->out, compare, ctx);
	if (kept == nr)
		return false;
	qsort_r(resort->out, nr - kept, sizeof(*resort->out), compare, ctx);
	merge(rows, kept, resort->out, nr - kept, compare, ctx);
	return true;
}

void resort_release(struct resort *resort)
{
	free(resort->out);
}

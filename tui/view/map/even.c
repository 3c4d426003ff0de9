// SPDX-License-Identifier: GPL-2.0
/* Cells that differ only by where their borders cut an even pattern. */
#include <stdbool.h>

#include "view/map/even.h"

/* Of fewer cells it can't be told whether they differ by chance. */
#define EVEN_MIN 12
#define LONG_RUN 24

/* How far the sums of a run of cells are from a straight line. */
struct bend {
	int64_t low, high;		/* in pages, times the number of cells */
	size_t at;			/* behind which cell it is farthest */
	int64_t sum;
	int64_t spread;			/* between the least and the greatest */
};

static int64_t distance(int64_t a)
{
	return a < 0 ? -a : a;
}

static struct bend bend_of(const uint32_t *counts, size_t nr)
{
	struct bend bend = { .at = nr / 2 };
	int64_t least = counts[0], most = counts[0], farthest = 0, off = 0;
	size_t i;

	for (i = 0; i < nr; i++) {
		bend.sum += counts[i];
		least = counts[i] < least ? counts[i] : least;
		most = counts[i] > most ? counts[i] : most;
	}
	for (i = 0; i + 1 < nr; i++) {
		off += counts[i] * (int64_t)nr - bend.sum;
		bend.low = off < bend.low ? off : bend.low;
		bend.high = off > bend.high ? off : bend.high;
		if (distance(off) <= farthest)
			continue;
		farthest = distance(off);
		bend.at = i + 1;
	}
	bend.spread = most - least;
	return bend;
}

/*
 * Where each page is touched by chance, the sums wander off by the square root
 * of the number of cells times the deviation of one, and a bit: half of that is
 * too straight for it. So is it where cells of a long run differ by as much as
 * the sums are off, as they do where there are few teeth to a cell.
 */
static bool is_straight(const struct bend *bend, size_t nr, uint64_t pages)
{
	double mean = (double)bend->sum / (double)nr;
	double variance = mean * (1 - mean / (double)pages);
	double off = (double)(bend->high - bend->low) / (double)nr;

	return off * off <= (double)nr / 4 * variance ||
	       (nr >= LONG_RUN && off <= (double)bend->spread);
}

/* Cells none of which is empty or full: even ones, or runs that may be. */
static void even_run(uint32_t *counts, size_t nr, uint64_t pages)
{
	struct bend bend;
	size_t i;

	if (nr < EVEN_MIN)
		return;
	bend = bend_of(counts, nr);
	if (is_straight(&bend, nr, pages)) {
		for (i = 0; i < nr; i++)
			counts[i] = (uint32_t)(bend.sum / (int64_t)nr);
		return;
	}
	even_run(counts, bend.at, pages);
	even_run(counts + bend.at, nr - bend.at, pages);
}

void even_out(uint32_t *counts, size_t nr, uint64_t pages)
{
	size_t i, first = 0;

	for (i = 0; i <= nr; i++) {
		if (i < nr && counts[i] && counts[i] < pages)
			continue;
		even_run(counts + first, i - first, pages);
		first = i + 1;
	}
}

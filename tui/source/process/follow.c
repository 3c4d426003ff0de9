// SPDX-License-Identifier: GPL-2.0
/* A scan of a mapping that grows or shrinks: what it is of by now. */
#include "source/process/binning.h"
#include "source/process/follow.h"

/*
 * The cells of a scan that follows a mapping which grows: as many as were asked
 * for, or these, and less than twice as many.
 */
#define FOLLOWED_CELLS	128

uint64_t follow_cells(const struct demand_scan *scan)
{
	return binning_cells(scan->start - scan->lead * PAGE_BYTES, scan->end,
			     scan->cell_pages);
}

/* The cells of @now begin where those of @want do, or would farther on. */
static void keep_borders(struct demand_scan *now,
			 const struct demand_scan *want)
{
	uint64_t start = now->start / PAGE_BYTES;
	uint64_t border = want->start / PAGE_BYTES - want->lead;
	uint64_t cell = now->cell_pages;

	/* that border may lie before the first address, a huge number */
	if ((int64_t)(start - border) >= 0)
		now->lead = (start - border) % cell;
	else
		now->lead = (cell - (border - start) % cell) % cell;
}

/*
 * Cells of the size that was asked for may be too many by now: what it maps is
 * for the process to say, what memory that takes here is not. Doubled, a cell
 * still holds whole ones of those that were before.
 */
static void bound_cells(struct demand_scan *now, const struct demand_scan *want)
{
	uint64_t nr_asked = follow_cells(want);
	uint64_t most = now->most_cells;

	if (!most)
		most = 2 * (nr_asked > FOLLOWED_CELLS ? nr_asked :
							FOLLOWED_CELLS) - 1;
	keep_borders(now, want);
	while (follow_cells(now) > most) {
		now->cell_pages *= 2;
		keep_borders(now, want);
	}
}

/*
 * Is what was asked for @mapping, as it was in the last sample? Of a count just
 * one border may have moved, or it is of a part.
 */
static bool has_moved(const struct sample_mapping *mapping,
		      const struct demand_scan *want)
{
	if (mapping->start == want->start)
		return true;
	if (mapping->start >= want->end)
		return false;
	return want->most_cells || mapping->end == want->end;
}

struct demand_scan follow_scan(const struct demand_scan *want,
			       const struct sample_mapping *mappings,
			       size_t nr_mappings)
{
	size_t i = mapping_behind(mappings, nr_mappings, want->start);
	struct demand_scan now = *want;

	if (!want->follows_end || i == nr_mappings ||
	    !has_moved(&mappings[i], want))
		return now;
	now.start = mappings[i].start;
	now.end = mappings[i].end;
	if (follow_cells(want) == 1 && want->use == SCAN_COUNT)
		now.cell_pages = (now.end - now.start) / PAGE_BYTES;
	else
		bound_cells(&now, want);
	return now;
}

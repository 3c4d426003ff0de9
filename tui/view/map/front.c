// SPDX-License-Identifier: GPL-2.0
/* Where a mapping is touched anew: the front that a window follows. */
#include <stddef.h>

#include "view/map/front.h"

static uint64_t present(const struct scan_cell *cell)
{
	return pages_touched(&cell->now) + cell->now.in[PAGE_ZERO] +
	       cell->now.in[PAGE_HUGE_ZERO];
}

/* What comes there by now: pages, or where all were read, written ones. */
static uint64_t come(const struct scan_cell *cell)
{
	uint64_t touched = pages_touched(&cell->now);

	return touched && present(cell) >= cell->now.total ? touched :
							     present(cell);
}

/* Is it filled from its end? Then what is behind it is there, not before. */
static bool comes_down(const struct scan_cell *cells, size_t nr, size_t i)
{
	return i + 1 < nr && present(&cells[i + 1]) &&
	       (!i || !present(&cells[i - 1]));
}

/* The page of cell @i that came last, if they come one after another. */
static uint64_t newest(const struct sample_scan *scan,
		       const struct scan_cell *cells, size_t i)
{
	uint64_t start = scan->start + i * scan->cell_pages * PAGE_BYTES;
	uint64_t pages = come(&cells[i]), all = cells[i].now.total;

	if (pages > all)
		pages = all;
	if (!pages)
		return start;
	if (comes_down(cells, scan->nr_cells, i))
		return start + (all - pages) * PAGE_BYTES;
	return start + (pages - 1) * PAGE_BYTES;
}

static uint64_t distance(uint64_t address, uint64_t from, uint64_t to)
{
	return address < from ? from - address : address - to;
}

static bool is_full(const struct scan_cell *cell)
{
	return come(cell) >= cell->now.total;
}

/* A front that has filled a cell goes on in the next one, where there is one. */
static bool is_front(const struct scan_cell *cells, size_t nr, size_t i)
{
	if (!cells[i].fresh)
		return false;
	if (!is_full(&cells[i]))
		return true;
	return !(i + 1 < nr && cells[i + 1].fresh) &&
	       !(i && cells[i - 1].fresh && !is_full(&cells[i - 1]));
}

bool front_beyond(const struct target *target, const struct mapping *mapping,
		  uint64_t from, uint64_t to, uint64_t *front)
{
	const struct scan_cell *cells;
	const struct sample_scan *scan = target_whole(target, mapping->start,
						      mapping->end, &cells);
	uint64_t address;
	bool found = false;
	size_t i;

	for (i = 0; scan && scan->compared && i < scan->nr_cells; i++) {
		if (!is_front(cells, scan->nr_cells, i))
			continue;
		address = newest(scan, cells, i);
		if (address >= from && address < to)
			return false;
		if (found && distance(address, from, to) >
				     distance(*front, from, to))
			continue;
		*front = address;
		found = true;
	}
	return found;
}

// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "view/map/stack.h"

/* The number of a page has fewer bits, see x86/x86_64/mm.rst. */
#define CELL_BITS 51

struct grid band_grid(const struct band *band, size_t i)
{
	return (struct grid){
		.start = band->spans[i].start,
		.end = band->spans[i].end,
		.cell_pages = band->cell_pages,
		.columns = band->columns,
	};
}

/* Most mappings need one row: for them there is nothing to divide. */
static uint64_t rows_of(const struct mapping *mapping, uint64_t row_pages)
{
	uint64_t pages = mapping_pages(mapping);

	if (pages <= row_pages)
		return 1;
	return pages / row_pages + (pages % row_pages != 0);
}

void band_set(struct band *band, const struct mapping *mappings, size_t nr,
	      uint64_t cell_pages, int columns)
{
	uint64_t row_pages = cell_pages * (uint64_t)columns;
	size_t i;

	band->spans = xgrow(band->spans, nr, &band->max, sizeof(*band->spans));
	band->nr = nr;
	band->nr_rows = 0;
	band->cell_pages = cell_pages;
	band->columns = columns;
	for (i = 0; i < nr; i++) {
		band->spans[i] = (struct band_span){
			.start = mappings[i].start, .end = mappings[i].end,
			.first_row = band->nr_rows,
		};
		band->nr_rows += rows_of(&mappings[i], row_pages);
	}
}

void band_release(struct band *band)
{
	free(band->spans);
	memset(band, 0, sizeof(*band));
}

static uint64_t rows_needed(const struct mapping *const *mappings, size_t nr,
			    uint64_t row_pages)
{
	uint64_t rows = 0;
	size_t i;

	for (i = 0; i < nr; i++)
		rows += rows_of(mappings[i], row_pages);
	return rows;
}

/* Those that need more than one row when a cell is a page. */
static const struct mapping **long_ones(const struct mapping *mappings,
					size_t nr, int columns, size_t *nr_long)
{
	const struct mapping **found = NULL;
	size_t max = 0;
	size_t i;

	*nr_long = 0;
	for (i = 0; i < nr; i++) {
		if (mapping_pages(&mappings[i]) <= (uint64_t)columns)
			continue;
		found = xgrow(found, *nr_long + 1, &max, sizeof(*found));
		found[(*nr_long)++] = &mappings[i];
	}
	return found;
}

uint64_t band_fit(const struct mapping *mappings, size_t nr, int columns,
		  int rows)
{
	uint64_t room = (uint64_t)rows + (nr > (size_t)rows ? nr : 0);
	const struct mapping **found;
	int low = 0, high = CELL_BITS;
	size_t nr_long;

	found = long_ones(mappings, nr, columns, &nr_long);
	while (low < high) {
		int mid = low + (high - low) / 2;
		uint64_t row_pages = (uint64_t)columns << mid;

		if (rows_needed(found, nr_long, row_pages) + nr - nr_long > room)
			low = mid + 1;
		else
			high = mid;
	}
	free(found);
	return 1ULL << low;
}

size_t band_span_of_row(const struct band *band, uint64_t row)
{
	size_t low = 0, high = band->nr - 1;

	while (low < high) {
		size_t mid = low + (high - low + 1) / 2;

		if (band->spans[mid].first_row <= row)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

size_t band_span_near(const struct band *band, uint64_t address)
{
	size_t low = 0, high = band->nr - 1;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (band->spans[mid].end <= address)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

uint64_t band_nearest(const struct band *band, uint64_t address)
{
	const struct band_span *span =
		&band->spans[band_span_near(band, address)];

	if (address < span->start)
		return span->start;
	return address < span->end ? address : span->end - PAGE_BYTES;
}

struct band_place band_place(const struct band *band, uint64_t address)
{
	size_t i = band_span_near(band, address);
	struct grid grid = band_grid(band, i);
	uint64_t cell = grid_cell_at(&grid, address);
	uint64_t columns = (uint64_t)band->columns;

	return (struct band_place){
		.row = band->spans[i].first_row + cell / columns,
		.column = (int)(cell % columns),
	};
}

uint64_t band_address(const struct band *band, struct band_place place)
{
	uint64_t row = place.row < band->nr_rows ? place.row :
						   band->nr_rows - 1;
	size_t i = band_span_of_row(band, row);
	struct grid grid = band_grid(band, i);
	uint64_t cell = (row - band->spans[i].first_row) *
			(uint64_t)band->columns + (uint64_t)place.column;
	uint64_t nr = grid_nr_cells(&grid);

	return grid_cell_start(&grid, cell < nr ? cell : nr - 1);
}

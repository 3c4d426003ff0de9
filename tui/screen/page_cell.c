// SPDX-License-Identifier: GPL-2.0
#include "screen/page_cell.h"

static char32_t cell_glyph(uint64_t touched, uint64_t zero, uint64_t total)
{
	if (total && touched >= total)
		return GLYPH_FULL;
	if (touched && touched >= total - touched)
		return GLYPH_HALF;
	if (touched && touched >= (total + 7) / 8)
		return GLYPH_EIGHTH;
	if (touched)
		return GLYPH_FEW;
	if (total && zero >= total)
		return GLYPH_ALL_ZERO;
	return zero ? GLYPH_SOME_ZERO : GLYPH_NONE;
}

static enum role cell_role(const struct page_counts *counts)
{
	const struct {
		uint64_t count;
		enum role role;
	} states[] = {
		{ counts->written, ROLE_WRITTEN },
		{ counts->huge, ROLE_HUGE },
		{ counts->swapped, ROLE_SWAPPED },
		{ counts->file, ROLE_FILE },
		{ counts->zero, ROLE_ZERO },
	};
	uint64_t mapped = pages_touched(counts) + counts->zero;
	size_t i;

	if (!mapped)
		return ROLE_UNTOUCHED;
	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (states[i].count >= mapped - mapped / 4)
			return states[i].role;
	return ROLE_MIXED;
}

struct cell page_cell(const struct page_counts *counts)
{
	struct cell cell = { .role = (uint8_t)cell_role(counts) };

	cell.glyph = cell_glyph(pages_touched(counts), counts->zero,
				counts->total);
	return cell;
}

/* Where a run of pages that ends at *pos, growing by @count, meets a window. */
static uint64_t overlap(unsigned __int128 *pos, uint64_t count, uint64_t scale,
			unsigned __int128 from, unsigned __int128 to)
{
	unsigned __int128 start = *pos;
	unsigned __int128 end = start + (unsigned __int128)count * scale;

	*pos = end;
	if (start < from)
		start = from;
	if (end > to)
		end = to;
	return end > start ? (uint64_t)(end - start) : 0;
}

/*
 * Cell i of @width holds the pages [i, i + 1) * total / width; to stay exact
 * every page counts @width, so that a cell holds total.
 */
static struct page_counts bar_window(const struct page_counts *counts,
				     int width, int i)
{
	unsigned __int128 from = (unsigned __int128)counts->total *
				 (unsigned int)i;
	unsigned __int128 to = from + counts->total;
	unsigned __int128 pos = 0;
	uint64_t scale = (uint64_t)width;
	struct page_counts window = { .total = counts->total };

	window.written = overlap(&pos, counts->written, scale, from, to);
	window.huge = overlap(&pos, counts->huge, scale, from, to);
	window.swapped = overlap(&pos, counts->swapped, scale, from, to);
	window.file = overlap(&pos, counts->file, scale, from, to);
	window.zero = overlap(&pos, counts->zero, scale, from, to);
	return window;
}

void page_bar(struct screen *screen, int x, int y, int width,
	       const struct page_counts *counts)
{
	struct page_counts window;
	struct cell cell;
	int i;

	for (i = 0; i < width; i++) {
		window = bar_window(counts, width, i);
		cell = page_cell(&window);
		screen_put(screen, x + i, y, cell.glyph, cell.role);
	}
}

static char32_t spark_glyph(uint32_t value, uint32_t max)
{
	if (!value || !max)
		return GLYPH_NONE;
	return GLYPH_SPARK1 + (char32_t)(((uint64_t)value * 8 - 1) / max);
}

void sparkline(struct screen *screen, int x, int y, int width,
		     const uint32_t *values, int nr)
{
	uint32_t max = 0;
	uint32_t value;
	int i;

	if (nr > width) {
		values += nr - width;
		nr = width;
	}
	for (i = 0; i < nr; i++)
		if (values[i] > max)
			max = values[i];
	for (i = 0; i < width; i++) {
		value = i < width - nr ? 0 : values[i - (width - nr)];
		screen_put(screen, x + i, y, spark_glyph(value, max),
			   value ? ROLE_TEXT : ROLE_UNTOUCHED);
	}
}

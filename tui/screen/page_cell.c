// SPDX-License-Identifier: GPL-2.0
/* The cell rule: how many pages in which state make which glyph and role. */
#include <string.h>

#include "screen/page_cell.h"

static const enum glyph part_glyphs[NR_PAGE_PARTS] = {
	[PART_NONE] = GLYPH_NONE,
	[PART_FEW] = GLYPH_FEW,
	[PART_EIGHTH] = GLYPH_EIGHTH,
	[PART_HALF] = GLYPH_HALF,
	[PART_ALL] = GLYPH_FULL,
	[PART_SOME_ZERO] = GLYPH_SOME_ZERO,
	[PART_ALL_ZERO] = GLYPH_ALL_ZERO,
};

#define STATE_CELL(state, word, key, as, touched, there, role, glyph, letter) \
	[PAGE_##state] = { GLYPH_##glyph, ROLE_##role },

static const struct {
	enum glyph glyph;
	enum role role;
} state_cells[NR_PAGE_STATES] = { PAGE_STATES(STATE_CELL) };

struct cell page_state_cell(enum page_state state)
{
	return (struct cell){
		.glyph = state_cells[state].glyph,
		.role = (uint8_t)state_cells[state].role,
		.graph = true,
	};
}

/* The state that at least three in four of @mapped pages are counted as. */
static enum page_state main_state(const struct page_counts *counts,
				  uint64_t mapped)
{
	enum page_state state;

	for (state = PAGE_UNTOUCHED + 1; state < NR_PAGE_STATES; state++)
		if (pages_as(counts, state) >= mapped - mapped / 4)
			return state;
	return NR_PAGE_STATES;
}

/* Pages that are neither touched nor zero show as what most of them are. */
static struct cell other_cell(const struct page_counts *counts)
{
	enum page_state state;

	for (state = PAGE_UNTOUCHED + 1; state < NR_PAGE_STATES; state++)
		if (counts->in[state])
			return page_state_cell(state);
	return page_state_cell(PAGE_UNTOUCHED);
}

struct cell page_cell(const struct page_counts *counts)
{
	uint64_t touched = pages_touched(counts);
	uint64_t zero = pages_as(counts, PAGE_ZERO);
	enum page_state state;
	enum role role = ROLE_MIXED;

	if (!touched && !zero)
		return other_cell(counts);
	state = main_state(counts, touched + zero);
	if (state != NR_PAGE_STATES)
		role = state_cells[state].role;
	return (struct cell){
		.glyph = part_glyphs[pages_part(counts)],
		.role = (uint8_t)role,
		.graph = true,
	};
}

/*
 * The runs of a bar, one for each state that there is. Cell i of @width holds the
 * pages [i, i + 1) * total / width; to stay exact every page counts @width, so
 * that a cell holds total.
 */
struct bar {
	struct {
		enum page_state state;
		unsigned __int128 start, end;
	} runs[NR_PAGE_STATES];
	int nr;
	unsigned __int128 end;
};

static void add_runs(struct bar *bar, const struct page_counts *counts,
		     int width, bool touched)
{
	enum page_state state;

	for (state = 0; state < NR_PAGE_STATES; state++) {
		if (!counts->in[state] || page_states[state].touched != touched)
			continue;
		bar->runs[bar->nr].state = state;
		bar->runs[bar->nr].start = bar->end;
		bar->end += (unsigned __int128)counts->in[state] *
			    (unsigned int)width;
		bar->runs[bar->nr++].end = bar->end;
	}
}

static struct page_counts bar_window(const struct bar *bar, uint64_t total,
				     int i)
{
	unsigned __int128 from = (unsigned __int128)total * (unsigned int)i;
	unsigned __int128 to = from + total, start, end;
	struct page_counts window = { .total = total };
	int run;

	for (run = 0; run < bar->nr; run++) {
		start = bar->runs[run].start;
		end = bar->runs[run].end;
		start = start < from ? from : start;
		end = end > to ? to : end;
		if (end > start)
			window.in[bar->runs[run].state] =
				(uint64_t)(end - start);
	}
	return window;
}

void page_bar(struct screen *screen, int x, int y, int width,
	      const struct page_counts *counts)
{
	struct page_counts window, before;
	struct bar bar = { .nr = 0 };
	struct cell cell;
	int i;

	add_runs(&bar, counts, width, true);
	add_runs(&bar, counts, width, false);
	for (i = 0; i < width; i++) {
		window = bar_window(&bar, counts->total, i);
		/* most look as the one before */
		if (!i || memcmp(&window, &before, sizeof(window)))
			cell = page_cell(&window);
		screen_put_cell(screen, x + i, y, cell);
		before = window;
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
		screen_put_cell(screen, x + i, y, (struct cell){
			.glyph = spark_glyph(value, max),
			.role = value ? ROLE_TEXT : ROLE_UNTOUCHED,
			.graph = true,
		});
	}
}

// SPDX-License-Identifier: GPL-2.0
/* The states of pages as a table, and how many are in each. */
#include <stddef.h>

#include "data/page.h"

#define PAGE_STATE_INFO(state, word, key, as, touched, there, ...) \
	[PAGE_##state] = { word, key, PAGE_##as, touched, there },

const struct page_state_info page_states[NR_PAGE_STATES] = {
	PAGE_STATES(PAGE_STATE_INFO)
};

uint64_t pages_as(const struct page_counts *counts, enum page_state state)
{
	uint64_t sum = 0;
	int i;

	for (i = 0; i < NR_PAGE_STATES; i++)
		if (page_states[i].as == state)
			sum += counts->in[i];
	return sum;
}

uint64_t pages_touched(const struct page_counts *counts)
{
	uint64_t sum = 0;
	int i;

	for (i = 0; i < NR_PAGE_STATES; i++)
		if (page_states[i].touched)
			sum += counts->in[i];
	return sum;
}

enum page_part pages_part(const struct page_counts *counts)
{
	uint64_t touched = pages_touched(counts), total = counts->total;
	uint64_t zero = pages_as(counts, PAGE_ZERO);

	if (total && touched >= total)
		return PART_ALL;
	if (touched && touched >= total - touched)
		return PART_HALF;
	if (touched && touched >= (total + 7) / 8)
		return PART_EIGHTH;
	if (touched)
		return PART_FEW;
	if (total && zero >= total)
		return PART_ALL_ZERO;
	return zero ? PART_SOME_ZERO : PART_NONE;
}

uint64_t pages_fit(uint64_t pages, uint64_t cells)
{
	uint64_t cell_pages = 1;

	while (pages / cell_pages + (pages % cell_pages != 0) > cells)
		cell_pages *= 2;
	return cell_pages;
}

uint64_t pages_untouched(const struct page_counts *counts)
{
	uint64_t mapped = 0;
	int i;

	for (i = 0; i < NR_PAGE_STATES; i++)
		mapped += counts->in[i];
	return mapped < counts->total ? counts->total - mapped : 0;
}

bool pages_touched_known(const struct page_counts *counts)
{
	return !counts->in[PAGE_ABSENT];
}

bool page_state_known(const struct page_counts *counts, enum page_state state,
		      bool tells_zero)
{
	if (state == PAGE_WRITTEN)
		return !counts->in[PAGE_PRESENT];
	if (state == PAGE_SWAPPED || state == PAGE_UNTOUCHED)
		return !counts->in[PAGE_ABSENT];
	return tells_zero || (state != PAGE_ZERO && state != PAGE_HUGE);
}

void page_counts_away(struct page_counts *counts, uint64_t away, bool known)
{
	uint64_t room = pages_untouched(counts);

	if (!known)
		counts->in[PAGE_ABSENT] += room;
	else
		counts->in[PAGE_SWAPPED] += away < room ? away : room;
}

void page_counts_add(struct page_counts *counts, enum page_state state,
		     uint64_t nr)
{
	if (state != PAGE_UNTOUCHED)
		counts->in[state] += nr;
}

void page_counts_sum(struct page_counts *counts,
		     const struct page_counts *more)
{
	int i;

	counts->total += more->total;
	for (i = 0; i < NR_PAGE_STATES; i++)
		counts->in[i] += more->in[i];
}

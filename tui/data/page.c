// SPDX-License-Identifier: GPL-2.0
#include "data/page.h"

uint64_t pages_touched(const struct page_counts *counts)
{
	return counts->written + counts->huge + counts->swapped + counts->file;
}

uint64_t pages_untouched(const struct page_counts *counts)
{
	uint64_t mapped = pages_touched(counts) + counts->zero;

	return mapped < counts->total ? counts->total - mapped : 0;
}

void page_counts_add(struct page_counts *counts, enum page_state state,
		     uint64_t nr)
{
	switch (state) {
	case PAGE_HUGE_ZERO:
		counts->huge_zero += nr;
		counts->zero += nr;
		break;
	case PAGE_ZERO:
		counts->zero += nr;
		break;
	case PAGE_PRESENT:
		counts->unsure += nr;
		counts->written += nr;
		break;
	case PAGE_WRITTEN:
		counts->written += nr;
		break;
	case PAGE_HUGE:
		counts->huge += nr;
		break;
	case PAGE_SWAPPED:
		counts->swapped += nr;
		break;
	case PAGE_FILE:
		counts->file += nr;
		break;
	case PAGE_UNTOUCHED:
	case NR_PAGE_STATES:
		break;
	}
}

void page_counts_sum(struct page_counts *counts,
		     const struct page_counts *more)
{
	counts->total += more->total;
	counts->written += more->written;
	counts->huge += more->huge;
	counts->swapped += more->swapped;
	counts->file += more->file;
	counts->zero += more->zero;
	counts->huge_zero += more->huge_zero;
	counts->unsure += more->unsure;
}

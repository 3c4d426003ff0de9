/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_PAGE_H
#define TUI_DATA_PAGE_H

#include <stdint.h>

/* Bytes in a page: the only size on x86_64, see asm/page_types.h. */
#define PAGE_BYTES	4096ULL

/*
 * What a page is. Never derived from PAGE_IS_WRITTEN or soft-dirty, which say
 * nothing of the kind (Documentation/admin-guide/mm/pagemap.rst).
 */
enum page_state {
	PAGE_UNTOUCHED,		/* no page, nothing in swap */
	PAGE_ZERO,		/* only read: the shared page of zeros */
	PAGE_HUGE_ZERO,		/* likewise, the huge one */
	PAGE_WRITTEN,		/* private anonymous, with a frame of its own */
	PAGE_HUGE,		/* likewise, in a huge page */
	PAGE_SWAPPED,
	PAGE_FILE,		/* of the page cache, shared memory included */
	PAGE_PRESENT,		/* there, but zero can't be told from written */
	NR_PAGE_STATES
};

/*
 * How many of @total things are in which state; the rest is untouched. The
 * unit is the caller's (pages, bytes), the same in every member.
 */
struct page_counts {
	uint64_t total;
	uint64_t written;	/* without those in huge */
	uint64_t huge;
	uint64_t swapped;
	uint64_t file;
	uint64_t zero;		/* huge ones, too */
	uint64_t huge_zero;	/* of zero, those in the huge zero page */
	uint64_t unsure;	/* of written, those that may be zero or huge */
};

/* written + huge + swapped + file */
uint64_t pages_touched(const struct page_counts *counts);

/* total - touched - zero; 0 where counts of two moments contradict */
uint64_t pages_untouched(const struct page_counts *counts);

/* @nr things more are in @state; total is left as it is. */
void page_counts_add(struct page_counts *counts, enum page_state state,
		     uint64_t nr);

/* Add @more to @counts, member by member, total included. */
void page_counts_sum(struct page_counts *counts,
		     const struct page_counts *more);

/* Consecutive pages in one state. */
struct page_run {
	uint64_t start;		/* address */
	uint64_t pages;
	enum page_state state;
};

/* Takes one run; runs come by rising address. */
typedef void (*page_run_fn)(void *ctx, const struct page_run *run);

#endif

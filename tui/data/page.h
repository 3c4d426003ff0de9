/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_PAGE_H
#define TUI_DATA_PAGE_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes in a page: the only size on x86_64, see asm/page_types.h. */
#define PAGE_BYTES	4096ULL

/*
 * What a page may be, a row for each state.
 * Never derived from PAGE_IS_WRITTEN or soft-dirty, which say nothing of the
 * kind (Documentation/admin-guide/mm/pagemap.rst).
 *
 * word, key	on screen; in JSON, NULL: it can't be told there what it is
 * as		the state whose colour, glyph and amount it is part of
 * touched	it was really given memory
 * there	an access finds it, be it the shared page of zeros
 * role, glyph	of screen/screen.h: its colour, and a cell full of it; one that
 *		is neither touched nor zero shows by this glyph in each cell
 * letter	that tells it where colours don't; 0: its glyph does
 */
#define PAGE_STATES(X)							\
	/* no page, nothing in swap */					\
	X(UNTOUCHED, "untouched", "untouched", UNTOUCHED, false, false,	\
	  UNTOUCHED, NONE, 0)						\
	/* there, but zero and huge can't be told from written */	\
	X(PRESENT, "present", NULL, WRITTEN, true, true,		\
	  WRITTEN, FULL, 0)						\
	/* private anonymous, with a frame of its own */		\
	X(WRITTEN, "written", "written", WRITTEN, true, true,		\
	  WRITTEN, FULL, 0)						\
	/* the shared page of zeros: only read, or found to be zeros */	\
	X(ZERO, "zero", "zero", ZERO, false, true,			\
	  ZERO, ALL_ZERO, 0)						\
	/* likewise, the huge one */					\
	X(HUGE_ZERO, "huge zero", "huge_zero", ZERO, false, true,	\
	  ZERO, ALL_ZERO, 0)						\
	/* as written, in a huge page */				\
	X(HUGE, "huge", "huge", HUGE, true, true,			\
	  HUGE, FULL, 'h')						\
	/* of the page cache, shared memory included */			\
	X(FILE, "file", "file", FILE, true, true,			\
	  FILE, FULL, 'f')						\
	/* moved out to swap, not what else has no page: markers, guards */ \
	X(SWAPPED, "swapped", "swapped", SWAPPED, true, false,		\
	  SWAPPED, FULL, 's')						\
	/* no page, but an entry: swap can't be told from a marker */	\
	X(ABSENT, "swapped?", NULL, SWAPPED, true, false,			\
	  SWAPPED, FULL, 's')

#define PAGE_STATE_ENUM(state, ...) PAGE_##state,
enum page_state { PAGE_STATES(PAGE_STATE_ENUM) NR_PAGE_STATES };
#undef PAGE_STATE_ENUM

/* A row of the table, without what only a screen knows. */
struct page_state_info {
	const char *word, *key;
	enum page_state as;
	bool touched, there;
};

extern const struct page_state_info page_states[NR_PAGE_STATES];

/*
 * How many of @total things are in which state; the rest is untouched, and not
 * counted in @in. The unit is the caller's (pages, bytes), everywhere the same.
 */
struct page_counts {
	uint64_t total;
	uint64_t in[NR_PAGE_STATES];
};

/* Those in @state, and in the states that are part of its amount. */
uint64_t pages_as(const struct page_counts *counts, enum page_state state);

/* How much of @counts is touched; of what is not, how much is zero. */
enum page_part {
	PART_NONE,		/* neither */
	PART_FEW,		/* touched, less than an eighth */
	PART_EIGHTH,
	PART_HALF,
	PART_ALL,		/* touched, every page */
	PART_SOME_ZERO,
	PART_ALL_ZERO,		/* every page */
	NR_PAGE_PARTS
};

enum page_part pages_part(const struct page_counts *counts);

/* The smallest power of two, so that @pages fit in @cells cells of as many. */
uint64_t pages_fit(uint64_t pages, uint64_t cells);

/* Those that were really given memory. */
uint64_t pages_touched(const struct page_counts *counts);

/* total less all of @in; 0 where counts of two moments contradict */
uint64_t pages_untouched(const struct page_counts *counts);

/* What is touched is known: what is absent may be touched or not. */
bool pages_touched_known(const struct page_counts *counts);

/*
 * Is it known how many are in @state? @tells_zero: the kernel tells zero and
 * huge pages from written ones.
 */
bool page_state_known(const struct page_counts *counts, enum page_state state,
		      bool tells_zero);

/*
 * Of what is untouched, @away is in swap: shared memory, of which page tables
 * tell nothing. !@known: it can't be told from what is untouched.
 */
void page_counts_away(struct page_counts *counts, uint64_t away, bool known);

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

/* The address behind its last page. */
static inline uint64_t page_run_end(const struct page_run *run)
{
	return run->start + run->pages * PAGE_BYTES;
}

/* Takes one run; runs come by rising address. */
typedef void (*page_run_fn)(void *ctx, const struct page_run *run);

#endif

// SPDX-License-Identifier: GPL-2.0
/* The facts that the list knows of a process, for a sentence. */
#include "model/row_facts.h"

static enum sentence_state state_of(const struct row *row)
{
	if (row->now.flags & PROC_KTHREAD)
		return SENTENCE_KTHREAD;
	/* a first thread that has ended may leave others, with the memory */
	if ((row->now.flags & PROC_ZOMBIE) && !row->now.reserved)
		return SENTENCE_ENDED;
	if (row->zeros.state == PAGES_DENIED || row->pages.state == PAGES_DENIED)
		return SENTENCE_DENIED;
	return SENTENCE_ALIVE;
}

static uint32_t known_of(const struct row *row)
{
	uint32_t known = 0;

	known |= row->now.known & KNOWN_MM ? FACT_PROMISED : 0;
	known |= row_touched_known(row) ? FACT_TOUCHED : 0;
	known |= row->now.known & KNOWN_SWAP ? FACT_SWAPPED : 0;
	known |= row->rates.known ? FACT_TOUCH_RATE : 0;
	if (row->zeros.state != PAGES_COUNTED || row->zeros_partly)
		return known;
	known |= FACT_ZERO;
	return known | (row_zero_rate_known(row) ? FACT_ZERO_RATE : 0);
}

/* Of its blocks; counted while it went on, it may seem to be less than none. */
static void add_blocks(struct sentence_facts *facts, const struct row *row)
{
	const struct sample_pages *pages = &row->pages;
	uint64_t there = pages->written + pages->zero + pages->swapped;

	if (pages->state != PAGES_COUNTED || there >= row->now.ta_reserved)
		return;
	facts->known |= FACT_LARGEST;
	facts->largest = row->now.ta_reserved - there;
	facts->largest_name = "tamalloc";
}

struct sentence_facts row_facts(const struct row *row)
{
	struct sentence_facts facts = {
		.known = known_of(row), .state = state_of(row),
		.promised = row->now.reserved, .touched = row_touched(row),
		.zero = row->zeros.zero, .swapped = row->now.swapped,
		.touch_rate = row->rates.touched,
		.zero_rate = row->zero_rate,
	};
	uint64_t untouched;

	add_blocks(&facts, row);
	/* a smaller part may be that of no mapping, but of many together */
	untouched = facts.promised - facts.touched - facts.zero;
	if (facts.largest <= untouched / 2)
		facts.known &= ~(uint32_t)FACT_LARGEST;
	return facts;
}

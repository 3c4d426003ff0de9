// SPDX-License-Identifier: GPL-2.0
/* How many pages are due by now, so that rounding never adds up. */
#include "common/clock.h"
#include "pace.h"

void pace_start(struct pace *pace, uint64_t rate, uint64_t page_size,
		uint64_t now_ns)
{
	*pace = (struct pace){
		.rate = rate,
		.page_size = page_size,
		.burst = 1,
		.start_ns = now_ns,
		.last_ns = now_ns,
	};
}

void pace_burst(struct pace *pace, uint64_t pages)
{
	pace->burst = pages;
}

uint64_t pace_due(struct pace *pace, uint64_t now_ns)
{
	unsigned __int128 bytes, pages;

	if (now_ns - pace->last_ns > PACE_GAP_NS)
		pace->start_ns += now_ns - pace->last_ns;
	pace->last_ns = now_ns;
	bytes = (unsigned __int128)(now_ns - pace->start_ns) * pace->rate /
		NSEC_PER_SEC;
	pages = bytes / pace->page_size;
	pages -= pages % pace->burst;
	return pages > UINT64_MAX ? UINT64_MAX : (uint64_t)pages;
}

uint64_t pace_wait(const struct pace *pace, uint64_t done, uint64_t now_ns)
{
	unsigned __int128 next, due_ns;

	next = ((unsigned __int128)done / pace->burst + 1) * pace->burst;
	due_ns = next * pace->page_size * NSEC_PER_SEC;
	due_ns = (due_ns + pace->rate - 1) / pace->rate + pace->start_ns;
	if (due_ns < now_ns + PACE_TICK_NS)
		return PACE_TICK_NS;
	if (due_ns > now_ns + PACE_NAP_NS)
		return PACE_NAP_NS;
	return (uint64_t)due_ns - now_ns;
}

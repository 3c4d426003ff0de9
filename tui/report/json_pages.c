// SPDX-License-Identifier: GPL-2.0
/* Pages as JSON has them: in bytes, by state, huge ones among the written. */
#include "report/json_pages.h"

static uint64_t pages_told(const struct page_counts *counts,
			   enum page_state state)
{
	uint64_t pages = pages_as(counts, state);

	if (state == PAGE_UNTOUCHED)
		return pages_untouched(counts);
	return state == PAGE_WRITTEN ? pages + counts->in[PAGE_HUGE] : pages;
}

static bool state_known(const struct page_counts *counts,
			enum page_state state, bool huge_known)
{
	if (state == PAGE_HUGE)
		return huge_known;
	if (state == PAGE_ZERO)
		state = PAGE_WRITTEN;
	return page_state_known(counts, state, true);
}

void json_pages(struct json *json, const struct page_counts *counts,
		enum page_state state, bool huge_known)
{
	json_number_or_null(json, state_known(counts, state, huge_known),
			    pages_told(counts, state) * PAGE_BYTES);
}

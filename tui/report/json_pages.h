/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_REPORT_JSON_PAGES_H
#define TUI_REPORT_JSON_PAGES_H

#include "data/page.h"
#include "report/json.h"

/* Is @state told by itself? Others are part of what one of those is. */
static inline bool json_tells_state(enum page_state state)
{
	return state != PAGE_UNTOUCHED && page_states[state].as == state;
}

/*
 * Write the bytes of @counts in @state, or null where these are not known.
 * Other than on a screen, huge is a part of written here, not beside it.
 * @huge_known: that can be told.
 */
void json_pages(struct json *json, const struct page_counts *counts,
		enum page_state state, bool huge_known);

#endif

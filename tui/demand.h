/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DEMAND_H
#define TUI_DEMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "sample.h"

/*
 * What the views want to know next: plain data, on its way from the views to
 * the source. A view never calls a source, it only adds to the demand.
 */
struct demand {
	bool list;			/* the system and every process */
	struct sample_text *texts;	/* kind and whose; text is not used */
	size_t nr_texts, max_texts;

	/*
	 * Count the pages of these processes' tamalloc blocks, the first ones
	 * first, as far as the share of time allows that a source grants
	 * itself; @pages_ns is granted on top, once.
	 */
	struct proc_id *pages;
	size_t nr_pages, max_pages;
	uint64_t pages_ns;
};

/* Ask for one text. Dies when memory is out. */
void demand_text(struct demand *demand, enum text_kind kind,
		 struct proc_id id, uid_t uid);

/* Ask for the page counts of one process, after those asked for before. */
void demand_pages(struct demand *demand, struct proc_id id);

/* Copy @from over @to, which keeps its memory; @to may be zeroed. */
void demand_copy(struct demand *to, const struct demand *from);

/* Ask for nothing; keeps the memory. */
void demand_reset(struct demand *demand);

/* Free what @demand holds, not the struct itself. */
void demand_release(struct demand *demand);

#endif

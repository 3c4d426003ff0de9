/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_RUNS_H
#define TUI_SOURCE_PROCESS_RUNS_H

#include "data/demand.h"
#include "source/process/pagebook.h"
#include "source/process/pagescan.h"

/* Whose pages are looked at: arguments of pagescan_range(). */
struct runs_memory {
	struct pagescan *pagescan;
	int pagemap;
	const struct sample_mapping *mappings;
	size_t nr_mappings;
};

/*
 * Look at all pages, up to @known_end: nothing is known of what lies behind it;
 * nor of a mapping that would cost too much, but where scans of @demand are.
 * Unless that is PAGESCAN_DONE, @book stays as it was.
 */
enum pagescan_end runs_see_all(struct pagebook *book,
			       const struct runs_memory *memory,
			       const struct target_demand *demand,
			       uint64_t known_end);

/*
 * Likewise at those that scans of @demand are of, or only the windows among
 * them; what @book has of others stays.
 */
enum pagescan_end runs_see_scans(struct pagebook *book,
				 const struct runs_memory *memory,
				 const struct target_demand *demand,
				 bool windows_only);

/* Add all that is in @book, if anything is, as a look at target of @sample. */
void runs_tell(const struct pagebook *book, struct sample *sample);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_PAGESCAN_H
#define TUI_SOURCE_PROCESS_PAGESCAN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/page.h"
#include "data/sample.h"

/*
 * The states of a process's pages, from /proc/PID/pagemap: by PAGEMAP_SCAN,
 * whose cost grows with the pages that are there; on kernels before 6.7 by
 * reading an entry for each page that is reserved.
 */
struct pagescan;

/*
 * Says what the entries without a page are in the mapping at @address, where
 * pagemap hides from us what they hold: PAGE_SWAPPED, PAGE_UNTOUCHED (markers),
 * or PAGE_ABSENT, if it can't be told.
 */
typedef enum page_state (*absence_fn)(void *ctx, uint64_t address);

/*
 * Learns what the running kernel can do. @stop: when it becomes true, a scan
 * under way ends before its next slice. Dies when memory is out.
 */
struct pagescan *pagescan_new(const atomic_bool *stop);
void pagescan_free(struct pagescan *scan);

/* Ask @absence from now on; without one, what is hidden is PAGE_ABSENT. */
void pagescan_ask(struct pagescan *scan, absence_fn absence, void *ctx);

/*
 * Can zero pages be told from written ones? If not, pagescan_range() must be
 * given the mappings: an entry alone doesn't say what it is an entry of.
 */
bool pagescan_tells_zero(const struct pagescan *scan);

/*
 * Is the memory of @fd, an open /proc/PID/pagemap, still there? It stays with
 * the memory that it was opened for, and has no entries when there is none.
 */
bool pagescan_has_memory(int fd);

enum pagescan_end {
	PAGESCAN_DONE,
	PAGESCAN_STOPPED,
	PAGESCAN_FAILED,	/* errno; ESRCH: the memory is gone */
};

/*
 * Tell @take the pages from @start to @end that are not untouched, as runs:
 * neighbours never have the same state. @fd is an open /proc/PID/pagemap.
 * @mappings, by rising address, may be NULL where pagescan_tells_zero(); with
 * them, wide gaps cost nothing. The target's mmap lock is held for one slice
 * at a time.
 */
enum pagescan_end pagescan_range(struct pagescan *scan, int fd,
				 const struct sample_mapping *mappings,
				 size_t nr_mappings, uint64_t start,
				 uint64_t end, page_run_fn take, void *ctx);

/*
 * One slice of a count of zero pages, huge ones included, from *@pos on: adds
 * to *@pages, and moves *@pos. PAGESCAN_DONE: *@pos is @end; PAGESCAN_STOPPED:
 * there is more. Only where pagescan_tells_zero().
 */
enum pagescan_end pagescan_zeros(struct pagescan *scan, int fd, uint64_t *pos,
				 uint64_t end, uint64_t *pages);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_ABSENCE_H
#define TUI_SOURCE_PROCESS_ABSENCE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "data/page.h"
#include "source/process/procdir.h"

/*
 * What smaps knows of swap, and pagemap doesn't: which entries without a page
 * are swapped, where what they hold is hidden from us, and how much of shared
 * memory is out, whose entries are empty then. smaps looks at every page, so it
 * is read only where it is needed, and anew only after twenty times what it
 * took.
 */
struct absence;

/* About what @proc holds. @stop as for pagescan_new(). Dies for want of memory. */
struct absence *absence_new(struct procdir *proc, const atomic_bool *stop);
void absence_free(struct absence *absence);

/* The memory is another one. */
void absence_forget(struct absence *absence);

/* A look begins: what was read long ago no longer holds. */
void absence_begin(struct absence *absence);

/* An absence_fn of pagescan.h; @ctx is a struct absence. */
enum page_state absence_state(void *ctx, uint64_t address);

/*
 * Fill in what of the shared memory behind @mapping is away. It is unknown of a
 * process with more than 4 GiB resident: it would have to wait for us.
 */
void absence_away(struct absence *absence, struct sample_mapping *mapping);

#endif

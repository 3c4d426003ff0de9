/* SPDX-License-Identifier: GPL-2.0 */
/*
 * source/process/: looking into one process. What is wanted of it comes in
 * (struct target_demand), SECTION_TARGET of a sample goes out: its mappings,
 * cells of its pages, and what changed in them; or its pages as runs.
 *
 * inspect.c asks the others: procdir.c finds the files of its memory, maps.c
 * reads the mappings, blocks.c says which of them are tamalloc blocks, and
 * pagescan.c tells pages as runs. answer.c answers the scans: follow.c says
 * what of a mapping that grows is meant by now, and binning.c makes cells of
 * the runs. Pages that are recorded are looked at once, by runs.c, which keeps
 * what it saw in a book (pagebook.c); recall.c has the scans answered from
 * that, or from what a recording has of it. absence.c asks smaps what is in
 * swap, where page tables don't tell. To tell changes, history.c keeps what was
 * seen before, in snapshots (snapshot.c). kernel_abi.h has ioctls that are
 * younger than the system's headers.
 *
 * It includes data, base and source/procstat.h. Sources may include it, and of
 * it only this header.
 */
#ifndef TUI_SOURCE_PROCESS_INSPECT_H
#define TUI_SOURCE_PROCESS_INSPECT_H

#include <stdatomic.h>

#include "base/status.h"
#include "data/demand.h"
#include "data/sample.h"

/*
 * Serves every live source. All of it may sleep on the process. Between two
 * samples it remembers the scans made before, to tell what changed.
 */
struct inspector;

/*
 * @stop: when it becomes true, a sample under way ends soon, between two
 * slices of a scan; scans not finished are left out.
 */
struct inspector *inspector_new(const atomic_bool *stop);
void inspector_free(struct inspector *inspector);

/* Nobody looks into a process any more: close and free what was kept of it. */
void inspector_leave(struct inspector *inspector);

/*
 * Answer demand->target: fills SECTION_TARGET of @sample, and SECTION_RUNS if
 * it is to be told as a look.
 */
void inspect(struct inspector *inspector, const struct demand *demand,
	     struct sample *sample);

/*
 * As inspect() did, of what a recording knows; nothing is opened. @sample comes
 * from recording_next() or recording_target(). Where its target is who @demand
 * is for, and it has a look at the same memory, the scans demanded are added,
 * with what changed since those that @inspector answered before, and since the
 * mark. What the look doesn't know is left out. Where all is demanded and
 * @sample has no mappings, just the windows are answered: it was made between
 * two others, to which the rest is compared.
 *
 * Samples come in the order of their times: inspector_leave() first, to go
 * back. An inspector is for recordings, or for what is live.
 */
void inspect_recorded(struct inspector *inspector, const struct demand *demand,
		      struct sample *sample);

/*
 * The operation pages of a source, see source/source.h: @mapping is one that
 * inspect() told last, or a part of it.
 */
enum status inspect_pages(struct inspector *inspector,
			  const struct sample_mapping *mapping,
			  page_run_fn take, void *ctx);

#endif

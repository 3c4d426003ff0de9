/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_INSPECT_H
#define TUI_SOURCE_PROCESS_INSPECT_H

#include <stdatomic.h>

#include "base/status.h"
#include "data/demand.h"
#include "data/sample.h"

/*
 * Looks into one process, from /proc/PID: its mappings, and its pages by
 * ranges. Serves every live source. All of it may sleep on the process.
 * Between two samples it remembers the scans made before, to tell what
 * changed.
 */
struct inspector;

/*
 * @stop: when it becomes true, a sample under way ends soon, between two
 * slices of a scan; scans not finished are left out.
 */
struct inspector *inspector_new(const atomic_bool *stop);
void inspector_free(struct inspector *inspector);

/* Answer demand->target: fills SECTION_TARGET of @sample. */
void inspect(struct inspector *inspector, const struct demand *demand,
	     struct sample *sample);

/*
 * The operation pages of a source, see source/source.h: @mapping is one that
 * inspect() told last, or a part of it.
 */
enum status inspect_pages(struct inspector *inspector,
			  const struct sample_mapping *mapping,
			  page_run_fn take, void *ctx);

#endif

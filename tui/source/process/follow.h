/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_FOLLOW_H
#define TUI_SOURCE_PROCESS_FOLLOW_H

#include "data/demand.h"

/* The cells that @scan makes. */
uint64_t follow_cells(const struct demand_scan *scan);

/*
 * What is asked for is as the last sample had it. A mapping that grows or
 * shrinks with each one would never be counted: returns @want as the mappings
 * are now. Without any it stays as it is.
 */
struct demand_scan follow_scan(const struct demand_scan *want,
			       const struct sample_mapping *mappings,
			       size_t nr_mappings);

#endif

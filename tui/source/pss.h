/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PSS_H
#define TUI_SOURCE_PSS_H

#include <stdatomic.h>

#include "data/demand.h"
#include "data/sample.h"

/*
 * Read the PSS of the processes that @demand names, from /proc/PID/smaps_rollup,
 * for which the kernel looks at every page with the process's memory locked.
 * After a tenth of a second, or when *@stop is true, it ends: those left are to
 * be asked for again. The first one is always read.
 */
void pss_read(const struct demand *demand, const atomic_bool *stop,
	      struct sample *sample);

#endif

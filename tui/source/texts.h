/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_TEXTS_H
#define TUI_SOURCE_TEXTS_H

#include <stdatomic.h>

#include "data/demand.h"
#include "data/sample.h"

/*
 * Answer the texts of @demand: command lines from /proc/PID/cmdline, which may
 * sleep on the process's mmap lock, cgroups from /proc/PID/cgroup, and names
 * of users, for which a server may be asked. What there was no time for, or
 * can't be read just then, is left out and to be asked for again; the first of a
 * demand always has its time. Early ends it when *@stop is true.
 */
void texts_read(const struct demand *demand, const atomic_bool *stop,
		struct sample *sample);

#endif

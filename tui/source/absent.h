/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_ABSENT_H
#define TUI_SOURCE_ABSENT_H

#include "source/source.h"

/*
 * Why @ops tells of no process @pid, as a line in @why: ST_GONE, there is none;
 * ST_SYSTEM, it is not ours to see.
 */
enum status source_absent(const struct source_ops *ops, pid_t pid, char *why,
			  size_t len);

/* What may keep the processes of others from @ops; NULL: nothing that we know. */
const char *source_hiding(const struct source_ops *ops);

/*
 * Does @ops tell of all @nr processes @pids? ST_OK, or why not, as above; a
 * sample that can't be had is ST_SYSTEM, too.
 */
enum status source_find_pids(const struct source_ops *ops, const pid_t *pids,
			     size_t nr, char *why, size_t len);

#endif

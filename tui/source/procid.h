/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCID_H
#define TUI_SOURCE_PROCID_H

#include "data/sample.h"
#include "source/procfs.h"
#include "source/procstat.h"

/*
 * The folder of the process @id in /proc: a descriptor to be closed, its stat
 * in *stat; or a negative errno, -ESRCH where it has ended, be its number
 * another one's by now. @buf is used up.
 */
int procid_open(struct proc_id id, struct procfs_text *buf,
		struct procstat *stat);

#endif

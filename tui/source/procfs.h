/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCFS_H
#define TUI_SOURCE_PROCFS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "data/demand.h"
#include "data/sample.h"

/*
 * What every live source reads from /proc, see proc(5). The files of the
 * system are kept open, so that a refresh costs one pread(2) for each.
 */
struct procfs {
	int meminfo_fd;
	int vmstat_fd;
};

void procfs_open(struct procfs *procfs);
void procfs_close(struct procfs *procfs);

/* Fill the groups MEMORY and VMSTAT of @sys, as far as they can be read. */
void procfs_read_system(const struct procfs *procfs, struct sys_stat *sys);

/*
 * Read /proc/@pid/@name in one read(2), as far as @buf of @size bytes holds
 * it, and end it with NUL; @proc_fd is /proc. false: it is gone, or not ours to
 * see.
 */
bool procfs_read_process(int proc_fd, pid_t pid, const char *name, char *buf,
			 size_t size);

/*
 * Answer the texts of @demand. A command line is read from /proc/PID/cmdline
 * and may sleep on the process's mmap lock; a user's name may ask a server.
 */
void procfs_read_texts(const struct demand *demand, struct sample *sample);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCFS_H
#define TUI_SOURCE_PROCFS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/status.h"
#include "data/sample.h"

/* There is no system without it; who doesn't see it doesn't see others. */
#define INIT_PID 1

/*
 * A text that grows with what is read into it, ended by NUL; zeroed at first.
 * procfs_release() frees what it holds, not the struct itself.
 */
struct procfs_text {
	char *text;
	size_t len;		/* without that NUL */
	size_t max;
};

void procfs_release(struct procfs_text *text);

/*
 * What every live source reads from /proc, see proc(5). The files of the
 * system are kept open, so that a refresh only reads them.
 */
struct procfs {
	int meminfo_fd;
	int vmstat_fd;
	struct procfs_text text;
};

/* ST_SYSTEM with errno set where there is no descriptor or memory for them. */
enum status procfs_open(struct procfs *procfs);
void procfs_close(struct procfs *procfs);

/* Fill the groups MEMORY and VMSTAT of @sys, as far as they can be read. */
void procfs_read_system(struct procfs *procfs, struct sys_stat *sys);

/*
 * Read all of @name, a file of one record (stat, status ...), in the folder
 * @dir, however long it is: one read(2) where it fits into what @text has.
 * Returns 0 or an errno, see procfs_error().
 */
int procfs_read(int dir, const char *name, struct procfs_text *text);

/*
 * Read @fd from its beginning to its end, or the first @max bytes of it.
 * Returns 0 or an errno.
 */
int procfs_read_fd(int fd, size_t max, struct procfs_text *text);

/*
 * A thread of the process @pid, whose folder is @dir, but the first, which
 * tells of no memory once it has ended; 0: it has none. Returns 0 or an errno.
 */
int procfs_thread(int dir, pid_t pid, pid_t *thread);

/* As procfs_read(), of the process @pid; @proc is /proc. */
int procfs_read_process(int proc, pid_t pid, const char *name,
			struct procfs_text *text);

/* What an errno of a file in /proc/PID says of the process. */
enum procfs_error {
	PROCFS_GONE,		/* it is no more */
	PROCFS_DENIED,		/* it is not ours to see */
	PROCFS_FAILED,		/* nothing: no descriptor, no memory ... */
};

enum procfs_error procfs_error(int error);

#endif

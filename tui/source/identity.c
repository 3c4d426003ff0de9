// SPDX-License-Identifier: GPL-2.0
/* Is the process behind a descriptor the one that was listed? */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "source/identity.h"
#include "source/procid.h"

/* Of what has ended, and nobody waits for any more, the file tells -1. */
#define PID_NONE UINT64_MAX

/* Its number as /proc counts, which may be that of other processes. */
static bool read_pid(int pidfd, uint64_t *pid)
{
	struct procfs_text text = { 0 };
	char path[48];
	bool known;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", pidfd);
	known = !procfs_read(-1, path, &text) &&
		procstat_number(text.text, "Pid:\t", pid);
	procfs_release(&text);
	return known;
}

/* A first thread that has ended is one, too, while others go on. */
static bool is_zombie(const struct procstat *stat)
{
	return (stat->state == 'Z' || stat->state == 'X') &&
	       stat->nr_threads <= 1;
}

/* 0, or an errno: ESRCH where another process has that number by now. */
static int read_stat(struct proc_id id, struct procstat *stat)
{
	struct procfs_text text = { 0 };
	int dir = procid_open(id, &text, stat);

	procfs_release(&text);
	if (dir < 0)
		return -dir;
	close(dir);
	return 0;
}

enum identity source_identify(int pidfd, struct proc_id id)
{
	struct procstat stat;
	uint64_t pid;
	int error;

	if (!read_pid(pidfd, &pid))
		return IDENTITY_UNKNOWN;
	if (pid == PID_NONE)
		return IDENTITY_OTHER;
	if (pid != (uint64_t)id.pid)
		return IDENTITY_UNKNOWN;
	error = read_stat(id, &stat);
	if (error)
		return error == ESRCH ? IDENTITY_OTHER : IDENTITY_UNKNOWN;
	return is_zombie(&stat) ? IDENTITY_ZOMBIE : IDENTITY_SAME;
}

// SPDX-License-Identifier: GPL-2.0
/* Is the process behind a descriptor the one that was listed? */
#include <stdio.h>

#include "source/identity.h"
#include "source/procfs.h"
#include "source/procstat.h"

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

static bool read_stat(pid_t pid, struct procstat *stat)
{
	struct procfs_text text = { 0 };
	char path[32];
	bool known;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	known = !procfs_read(-1, path, &text) &&
		procstat_parse(text.text, stat);
	procfs_release(&text);
	return known;
}

/* A first thread that has ended is one, too, while others go on. */
static bool is_zombie(const struct procstat *stat)
{
	return (stat->state == 'Z' || stat->state == 'X') &&
	       stat->nr_threads <= 1;
}

enum identity source_identify(int pidfd, struct proc_id id)
{
	struct procstat stat;
	uint64_t pid;

	if (!read_pid(pidfd, &pid))
		return IDENTITY_UNKNOWN;
	if (pid == PID_NONE)
		return IDENTITY_OTHER;
	if (pid != (uint64_t)id.pid || !read_stat(id.pid, &stat))
		return IDENTITY_UNKNOWN;
	if (!procstat_started_then(&stat, id.start_ns))
		return IDENTITY_OTHER;
	return is_zombie(&stat) ? IDENTITY_ZOMBIE : IDENTITY_SAME;
}

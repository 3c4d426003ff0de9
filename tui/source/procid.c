// SPDX-License-Identifier: GPL-2.0
/* The folder of the process that is meant, not of a later one of its number. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "source/procid.h"

static int check(int dir, struct proc_id id, struct procfs_text *buf,
		 struct procstat *stat)
{
	int error = procfs_read(dir, "stat", buf);

	if (error)
		return error;
	return procstat_parse(buf->text, stat) &&
			       procstat_started_then(stat, id.start_ns) ?
		       0 :
		       ESRCH;
}

int procid_open(struct proc_id id, struct procfs_text *buf,
		struct procstat *stat)
{
	char path[32];
	int dir, error;

	snprintf(path, sizeof(path), "/proc/%d", (int)id.pid);
	dir = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return -errno;
	error = check(dir, id, buf, stat);
	buf->len = 0;
	if (!error)
		return dir;
	close(dir);
	return -error;
}

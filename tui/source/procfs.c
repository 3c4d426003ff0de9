// SPDX-License-Identifier: GPL-2.0
/* Reads of /proc what every live source needs: the system, and texts. */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "source/procfs.h"
#include "source/procstat.h"

/* proc(5): /proc/vmstat is some 4 KiB; the counters wanted are in its middle */
#define SYSTEM_FILE_MAX	16384
/* A longer command line is cut; ARG_MAX would be 2 MiB a process. */
#define CMDLINE_MAX	4096

void procfs_open(struct procfs *procfs)
{
	procfs->meminfo_fd = open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
	procfs->vmstat_fd = open("/proc/vmstat", O_RDONLY | O_CLOEXEC);
}

void procfs_close(struct procfs *procfs)
{
	if (procfs->meminfo_fd >= 0)
		close(procfs->meminfo_fd);
	if (procfs->vmstat_fd >= 0)
		close(procfs->vmstat_fd);
}

static bool read_file(int fd, char *buf, size_t size)
{
	ssize_t len = pread(fd, buf, size - 1, 0);

	if (len <= 0)
		return false;
	buf[len] = '\0';
	return true;
}

static void parse_meminfo(const char *text, struct sys_stat *sys)
{
	uint64_t total, available, swap_total, swap_free;

	if (!procstat_number(text, "MemTotal:", &total) ||
	    !procstat_number(text, "MemAvailable:", &available) ||
	    !procstat_number(text, "SwapTotal:", &swap_total) ||
	    !procstat_number(text, "SwapFree:", &swap_free))
		return;
	sys->mem_total = total * 1024;
	sys->mem_used = (total - available) * 1024;
	sys->swap_total = swap_total * 1024;
	sys->swap_used = (swap_total - swap_free) * 1024;
	/* a kernel without hugetlb has no such lines */
	if (procstat_number(text, "Hugetlb:", &sys->huge_pool) &&
	    procstat_number(text, "HugePages_Free:", &sys->huge_free) &&
	    procstat_number(text, "HugePages_Rsvd:", &sys->huge_promised))
		sys->huge_pool *= 1024;
	sys->known |= KNOWN_MEMORY;
}

static void parse_vmstat(const char *text, struct sys_stat *sys)
{
	if (procstat_number(text, "pgfault ", &sys->faults) &&
	    procstat_number(text, "pgmajfault ", &sys->majflt))
		sys->known |= KNOWN_VMSTAT;
}

void procfs_read_system(const struct procfs *procfs, struct sys_stat *sys)
{
	char buf[SYSTEM_FILE_MAX];

	if (read_file(procfs->meminfo_fd, buf, sizeof(buf)))
		parse_meminfo(buf, sys);
	if (read_file(procfs->vmstat_fd, buf, sizeof(buf)))
		parse_vmstat(buf, sys);
}

bool procfs_read_process(int proc_fd, pid_t pid, const char *name, char *buf,
			 size_t size)
{
	char path[64];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "%d/%s", (int)pid, name);
	fd = openat(proc_fd, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	len = read(fd, buf, size - 1);
	close(fd);
	if (len <= 0)
		return false;
	buf[len] = '\0';
	return true;
}

/* The arguments end with NULs: blanks between them, none at the end. */
static char *join_arguments(char *buf, size_t len)
{
	size_t i;

	while (len && (buf[len - 1] == '\0' || buf[len - 1] == ' '))
		len--;
	if (!len)
		return NULL;
	buf[len] = '\0';
	for (i = 0; i < len; i++)
		if (buf[i] == '\0')
			buf[i] = ' ';
	return xstrdup(buf);
}

static char *read_command(pid_t pid)
{
	char buf[CMDLINE_MAX + 1];
	char path[32];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	len = read(fd, buf, CMDLINE_MAX);
	close(fd);
	return len > 0 ? join_arguments(buf, (size_t)len) : NULL;
}

static char *read_user(uid_t uid)
{
	struct passwd entry, *found = NULL;
	char buf[4096];

	if (getpwuid_r(uid, &entry, buf, sizeof(buf), &found) || !found)
		return NULL;
	return xstrdup(entry.pw_name);
}

void procfs_read_texts(const struct demand *demand, struct sample *sample)
{
	const struct sample_text *want;
	struct sample_text *text;
	size_t i;

	for (i = 0; i < demand->nr_texts; i++) {
		want = &demand->texts[i];
		text = sample_add_text(sample);
		*text = *want;
		text->text = want->kind == TEXT_COMMAND ?
			     read_command(want->id.pid) : read_user(want->uid);
	}
	sample->sections |= SECTION_TEXTS;
}

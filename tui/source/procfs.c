// SPDX-License-Identifier: GPL-2.0
/* Reads of /proc what every live source needs: the system, and any file. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "source/procfs.h"
#include "source/procstat.h"

/* Most files of /proc fit into a page, none of them must. */
#define FIRST_SIZE 4096

/* Of a path in /proc, "4194304/task/4194304/status": what it is made of. */
#define PID_DIGITS 10
#define NAME_LEN 48

void procfs_release(struct procfs_text *text)
{
	free(text->text);
	*text = (struct procfs_text){ 0 };
}

enum procfs_error procfs_error(int error)
{
	switch (error) {
	case ENOENT:
	case ESRCH:
		return PROCFS_GONE;
	case EACCES:
	case EPERM:
		return PROCFS_DENIED;
	default:
		return PROCFS_FAILED;
	}
}

/* Where a system hides the file, or has none, what it tells is not known. */
static enum status open_system(const char *path, int *fd)
{
	*fd = open(path, O_RDONLY | O_CLOEXEC);
	return *fd >= 0 || procfs_error(errno) != PROCFS_FAILED ? ST_OK :
								  ST_SYSTEM;
}

enum status procfs_open(struct procfs *procfs)
{
	enum status st;

	*procfs = (struct procfs){ .meminfo_fd = -1, .vmstat_fd = -1 };
	st = open_system("/proc/meminfo", &procfs->meminfo_fd);
	if (st == ST_OK)
		st = open_system("/proc/vmstat", &procfs->vmstat_fd);
	return st;
}

void procfs_close(struct procfs *procfs)
{
	if (procfs->meminfo_fd >= 0)
		close(procfs->meminfo_fd);
	if (procfs->vmstat_fd >= 0)
		close(procfs->vmstat_fd);
	procfs_release(&procfs->text);
}

/* Read on at the end of @text, at most @max bytes; as read(2) does. */
static ssize_t read_on(int fd, size_t max, struct procfs_text *text)
{
	size_t room;
	ssize_t len;

	if (text->len + 1 >= text->max)
		text->text = xgrow(text->text, text->len + FIRST_SIZE,
				   &text->max, 1);
	room = text->max - text->len - 1;
	do {
		len = pread(fd, text->text + text->len,
			    room < max ? room : max, (off_t)text->len);
	} while (len < 0 && errno == EINTR);
	if (len > 0)
		text->len += (size_t)len;
	text->text[text->len] = '\0';
	return len;
}

int procfs_read_fd(int fd, size_t max, struct procfs_text *text)
{
	ssize_t len;

	text->len = 0;
	do {
		len = read_on(fd, max - text->len, text);
	} while (len > 0 && text->len < max);
	return len < 0 ? errno : 0;
}

/* The one record of a file comes whole: a read that leaves room was the last. */
static int read_record(int fd, struct procfs_text *text)
{
	ssize_t len;

	text->len = 0;
	do {
		len = read_on(fd, SIZE_MAX, text);
	} while (len > 0 && text->len + 1 == text->max);
	return len < 0 ? errno : 0;
}

int procfs_read(int dir, const char *name, struct procfs_text *text)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	int error;

	if (fd < 0)
		return errno;
	error = read_record(fd, text);
	close(fd);
	return error;
}

/* snprintf(3) would take a tenth of what the kernel does for such a path. */
int procfs_read_process(int proc, pid_t pid, const char *name,
			struct procfs_text *text)
{
	char path[PID_DIGITS + 1 + NAME_LEN], *digit = &path[PID_DIGITS];
	unsigned int rest = (unsigned int)pid;
	size_t size = strlen(name) + 1;
	int error = ENAMETOOLONG;

	path[PID_DIGITS] = '/';
	do {
		*--digit = (char)('0' + rest % 10);
	} while (rest /= 10);
	if (size <= NAME_LEN) {
		memcpy(&path[PID_DIGITS + 1], name, size);
		error = procfs_read(proc, digit, text);
	}
	return error;
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

static bool parse_vmstat(const char *text, struct sys_stat *sys)
{
	if (!procstat_number(text, "pgfault ", &sys->faults) ||
	    !procstat_number(text, "pgmajfault ", &sys->majflt))
		return false;
	sys->known |= KNOWN_VMSTAT;
	return true;
}

/* It comes in pages, and is made anew for each: those not needed are not read. */
static void read_vmstat(struct procfs *procfs, struct sys_stat *sys)
{
	struct procfs_text *text = &procfs->text;

	text->len = 0;
	while (read_on(procfs->vmstat_fd, SIZE_MAX, text) > 0)
		if (parse_vmstat(text->text, sys))
			break;
}

void procfs_read_system(struct procfs *procfs, struct sys_stat *sys)
{
	if (!read_record(procfs->meminfo_fd, &procfs->text))
		parse_meminfo(procfs->text.text, sys);
	read_vmstat(procfs, sys);
}

int procfs_thread(int dir, pid_t pid, pid_t *thread)
{
	const struct dirent *entry;
	int fd = openat(dir, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *tasks = fd >= 0 ? fdopendir(fd) : NULL;
	int error = errno;
	long id = 0;

	*thread = 0;
	if (!tasks) {
		if (fd >= 0)
			close(fd);
		return error;
	}
	while (id <= 0 && (entry = readdir(tasks))) {
		id = strtol(entry->d_name, NULL, 10);
		if (id == pid)
			id = 0;
	}
	closedir(tasks);
	*thread = (pid_t)id;
	return 0;
}

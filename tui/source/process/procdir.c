// SPDX-License-Identifier: GPL-2.0
/* Finds the files that tell of a memory, and notices when it is another. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/process/pagescan.h"
#include "source/process/procdir.h"
#include "source/procfs.h"
#include "source/procstat.h"

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void procdir_init(struct procdir *proc)
{
	*proc = (struct procdir){
		.dir = -1, .thread = -1, .pagemap = -1, .error = ESRCH,
	};
}

void procdir_close(struct procdir *proc)
{
	close_fd(&proc->dir);
	close_fd(&proc->thread);
	close_fd(&proc->pagemap);
	procfs_release(&proc->text);
}

/* What is opened through the folder is this process's, or fails. */
void procdir_open(struct procdir *proc, struct proc_id id)
{
	char path[32];

	procdir_close(proc);
	proc->id = id;
	snprintf(path, sizeof(path), "/proc/%d", (int)id.pid);
	proc->dir = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	proc->error = proc->dir < 0 ? errno : ESRCH;
}

int procdir_dir(const struct procdir *proc)
{
	return proc->thread >= 0 ? proc->thread : proc->dir;
}

int procdir_file(const struct procdir *proc, const char *name)
{
	return openat(procdir_dir(proc), name, O_RDONLY | O_CLOEXEC);
}

const char *procdir_text(struct procdir *proc, const char *name)
{
	int error = procfs_read(procdir_dir(proc), name, &proc->text);

	errno = error;
	return error ? NULL : proc->text.text;
}

/* -1 with ESRCH: there is no memory here. */
static int open_pagemap(int dir)
{
	int fd = openat(dir, "pagemap", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || pagescan_has_memory(fd))
		return fd;
	close(fd);
	errno = ESRCH;
	return -1;
}

/* false: look at the next thread, this one is about to end, too. */
static bool open_thread(struct procdir *proc, int tasks, const char *name)
{
	proc->thread = openat(tasks, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (proc->thread < 0 && procfs_error(errno) == PROCFS_FAILED) {
		proc->error = errno;
		return true;
	}
	if (proc->thread < 0)
		return false;
	proc->pagemap = open_pagemap(proc->thread);
	if (proc->pagemap >= 0)
		return true;
	proc->error = errno;
	close_fd(&proc->thread);
	return proc->error != ESRCH;
}

static bool is_other_thread(const struct procdir *proc, const char *name)
{
	return isdigit((unsigned char)*name) &&
	       strtol(name, NULL, 10) != proc->id.pid;
}

/*
 * The first thread may end before the others do: they still have the memory,
 * and its own files are nobody's, which looks like a denial.
 */
static void find_thread(struct procdir *proc)
{
	int tasks =
		openat(proc->dir, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = tasks >= 0 ? fdopendir(tasks) : NULL;
	const struct dirent *entry;

	if (!dir && procfs_error(errno) == PROCFS_FAILED)
		proc->error = errno;
	while (dir && (entry = readdir(dir)))
		if (is_other_thread(proc, entry->d_name) &&
		    open_thread(proc, tasks, entry->d_name))
			break;
	if (dir)
		closedir(dir);
	else if (tasks >= 0)
		close(tasks);
}

/* What a file that can't be opened or read says of the process. */
static enum target_state state_after(int error)
{
	switch (procfs_error(error)) {
	case PROCFS_GONE:
		return TARGET_GONE;
	case PROCFS_DENIED:
		return TARGET_DENIED;
	default:
		return TARGET_FAILED;
	}
}

/*
 * Opened before anything else is read: if exec(2) comes in between, this is the
 * old memory, and scanning it fails.
 */
static enum target_state find_memory(struct procdir *proc)
{
	int old = proc->pagemap;

	close_fd(&proc->thread);
	proc->pagemap = open_pagemap(proc->dir);
	proc->error = errno;
	if (proc->pagemap < 0)
		find_thread(proc);
	/* exec(2), or the end, took away what there was */
	proc->execs += old >= 0 && !pagescan_has_memory(old);
	close_fd(&old);
	if (proc->pagemap >= 0)
		return TARGET_OK;
	/* a kernel without pagemap still has the rest */
	if (proc->error == ENOENT)
		return TARGET_OK;
	return proc->error == ESRCH ? TARGET_NO_MEMORY :
				      state_after(proc->error);
}

/*
 * Where program, stack, arguments and environment lie: fields 26 to 28 and 45
 * to 51 of proc(5)'s /proc/PID/stat, as one number.
 */
static uint64_t layout_of(const char *text)
{
	uint64_t hash = 0xcbf29ce484222325;
	const char *c = strrchr(text, ')');
	int field = 2;

	for (; c && *c; c++) {
		field += *c == ' ';
		if ((field >= 26 && field <= 28) ||
		    (field >= 45 && field <= 51))
			hash = (hash ^ (unsigned char)*c) * 0x100000001b3;
	}
	return hash;
}

static bool can_have_memory(const struct procstat *stat)
{
	if (stat->kthread || stat->state == 'X')
		return false;
	return stat->state != 'Z' || stat->nr_threads > 1;
}

/* TARGET_OK: it may have memory, and proc->text is its stat. */
static enum target_state read_who(struct procdir *proc,
				  struct sample_target *target)
{
	struct procstat stat;
	int error = procfs_read(proc->dir, "stat", &proc->text);

	if (error) {
		proc->error = error;
		return state_after(error);
	}
	if (!procstat_parse(proc->text.text, &stat) ||
	    !procstat_started_then(&stat, proc->id.start_ns))
		return TARGET_GONE;
	target->ppid = stat.ppid;
	target->run_state = stat.state;
	target->nr_threads = stat.nr_threads;
	target->has |= TARGET_HAS_WHO;
	return can_have_memory(&stat) ? TARGET_OK : TARGET_NO_MEMORY;
}

/* Who it is comes first: of one that is gone nothing else is worth telling. */
static enum target_state look(struct procdir *proc,
			      struct sample_target *target)
{
	enum target_state memory, state;

	if (proc->dir < 0)
		return state_after(proc->error);
	memory = find_memory(proc);
	if (memory == TARGET_FAILED)
		return memory;
	state = read_who(proc, target);
	if (state != TARGET_OK)
		return state;
	proc->mm_id = layout_of(proc->text.text) + proc->execs;
	target->mm_id = proc->mm_id;
	return memory;
}

/*
 * exec(2) keeps pid and start and replaces the memory. Without randomisation
 * the new one may look just like the old one, which is gone then; out of
 * vfork(2) the old one lives on, but looks different.
 */
enum target_state procdir_look(struct procdir *proc,
			       struct sample_target *target)
{
	enum target_state state = look(proc, target);

	if (state == TARGET_FAILED)
		target->error = proc->error;
	return state;
}

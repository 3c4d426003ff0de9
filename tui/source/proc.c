// SPDX-License-Identifier: GPL-2.0
/* The source of any Linux: a sweep reads /proc, of most processes one file. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/status.h"
#include "common/clock.h"
#include "source/process/inspect.h"
#include "source/procfs.h"
#include "source/procstat.h"
#include "source/source.h"

/*
 * The size of each process is read in each sweep, all else only of the rows on
 * screen, of new processes, and of one in so many others.
 */
#define SHARE 16

/* The longest is status: some 1.5 KiB, and more with many groups. */
#define TEXT_MAX 4096

/* A process as it was told last. */
struct seen {
	struct proc proc;
	ino_t ino;		/* of /proc/PID: a pid used anew has another */
	pid_t thread;		/* that lives on when the first has ended */
};

struct proc_source {
	struct source source;
	struct procfs procfs;
	struct inspector *inspector;
	const atomic_bool *stop;
	DIR *dir;			/* /proc */
	struct seen *seen;		/* by rising pid */
	struct seen *spare;		/* where the next sweep is built */
	size_t nr_seen, max_seen, max_spare;
	pid_t *shown;			/* rising */
	size_t nr_shown, max_shown;
	unsigned int turn;		/* whose share it is */
	bool swapping;			/* something is swapped out */
	bool reread_swap;		/* of all: that has just begun */
	char text[TEXT_MAX];
};

static enum status proc_probe(void)
{
	return access("/proc/self/statm", R_OK) ? ST_NO_SOURCE : ST_OK;
}

static const char *proc_missing(void)
{
	return "can't read /proc: is it mounted?";
}

static void proc_close(struct source *source)
{
	struct proc_source *self = (struct proc_source *)source;

	closedir(self->dir);
	procfs_close(&self->procfs);
	inspector_free(self->inspector);
	free(self->seen);
	free(self->spare);
	free(self->shown);
	free(self);
}

static struct source *proc_open(const atomic_bool *stop)
{
	DIR *dir = opendir("/proc");
	struct proc_source *self;

	if (!dir)
		return NULL;
	self = xcalloc(1, sizeof(*self));
	self->source.ops = &source_proc;
	self->dir = dir;
	self->stop = stop;
	self->inspector = inspector_new(stop);
	procfs_open(&self->procfs);
	return &self->source;
}

static bool read_text(struct proc_source *self, pid_t pid, const char *name)
{
	return procfs_read_process(dirfd(self->dir), pid, name, self->text,
				   sizeof(self->text));
}

/* A thread but the first, which shows no memory once it has ended; 0: none. */
static pid_t find_thread(pid_t pid)
{
	const struct dirent *entry;
	char path[32];
	long thread = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	dir = opendir(path);
	if (!dir)
		return 0;
	while (thread <= 0 && (entry = readdir(dir))) {
		thread = strtol(entry->d_name, NULL, 10);
		if (thread == pid)
			thread = 0;
	}
	closedir(dir);
	return (pid_t)thread;
}

/* What tells of the memory stands with the first thread, while that lives. */
static bool read_memory_text(struct proc_source *self, const struct seen *seen,
			     const char *name)
{
	char path[48];

	if (!seen->thread)
		return read_text(self, seen->proc.id.pid, name);
	snprintf(path, sizeof(path), "task/%d/%s", (int)seen->thread, name);
	return read_text(self, seen->proc.id.pid, path);
}

/* What owns no memory is known to have none. */
static void take_no_memory(struct proc *proc)
{
	proc->reserved = 0;
	proc->resident = 0;
	proc->swapped = 0;
	proc->ta_reserved = 0;
	proc->known |= KNOWN_MM | KNOWN_SWAP | KNOWN_TAMALLOC;
}

static void take_state(struct seen *seen, const struct procstat *stat)
{
	struct proc *proc = &seen->proc;
	bool ended = stat->state == 'Z';

	seen->thread = 0;
	proc->flags = 0;
	if (stat->kthread)
		proc->flags |= PROC_KTHREAD;
	if (ended && stat->nr_threads > 1)
		seen->thread = find_thread(proc->id.pid);
	else if (ended)
		proc->flags |= PROC_ZOMBIE;
	if (proc->flags)
		take_no_memory(proc);
}

static bool read_stat(struct proc_source *self, struct seen *seen)
{
	struct proc *proc = &seen->proc;
	struct procstat stat;

	if (!read_text(self, proc->id.pid, "stat") ||
	    !procstat_parse(self->text, &stat))
		return false;
	if (proc->id.start_ns != stat.start_ns)
		*proc = (struct proc){ .id.pid = proc->id.pid };
	proc->id.start_ns = stat.start_ns;
	memcpy(proc->comm, stat.comm, sizeof(proc->comm));
	proc->ppid = stat.ppid;
	proc->minflt = stat.minflt;
	proc->majflt = stat.majflt;
	proc->known |= KNOWN_FAULTS;
	take_state(seen, &stat);
	return true;
}

static bool read_status(struct proc_source *self, struct seen *seen)
{
	struct proc *proc = &seen->proc;

	if (!read_memory_text(self, seen, "status") ||
	    !procstat_euid(self->text, &proc->uid))
		return false;
	proc->known |= KNOWN_TASK;
	if (proc->flags)
		return true;
	if (procstat_swap(self->text, &proc->swapped))
		proc->known |= KNOWN_SWAP;
	else
		proc->known &= ~(uint32_t)KNOWN_SWAP;
	return true;
}

static void read_oom(struct proc_source *self, struct proc *proc)
{
	uint64_t score;

	proc->known &= ~(uint32_t)KNOWN_OOM;
	if (!read_text(self, proc->id.pid, "oom_score") ||
	    !procstat_number(self->text, "", &score))
		return;
	proc->oom_score = (uint32_t)score;
	proc->known |= KNOWN_OOM;
}

static bool read_all(struct proc_source *self, struct seen *seen)
{
	if (!read_stat(self, seen) || !read_status(self, seen))
		return false;
	read_oom(self, &seen->proc);
	return true;
}

static bool read_size(struct proc_source *self, struct seen *seen,
		      bool *changed)
{
	struct proc *proc = &seen->proc;
	uint64_t reserved, resident;

	if (!read_memory_text(self, seen, "statm") ||
	    !procstat_statm(self->text, &reserved, &resident))
		return false;
	*changed = reserved != proc->reserved || resident != proc->resident;
	proc->reserved = reserved;
	proc->resident = resident;
	proc->known |= KNOWN_MM;
	return true;
}

/*
 * false: it is gone. Pages that go out to swap, or come back, change the size,
 * so that what is swapped of the others is as it was.
 */
static bool read_process(struct proc_source *self, struct seen *seen, bool all)
{
	struct proc *proc = &seen->proc;
	bool changed;

	proc->known &= ~(uint32_t)KNOWN_FAULTS;
	if (all && !read_all(self, seen))
		return false;
	if (proc->flags)
		return true;
	if (!read_size(self, seen, &changed))
		return false;
	if (!self->swapping) {
		proc->swapped = 0;
		proc->known |= KNOWN_SWAP;
	}
	if (all)
		return true;
	/* whoever has nothing left is ending */
	if (!proc->reserved)
		return read_all(self, seen);
	return !changed || !self->swapping || read_status(self, seen);
}

static int compare_pids(const void *a, const void *b)
{
	pid_t x = *(const pid_t *)a;
	pid_t y = *(const pid_t *)b;

	return (x > y) - (x < y);
}

static void take_shown(struct proc_source *self, const struct demand *demand)
{
	size_t i;

	self->shown = xgrow(self->shown, demand->nr_shown, &self->max_shown,
			    sizeof(*self->shown));
	self->nr_shown = demand->nr_shown;
	for (i = 0; i < demand->nr_shown; i++)
		self->shown[i] = demand->shown[i].pid;
	if (self->nr_shown)
		qsort(self->shown, self->nr_shown, sizeof(*self->shown),
		      compare_pids);
}

static void swap_seen(struct proc_source *self, size_t nr)
{
	struct seen *seen = self->spare;
	size_t max = self->max_spare;

	self->spare = self->seen;
	self->max_spare = self->max_seen;
	self->seen = seen;
	self->max_seen = max;
	self->nr_seen = nr;
}

/* /proc, the processes seen before and those shown all rise by pid. */
struct walk {
	size_t seen, shown;	/* the first that were not passed yet */
	size_t nr;		/* built */
};

static bool pass_shown(const struct proc_source *self, struct walk *walk,
		       pid_t pid)
{
	while (walk->shown < self->nr_shown && self->shown[walk->shown] < pid)
		walk->shown++;
	return walk->shown < self->nr_shown && self->shown[walk->shown] == pid;
}

/* The process as it was seen last, or an empty one. */
static struct seen pass_seen(const struct proc_source *self, struct walk *walk,
			     pid_t pid, ino_t ino)
{
	while (walk->seen < self->nr_seen &&
	       self->seen[walk->seen].proc.id.pid < pid)
		walk->seen++;
	if (walk->seen < self->nr_seen &&
	    self->seen[walk->seen].proc.id.pid == pid &&
	    self->seen[walk->seen].ino == ino)
		return self->seen[walk->seen];
	return (struct seen){ .proc.id.pid = pid, .ino = ino };
}

static void take_entry(struct proc_source *self, struct walk *walk,
		       const struct dirent *entry, struct sample *sample)
{
	pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
	struct seen seen;
	bool all;

	if (pid <= 0)
		return;
	seen = pass_seen(self, walk, pid, entry->d_ino);
	all = pass_shown(self, walk, pid) || self->reread_swap ||
	      !(seen.proc.known & KNOWN_TASK) || seen.thread ||
	      (unsigned int)pid % SHARE == self->turn % SHARE;
	if (!read_process(self, &seen, all))
		return;
	*sample_add_proc(sample) = seen.proc;
	self->spare = xgrow(self->spare, walk->nr + 1, &self->max_spare,
			    sizeof(*self->spare));
	self->spare[walk->nr++] = seen;
}

static enum status sweep(struct proc_source *self, struct sample *sample)
{
	const struct dirent *entry;
	struct walk walk = { 0 };

	rewinddir(self->dir);
	self->turn++;
	errno = 0;
	while ((entry = readdir(self->dir)) && !atomic_load(self->stop)) {
		take_entry(self, &walk, entry, sample);
		errno = 0;
	}
	swap_seen(self, walk.nr);
	return entry || !errno ? ST_OK : ST_SYSTEM;
}

static void read_system(struct proc_source *self, struct sys_stat *sys)
{
	bool before = self->swapping;

	procfs_read_system(&self->procfs, sys);
	self->swapping = !(sys->known & KNOWN_MEMORY) || sys->swap_used;
	self->reread_swap = self->swapping && !before;
}

static void sum_up(struct sample *sample)
{
	size_t i;

	for (i = 0; i < sample->nr_procs; i++) {
		sample->sys.reserved += sample->procs[i].reserved;
		sample->sys.resident += sample->procs[i].resident;
	}
	sample->sys.known |= KNOWN_TOTALS;
}

/* A sweep that was cut short is no list. */
static enum status sample_list(struct proc_source *self,
			       const struct demand *demand,
			       struct sample *sample)
{
	enum status st;

	sample->time_ns = clock_now(&clock_monotonic);
	sample->wall_s = time(NULL);
	read_system(self, &sample->sys);
	take_shown(self, demand);
	st = sweep(self, sample);
	if (st != ST_OK || atomic_load(self->stop))
		return st;
	sum_up(sample);
	sample->cost_ns = clock_now(&clock_monotonic) - sample->time_ns;
	sample->sections |= SECTION_LIST;
	return ST_OK;
}

static enum status proc_sample(struct source *source,
			       const struct demand *demand,
			       struct sample *sample)
{
	struct proc_source *self = (struct proc_source *)source;
	enum status st = ST_OK;

	if (demand->list)
		st = sample_list(self, demand, sample);
	if (st == ST_OK && demand->nr_texts)
		procfs_read_texts(demand, sample);
	if (st == ST_OK && demand->target.id.pid)
		inspect(self->inspector, demand, sample);
	return st;
}

static enum status proc_pages(struct source *source,
			      const struct sample_mapping *mapping,
			      page_run_fn take, void *ctx)
{
	struct proc_source *self = (struct proc_source *)source;

	return inspect_pages(self->inspector, mapping, take, ctx);
}

const struct source_ops source_proc = {
	.name = "proc",
	.missing = proc_missing,
	.probe = proc_probe,
	.open = proc_open,
	.sample = proc_sample,
	.pages = proc_pages,
	.close = proc_close,
};

// SPDX-License-Identifier: GPL-2.0
/* The source of any Linux: a sweep reads /proc, of most processes one file. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/status.h"
#include "common/clock.h"
#include "source/process/inspect.h"
#include "source/process/zeros.h"
#include "source/procfs.h"
#include "source/pss.h"
#include "source/procstat.h"
#include "source/source.h"
#include "source/texts.h"

/*
 * The size of each process is read in each sweep, all else only of the rows on
 * screen, of new processes, and of one in so many others. Of these what takes the
 * longest, all but stat, is read in one of so many turns where stat tells that
 * they did nothing.
 */
#define SHARE 16
#define TURNS 4

/* What stat alone tells: of whom that isn't read, it is not known. */
#define KNOWN_OF_STAT (KNOWN_FAULTS | KNOWN_RUN | KNOWN_NICE)

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
	struct zeros *zeros;
	struct pss_turns *pss_turns;
	const atomic_bool *stop;
	DIR *dir;			/* /proc */
	struct seen *seen;		/* by rising pid */
	struct seen *spare;		/* where the next sweep is built */
	size_t nr_seen, max_seen, max_spare;
	pid_t *shown;			/* rising */
	size_t nr_shown, max_shown;
	unsigned int turn;		/* whose share it is */
	bool swapping;			/* something is swapped out */
	uint64_t huge_pool;		/* as in struct sys_stat; not 0 if that
					 * is not known
					 */
	uint64_t huge_free, huge_promised;
	bool reread;			/* of all: their size tells nothing */
	struct procfs_text text;
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
	zeros_free(self->zeros);
	pss_turns_free(self->pss_turns);
	free(self->seen);
	free(self->spare);
	free(self->shown);
	procfs_release(&self->text);
	free(self);
}

static struct source *proc_open(const atomic_bool *stop)
{
	DIR *dir = opendir("/proc");
	struct proc_source *self;
	int error;

	if (!dir)
		return NULL;
	self = xcalloc(1, sizeof(*self));
	self->source.ops = &source_proc;
	self->dir = dir;
	self->stop = stop;
	self->inspector = inspector_new(stop);
	self->zeros = zeros_new(&clock_monotonic, &clock_thread, stop);
	self->pss_turns = pss_turns_new(&clock_monotonic, &clock_thread, stop);
	if (procfs_open(&self->procfs) == ST_OK)
		return &self->source;
	error = errno;
	proc_close(&self->source);
	errno = error;
	return NULL;
}

/* These return 0 or an errno: this one where a text is none, or was cut. */
#define NO_TEXT ESRCH

static int read_text(struct proc_source *self, pid_t pid, const char *name)
{
	return procfs_read_process(dirfd(self->dir), pid, name, &self->text);
}

/* Of a thread but the first, which shows no memory once it has ended. */
static int find_thread(struct proc_source *self, struct seen *seen)
{
	char path[16];
	int dir, error;

	snprintf(path, sizeof(path), "%d", (int)seen->proc.id.pid);
	dir = openat(dirfd(self->dir), path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return errno;
	error = procfs_thread(dir, seen->proc.id.pid, &seen->thread);
	close(dir);
	return error;
}

/* What tells of the memory stands with the first thread, while that lives. */
static int read_memory_text(struct proc_source *self, const struct seen *seen,
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
	proc->shared = 0;
	proc->swapped = 0;
	proc->hugetlb = 0;
	proc->ta_reserved = 0;
	proc->known |= KNOWN_MM | KNOWN_SWAP | KNOWN_HUGETLB | KNOWN_TAMALLOC;
}

static int take_state(struct proc_source *self, struct seen *seen,
		      const struct procstat *stat)
{
	struct proc *proc = &seen->proc;
	bool ended = stat->state == 'Z';
	int error = 0;

	seen->thread = 0;
	proc->flags = 0;
	if (stat->kthread)
		proc->flags |= PROC_KTHREAD;
	if (ended && stat->nr_threads > 1)
		error = find_thread(self, seen);
	else if (ended)
		proc->flags |= PROC_ZOMBIE;
	if (proc->flags)
		take_no_memory(proc);
	return error;
}

static int read_stat(struct proc_source *self, struct seen *seen)
{
	struct proc *proc = &seen->proc;
	int error = read_text(self, proc->id.pid, "stat");
	struct procstat stat;

	if (error)
		return error;
	if (!procstat_parse(self->text.text, &stat))
		return NO_TEXT;
	if (proc->id.start_ns != stat.start_ns)
		*proc = (struct proc){ .id.pid = proc->id.pid };
	proc->id.start_ns = stat.start_ns;
	memcpy(proc->comm, stat.comm, sizeof(proc->comm));
	proc->ppid = stat.ppid;
	proc->minflt = stat.minflt;
	proc->majflt = stat.majflt;
	proc->args_id = stat.args_id;
	proc->run_state = stat.state;
	proc->cpu_ns = stat.cpu_ns;
	proc->nr_threads = stat.nr_threads;
	proc->nice = stat.nice;
	proc->known |= KNOWN_OF_STAT;
	return take_state(self, seen, &stat);
}

static int read_status(struct proc_source *self, struct seen *seen)
{
	struct proc *proc = &seen->proc;
	int error = read_memory_text(self, seen, "status");

	if (error)
		return error;
	if (!procstat_euid(self->text.text, &proc->uid))
		return NO_TEXT;
	proc->known |= KNOWN_TASK;
	if (proc->flags)
		return 0;
	proc->known &= ~(uint32_t)(KNOWN_SWAP | KNOWN_HUGETLB);
	/* else take_nothing() knows */
	if (self->swapping && procstat_swap(self->text.text, &proc->swapped))
		proc->known |= KNOWN_SWAP;
	if (self->huge_pool &&
	    procstat_hugetlb(self->text.text, &proc->hugetlb))
		proc->known |= KNOWN_HUGETLB;
	return 0;
}

static int read_oom(struct proc_source *self, struct proc *proc)
{
	int error = read_text(self, proc->id.pid, "oom_score");
	uint64_t score;

	proc->known &= ~(uint32_t)KNOWN_OOM;
	if (error)
		return procfs_error(error) == PROCFS_FAILED ? error : 0;
	if (!procstat_number(self->text.text, "", &score))
		return 0;
	proc->oom_score = (uint32_t)score;
	proc->known |= KNOWN_OOM;
	return 0;
}

static int read_rest_of_all(struct proc_source *self, struct seen *seen)
{
	int error = read_status(self, seen);

	return error ? error : read_oom(self, &seen->proc);
}

static int read_all(struct proc_source *self, struct seen *seen)
{
	int error = read_stat(self, seen);

	return error ? error : read_rest_of_all(self, seen);
}

/* As far as stat tells. */
static bool did_nothing(const struct proc *now, const struct proc *was)
{
	return now->known & was->known & KNOWN_TASK &&
	       now->id.start_ns == was->id.start_ns &&
	       now->minflt == was->minflt && now->majflt == was->majflt &&
	       now->cpu_ns == was->cpu_ns &&
	       now->nr_threads == was->nr_threads && now->ppid == was->ppid &&
	       now->args_id == was->args_id && now->flags == was->flags &&
	       !strcmp(now->comm, was->comm);
}

/* Whose turn it is to be read whole: each has one in so many sweeps. */
static bool has_turn(const struct proc_source *self, pid_t pid,
		     unsigned int sweeps)
{
	return (unsigned int)pid % sweeps == self->turn % sweeps;
}

static int read_size(struct proc_source *self, struct seen *seen, bool *changed)
{
	int error = read_memory_text(self, seen, "statm");
	struct proc *proc = &seen->proc;
	struct procstat_sizes sizes;

	if (error)
		return error;
	if (!procstat_statm(self->text.text, &sizes))
		return NO_TEXT;
	*changed = sizes.reserved != proc->reserved ||
		   sizes.resident != proc->resident;
	proc->reserved = sizes.reserved;
	proc->resident = sizes.resident;
	proc->shared = sizes.shared;
	proc->known |= KNOWN_MM;
	return 0;
}

/* What can't be there, or without any memory, is known without looking. */
static void take_nothing(const struct proc_source *self, struct proc *proc)
{
	if (!self->swapping || !proc->reserved) {
		proc->swapped = 0;
		proc->known |= KNOWN_SWAP;
	}
	if (!self->huge_pool || !proc->reserved) {
		proc->hugetlb = 0;
		proc->known |= KNOWN_HUGETLB;
	}
}

/*
 * Pages that go out to swap, or come back, change the size, so that what is
 * swapped of the others is as it was. Huge pages change no size.
 */
static bool needs_status(const struct proc_source *self,
			 const struct proc *proc, bool changed)
{
	return proc->hugetlb ||
	       (changed && (self->swapping || self->huge_pool));
}

/* What the size alone doesn't tell. */
static int read_rest(struct proc_source *self, struct seen *seen, bool changed)
{
	/* whoever has nothing left is ending */
	if (!seen->proc.reserved)
		return read_all(self, seen);
	return needs_status(self, &seen->proc, changed) ?
		       read_status(self, seen) :
		       0;
}

/* What stat tells, and the rest if that is due: then it was read @whole. */
static int read_in_turn(struct proc_source *self, struct seen *seen, bool *whole)
{
	const struct proc was = seen->proc;
	int error = read_stat(self, seen);

	*whole = !did_nothing(&seen->proc, &was) ||
		 has_turn(self, was.id.pid, SHARE * TURNS);
	if (!error && *whole)
		error = read_rest_of_all(self, seen);
	return error;
}

static int read_process(struct proc_source *self, struct seen *seen, bool shown)
{
	struct proc *proc = &seen->proc;
	bool whole = shown || self->reread || seen->thread ||
		     !(proc->known & KNOWN_TASK);
	bool changed;
	int error = 0;

	proc->known &= ~(uint32_t)KNOWN_OF_STAT;
	if (whole)
		error = read_all(self, seen);
	else if (has_turn(self, proc->id.pid, SHARE))
		error = read_in_turn(self, seen, &whole);
	if (error || proc->flags)
		return error;
	error = read_size(self, seen, &changed);
	if (!error && !whole)
		error = read_rest(self, seen, changed);
	take_nothing(self, proc);
	return error;
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

/* The process as it was seen last, or an empty one; where it is to be kept. */
static struct seen *pass_seen(struct proc_source *self, struct walk *walk,
			      pid_t pid, ino_t ino)
{
	const struct seen *old = self->seen + walk->seen;
	const struct seen *end = self->seen + self->nr_seen;
	struct seen *seen;

	self->spare = xgrow(self->spare, walk->nr + 1, &self->max_spare,
			    sizeof(*self->spare));
	seen = &self->spare[walk->nr];
	while (old < end && old->proc.id.pid < pid)
		old++;
	walk->seen = (size_t)(old - self->seen);
	if (old < end && old->proc.id.pid == pid && old->ino == ino)
		*seen = *old;
	else
		*seen = (struct seen){ .proc.id.pid = pid, .ino = ino };
	return seen;
}

/* 0: it is no process. */
static pid_t pid_of(const char *name)
{
	unsigned int pid = 0, digit;

	for (; (digit = (unsigned char)*name - '0') < 10; name++)
		pid = pid * 10 + digit;
	return *name ? 0 : (pid_t)pid;
}

/* 0, or an errno of a failure that says nothing of the process. */
static int take_entry(struct proc_source *self, struct walk *walk,
		      const struct dirent *entry, struct sample *sample)
{
	pid_t pid = pid_of(entry->d_name);
	struct seen *seen;
	int error;

	if (pid <= 0)
		return 0;
	/* there is no system without it, but hidepid doesn't show it */
	if (pid == INIT_PID)
		sample->sys.others_hidden = false;
	seen = pass_seen(self, walk, pid, entry->d_ino);
	error = read_process(self, seen, pass_shown(self, walk, pid));
	if (!error) {
		*sample_add_proc(sample) = seen->proc;
		walk->nr++;
	} else if (procfs_error(error) == PROCFS_FAILED) {
		return error;
	} else if (procfs_error(error) == PROCFS_DENIED) {
		sample->sys.nr_denied++;
	}
	return 0;
}

static int take_entries(struct proc_source *self, struct walk *walk,
			struct sample *sample)
{
	const struct dirent *entry;
	int error = 0;

	while (!error && !atomic_load(self->stop)) {
		errno = 0;
		entry = readdir(self->dir);
		if (!entry)
			return errno;
		error = take_entry(self, walk, entry, sample);
	}
	return error;
}

/* A list that was not read whole is none: what was seen before stays. */
static enum status sweep(struct proc_source *self, struct sample *sample)
{
	struct walk walk = { 0 };
	int error;

	rewinddir(self->dir);
	self->turn++;
	sample->sys.others_hidden = true;
	error = take_entries(self, &walk, sample);
	errno = error;
	if (error)
		return ST_SYSTEM;
	if (!atomic_load(self->stop))
		swap_seen(self, walk.nr);
	return ST_OK;
}

/* Did somebody get huge pages, or give them back? */
static bool take_pool(struct proc_source *self, const struct sys_stat *sys)
{
	uint64_t pool = sys->known & KNOWN_MEMORY ? sys->huge_pool : UINT64_MAX;
	bool changed = self->huge_pool != pool ||
		       self->huge_free != sys->huge_free ||
		       self->huge_promised != sys->huge_promised;

	self->huge_pool = pool;
	self->huge_free = sys->huge_free;
	self->huge_promised = sys->huge_promised;
	return changed;
}

static void read_system(struct proc_source *self, struct sys_stat *sys)
{
	bool before = self->swapping;

	procfs_read_system(&self->procfs, sys);
	self->swapping = !(sys->known & KNOWN_MEMORY) || sys->swap_used;
	self->reread = take_pool(self, sys) || (self->swapping && !before);
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
	sample_sum_up(sample);
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
	if (st == ST_OK && demand->nr_zeros)
		zeros_count(self->zeros, demand, sample);
	if (st == ST_OK && demand->nr_psses)
		pss_read(demand, self->stop, sample);
	if (st == ST_OK && demand->nr_pss_turns)
		pss_turns_read(self->pss_turns, demand, sample);
	if (st == ST_OK && demand->nr_texts)
		texts_read(demand, self->stop, sample);
	if (st == ST_OK && demand->target.id.pid)
		inspect(self->inspector, demand, sample);
	else if (demand->target.leave)
		inspector_leave(self->inspector);
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

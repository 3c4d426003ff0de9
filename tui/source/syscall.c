// SPDX-License-Identifier: GPL-2.0
/* The source of a tamalloc kernel: a sweep of all processes is one call. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

#include <tamalloc.h>

#include "base/alloc.h"
#include "base/status.h"
#include "common/clock.h"
#include "source/process/inspect.h"
#include "source/process/zeros.h"
#include "source/procfs.h"
#include "source/pss.h"
#include "source/source.h"
#include "source/texts.h"
#include "source/walk_budget.h"
#include "source/walk_queue.h"

/*
 * Records for one call. The buffer is reserved for as many and touched only
 * as far as there are processes, so that nearly every system is swept by one
 * call, and a small one costs little.
 */
#define NR_RECORDS 16384

/*
 * Who is busy is asked again a little later, so often in a row at most, and
 * for no longer in all than counting may take.
 */
#define WAIT_NS		200000
#define WAITS_IN_A_ROW	50

#define WANTED (MEMSTAT_TASK | MEMSTAT_MM | MEMSTAT_OOM | MEMSTAT_TAMALLOC)

struct syscall_source {
	struct source source;
	struct procfs procfs;
	struct memstat_rec *records;
	struct walk_queue walks;
	struct walk_budget budget;
	uint64_t spent_ns;	/* of this thread's time, when last looked at */
	struct inspector *inspector;
	struct zeros *zeros;
	struct pss_turns *pss_turns;
	const atomic_bool *stop;
};

static enum status syscall_probe(void)
{
	return tamalloc_has() & TAMALLOC_HAS_MEM_STATS ? ST_OK : ST_NO_SOURCE;
}

static const char no_call[] =
	"this kernel (%s) has no list_mem_stats(2): boot one with the tamalloc "
	"patches, as 'make run' does, or give --source proc";

static const char call_is_off[] =
	"this kernel (%s) has list_mem_stats(2) switched off (CONFIG_MEM_STATS), "
	"or a filter refuses it: give --source proc";

/* For printf(3), twice: the versions, then the release. */
static const char other_version[] =
	"this kernel (%%s) has version %d of the tamalloc calls, and version %d is "
	"needed: boot one that has it, as 'make run' does, or give --source proc";

static const char *syscall_missing(void)
{
	static char line[256];

	if (!tamalloc_kernel_abi())
		return no_call;
	if (tamalloc_kernel_abi() == TAMALLOC_ABI)
		return call_is_off;
	snprintf(line, sizeof(line), other_version, tamalloc_kernel_abi(),
		 TAMALLOC_ABI);
	return line;
}

static void syscall_close(struct source *source)
{
	struct syscall_source *self = (struct syscall_source *)source;

	if (self->records)
		munmap(self->records, NR_RECORDS * sizeof(*self->records));
	procfs_close(&self->procfs);
	walk_queue_release(&self->walks);
	inspector_free(self->inspector);
	zeros_free(self->zeros);
	pss_turns_free(self->pss_turns);
	free(self);
}

static struct source *syscall_open(const atomic_bool *stop)
{
	struct syscall_source *self = xcalloc(1, sizeof(*self));
	int error;

	self->source.ops = &source_syscall;
	self->stop = stop;
	self->inspector = inspector_new(stop);
	self->zeros = zeros_new(&clock_monotonic, &clock_thread, stop);
	self->pss_turns = pss_turns_new(&clock_monotonic, &clock_thread, stop);
	walk_queue_init(&self->walks);
	walk_budget_init(&self->budget, clock_now(&clock_monotonic));
	if (procfs_open(&self->procfs) == ST_OK)
		return &self->source;
	error = errno;
	syscall_close(&self->source);
	errno = error;
	return NULL;
}

static void take_task(struct proc *proc, const struct memstat_rec *rec)
{
	proc->id.start_ns = rec->start_ns;
	proc->exec_seq = rec->exec_seq;
	proc->uid = rec->euid;
	proc->ppid = (pid_t)rec->ppid;
	proc->minflt = rec->min_flt;
	proc->majflt = rec->maj_flt;
	proc->run_state = (char)rec->state;
	proc->cpu_ns = rec->utime_ns + rec->stime_ns;
	proc->nr_threads = rec->nr_threads;
	memcpy(proc->comm, rec->comm, sizeof(proc->comm));
	proc->comm[sizeof(proc->comm) - 1] = '\0';
	/* 0 would be: not known */
	proc->args_id = rec->exec_seq + 1;
	proc->known |= KNOWN_TASK | KNOWN_FAULTS | KNOWN_RUN;
}

static void take_mm(struct proc *proc, const struct memstat_rec *rec)
{
	proc->reserved = rec->vm_total;
	proc->resident = rec->rss_anon + rec->rss_file + rec->rss_shmem;
	proc->shared = rec->rss_file + rec->rss_shmem;
	proc->swapped = rec->swap;
	proc->hugetlb = rec->hugetlb;
	proc->known |= KNOWN_MM | KNOWN_SWAP | KNOWN_HUGETLB;
}

static void take_record(struct proc *proc, const struct memstat_rec *rec)
{
	proc->id.pid = (pid_t)rec->pid;
	if (rec->flags & MEMSTAT_F_KTHREAD)
		proc->flags |= PROC_KTHREAD;
	if (rec->flags & MEMSTAT_F_ZOMBIE)
		proc->flags |= PROC_ZOMBIE;
	if (rec->mask & MEMSTAT_TASK)
		take_task(proc, rec);
	if (rec->mask & MEMSTAT_MM)
		take_mm(proc, rec);
	if (rec->mask & MEMSTAT_OOM) {
		proc->oom_score = rec->oom_score;
		proc->known |= KNOWN_OOM;
	}
	if (rec->mask & MEMSTAT_TAMALLOC) {
		proc->ta_reserved = rec->ta_reserved;
		proc->known |= KNOWN_TAMALLOC;
	}
}

static enum status sweep(struct syscall_source *self, struct sample *sample)
{
	struct memstat_req req = {
		.size = sizeof(req),
		.rec_size = sizeof(*self->records),
		.mask = WANTED,
	};
	long nr, i;

	/* a source that only reads texts needs none */
	if (!self->records)
		self->records = tamalloc(NR_RECORDS * sizeof(*self->records));
	if (!self->records)
		return ST_SYSTEM;
	/* there is no system without process 1, but a scope doesn't show it */
	sample->sys.others_hidden = true;
	/* a short count may be a signal's doing: only 0 is the end */
	for (;;) {
		nr = list_mem_stats(&req, self->records, NR_RECORDS, 0);
		if (nr < 0 && errno == EINTR)
			continue;
		if (nr <= 0)
			return nr ? ST_SYSTEM : ST_OK;
		if (self->records[0].pid == INIT_PID)
			sample->sys.others_hidden = false;
		for (i = 0; i < nr; i++)
			take_record(sample_add_proc(sample),
				    &self->records[i]);
		req.after_pid = self->records[nr - 1].pid;
	}
}

static int compare_pid(const void *key, const void *element)
{
	pid_t a = ((const struct proc_id *)key)->pid;
	pid_t b = ((const struct proc *)element)->id.pid;

	return (a > b) - (a < b);
}

/*
 * Niceness is in no record. getpriority(2) is one call where /proc/PID/stat is
 * three, and the kernel makes a text with all else that it counts for these. It
 * knows only a pid, which nobody has anew before all others had their turn:
 * not in what passes since the sweep.
 */
static void read_nice(const struct demand *demand, struct sample *sample)
{
	struct proc *proc;
	size_t i;
	int nice;

	for (i = 0; i < demand->nr_shown && sample->nr_procs; i++) {
		proc = bsearch(&demand->shown[i], sample->procs,
			       sample->nr_procs, sizeof(*proc), compare_pid);
		if (!proc || !proc_id_equal(proc->id, demand->shown[i]))
			continue;
		errno = 0;
		nice = getpriority(PRIO_PROCESS, (id_t)proc->id.pid);
		if (errno)
			continue;
		proc->nice = nice;
		proc->known |= KNOWN_NICE;
	}
}

static enum status sample_list(struct syscall_source *self,
			       const struct demand *demand,
			       struct sample *sample)
{
	enum status st;

	sample->time_ns = clock_now(&clock_monotonic);
	sample->wall_s = time(NULL);
	st = sweep(self, sample);
	if (st != ST_OK)
		return st;
	sample_sum_up(sample);
	sample->cost_ns = clock_now(&clock_monotonic) - sample->time_ns;
	procfs_read_system(&self->procfs, &sample->sys);
	read_nice(demand, sample);
	/* of the scheduler's own account: cputime_adjust(), kernel/sched/cputime.c */
	sample->exact_cpu = true;
	sample->sections |= SECTION_LIST;
	return ST_OK;
}

/* Just this process, the one pid behind the one before it; NULL: it is gone. */
static const struct memstat_rec *ask_one(const struct walk *walk,
					 uint64_t entries,
					 struct memstat_rec *rec)
{
	const struct memstat_req req = {
		.size = sizeof(req),
		.rec_size = sizeof(*rec),
		.mask = MEMSTAT_TASK | MEMSTAT_TAMALLOC_PAGES,
		.after_pid = (uint32_t)walk->id.pid - 1,
		.last_pid = (uint32_t)walk->id.pid,
		.walk_budget = entries,
		.walk_from = walk->from,
	};
	long nr;

	do {
		nr = list_mem_stats(&req, rec, 1, 0);
	} while (nr < 0 && errno == EINTR);
	return nr == 1 ? rec : NULL;
}

/*
 * What counting costs is the processor's time: that others had it meanwhile, on
 * a busy machine, makes nothing dearer. Returns what passed since the last call.
 */
static uint64_t spent(struct syscall_source *self)
{
	uint64_t before = self->spent_ns;
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	self->spent_ns = (uint64_t)now.tv_sec * NSEC_PER_SEC +
			 (uint64_t)now.tv_nsec;
	return self->spent_ns - before;
}

static void count_slice(struct syscall_source *self, struct walk *walk,
			uint64_t entries, struct sample *sample)
{
	uint64_t asked_ns = clock_now(&clock_monotonic);
	const struct memstat_rec *answer;
	struct sample_pages pages;
	struct memstat_rec rec;

	answer = ask_one(walk, entries, &rec);
	walk_budget_spend(&self->budget, spent(self), entries,
			  answer && (rec.flags & MEMSTAT_F_PARTIAL));
	if (walk_queue_answer(&self->walks, walk, answer, asked_ns, &pages) &&
	    pages.state != PAGES_UNKNOWN)
		*sample_add_pages(sample) = pages;
}

/* False: it was waited for often enough in this round. */
static bool wait_for_busy(unsigned int *waits, int64_t *left_ns)
{
	const struct timespec pause = { .tv_nsec = WAIT_NS };

	if (++*waits > WAITS_IN_A_ROW || *left_ns <= 0)
		return false;
	nanosleep(&pause, NULL);
	*left_ns -= WAIT_NS;
	return true;
}

static void count_pages(struct syscall_source *self, struct sample *sample)
{
	int64_t wait_ns = self->budget.left_ns;
	unsigned int waits = 0;
	struct walk *walk;
	uint64_t entries;

	spent(self);
	while (!atomic_load(self->stop)) {
		entries = walk_budget_slice(&self->budget);
		walk = entries ? walk_queue_next(&self->walks) : NULL;
		if (!walk)
			break;
		count_slice(self, walk, entries, sample);
		if (!self->walks.nr_in_vain)
			waits = 0;
		if (walk_queue_all_busy(&self->walks) &&
		    !wait_for_busy(&waits, &wait_ns))
			break;
	}
}

static void sample_pages(struct syscall_source *self,
			 const struct demand *demand, struct sample *sample)
{
	walk_budget_grant(&self->budget, clock_now(&clock_monotonic),
			  demand->pages_ns);
	walk_queue_begin(&self->walks, demand->pages, demand->nr_pages,
			 demand->nr_pages_shown);
	count_pages(self, sample);
	sample->sections |= SECTION_PAGES;
}

static enum status syscall_sample(struct source *source,
				  const struct demand *demand,
				  struct sample *sample)
{
	struct syscall_source *self = (struct syscall_source *)source;
	enum status st = ST_OK;

	if (demand->list)
		st = sample_list(self, demand, sample);
	if (st == ST_OK && demand->nr_pages)
		sample_pages(self, demand, sample);
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

static enum status syscall_pages(struct source *source,
				 const struct sample_mapping *mapping,
				 page_run_fn take, void *ctx)
{
	struct syscall_source *self = (struct syscall_source *)source;

	return inspect_pages(self->inspector, mapping, take, ctx);
}

const struct source_ops source_syscall = {
	.name = "syscall",
	.missing = syscall_missing,
	.probe = syscall_probe,
	.open = syscall_open,
	.sample = syscall_sample,
	.pages = syscall_pages,
	.close = syscall_close,
};

// SPDX-License-Identifier: GPL-2.0
/* The source of a tamalloc kernel: a sweep of all processes is one call. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include <tamalloc.h>

#include "base/alloc.h"
#include "base/status.h"
#include "common/clock.h"
#include "source/process/inspect.h"
#include "source/procfs.h"
#include "source/source.h"
#include "source/texts.h"
#include "source/walk_budget.h"

/*
 * Records for one call. The buffer is reserved for as many and touched only
 * as far as there are processes, so that nearly every system is swept by one
 * call, and a small one costs little.
 */
#define NR_RECORDS 16384

#define WANTED (MEMSTAT_TASK | MEMSTAT_MM | MEMSTAT_OOM | MEMSTAT_TAMALLOC)

struct syscall_source {
	struct source source;
	struct procfs procfs;
	struct memstat_rec *records;
	struct walk_budget walk;
	struct inspector *inspector;
	const atomic_bool *stop;
};

static enum status syscall_probe(void)
{
	return tamalloc_abi() ? ST_OK : ST_NO_SOURCE;
}

static void syscall_close(struct source *source)
{
	struct syscall_source *self = (struct syscall_source *)source;

	if (self->records)
		munmap(self->records, NR_RECORDS * sizeof(*self->records));
	procfs_close(&self->procfs);
	inspector_free(self->inspector);
	free(self);
}

static struct source *syscall_open(const atomic_bool *stop)
{
	struct syscall_source *self = xcalloc(1, sizeof(*self));
	int error;

	self->source.ops = &source_syscall;
	self->stop = stop;
	self->inspector = inspector_new(stop);
	walk_budget_init(&self->walk, clock_now(&clock_monotonic));
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
	proc->uid = rec->euid;
	proc->ppid = (pid_t)rec->ppid;
	proc->minflt = rec->min_flt;
	proc->majflt = rec->maj_flt;
	memcpy(proc->comm, rec->comm, sizeof(proc->comm));
	proc->comm[sizeof(proc->comm) - 1] = '\0';
	/* 0 would be: not known */
	proc->args_id = rec->exec_seq + 1;
	proc->known |= KNOWN_TASK | KNOWN_FAULTS;
}

static void take_mm(struct proc *proc, const struct memstat_rec *rec)
{
	proc->reserved = rec->vm_total;
	proc->resident = rec->rss_anon + rec->rss_file + rec->rss_shmem;
	proc->swapped = rec->swap;
	proc->known |= KNOWN_MM | KNOWN_SWAP;
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
	/* a short count may be a signal's doing: only 0 is the end */
	for (;;) {
		nr = list_mem_stats(&req, self->records, NR_RECORDS, 0);
		if (nr < 0 && errno == EINTR)
			continue;
		if (nr <= 0)
			return nr ? ST_SYSTEM : ST_OK;
		for (i = 0; i < nr; i++)
			take_record(sample_add_proc(sample),
				    &self->records[i]);
		req.after_pid = self->records[nr - 1].pid;
	}
}

static void read_totals(struct sys_stat *sys)
{
	struct total_mem_stats total;

	if (get_total_mem_stats(&total))
		return;
	sys->reserved = (uint64_t)total.total_reserved_kb * 1024;
	sys->resident = (uint64_t)total.total_committed_kb * 1024;
	sys->known |= KNOWN_TOTALS;
}

static enum status sample_list(struct syscall_source *self,
			       struct sample *sample)
{
	enum status st;

	sample->time_ns = clock_now(&clock_monotonic);
	sample->wall_s = time(NULL);
	st = sweep(self, sample);
	if (st != ST_OK)
		return st;
	read_totals(&sample->sys);
	sample->cost_ns = clock_now(&clock_monotonic) - sample->time_ns;
	procfs_read_system(&self->procfs, &sample->sys);
	sample->sections |= SECTION_LIST;
	return ST_OK;
}

/* Just this process: the one pid behind the one before it. */
static long ask_one(pid_t pid, uint64_t entries, struct memstat_rec *rec)
{
	const struct memstat_req req = {
		.size = sizeof(req),
		.rec_size = sizeof(*rec),
		.mask = MEMSTAT_TASK | MEMSTAT_TAMALLOC_PAGES,
		.after_pid = (uint32_t)pid - 1,
		.last_pid = (uint32_t)pid,
		.walk_budget = entries,
	};

	return list_mem_stats(&req, rec, 1, 0);
}

static void take_pages(struct sample *sample, struct proc_id id,
		       const struct memstat_rec *rec)
{
	struct sample_pages *pages = sample_add_pages(sample);

	pages->id = id;
	if (rec->flags & MEMSTAT_F_DENIED)
		pages->state = PAGES_DENIED;
	if (!(rec->mask & MEMSTAT_TAMALLOC_PAGES))
		return;
	pages->state = PAGES_COUNTED;
	pages->written = rec->ta_written;
	pages->zero = rec->ta_zero;
	pages->huge = rec->ta_huge;
	pages->swapped = rec->ta_swapped;
}

/* false when time is up, or the kernel can't count. */
static bool count_pages(struct syscall_source *self, struct proc_id id,
			struct sample *sample)
{
	uint64_t entries = walk_budget_entries(&self->walk, id.pid);
	struct memstat_rec rec;
	uint64_t begin, took;
	bool partial;

	if (!entries)
		return true;
	begin = clock_now(&clock_monotonic);
	if (ask_one(id.pid, entries, &rec) != 1)
		return true;
	took = clock_now(&clock_monotonic) - begin;
	partial = rec.flags & MEMSTAT_F_PARTIAL;
	walk_budget_spend(&self->walk, id.pid, took, entries, partial);
	if (rec.start_ns == id.start_ns && !partial &&
	    !(rec.flags & MEMSTAT_F_BUSY))
		take_pages(sample, id, &rec);
	return self->walk.left_ns > 0;
}

static void sample_pages(struct syscall_source *self,
			 const struct demand *demand, struct sample *sample)
{
	size_t i;

	walk_budget_grant(&self->walk, clock_now(&clock_monotonic),
			  demand->pages_ns);
	for (i = 0; i < demand->nr_pages; i++)
		if (!count_pages(self, demand->pages[i], sample))
			break;
	sample->sections |= SECTION_PAGES;
}

static enum status syscall_sample(struct source *source,
				  const struct demand *demand,
				  struct sample *sample)
{
	struct syscall_source *self = (struct syscall_source *)source;
	enum status st = ST_OK;

	if (demand->list)
		st = sample_list(self, sample);
	if (st == ST_OK && demand->nr_pages)
		sample_pages(self, demand, sample);
	if (st == ST_OK && demand->nr_texts)
		texts_read(demand, self->stop, sample);
	if (st == ST_OK && demand->target.id.pid)
		inspect(self->inspector, demand, sample);
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
	.missing = "this kernel (%s) has no list_mem_stats(2): boot one with the tamalloc patches, as 'make run' does, or give --source proc",
	.probe = syscall_probe,
	.open = syscall_open,
	.sample = syscall_sample,
	.pages = syscall_pages,
	.close = syscall_close,
};

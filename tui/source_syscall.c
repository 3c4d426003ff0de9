// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include <tamalloc.h>

#include "clock.h"
#include "procfs.h"
#include "source.h"

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
	free(self);
}

static struct source *syscall_open(void)
{
	struct syscall_source *self = xcalloc(1, sizeof(*self));

	self->source.ops = &source_syscall;
	procfs_open(&self->procfs);
	self->records = tamalloc(NR_RECORDS * sizeof(*self->records));
	if (!self->records) {
		syscall_close(&self->source);
		return NULL;
	}
	return &self->source;
}

static void take_task(struct proc *proc, const struct memstat_rec *rec)
{
	proc->id.start_ns = rec->start_ns;
	proc->uid = rec->euid;
	proc->minflt = rec->min_flt;
	proc->majflt = rec->maj_flt;
	memcpy(proc->comm, rec->comm, sizeof(proc->comm));
	proc->comm[sizeof(proc->comm) - 1] = '\0';
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
	if (rec->flags & MEMSTAT_F_DENIED)
		proc->flags |= PROC_DENIED;
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

static enum status syscall_sample(struct source *source,
				  const struct demand *demand,
				  struct sample *sample)
{
	struct syscall_source *self = (struct syscall_source *)source;
	enum status st = ST_OK;

	if (demand->list)
		st = sample_list(self, sample);
	if (st == ST_OK && demand->nr_texts)
		procfs_read_texts(demand, sample);
	return st;
}

const struct source_ops source_syscall = {
	.name = "syscall",
	.probe = syscall_probe,
	.open = syscall_open,
	.sample = syscall_sample,
	.close = syscall_close,
};

// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tamalloc.h>

#include "clock.h"
#include "inspect.h"
#include "pagescan.h"
#include "procmap.h"
#include "procstat.h"
#include "status.h"
#include "tally.h"
#include "trail.h"

/* The share of time that SCAN_COUNTs get: 20 ms, or 1/20 of what passed. */
#define COUNT_NS	(20 * NSEC_PER_MSEC)
#define COUNT_SHARE	20

/* Proc(5): less than 1 KiB each. */
#define TEXT_MAX	4096

/* Behind every address. */
#define MEMORY_END	(1ULL << 63)

/* Scans of these uses are remembered. */
#define NR_MEMORIES	SCAN_COUNT

/* All scans of one use: those of the sample before, and those being made. */
struct memory {
	struct trail before, next;
	/* only where the trail overflowed: what is left are the counts */
	struct sample_scan *scans;
	size_t nr_scans;
	struct page_counts *counts;
};

struct inspector {
	const atomic_bool *stop;
	struct pagescan *pagescan;
	struct procmap_blocks *blocks;
	struct proc_id id;
	int dir;			/* its /proc/PID, never another's */
	int pagemap;			/* of the memory it has, or had */
	uint64_t mm_id;
	uint64_t execs;			/* seen while it was looked into */
	struct memory memories[NR_MEMORIES];
	unsigned int mark;		/* the number of the trail below */
	bool mark_known;
	struct trail mark_trail;
	struct sample scratch;		/* mappings that nobody asked for */
	uint64_t counted_ns;		/* when SCAN_COUNTs began last */
};

/* What one call of inspect() works with. */
struct look {
	struct inspector *inspector;
	const struct target_demand *demand;
	struct sample *sample;
	const struct sample_mapping *mappings;	/* NULL: not read */
	size_t nr_mappings;
	uint64_t counts_end_ns;			/* no SCAN_COUNT begins then */
	bool failed;				/* a scan did */
};

struct inspector *inspector_new(const atomic_bool *stop)
{
	struct inspector *inspector = xcalloc(1, sizeof(*inspector));

	inspector->stop = stop;
	inspector->pagescan = pagescan_new(stop);
	inspector->blocks = procmap_blocks_new(stop);
	inspector->dir = -1;
	inspector->pagemap = -1;
	return inspector;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void forget_counts(struct memory *memory)
{
	free(memory->scans);
	free(memory->counts);
	memory->scans = NULL;
	memory->counts = NULL;
	memory->nr_scans = 0;
}

static void forget_scans(struct memory *memory)
{
	trail_reset(&memory->before);
	trail_reset(&memory->next);
	forget_counts(memory);
}

/* The memory is another one now: nothing can be compared. */
static void forget_memory(struct inspector *inspector)
{
	size_t i;

	for (i = 0; i < NR_MEMORIES; i++)
		forget_scans(&inspector->memories[i]);
	procmap_blocks_forget(inspector->blocks);
	trail_reset(&inspector->mark_trail);
	inspector->mark_known = false;
}

static void forget_target(struct inspector *inspector)
{
	forget_memory(inspector);
	close_fd(&inspector->dir);
	close_fd(&inspector->pagemap);
	inspector->mark = 0;
}

void inspector_free(struct inspector *inspector)
{
	size_t i;

	if (!inspector)
		return;
	forget_target(inspector);
	for (i = 0; i < NR_MEMORIES; i++) {
		trail_release(&inspector->memories[i].before);
		trail_release(&inspector->memories[i].next);
	}
	trail_release(&inspector->mark_trail);
	sample_release(&inspector->scratch);
	procmap_blocks_free(inspector->blocks);
	pagescan_free(inspector->pagescan);
	free(inspector);
}

static int open_file(const struct inspector *inspector, const char *name)
{
	return openat(inspector->dir, name, O_RDONLY | O_CLOEXEC);
}

/* false with errno set when it can't be read */
static bool read_text(const struct inspector *inspector, const char *name,
		      char text[TEXT_MAX])
{
	int fd = open_file(inspector, name);
	ssize_t len;

	if (fd < 0)
		return false;
	len = read(fd, text, TEXT_MAX - 1);
	close(fd);
	if (len < 0)
		return false;
	text[len] = '\0';
	return true;
}

static bool is_denial(int error)
{
	return error == EACCES || error == EPERM;
}

/*
 * The file counts clock ticks, list_mem_stats(2) nanoseconds: the same moment
 * if it lies in that tick.
 */
static bool started_then(const struct procstat *stat, uint64_t start_ns)
{
	uint64_t tick_ns = NSEC_PER_SEC / (uint64_t)sysconf(_SC_CLK_TCK);

	return stat->start_ns == start_ns - start_ns % tick_ns;
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
		if ((field >= 26 && field <= 28) || (field >= 45 && field <= 51))
			hash = (hash ^ (unsigned char)*c) * 0x100000001b3;
	}
	return hash;
}

/*
 * An open pagemap stays with the memory that it was opened for, and has no
 * entries when that is gone.
 */
static bool memory_is_gone(const struct inspector *inspector)
{
	uint64_t entry;

	return inspector->pagemap >= 0 &&
	       pread(inspector->pagemap, &entry, sizeof(entry), 0) <= 0;
}

/*
 * Opened before anything else is read: if exec(2) comes in between, this is the
 * old memory, and scanning it fails.
 */
static enum target_state reopen_pagemap(struct inspector *inspector)
{
	int fd = open_file(inspector, "pagemap");
	int error = errno;

	inspector->execs += memory_is_gone(inspector);
	close_fd(&inspector->pagemap);
	inspector->pagemap = fd;
	if (fd < 0 && is_denial(error))
		return TARGET_DENIED;
	/* it is about to exit, and has given its memory back */
	if (fd < 0 && error == ESRCH)
		return TARGET_NO_MEMORY;
	return TARGET_OK;
}

/*
 * exec(2) keeps pid and start and replaces the memory. Without randomisation
 * the new one may look just like the old one, which is gone then; with vfork(2)
 * the old one lives on, but looks different.
 */
static void notice_exec(struct inspector *inspector, const char *stat_text)
{
	uint64_t mm_id = layout_of(stat_text) + inspector->execs;

	if (mm_id != inspector->mm_id)
		forget_memory(inspector);
	inspector->mm_id = mm_id;
}

/* Who it is; TARGET_OK if it may have memory. */
static enum target_state read_who(const struct inspector *inspector,
				  char text[TEXT_MAX],
				  struct sample_target *target)
{
	struct procstat stat;

	if (inspector->dir < 0)
		return TARGET_GONE;
	if (!read_text(inspector, "stat", text))
		return is_denial(errno) ? TARGET_DENIED : TARGET_GONE;
	if (!procstat_parse(text, &stat) ||
	    !started_then(&stat, inspector->id.start_ns))
		return TARGET_GONE;
	target->ppid = stat.ppid;
	target->run_state = stat.state;
	target->nr_threads = stat.nr_threads;
	target->has |= TARGET_HAS_WHO;
	if (stat.kthread || stat.state == 'Z' || stat.state == 'X')
		return TARGET_NO_MEMORY;
	return TARGET_OK;
}

static enum target_state look_at(struct inspector *inspector,
				 struct sample_target *target)
{
	enum target_state memory = reopen_pagemap(inspector);
	enum target_state state;
	char text[TEXT_MAX];

	state = read_who(inspector, text, target);
	if (state != TARGET_OK)
		return state;
	notice_exec(inspector, text);
	target->mm_id = inspector->mm_id;
	return memory;
}

static void choose_target(struct inspector *inspector, struct proc_id id)
{
	char path[32];

	if (inspector->dir >= 0 && proc_id_equal(inspector->id, id))
		return;
	forget_target(inspector);
	inspector->id = id;
	inspector->counted_ns = clock_now(&clock_monotonic);
	snprintf(path, sizeof(path), "/proc/%d", (int)id.pid);
	inspector->dir = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static void settle_blocks(const struct inspector *inspector,
			  struct sample *sample)
{
	struct memstat_rec rec;
	const struct memstat_req req = {
		.size = sizeof(req),
		.rec_size = sizeof(rec),
		.mask = MEMSTAT_TAMALLOC,
		.after_pid = (uint32_t)inspector->id.pid - 1,
		.last_pid = (uint32_t)inspector->id.pid,
	};

	if (tamalloc_abi() && list_mem_stats(&req, &rec, 1, 0) == 1 &&
	    (rec.mask & MEMSTAT_TAMALLOC))
		procmap_blocks_settle(inspector->blocks, inspector->dir,
				      rec.ta_reserved, sample);
}

/* A new mark needs the mappings, and so do scans that can't tell zero. */
static bool needs_mappings(const struct look *look)
{
	const struct inspector *inspector = look->inspector;

	return look->demand->mappings ||
	       (look->demand->mark && look->demand->mark != inspector->mark) ||
	       (look->demand->nr_scans &&
		!pagescan_tells_zero(inspector->pagescan));
}

static void read_mappings(struct look *look)
{
	struct inspector *inspector = look->inspector;
	struct sample *sample = look->demand->mappings ? look->sample :
							 &inspector->scratch;
	int fd;

	if (!needs_mappings(look))
		return;
	sample->nr_mappings = 0;
	sample->names_len = 0;
	fd = open_file(inspector, "maps");
	if (fd < 0)
		return;
	if (procmap_read(fd, inspector->stop, sample) == PROCMAP_DONE) {
		settle_blocks(inspector, sample);
		look->mappings = sample->mappings;
		look->nr_mappings = sample->nr_mappings;
	}
	close(fd);
	if (look->demand->mappings && look->mappings)
		look->sample->target.has |= TARGET_HAS_MAPPINGS;
}

static void remember_run(void *ctx, const struct page_run *run)
{
	trail_add(ctx, run);
}

/* What lies in no mapping is untouched: one range holds all memory. */
static void take_mark(struct look *look)
{
	struct inspector *inspector = look->inspector;
	struct trail *trail = &inspector->mark_trail;
	enum pagescan_end how;

	trail_reset(trail);
	inspector->mark_known = false;
	inspector->mark = 0;
	if (!look->demand->mark || !look->nr_mappings)
		return;
	trail_begin(trail, 0);
	how = pagescan_range(inspector->pagescan, inspector->pagemap,
			     look->mappings, look->nr_mappings, 0,
			     look->mappings[look->nr_mappings - 1].end,
			     remember_run, trail);
	if (how == PAGESCAN_STOPPED)
		return;
	trail_end(trail, MEMORY_END);
	trail_finish(trail);
	inspector->mark = look->demand->mark;
	inspector->mark_known = how == PAGESCAN_DONE && !trail->overflowed;
}

static void update_mark(struct look *look)
{
	struct inspector *inspector = look->inspector;

	if (look->demand->mark != inspector->mark)
		take_mark(look);
	if (inspector->mark && inspector->mark_known)
		look->sample->target.has |= TARGET_HAS_SINCE;
}

static struct memory *memory_of(struct inspector *inspector, enum scan_use use)
{
	return use < NR_MEMORIES ? &inspector->memories[use] : NULL;
}

static bool same_grid(const struct sample_scan *a, const struct sample_scan *b)
{
	return a->start == b->start && a->end == b->end &&
	       a->cell_pages == b->cell_pages;
}

/* The trail overflowed: compare the counts, if it was the same grid. */
static void compare_counts(const struct memory *memory,
			   struct sample_scan *scan, struct scan_cell *cells)
{
	size_t i, cell;

	for (i = 0; i < memory->nr_scans; i++)
		if (same_grid(&memory->scans[i], scan))
			break;
	if (i == memory->nr_scans)
		return;
	for (cell = 0; cell < scan->nr_cells; cell++)
		tally_compare_counts(&cells[cell],
			&memory->counts[memory->scans[i].first_cell + cell]);
	scan->compared = true;
}

static void tell_changed_cell(struct sample *sample,
			      const struct sample_scan *scan, size_t cell,
			      enum change_kind kind)
{
	struct sample_change *change = sample_add_change(sample);

	change->start = scan->start + cell * scan->cell_pages * PAGE_BYTES;
	change->pages =
		(uint32_t)sample->cells[scan->first_cell + cell].now.total;
	change->kind = kind;
}

/* What changed by count, cell by cell: where in the cell is not known. */
static void tell_changed_cells(struct sample *sample,
			       const struct sample_scan *scan)
{
	const struct scan_cell *cell = &sample->cells[scan->first_cell];
	size_t i;

	for (i = 0; i < scan->nr_cells; i++, cell++) {
		if (cell->fresh)
			tell_changed_cell(sample, scan, i, CHANGE_TOUCHED);
		if (cell->gone)
			tell_changed_cell(sample, scan, i, CHANGE_RELEASED);
	}
}

static struct tally make_tally(struct look *look, const struct sample_scan *scan)
{
	struct inspector *inspector = look->inspector;
	struct memory *memory = memory_of(inspector, scan->use);
	struct tally tally = {
		.start = scan->start,
		.end = scan->end,
		.cell_pages = scan->cell_pages,
		.cells = look->sample->cells + scan->first_cell,
	};

	if (memory) {
		tally.before = &memory->before;
		tally.next = &memory->next;
	}
	if (look->sample->target.has & TARGET_HAS_SINCE)
		tally.mark = &inspector->mark_trail;
	if (scan->use == SCAN_WINDOW)
		tally.changes = look->sample;
	return tally;
}

static void finish_scan(struct look *look, struct tally *tally,
			struct sample_scan *scan)
{
	const struct memory *memory = memory_of(look->inspector, scan->use);

	tally_end(tally);
	scan->compared = tally->compared;
	if (!memory || !memory->before.overflowed)
		return;
	compare_counts(memory, scan, tally->cells);
	if (tally->changes)
		tell_changed_cells(look->sample, scan);
}

static void drop_scan(struct look *look, struct tally *tally,
		      size_t nr_changes)
{
	struct sample *sample = look->sample;

	if (tally->next)
		trail_drop(tally->next);
	sample->nr_changes = nr_changes;
	sample->nr_scans--;
	sample->nr_cells = sample->scans[sample->nr_scans].first_cell;
}

static void answer_scan(struct look *look, const struct demand_scan *want)
{
	const struct inspector *inspector = look->inspector;
	size_t nr_changes = look->sample->nr_changes;
	struct sample_scan *scan;
	enum pagescan_end how;
	struct tally tally;

	scan = sample_add_scan(look->sample,
			       tally_cells(want->start, want->end,
					   want->cell_pages));
	scan->use = want->use;
	scan->start = want->start;
	scan->end = want->end;
	scan->cell_pages = want->cell_pages;
	scan->time_ns = clock_now(&clock_monotonic);
	tally = make_tally(look, scan);
	tally_begin(&tally);
	how = pagescan_range(inspector->pagescan, inspector->pagemap,
			     look->mappings, look->nr_mappings, want->start,
			     want->end, tally_run, &tally);
	if (how == PAGESCAN_DONE)
		finish_scan(look, &tally, scan);
	else
		drop_scan(look, &tally, nr_changes);
	look->failed = look->failed || how == PAGESCAN_FAILED;
}

static void grant_time(struct look *look, uint64_t now)
{
	struct inspector *inspector = look->inspector;
	uint64_t share = (now - inspector->counted_ns) / COUNT_SHARE;

	look->counts_end_ns = now + (share > COUNT_NS ? share : COUNT_NS);
	inspector->counted_ns = now;
}

/* Is there time left for this one? The first count begins the time of all. */
static bool has_time(struct look *look, enum scan_use use)
{
	uint64_t now = clock_now(&clock_monotonic);

	if (atomic_load(look->inspector->stop))
		return false;
	if (use != SCAN_COUNT)
		return true;
	if (!look->counts_end_ns)
		grant_time(look, now);
	return now < look->counts_end_ns;
}

static void answer_scans(struct look *look)
{
	size_t i;

	for (i = 0; i < look->demand->nr_scans; i++)
		if (has_time(look, look->demand->scans[i].use))
			answer_scan(look, &look->demand->scans[i]);
}

static void keep_counts(struct memory *memory, const struct sample *sample,
			enum scan_use use)
{
	struct sample_scan *scan;
	size_t i, cell, nr = 0;

	memory->scans = xreallocarray(NULL, sample->nr_scans,
				      sizeof(*memory->scans));
	memory->counts = xreallocarray(NULL, sample->nr_cells,
				       sizeof(*memory->counts));
	for (i = 0; i < sample->nr_scans; i++) {
		if (sample->scans[i].use != use)
			continue;
		scan = &memory->scans[memory->nr_scans++];
		*scan = sample->scans[i];
		for (cell = 0; cell < scan->nr_cells; cell++)
			memory->counts[nr + cell] =
				sample->cells[scan->first_cell + cell].now;
		scan->first_cell = nr;
		nr += scan->nr_cells;
	}
}

static bool was_demanded(const struct look *look, enum scan_use use)
{
	size_t i;

	for (i = 0; i < look->demand->nr_scans; i++)
		if (look->demand->scans[i].use == use)
			return true;
	return false;
}

static bool was_answered(const struct look *look, enum scan_use use)
{
	size_t i;

	for (i = 0; i < look->sample->nr_scans; i++)
		if (look->sample->scans[i].use == use)
			return true;
	return false;
}

/* These scans become the scans before. */
static void remember_scans(struct look *look, enum scan_use use)
{
	struct memory *memory = &look->inspector->memories[use];
	struct trail old = memory->before;

	if (!was_demanded(look, use)) {
		/* between full samples only windows are scanned */
		if (look->demand->mappings)
			forget_scans(memory);
	} else if (!was_answered(look, use)) {
		trail_reset(&memory->next);
	} else {
		memory->before = memory->next;
		memory->next = old;
		trail_reset(&memory->next);
		trail_finish(&memory->before);
		forget_counts(memory);
		if (memory->before.overflowed)
			keep_counts(memory, look->sample, use);
	}
}

/* Sums of all mappings, in kB, see proc(5). */
static void read_pss(const struct inspector *inspector,
		     struct sample_target *target)
{
	uint64_t begin = clock_now(&clock_monotonic);
	uint64_t pss, clean, dirty;
	char text[TEXT_MAX];

	if (!read_text(inspector, "smaps_rollup", text) ||
	    !procstat_number(text, "Pss:", &pss) ||
	    !procstat_number(text, "Private_Clean:", &clean) ||
	    !procstat_number(text, "Private_Dirty:", &dirty))
		return;
	target->pss = pss * 1024;
	target->uss = (clean + dirty) * 1024;
	target->pss_cost_ns = clock_now(&clock_monotonic) - begin;
	target->has |= TARGET_HAS_PSS;
}

/* Its memory went away under a scan: say so now, not with the next sample. */
static void look_again(struct look *look)
{
	struct sample_target now = { 0 };
	char text[TEXT_MAX];
	enum target_state state = read_who(look->inspector, text, &now);

	if (state != TARGET_OK)
		look->sample->target.state = state;
}

static void look_inside(struct look *look)
{
	struct inspector *inspector = look->inspector;
	enum scan_use use;

	if (pagescan_tells_zero(inspector->pagescan))
		look->sample->target.has |= TARGET_TELLS_ZERO;
	read_mappings(look);
	if (inspector->pagemap >= 0) {
		update_mark(look);
		answer_scans(look);
		for (use = 0; use < NR_MEMORIES; use++)
			remember_scans(look, use);
	}
	if (look->demand->pss)
		read_pss(inspector, &look->sample->target);
	if (look->failed)
		look_again(look);
}

void inspect(struct inspector *inspector, const struct demand *demand,
	     struct sample *sample)
{
	struct sample_target *target = &sample->target;
	struct look look = {
		.inspector = inspector,
		.demand = &demand->target,
		.sample = sample,
	};

	target->time_ns = clock_now(&clock_monotonic);
	target->id = demand->target.id;
	target->mark = demand->target.mark;
	sample->sections |= SECTION_TARGET;
	choose_target(inspector, target->id);
	target->state = look_at(inspector, target);
	if (target->state == TARGET_OK)
		look_inside(&look);
	target->cost_ns = clock_now(&clock_monotonic) - target->time_ns;
}

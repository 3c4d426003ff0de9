// SPDX-License-Identifier: GPL-2.0
/* One look into a process: who it is, its mappings, then its pages. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <tamalloc.h>

#include "base/alloc.h"
#include "common/clock.h"
#include "source/process/absence.h"
#include "source/process/binning.h"
#include "source/process/blocks.h"
#include "source/process/history.h"
#include "source/process/inspect.h"
#include "source/process/maps.h"
#include "source/process/pagescan.h"
#include "source/process/procdir.h"
#include "source/process/snapshot.h"
#include "source/procstat.h"

/*
 * The time that SCAN_COUNTs get: 1/20 of what passed since those before, but
 * never less than this, and never so much that a person has to wait for it.
 */
#define COUNT_SHARE	20
#define COUNT_LEAST_NS	(20 * NSEC_PER_MSEC)
#define COUNT_MOST_NS	(100 * NSEC_PER_MSEC)

/*
 * The cells of a scan that follows a mapping which grows: as many as were asked
 * for, or these, and less than twice as many.
 */
#define FOLLOWED_CELLS	128

/* Behind every address. */
#define MEMORY_END	(1ULL << 63)

/* Scans of these uses are remembered. */
#define NR_HISTORIES	SCAN_COUNT

struct inspector {
	const atomic_bool *stop;
	struct pagescan *pagescan;
	struct absence *absence;
	struct blocks *blocks;
	struct procdir proc;
	uint64_t mm_id;			/* of what is remembered here: */
	struct history histories[NR_HISTORIES];
	unsigned int mark;		/* the number of the snapshot below */
	bool mark_known;
	struct snapshot mark_snapshot;
	struct sample scratch;		/* mappings that nobody asked for */
	uint64_t counted_ns;		/* when SCAN_COUNTs began last */
};

/* What one call of inspect() works with. */
struct inspection {
	struct inspector *inspector;
	const struct target_demand *demand;
	struct sample *sample;
	const struct sample_mapping *mappings;	/* NULL: not read */
	size_t nr_mappings;
	bool cut;				/* there are more */
	uint64_t counts_end_ns;			/* no SCAN_COUNT begins then */
	bool failed;				/* a scan did */
};

struct inspector *inspector_new(const atomic_bool *stop)
{
	struct inspector *inspector = xcalloc(1, sizeof(*inspector));

	inspector->stop = stop;
	inspector->pagescan = pagescan_new(stop);
	inspector->blocks = blocks_new(stop);
	inspector->absence = absence_new(&inspector->proc, stop);
	pagescan_ask(inspector->pagescan, absence_state, inspector->absence);
	procdir_init(&inspector->proc);
	return inspector;
}

/* The memory is another one now: nothing can be compared. */
static void forget_memory(struct inspector *inspector)
{
	size_t i;

	for (i = 0; i < NR_HISTORIES; i++)
		history_forget(&inspector->histories[i]);
	blocks_forget(inspector->blocks);
	absence_forget(inspector->absence);
	snapshot_reset(&inspector->mark_snapshot);
	inspector->mark_known = false;
}

void inspector_leave(struct inspector *inspector)
{
	size_t i;

	for (i = 0; i < NR_HISTORIES; i++)
		history_release(&inspector->histories[i]);
	blocks_forget(inspector->blocks);
	absence_forget(inspector->absence);
	snapshot_release(&inspector->mark_snapshot);
	inspector->mark_known = false;
	sample_release(&inspector->scratch);
	procdir_close(&inspector->proc);
}

void inspector_free(struct inspector *inspector)
{
	if (!inspector)
		return;
	inspector_leave(inspector);
	blocks_free(inspector->blocks);
	absence_free(inspector->absence);
	pagescan_free(inspector->pagescan);
	free(inspector);
}

static void choose_target(struct inspector *inspector, struct proc_id id)
{
	struct procdir *proc = &inspector->proc;

	if (proc->dir >= 0 && proc_id_equal(proc->id, id))
		return;
	forget_memory(inspector);
	procdir_open(proc, id);
	inspector->mark = 0;
	inspector->counted_ns = clock_now(&clock_monotonic);
}

static enum target_state look_at(struct inspector *inspector,
				 struct sample_target *target)
{
	enum target_state state = procdir_look(&inspector->proc, target);

	if (inspector->mm_id != inspector->proc.mm_id)
		forget_memory(inspector);
	inspector->mm_id = inspector->proc.mm_id;
	return state;
}

static void settle_blocks(const struct inspector *inspector,
			  struct sample *sample)
{
	const uint32_t pid = (uint32_t)inspector->proc.id.pid;
	struct memstat_rec rec;
	const struct memstat_req req = {
		.size = sizeof(req),
		.rec_size = sizeof(rec),
		.mask = MEMSTAT_TAMALLOC,
		.after_pid = pid - 1,
		.last_pid = pid,
	};

	if (tamalloc_abi() && list_mem_stats(&req, &rec, 1, 0) == 1 &&
	    (rec.mask & MEMSTAT_TAMALLOC))
		blocks_settle(inspector->blocks, procdir_dir(&inspector->proc),
			      rec.ta_reserved, sample);
}

/* A new mark needs the mappings, and so do scans that can't tell zero. */
static bool needs_mappings(const struct inspection *look)
{
	const struct inspector *inspector = look->inspector;

	return look->demand->mappings ||
	       (look->demand->mark && look->demand->mark != inspector->mark) ||
	       (look->demand->nr_scans &&
		!pagescan_tells_zero(inspector->pagescan));
}

/* It may be gone, as the next look will tell; else the failure is ours. */
static void take_failure(struct inspection *look)
{
	struct sample_target *target = &look->sample->target;

	if (procfs_error(errno) != PROCFS_FAILED)
		return;
	target->state = TARGET_FAILED;
	target->error = errno;
}

/* Only what is of a file, or of what is like one, can be shared. */
static void find_away(const struct inspection *look, struct sample *sample)
{
	struct sample_mapping *mapping = sample->mappings;
	const struct sample_mapping *end = mapping + sample->nr_mappings;

	if (!look->demand->mappings)
		return;
	for (; mapping < end; mapping++)
		if (mapping->kind == KIND_SHARED || mapping->kind == KIND_FILE)
			absence_away(look->inspector->absence, mapping);
}

static void take_mappings(struct inspection *look, struct sample *sample,
			  int fd)
{
	struct inspector *inspector = look->inspector;
	uint32_t *has = &look->sample->target.has;
	enum maps_end how = maps_read(fd, inspector->stop, sample);

	if (how == MAPS_FAILED)
		take_failure(look);
	if (how != MAPS_DONE && how != MAPS_CUT)
		return;
	if (how == MAPS_DONE)
		settle_blocks(inspector, sample);
	find_away(look, sample);
	look->mappings = sample->mappings;
	look->nr_mappings = sample->nr_mappings;
	look->cut = how == MAPS_CUT;
	if (look->cut)
		*has |= TARGET_HAS_MORE;
	if (look->demand->mappings)
		*has |= TARGET_HAS_MAPPINGS;
}

static void read_mappings(struct inspection *look)
{
	struct inspector *inspector = look->inspector;
	struct sample *sample = look->demand->mappings ? look->sample :
							 &inspector->scratch;
	int fd;

	if (!needs_mappings(look))
		return;
	sample->nr_mappings = 0;
	sample->names_len = 0;
	fd = procdir_file(&inspector->proc, "maps");
	if (fd < 0) {
		take_failure(look);
		return;
	}
	take_mappings(look, sample, fd);
	close(fd);
}

/* Nothing is known of what lies behind the last mapping that was told. */
static uint64_t known_end(const struct inspection *look)
{
	return look->cut ? look->mappings[look->nr_mappings - 1].end :
			   MEMORY_END;
}

static void remember_run(void *ctx, const struct page_run *run)
{
	snapshot_add(ctx, run);
}

/* What lies in no mapping is untouched: one range holds all memory. */
static void take_mark(struct inspection *look)
{
	struct inspector *inspector = look->inspector;
	struct snapshot *snapshot = &inspector->mark_snapshot;
	enum pagescan_end how;

	snapshot_reset(snapshot);
	inspector->mark_known = false;
	inspector->mark = look->demand->mark_is_past ? look->demand->mark : 0;
	if (!look->demand->mark || inspector->mark || !look->nr_mappings)
		return;
	snapshot_begin(snapshot, 0);
	how = pagescan_range(inspector->pagescan, inspector->proc.pagemap,
			     look->mappings, look->nr_mappings, 0,
			     look->mappings[look->nr_mappings - 1].end,
			     remember_run, snapshot);
	if (how == PAGESCAN_STOPPED)
		return;
	snapshot_end(snapshot, known_end(look));
	snapshot_finish(snapshot);
	inspector->mark = look->demand->mark;
	inspector->mark_known = how == PAGESCAN_DONE && !snapshot->overflowed;
}

static void update_mark(struct inspection *look)
{
	struct inspector *inspector = look->inspector;

	if (look->demand->mark != inspector->mark)
		take_mark(look);
	if (inspector->mark && inspector->mark_known)
		look->sample->target.has |= TARGET_HAS_SINCE;
}

static struct history *history_of(struct inspector *inspector,
				  enum scan_use use)
{
	return use < NR_HISTORIES ? &inspector->histories[use] : NULL;
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

/* Where a mapping may grow to nothing is touched now: what comes is new. */
static void find_empty(const struct inspection *look, struct binning *binning)
{
	size_t i = mapping_behind(look->mappings, look->nr_mappings,
				  binning->start);

	if (i == look->nr_mappings ||
	    look->mappings[i].start != binning->start ||
	    look->mappings[i].end != binning->end)
		return;
	if (i)
		binning->empty_start = look->mappings[i - 1].end;
	if (i + 1 < look->nr_mappings)
		binning->empty_end = look->mappings[i + 1].start;
}

static struct binning make_binning(struct inspection *look,
				   const struct sample_scan *scan)
{
	struct inspector *inspector = look->inspector;
	struct history *history = history_of(inspector, scan->use);
	struct binning binning = {
		.start = scan->start,
		.end = scan->end,
		.cell_pages = scan->cell_pages,
		.lead = scan->lead,
		.cells = look->sample->cells + scan->first_cell,
	};

	if (history) {
		binning.before = &history->before;
		binning.next = &history->next;
	}
	if (look->sample->target.has & TARGET_HAS_SINCE)
		binning.mark = &inspector->mark_snapshot;
	if (scan->use == SCAN_WINDOW)
		binning.changes = look->sample;
	if (scan->follows_end)
		find_empty(look, &binning);
	return binning;
}

static void finish_scan(struct inspection *look, struct binning *binning,
			struct sample_scan *scan)
{
	const struct history *history = history_of(look->inspector, scan->use);

	binning_end(binning);
	scan->compared = binning->compared;
	if (!history || !history->before.overflowed)
		return;
	scan->compared = history_compare(history, scan, binning->cells);
	if (binning->changes)
		tell_changed_cells(look->sample, scan);
}

static void drop_scan(struct inspection *look, struct binning *binning,
		      size_t nr_changes)
{
	struct sample *sample = look->sample;

	if (binning->next)
		snapshot_drop(binning->next);
	sample->nr_changes = nr_changes;
	sample->nr_scans--;
	sample->nr_cells = sample->scans[sample->nr_scans].first_cell;
}

static uint64_t nr_cells(const struct demand_scan *scan)
{
	return binning_cells(scan->start - scan->lead * PAGE_BYTES, scan->end,
			     scan->cell_pages);
}

/* The cells of @now begin where those of @want do, or would farther on. */
static void keep_borders(struct demand_scan *now,
			 const struct demand_scan *want)
{
	uint64_t start = now->start / PAGE_BYTES;
	uint64_t border = want->start / PAGE_BYTES - want->lead;
	uint64_t cell = now->cell_pages;

	/* that border may lie before the first address, a huge number */
	if ((int64_t)(start - border) >= 0)
		now->lead = (start - border) % cell;
	else
		now->lead = (cell - (border - start) % cell) % cell;
}

/*
 * Cells of the size that was asked for may be too many by now: what it maps is
 * for the process to say, what memory that takes here is not. Doubled, a cell
 * still holds whole ones of those that were before.
 */
static void bound_cells(struct demand_scan *now, const struct demand_scan *want)
{
	uint64_t nr_asked = nr_cells(want);
	uint64_t most = now->most_cells;

	if (!most)
		most = 2 * (nr_asked > FOLLOWED_CELLS ? nr_asked :
							FOLLOWED_CELLS) - 1;
	keep_borders(now, want);
	while (nr_cells(now) > most) {
		now->cell_pages *= 2;
		keep_borders(now, want);
	}
}

/*
 * Is what was asked for @mapping, as it was in the last sample? Of a count just
 * one border may have moved, or it is of a part.
 */
static bool has_moved(const struct sample_mapping *mapping,
		      const struct demand_scan *want)
{
	if (mapping->start == want->start)
		return true;
	if (mapping->start >= want->end)
		return false;
	return want->most_cells || mapping->end == want->end;
}

/*
 * What is asked for is as the last sample had it. A mapping that grows or
 * shrinks with each one would never be counted: take it as it is now.
 */
static struct demand_scan as_it_is_now(const struct inspection *look,
				       const struct demand_scan *want)
{
	size_t i = mapping_behind(look->mappings, look->nr_mappings,
				  want->start);
	struct demand_scan now = *want;

	if (!want->follows_end || !look->demand->mappings ||
	    !look->mappings || i == look->nr_mappings ||
	    !has_moved(&look->mappings[i], want))
		return now;
	now.start = look->mappings[i].start;
	now.end = look->mappings[i].end;
	if (nr_cells(want) == 1 && want->use == SCAN_COUNT)
		now.cell_pages = (now.end - now.start) / PAGE_BYTES;
	else
		bound_cells(&now, want);
	return now;
}

static void answer_scan(struct inspection *look, const struct demand_scan *want)
{
	const struct inspector *inspector = look->inspector;
	size_t nr_changes = look->sample->nr_changes;
	struct sample_scan *scan;
	enum pagescan_end how;
	struct binning binning;

	scan = sample_add_scan(look->sample, nr_cells(want));
	scan->use = want->use;
	scan->start = want->start;
	scan->end = want->end;
	scan->cell_pages = want->cell_pages;
	scan->lead = want->lead;
	scan->most_cells = want->most_cells;
	scan->follows_end = want->follows_end;
	scan->aside = want->aside;
	scan->time_ns = clock_now(&clock_monotonic);
	binning = make_binning(look, scan);
	binning_begin(&binning);
	how = pagescan_range(inspector->pagescan, inspector->proc.pagemap,
			     look->mappings, look->nr_mappings, want->start,
			     want->end, binning_run, &binning);
	if (how == PAGESCAN_DONE)
		finish_scan(look, &binning, scan);
	else
		drop_scan(look, &binning, nr_changes);
	look->failed = look->failed || how == PAGESCAN_FAILED;
}

static void grant_time(struct inspection *look, uint64_t now)
{
	struct inspector *inspector = look->inspector;
	uint64_t share = (now - inspector->counted_ns) / COUNT_SHARE;

	if (share < COUNT_LEAST_NS)
		share = COUNT_LEAST_NS;
	if (share > COUNT_MOST_NS)
		share = COUNT_MOST_NS;
	look->counts_end_ns = now + share;
	inspector->counted_ns = now;
}

/* Is there time left for this one? The first count begins the time of all. */
static bool has_time(struct inspection *look, enum scan_use use)
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

static void answer_scans(struct inspection *look)
{
	struct demand_scan now;
	size_t i;

	for (i = 0; i < look->demand->nr_scans; i++) {
		now = as_it_is_now(look, &look->demand->scans[i]);
		if (has_time(look, now.use))
			answer_scan(look, &now);
	}
}

static bool was_demanded(const struct inspection *look, enum scan_use use)
{
	size_t i;

	for (i = 0; i < look->demand->nr_scans; i++)
		if (look->demand->scans[i].use == use)
			return true;
	return false;
}

static bool was_answered(const struct inspection *look, enum scan_use use)
{
	size_t i;

	for (i = 0; i < look->sample->nr_scans; i++)
		if (look->sample->scans[i].use == use)
			return true;
	return false;
}

/* Those that a stop left out are compared with the scans before, next time. */
static void remember_scans(struct inspection *look, enum scan_use use)
{
	struct history *history = &look->inspector->histories[use];

	if (was_answered(look, use))
		history_turn(history, look->sample, use);
	else if (was_demanded(look, use))
		snapshot_reset(&history->next);
	/* between full samples only windows are scanned */
	else if (look->demand->mappings)
		history_forget(history);
}

/* Sums of all mappings, in kB, see proc(5). */
static void read_pss(struct inspector *inspector, struct sample_target *target)
{
	uint64_t begin = clock_now(&clock_monotonic);
	uint64_t pss, clean, dirty;
	const char *text = procdir_text(&inspector->proc, "smaps_rollup");

	if (!text ||
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
static void look_again(struct inspection *look)
{
	struct sample_target now = { 0 };
	enum target_state state;

	state = procdir_look(&look->inspector->proc, &now);
	if (state == TARGET_OK)
		return;
	look->sample->target.state = state;
	look->sample->target.error = now.error;
}

static void look_inside(struct inspection *look)
{
	struct inspector *inspector = look->inspector;
	enum scan_use use;

	if (pagescan_tells_zero(inspector->pagescan))
		look->sample->target.has |= TARGET_TELLS_ZERO;
	absence_begin(inspector->absence);
	read_mappings(look);
	if (inspector->proc.pagemap >= 0) {
		update_mark(look);
		answer_scans(look);
		for (use = 0; use < NR_HISTORIES; use++)
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
	struct inspection look = {
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

/*
 * The pagemap was opened before the mappings were read: both are of the same
 * memory, or this is of one that is gone.
 */
static enum pagescan_end scan_mapping(const struct inspector *inspector,
				      const struct sample_mapping *mapping,
				      page_run_fn take, void *ctx)
{
	const struct procdir *proc = &inspector->proc;

	if (proc->pagemap >= 0)
		return pagescan_range(inspector->pagescan, proc->pagemap,
				      mapping, 1, mapping->start,
				      mapping->end, take, ctx);
	errno = proc->error;
	return PAGESCAN_FAILED;
}

enum status inspect_pages(struct inspector *inspector,
			  const struct sample_mapping *mapping,
			  page_run_fn take, void *ctx)
{
	if (scan_mapping(inspector, mapping, take, ctx) != PAGESCAN_FAILED)
		return ST_OK;
	return errno == ESRCH ? ST_GONE : ST_SYSTEM;
}

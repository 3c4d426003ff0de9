// SPDX-License-Identifier: GPL-2.0
/* Answers the scans that are asked for: cells, and what changed in them. */
#include "source/process/answer.h"
#include "source/process/binning.h"
#include "source/process/follow.h"

static void remember_run(void *ctx, const struct page_run *run)
{
	snapshot_add(ctx, run);
}

/* What lies in no mapping is untouched: one range holds all memory. */
static void take_mark(struct answer *answer)
{
	struct answer_past *past = answer->past;
	struct snapshot *snapshot = &past->mark_snapshot;
	struct sample_range all = { .end = answer->last_end };
	enum pagescan_end how;

	snapshot_reset(snapshot);
	past->mark_known = false;
	past->mark = answer->demand->mark_is_past ? answer->demand->mark : 0;
	if (!answer->demand->mark || past->mark || !answer->last_end)
		return;
	snapshot_begin(snapshot, 0);
	how = answer->ops->tell(answer->ctx, &all, remember_run, snapshot);
	if (how == PAGESCAN_STOPPED)
		return;
	snapshot_end(snapshot, answer->known_end);
	snapshot_finish(snapshot);
	past->mark = answer->demand->mark;
	past->mark_known = how == PAGESCAN_DONE && !snapshot->overflowed;
}

static void update_mark(struct answer *answer)
{
	struct answer_past *past = answer->past;

	if (answer->demand->mark != past->mark)
		take_mark(answer);
	if (past->mark && past->mark_known)
		answer->sample->target.has |= TARGET_HAS_SINCE;
}

static struct history *history_of(struct answer_past *past, enum scan_use use)
{
	return use < NR_HISTORIES ? &past->histories[use] : NULL;
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
static void find_empty(const struct answer *answer, struct binning *binning)
{
	size_t i = mapping_behind(answer->mappings, answer->nr_mappings,
				  binning->start);

	if (i == answer->nr_mappings ||
	    answer->mappings[i].start != binning->start ||
	    answer->mappings[i].end != binning->end)
		return;
	if (i)
		binning->empty_start = answer->mappings[i - 1].end;
	if (i + 1 < answer->nr_mappings)
		binning->empty_end = answer->mappings[i + 1].start;
}

static struct binning make_binning(struct answer *answer,
				   const struct sample_scan *scan)
{
	struct history *history = history_of(answer->past, scan->use);
	struct binning binning = {
		.start = scan->start,
		.end = scan->end,
		.cell_pages = scan->cell_pages,
		.lead = scan->lead,
		.cells = answer->sample->cells + scan->first_cell,
	};

	if (history) {
		binning.before = &history->before;
		binning.next = &history->next;
	}
	if (answer->sample->target.has & TARGET_HAS_SINCE)
		binning.mark = &answer->past->mark_snapshot;
	if (scan->use == SCAN_WINDOW)
		binning.changes = answer->sample;
	if (scan->follows_end)
		find_empty(answer, &binning);
	return binning;
}

static void finish_scan(struct answer *answer, struct binning *binning,
			struct sample_scan *scan)
{
	const struct history *history = history_of(answer->past, scan->use);

	binning_end(binning);
	scan->compared = binning->compared;
	if (!history || !history->before.overflowed)
		return;
	scan->compared = history_compare(history, scan, binning->cells);
	if (binning->changes)
		tell_changed_cells(answer->sample, scan);
}

static void drop_scan(struct answer *answer, struct binning *binning,
		      size_t nr_changes)
{
	struct sample *sample = answer->sample;

	if (binning->next)
		snapshot_drop(binning->next);
	sample->nr_changes = nr_changes;
	sample->nr_scans--;
	sample->nr_cells = sample->scans[sample->nr_scans].first_cell;
}

static void answer_scan(struct answer *answer, const struct demand_scan *want)
{
	struct sample_range range = { .start = want->start, .end = want->end };
	size_t nr_changes = answer->sample->nr_changes;
	struct sample_scan *scan;
	enum pagescan_end how;
	struct binning binning;

	scan = sample_add_scan(answer->sample, follow_cells(want));
	scan->use = want->use;
	scan->start = want->start;
	scan->end = want->end;
	scan->cell_pages = want->cell_pages;
	scan->lead = want->lead;
	scan->most_cells = want->most_cells;
	scan->follows_end = want->follows_end;
	scan->aside = want->aside;
	binning = make_binning(answer, scan);
	binning_begin(&binning);
	how = answer->ops->tell(answer->ctx, &range, binning_run, &binning);
	scan->time_ns = range.time_ns;
	if (how == PAGESCAN_DONE)
		finish_scan(answer, &binning, scan);
	else
		drop_scan(answer, &binning, nr_changes);
	answer->failed = answer->failed || how == PAGESCAN_FAILED;
}

static void answer_scans(struct answer *answer)
{
	const struct demand_scan *want = answer->demand->scans;
	size_t nr_mappings = answer->is_whole ? answer->nr_mappings : 0;
	struct demand_scan now;
	size_t i;

	for (i = 0; i < answer->demand->nr_scans; i++, want++) {
		now = follow_scan(want, answer->mappings, nr_mappings);
		if (answer->windows_only && now.use != SCAN_WINDOW)
			continue;
		if (answer->ops->has_time(answer->ctx, now.use))
			answer_scan(answer, &now);
	}
}

static bool was_demanded(const struct answer *answer, enum scan_use use)
{
	size_t i;

	for (i = 0; i < answer->demand->nr_scans; i++)
		if (answer->demand->scans[i].use == use)
			return true;
	return false;
}

static bool was_answered(const struct answer *answer, enum scan_use use)
{
	size_t i;

	for (i = 0; i < answer->sample->nr_scans; i++)
		if (answer->sample->scans[i].use == use)
			return true;
	return false;
}

/* Those that a stop left out are compared with the scans before, next time. */
static void remember_scans(struct answer *answer, enum scan_use use)
{
	struct history *history = &answer->past->histories[use];

	if (was_answered(answer, use))
		history_turn(history, answer->sample, use);
	else if (was_demanded(answer, use))
		snapshot_reset(&history->next);
	/* between full samples only windows are scanned */
	else if (answer->is_whole)
		history_forget(history);
}

void answer_demand(struct answer *answer)
{
	enum scan_use use;

	update_mark(answer);
	answer_scans(answer);
	for (use = 0; use < NR_HISTORIES; use++)
		remember_scans(answer, use);
}

void answer_forget(struct answer_past *past)
{
	size_t i;

	for (i = 0; i < NR_HISTORIES; i++)
		history_forget(&past->histories[i]);
	snapshot_reset(&past->mark_snapshot);
	past->mark_known = false;
	past->seen_whole = false;
}

void answer_release(struct answer_past *past)
{
	size_t i;

	for (i = 0; i < NR_HISTORIES; i++)
		history_release(&past->histories[i]);
	snapshot_release(&past->mark_snapshot);
	past->mark_known = false;
	past->seen_whole = false;
}

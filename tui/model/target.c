// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/target.h"

/* Changes remembered for the glow; 24 bytes each. */
#define GLOW_CHANGES_MAX 32768
/* Cells of all rows of the timeline; 28 bytes each. */
#define TIMELINE_CELLS_MAX 28000

/* Scans and their cells, copied out of a sample. */
struct scan_set {
	struct sample_scan *scans;
	size_t nr_scans, max_scans;
	struct scan_cell *cells;
	size_t nr_cells, max_cells;
};

struct change {
	uint64_t start, time_ns;
	uint32_t pages;
	uint32_t kind;			/* enum change_kind */
};

struct timeline_slot {
	uint64_t time_ns, touched;
	bool compared;
};

/* A ring: the newest row is in slot @newest. */
struct timeline {
	struct sample_scan grid;
	struct timeline_slot *slots;
	struct timeline_cell *cells;
	size_t nr, max, newest;
};

struct target_store {
	struct target target;		/* what the views see, first */
	char *names;
	struct scan_set windows, whole;
	struct change *changes;		/* oldest first */
	size_t nr_changes, max_changes;
	struct timeline timeline;
};

static struct target_store *to_store(struct target *target)
{
	return (struct target_store *)target;
}

static const struct target_store *const_store(const struct target *target)
{
	return (const struct target_store *)target;
}

struct target *target_new(struct proc_id id)
{
	struct target_store *store = xcalloc(1, sizeof(*store));

	store->target.now.id = id;
	return &store->target;
}

static void scan_set_release(struct scan_set *set)
{
	free(set->scans);
	free(set->cells);
	memset(set, 0, sizeof(*set));
}

static void timeline_release(struct timeline *timeline)
{
	free(timeline->slots);
	free(timeline->cells);
	memset(timeline, 0, sizeof(*timeline));
}

void target_free(struct target *target)
{
	struct target_store *store = to_store(target);

	if (!store)
		return;
	scan_set_release(&store->windows);
	scan_set_release(&store->whole);
	timeline_release(&store->timeline);
	free(store->changes);
	free(store->names);
	free(store->target.mappings);
	free(store);
}

/* exec(2) has replaced every page: nothing known of them holds any more. */
static void forget_pages(struct target_store *store)
{
	size_t i;

	store->windows.nr_scans = 0;
	store->whole.nr_scans = 0;
	store->nr_changes = 0;
	timeline_release(&store->timeline);
	for (i = 0; i < store->target.nr_mappings; i++)
		store->target.mappings[i].counted = false;
}

/* What was counted since another mark says nothing of this one. */
static void forget_since(struct target *target)
{
	size_t i;

	for (i = 0; i < target->nr_mappings; i++)
		target->mappings[i].since_known = false;
}

static void take_state(struct target_store *store,
		       const struct sample_target *new)
{
	struct sample_target *now = &store->target.now;
	const struct sample_target was = *now;

	if (was.mm_id && new->mm_id && was.mm_id != new->mm_id) {
		forget_pages(store);
		store->target.changes_of_map++;
	}
	*now = *new;
	now->has |= was.has & (TARGET_HAS_WHO | TARGET_HAS_PSS);
	/* of a process that is gone, all that was known stays */
	if (new->state == TARGET_GONE) {
		now->has |= was.has;
		now->mark = was.mark;
	}
	if (now->mark != was.mark)
		forget_since(&store->target);
	if (!new->mm_id)
		now->mm_id = was.mm_id;
	if (!(new->has & TARGET_HAS_WHO)) {
		now->ppid = was.ppid;
		now->run_state = was.run_state;
		now->nr_threads = was.nr_threads;
	}
	if (!(new->has & TARGET_HAS_PSS)) {
		now->pss = was.pss;
		now->uss = was.uss;
		now->pss_cost_ns = was.pss_cost_ns;
	}
}

/* One that has shrunk below what was counted in it isn't what was counted. */
static void inherit(struct mapping *mapping, const struct mapping *old)
{
	mapping->resized = old->resized || mapping->end != old->end;
	if (mapping->kind != old->kind || !old->counted ||
	    pages_touched(&old->counts) + old->counts.zero >
	    mapping_pages(mapping))
		return;
	mapping->counted = true;
	mapping->counts = old->counts;
	mapping->counts.total = mapping_pages(mapping);
	mapping->counted_ns = old->counted_ns;
	mapping->since_known = old->since_known;
	mapping->since_touched = old->since_touched;
	mapping->since_released = old->since_released;
}

static bool same_mappings(const struct target *target,
			  const struct sample *sample)
{
	size_t i;

	if (target->nr_mappings != sample->nr_mappings)
		return false;
	for (i = 0; i < sample->nr_mappings; i++) {
		if (target->mappings[i].start != sample->mappings[i].start ||
		    target->mappings[i].end != sample->mappings[i].end ||
		    target->mappings[i].kind != sample->mappings[i].kind)
			return false;
	}
	return true;
}

static void copy_names(struct target_store *store, const struct sample *sample)
{
	free(store->names);
	store->names = xcalloc(sample->names_len + 1, 1);
	if (sample->names_len)
		memcpy(store->names, sample->names, sample->names_len);
}

/* Both lists rise by address, so one walk along them pairs old and new. */
static void take_mappings(struct target_store *store,
			  const struct sample *sample)
{
	struct target *target = &store->target;
	const struct mapping *old = target->mappings;
	const struct mapping *old_end = old + target->nr_mappings;
	struct mapping *mappings;
	size_t i;

	if (!same_mappings(target, sample) || !target->mappings_known)
		target->changes_of_map++;
	copy_names(store, sample);
	mappings = xcalloc(sample->nr_mappings, sizeof(*mappings));
	for (i = 0; i < sample->nr_mappings; i++) {
		const struct sample_mapping *from = &sample->mappings[i];

		mappings[i].start = from->start;
		mappings[i].end = from->end;
		mappings[i].name = store->names + from->name;
		mappings[i].flags = from->flags;
		mappings[i].kind = from->kind;
		while (old < old_end && old->start < from->start)
			old++;
		if (old < old_end && old->start == from->start)
			inherit(&mappings[i], old);
	}
	free(target->mappings);
	target->mappings = mappings;
	target->nr_mappings = sample->nr_mappings;
	target->mappings_known = true;
}

static struct mapping *find(const struct target *target, uint64_t address)
{
	size_t low = 0, high = target->nr_mappings;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (target->mappings[mid].end <= address)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == target->nr_mappings ||
	    target->mappings[low].start > address)
		return NULL;
	return &target->mappings[low];
}

const struct mapping *target_find(const struct target *target,
				  uint64_t address)
{
	return find(target, address);
}

/* A scan of exactly one mapping, in however many cells, counts it. */
static void count_mapping(struct target *target, const struct sample *sample,
			  const struct sample_scan *scan)
{
	struct mapping *mapping = find(target, scan->start);
	const struct scan_cell *cell = sample->cells + scan->first_cell;
	size_t i;

	if (!mapping || mapping->start != scan->start ||
	    mapping->end != scan->end)
		return;
	memset(&mapping->counts, 0, sizeof(mapping->counts));
	mapping->since_touched = 0;
	mapping->since_released = 0;
	for (i = 0; i < scan->nr_cells; i++, cell++) {
		page_counts_sum(&mapping->counts, &cell->now);
		mapping->since_touched += cell->since_touched;
		mapping->since_released += cell->since_released;
	}
	mapping->counted = true;
	mapping->counted_ns = scan->time_ns;
	mapping->since_known = sample->target.has & TARGET_HAS_SINCE;
}

static void add_scan(struct scan_set *set, const struct sample *sample,
		     const struct sample_scan *scan)
{
	set->scans = xgrow(set->scans, set->nr_scans + 1, &set->max_scans,
			   sizeof(*set->scans));
	set->cells = xgrow(set->cells, set->nr_cells + scan->nr_cells,
			   &set->max_cells, sizeof(*set->cells));
	memcpy(set->cells + set->nr_cells, sample->cells + scan->first_cell,
	       scan->nr_cells * sizeof(*set->cells));
	set->scans[set->nr_scans] = *scan;
	set->scans[set->nr_scans++].first_cell = set->nr_cells;
	set->nr_cells += scan->nr_cells;
}

/* What was scanned replaces what was there; a cut sample may have nothing. */
static void take_scans(struct scan_set *set, const struct sample *sample,
		       enum scan_use use)
{
	bool first = true;
	size_t i;

	for (i = 0; i < sample->nr_scans; i++) {
		if (sample->scans[i].use != use)
			continue;
		if (first) {
			set->nr_scans = 0;
			set->nr_cells = 0;
			first = false;
		}
		add_scan(set, sample, &sample->scans[i]);
	}
}

static void timeline_begin(struct timeline *timeline,
			   const struct sample_scan *grid)
{
	timeline_release(timeline);
	timeline->grid = *grid;
	timeline->max = TIMELINE_CELLS_MAX / grid->nr_cells;
	if (timeline->max < 2)
		timeline->max = 2;
	timeline->slots = xcalloc(timeline->max, sizeof(*timeline->slots));
	timeline->cells = xcalloc(timeline->max * grid->nr_cells,
				  sizeof(*timeline->cells));
	timeline->newest = timeline->max - 1;
}

static void timeline_cell_sum(struct timeline_cell *sum,
			      const struct timeline_cell *more)
{
	sum->written += more->written;
	sum->huge += more->huge;
	sum->swapped += more->swapped;
	sum->file += more->file;
	sum->zero += more->zero;
	sum->unsure += more->unsure;
	sum->fresh += more->fresh;
}

/* Row @i of @old, 0 the newest, into the next slot of @new. */
static void move_row(struct timeline *new, const struct timeline *old, size_t i)
{
	size_t from = (old->newest + old->max - i) % old->max;
	size_t factor = new->grid.cell_pages / old->grid.cell_pages;
	size_t nr = old->grid.nr_cells;
	struct timeline_cell *cells;
	size_t cell;

	new->newest = (new->newest + 1) % new->max;
	new->nr++;
	new->slots[new->newest] = old->slots[from];
	cells = new->cells + new->newest * new->grid.nr_cells;
	for (cell = 0; cell < nr && cell / factor < new->grid.nr_cells; cell++)
		timeline_cell_sum(&cells[cell / factor],
				  &old->cells[from * nr + cell]);
}

/* Lay the rows out on @grid, which they fit into; the oldest may be too many. */
static void timeline_move(struct timeline *timeline,
			  const struct sample_scan *grid)
{
	struct timeline old = *timeline;
	size_t i;

	memset(timeline, 0, sizeof(*timeline));
	timeline_begin(timeline, grid);
	for (i = old.nr < timeline->max ? old.nr : timeline->max; i; i--)
		move_row(timeline, &old, i - 1);
	timeline_release(&old);
}

/* Only of a whole mapping is it known what was beyond its end: nothing. */
static bool can_move(const struct sample_scan *from,
		     const struct sample_scan *to)
{
	return from->follows_end && to->follows_end &&
	       !(to->cell_pages % from->cell_pages);
}

static void fit_timeline(struct timeline *timeline,
			 const struct sample_scan *scan)
{
	const struct sample_scan *grid = &timeline->grid;

	if (timeline->nr && scan->start == grid->start &&
	    scan->end == grid->end && scan->cell_pages == grid->cell_pages)
		return;
	if (timeline->nr && scan->start == grid->start && can_move(grid, scan))
		timeline_move(timeline, scan);
	else
		timeline_begin(timeline, scan);
}

static void add_row(struct timeline *timeline, const struct sample_scan *scan,
		    const struct scan_cell *cells)
{
	struct timeline_slot *slot;
	struct timeline_cell *to;
	size_t i;

	timeline->newest = (timeline->newest + 1) % timeline->max;
	if (timeline->nr < timeline->max)
		timeline->nr++;
	slot = &timeline->slots[timeline->newest];
	*slot = (struct timeline_slot){
		.time_ns = scan->time_ns, .compared = scan->compared,
	};
	to = timeline->cells + timeline->newest * scan->nr_cells;
	for (i = 0; i < scan->nr_cells; i++) {
		const struct page_counts *now = &cells[i].now;

		to[i] = (struct timeline_cell){
			.written = (uint32_t)now->written,
			.huge = (uint32_t)now->huge,
			.swapped = (uint32_t)now->swapped,
			.file = (uint32_t)now->file,
			.zero = (uint32_t)now->zero,
			.unsure = (uint32_t)now->unsure,
			.fresh = cells[i].fresh,
		};
		slot->touched += pages_touched(now);
	}
}

static void take_timeline(struct target_store *store,
			  const struct sample *sample)
{
	struct timeline *timeline = &store->timeline;
	const struct sample_scan *scan;
	size_t i;

	for (i = 0; i < sample->nr_scans; i++) {
		scan = &sample->scans[i];
		if (scan->use != SCAN_WHOLE || !scan->nr_cells)
			continue;
		fit_timeline(timeline, scan);
		add_row(timeline, scan, sample->cells + scan->first_cell);
	}
}

static void drop_old_changes(struct target_store *store, uint64_t now_ns,
			     size_t room)
{
	size_t old = 0;

	while (old < store->nr_changes &&
	       (store->changes[old].time_ns + GLOW_NS <= now_ns ||
		store->nr_changes - old + room > GLOW_CHANGES_MAX))
		old++;
	store->nr_changes -= old;
	if (old && store->nr_changes)
		memmove(store->changes, store->changes + old,
			store->nr_changes * sizeof(*store->changes));
}

static void take_changes(struct target_store *store,
			 const struct sample *sample)
{
	uint64_t now_ns = sample->target.time_ns;
	size_t i;

	drop_old_changes(store, now_ns, sample->nr_changes);
	store->changes = xgrow(store->changes,
			       store->nr_changes + sample->nr_changes,
			       &store->max_changes,
			       sizeof(*store->changes));
	for (i = 0; i < sample->nr_changes; i++) {
		const struct sample_change *from = &sample->changes[i];

		store->changes[store->nr_changes++] = (struct change){
			.start = from->start, .pages = from->pages,
			.kind = from->kind, .time_ns = now_ns,
		};
	}
}

static void add_to_sum(struct kind_sum *sum, const struct mapping *mapping)
{
	if (!sum->nr_mappings++)
		sum->all_counted = true;
	sum->reserved += mapping->end - mapping->start;
	sum->all_counted &= mapping->counted;
	if (mapping->counted)
		page_counts_sum(&sum->counts, &mapping->counts);
}

static void sum_kinds(struct target *target)
{
	size_t i;

	memset(target->kinds, 0, sizeof(target->kinds));
	memset(&target->all, 0, sizeof(target->all));
	for (i = 0; i < target->nr_mappings; i++) {
		const struct mapping *mapping = &target->mappings[i];

		add_to_sum(&target->kinds[mapping->kind], mapping);
		add_to_sum(&target->all, mapping);
	}
}

void target_update(struct target *target, const struct sample *sample)
{
	struct target_store *store = to_store(target);
	size_t i;

	if (!(sample->sections & SECTION_TARGET) ||
	    !proc_id_equal(sample->target.id, target->now.id))
		return;
	take_state(store, &sample->target);
	if (sample->target.has & TARGET_HAS_MAPPINGS) {
		take_mappings(store, sample);
		target->cost_ns = sample->target.cost_ns;
	} else if (sample->nr_scans) {
		target->quick_cost_ns = sample->target.cost_ns;
	}
	for (i = 0; i < sample->nr_scans; i++)
		if (sample->scans[i].use != SCAN_WINDOW)
			count_mapping(target, sample, &sample->scans[i]);
	take_scans(&store->windows, sample, SCAN_WINDOW);
	take_scans(&store->whole, sample, SCAN_WHOLE);
	take_timeline(store, sample);
	take_changes(store, sample);
	sum_kinds(target);
}

const struct scan_cell *target_cell(const struct target *target,
				    uint64_t start, uint64_t cell_pages)
{
	const struct scan_set *set = &const_store(target)->windows;
	uint64_t bytes = cell_pages * PAGE_BYTES;
	size_t i;

	for (i = 0; i < set->nr_scans; i++) {
		const struct sample_scan *scan = &set->scans[i];

		if (scan->cell_pages != cell_pages || start < scan->start ||
		    start >= scan->end || (start - scan->start) % bytes)
			continue;
		return set->cells + scan->first_cell +
		       (start - scan->start) / bytes;
	}
	return NULL;
}

const struct sample_scan *target_whole(const struct target *target,
				       uint64_t start, uint64_t end,
				       const struct scan_cell **cells)
{
	const struct scan_set *set = &const_store(target)->whole;
	size_t i;

	for (i = 0; i < set->nr_scans; i++) {
		if (set->scans[i].start != start || set->scans[i].end != end)
			continue;
		*cells = set->cells + set->scans[i].first_cell;
		return &set->scans[i];
	}
	return NULL;
}

static void glow_once(struct glow *glow, const struct change *change)
{
	uint64_t *when = change->kind == CHANGE_TOUCHED ? &glow->touched_ns :
							   &glow->released_ns;

	if (change->time_ns > *when)
		*when = change->time_ns;
}

static uint64_t age(uint64_t now_ns, uint64_t then_ns)
{
	return now_ns > then_ns ? now_ns - then_ns : 0;
}

/* What became of the times, as steps of the glow. */
static void judge_glow(struct glow *glow, uint64_t now_ns)
{
	uint64_t steps;

	if (glow->touched_ns) {
		steps = age(now_ns, glow->touched_ns) / GLOW_STEP_NS;
		glow->touched = steps < 3 ? (uint8_t)(steps + 1) : 0;
	}
	glow->released = glow->released_ns &&
			 age(now_ns, glow->released_ns) < GLOW_NS;
}

void target_glows(const struct target *target, uint64_t now_ns,
		  uint64_t start, uint64_t cell_pages, size_t nr,
		  struct glow *glows)
{
	const struct target_store *store = const_store(target);
	uint64_t bytes = cell_pages * PAGE_BYTES;
	uint64_t end = start + bytes * nr;
	size_t i, cell;

	memset(glows, 0, nr * sizeof(*glows));
	for (i = 0; i < store->nr_changes; i++) {
		const struct change *change = &store->changes[i];
		uint64_t from = change->start;
		uint64_t to = from + change->pages * PAGE_BYTES;

		if (to <= start || from >= end)
			continue;
		from = from > start ? from : start;
		to = to < end ? to : end;
		for (cell = (from - start) / bytes;
		     cell <= (to - 1 - start) / bytes; cell++)
			glow_once(&glows[cell], change);
	}
	for (i = 0; i < nr; i++)
		judge_glow(&glows[i], now_ns);
}

bool target_next_change(const struct target *target, uint64_t now_ns,
			uint64_t address, uint64_t *change)
{
	const struct target_store *store = const_store(target);
	bool found = false, behind = false;
	size_t i;

	for (i = 0; i < store->nr_changes; i++) {
		const struct change *at = &store->changes[i];
		uint64_t last = at->start + (at->pages - 1) * PAGE_BYTES;
		uint64_t place = at->start;
		bool is_behind = last >= address;

		if (age(now_ns, at->time_ns) >= GLOW_NS)
			continue;
		if (is_behind && place < address)
			place = address;
		if (found && (behind > is_behind ||
			      (behind == is_behind && *change <= place)))
			continue;
		found = true;
		behind = is_behind;
		*change = place;
	}
	return found;
}

size_t target_timeline_rows(const struct target *target)
{
	return const_store(target)->timeline.nr;
}

bool target_timeline_row(const struct target *target, size_t i,
			 struct timeline_row *row)
{
	const struct timeline *timeline = &const_store(target)->timeline;
	size_t slot;

	if (i >= timeline->nr)
		return false;
	slot = (timeline->newest + timeline->max - i) % timeline->max;
	*row = (struct timeline_row){
		.time_ns = timeline->slots[slot].time_ns,
		.compared = timeline->slots[slot].compared,
		.touched = timeline->slots[slot].touched,
		.cells = timeline->cells + slot * timeline->grid.nr_cells,
	};
	return true;
}

bool target_timeline_grid(const struct target *target,
			  struct sample_scan *grid)
{
	const struct timeline *timeline = &const_store(target)->timeline;

	if (!timeline->nr)
		return false;
	*grid = timeline->grid;
	return true;
}

struct page_counts timeline_counts(const struct sample_scan *grid,
				   const struct timeline_row *row, size_t i)
{
	const struct timeline_cell *cell = &row->cells[i];
	uint64_t pages = (grid->end - grid->start) / PAGE_BYTES;
	uint64_t before = i * grid->cell_pages;
	uint64_t left = pages > before ? pages - before : 0;

	return (struct page_counts){
		.total = left < grid->cell_pages ? left : grid->cell_pages,
		.written = cell->written, .huge = cell->huge,
		.swapped = cell->swapped, .file = cell->file,
		.zero = cell->zero, .unsure = cell->unsure,
	};
}

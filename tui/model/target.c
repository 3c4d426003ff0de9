// SPDX-License-Identifier: GPL-2.0
/* The process that is looked into: its mappings, and what is in their pages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/shown_name.h"
#include "model/target.h"

/* Scans and their cells, copied out of a sample. */
struct scan_set {
	struct sample_scan *scans;
	size_t nr_scans, max_scans;
	struct scan_cell *cells;
	size_t nr_cells, max_cells;
};

struct target_store {
	struct target target;		/* what the views see, first */
	char *names;
	struct scan_set windows, whole;
	struct glow_log changes;
	struct timelines timelines;
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

void target_free(struct target *target)
{
	struct target_store *store = to_store(target);

	if (!store)
		return;
	scan_set_release(&store->windows);
	scan_set_release(&store->whole);
	timelines_release(&store->timelines);
	glow_release(&store->changes);
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
	glow_forget(&store->changes);
	timelines_release(&store->timelines);
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

/*
 * Gone, or a zombie now and something with memory before: nothing of it is left
 * to be seen. A leader that has ended while other threads live on has memory.
 */
static bool has_ended(const struct target *target,
		      const struct sample_target *new)
{
	return new->state == TARGET_GONE ||
	       (new->state == TARGET_NO_MEMORY && target->mappings_known);
}

/* All stays as it was in the last sample, but that it is gone. */
static void freeze(struct target *target, const struct sample_target *new)
{
	if (target->now.state != TARGET_GONE)
		target->gone_ns = new->time_ns;
	target->now.state = TARGET_GONE;
	target->now.time_ns = new->time_ns;
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
	/* while a process can't be looked into, all that was known stays */
	if (new->state == TARGET_FAILED) {
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
	if (mapping->kind != old->kind || !old->counted ||
	    pages_touched(&old->counts) + pages_as(&old->counts, PAGE_ZERO) >
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

/* One behind the other; those that are told in another way are shorter so. */
static void tell_names(char *names, size_t len)
{
	char buf[NAME_SHOWN_MAX], *end = names + len;
	const char *shown;
	size_t used;

	for (; names < end; names += used + 1) {
		used = strlen(names);
		shown = shown_name(names, buf, sizeof(buf));
		if (shown != names)
			snprintf(names, used + 1, "%s", shown);
	}
}

static void copy_names(struct target_store *store, const struct sample *sample)
{
	free(store->names);
	store->names = xcalloc(sample->names_len + 1, 1);
	if (sample->names_len)
		memcpy(store->names, sample->names, sample->names_len);
	tell_names(store->names, sample->names_len);
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
		mappings[i].away = from->away;
		mappings[i].away_unknown = from->away_unknown;
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

/* The more it is the program's own memory, the greater. */
static int rank(const struct mapping *mapping)
{
	return mapping->kind == KIND_TAMALLOC ? 2 :
	       mapping->kind == KIND_ANON || mapping->kind == KIND_HEAP ? 1 : 0;
}

static bool is_better(const struct mapping *a, const struct mapping *b)
{
	if (rank(a) != rank(b))
		return rank(a) > rank(b);
	return a->end - a->start > b->end - b->start;
}

const struct mapping *target_largest(const struct target *target)
{
	const struct mapping *largest = NULL;
	size_t i;

	for (i = 0; i < target->nr_mappings; i++)
		if (!largest || is_better(&target->mappings[i], largest))
			largest = &target->mappings[i];
	return largest;
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
	page_counts_away(&mapping->counts, mapping->away / PAGE_BYTES,
			 !mapping->away_unknown);
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
	if (has_ended(target, &sample->target)) {
		freeze(target, &sample->target);
		return;
	}
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
	timelines_take(&store->timelines, sample);
	glow_take(&store->changes, sample);
	sum_kinds(target);
}

/* The last window that begins at or before @address; they are by address. */
static const struct sample_scan *window_at(const struct scan_set *set,
					   uint64_t address)
{
	size_t low = 0, high = set->nr_scans;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (set->scans[mid].start <= address)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? &set->scans[low - 1] : NULL;
}

const struct scan_cell *target_cell(const struct target *target,
				    uint64_t start, uint64_t cell_pages)
{
	const struct scan_set *set = &const_store(target)->windows;
	const struct sample_scan *scan = window_at(set, start);
	uint64_t bytes = cell_pages * PAGE_BYTES;

	if (!scan || scan->cell_pages != cell_pages || start >= scan->end ||
	    (start - scan->start) % bytes)
		return NULL;
	return set->cells + scan->first_cell + (start - scan->start) / bytes;
}

const struct scan_cell *target_whole_cell(const struct target *target,
					  uint64_t start, uint64_t cell_pages)
{
	const struct scan_set *set = &const_store(target)->whole;
	const struct sample_scan *scan;
	uint64_t cell;
	size_t i;

	for (i = 0; i < set->nr_scans; i++) {
		scan = &set->scans[i];
		if (scan->cell_pages != cell_pages || start < scan->start ||
		    start >= scan->end)
			continue;
		cell = (start - scan_origin(scan)) / PAGE_BYTES;
		if (!(cell % cell_pages))
			return set->cells + scan->first_cell +
			       cell / cell_pages;
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
		if (set->scans[i].start != start ||
		    set->scans[i].end != end || set->scans[i].lead)
			continue;
		*cells = set->cells + set->scans[i].first_cell;
		return &set->scans[i];
	}
	return NULL;
}

void target_glows(const struct target *target, uint64_t now_ns,
		  uint64_t start, uint64_t cell_pages, size_t nr,
		  struct glow *glows)
{
	glow_cells(&const_store(target)->changes, now_ns, start, cell_pages, nr,
		   glows);
}

bool target_next_change(const struct target *target, uint64_t now_ns,
			uint64_t address, uint64_t *change)
{
	return glow_next(&const_store(target)->changes, now_ns, address,
			 change);
}

struct sample_scan target_row(const struct target *target,
			      const struct mapping *mapping, size_t columns)
{
	return timelines_row(&const_store(target)->timelines, mapping->start,
			     mapping->end, columns);
}

const struct timeline *target_timeline(const struct target *target)
{
	const struct timelines *timelines = &const_store(target)->timelines;

	return &timelines->of[timelines->now];
}

const struct timeline *target_recorded(const struct target *target, size_t i)
{
	return i < NR_TIMELINES ? &const_store(target)->timelines.of[i] : NULL;
}

const char *mapping_name(const struct mapping *mapping)
{
	return *mapping->name ? mapping->name : "[anon]";
}

const char *mapping_short_name(const struct mapping *mapping)
{
	const char *name = mapping_name(mapping);
	const char *slash = *name == '/' ? strrchr(name, '/') : NULL;

	/* "zero" would be a state of pages */
	if (!strcmp(name, "/dev/zero"))
		return name;
	return slash && slash[1] ? slash + 1 : name;
}

// SPDX-License-Identifier: GPL-2.0
/* The pages of processes that are followed: what changed since the last look. */
#include <stdlib.h>

#include "data/recording_id.h"
#include "data/recording_section.h"
#include "data/recording_steps.h"

/* States have so many bits of the number that says how many pages changed. */
#define STATE_BITS	4
_Static_assert(NR_PAGE_STATES <= 1 << STATE_BITS, "states need more bits");

/* Pages that there are at all: addresses have 64 bits. */
#define PAGES_MAX	(UINT64_MAX / PAGE_BYTES)

/* A look, and the sample that its ranges and runs are in. */
struct view {
	const struct sample *sample;
	const struct sample_look *look;
};

static const struct sample_range *range_at(const struct view *view, size_t i)
{
	return &view->sample->ranges[view->look->first_range + i];
}

static const struct page_run *run_at(const struct view *view, size_t i)
{
	return &view->sample->runs[view->look->first_run + i];
}

/* What was told of it before, if that is of the same memory; else nothing. */
static struct view view_before(const struct rec_state *state,
			       const struct sample_look *look)
{
	static const struct sample nothing;
	static const struct sample_look none;
	const struct rec_fact *fact = rec_find(state, REC_RUNS, look->id);
	struct view view = { .sample = &nothing, .look = &none };

	if (fact && fact->held->looks[0].mm_id == look->mm_id) {
		view.sample = fact->held;
		view.look = fact->held->looks;
	}
	return view;
}

/* A place in the runs of a look, moving up. */
struct walk {
	struct view view;
	size_t run;		/* the first one that may end behind it */
};

/* The state of the page at @address, which stays the same up to *@end. */
static enum page_state state_at(struct walk *walk, uint64_t address,
				uint64_t *end)
{
	const struct page_run *run;

	while (walk->run < walk->view.look->nr_runs &&
	       page_run_end(run_at(&walk->view, walk->run)) <= address)
		walk->run++;
	if (walk->run == walk->view.look->nr_runs)
		return PAGE_UNTOUCHED;
	run = run_at(&walk->view, walk->run);
	if (run->start > address) {
		if (run->start < *end)
			*end = run->start;
		return PAGE_UNTOUCHED;
	}
	if (page_run_end(run) < *end)
		*end = page_run_end(run);
	return run->state;
}

/* ---- to bytes */

static bool are_ranges(const struct view *view)
{
	const struct sample_range *range;
	uint64_t behind = 0;
	size_t i;

	for (i = 0; i < view->look->nr_ranges; i++) {
		range = range_at(view, i);
		if (range->start < behind || range->end <= range->start ||
		    (range->start | range->end) % PAGE_BYTES)
			return false;
		behind = range->end;
	}
	return view->look->nr_ranges <= REC_RECORDS_MAX;
}

static bool is_run(const struct page_run *run)
{
	return run->start % PAGE_BYTES == 0 && run->pages &&
	       run->pages <= (UINT64_MAX - run->start) / PAGE_BYTES &&
	       run->state > PAGE_UNTOUCHED && run->state < NR_PAGE_STATES;
}

static bool are_runs(const struct view *view)
{
	const struct page_run *run;
	uint64_t behind = 0;
	size_t i, range = 0;

	for (i = 0; i < view->look->nr_runs; i++) {
		run = run_at(view, i);
		if (!is_run(run) || run->start < behind)
			return false;
		behind = page_run_end(run);
		while (range < view->look->nr_ranges &&
		       range_at(view, range)->end < behind)
			range++;
		if (range == view->look->nr_ranges ||
		    range_at(view, range)->start > run->start)
			return false;
	}
	return true;
}

/* @what of a range that is new: the pages between it and the one before. */
static void put_new_range(struct rec_steps *steps, const struct view *view,
			  size_t i)
{
	const struct sample_range *range = range_at(view, i);
	uint64_t behind = i ? range_at(view, i - 1)->end : 0;

	rec_put_step(steps, REC_ADD, (range->start - behind) / PAGE_BYTES);
	rec_put_number(steps->out, (range->end - range->start) / PAGE_BYTES);
	rec_put_difference(steps->out, range->time_ns, view->look->time_ns);
}

/* One that was looked at again differs in its time alone. */
static void put_old_range(struct rec_steps *steps, const struct view *view,
			  size_t i, const struct sample_range *old)
{
	const struct sample_range *range = range_at(view, i);

	if (range->time_ns == old->time_ns) {
		rec_put_counted(steps, REC_KEEP);
	} else {
		rec_put_step(steps, REC_CHANGE, 0);
		rec_put_difference(steps->out, range->time_ns,
				   view->look->time_ns);
	}
}

static bool same_range(const struct sample_range *a,
		       const struct sample_range *b)
{
	return a->start == b->start && a->end == b->end;
}

/* Does @old come before @range, or did its end move? */
static bool is_past(const struct sample_range *old,
		    const struct sample_range *range)
{
	return old->start <= range->start && !same_range(old, range);
}

static void put_ranges(struct rec_out *out, const struct view *view,
		       const struct view *before)
{
	struct rec_steps steps = { .out = out };
	size_t nr_old = before->look->nr_ranges;
	const struct sample_range *range;
	size_t i, old = 0;

	for (i = 0; i < view->look->nr_ranges; i++) {
		range = range_at(view, i);
		for (; old < nr_old && is_past(range_at(before, old), range);
		     old++)
			rec_put_counted(&steps, REC_REMOVE);
		if (old < nr_old && same_range(range_at(before, old), range))
			put_old_range(&steps, view, i, range_at(before, old++));
		else
			put_new_range(&steps, view, i);
	}
	for (; old < nr_old; old++)
		rec_put_counted(&steps, REC_REMOVE);
	rec_end_steps(&steps);
}

/*
 * Pages of the ranges, one after another, that are in another state now. Gaps
 * stand apart from lengths: together they pack into less.
 */
struct changes {
	struct rec_out gaps, lengths;
	uint64_t gap;		/* pages before them that are as they were */
	uint64_t pages;		/* 0: no change is pending */
	enum page_state state;
};

static void flush_change(struct changes *changes)
{
	if (!changes->pages)
		return;
	rec_put_number(&changes->gaps, changes->gap);
	rec_put_number(&changes->lengths,
		       changes->pages << STATE_BITS | changes->state);
	changes->gap = 0;
	changes->pages = 0;
}

static void put_stretch(struct changes *changes, uint64_t pages,
			enum page_state now, enum page_state before)
{
	if (now == before || (changes->pages && changes->state != now))
		flush_change(changes);
	if (now == before) {
		changes->gap += pages;
		return;
	}
	changes->pages += pages;
	changes->state = now;
}

static void put_changes(struct changes *changes, const struct view *view,
			const struct view *before)
{
	struct walk new = { .view = *view }, old = { .view = *before };
	const struct sample_range *range;
	enum page_state now, was;
	uint64_t pos, end;
	size_t i;

	for (i = 0; i < view->look->nr_ranges; i++) {
		range = range_at(view, i);
		for (pos = range->start; pos < range->end; pos = end) {
			end = range->end;
			now = state_at(&new, pos, &end);
			was = state_at(&old, pos, &end);
			put_stretch(changes, (end - pos) / PAGE_BYTES, now,
				    was);
		}
	}
	flush_change(changes);
}

static void put_part(struct rec_out *out, struct rec_out *part)
{
	rec_put_number(out, part->len);
	rec_put_bytes(out, part->data, part->len);
	free(part->data);
}

static void put_look(struct rec_out *out, const struct rec_state *state,
		     struct rec_ids *ids, const struct view *view)
{
	const struct sample_look *look = view->look;
	struct view before = view_before(state, look);
	struct rec_out ranges = { 0 };
	struct changes changes = { 0 };

	put_ranges(&ranges, view, &before);
	put_changes(&changes, view, &before);
	rec_put_id(out, ids, look->id);
	rec_put_number(out, look->mm_id);
	rec_put_difference(out, look->time_ns, view->sample->time_ns);
	put_part(out, &ranges);
	put_part(out, &changes.gaps);
	put_part(out, &changes.lengths);
}

void rec_put_looks(struct rec_out *out, const struct rec_state *state,
		   const struct sample *sample)
{
	struct rec_ids ids = { .list = rec_list(state, sample) };
	struct view view = { .sample = sample };
	size_t i;

	if (sample->nr_runs > REC_RUNS_MAX ||
	    sample->nr_ranges > REC_RECORDS_MAX)
		out->bad = true;
	for (i = 0; i < sample->nr_looks && !out->bad; i++) {
		view.look = &sample->looks[i];
		if (are_ranges(&view) && are_runs(&view))
			put_look(out, state, &ids, &view);
		else
			out->bad = true;
	}
}

/* ---- and back */

static void add_range(struct rec_in *in, struct sample *sample,
		      const struct sample_range *range)
{
	struct sample_look *look = &sample->looks[sample->nr_looks - 1];
	size_t nr = sample->nr_ranges;

	if (in->bad || nr == REC_RECORDS_MAX || range->end <= range->start ||
	    (look->nr_ranges && range->start < sample->ranges[nr - 1].end))
		rec_bad(in);
	else
		*sample_add_range(sample) = *range;
}

static void get_new_range(struct rec_in *in, struct sample *sample,
			  uint64_t gap)
{
	struct sample_look *look = &sample->looks[sample->nr_looks - 1];
	struct sample_range range = { 0 };
	uint64_t page = 0, pages = rec_get_number(in);

	if (look->nr_ranges)
		page = sample->ranges[sample->nr_ranges - 1].end / PAGE_BYTES;
	if (gap > PAGES_MAX - page || pages > PAGES_MAX - page - gap)
		rec_bad(in);
	range.start = (page + gap) * PAGE_BYTES;
	range.end = range.start + pages * PAGE_BYTES;
	range.time_ns = rec_get_difference(in, look->time_ns);
	add_range(in, sample, &range);
}

static void get_old_range(struct rec_in *in, struct sample *sample,
			  const struct sample_range *old)
{
	struct sample_look *look = &sample->looks[sample->nr_looks - 1];
	struct sample_range range = *old;

	range.time_ns = rec_get_difference(in, look->time_ns);
	add_range(in, sample, &range);
}

static void keep_ranges(struct rec_in *in, struct sample *sample,
			const struct view *before, size_t at, size_t nr)
{
	for (; nr && !in->bad; nr--)
		add_range(in, sample, range_at(before, at++));
}

static void get_steps(struct rec_in *in, struct sample *sample,
		      const struct view *before)
{
	size_t left = before->look->nr_ranges, at = 0;
	enum rec_step step;
	uint64_t what;
	size_t nr;

	while (rec_more(in)) {
		step = rec_get_step(in, left - at, &what, &nr);
		if (in->bad)
			return;
		if (step == REC_ADD)
			get_new_range(in, sample, what);
		else if (step == REC_CHANGE)
			get_old_range(in, sample, range_at(before, at));
		else if (step == REC_KEEP)
			keep_ranges(in, sample, before, at, nr);
		at += nr;
	}
	keep_ranges(in, sample, before, at, left - at);
}

static void get_ranges(struct rec_in *in, struct sample *sample,
		       const struct view *before)
{
	struct rec_in steps = rec_get_part(in, rec_get_number(in));

	if (in->bad)
		return;
	get_steps(&steps, sample, before);
	if (steps.bad)
		rec_bad(in);
}

/* Changes as they are read: the next one, and those behind it. */
struct coming {
	struct rec_in gaps, lengths;
	uint64_t gap, pages;
	enum page_state state;
};

/* The change that comes next, and how far it is away; behind the last, ever. */
static void next_change(struct coming *coming)
{
	uint64_t number;

	coming->gap = UINT64_MAX;
	coming->pages = 0;
	if (!rec_more(&coming->lengths))
		return;
	coming->gap = rec_get_number(&coming->gaps);
	number = rec_get_number(&coming->lengths);
	coming->pages = number >> STATE_BITS;
	coming->state = number & ((1 << STATE_BITS) - 1);
	if (!coming->pages || coming->state >= NR_PAGE_STATES ||
	    coming->gaps.bad)
		rec_bad(&coming->lengths);
}

/* The pages of a range from @start to @end; @first: it begins with them. */
static void add_pages(struct coming *coming, struct sample *sample, bool first,
		      uint64_t start, uint64_t end, enum page_state state)
{
	struct page_run *last = NULL;

	if (state == PAGE_UNTOUCHED)
		return;
	if (!first && sample->looks[sample->nr_looks - 1].nr_runs)
		last = &sample->runs[sample->nr_runs - 1];
	if (last && last->state == state && page_run_end(last) == start) {
		last->pages += (end - start) / PAGE_BYTES;
		return;
	}
	if (sample->nr_runs == REC_RUNS_MAX) {
		rec_bad(&coming->lengths);
		return;
	}
	*sample_add_run(sample) = (struct page_run){
		.start = start,
		.pages = (end - start) / PAGE_BYTES,
		.state = state,
	};
}

/* Up to @pages of what is as it was, or of a change, from @pos on. */
static uint64_t limit(uint64_t pos, uint64_t end, uint64_t pages)
{
	return pages < (end - pos) / PAGE_BYTES ? pos + pages * PAGE_BYTES :
						  end;
}

static void get_range_changes(struct coming *coming, struct sample *sample,
			      struct walk *old,
			      const struct sample_range *range)
{
	uint64_t pos, end;
	enum page_state state;

	for (pos = range->start; pos < range->end && !coming->lengths.bad;
	     pos = end) {
		if (coming->gap) {
			end = limit(pos, range->end, coming->gap);
			state = state_at(old, pos, &end);
			coming->gap -= (end - pos) / PAGE_BYTES;
		} else {
			end = limit(pos, range->end, coming->pages);
			state = coming->state;
			coming->pages -= (end - pos) / PAGE_BYTES;
		}
		add_pages(coming, sample, pos == range->start, pos, end, state);
		if (!coming->gap && !coming->pages)
			next_change(coming);
	}
}

/* Each range has runs of its own. */
static void get_changes(struct rec_in *in, struct sample *sample,
			const struct view *before)
{
	struct sample_look *look = &sample->looks[sample->nr_looks - 1];
	struct walk old = { .view = *before };
	struct coming coming = { 0 };
	struct sample_range range;
	size_t i;

	coming.gaps = rec_get_part(in, rec_get_number(in));
	coming.lengths = rec_get_part(in, rec_get_number(in));
	if (in->bad)
		return;
	next_change(&coming);
	for (i = 0; i < look->nr_ranges && !coming.lengths.bad; i++) {
		range = sample->ranges[look->first_range + i];
		get_range_changes(&coming, sample, &old, &range);
	}
	/* what is told behind the last range is of nothing */
	if (coming.lengths.bad || coming.pages || rec_more(&coming.gaps))
		rec_bad(in);
}

static void get_look(struct rec_in *in, const struct rec_state *state,
		     struct rec_ids *ids, struct sample *sample)
{
	struct sample_look *look = sample_add_look(sample);
	struct view before;

	look->id = rec_get_id(in, ids);
	look->mm_id = rec_get_number(in);
	look->time_ns = rec_get_difference(in, sample->time_ns);
	before = view_before(state, look);
	get_ranges(in, sample, &before);
	if (!in->bad)
		get_changes(in, sample, &before);
}

void rec_get_looks(struct rec_in *in, const struct rec_state *state,
		   struct sample *sample)
{
	struct rec_ids ids = { .list = rec_list(state, sample) };

	while (rec_more(in)) {
		if (sample->nr_looks == REC_RECORDS_MAX)
			rec_bad(in);
		else
			get_look(in, state, &ids, sample);
	}
}

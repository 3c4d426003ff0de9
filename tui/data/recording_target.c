// SPDX-License-Identifier: GPL-2.0
/* The process that is looked into, and its mappings. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "data/recording_field.h"
#include "data/recording_id.h"
#include "data/recording_section.h"
#include "data/recording_steps.h"

/* Where nothing was told before. */
static const struct sample nothing;

/* What was told of it before: a target, and mappings where it has them. */
static const struct sample *held_before(const struct rec_state *state,
					struct proc_id id)
{
	const struct rec_fact *fact = rec_find(state, REC_TARGET, id);

	return fact ? fact->held : &nothing;
}

/* Fields that @target doesn't have are as they were, and cost nothing. */
static struct sample_target known_only(const struct sample_target *target,
				       const struct sample_target *before)
{
	struct sample_target known = *target;

	if (!(target->has & TARGET_HAS_WHO)) {
		known.ppid = before->ppid;
		known.run_state = before->run_state;
		known.nr_threads = before->nr_threads;
	}
	if (!(target->has & TARGET_HAS_PSS)) {
		known.pss = before->pss;
		known.uss = before->uss;
		known.pss_cost_ns = before->pss_cost_ns;
	}
	return known;
}

void rec_put_target(struct rec_out *out, const struct rec_state *state,
		    const struct sample *sample)
{
	struct rec_ids ids = { .list = rec_list(state, sample) };
	const struct sample_target *before =
		&held_before(state, sample->target.id)->target;
	struct sample_target now = known_only(&sample->target, before);
	uint64_t mask = rec_changes(&rec_target, &now, before);

	rec_put_id(out, &ids, now.id);
	rec_put_number(out, now.has);
	rec_put_number(out, mask);
	rec_put_fields(out, &rec_target, mask, &now, before);
}

void rec_get_target(struct rec_in *in, const struct rec_state *state,
		    struct sample *sample)
{
	static const struct sample_target none;
	struct rec_ids ids = { .list = rec_list(state, sample) };
	struct proc_id id = rec_get_id(in, &ids);
	struct sample_target target = held_before(state, id)->target;

	target.id = id;
	target.has = (uint32_t)rec_get_up_to(in, UINT32_MAX);
	rec_get_fields(in, &rec_target, rec_get_number(in), &target);
	sample->target = known_only(&target, &none);
}

/* What stands for a name: that of the mapping before, none that is known. */
#define NAME_AS_BEFORE	0
#define NAME_NONE	1
#define NAME_BYTES	2	/* and how many they are */

static bool same_name(const struct sample *a, const struct sample_mapping *x,
		      const struct sample *b, const struct sample_mapping *y)
{
	if (x->name == NAME_UNKNOWN || y->name == NAME_UNKNOWN)
		return x->name == y->name;
	return !strcmp(sample_name(a, x), sample_name(b, y));
}

static uint64_t pages_of(const struct sample_mapping *mapping)
{
	return (mapping->end - mapping->start) / PAGE_BYTES;
}

static void put_name(struct rec_out *out, const struct sample *sample, size_t i)
{
	const struct sample_mapping *mapping = &sample->mappings[i];
	const char *name = sample_name(sample, mapping);

	if (i && same_name(sample, mapping, sample, mapping - 1)) {
		rec_put_number(out, NAME_AS_BEFORE);
	} else if (mapping->name == NAME_UNKNOWN) {
		rec_put_number(out, NAME_NONE);
	} else {
		rec_put_number(out, NAME_BYTES + strlen(name));
		rec_put_bytes(out, name, strlen(name));
	}
}

static void put_facts(struct rec_out *out, const struct sample *sample,
		      size_t i, uint64_t mask,
		      const struct sample_mapping *before)
{
	const struct sample_mapping *mapping = &sample->mappings[i];

	if (mask & REC_EXTENT)
		rec_put_number(out, pages_of(mapping));
	if (mask & REC_NAME)
		put_name(out, sample, i);
	rec_put_fields(out, &rec_mapping, mask, mapping, before);
}

/* A new one is told by the one before it. */
static void put_new(struct rec_steps *steps, const struct sample *sample, size_t i)
{
	static const struct sample_mapping none;
	const struct sample_mapping *now = &sample->mappings[i];
	const struct sample_mapping *before = i ? now - 1 : &none;
	uint64_t mask = rec_changes(&rec_mapping, now, before) | REC_EXTENT;

	if (!same_name(sample, now, sample, before))
		mask |= REC_NAME;
	rec_put_step(steps, REC_ADD, mask);
	rec_put_number(steps->out, (now->start - before->end) / PAGE_BYTES);
	put_facts(steps->out, sample, i, mask, before);
}

static void put_old(struct rec_steps *steps, const struct sample *sample, size_t i,
		    const struct sample *held, size_t old)
{
	const struct sample_mapping *now = &sample->mappings[i];
	const struct sample_mapping *before = &held->mappings[old];
	uint64_t mask = rec_changes(&rec_mapping, now, before);

	if (now->end != before->end)
		mask |= REC_EXTENT;
	if (!same_name(sample, now, held, before))
		mask |= REC_NAME;
	if (!mask) {
		rec_put_counted(steps, REC_KEEP);
		return;
	}
	rec_put_step(steps, REC_CHANGE, mask);
	put_facts(steps->out, sample, i, mask, before);
}

static bool are_mappings(const struct sample *sample)
{
	const struct sample_mapping *mapping;
	uint64_t behind = 0;
	size_t i;

	for (i = 0; i < sample->nr_mappings; i++) {
		mapping = &sample->mappings[i];
		if (mapping->start < behind || mapping->end <= mapping->start ||
		    (mapping->start | mapping->end) % PAGE_BYTES)
			return false;
		behind = mapping->end;
	}
	return sample->nr_mappings <= MAPPINGS_MAX;
}

/* What is held may be of the memory before an exec(2). */
static const struct sample *mappings_before(const struct rec_state *state,
					    const struct sample_target *target)
{
	const struct sample *held = held_before(state, target->id);
	uint64_t mm_id = held->target.mm_id;

	return mm_id && target->mm_id && mm_id != target->mm_id ? &nothing :
								  held;
}

void rec_put_mappings(struct rec_out *out, const struct rec_state *state,
		      const struct sample *sample)
{
	const struct sample *held = mappings_before(state, &sample->target);
	struct rec_steps steps = { .out = out };
	size_t i, old = 0;

	if (!are_mappings(sample)) {
		out->bad = true;
		return;
	}
	for (i = 0; i < sample->nr_mappings; i++) {
		for (; old < held->nr_mappings && held->mappings[old].start <
						  sample->mappings[i].start;
		     old++)
			rec_put_counted(&steps, REC_REMOVE);
		if (old < held->nr_mappings &&
		    held->mappings[old].start == sample->mappings[i].start)
			put_old(&steps, sample, i, held, old++);
		else
			put_new(&steps, sample, i);
	}
	for (; old < held->nr_mappings; old++)
		rec_put_counted(&steps, REC_REMOVE);
	rec_end_steps(&steps);
}

/* There is a last one, and its name is that of the new one. */
static void name_as_before(struct rec_in *in, struct sample *sample,
			   struct sample_mapping *mapping)
{
	if (!sample->nr_mappings)
		rec_bad(in);
	else
		mapping->name = sample->mappings[sample->nr_mappings - 1].name;
}

/* @name is no part of @sample. */
static void name_from(struct sample *sample, struct sample_mapping *mapping,
		      const char *name)
{
	mapping->name = sample_add_name(sample, name);
}

static void name_of_bytes(struct rec_in *in, struct sample *sample,
			  struct sample_mapping *mapping, uint64_t len)
{
	const unsigned char *bytes = rec_get_bytes(in, len);
	char *name;

	if (!bytes || memchr(bytes, '\0', len) || len >= NAMES_MAX) {
		rec_bad(in);
		return;
	}
	name = xcalloc(len + 1, 1);
	memcpy(name, bytes, len);
	name_from(sample, mapping, name);
	free(name);
}

static void get_name(struct rec_in *in, struct sample *sample,
		     struct sample_mapping *mapping)
{
	uint64_t number = rec_get_number(in);

	if (number == NAME_AS_BEFORE)
		name_as_before(in, sample, mapping);
	else if (number >= NAME_BYTES)
		name_of_bytes(in, sample, mapping, number - NAME_BYTES);
	else if (sample->names_len)
		mapping->name = NAME_UNKNOWN;
	else
		rec_bad(in);
}

static void get_extent(struct rec_in *in, struct sample_mapping *mapping)
{
	uint64_t max = (0 - mapping->start) / PAGE_BYTES;
	uint64_t pages;

	/* no end is at 2^64 */
	max = mapping->start ? max - 1 : UINT64_MAX / PAGE_BYTES;
	pages = rec_get_up_to(in, max);
	mapping->end = mapping->start + pages * PAGE_BYTES;
	if (!pages)
		rec_bad(in);
}

/* @mapping is as before; of its name the place is one in @sample. */
static void get_facts(struct rec_in *in, struct sample *sample, uint64_t mask,
		      struct sample_mapping *mapping)
{
	if (mask & REC_EXTENT)
		get_extent(in, mapping);
	if (mask & REC_NAME)
		get_name(in, sample, mapping);
	rec_get_fields(in, &rec_mapping, mask, mapping);
}

static uint64_t last_end(const struct sample *sample)
{
	size_t nr = sample->nr_mappings;

	return nr ? sample->mappings[nr - 1].end : 0;
}

static void add_mapping(struct rec_in *in, struct sample *sample,
			const struct sample_mapping *mapping)
{
	if (in->bad || mapping->start < last_end(sample) ||
	    sample->nr_mappings == MAPPINGS_MAX)
		rec_bad(in);
	else
		*sample_add_mapping(sample) = *mapping;
}

static void get_new(struct rec_in *in, struct sample *sample, uint64_t mask)
{
	struct sample_mapping mapping = { 0 };

	if (sample->nr_mappings)
		mapping = sample->mappings[sample->nr_mappings - 1];
	mapping.start = mapping.end +
			PAGE_BYTES * rec_get_up_to(in, (UINT64_MAX -
							mapping.end) /
						       PAGE_BYTES);
	get_facts(in, sample, mask | REC_EXTENT, &mapping);
	add_mapping(in, sample, &mapping);
}

static void get_old(struct rec_in *in, struct sample *sample,
		    const struct sample *held, size_t at, uint64_t mask)
{
	struct sample_mapping mapping = held->mappings[at];

	if (!(mask & REC_NAME) && mapping.name != NAME_UNKNOWN)
		name_from(sample, &mapping,
			  sample_name(held, &held->mappings[at]));
	else if (!(mask & REC_NAME) && !sample->names_len)
		rec_bad(in);
	get_facts(in, sample, mask, &mapping);
	add_mapping(in, sample, &mapping);
}

static void keep(struct rec_in *in, struct sample *sample,
		 const struct sample *held, size_t at, size_t nr)
{
	for (; nr && !in->bad; nr--)
		get_old(in, sample, held, at++, 0);
}

static void get_step(struct rec_in *in, const struct sample *held,
		     struct sample *sample, size_t *at)
{
	uint64_t what;
	size_t nr;
	enum rec_step step = rec_get_step(in, held->nr_mappings - *at, &what,
					  &nr);

	if (in->bad)
		return;
	if (step == REC_ADD)
		get_new(in, sample, what);
	else if (step == REC_CHANGE)
		get_old(in, sample, held, *at, what);
	else if (step == REC_KEEP)
		keep(in, sample, held, *at, nr);
	*at += nr;
}

void rec_get_mappings(struct rec_in *in, const struct rec_state *state,
		      struct sample *sample)
{
	const struct sample *held = mappings_before(state, &sample->target);
	size_t at = 0;

	if (!(sample->target.has & TARGET_HAS_MAPPINGS))
		rec_bad(in);
	while (rec_more(in))
		get_step(in, held, sample, &at);
	keep(in, sample, held, at, held->nr_mappings - at);
}

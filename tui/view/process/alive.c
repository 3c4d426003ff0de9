// SPDX-License-Identifier: GPL-2.0
/* Where something happens: which mappings got pages in the last seconds. */
#include <stdlib.h>

#include "base/alloc.h"
#include "common/clock.h"
#include "view/process/alive.h"

const struct alive_mapping *alive_find(const struct alive *alive,
				       uint64_t start)
{
	size_t low = 0, high = alive->nr, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (alive->mappings[middle].start < start)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < alive->nr && alive->mappings[low].start == start)
		return &alive->mappings[low];
	return NULL;
}

static int64_t rate(uint64_t now, uint64_t before, uint64_t ns)
{
	double pages = (double)now - (double)before;

	return (int64_t)(pages * (double)PAGE_BYTES * NSEC_PER_SEC / (double)ns);
}

static uint64_t growth(uint64_t now, uint64_t before)
{
	return now > before ? now - before : 0;
}

static struct alive_mapping follow(const struct mapping *mapping,
				   const struct alive_mapping *before)
{
	struct alive_mapping now = {
		.start = mapping->start,
		.counted_ns = mapping->counted ? mapping->counted_ns : 0,
		.touched = pages_touched(&mapping->counts),
		.zero = pages_as(&mapping->counts, PAGE_ZERO),
	};
	uint64_t ns;

	if (!before || !before->counted_ns || !now.counted_ns)
		return now;
	/* not counted again: all stays as it was */
	if (now.counted_ns <= before->counted_ns)
		return *before;
	ns = now.counted_ns - before->counted_ns;
	now.rates_known = true;
	now.touch_rate = rate(now.touched, before->touched, ns);
	now.zero_rate = rate(now.zero, before->zero, ns);
	now.score = before->score / 2 + growth(now.touched, before->touched) +
		    growth(now.zero, before->zero);
	return now;
}

/* Is @a, with its score, to be looked at before @b? */
static bool is_before(const struct mapping *a, uint64_t score_a,
		      const struct mapping *b, uint64_t score_b)
{
	bool block_a = a->kind == KIND_TAMALLOC;
	bool block_b = b->kind == KIND_TAMALLOC;

	if (score_a != score_b)
		return score_a > score_b;
	if (block_a != block_b)
		return block_a;
	return mapping_pages(a) > mapping_pages(b);
}

static uint64_t find_best(const struct alive *alive,
			  const struct target *target)
{
	size_t best = 0, i;

	for (i = 1; i < target->nr_mappings; i++)
		if (is_before(&target->mappings[i], alive->mappings[i].score,
			      &target->mappings[best],
			      alive->mappings[best].score))
			best = i;
	return target->nr_mappings ? target->mappings[best].start : 0;
}

static void find_largest(struct alive *alive, const struct target *target)
{
	size_t i;

	alive->largest = 0;
	for (i = 0; i < target->nr_mappings; i++) {
		const struct mapping *mapping = &target->mappings[i];
		uint64_t there = pages_touched(&mapping->counts) +
				 pages_as(&mapping->counts, PAGE_ZERO);
		uint64_t pages = mapping_pages(mapping);
		uint64_t rest = there < pages ? pages - there : 0;

		if (rest * PAGE_BYTES <= alive->largest)
			continue;
		alive->largest = rest * PAGE_BYTES;
		alive->largest_at = mapping->start;
	}
}

/* Where each mapping has a rate, or is new, the sum of them is one. */
static void sum_zero(struct alive *alive, const struct target *target)
{
	size_t i;

	alive->zero_rate = 0;
	alive->zero_rate_known = alive->nr && target->all.all_counted &&
				 (target->now.has & TARGET_TELLS_ZERO);
	for (i = 0; i < alive->nr; i++) {
		alive->zero_rate += alive->mappings[i].zero_rate;
		alive->zero_rate_known &= alive->mappings[i].rates_known;
	}
}

/* Both are by rising address: one walk finds what each mapping had before. */
static void follow_all(const struct alive *before, const struct target *target,
		       struct alive_mapping *now)
{
	const struct alive_mapping *had;
	uint64_t start;
	size_t i, old = 0;

	for (i = 0; i < target->nr_mappings; i++) {
		start = target->mappings[i].start;
		while (old < before->nr && before->mappings[old].start < start)
			old++;
		had = old < before->nr ? &before->mappings[old] : NULL;
		now[i] = follow(&target->mappings[i],
				had && had->start == start ? had : NULL);
	}
}

static uint64_t score_of(const struct alive *alive,
			 const struct mapping *mapping)
{
	const struct alive_mapping *it = alive_find(alive, mapping->start);

	return it ? it->score : 0;
}

bool alive_is_before(const struct alive *alive, const struct mapping *a,
		     const struct mapping *b)
{
	return is_before(a, score_of(alive, a), b, score_of(alive, b));
}

void alive_update(struct alive *alive, const struct target *target)
{
	struct alive_mapping *now;

	if (alive->time_ns == target->now.time_ns ||
	    target->now.state != TARGET_OK)
		return;
	now = xcalloc(target->nr_mappings + 1, sizeof(*now));
	follow_all(alive, target, now);
	free(alive->mappings);
	alive->mappings = now;
	alive->nr = target->nr_mappings;
	alive->time_ns = target->now.time_ns;
	alive->best = find_best(alive, target);
	find_largest(alive, target);
	sum_zero(alive, target);
}

void alive_release(struct alive *alive)
{
	free(alive->mappings);
	alive->mappings = NULL;
	alive->nr = 0;
}

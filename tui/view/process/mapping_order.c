// SPDX-License-Identifier: GPL-2.0
/* Which mappings are listed, and in which order. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "view/process/mapping_order.h"

#define NOWHERE UINT32_MAX

struct sorting {
	const struct mapping *mappings;
	const struct field *field;
	bool descending;
};

static int compare_places(const void *left, const void *right, void *arg)
{
	const struct sorting *sorting = arg;
	const struct mapping *a = sorting->mappings + *(const uint32_t *)left;
	const struct mapping *b = sorting->mappings + *(const uint32_t *)right;
	int first = (a->kind != KIND_TAMALLOC) - (b->kind != KIND_TAMALLOC);
	int cmp;

	if (first)
		return first;
	cmp = sorting->field->compare(a, b);
	if (cmp)
		return sorting->descending ? -cmp : cmp;
	return a->start < b->start ? -1 : 1;
}

static bool is_chosen(const struct mapping_rule *rule,
		      const struct mapping *mapping)
{
	return rule->kind == ALL_KINDS || rule->kind == mapping->kind;
}

static void make_room(struct mapping_order *order, size_t nr)
{
	if (nr <= order->max)
		return;
	order->max = nr + nr / 8;
	order->places = xreallocarray(order->places, order->max,
				      sizeof(*order->places));
	order->starts = xreallocarray(order->starts, order->max,
				      sizeof(*order->starts));
}

static void choose(struct mapping_order *order, const struct target *target,
		   const struct mapping_rule *rule)
{
	size_t i;

	make_room(order, target->nr_mappings);
	order->nr = 0;
	for (i = 0; i < target->nr_mappings; i++)
		if (is_chosen(rule, &target->mappings[i]))
			order->places[order->nr++] = (uint32_t)i;
}

static void sort(struct mapping_order *order, const struct target *target,
		 const struct mapping_rule *rule)
{
	struct sorting sorting = {
		.mappings = target->mappings,
		.field = rule->sort.field,
		.descending = rule->sort.field->descending !=
			      rule->sort.inverted,
	};

	choose(order, target, rule);
	if (order->nr)
		qsort_r(order->places, order->nr, sizeof(*order->places),
			compare_places, &sorting);
}

/* For each mapping there was, by address, its rank in the order. */
static uint32_t *ranks_by_address(const struct mapping_order *order)
{
	uint32_t *ranks = xcalloc(order->nr_mappings + 1, sizeof(*ranks));
	size_t i;

	memset(ranks, 0xff, order->nr_mappings * sizeof(*ranks));
	for (i = 0; i < order->nr; i++)
		ranks[order->places[i]] = (uint32_t)i;
	return ranks;
}

/*
 * Where each rank's mapping is now, or NOWHERE; mappings without a rank come
 * behind. Old and new mappings rise by address: one walk along both does it.
 */
static size_t find_again(const struct mapping_order *order,
			 const struct target *target,
			 const struct mapping_rule *rule, uint32_t *now)
{
	uint32_t *ranks = ranks_by_address(order);
	size_t nr = order->nr, old = 0;
	size_t i;

	memset(now, 0xff, nr * sizeof(*now));
	for (i = 0; i < target->nr_mappings; i++) {
		const struct mapping *mapping = &target->mappings[i];

		while (old < order->nr_mappings &&
		       (ranks[old] == NOWHERE ||
			order->starts[ranks[old]] < mapping->start))
			old++;
		if (!is_chosen(rule, mapping))
			continue;
		if (old < order->nr_mappings &&
		    order->starts[ranks[old]] == mapping->start)
			now[ranks[old]] = (uint32_t)i;
		else
			now[nr++] = (uint32_t)i;
	}
	free(ranks);
	return nr;
}

/* Keep the order, without what is gone, and with what is new at its end. */
static void follow(struct mapping_order *order, const struct target *target,
		   const struct mapping_rule *rule)
{
	uint32_t *now = xcalloc(order->nr + target->nr_mappings + 1,
				sizeof(*now));
	size_t nr = find_again(order, target, rule, now);
	size_t i;

	make_room(order, target->nr_mappings);
	order->nr = 0;
	for (i = 0; i < nr; i++)
		if (now[i] != NOWHERE)
			order->places[order->nr++] = now[i];
	free(now);
}

static void remember(struct mapping_order *order, const struct target *target)
{
	const struct mapping *mapping;
	size_t i;

	order->nr_mappings = target->nr_mappings;
	order->changes_of_map = target->changes_of_map;
	order->nr_tamalloc = 0;
	for (i = 0; i < order->nr; i++) {
		mapping = &target->mappings[order->places[i]];
		order->starts[i] = mapping->start;
		order->nr_tamalloc += mapping->kind == KIND_TAMALLOC;
	}
}

void mapping_order_update(struct mapping_order *order,
			  const struct target *target,
			  const struct mapping_rule *rule, bool anew)
{
	bool few = target->nr_mappings <= MAPPING_ORDER_LIVE;

	if (few || anew || !order->nr_mappings)
		sort(order, target, rule);
	else if (order->changes_of_map != target->changes_of_map)
		follow(order, target, rule);
	else
		return;
	order->held = !few;
	remember(order, target);
}

const struct mapping *mapping_order_get(const struct mapping_order *order,
					const struct target *target, size_t i)
{
	if (i >= order->nr)
		return NULL;
	return &target->mappings[order->places[i]];
}

ssize_t mapping_order_find(const struct mapping_order *order, uint64_t start)
{
	size_t i;

	for (i = 0; i < order->nr; i++)
		if (order->starts[i] == start)
			return (ssize_t)i;
	return -1;
}

void mapping_order_release(struct mapping_order *order)
{
	free(order->places);
	free(order->starts);
	memset(order, 0, sizeof(*order));
}

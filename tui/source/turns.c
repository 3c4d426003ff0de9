// SPDX-License-Identifier: GPL-2.0
/* Processes that take turns: who has waited longest comes next. */
#include <stdlib.h>

#include "base/alloc.h"
#include "source/turns.h"

static int compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_ids(const void *a, const void *b)
{
	const struct proc_id *x = &((const struct turn *)a)->id;
	const struct proc_id *y = &((const struct turn *)b)->id;

	return proc_id_compare(x, y);
}

/* Who never had a turn, or equally long ago, comes as it was asked for. */
static int compare_waits(const void *a, const void *b)
{
	const struct turn *x = *(const struct turn *const *)a;
	const struct turn *y = *(const struct turn *const *)b;

	return x->turn != y->turn ? compare(x->turn, y->turn) :
				    compare(x->place, y->place);
}

bool turns_have(const struct turns *turns, struct proc_id id)
{
	const struct turn key = { .id = id };

	return turns->nr && bsearch(&key, turns->all, turns->nr, sizeof(key),
				    compare_ids);
}

/* Both rise by id, so one walk along them pairs old and new. */
static void keep_turns(const struct turns *turns, struct turn *now, size_t nr)
{
	const struct turn *old = turns->all, *end = old + turns->nr;
	size_t i;

	for (i = 0; i < nr && old < end; i++) {
		while (old < end && compare_ids(old, &now[i]) < 0)
			old++;
		if (old < end && proc_id_equal(old->id, now[i].id))
			now[i].turn = old->turn;
	}
}

static void swap_turns(struct turns *turns, size_t nr)
{
	struct turn *now = turns->spare;
	size_t max = turns->max_spare;

	turns->spare = turns->all;
	turns->max_spare = turns->max;
	turns->all = now;
	turns->max = max;
	turns->nr = nr;
}

static void queue_up(struct turns *turns)
{
	size_t i;

	turns->queue = xgrow(turns->queue, turns->nr, &turns->max_queue,
			     sizeof(*turns->queue));
	for (i = 0; i < turns->nr; i++)
		turns->queue[i] = &turns->all[i];
	if (turns->nr)
		qsort(turns->queue, turns->nr, sizeof(*turns->queue),
		      compare_waits);
	turns->next = 0;
}

void turns_take(struct turns *turns, const struct proc_id *ids, size_t nr)
{
	size_t i;

	turns->spare = xgrow(turns->spare, nr, &turns->max_spare,
			     sizeof(*turns->spare));
	for (i = 0; i < nr; i++)
		turns->spare[i] = (struct turn){ .id = ids[i], .place = i };
	if (nr)
		qsort(turns->spare, nr, sizeof(*turns->spare), compare_ids);
	keep_turns(turns, turns->spare, nr);
	swap_turns(turns, nr);
	queue_up(turns);
}

struct proc_id turns_next(struct turns *turns)
{
	struct turn *first = turns->queue[turns->next];

	turns->next = (turns->next + 1) % turns->nr;
	first->turn = ++turns->turn;
	return first->id;
}

void turns_release(struct turns *turns)
{
	free(turns->all);
	free(turns->spare);
	free(turns->queue);
}

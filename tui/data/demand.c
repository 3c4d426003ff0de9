// SPDX-License-Identifier: GPL-2.0
/* What is wanted next: added up by the views, compared, copied to a source. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "data/demand.h"

void demand_text(struct demand *demand, enum text_kind kind,
		 struct proc_id id, uid_t uid)
{
	demand->texts = xgrow(demand->texts, demand->nr_texts + 1,
			      &demand->max_texts, sizeof(*demand->texts));
	demand->texts[demand->nr_texts++] = (struct sample_text){
		.kind = kind, .id = id, .uid = uid,
	};
}

/* Where @uid stands among the users asked for, or is to stand. */
static size_t user_place(const struct demand *demand, uid_t uid)
{
	size_t low = 0, high = demand->nr_users, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (demand->users[middle] < uid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void demand_user(struct demand *demand, struct proc_id id, uid_t uid)
{
	size_t at = user_place(demand, uid);

	if (at < demand->nr_users && demand->users[at] == uid)
		return;
	demand->users = xgrow(demand->users, demand->nr_users + 1,
			      &demand->max_users, sizeof(*demand->users));
	memmove(demand->users + at + 1, demand->users + at,
		(demand->nr_users++ - at) * sizeof(*demand->users));
	demand->users[at] = uid;
	demand_text(demand, TEXT_USER, id, uid);
}

void demand_keep_texts(struct demand *demand, unsigned int kinds)
{
	size_t i, nr = 0;

	for (i = 0; i < demand->nr_texts; i++)
		if (kinds & TEXT_BIT(demand->texts[i].kind))
			demand->texts[nr++] = demand->texts[i];
	demand->nr_texts = nr;
	if (!(kinds & TEXT_BIT(TEXT_USER)))
		demand->nr_users = 0;
}

void demand_pages(struct demand *demand, struct proc_id id)
{
	demand->pages = xgrow(demand->pages, demand->nr_pages + 1,
			      &demand->max_pages, sizeof(*demand->pages));
	demand->pages[demand->nr_pages++] = id;
}

void demand_zeros(struct demand *demand, struct proc_id id)
{
	demand->zeros = xgrow(demand->zeros, demand->nr_zeros + 1,
			      &demand->max_zeros, sizeof(*demand->zeros));
	demand->zeros[demand->nr_zeros++] = id;
}

void demand_pss(struct demand *demand, struct proc_id id)
{
	demand->psses = xgrow(demand->psses, demand->nr_psses + 1,
			      &demand->max_psses, sizeof(*demand->psses));
	demand->psses[demand->nr_psses++] = id;
}

void demand_pss_turn(struct demand *demand, struct proc_id id)
{
	demand->pss_turns = xgrow(demand->pss_turns, demand->nr_pss_turns + 1,
				  &demand->max_pss_turns,
				  sizeof(*demand->pss_turns));
	demand->pss_turns[demand->nr_pss_turns++] = id;
}

void demand_shown(struct demand *demand, struct proc_id id)
{
	demand->shown = xgrow(demand->shown, demand->nr_shown + 1,
			      &demand->max_shown, sizeof(*demand->shown));
	demand->shown[demand->nr_shown++] = id;
}

void demand_scan(struct demand *demand, enum scan_use use, uint64_t start,
		 uint64_t end, uint64_t cell_pages)
{
	struct target_demand *target = &demand->target;

	target->scans = xgrow(target->scans, target->nr_scans + 1,
			      &target->max_scans, sizeof(*target->scans));
	target->scans[target->nr_scans++] = (struct demand_scan){
		.use = use, .start = start, .end = end,
		.cell_pages = cell_pages,
		.follows_end = use == SCAN_COUNT,
	};
}

struct demand_scan *demand_whole(struct demand *demand, uint64_t start,
				 uint64_t end, uint64_t cell_pages)
{
	struct target_demand *target = &demand->target;

	demand_scan(demand, SCAN_WHOLE, start, end, cell_pages);
	target->scans[target->nr_scans - 1].follows_end = true;
	return &target->scans[target->nr_scans - 1];
}

/* A mapping that has grown or shrunk was followed, and its cells with it. */
static bool same_row(const struct demand_scan *a, const struct demand_scan *b)
{
	return a->use == b->use && a->follows_end && b->follows_end &&
	       a->most_cells && a->most_cells == b->most_cells &&
	       a->aside == b->aside && a->start < b->end && b->start < a->end;
}

static bool same_scan(const struct demand_scan *a, const struct demand_scan *b)
{
	if (same_row(a, b))
		return true;
	return a->use == b->use && a->start == b->start &&
	       a->cell_pages == b->cell_pages &&
	       a->most_cells == b->most_cells &&
	       a->follows_end == b->follows_end &&
	       (a->follows_end || a->end == b->end);
}

/* There may be thousands; most often it is at the same place, @at. */
static bool has_scan(const struct target_demand *target,
		     const struct demand_scan *scan, size_t at)
{
	size_t i;

	if (at < target->nr_scans && same_scan(&target->scans[at], scan))
		return true;
	for (i = 0; i < target->nr_scans; i++)
		if (same_scan(&target->scans[i], scan))
			return true;
	return false;
}

/* The same process, to be told the same of, but for what is scanned. */
static bool same_process(const struct target_demand *a,
			 const struct target_demand *b)
{
	return proc_id_equal(a->id, b->id) && a->pss == b->pss &&
	       a->mark == b->mark;
}

/*
 * Must scan @at of @target be answered at once, after @before? Counts need not,
 * once there are any: which of them are asked for changes with each sample.
 */
static bool is_news(const struct target_demand *target, size_t at,
		    const struct target_demand *before)
{
	const struct demand_scan *now = &target->scans[at];
	size_t i;

	if (now->use != SCAN_COUNT)
		return !has_scan(before, now, at);
	for (i = 0; i < before->nr_scans; i++)
		if (before->scans[i].use == SCAN_COUNT)
			return false;
	return true;
}

bool demand_asks_for(const struct target_demand *target,
		     const struct demand_scan *scan)
{
	return has_scan(target, scan, 0);
}

bool demand_looks_elsewhere(const struct target_demand *now,
			    const struct target_demand *before)
{
	size_t i;

	if (!same_process(now, before))
		return true;
	for (i = 0; i < now->nr_scans; i++)
		if (is_news(now, i, before))
			return true;
	return false;
}

void demand_keep_scans(struct target_demand *target, enum scan_use use)
{
	size_t i, nr = 0;

	for (i = 0; i < target->nr_scans; i++)
		if (target->scans[i].use == use)
			target->scans[nr++] = target->scans[i];
	target->nr_scans = nr;
}

void demand_keep_news(struct target_demand *target,
		      const struct target_demand *before)
{
	size_t i, nr = 0;

	if (!same_process(target, before))
		return;
	target->mappings = false;
	for (i = 0; i < target->nr_scans; i++)
		if (target->scans[i].use == SCAN_WINDOW ||
		    is_news(target, i, before))
			target->scans[nr++] = target->scans[i];
	target->nr_scans = nr;
}

/* Copy @nr of @size bytes to @to, which is made large enough. */
static void *copy(void *to, size_t *max, const void *from, size_t nr,
		  size_t size)
{
	to = xgrow(to, nr, max, size);
	if (nr)
		memcpy(to, from, nr * size);
	return to;
}

static void copy_target(struct target_demand *to,
			const struct target_demand *from)
{
	struct demand_scan *scans = to->scans;
	size_t max = to->max_scans;

	scans = copy(scans, &max, from->scans, from->nr_scans, sizeof(*scans));
	*to = *from;
	to->scans = scans;
	to->max_scans = max;
}

void demand_copy(struct demand *to, const struct demand *from)
{
	to->list = from->list;
	to->pages_ns = from->pages_ns;
	to->nr_pages_shown = from->nr_pages_shown;
	to->nr_texts = from->nr_texts;
	to->nr_users = from->nr_users;
	to->cgroups = from->cgroups;
	to->command_max = from->command_max;
	to->names_ns = from->names_ns;
	to->nr_pages = from->nr_pages;
	to->nr_zeros = from->nr_zeros;
	to->nr_psses = from->nr_psses;
	to->nr_pss_turns = from->nr_pss_turns;
	to->nr_shown = from->nr_shown;
	to->texts = copy(to->texts, &to->max_texts, from->texts,
			 from->nr_texts, sizeof(*to->texts));
	to->users = copy(to->users, &to->max_users, from->users,
			 from->nr_users, sizeof(*to->users));
	to->pages = copy(to->pages, &to->max_pages, from->pages,
			 from->nr_pages, sizeof(*to->pages));
	to->zeros = copy(to->zeros, &to->max_zeros, from->zeros,
			 from->nr_zeros, sizeof(*to->zeros));
	to->psses = copy(to->psses, &to->max_psses, from->psses,
			 from->nr_psses, sizeof(*to->psses));
	to->pss_turns = copy(to->pss_turns, &to->max_pss_turns,
			     from->pss_turns, from->nr_pss_turns,
			     sizeof(*to->pss_turns));
	to->shown = copy(to->shown, &to->max_shown, from->shown,
			 from->nr_shown, sizeof(*to->shown));
	copy_target(&to->target, &from->target);
}

bool demand_has_details(const struct demand *demand)
{
	return demand->nr_texts || demand->nr_pages || demand->nr_zeros ||
	       demand->nr_pss_turns;
}

void demand_reset(struct demand *demand)
{
	struct demand_scan *scans = demand->target.scans;
	size_t max = demand->target.max_scans;

	demand->list = false;
	demand->nr_texts = 0;
	demand->nr_users = 0;
	demand->cgroups = false;
	demand->command_max = 0;
	demand->names_ns = 0;
	demand->nr_pages = 0;
	demand->nr_zeros = 0;
	demand->nr_psses = 0;
	demand->nr_pss_turns = 0;
	demand->nr_shown = 0;
	demand->pages_ns = 0;
	demand->nr_pages_shown = 0;
	demand->target = (struct target_demand){
		.scans = scans, .max_scans = max,
	};
}

void demand_release(struct demand *demand)
{
	free(demand->texts);
	free(demand->users);
	free(demand->pages);
	free(demand->zeros);
	free(demand->psses);
	free(demand->pss_turns);
	free(demand->shown);
	free(demand->target.scans);
	memset(demand, 0, sizeof(*demand));
}

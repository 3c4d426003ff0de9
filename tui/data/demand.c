// SPDX-License-Identifier: GPL-2.0
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

void demand_pages(struct demand *demand, struct proc_id id)
{
	demand->pages = xgrow(demand->pages, demand->nr_pages + 1,
			      &demand->max_pages, sizeof(*demand->pages));
	demand->pages[demand->nr_pages++] = id;
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

void demand_whole(struct demand *demand, uint64_t start, uint64_t end,
		  uint64_t cell_pages)
{
	struct target_demand *target = &demand->target;

	demand_scan(demand, SCAN_WHOLE, start, end, cell_pages);
	target->scans[target->nr_scans - 1].follows_end = true;
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
	to->nr_texts = from->nr_texts;
	to->nr_pages = from->nr_pages;
	to->nr_shown = from->nr_shown;
	to->texts = copy(to->texts, &to->max_texts, from->texts,
			 from->nr_texts, sizeof(*to->texts));
	to->pages = copy(to->pages, &to->max_pages, from->pages,
			 from->nr_pages, sizeof(*to->pages));
	to->shown = copy(to->shown, &to->max_shown, from->shown,
			 from->nr_shown, sizeof(*to->shown));
	copy_target(&to->target, &from->target);
}

void demand_reset(struct demand *demand)
{
	struct demand_scan *scans = demand->target.scans;
	size_t max = demand->target.max_scans;

	demand->list = false;
	demand->nr_texts = 0;
	demand->nr_pages = 0;
	demand->nr_shown = 0;
	demand->pages_ns = 0;
	demand->target = (struct target_demand){
		.scans = scans, .max_scans = max,
	};
}

void demand_release(struct demand *demand)
{
	free(demand->texts);
	free(demand->pages);
	free(demand->shown);
	free(demand->target.scans);
	memset(demand, 0, sizeof(*demand));
}

// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "demand.h"
#include "status.h"

static void reserve_texts(struct demand *demand, size_t nr)
{
	if (nr <= demand->max_texts)
		return;
	demand->max_texts = nr * 2;
	demand->texts = xreallocarray(demand->texts, demand->max_texts,
				      sizeof(*demand->texts));
}

void demand_text(struct demand *demand, enum text_kind kind,
		 struct proc_id id, uid_t uid)
{
	reserve_texts(demand, demand->nr_texts + 1);
	demand->texts[demand->nr_texts++] = (struct sample_text){
		.kind = kind, .id = id, .uid = uid,
	};
}

static void reserve_pages(struct demand *demand, size_t nr)
{
	if (nr <= demand->max_pages)
		return;
	demand->max_pages = nr * 2;
	demand->pages = xreallocarray(demand->pages, demand->max_pages,
				      sizeof(*demand->pages));
}

void demand_pages(struct demand *demand, struct proc_id id)
{
	reserve_pages(demand, demand->nr_pages + 1);
	demand->pages[demand->nr_pages++] = id;
}

void demand_copy(struct demand *to, const struct demand *from)
{
	reserve_texts(to, from->nr_texts);
	reserve_pages(to, from->nr_pages);
	to->list = from->list;
	to->nr_texts = from->nr_texts;
	to->nr_pages = from->nr_pages;
	to->pages_ns = from->pages_ns;
	if (from->nr_pages)
		memcpy(to->pages, from->pages,
		       from->nr_pages * sizeof(*to->pages));
	if (from->nr_texts)
		memcpy(to->texts, from->texts,
		       from->nr_texts * sizeof(*to->texts));
}

void demand_reset(struct demand *demand)
{
	demand->list = false;
	demand->nr_texts = 0;
	demand->nr_pages = 0;
	demand->pages_ns = 0;
}

void demand_release(struct demand *demand)
{
	free(demand->texts);
	free(demand->pages);
	memset(demand, 0, sizeof(*demand));
}

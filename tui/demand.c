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

void demand_copy(struct demand *to, const struct demand *from)
{
	reserve_texts(to, from->nr_texts);
	to->list = from->list;
	to->nr_texts = from->nr_texts;
	if (from->nr_texts)
		memcpy(to->texts, from->texts,
		       from->nr_texts * sizeof(*to->texts));
}

void demand_reset(struct demand *demand)
{
	demand->list = false;
	demand->nr_texts = 0;
}

void demand_release(struct demand *demand)
{
	free(demand->texts);
	memset(demand, 0, sizeof(*demand));
}

// SPDX-License-Identifier: GPL-2.0
/* Processes told in few bytes: most of them are in the list. */
#include <limits.h>

#include "data/recording_id.h"

/* The first place whose pid is not below @pid. */
static size_t place_of(const struct sample *list, pid_t pid)
{
	size_t low = 0, high = list->nr_procs;
	size_t middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (list->procs[middle].id.pid >= pid)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* One that isn't in the list is 0, and itself. */
void rec_put_any_id(struct rec_out *out, struct rec_ids *ids,
		    struct proc_id id)
{
	size_t place = place_of(ids->list, id.pid);
	uint64_t step = place - ids->next;

	if (place == ids->list->nr_procs ||
	    !proc_id_equal(ids->list->procs[place].id, id)) {
		if (id.pid < 0)
			out->bad = true;
		rec_put_number(out, 0);
		rec_put_number(out, (uint32_t)id.pid);
		rec_put_number(out, id.start_ns);
		return;
	}
	rec_put_number(out, (step << 1 ^ -(step >> 63)) + 1);
	ids->next = place + 1;
}

void rec_put_id(struct rec_out *out, struct rec_ids *ids, struct proc_id id)
{
	if (!id.pid)
		out->bad = true;
	rec_put_any_id(out, ids, id);
}

struct proc_id rec_get_any_id(struct rec_in *in, struct rec_ids *ids)
{
	uint64_t number = rec_get_number(in);
	struct proc_id id = { 0 };
	size_t place;

	if (!number) {
		id.pid = (pid_t)rec_get_up_to(in, INT_MAX);
		id.start_ns = rec_get_number(in);
		return id;
	}
	number--;
	place = ids->next + (number >> 1 ^ -(number & 1));
	if (place >= ids->list->nr_procs) {
		rec_bad(in);
		return id;
	}
	ids->next = place + 1;
	return ids->list->procs[place].id;
}

struct proc_id rec_get_id(struct rec_in *in, struct rec_ids *ids)
{
	struct proc_id id = rec_get_any_id(in, ids);

	if (!id.pid)
		rec_bad(in);
	return id;
}

// SPDX-License-Identifier: GPL-2.0
/* What changed in the last seconds, and how much of that still glows. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/glow.h"

/* Changes remembered; 24 bytes each. */
#define LOG_MAX 32768

static void drop_old_changes(struct glow_log *log, uint64_t now_ns, size_t room)
{
	size_t old = 0;

	while (old < log->nr &&
	       (log->changes[old].time_ns + GLOW_NS <= now_ns ||
		log->nr - old + room > LOG_MAX))
		old++;
	log->nr -= old;
	if (old && log->nr)
		memmove(log->changes, log->changes + old,
			log->nr * sizeof(*log->changes));
}

void glow_take(struct glow_log *log, const struct sample *sample)
{
	uint64_t now_ns = sample->target.time_ns;
	size_t i;

	drop_old_changes(log, now_ns, sample->nr_changes);
	log->changes = xgrow(log->changes, log->nr + sample->nr_changes,
			     &log->max, sizeof(*log->changes));
	for (i = 0; i < sample->nr_changes; i++) {
		const struct sample_change *from = &sample->changes[i];

		log->changes[log->nr++] = (struct glow_change){
			.start = from->start, .pages = from->pages,
			.kind = from->kind, .time_ns = now_ns,
		};
	}
}

void glow_forget(struct glow_log *log)
{
	log->nr = 0;
}

void glow_release(struct glow_log *log)
{
	free(log->changes);
	memset(log, 0, sizeof(*log));
}

static void glow_once(struct glow *glow, const struct glow_change *change)
{
	uint64_t *when = change->kind == CHANGE_TOUCHED ? &glow->touched_ns :
							  &glow->released_ns;

	if (change->time_ns > *when)
		*when = change->time_ns;
}

static uint64_t age(uint64_t now_ns, uint64_t then_ns)
{
	return now_ns > then_ns ? now_ns - then_ns : 0;
}

/* What became of the times, as steps of the glow. */
static void judge_glow(struct glow *glow, uint64_t now_ns)
{
	uint64_t steps;

	if (glow->touched_ns) {
		steps = age(now_ns, glow->touched_ns) / GLOW_STEP_NS;
		glow->touched = steps < 3 ? (uint8_t)(steps + 1) : 0;
	}
	glow->released = glow->released_ns &&
			 age(now_ns, glow->released_ns) < GLOW_NS;
}

void glow_cells(const struct glow_log *log, uint64_t now_ns, uint64_t start,
		uint64_t cell_pages, size_t nr, struct glow *glows)
{
	uint64_t bytes = cell_pages * PAGE_BYTES;
	uint64_t end = start + bytes * nr;
	size_t i, cell;

	memset(glows, 0, nr * sizeof(*glows));
	for (i = 0; i < log->nr; i++) {
		const struct glow_change *change = &log->changes[i];
		uint64_t from = change->start;
		uint64_t to = from + change->pages * PAGE_BYTES;

		if (to <= start || from >= end)
			continue;
		from = from > start ? from : start;
		to = to < end ? to : end;
		for (cell = (from - start) / bytes;
		     cell <= (to - 1 - start) / bytes; cell++)
			glow_once(&glows[cell], change);
	}
	for (i = 0; i < nr; i++)
		judge_glow(&glows[i], now_ns);
}

bool glow_next(const struct glow_log *log, uint64_t now_ns, uint64_t address,
	       uint64_t *change)
{
	bool found = false, behind = false;
	size_t i;

	for (i = 0; i < log->nr; i++) {
		const struct glow_change *at = &log->changes[i];
		uint64_t last = at->start + (at->pages - 1) * PAGE_BYTES;
		uint64_t place = at->start;
		bool is_behind = last >= address;

		if (age(now_ns, at->time_ns) >= GLOW_NS)
			continue;
		if (is_behind && place < address)
			place = address;
		if (found && (behind > is_behind ||
			      (behind == is_behind && *change <= place)))
			continue;
		found = true;
		behind = is_behind;
		*change = place;
	}
	return found;
}

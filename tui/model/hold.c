// SPDX-License-Identifier: GPL-2.0
/* Rows that keep their places while their numbers go on. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/hold.h"
#include "model/pid_map.h"
#include "model/row.h"

struct place {
	struct proc_id id;
	char comm[16];
	bool gone;
};

struct hold {
	struct place *places;
	size_t nr, max;
	size_t nr_first;		/* that were there when it began */
	bool begun;
	struct pid_map by_pid;
	bool *seen;			/* of the rows that came: it has a place */
	size_t max_seen;
	struct row **rows;
	size_t nr_rows, max_rows;
	struct row *gone;
	size_t max_gone;
};

struct hold *hold_new(void)
{
	return xcalloc(1, sizeof(struct hold));
}

void hold_free(struct hold *hold)
{
	if (!hold)
		return;
	pid_map_release(&hold->by_pid);
	free(hold->places);
	free(hold->seen);
	free(hold->rows);
	free(hold->gone);
	free(hold);
}

void hold_anew(struct hold *hold)
{
	hold->nr = 0;
	hold->begun = false;
}

/* Which of @rows has the place; PID_MAP_NONE: none. */
static size_t find(const struct hold *hold, struct row *const *rows,
		   const struct place *place)
{
	size_t at = pid_map_find(&hold->by_pid, rows, place->id.pid);

	if (place->gone || at == PID_MAP_NONE ||
	    !proc_id_equal(rows[at]->now.id, place->id))
		return PID_MAP_NONE;
	return at;
}

/* Places whose process is gone, unless it came later than the others. */
static void mark_gone(struct hold *hold, struct row *const *rows,
		      hold_alive_fn *is_alive, const void *ctx)
{
	size_t i, at, kept = 0;

	for (i = 0; i < hold->nr; i++) {
		at = find(hold, rows, &hold->places[i]);
		if (at != PID_MAP_NONE)
			hold->seen[at] = true;
		else if (!is_alive(ctx, hold->places[i].id))
			hold->places[i].gone = true;
		if (hold->places[i].gone && i >= hold->nr_first)
			continue;
		hold->places[kept++] = hold->places[i];
	}
	hold->nr = kept;
}

static void add_place(struct hold *hold, const struct row *row)
{
	struct place *place;

	hold->places = xgrow(hold->places, hold->nr + 1, &hold->max,
			     sizeof(*hold->places));
	place = &hold->places[hold->nr++];
	place->id = row->now.id;
	place->gone = false;
}

/* The name that it had last is what is told of it then. */
static void keep_name(struct place *place, const struct row *row)
{
	memcpy(place->comm, row->now.comm, sizeof(place->comm));
}

static struct row *gone_row(const struct place *place, struct row *row)
{
	memset(row, 0, sizeof(*row));
	row->gone = true;
	row->now.id = place->id;
	memcpy(row->now.comm, place->comm, sizeof(row->now.comm));
	return row;
}

static size_t nr_gone(const struct hold *hold)
{
	size_t i, nr = 0;

	for (i = 0; i < hold->nr; i++)
		nr += hold->places[i].gone;
	return nr;
}

/* Who is alive, but not among the rows, leaves its place out. */
static void put_rows(struct hold *hold, struct row *const *rows)
{
	struct row *gone;
	struct place *place;
	size_t i, at;

	hold->rows = xgrow(hold->rows, hold->nr, &hold->max_rows,
			   sizeof(*hold->rows));
	hold->gone = xgrow(hold->gone, nr_gone(hold), &hold->max_gone,
			   sizeof(*hold->gone));
	gone = hold->gone;
	hold->nr_rows = 0;
	for (i = 0; i < hold->nr; i++) {
		place = &hold->places[i];
		at = find(hold, rows, place);
		if (place->gone) {
			hold->rows[hold->nr_rows++] = gone_row(place, gone++);
		} else if (at != PID_MAP_NONE) {
			keep_name(place, rows[at]);
			hold->rows[hold->nr_rows++] = rows[at];
		}
	}
}

void hold_arrange(struct hold *hold, struct row *const *rows, size_t nr,
		  hold_alive_fn *is_alive, const void *ctx)
{
	size_t i;

	pid_map_fill(&hold->by_pid, rows, nr);
	hold->seen = xgrow(hold->seen, nr, &hold->max_seen,
			   sizeof(*hold->seen));
	if (nr)
		memset(hold->seen, 0, nr * sizeof(*hold->seen));
	mark_gone(hold, rows, is_alive, ctx);
	for (i = 0; i < nr; i++)
		if (!hold->seen[i])
			add_place(hold, rows[i]);
	if (!hold->begun)
		hold->nr_first = hold->nr;
	hold->begun = true;
	put_rows(hold, rows);
}

struct row *const *hold_rows(const struct hold *hold, size_t *nr)
{
	*nr = hold->nr_rows;
	return hold->rows;
}

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
	size_t max_rows;
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

/* Which of @rows has the place; PID_MAP_NONE: it is gone. */
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
static void mark_gone(struct hold *hold, struct row *const *rows)
{
	size_t i, at, kept = 0;

	for (i = 0; i < hold->nr; i++) {
		at = find(hold, rows, &hold->places[i]);
		if (at != PID_MAP_NONE)
			hold->seen[at] = true;
		else if (i < hold->nr_first)
			hold->places[i].gone = true;
		else
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

static void put_rows(struct hold *hold, struct row *const *rows)
{
	struct row *gone;
	struct place *place;
	size_t i, nr_gone = 0;

	for (i = 0; i < hold->nr; i++)
		nr_gone += hold->places[i].gone;
	hold->rows = xgrow(hold->rows, hold->nr, &hold->max_rows,
			   sizeof(*hold->rows));
	hold->gone = xgrow(hold->gone, nr_gone, &hold->max_gone,
			   sizeof(*hold->gone));
	gone = hold->gone;
	for (i = 0; i < hold->nr; i++) {
		place = &hold->places[i];
		if (place->gone) {
			hold->rows[i] = gone_row(place, gone++);
			continue;
		}
		hold->rows[i] = rows[find(hold, rows, place)];
		keep_name(place, hold->rows[i]);
	}
}

void hold_arrange(struct hold *hold, struct row *const *rows, size_t nr)
{
	size_t i;

	pid_map_fill(&hold->by_pid, rows, nr);
	hold->seen = xgrow(hold->seen, nr, &hold->max_seen,
			   sizeof(*hold->seen));
	if (nr)
		memset(hold->seen, 0, nr * sizeof(*hold->seen));
	mark_gone(hold, rows);
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
	*nr = hold->nr;
	return hold->rows;
}

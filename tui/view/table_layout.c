// SPDX-License-Identifier: GPL-2.0
/* Which columns of a table fit, and how wide they are. */
#include <string.h>

#include "view/table.h"

#define MARK_WIDTH 2		/* of the selected row, and a gap */
#define LAST_MIN 10		/* of what takes what is left, at the worst */

/* What the columns of a table are chosen for. */
struct fitting {
	const struct table *table;
	const struct model *model;	/* NULL: no column is widened */
	int width;
	bool marked;
	int widths[TABLE_COLUMNS_MAX];	/* where nothing is spare */
	bool shown[TABLE_COLUMNS_MAX];
	bool usual[TABLE_COLUMNS_MAX];	/* of an order: of all columns, those
					 * that would be there by themselves
					 */
};

/* How many columns there may be, and the one at place @i, from the left. */
static int nr_columns(const struct table *table)
{
	return table->order ? table->order->nr : table->nr;
}

static const struct table_column *column_at(const struct table *table, int i)
{
	return table->order ? table->order->columns[i] : &table->columns[i];
}

/* What its texts take, as far as it may grow by that. */
static int content_width(const struct fitting *fitting,
			 const struct table_column *column)
{
	const struct table *table = fitting->table;
	int most = fitting->width >= table->wide ? column->widest :
						   column->widest_narrow;
	int width = table->content ?
			    table->content[column - table->columns] :
			    0;

	return width < most ? width : most;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static int column_width(const struct fitting *fitting, int i, int spare)
{
	const struct table_column *column = column_at(fitting->table, i);
	int width = column->width;

	if (column->width_of) {
		width = column->width_of(fitting->width, fitting->marked,
					 spare);
		return width || !fitting->table->order ? width : column->width;
	}
	if (column->wide_width && fitting->width >= fitting->table->wide)
		width = column->wide_width;
	if (column->need && fitting->model)
		width = larger(width, column->need(fitting->model));
	return larger(width, content_width(fitting, column));
}

/* The mark of the selected row stands left of what has no margin of its own. */
static int left_edge(const struct fitting *fitting)
{
	const struct table *table = fitting->table;
	int i;

	if (!table->order)
		return table->first_x;
	for (i = 0; i < table->order->nr; i++)
		if (fitting->shown[i])
			return table->order->columns[i]->has_margin ?
				       table->first_x :
				       larger(table->first_x, MARK_WIDTH);
	return table->first_x;
}

/* What it takes to show the columns with a gap between them. */
static int width_needed(const struct fitting *fitting)
{
	int need = left_edge(fitting) - 1;
	int i;

	for (i = 0; i < nr_columns(fitting->table); i++)
		if (fitting->shown[i])
			need += fitting->widths[i] + 1;
	return need;
}

/* Who chose what would not be there by itself wants to see that most of all. */
static int drop_rank(const struct fitting *fitting, int i)
{
	const struct table_column *column = column_at(fitting->table, i);
	int rank = fitting->marked ? column->drop_marked : column->drop;

	if (rank && fitting->table->order &&
	    !fitting->usual[column - fitting->table->columns])
		rank += UINT8_MAX;
	return rank;
}

/* The column that goes next; -1: none may. */
static int next_drop(const struct fitting *fitting)
{
	int rank, lowest = 0, found = -1;
	int i;

	for (i = 0; i < nr_columns(fitting->table); i++) {
		rank = drop_rank(fitting, i);
		if (!fitting->shown[i] || !rank || (lowest && rank > lowest))
			continue;
		lowest = rank;
		found = i;
	}
	return found;
}

static bool is_there(const struct fitting *fitting, int i)
{
	const struct table_column *column = column_at(fitting->table, i);

	if (fitting->table->order)
		return true;
	if (column->absent && fitting->model && column->absent(fitting->model))
		return false;
	return fitting->widths[i] && !column->chosen_only &&
	       (fitting->marked || !column->marked_only);
}

/* The last one on screen; -1: there is none. */
static int last_shown(const struct fitting *fitting)
{
	int i = nr_columns(fitting->table) - 1;

	while (i >= 0 && !fitting->shown[i])
		i--;
	return i;
}

/* Does column @i take what is left? The table's last one, where it is last. */
static bool fills(const struct fitting *fitting, int i)
{
	const struct table *table = fitting->table;

	return i >= 0 && i == last_shown(fitting) &&
	       column_at(table, i) == &table->columns[table->nr - 1];
}

/* The mark of the order stands behind the last head, which needs room. */
static int room_of(const struct fitting *fitting)
{
	return fitting->width - (fitting->table->order &&
				 !fills(fitting, last_shown(fitting)));
}

/* By so much the one that takes what is left may be narrower than it asks. */
static int slack_of(const struct fitting *fitting)
{
	int last = last_shown(fitting);

	if (!fills(fitting, last) || fitting->widths[last] <= LAST_MIN)
		return 0;
	return fitting->widths[last] - LAST_MIN;
}

/* Of those that were chosen, and have no rank; -1: there is but one. */
static int last_drop(const struct fitting *fitting)
{
	const struct table *table = fitting->table;
	int i, nr = 0, last = -1;

	for (i = 0; i < table->order->nr; i++) {
		nr += fitting->shown[i];
		if (fitting->shown[i] && !fills(fitting, i) &&
		    table->order->columns[i] != &table->columns[0])
			last = i;
	}
	return nr > 1 ? last : -1;
}

static void choose_columns(struct fitting *fitting)
{
	int drop, i;

	for (i = 0; i < nr_columns(fitting->table); i++) {
		fitting->widths[i] = column_width(fitting, i, 0);
		fitting->shown[i] = is_there(fitting, i);
	}
	while (width_needed(fitting) > room_of(fitting)) {
		drop = next_drop(fitting);
		if (drop < 0)
			break;
		fitting->shown[drop] = false;
	}
	while (fitting->table->order &&
	       width_needed(fitting) - slack_of(fitting) > room_of(fitting)) {
		drop = last_drop(fitting);
		if (drop < 0)
			break;
		fitting->shown[drop] = false;
	}
}

/* It takes what is left, and has a gap before the others' marks else. */
static int width_at(const struct fitting *fitting, int i, int x, int spare)
{
	if (fills(fitting, i))
		return fitting->width - x;
	return column_width(fitting, i, spare);
}

/* What would be there if nothing had been chosen. */
static void find_usual(struct fitting *fitting)
{
	struct table table = *fitting->table;
	struct fitting usual = *fitting;

	table.order = NULL;
	usual.table = &table;
	choose_columns(&usual);
	memcpy(fitting->usual, usual.shown, sizeof(usual.shown));
}

static void lay_out(struct fitting *fitting, struct table_layout *layout)
{
	const struct table *table = fitting->table;
	struct table_place *place;
	int i, x, spare;

	if (table->order)
		find_usual(fitting);
	choose_columns(fitting);
	x = left_edge(fitting);
	spare = fitting->width - width_needed(fitting);
	layout->nr = 0;
	for (i = 0; i < nr_columns(table); i++) {
		if (!fitting->shown[i])
			continue;
		place = &layout->places[layout->nr++];
		place->column = column_at(table, i);
		place->cut_mark = place->column->cut_mark ||
				  (table->order && !fills(fitting, i));
		place->x = x;
		place->width = width_at(fitting, i, x, spare);
		x += place->width + 1;
	}
}

void table_lay_out(const struct table *table, int width, bool marked,
		   struct table_layout *layout)
{
	struct fitting fitting = {
		.table = table, .width = width, .marked = marked,
	};

	lay_out(&fitting, layout);
}

void table_lay_out_on(const struct table *table, const struct view_env *env,
		      struct table_layout *layout)
{
	struct fitting fitting = {
		.table = table, .model = env->model, .width = env->width,
		.marked = model_marked(env->model, NULL),
	};

	lay_out(&fitting, layout);
}

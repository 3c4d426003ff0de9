// SPDX-License-Identifier: GPL-2.0
/* Where everything of a process is on the screen. */
#include "view/process/kind_table.h"
#include "view/process/process.h"

#define LOW 14
#define KINDS_RIGHT 160		/* from this width on, kinds are at the right */
#define KINDS_ABOVE 36		/* from this height on, above the table */
#define RULER 1			/* the line above the rows of a map */
#define MAP_ROWS 8		/* what a map should have */
#define MAP_ROWS_LOW 4		/* and what it is content with */
#define TABLE_ROWS 5		/* what the table has before there is a map */

bool process_has_table(const struct target *target)
{
	return target->mappings_known &&
	       (target->now.state == TARGET_OK ||
		target->now.state == TARGET_GONE ||
		target->now.state == TARGET_FAILED);
}

/* Put the kinds where they cost least; returns the rows they take. */
static int place_kinds(struct process_layout *layout,
		       const struct view_env *env, const struct target *target)
{
	int width = kind_table_width(target);

	if (env->width >= KINDS_RIGHT &&
	    layout->header_rows == KIND_TABLE_HEIGHT) {
		layout->kinds_x = env->width - width;
		layout->kinds_y = 1;
		layout->header_width = layout->kinds_x - 3;
		return 0;
	}
	if (env->height < KINDS_ABOVE || env->width < width)
		return 0;
	layout->kinds_x = 0;
	layout->kinds_y = layout->sentence_y + 2;
	return 1 + KIND_TABLE_HEIGHT;
}

/*
 * What is left after the table got a row for each mapping is the map's, but
 * it has at least a third. The selected mapping has no part in that: while
 * the selection moves, nothing else does.
 */
static int map_rows(int rows, size_t nr_mappings)
{
	int least = rows / 3 > MAP_ROWS ? rows / 3 : MAP_ROWS;

	if (rows < MAP_ROWS + TABLE_ROWS)
		least = MAP_ROWS_LOW;
	if (rows < MAP_ROWS_LOW + TABLE_ROWS)
		return 0;
	if (nr_mappings < (size_t)(rows - least))
		least = rows - (nr_mappings > TABLE_ROWS ? (int)nr_mappings :
							   TABLE_ROWS);
	return least;
}

struct process_layout process_layout(const struct process_view *process,
				     const struct view_env *env)
{
	const struct target *target = model_target(process->model);
	struct process_layout layout = {
		.header_rows = process_header_height(env->height),
		.header_width = env->width,
	};
	int rows;

	if (!process_has_table(target)) {
		/* an explanation takes more lines where they are short */
		layout.header_rows = env->width < VIEW_NARROW &&
						     env->height < LOW ?
					     3 :
					     PROCESS_HEADER_MAX;
		layout.sentence_y = 1 + layout.header_rows;
		layout.explanation_y = layout.sentence_y +
				       (env->height < LOW ? 1 : 2);
		return layout;
	}
	layout.sentence_y = 1 + layout.header_rows;
	layout.head_y = layout.sentence_y + 1 +
			place_kinds(&layout, env, target);
	rows = env->height - 1 - layout.head_y - 2;
	layout.map_rows = map_rows(rows - RULER, process->order.nr);
	if (layout.map_rows)
		rows -= RULER + layout.map_rows;
	layout.rows = (size_t)rows;
	layout.status_y = layout.head_y + (int)layout.rows + 1;
	return layout;
}

const struct mapping *process_selected(const struct process_view *process)
{
	return mapping_order_get(&process->order, model_target(process->model),
				 process->table.cursor.at);
}

bool process_grid(const struct process_view *process,
		  const struct view_env *env, struct grid *grid)
{
	struct process_layout layout = process_layout(process, env);
	const struct mapping *mapping = process_selected(process);

	if (!mapping || !layout.map_rows)
		return false;
	grid->start = mapping->start;
	grid->end = mapping->end;
	grid->columns = grid_frame(env->width).columns;
	grid->cell_pages = grid_fit(mapping_pages(mapping), grid->columns,
				    layout.map_rows);
	return true;
}

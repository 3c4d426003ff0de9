// SPDX-License-Identifier: GPL-2.0
/* Which mapping is selected, and what is looked at in the map of it. */
#include "view/process/process.h"

struct extent process_extent(const struct process_view *process,
			     const struct view_env *env)
{
	return table_extent(process->order.nr,
			    process_layout(process, env).rows);
}

void process_keep_selected(struct process_view *process)
{
	if (process->table.cursor.at < process->order.nr)
		process->selected =
			process->order.starts[process->table.cursor.at];
}

void process_keep_in_map(struct process_view *process,
			 const struct view_env *env)
{
	struct grid grid;

	if (!process_grid(process, env, &grid))
		process->in_map = false;
	else if (process->at < grid.start || process->at >= grid.end)
		process->at = grid.start;
}

void process_select(struct process_view *process, const struct view_env *env,
		    size_t i)
{
	struct extent extent = process_extent(process, env);

	cursor_set(&process->table.cursor, &extent, i);
	process->table.cursor.chosen = true;
	process->chosen = true;
	process->in_map = false;
	process_keep_selected(process);
	process_keep_in_map(process, env);
}

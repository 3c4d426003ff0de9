// SPDX-License-Identifier: GPL-2.0
/* The view of a process: its mappings, and a map of the selected one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "view/process/kind_table.h"
#include "view/process/mapping_column.h"
#include "view/process/process.h"

#define COUNTS_MAX 4096		/* mappings to be counted for one sample */
#define PSS_SAMPLES 3		/* to wait for a PSS that differs */

static const struct process_view *const_process(const struct view *view)
{
	return (const struct process_view *)view;
}

static struct process_view *to_process(struct view *view)
{
	return (struct process_view *)view;
}

static const struct target *target_of(const struct process_view *process)
{
	return model_target(process->model);
}

static void process_title(const struct view *view, const struct view_env *env,
			  char *buf, size_t len)
{
	const struct process_view *process = const_process(view);
	int kind = process->kind;
	bool narrow = env->width < VIEW_NARROW;
	bool held = process->order.held && !narrow;

	snprintf(buf, len, "%d %s%s%s%s", (int)process->id.pid,
		 process->row.now.comm,
		 kind == ALL_KINDS ? "" : narrow ? ", " : ", only ",
		 kind == ALL_KINDS ? "" :
				     mapping_kind_name((enum mapping_kind)kind),
		 held ? ", order held" : "");
}

static const int *process_hints(const struct view *view,
				const struct view_env *env)
{
	static const int nothing[] = { CMD_BACK, CMD_SIGNAL, CMD_NONE };
	static const int table[] = {
		CMD_BACK, CMD_ENTER, CMD_TIMELINE, CMD_KIND_NEXT,
		CMD_SORT_MENU, CMD_ALL, CMD_PSS, CMD_MARK, CMD_INVERT,
		CMD_SAVE, CMD_SIGNAL, CMD_NONE
	};
	static const int both[] = {
		CMD_BACK, CMD_ENTER, CMD_TIMELINE, CMD_PANE, CMD_KIND_NEXT,
		CMD_SORT_MENU, CMD_ALL, CMD_PSS, CMD_MARK, CMD_INVERT,
		CMD_SAVE, CMD_SIGNAL, CMD_NONE
	};
	static const int map[] = {
		CMD_BACK, CMD_ENTER, CMD_PANE | HINT_ON, CMD_UP, CMD_TIMELINE,
		CMD_KIND_NEXT, CMD_ALL, CMD_PSS, CMD_MARK, CMD_SAVE,
		CMD_SIGNAL, CMD_NONE
	};
	const struct process_view *process = const_process(view);
	const struct target *target = target_of(process);

	if (!process_has_table(target))
		return nothing;
	if (!process_layout(process, env).map_rows)
		return table;
	return process->in_map ? map : both;
}

static bool is_on_screen(const struct process_view *process, size_t rows,
			 uint64_t start)
{
	const struct mapping_order *order = &process->order;
	size_t i;

	for (i = process->table.cursor.top;
	     i < process->table.cursor.top + rows && i < order->nr; i++)
		if (order->starts[i] == start)
			return true;
	return false;
}

/* The selected one is recorded, which counts it, too. */
static void demand_record(const struct process_view *process,
			  const struct view_env *env, struct demand *demand)
{
	const struct mapping *mapping = process_selected(process);
	if (mapping)
		grid_demand_row(model_target(env->model), mapping,
				grid_frame(env->width).columns, demand);
}

static void demand_count(const struct process_view *process,
			 const struct mapping *mapping, struct demand *demand)
{
	if (mapping == process_selected(process))
		return;
	demand_scan(demand, SCAN_COUNT, mapping->start, mapping->end,
		    mapping_pages(mapping));
}

/*
 * Those on screen first, then others from the one on that was counted longest
 * ago: since they are counted in turn, the next oldest ones are behind it.
 */
static void demand_counts(const struct process_view *process, size_t rows,
			  struct demand *demand)
{
	const struct target *target = target_of(process);
	const struct mapping *mapping;
	size_t asked = 0;
	size_t i;

	for (; asked < rows; asked++) {
		mapping = mapping_order_get(&process->order, target,
					    process->table.cursor.top + asked);
		if (!mapping)
			break;
		demand_count(process, mapping, demand);
	}
	for (i = 0; i < target->nr_mappings && asked < COUNTS_MAX; i++) {
		mapping = &target->mappings[(process->oldest + i) %
					    target->nr_mappings];
		if (is_on_screen(process, rows, mapping->start))
			continue;
		demand_count(process, mapping, demand);
		asked++;
	}
}

static void demand_row(const struct process_view *process,
		       struct demand *demand)
{
	demand->list = true;
	model_demand_process(process->model, process->id, demand);
}

static void process_demand(const struct view *view, const struct view_env *env,
			   struct demand *demand)
{
	const struct process_view *process = const_process(view);
	const struct target *target = target_of(process);
	struct grid grid;

	if (target->now.state == TARGET_GONE) {
		demand->list |= !env->covered;
		return;
	}
	demand->target.id = process->id;
	demand->target.mappings = true;
	if (env->covered)
		return;
	demand_row(process, demand);
	demand->target.pss = process->pss == PSS_ASKED;
	if (!process_has_table(target))
		return;
	if (process_grid(process, env, &grid))
		grid_demand(&grid, 0, grid_nr_rows(&grid), demand);
	demand_record(process, env, demand);
	demand_counts(process, process_layout(process, env).rows, demand);
}

static void keep_text(char **to, const char *from)
{
	free(*to);
	*to = from ? xstrdup(from) : NULL;
}

static void keep_growth(struct process_view *process, const struct row *row)
{
	unsigned long sample = model_nr_samples(process->model);
	int nr = sample == process->growth_sample ? 0 : 1;

	if (!process->nr_growth)
		nr = row->nr_growth;
	if (nr > row->nr_growth)
		nr = row->nr_growth;
	process->growth_sample = sample;
	if (process->nr_growth + nr > PROCESS_GROWTH_MAX) {
		process->nr_growth = PROCESS_GROWTH_MAX - nr;
		memmove(process->growth, process->growth + nr,
			(size_t)process->nr_growth * sizeof(*process->growth));
	}
	memcpy(process->growth + process->nr_growth,
	       row->growth + row->nr_growth - nr,
	       (size_t)nr * sizeof(*process->growth));
	process->nr_growth += nr;
}

/* A zombie has a row still, but no memory: what is kept is from before. */
static bool has_ended(const struct process_view *process,
		      const struct row *row)
{
	return target_of(process)->now.state == TARGET_GONE ||
	       (target_of(process)->mappings_known &&
		process->row.now.reserved && !row->now.reserved);
}

/* The row is the model's, and goes with the process: keep what it says. */
static void keep_row(struct process_view *process)
{
	const struct target *target = target_of(process);
	const struct row *row = model_process(process->model, process->id);
	const struct row *parent = NULL;

	if (!row || has_ended(process, row))
		return;
	keep_text(&process->command, row->command);
	keep_text(&process->user, row->user);
	process->row = *row;
	process->row.command = process->command;
	process->row.user = process->user;
	process->row.script = NULL;
	process->row.cgroup = NULL;
	process->row.node = NULL;
	keep_growth(process, row);
	if (target->now.has & TARGET_HAS_WHO)
		parent = model_pid(process->model, target->now.ppid);
	snprintf(process->parent, sizeof(process->parent), "%s",
		 parent ? parent->now.comm : "");
}

/* From the top on, as far as that goes. */
static void show_at(struct process_view *process, const struct extent *extent,
		    size_t at)
{
	process->table.cursor.top = 0;
	cursor_set(&process->table.cursor, extent, at);
}

/* Is row @at more to be looked at than the first one? */
static bool stands_out(const struct process_view *process, size_t at)
{
	const struct target *target = model_target(process->model);
	const struct mapping *best =
		mapping_order_get(&process->order, target, at);
	const struct mapping *first =
		mapping_order_get(&process->order, target, 0);

	return best && first && alive_is_before(&process->alive, best, first);
}

static void follow_selection(struct process_view *process,
			     const struct view_env *env)
{
	struct extent extent = process_extent(process, env);
	ssize_t best = mapping_order_find(&process->order,
					  process->alive.best);
	ssize_t at = mapping_order_find(&process->order, process->selected);

	/* until a key chooses a row, it is where something happens */
	if (!process->chosen && !process->in_map && best >= 0 &&
	    stands_out(process, (size_t)best))
		show_at(process, &extent, (size_t)best);
	else if (process->in_map && at >= 0)
		cursor_set(&process->table.cursor, &extent, (size_t)at);
	else
		table_follow(&process->table, &extent, at);
	process_keep_selected(process);
}

/* Where counting is to go on, and how old the oldest count is. */
static void find_oldest(struct process_view *process,
			const struct target *target)
{
	uint64_t oldest_ns = UINT64_MAX, counted_ns;
	size_t i;

	process->nr_uncounted = 0;
	process->oldest = 0;
	for (i = 0; i < target->nr_mappings; i++) {
		const struct mapping *mapping = &target->mappings[i];

		process->nr_uncounted += !mapping->counted;
		counted_ns = mapping->counted ? mapping->counted_ns : 0;
		if (counted_ns >= oldest_ns)
			continue;
		oldest_ns = counted_ns;
		process->oldest = i;
	}
	process->oldest_ns = oldest_ns;
}

/*
 * A sample that was under way when the key came has the sum from before, if
 * any; so wait for another one, but not for ever: it may be the same.
 */
static void take_pss(struct process_view *process, const struct target *target)
{
	if (process->pss != PSS_ASKED ||
	    process->target_ns == target->now.time_ns)
		return;
	process->pss_samples++;
	if (target->now.has & TARGET_HAS_PSS &&
	    (target->now.pss_cost_ns != process->pss_before_ns ||
	     process->pss_samples >= PSS_SAMPLES))
		process->pss = PSS_KNOWN;
	else if (target->now.state != TARGET_OK)
		process->pss = PSS_NOT_ASKED;
}

static void update_order(struct process_view *process, bool anew)
{
	const struct mapping_rule rule = {
		.kind = process->kind, .sort = process->table.sort,
	};

	mapping_order_update(&process->order, target_of(process), &rule, anew);
}

static void process_update(struct view *view, const struct view_env *env)
{
	struct process_view *process = to_process(view);
	const struct target *target = target_of(process);
	bool was_complete = process->complete;

	keep_row(process);
	take_pss(process, target);
	process->target_ns = target->now.time_ns;
	alive_update(&process->alive, target);
	find_oldest(process, target);
	process->complete |= target->nr_mappings && !process->nr_uncounted;
	/* an order by numbers that weren't known is worth nothing */
	update_order(process, process->complete && !was_complete);
	follow_selection(process, env);
	process_keep_in_map(process, env);
}

/* The rule has changed, or a key asks for the true order. */
static void sort_anew(struct process_view *process, const struct view_env *env)
{
	update_order(process, true);
	follow_selection(process, env);
	process_keep_in_map(process, env);
}

/* Cells from the cursor on that @command moves by; 0: it doesn't. */
static int64_t cells_to_move(const struct grid *grid, enum command command)
{
	switch (command) {
	case CMD_LEFT:
		return -1;
	case CMD_RIGHT:
		return 1;
	case CMD_UP:
		return -grid->columns;
	case CMD_DOWN:
		return grid->columns;
	case CMD_PAGE_UP:
	case CMD_HOME:
		return INT64_MIN;
	case CMD_PAGE_DOWN:
	case CMD_END:
		return INT64_MAX;
	default:
		return 0;
	}
}

/* All of the map is on screen: a page up or down is its end. */
static bool move_in_map(struct process_view *process,
			const struct view_env *env, enum command command)
{
	struct grid grid;
	int64_t cell, step, last;

	if (!process_grid(process, env, &grid))
		return false;
	step = cells_to_move(&grid, command);
	cell = (int64_t)grid_cell_at(&grid, process->at);
	last = (int64_t)grid_nr_cells(&grid) - 1;
	if (!step)
		return false;
	if (step == INT64_MIN)
		cell = 0;
	else if (step == INT64_MAX)
		cell = last;
	else if (cell + step >= 0 && cell + step <= last)
		cell += step;
	process->at = grid_cell_start(&grid, (uint64_t)cell);
	return true;
}

static struct act move_sideways(struct process_view *process,
				const struct view_env *env,
				enum command command)
{
	struct grid grid;

	if (process->in_map && move_in_map(process, env, command))
		return act_done(true);
	return act_none(process_grid(process, env, &grid) ?
			"sideways is for the map: {pane}" :
			"sideways is for a map: {open}");
}

/* Of a recording there is what is there, and nothing comes for being asked. */
static struct act show_recorded_pss(struct process_view *process)
{
	if (!(target_of(process)->now.has & TARGET_HAS_PSS))
		return act_none("PSS was not recorded here");
	process->pss = PSS_KNOWN;
	return act_done(true);
}

static struct act ask_pss(struct process_view *process,
			  const struct view_env *env)
{
	if (env->recorded)
		return show_recorded_pss(process);
	process->pss = PSS_ASKED;
	process->pss_before_ns = target_of(process)->now.pss_cost_ns;
	process->pss_samples = 0;
	return act_done(true);
}

static struct act toggle_pane(struct process_view *process,
			      const struct view_env *env)
{
	struct grid grid;

	if (!process_grid(process, env, &grid))
		return act_none("no room for a map: {open} opens it");
	process->in_map = !process->in_map;
	return act_done(true);
}

/* What is opened from here is about the selected mapping. */
static struct act open_mapping(const struct process_view *process,
			       enum command command)
{
	const struct mapping *mapping = process_selected(process);

	if (!mapping)
		return act_none("no mapping is selected");
	switch (command) {
	case CMD_ENTER:
		return act_open(PLACE_MAP, mapping->start);
	case CMD_ALL:
		return act_open_all(mapping->start);
	case CMD_TIMELINE:
		return act_open(PLACE_TIMELINE, mapping->start);
	default:
		return act_done(false);
	}
}

/* Show mappings of the next kind only, or of the one before. */
static void step_kind(struct process_view *process, const struct view_env *env,
		      int step)
{
	process->kind = kind_step(target_of(process), process->kind, step);
	sort_anew(process, env);
}

static struct act use_table(struct process_view *process,
			    const struct view_env *env, enum command command)
{
	struct extent extent = process_extent(process, env);

	if (process->in_map && move_in_map(process, env, command))
		return act_done(true);
	switch (table_command(&mapping_table, &process->table, env, &extent,
			      command)) {
	case TABLE_SORTED:
		sort_anew(process, env);
		return act_done(true);
	case TABLE_AT_LAST:
		return act_none(TABLE_AT_LAST_WHY);
	case TABLE_MOVED:
		process->chosen = true;
		process_keep_selected(process);
		process_keep_in_map(process, env);
		return act_done(true);
	default:
		return act_done(false);
	}
}

static void process_sort(struct view *view, const struct view_env *env,
			 const struct field *field)
{
	struct process_view *process = to_process(view);

	table_sort_by(&process->table, field);
	sort_anew(process, env);
}

static const char *why_no_table(const struct target *target)
{
	bool comes = target->now.state == TARGET_UNKNOWN ||
		     target->now.state == TARGET_OK;

	return comes ? "its mappings are being read" : "no mappings here";
}

static struct act process_command(struct view *view, const struct view_env *env,
				  enum command command)
{
	struct process_view *process = to_process(view);
	struct act act;

	if (command == CMD_SIGNAL)
		return act_open_signals(process->id);
	/* what is typed ahead of the mappings must not be taken for commands */
	if (process_search_command(process, env, command, &act))
		return act;
	if (!process_has_table(target_of(process)))
		return act_none(why_no_table(target_of(process)));
	switch (command) {
	case CMD_SORT_MENU:
		return table_open_menu(&mapping_table, &process->table);
	case CMD_ENTER:
	case CMD_ALL:
	case CMD_TIMELINE:
		return open_mapping(process, command);
	case CMD_PSS:
		return ask_pss(process, env);
	case CMD_SORT_MEMORY:
		process_sort(view, env, &mapping_fields[MFIELD_TOUCHED_ZERO]);
		return act_done(true);
	case CMD_PANE:
		return toggle_pane(process, env);
	case CMD_LEFT:
	case CMD_RIGHT:
		return move_sideways(process, env, command);
	case CMD_KIND_NEXT:
	case CMD_KIND_PREV:
		step_kind(process, env, command == CMD_KIND_NEXT ? 1 : -1);
		return act_done(true);
	default:
		return use_table(process, env, command);
	}
}

static struct act point_at_row(struct process_view *process,
			       const struct view_env *env, uint64_t start)
{
	ssize_t at = mapping_order_find(&process->order, start);

	if (at < 0)
		return act_done(false);
	process_select(process, env, (size_t)at);
	return act_done(true);
}

/* The head of what it is sorted by inverts that. */
static struct act point_at_head(struct process_view *process,
				const struct view_env *env,
				const struct field *field)
{
	if (!field)
		return act_none(TABLE_NO_ORDER_WHY);
	if (field == process->table.sort.field)
		return use_table(process, env, CMD_INVERT);
	process_sort(&process->view, env, field);
	return act_done(true);
}

/* Whose map it was may not be selected any more. */
static struct act point_at_cell(struct process_view *process,
				const struct view_env *env, uint64_t address)
{
	struct grid grid;

	if (!process_grid(process, env, &grid) || address < grid.start ||
	    address >= grid.end)
		return act_done(false);
	process->in_map = true;
	process->at = address;
	return act_done(true);
}

/* What is pointed at, table or map, is what the arrows move in. */
static struct act process_point(struct view *view, const struct view_env *env,
				const struct hit *hit)
{
	struct process_view *process = to_process(view);

	if (!process_has_table(target_of(process)))
		return act_done(false);
	switch (hit->kind) {
	case HIT_ROW:
		return point_at_row(process, env, table_hit_row(hit).main);
	case HIT_HEAD:
		return point_at_head(process, env,
				     table_hit_field(&mapping_table, hit));
	case HIT_CELL:
		return point_at_cell(process, env, hit->cell.address);
	default:
		return act_done(false);
	}
}

static void process_draw_view(const struct view *view,
			      const struct view_env *env,
			      struct screen *screen)
{
	process_draw(const_process(view), env, screen);
}

static struct view *process_open(const struct view_env *env,
				 const struct place *place)
{
	struct process_view *process = xcalloc(1, sizeof(*process));

	process->model = env->model;
	process->id = place->process;
	process->kind = ALL_KINDS;
	process->table.sort.field = &mapping_fields[MFIELD_TOUCHED_ZERO];
	return &process->view;
}

static void process_close(struct view *view)
{
	struct process_view *process = to_process(view);

	mapping_order_release(&process->order);
	alive_release(&process->alive);
	free(process->command);
	free(process->user);
	free(process);
}

/* The process has no row where all is forgotten, and what it did neither. */
static void process_forget(struct view *view)
{
	struct process_view *process = (struct process_view *)view;

	if (!model_nr_samples(process->model))
		process->nr_growth = 0;
	alive_release(&process->alive);
	process->alive = (struct alive){ 0 };
	process->order.nr_mappings = 0;
	process->target_ns = 0;
	process->oldest_ns = 0;
	process->nr_uncounted = 0;
	process->complete = false;
}

const struct view_ops process_view = {
	.open = process_open,
	.title = process_title,
	.hints = process_hints,
	.demand = process_demand,
	.update = process_update,
	.forget = process_forget,
	.draw = process_draw_view,
	.command = process_command,
	.point = process_point,
	.typing = process_search_typing,
	.sort = process_sort,
	.close = process_close,
	.looks_in = true,
};

// SPDX-License-Identifier: GPL-2.0
/* The list of processes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "common/clock.h"
#include "view/list_arrange.h"
#include "view/list_column.h"
#include "view/list_header.h"
#include "view/table_view.h"
#include "view/view.h"

/* The heads stand below the totals. */
static int list_head_y(const struct view_env *env)
{
	return 1 + header_height(model_totals(env->model), env->height);
}

/* "19 processes", "7 of 19 processes" */
static void processes_text(size_t rows, size_t all, char *buf, size_t len)
{
	char of[32] = "";

	if (rows < all)
		snprintf(of, sizeof(of), " of %zu", all);
	else
		all = rows;
	snprintf(buf, len, "%zu%s process%s", rows, of, all == 1 ? "" : "es");
}

/* What it is sorted by is told where no column says so. */
static void list_title(const struct view *view, const struct view_env *env,
		       char *buf, size_t len)
{
	const struct table_view *list = (const struct table_view *)view;
	const struct field *field = list->table.sort.field;
	bool narrow = env->width < VIEW_NARROW;
	size_t rows = model_nr_listed(env->model);
	char text[64];

	processes_text(rows, model_totals(env->model)->nr_processes, text,
		       sizeof(text));
	if (narrow)
		snprintf(text, sizeof(text), "%zu", rows);
	if (table_shows(&list_table, env, field))
		snprintf(buf, len, "%s", text);
	else
		snprintf(buf, len, "%s%sby %s", narrow ? "" : text,
			 narrow ? "" : " ", field->head);
	list_arrange_title((const struct list_view *)view, env, buf, len);
}

static const int *list_hints(const struct view *view,
			     const struct view_env *env)
{
	static const int running[] = {
		CMD_ENTER, CMD_SORT_MENU, CMD_PAUSE, CMD_DEMO, CMD_MARK,
		CMD_TREE, CMD_GROUPS, CMD_SAVE, CMD_DELAY, CMD_FOLLOW,
		CMD_INVERT, CMD_PATHS, CMD_SORT_PREV, CMD_HOLD, CMD_NONE
	};
	static const int tree[] = {
		CMD_ENTER, CMD_FOLD, CMD_FOLD_ALL, CMD_TREE | HINT_ON,
		CMD_SORT_MENU, CMD_PAUSE, CMD_FOLLOW, CMD_MARK, CMD_SAVE,
		CMD_NONE
	};
	static const int group[] = {
		CMD_BACK, CMD_ENTER, CMD_SORT_MENU, CMD_PAUSE, CMD_TREE,
		CMD_FOLLOW, CMD_MARK, CMD_SAVE, CMD_NONE
	};
	static const int paused[] = {
		CMD_PAUSE | HINT_ON, CMD_ONE_SAMPLE, CMD_UP | HINT_ON,
		CMD_ENTER, CMD_SORT_MENU, CMD_SAVE, CMD_NONE
	};

	if (env->paused)
		return paused;
	if (((const struct list_view *)view)->group.kind)
		return group;
	return model_tree(env->model) ? tree : running;
}

/* What is known of shown rows only, but sorted by, is asked of all. */
static void demand_rows(const struct view *view, const struct view_env *env,
			struct demand *demand)
{
	const struct table_view *list = (const struct table_view *)view;
	bool all = list->table.sort.field->of_shown;
	size_t i = all ? 0 : table_view_top(view);
	size_t end = all ? model_nr_rows(env->model) :
			   i + table_view_room(view, env);
	const struct row *row;

	for (; i < end && (row = model_row(env->model, i)); i++)
		demand_shown(demand, row->now.id);
}

static void list_demand(const struct view *view, const struct view_env *env,
			struct demand *demand)
{
	size_t top = table_view_top(view);
	size_t room = table_view_room(view, env);

	demand->list = true;
	if (env->covered)
		return;
	demand_rows(view, env, demand);
	if (model_tree(env->model))
		model_demand_parents(env->model, demand);
	/* who comes may be one of them */
	if (((const struct list_view *)view)->group.kind == GROUP_CGROUP)
		model_demand_cgroups(env->model, demand);
	model_demand_pages(env->model, top, room, demand);
	model_demand_zeros(env->model, top, room, demand);
	model_demand_texts(env->model, top, room, demand);
}

static void list_draw(const struct view *view, const struct view_env *env,
		      struct screen *screen)
{
	header_draw(model_totals(env->model), screen, 1);
	table_view_draw(view, env, screen);
}

static const void *list_row(const struct view *view,
			    const struct view_env *env, size_t i)
{
	(void)view;
	return model_row(env->model, i);
}

static size_t list_nr(const struct view *view, const struct view_env *env)
{
	(void)view;
	return model_nr_rows(env->model);
}

static struct table_key key_of(struct proc_id id)
{
	return (struct table_key){
		.main = (uint64_t)id.pid, .sub = id.start_ns,
	};
}

static struct table_key list_key(const void *row)
{
	return key_of(((const struct row *)row)->now.id);
}

static void list_sort(struct view *view, const struct view_env *env,
		      const struct table_sort *sort)
{
	(void)view;
	model_sort(env->model, sort->field, sort->inverted);
}

static struct act list_command(struct view *view, const struct view_env *env,
			       enum command command, const void *row)
{
	struct table_view *list = (struct table_view *)view;
	struct act act = list_arrange((struct list_view *)view, env, command,
				      row);

	if (act.kind != ACT_NONE || act.why)
		return act;
	if (command == CMD_PATHS) {
		list->context.paths = !list->context.paths;
		list->table.scroll = 0;
		return act_done(true);
	}
	if (command == CMD_DEMO || command == CMD_ENTER)
		list->table.scroll = 0;
	if (command == CMD_DEMO)
		return act_open(PLACE_LAUNCH, 0);
	if (command != CMD_ENTER)
		return act_done(false);
	if (!row)
		return act_none("no process here yet");
	if (((const struct row *)row)->gone)
		return act_none("it is gone");
	act = act_open(PLACE_PROCESS, 0);
	act.place.process = ((const struct row *)row)->now.id;
	return act;
}

/* Below another view, which may have the model list something else. */
static void list_update(struct view *view, const struct view_env *env)
{
	struct list_view *list = (struct list_view *)view;

	if (env->covered)
		return;
	list_claim(list, env);
	list_check_follow(list, env);
	table_view_update(view, env);
}

static struct act list_obey(struct view *view, const struct view_env *env,
			    enum command command)
{
	struct list_view *list = (struct list_view *)view;

	if (list_moves(command))
		list->follows = (struct proc_id){ 0 };
	return table_view_command(view, env, command);
}

static void list_select(struct view *view, const struct view_env *env,
			struct proc_id id)
{
	if (!env->covered)
		table_view_select(view, env, key_of(id));
}

static void list_close(struct view *view)
{
	list_release((struct list_view *)view);
	table_view_close(view);
}

static const struct table_view_ops list_ops = {
	.table = &list_table, .row = list_row, .nr = list_nr, .key = list_key,
	.sort = list_sort, .head_y = list_head_y, .command = list_command,
};

static struct view *list_open(const struct view_env *env,
			      const struct place *place)
{
	struct list_view *list = xcalloc(1, sizeof(*list));

	list_limit(list, place->group);
	table_view_init(&list->table, &list_ops, env, env->sort);
	return &list->table.view;
}

const struct view_ops list_view = {
	.open = list_open,
	.title = list_title,
	.hints = list_hints,
	.demand = list_demand,
	.update = list_update,
	.draw = list_draw,
	.command = list_obey,
	.select = list_select,
	.sort = table_view_sort,
	.close = list_close,
};

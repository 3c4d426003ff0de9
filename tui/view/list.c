// SPDX-License-Identifier: GPL-2.0
/* The list of processes. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "base/text.h"
#include "common/clock.h"
#include "model/row_facts.h"
#include "model/tree.h"
#include "screen/input.h"
#include "view/keymap.h"
#include "view/list_arrange.h"
#include "view/list_column.h"
#include "view/list_filter.h"
#include "view/list_header.h"
#include "view/listed.h"
#include "view/readout.h"
#include "view/table_view.h"
#include "view/view.h"

/* From here on there is a line for a sentence. */
#define HIGH 20

#define SUM_HEIGHT 18		/* from here on the sum has a line of its own */

static struct list_view *to_list(struct view *view)
{
	return (struct list_view *)view;
}

/* The row of what a filter lets pass, summed up; 0: there is no filter. */
static int sum_y(const struct view_env *env)
{
	int height = header_height(model_totals(env->model), env->height);

	if (!model_filter(env->model))
		return 0;
	return height + (env->height >= SUM_HEIGHT);
}

static int sentence_y(const struct view_env *env)
{
	int height = header_height(model_totals(env->model), env->height);

	return 1 + (sum_y(env) > height ? sum_y(env) : height);
}

/* The heads stand below the totals, and the sentence. */
static int list_head_y(const struct view_env *env)
{
	return sentence_y(env) + (env->height >= HIGH);
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
	char text[96], filter[256], of[64];

	listed_of_text(env, of, sizeof(of));
	listed_filter_text(env, filter, sizeof(filter));
	processes_text(rows, model_totals(env->model)->nr_processes, text,
		       sizeof(text));
	if (narrow)
		snprintf(text, sizeof(text), "%zu", rows);
	if (table_shows(list->shown, env, field))
		snprintf(buf, len, "%s%s", of, text);
	else
		snprintf(buf, len, "%s%s%sby %s", of, narrow ? "" : text,
			 narrow ? "" : " ", field->head);
	if (*filter)
		text_append(buf, len, " %s", filter);
	list_arrange_title((const struct list_view *)view, env, buf, len);
}

static const int *list_hints(const struct view *view,
			     const struct view_env *env)
{
	static const int running[] = {
		CMD_ENTER, CMD_SORT_MENU, CMD_SEARCH, CMD_FILTER, CMD_DEMO,
		CMD_PAUSE, CMD_TREE, CMD_COLUMNS, CMD_GROUPS, CMD_FOLLOW,
		CMD_MARK, CMD_USERS, CMD_SAVE, CMD_SIGNAL, CMD_DELAY, CMD_INVERT,
		CMD_HOLD, CMD_PATHS, CMD_COLUMNS, CMD_SORT_PREV, CMD_NONE
	};
	static const int tree[] = {
		CMD_ENTER, CMD_FOLD, CMD_FOLD_ALL, CMD_TREE | HINT_ON,
		CMD_SORT_MENU, CMD_SEARCH, CMD_FILTER, CMD_PAUSE, CMD_FOLLOW,
		CMD_MARK, CMD_SAVE, CMD_NONE
	};
	static const int group[] = {
		CMD_BACK, CMD_ENTER, CMD_SORT_MENU, CMD_PAUSE, CMD_TREE,
		CMD_FOLLOW, CMD_MARK, CMD_SAVE, CMD_NONE
	};
	static const int paused[] = {
		CMD_PAUSE | HINT_ON, CMD_ONE_SAMPLE, CMD_UP | HINT_ON,
		CMD_ENTER, CMD_SORT_MENU, CMD_SAVE, CMD_SIGNAL, CMD_NONE
	};

	if (env->paused)
		return paused;
	if (model_tree(env->model))
		return tree;
	return ((const struct list_view *)view)->group.kind ? group : running;
}

/* What is known of shown rows only, but sorted by, is asked of all. */
static void demand_rows(const struct view *view, const struct view_env *env,
			struct demand *demand)
{
	const struct table_view *list = (const struct table_view *)view;
	bool all = list->table.sort.field->of_shown;

	if (all)
		model_demand_rows(env->model, 0, model_nr_rows(env->model),
				  demand);
	else
		model_demand_rows(env->model, table_view_top(view),
				  table_view_room(view, env), demand);
}

/* Is @id on screen, or what the rows are sorted by, or filtered, @needs? */
static bool is_of_interest(const struct table_view *list,
			   const struct view_env *env, enum process_field id,
			   unsigned int needs)
{
	const struct field *field = &process_fields[id];

	return list->table.sort.field == field ||
	       filter_needs(model_filter(env->model)) & needs ||
	       table_shows(list->shown, env, field);
}

/* What costs too much to be read where nobody sees it. */
static void demand_extras(const struct view *view, const struct view_env *env,
			  struct demand *demand)
{
	const struct table_view *list = (const struct table_view *)view;
	size_t top = table_view_top(view);
	size_t room = table_view_room(view, env);

	if (is_of_interest(list, env, FIELD_PSS, FILTER_NEEDS_PSS))
		model_demand_pss(env->model, top, room, demand);
	if (is_of_interest(list, env, FIELD_CGROUP, 0))
		model_demand_cgroups_of(env->model, top, room, demand);
}

static void list_demand(const struct view *view, const struct view_env *env,
			struct demand *demand)
{
	const struct table_view *list = (const struct table_view *)view;
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
	model_demand_filter(env->model, demand);
	demand_extras(view, env, demand);
	/* what is sought may be anywhere */
	if (list->search.open || *list->search.text)
		model_demand_texts(env->model, 0, model_nr_rows(env->model),
				   demand);
	else
		model_demand_texts(env->model, top, room, demand);
}

/* "13564 sh", or "13564 sh +2" where others are told with it. */
static void name_row(const struct row *row, char *buf, size_t len)
{
	snprintf(buf, len, "%d %s", (int)row->now.id.pid, row->now.comm);
	if (row->node && row->node->nr_hidden)
		text_append(buf, len, " +%zu", row->node->nr_hidden);
}

/* Of the selected process, what its numbers mean. */
static void draw_sentence(const struct view *view, const struct view_env *env,
			  struct screen *screen)
{
	const struct table_view *list = (const struct table_view *)view;
	const struct row *row = model_row(env->model, list->table.cursor.at);
	struct sentence_facts facts;
	char name[64];

	if (!row)
		return;
	facts = row_facts(row);
	name_row(row, name, sizeof(name));
	readout_sentence(screen, sentence_y(env), name, &facts);
}

static void list_draw(const struct view *view, const struct view_env *env,
		      struct screen *screen)
{
	header_draw(model_totals(env->model), screen, 1);
	if (sum_y(env))
		header_draw_sum(model_filter_sum(env->model), screen,
				sum_y(env));
	if (env->height >= HIGH)
		draw_sentence(view, env, screen);
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

/* The keys that top has for it, and htop from there. */
static bool sort_by(struct view *view, const struct view_env *env,
		    enum command command)
{
	static const struct {
		enum command command;
		enum process_field field;
	} sorts[] = {
		{ CMD_SORT_MEMORY, FIELD_TOUCHED }, { CMD_SORT_CPU, FIELD_CPU },
		{ CMD_SORT_TIME, FIELD_TIME },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sorts); i++) {
		if (sorts[i].command != command)
			continue;
		table_view_sort(view, env, &process_fields[sorts[i].field]);
		return true;
	}
	return false;
}

static struct act open_columns(const struct table_view *list)
{
	struct act act = act_open(PLACE_COLUMNS, 0);

	act.place.table = list->shown;
	return act;
}

static struct act list_command(struct view *view, const struct view_env *env,
			       enum command command, const void *row)
{
	struct table_view *list = (struct table_view *)view;
	struct act act = list_arrange((struct list_view *)view, env, command,
				      row);

	if (act.kind != ACT_NONE || act.why)
		return act;
	if (sort_by(view, env, command))
		return act_done(true);
	if (command == CMD_PATHS) {
		list->context.paths = !list->context.paths;
		list->table.scroll = 0;
		return act_done(true);
	}
	if (command == CMD_COLUMNS)
		return open_columns(list);
	if (command == CMD_DEMO || command == CMD_ENTER)
		list->table.scroll = 0;
	if (command == CMD_DEMO)
		return act_open(PLACE_LAUNCH, 0);
	if (command == CMD_USERS)
		return act_open(PLACE_USER, 0);
	if (command == CMD_FILTER)
		return list_filter_ask(&to_list(view)->filter, list, env);
	if (command != CMD_ENTER && command != CMD_SIGNAL)
		return act_done(false);
	if (!row)
		return act_none("no process here yet");
	if (((const struct row *)row)->gone)
		return act_none("it is gone");
	if (command == CMD_SIGNAL)
		return act_open_signals(((const struct row *)row)->now.id);
	act = act_open(PLACE_PROCESS, 0);
	act.place.process = ((const struct row *)row)->now.id;
	return act;
}

static void measure(struct list_view *list, const struct view_env *env)
{
	chosen_columns_settle(&list->columns, env->width,
			      &list->table.table.sort);
	table_view_measure(&list->table.view, env, list->columns.content);
}

/* Below another view, which may have the model list something else. */
static void list_update(struct view *view, const struct view_env *env)
{
	struct list_view *list = (struct list_view *)view;

	/* a menu above shows what is chosen */
	chosen_columns_set(&list->columns, &list_table, env->columns);
	if (env->covered)
		return;
	list_claim(list, env);
	table_view_update(view, env);
	list_keep_following(list, env);
	measure(list, env);
}

static void list_select(struct view *view, const struct view_env *env,
			struct proc_id id)
{
	struct list_view *list = to_list(view);

	if (env->covered)
		return;
	if (!proc_id_equal(list->follows, id))
		list_end_following(list);
	table_view_select(view, env, key_of(id));
}

static void list_close(struct view *view)
{
	list_filter_release(&to_list(view)->filter);
	list_release(to_list(view));
	table_view_close(view);
}

static const char *pid_text(const struct row *row, char *buf, size_t len)
{
	snprintf(buf, len, "%d", (int)row->now.id.pid);
	return buf;
}

static bool list_matches(const void *of, const char *pattern)
{
	const struct row *row = of;
	char pid[16];

	return row_has_text(row, pattern) ||
	       (row->user && text_find(row->user, pattern)) ||
	       (isdigit((unsigned char)*pattern) &&
		text_begins_with(pid_text(row, pid, sizeof(pid)), pattern));
}

static void list_typing(struct view *view, const struct view_env *env,
			struct typing *typing)
{
	struct list_view *list = to_list(view);

	if (list_filter_is_open(&list->filter))
		list_filter_typing(&list->filter, &list->table, env, typing);
	else
		table_search_typing(view, env, typing);
	list_keep_following(list, env);
	measure(list, env);
}

static struct act list_obey(struct view *view, const struct view_env *env,
			    enum command command)
{
	struct list_view *list = to_list(view);
	struct act act;

	if (list_moves(command))
		list_end_following(list);
	if (table_search_command(&list->table, env, command, &act))
		return act;
	act = table_view_command(view, env, command);
	list_keep_following(list, env);
	measure(list, env);
	return act;
}

/* As a key does: who chooses another row follows nobody. */
static struct act list_point(struct view *view, const struct view_env *env,
			     const struct hit *hit)
{
	struct list_view *list = to_list(view);
	struct act act;

	if (hit->kind == HIT_ROW)
		list_end_following(list);
	act = table_view_point(view, env, hit);
	list_keep_following(list, env);
	return act;
}

/*
 * Back takes away what narrows or marks the list of all; from that of a group it
 * leads back, and the filter, which is the groups' too, stays. Backspace does
 * not: what it takes away is a letter.
 */
static bool list_take_key(struct view *view, const struct view_env *env,
			  uint32_t key)
{
	struct list_view *list = to_list(view);

	if (list->group.kind || key == TK_BACKSPACE ||
	    key_command(env->keys, key, PLACE_LIST) != CMD_BACK)
		return false;
	if (list_filter_clear(&list->table, env)) {
		list_keep_following(list, env);
		return true;
	}
	if (!*list->table.search.text)
		return false;
	list->table.search.text[0] = '\0';
	return true;
}

static const struct table_view_ops list_ops = {
	.table = &list_table, .row = list_row, .nr = list_nr, .key = list_key,
	.sort = list_sort, .head_y = list_head_y, .command = list_command,
	.matches = list_matches,
};

static struct view *list_open(const struct view_env *env,
			      const struct place *place)
{
	struct list_view *list = xcalloc(1, sizeof(*list));

	list_limit(list, place->group);
	list->table.context.paths = env->paths;
	list->table.table.sort.inverted = env->inverted;
	table_view_init(&list->table, &list_ops, env, env->sort);
	chosen_columns_set(&list->columns, &list_table, env->columns);
	list->table.shown = &list->columns.table;
	return &list->table.view;
}

/* That of a group is another list. */
static void list_arranged(const struct view *view,
			  struct arrangement *arrangement)
{
	const struct list_view *list = (const struct list_view *)view;
	const struct table_sort *sort = &list->table.table.sort;

	if (list->group.kind)
		return;
	arrangement->sort = sort->field;
	arrangement->inverted = sort->inverted;
	arrangement->paths = list->table.context.paths;
}

const struct view_ops list_view = {
	.open = list_open,
	.title = list_title,
	.hints = list_hints,
	.demand = list_demand,
	.update = list_update,
	.draw = list_draw,
	.command = list_obey,
	.point = list_point,
	.select = list_select,
	.sort = table_view_sort,
	.key = list_take_key,
	.typing = list_typing,
	.arranged = list_arranged,
	.close = list_close,
};

// SPDX-License-Identifier: GPL-2.0
/* How the list is arranged: tree, held order, a group of it, who is followed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "base/text.h"
#include "model/tree.h"
#include "view/frame.h"
#include "view/list_arrange.h"

#define LEVELS_SHOWN 20		/* what is deeper stands as deep as that */

void list_limit(struct list_view *list, const struct group *group)
{
	if (!group)
		return;
	list->group = group->key;
	list->group_text = group->key.text ? xstrdup(group->key.text) : NULL;
	list->group.text = list->group_text;
	list->group_name = xstrdup(group->name);
}

void list_release(struct list_view *list)
{
	free(list->group_text);
	free(list->group_name);
}

void list_claim(const struct list_view *list, const struct view_env *env)
{
	const struct table_sort *sort = &list->table.table.sort;

	model_limit(env->model, &list->group);
	model_sort(env->model, sort->field, sort->inverted);
}

bool list_moves(enum command command)
{
	switch (command) {
	case CMD_UP:
	case CMD_DOWN:
	case CMD_PAGE_UP:
	case CMD_PAGE_DOWN:
	case CMD_HOME:
	case CMD_END:
	case CMD_SCROLL_UP:
	case CMD_SCROLL_DOWN:
	case CMD_SEARCH:
	case CMD_SEARCH_NEXT:
	case CMD_SEARCH_PREV:
		return true;
	default:
		return false;
	}
}

static void select_row(struct list_view *list, const struct view_env *env,
		       struct proc_id id)
{
	table_view_select(&list->table.view, env, (struct table_key){
		.main = (uint64_t)id.pid, .sub = id.start_ns,
	});
}

void list_keep_following(struct list_view *list, const struct view_env *env)
{
	if (!list->follows.pid)
		return;
	if (!model_process(env->model, list->follows))
		list->followed = FOLLOWED_GONE;
	else if (model_find(env->model, list->follows) < 0)
		list->followed = FOLLOWED_HIDDEN;
	else
		list->followed = FOLLOWED_SHOWN;
	if (list->followed == FOLLOWED_SHOWN)
		select_row(list, env, list->follows);
}

void list_end_following(struct list_view *list)
{
	list->follows = (struct proc_id){ 0 };
}

static struct act toggle_tree(struct list_view *list,
			      const struct view_env *env)
{
	model_set_tree(env->model, !model_tree(env->model));
	table_view_update(&list->table.view, env);
	return act_done(true);
}

static struct act toggle_hold(struct list_view *list,
			      const struct view_env *env)
{
	model_set_hold(env->model, !model_holds(env->model));
	table_view_update(&list->table.view, env);
	return act_done(true);
}

/* The selection goes to whoever @id is told with by now. */
static void select_shown(struct list_view *list, const struct view_env *env,
			 struct proc_id id)
{
	const struct row *row = model_process(env->model, id);
	size_t left = model_nr_listed(env->model);

	while (row && left-- && !row->node)
		row = model_pid(env->model, row->now.ppid);
	if (row)
		select_row(list, env, row->now.id);
}

static struct act fold_all(struct list_view *list, const struct view_env *env,
			   const struct row *row)
{
	struct proc_id id = row->now.id;

	if (!tree_fold_all(model_tree(env->model)))
		return act_none("nothing to fold");
	model_grow_tree(env->model);
	if (list->table.table.cursor.chosen)
		select_shown(list, env, id);
	table_view_update(&list->table.view, env);
	return act_done(true);
}

static struct act fold(struct list_view *list, const struct view_env *env,
		       const struct row *row, bool folded)
{
	const struct tree_node *node = row->node;
	struct proc_id id = row->now.id;

	if (!node || !node->parent)
		return act_none("nothing below it");
	if (!tree_fold(model_tree(env->model), id, folded))
		return act_none(folded ? "folded already" : "not folded");
	model_grow_tree(env->model);
	select_row(list, env, id);
	return act_done(true);
}

static struct act fold_command(struct list_view *list,
			       const struct view_env *env,
			       enum command command, const struct row *row)
{
	if (!model_tree(env->model))
		return act_none("no tree to fold; {tree} shows it");
	if (!row)
		return act_none("no process here yet");
	if (command == CMD_FOLD_ALL)
		return fold_all(list, env, row);
	return fold(list, env, row, command == CMD_FOLD);
}

/* Again: it is not followed any more, but stays selected. */
static struct act toggle_follow(struct list_view *list,
				const struct view_env *env,
				const struct row *row)
{
	if (!row)
		return act_none("no process here yet");
	if (row->gone)
		return act_none("it is gone");
	if (proc_id_equal(list->follows, row->now.id)) {
		list_end_following(list);
		return act_done(true);
	}
	list->follows = row->now.id;
	list_keep_following(list, env);
	return act_done(true);
}

struct act list_arrange(struct list_view *list, const struct view_env *env,
			enum command command, const struct row *row)
{
	switch (command) {
	case CMD_TREE:
		return toggle_tree(list, env);
	case CMD_FOLD:
	case CMD_UNFOLD:
	case CMD_FOLD_ALL:
		return fold_command(list, env, command, row);
	case CMD_HOLD:
		return toggle_hold(list, env);
	case CMD_FOLLOW:
		return toggle_follow(list, env, row);
	case CMD_GROUPS:
		return list->group.kind ?
			       act_none("these are a group; {back} goes back") :
			       act_open(PLACE_GROUPS, 0);
	default:
		return act_done(false);
	}
}

/* What is told as one has the pages that they share once for each. */
static void tell_sums(const struct view_env *env, char *buf, size_t len)
{
	static const char *const sentences[] = {
		"; +N are sums, shared pages count in each",
		"; +N count shared in each",
	};
	int room = frame_title_room(env) - text_width(buf);
	size_t i;

	if (env->width < VIEW_NARROW)
		return;
	for (i = 0; i < ARRAY_SIZE(sentences); i++) {
		if (text_width(sentences[i]) > room)
			continue;
		text_append(buf, len, "%s", sentences[i]);
		return;
	}
}

/* "412: hidden" */
static void tell_followed(const struct list_view *list, bool narrow, char *buf,
			  size_t len)
{
	static const char *const states[] = {
		[FOLLOWED_SHOWN] = "", [FOLLOWED_HIDDEN] = ": hidden",
		[FOLLOWED_GONE] = ": gone",
	};

	text_append(buf, len, narrow ? " F %d%s" : ", following %d%s",
		    (int)list->follows.pid, states[list->followed]);
}

static void tell_group(const struct list_view *list, bool narrow, char *buf,
		       size_t len)
{
	if (narrow)
		text_append(buf, len, " %s", list->group_name);
	else
		text_append(buf, len, ", %s %s",
			    group_kind_name(list->group.kind),
			    list->group_name);
}

void list_arrange_title(const struct list_view *list,
			const struct view_env *env, char *buf, size_t len)
{
	const struct tree *tree = model_tree(env->model);
	bool held = model_holds(env->model), narrow = env->width < VIEW_NARROW;

	if (list->group.kind)
		tell_group(list, narrow, buf, len);
	if (list->follows.pid)
		tell_followed(list, narrow, buf, len);
	if (held)
		text_append(buf, len, narrow ? " held" : ", order held");
	if (!tree)
		return;
	text_append(buf, len, narrow ? " tree" : ", tree");
	/* they stand before COMMAND */
	if (tree_has_folded(tree) &&
	    table_shows(list->table.shown, env, &process_fields[FIELD_COMMAND]))
		tell_sums(env, buf, len);
}

/* "|  |- ": a line for each level where somebody stands further down */
static void add_branches(const struct tree_node *node, char *buf, size_t len)
{
	unsigned int level;

	for (level = 1; level < node->depth && level < LEVELS_SHOWN; level++)
		text_append(buf, len, "%s",
			    node->lines & (1ULL << level) ? "|  " : "   ");
	if (node->depth > LEVELS_SHOWN)
		text_append(buf, len, "%u ", node->depth);
	if (node->depth)
		text_append(buf, len, "%s", node->last ? "`- " : "|- ");
}

void list_lead(const void *of, char *buf, size_t len)
{
	const struct row *row = of;

	*buf = '\0';
	if (row->gone)
		text_append(buf, len, "gone: ");
	if (!row->node)
		return;
	add_branches(row->node, buf, len);
	if (row->node->nr_hidden)
		text_append(buf, len, "+%zu ", row->node->nr_hidden);
}

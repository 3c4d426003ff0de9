// SPDX-License-Identifier: GPL-2.0
/* The filter of the list: typed, taken away. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "view/list_filter.h"

static const char *active_text(const struct view_env *env)
{
	const struct filter *filter = model_filter(env->model);

	return filter ? filter_text(filter) : "";
}

struct act list_filter_ask(struct list_filter *filter, struct table_view *list,
			   const struct view_env *env)
{
	free(filter->before);
	filter->before = xstrdup(active_text(env));
	table_place_keep(list);
	return (struct act){
		.kind = ACT_TYPE, .prompt = "filter",
		.preset = filter->before,
	};
}

bool list_filter_is_open(const struct list_filter *filter)
{
	return filter->before;
}

/* What is wrong, or that nothing is left. */
static void apply(struct table_view *list, const struct view_env *env,
		  struct typing *typing)
{
	struct filter_mistake mistake;
	struct filter *filter = filter_new(typing->text, &mistake);

	if (!filter) {
		typing->mistake = true;
		typing->refused = true;
		typing->at = mistake.at;
		snprintf(typing->told, sizeof(typing->told), "%s",
			 mistake.why);
		return;
	}
	model_set_filter(env->model, filter);
	table_view_update(&list->view, env);
	if (!model_nr_rows(env->model) && typing->stage == TYPING_ON)
		snprintf(typing->told, sizeof(typing->told), "nothing matches");
}

void list_filter_typing(struct list_filter *filter, struct table_view *list,
			const struct view_env *env, struct typing *typing)
{
	if (typing->stage == TYPING_UNDONE) {
		model_set_filter(env->model, filter_new(filter->before, NULL));
		table_place_restore(list, env);
	} else {
		apply(list, env, typing);
	}
	if (typing->stage != TYPING_ON && !typing->refused)
		list_filter_release(filter);
}

bool list_filter_clear(struct table_view *list, const struct view_env *env)
{
	if (!model_filter(env->model))
		return false;
	model_set_filter(env->model, NULL);
	table_view_update(&list->view, env);
	return true;
}

void list_filter_release(struct list_filter *filter)
{
	free(filter->before);
	filter->before = NULL;
}

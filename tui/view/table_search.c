// SPDX-License-Identifier: GPL-2.0
/* Searching in a view that is one table. */
#include "view/table_view.h"

void table_place_keep(struct table_view *self)
{
	self->kept.cursor = self->table.cursor;
	self->kept.selected = self->selected;
}

/* On the same row, wherever that is by now. */
void table_place_restore(struct table_view *self, const struct view_env *env)
{
	self->table.cursor = self->kept.cursor;
	self->selected = self->kept.selected;
	table_view_update(&self->view, env);
}

struct sought {
	const struct table_view *self;
	const struct view_env *env;
};

static bool matches(const void *of, size_t i, const char *pattern)
{
	const struct sought *sought = of;
	const struct table_view *self = sought->self;

	return self->ops->matches(self->ops->row(&self->view, sought->env, i),
				  pattern);
}

static struct search_in rows_of(const struct sought *sought)
{
	const struct table_view *self = sought->self;

	return (struct search_in){
		.nr = self->ops->nr(&self->view, sought->env),
		.matches = matches, .of = sought,
	};
}

static void select_row(struct table_view *self, const struct view_env *env,
		       size_t i)
{
	const void *row = self->ops->row(&self->view, env, i);

	if (row)
		table_view_select(&self->view, env, self->ops->key(row));
}

static struct act go_on(struct table_view *self, const struct view_env *env,
			bool back)
{
	const struct sought sought = { .self = self, .env = env };
	const struct search_in in = rows_of(&sought);
	const char *why;
	size_t found;

	if (!search_again(&self->search, &in, self->table.cursor.at, back,
			  &found, &why))
		return act_none(why);
	select_row(self, env, found);
	return act_told(why);
}

bool table_search_command(struct table_view *self, const struct view_env *env,
			  enum command command, struct act *act)
{
	if (!self->ops->matches)
		return false;
	switch (command) {
	case CMD_SEARCH:
		table_place_keep(self);
		*act = search_ask(&self->search);
		return true;
	case CMD_SEARCH_NEXT:
	case CMD_SEARCH_PREV:
		*act = go_on(self, env, command == CMD_SEARCH_PREV);
		return true;
	default:
		return false;
	}
}

void table_search_typing(struct view *view, const struct view_env *env,
			 struct typing *typing)
{
	struct table_view *self = (struct table_view *)view;
	const struct sought sought = { .self = self, .env = env };
	const struct search_in in = rows_of(&sought);
	size_t origin, found;

	table_place_restore(self, env);
	origin = self->table.cursor.at;
	found = search_follow(&self->search, &in, origin, typing);
	if (found != origin ||
	    (typing->stage == TYPING_KEPT && *self->search.text))
		select_row(self, env, found);
}

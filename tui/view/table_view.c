// SPDX-License-Identifier: GPL-2.0
/* A view that is one table, whatever of. */
#include <stdlib.h>

#include "view/table_view.h"

#define SCROLL_STEP 8		/* columns */

static struct table_view *to_table(struct view *view)
{
	return (struct table_view *)view;
}

static const struct table_view *const_table(const struct view *view)
{
	return (const struct table_view *)view;
}

void table_view_init(struct table_view *self, const struct table_view_ops *ops,
		     const struct view_env *env, const struct field *sort)
{
	self->ops = ops;
	self->shown = ops->table;
	self->table.sort.field = sort;
	if (ops->sort)
		ops->sort(&self->view, env, &self->table.sort);
}

static int head_y(const struct table_view *self, const struct view_env *env)
{
	return self->ops->head_y ? self->ops->head_y(env) : 1;
}

size_t table_view_top(const struct view *view)
{
	return const_table(view)->table.cursor.top;
}

size_t table_view_room(const struct view *view, const struct view_env *env)
{
	const struct table_view *self = const_table(view);
	int foot = self->ops->foot ? self->ops->foot(env) : 0;
	int rows = env->height - 2 - head_y(self, env) - foot;

	return rows > 0 ? (size_t)rows : 0;
}

static struct extent extent_of(const struct table_view *self,
			       const struct view_env *env)
{
	return table_extent(self->ops->nr(&self->view, env),
			    table_view_room(&self->view, env));
}

static const void *row_at(const struct table_view *self,
			  const struct view_env *env, size_t i)
{
	return self->ops->row(&self->view, env, i);
}

/* The place of the row with that key, or -1. */
static ssize_t find(const struct table_view *self, const struct view_env *env,
		    struct table_key key)
{
	struct table_key its;
	const void *row;
	size_t i;

	for (i = 0; (row = row_at(self, env, i)); i++) {
		its = self->ops->key(row);
		if (its.main == key.main && its.sub == key.sub)
			return (ssize_t)i;
	}
	return -1;
}

static void keep_selected(struct table_view *self, const struct view_env *env)
{
	const void *row = row_at(self, env, self->table.cursor.at);

	if (row)
		self->selected = self->ops->key(row);
}

void table_view_update(struct view *view, const struct view_env *env)
{
	struct table_view *self = to_table(view);
	struct extent extent = extent_of(self, env);
	ssize_t found = -1;

	if (self->table.cursor.chosen)
		found = find(self, env, self->selected);
	table_follow(&self->table, &extent, found);
	keep_selected(self, env);
}

void table_view_select(struct view *view, const struct view_env *env,
		       struct table_key key)
{
	struct table_view *self = to_table(view);

	self->selected = key;
	self->table.cursor.chosen = true;
	table_view_update(view, env);
}

/* What a row is asked for by. */
struct asked {
	const struct table_view *self;
	const struct view_env *env;
};

static const void *get_row(const void *of, size_t i)
{
	const struct asked *asked = of;

	return row_at(asked->self, asked->env, i);
}

void table_view_draw(const struct view *view, const struct view_env *env,
		     struct screen *screen)
{
	const struct table_view *self = const_table(view);
	const struct asked asked = { .self = self, .env = env };
	const struct table_rows rows = {
		.get = get_row, .of = &asked, .key = self->ops->key,
		.context = &self->context,
		.scroll = self->table.scroll, .sought = self->search.text,
	};

	table_draw(self->shown, &self->table, &rows, env,
		   (int)table_view_room(view, env), true, screen,
		   head_y(self, env));
}

void table_view_sort(struct view *view, const struct view_env *env,
		     const struct field *field)
{
	struct table_view *self = to_table(view);

	table_sort_by(&self->table, field);
	self->ops->sort(view, env, &self->table.sort);
	table_view_update(view, env);
}

bool table_view_measure(const struct view *view, const struct view_env *env,
			int content[TABLE_COLUMNS_MAX])
{
	const struct table_view *self = const_table(view);
	const struct asked asked = { .self = self, .env = env };
	const struct table_rows rows = {
		.get = get_row, .of = &asked, .context = &self->context,
	};

	return table_measure(self->shown, &rows, table_view_top(view),
			     table_view_room(view, env), content);
}

static bool scroll(struct table_view *self, const struct view_env *env,
		   int step)
{
	const struct asked asked = { .self = self, .env = env };
	const struct table_rows rows = {
		.get = get_row, .of = &asked, .context = &self->context,
	};

	return table_scroll(self->shown, &self->table, &rows, env,
			    table_view_room(&self->view, env), step);
}

/* What the engine doesn't do is done with the selected row. */
static struct act command_on_row(struct table_view *self,
				 const struct view_env *env,
				 enum command command)
{
	const void *row = row_at(self, env, self->table.cursor.at);

	if (command == CMD_LEFT)
		return act_none("nothing more to the left");
	if (command == CMD_RIGHT)
		return act_none("nothing more to the right");
	return self->ops->command(&self->view, env, command, row);
}

struct act table_view_command(struct view *view, const struct view_env *env,
			      enum command command)
{
	struct table_view *self = to_table(view);
	struct extent extent = extent_of(self, env);

	if (command == CMD_SORT_MENU && self->ops->sort)
		return table_open_menu(self->shown, &self->table);
	if (command == CMD_LEFT && scroll(self, env, -SCROLL_STEP))
		return act_done(true);
	if (command == CMD_RIGHT && scroll(self, env, SCROLL_STEP))
		return act_done(true);
	switch (table_command(self->shown, &self->table, env, &extent,
			      command)) {
	case TABLE_SORTED:
		if (!self->ops->sort)
			return act_done(false);
		self->ops->sort(view, env, &self->table.sort);
		table_view_update(view, env);
		return act_done(true);
	case TABLE_AT_LAST:
		return act_none(TABLE_AT_LAST_WHY);
	case TABLE_MOVED:
		keep_selected(self, env);
		return act_done(true);
	default:
		return command_on_row(self, env, command);
	}
}

/* What is gone since it was drawn can't be selected. */
static struct act point_at_row(struct table_view *self,
			       const struct view_env *env,
			       struct table_key key)
{
	if (find(self, env, key) < 0)
		return act_done(false);
	table_view_select(&self->view, env, key);
	return act_done(true);
}

/* The head of what it is sorted by inverts that. */
static struct act point_at_head(struct table_view *self,
				const struct view_env *env,
				const struct field *field)
{
	if (!field || !self->ops->sort)
		return act_none(TABLE_NO_ORDER_WHY);
	if (field == self->table.sort.field)
		return table_view_command(&self->view, env, CMD_INVERT);
	table_view_sort(&self->view, env, field);
	return act_done(true);
}

struct act table_view_point(struct view *view, const struct view_env *env,
			    const struct hit *hit)
{
	struct table_view *self = to_table(view);

	if (hit->kind == HIT_HEAD)
		return point_at_head(self, env,
				     table_hit_field(self->shown, hit));
	if (hit->kind != HIT_ROW)
		return act_done(false);
	return point_at_row(self, env, table_hit_row(hit));
}

void table_view_close(struct view *view)
{
	free(view);
}

// SPDX-License-Identifier: GPL-2.0
/* The menu of columns: which are shown, and in what order. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "base/text.h"
#include "view/field_line.h"
#include "view/menu.h"
#include "view/view.h"

/* One line of the menu. */
struct line {
	struct field_line line;
	const struct table_column *column;
	bool shown;			/* it is one of those chosen */
	bool fits;			/* and there is room for it */
};

struct column_view {
	struct menu menu;
	const struct table *table;	/* of the view below */
	struct line lines[TABLE_COLUMNS_MAX];
	struct field_list chosen;	/* what is asked for */
};

static struct column_view *to_columns(struct view *view)
{
	return (struct column_view *)view;
}

static const struct column_view *const_columns(const struct view *view)
{
	return (const struct column_view *)view;
}

static void draw_name(const void *of, struct screen *screen, int x, int y,
		      int width)
{
	const struct line *line = of;
	enum role role = line->fits  ? ROLE_TITLE :
			 line->shown ? ROLE_DIM :
				       ROLE_TEXT;

	screen_text(screen, x, y, 1, role, line->shown ? "*" : " ");
	screen_text(screen, x + 1, y, width - 1, role,
		    line->line.field->head);
}

static const struct table_column columns[] = {
	FIELD_LINE_NUMBER,
	{ .head = " COLUMN", .width = 10, .left = true, .draw = draw_name },
	FIELD_LINE_ABOUT,
	FIELD_LINE_ORIGIN,
};

static const struct table column_table = {
	.columns = columns, .nr = ARRAY_SIZE(columns), .first_x = 1,
};

static void add_line(struct column_view *self, size_t nr,
		     const struct table_column *column, bool shown)
{
	self->lines[nr] = (struct line){
		.line.field = column->field, .column = column, .shown = shown,
	};
}

static bool has_line(const struct column_view *self, size_t nr,
		     const struct table_column *column)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (self->lines[i].column == column)
			return true;
	return false;
}

/* Those that are on screen, or were chosen to be. */
static int shown_columns(const struct column_view *self,
			 const struct view_env *env,
			 const struct table_column *shown[TABLE_COLUMNS_MAX])
{
	const struct table_order *order = self->table->order;

	if (!order)
		return table_shown(self->table, env, shown);
	memcpy(shown, order->columns, sizeof(order->columns));
	return order->nr;
}

/*
 * Those that are shown first, as they stand, then all others; but what takes
 * the room that is left stands last, where a new one stands before it.
 */
static void make_lines(struct column_view *self, const struct view_env *env)
{
	const struct table_column *shown[TABLE_COLUMNS_MAX];
	const struct table_column *filler, *column = self->table->columns;
	int nr_shown = shown_columns(self, env, shown), i;
	size_t nr = 0;
	bool fills;

	filler = &column[self->table->nr - 1];
	fills = nr_shown && shown[nr_shown - 1] == filler;
	for (i = 0; i < nr_shown - fills; i++)
		add_line(self, nr++, shown[i], true);
	for (i = 0; i < self->table->nr; i++, column++)
		if (!has_line(self, nr, column) && (!fills || column != filler))
			add_line(self, nr++, column, false);
	if (fills)
		add_line(self, nr, filler, true);
}

/* For which of them there is room. */
static void fit_lines(struct column_view *self, const struct view_env *env)
{
	const struct table_column *shown[TABLE_COLUMNS_MAX];
	int nr = table_shown(self->table, env, shown), i, line;

	for (line = 0; line < self->table->nr; line++) {
		self->lines[line].line.number = (uint64_t)line + 1;
		self->lines[line].fits = false;
		for (i = 0; i < nr; i++)
			self->lines[line].fits |=
				self->lines[line].column == shown[i];
	}
}

static void list_shown(struct column_view *self)
{
	int i;

	self->chosen.nr = 0;
	for (i = 0; i < self->table->nr; i++)
		if (self->lines[i].shown)
			self->chosen.of[self->chosen.nr++] =
				self->lines[i].line.field;
}

/* Whoever is below has them as soon as this is obeyed. */
static struct act choose(struct column_view *self)
{
	list_shown(self);
	return (struct act){ .kind = ACT_COLUMNS, .columns = &self->chosen };
}

/* A line stays where it is: what was hidden in error is shown there again. */
static struct act toggle(struct column_view *self, size_t at)
{
	list_shown(self);
	if (self->lines[at].shown && self->chosen.nr == 1)
		return act_none("one column has to stay");
	self->lines[at].shown = !self->lines[at].shown;
	return choose(self);
}

/* The shown line before, or behind, line @at; -1: there is none. */
static int beside(const struct column_view *self, int at, int step)
{
	for (at += step; at >= 0 && at < self->table->nr; at += step)
		if (self->lines[at].shown)
			return at;
	return -1;
}

static struct act move(struct column_view *self, int at, int step)
{
	struct line line = self->lines[at];
	int to = beside(self, at, step);

	if (!line.shown)
		return act_none("it isn't shown: {column-show} shows it");
	if (to < 0)
		return act_none(step > 0 ? "it is the last one" :
					   "it is the first one");
	for (; at != to; at += step)
		self->lines[at] = self->lines[at + step];
	self->lines[to] = line;
	return choose(self);
}

static struct act as_fits(struct column_view *self)
{
	if (!self->table->order)
		return act_none("they are chosen by what fits already");
	self->chosen.nr = 0;
	return (struct act){ .kind = ACT_COLUMNS, .columns = &self->chosen };
}

static struct act line_command(struct view *view, const struct view_env *env,
			       enum command command, const void *row)
{
	struct column_view *self = to_columns(view);
	const struct line *line = row;

	(void)env;
	if (!line)
		return act_done(false);
	switch (command) {
	case CMD_ENTER:
		return (struct act){ .kind = ACT_BACK };
	case CMD_COLUMN_SHOW:
		return toggle(self, (size_t)(line - self->lines));
	case CMD_COLUMN_LEFT:
	case CMD_COLUMN_RIGHT:
		return move(self, (int)(line - self->lines),
			    command == CMD_COLUMN_RIGHT ? 1 : -1);
	case CMD_COLUMNS_FIT:
		return as_fits(self);
	default:
		return act_done(false);
	}
}

/* A line moves, and stays selected. */
static struct table_key line_key(const void *row)
{
	return (struct table_key){
		.main = (uintptr_t)((const struct line *)row)->column,
	};
}

/* The heads as they will be, and a blank line above. */
static int foot(const struct view_env *env)
{
	return menu_is_high(env) ? 2 : 1;
}

static const struct table_view_ops line_ops = {
	.table = &column_table, .row = menu_row, .nr = menu_nr,
	.key = line_key, .head_y = menu_head_y, .foot = foot,
	.command = line_command,
};

/* "columns: 9 of 12 fit" */
static void columns_title(const struct view *view, const struct view_env *env,
			  char *buf, size_t len)
{
	const struct column_view *self = const_columns(view);
	const struct table_column *shown[TABLE_COLUMNS_MAX];
	int nr = table_shown(self->table, env, shown);
	const struct table_order *order = self->table->order;
	bool narrow = env->width < VIEW_NARROW;

	choice_text(&self->menu.typed, "columns", buf, len);
	if (!order)
		text_append(buf, len, narrow ? "" : ": what fits");
	else if (nr == order->nr)
		return;
	else if (!narrow)
		text_append(buf, len, ", %d of %d fit", nr, order->nr);
	else if (!*self->menu.typed.typed && !self->menu.typed.number)
		snprintf(buf, len, "%d of %d fit", nr, order->nr);
}

static const int *columns_hints(const struct view *view,
				const struct view_env *env)
{
	static const int hints[] = {
		CMD_ENTER, CMD_COLUMN_SHOW, CMD_COLUMN_LEFT, CMD_COLUMNS_FIT,
		CMD_SAVE_SETTINGS, CMD_NONE
	};

	(void)view;
	(void)env;
	return hints;
}

static void columns_draw(const struct view *view, const struct view_env *env,
			 struct screen *screen)
{
	menu_draw_telling(view, env, screen, " * is shown, dim has no room.");
	table_draw_heads(const_columns(view)->table, env, screen,
			 env->height - 2);
}

static void columns_update(struct view *view, const struct view_env *env)
{
	struct column_view *self = to_columns(view);

	if (!self->table->order)
		make_lines(self, env);
	fit_lines(self, env);
	table_view_update(view, env);
}

static struct view *columns_open(const struct view_env *env,
				 const struct place *place)
{
	struct column_view *self = xcalloc(1, sizeof(*self));

	self->table = place->table;
	make_lines(self, env);
	fit_lines(self, env);
	menu_fill(&self->menu, self->lines, (size_t)self->table->nr,
		  sizeof(*self->lines), &field_line_names);
	table_view_init(&self->menu.table, &line_ops, env, NULL);
	menu_select(&self->menu, env, 0);
	return &self->menu.table.view;
}

const struct view_ops column_view = {
	.open = columns_open,
	.title = columns_title,
	.hints = columns_hints,
	.update = columns_update,
	.draw = columns_draw,
	.command = table_view_command,
	.key = menu_take_key,
	.point = menu_point,
	.close = table_view_close,
};

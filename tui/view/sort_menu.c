// SPDX-License-Identifier: GPL-2.0
/* The menu of what a table can be sorted by, each with what it is. */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/base.h"
#include "view/menu.h"
#include "view/view.h"

/* One line of the menu. */
struct choice {
	const struct field *field;
	uint64_t number;		/* from 1 on */
	enum { NOT_NOW, NOW_DOWN, NOW_UP } now;	/* is it sorted by it? */
};

struct sort_view {
	struct menu menu;
	struct choice choices[TABLE_COLUMNS_MAX];
};

static struct value number_value(const void *of,
				 const struct field_context *context)
{
	(void)context;
	return (struct value){ .number = ((const struct choice *)of)->number };
}

static struct value about_value(const void *of,
				const struct field_context *context)
{
	const char *about = ((const struct choice *)of)->field->about;

	(void)context;
	return (struct value){ .text = about ? about : "" };
}

static const struct field number_field = {
	.unit = UNIT_NUMBER, .value = number_value,
};

static const struct field about_field = {
	.unit = UNIT_TEXT, .value = about_value,
};

/* As it stands above its column. */
static void draw_head(const void *of, struct screen *screen, int x, int y,
		      int width)
{
	const struct choice *choice = of;
	enum role role = choice->now ? ROLE_TITLE : ROLE_TEXT;

	x += screen_text(screen, x, y, width, role, choice->field->head);
	if (choice->now)
		screen_put(screen, x, y, choice->now == NOW_DOWN ?
			   GLYPH_DOWN : GLYPH_UP, role);
}

static void draw_origin(const void *of, struct screen *screen, int x, int y,
			int width)
{
	const struct choice *choice = of;

	if (choice->field->origin)
		screen_text(screen, x, y, width, ROLE_DIM,
			    choice->field->origin);
}

#define DROP(rank) .drop = rank, .drop_marked = rank

static const struct table_column columns[] = {
	{ .field = &number_field, .head = "NR", .width = 2, DROP(2) },
	{ .head = "FIELD", .width = 9, .left = true, .draw = draw_head },
	{ .field = &about_field, .head = "WHAT IT IS", .width = 28,
	  .left = true },
	{ .head = "FROM", .width = 24, .left = true, DROP(1),
	  .draw = draw_origin },
};

static const struct table sort_table = {
	.columns = columns, .nr = ARRAY_SIZE(columns), .first_x = 1,
};

static struct act sort_row_command(struct view *view,
				   const struct view_env *env,
				   enum command command, const void *row)
{
	(void)view;
	(void)env;
	if (command != CMD_ENTER || !row)
		return act_done(false);
	return (struct act){
		.kind = ACT_SORT, .field = ((const struct choice *)row)->field,
	};
}

static const struct table_view_ops sort_ops = {
	.table = &sort_table, .row = menu_row, .nr = menu_nr,
	.key = menu_key_of, .head_y = menu_head_y,
	.command = sort_row_command,
};

static void sort_title(const struct view *view, const struct view_env *env,
		       char *buf, size_t len)
{
	(void)env;
	choice_text(&((const struct menu *)view)->typed, "sort by", buf, len);
}

static const char *choice_name(const void *of, size_t i)
{
	return ((const struct choice *)of)[i].field->head;
}

static uint64_t choice_number(const void *of, size_t i)
{
	return ((const struct choice *)of)[i].number;
}

static const struct choice_list names = {
	.name = choice_name, .number = choice_number,
};

static struct view *sort_open(const struct view_env *env,
			      const struct place *place)
{
	const struct field *fields[TABLE_COLUMNS_MAX];
	struct sort_view *sort = xcalloc(1, sizeof(*sort));
	size_t i, nr, now = 0;
	bool down;

	nr = table_fields(place->table, env, fields);
	for (i = 0; i < nr; i++) {
		sort->choices[i].field = fields[i];
		sort->choices[i].number = i + 1;
		if (fields[i] != place->field)
			continue;
		now = i;
		down = fields[i]->descending != place->inverted;
		sort->choices[i].now = down ? NOW_DOWN : NOW_UP;
	}
	menu_fill(&sort->menu, sort->choices, nr, sizeof(*sort->choices),
		  &names);
	table_view_init(&sort->menu.table, &sort_ops, env, NULL);
	menu_select(&sort->menu, env, now);
	return &sort->menu.table.view;
}

const struct view_ops sort_view = {
	.open = sort_open,
	.title = sort_title,
	.hints = menu_hints,
	.update = table_view_update,
	.draw = menu_draw,
	.command = table_view_command,
	.point = menu_point,
	.key = menu_take_key,
	.close = table_view_close,
};

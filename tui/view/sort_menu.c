// SPDX-License-Identifier: GPL-2.0
/* The menu of what a table can be sorted by, each with what it is. */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/base.h"
#include "view/field_line.h"
#include "view/menu.h"
#include "view/view.h"

/* One line of the menu. */
struct choice {
	struct field_line line;
	enum { NOT_NOW, NOW_DOWN, NOW_UP } now;	/* is it sorted by it? */
};

struct sort_view {
	struct menu menu;
	struct choice choices[TABLE_COLUMNS_MAX];
};

/* As it stands above its column. */
static void draw_head(const void *of, struct screen *screen, int x, int y,
		      int width)
{
	const struct choice *choice = of;
	enum role role = choice->now ? ROLE_TITLE : ROLE_TEXT;

	x += screen_text(screen, x, y, width, role, choice->line.field->head);
	if (choice->now)
		screen_put(screen, x, y, choice->now == NOW_DOWN ?
			   GLYPH_DOWN : GLYPH_UP, role);
}

static const struct table_column columns[] = {
	FIELD_LINE_NUMBER,
	{ .head = "FIELD", .width = 9, .left = true, .draw = draw_head },
	FIELD_LINE_ABOUT,
	FIELD_LINE_ORIGIN,
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
		.kind = ACT_SORT,
		.field = ((const struct field_line *)row)->field,
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

static struct view *sort_open(const struct view_env *env,
			      const struct place *place)
{
	const struct field *fields[TABLE_COLUMNS_MAX];
	struct sort_view *sort = xcalloc(1, sizeof(*sort));
	size_t i, nr, now = 0;
	bool down;

	nr = table_fields(place->table, env, fields);
	for (i = 0; i < nr; i++) {
		sort->choices[i].line.field = fields[i];
		sort->choices[i].line.number = i + 1;
		if (fields[i] != place->field)
			continue;
		now = i;
		down = fields[i]->descending != place->inverted;
		sort->choices[i].now = down ? NOW_DOWN : NOW_UP;
	}
	menu_fill(&sort->menu, sort->choices, nr, sizeof(*sort->choices),
		  &field_line_names);
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

// SPDX-License-Identifier: GPL-2.0
/* The menu of what a table can be sorted by, each with what it is. */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/base.h"
#include "view/table_view.h"
#include "view/choice.h"
#include "view/view.h"

#define TELLS_HEIGHT 14		/* from here on a line says how to choose */

/* One line of the menu. */
struct choice {
	const struct field *field;
	uint64_t number;		/* from 1 on */
	enum { NOT_NOW, NOW_DOWN, NOW_UP } now;	/* is it sorted by it? */
};

struct sort_view {
	struct table_view table;
	struct choice choices[TABLE_COLUMNS_MAX];
	size_t nr;
	struct menu_choice choice;
};

static struct sort_view *to_sort(struct view *view)
{
	return (struct sort_view *)view;
}

static const struct sort_view *const_sort(const struct view *view)
{
	return (const struct sort_view *)view;
}

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

static const void *sort_row(const struct view *view,
			    const struct view_env *env, size_t i)
{
	const struct sort_view *sort = const_sort(view);

	(void)env;
	return i < sort->nr ? &sort->choices[i] : NULL;
}

static size_t sort_nr(const struct view *view, const struct view_env *env)
{
	(void)env;
	return const_sort(view)->nr;
}

static struct table_key sort_key(const void *row)
{
	return (struct table_key){ .main = (uintptr_t)row };
}

static int sort_head_y(const struct view_env *env)
{
	return env->height < TELLS_HEIGHT ? 1 : 3;
}

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
	.table = &sort_table, .row = sort_row, .nr = sort_nr,
	.key = sort_key, .head_y = sort_head_y, .command = sort_row_command,
};

static void sort_title(const struct view *view, const struct view_env *env,
		       char *buf, size_t len)
{
	const struct sort_view *sort = const_sort(view);

	(void)env;
	choice_text(&sort->choice, "sort by", buf, len);
}

static const int *sort_hints(const struct view *view,
			     const struct view_env *env)
{
	static const int hints[] = { CMD_BACK, CMD_ENTER, CMD_NONE };

	(void)view;
	(void)env;
	return hints;
}

static void sort_draw(const struct view *view, const struct view_env *env,
		      struct screen *screen)
{
	if (env->height >= TELLS_HEIGHT)
		screen_words(screen, 1, 1, TO_EDGE, ROLE_DIM,
			     "Arrows, its first letters, or its number choose.");
	table_view_draw(view, env, screen);
}

static void select_choice(struct sort_view *sort, const struct view_env *env,
			  size_t i)
{
	table_view_select(&sort->table.view, env,
			  sort_key(&sort->choices[i]));
}

static const char *choice_name(const void *of, size_t i)
{
	return ((const struct choice *)of)[i].field->head;
}

static uint64_t choice_number(const void *of, size_t i)
{
	return ((const struct choice *)of)[i].number;
}

static bool sort_take_key(struct view *view, const struct view_env *env,
			  uint32_t key)
{
	struct sort_view *sort = to_sort(view);
	const struct choice_list list = {
		.of = sort->choices, .nr = sort->nr, .name = choice_name,
		.number = choice_number,
	};
	size_t at = sort->table.table.cursor.at;

	if (!choice_key(&sort->choice, &list, key, &at))
		return false;
	select_choice(sort, env, at);
	return true;
}

static struct view *sort_open(const struct view_env *env,
			      const struct place *place)
{
	const struct field *fields[TABLE_COLUMNS_MAX];
	struct sort_view *sort = xcalloc(1, sizeof(*sort));
	size_t i, now = 0;
	bool down;

	sort->nr = table_fields(place->table, env, fields);
	for (i = 0; i < sort->nr; i++) {
		sort->choices[i].field = fields[i];
		sort->choices[i].number = i + 1;
		if (fields[i] != place->field)
			continue;
		now = i;
		down = fields[i]->descending != place->inverted;
		sort->choices[i].now = down ? NOW_DOWN : NOW_UP;
	}
	table_view_init(&sort->table, &sort_ops, env, NULL);
	if (sort->nr)
		select_choice(sort, env, now);
	return &sort->table.view;
}

const struct view_ops sort_view = {
	.open = sort_open,
	.title = sort_title,
	.hints = sort_hints,
	.update = table_view_update,
	.draw = sort_draw,
	.command = table_view_command,
	.key = sort_take_key,
	.close = table_view_close,
};

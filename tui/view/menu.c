// SPDX-License-Identifier: GPL-2.0
/* A view that is a menu, whatever there is to be chosen. */
#include <stdio.h>

#include "view/menu.h"

#define TELLS_HEIGHT 14		/* from here on a line says how to choose */

static const struct menu *const_menu(const struct view *view)
{
	return (const struct menu *)view;
}

void menu_fill(struct menu *menu, const void *lines, size_t nr, size_t size,
	       const struct choice_list *names)
{
	menu->lines = *names;
	menu->lines.of = lines;
	menu->lines.nr = nr;
	menu->lines.size = size;
}

static const void *line_at(const struct menu *menu, size_t i)
{
	const struct choice_list *lines = &menu->lines;

	return i < lines->nr ? (const char *)lines->of + i * lines->size : NULL;
}

void menu_select(struct menu *menu, const struct view_env *env, size_t i)
{
	const void *line = line_at(menu, i);

	if (line)
		table_view_select(&menu->table.view, env,
				  menu->table.ops->key(line));
}

const void *menu_row(const struct view *view, const struct view_env *env,
		     size_t i)
{
	(void)env;
	return line_at(const_menu(view), i);
}

size_t menu_nr(const struct view *view, const struct view_env *env)
{
	(void)env;
	return const_menu(view)->lines.nr;
}

struct table_key menu_key_of(const void *row)
{
	return (struct table_key){ .main = (uintptr_t)row };
}

bool menu_is_high(const struct view_env *env)
{
	return env->height >= TELLS_HEIGHT;
}

int menu_head_y(const struct view_env *env)
{
	return menu_is_high(env) ? 3 : 1;
}

const int *menu_hints(const struct view *view, const struct view_env *env)
{
	static const int hints[] = { CMD_BACK, CMD_ENTER, CMD_NONE };

	(void)view;
	(void)env;
	return hints;
}

void menu_draw_telling(const struct view *view, const struct view_env *env,
		       struct screen *screen, const char *more)
{
	char text[128];

	snprintf(text, sizeof(text),
		 "Arrows, its first letters, or its number choose.%s", more);
	if (menu_is_high(env))
		screen_words(screen, 1, 1, TO_EDGE, ROLE_DIM, text);
	table_view_draw(view, env, screen);
}

void menu_draw(const struct view *view, const struct view_env *env,
	       struct screen *screen)
{
	menu_draw_telling(view, env, screen, "");
}

bool menu_take_key(struct view *view, const struct view_env *env,
		   uint32_t key)
{
	struct menu *menu = (struct menu *)view;
	size_t at = menu->table.table.cursor.at;

	if (!choice_key(&menu->typed, &menu->lines, key, &at))
		return false;
	menu_select(menu, env, at);
	return true;
}

/* As an arrow does, it ends what is typed. */
struct act menu_point(struct view *view, const struct view_env *env,
		      const struct hit *hit)
{
	((struct menu *)view)->typed = (struct menu_choice){ 0 };
	return table_view_point(view, env, hit);
}

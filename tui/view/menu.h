/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MENU_H
#define TUI_VIEW_MENU_H

#include "view/choice.h"
#include "view/table_view.h"

/*
 * A view that is a menu: lines that stay where they are, one of which is chosen
 * by arrows, letters or its number. Its table_view_ops and view_ops name the
 * functions below.
 */
struct menu {
	struct table_view table;
	struct choice_list lines;
	struct menu_choice typed;
};

/* Say what is in @menu: @names has all of it but .of, .nr and .size. */
void menu_fill(struct menu *menu, const void *lines, size_t nr, size_t size,
	       const struct choice_list *names);

/* Select line @i, if there is one. */
void menu_select(struct menu *menu, const struct view_env *env, size_t i);

/* Is there a line above the lines, and a blank one, that says how to choose? */
bool menu_is_high(const struct view_env *env);

/* Draw all of it; behind how to choose stands @more, " * is shown.", or "". */
void menu_draw_telling(const struct view *view, const struct view_env *env,
		       struct screen *screen, const char *more);

/* Of struct table_view_ops. */
const void *menu_row(const struct view *view, const struct view_env *env,
		     size_t i);
size_t menu_nr(const struct view *view, const struct view_env *env);
struct table_key menu_key_of(const void *row);
int menu_head_y(const struct view_env *env);

/* Of struct view_ops. */
const int *menu_hints(const struct view *view, const struct view_env *env);
void menu_draw(const struct view *view, const struct view_env *env,
	       struct screen *screen);
bool menu_take_key(struct view *view, const struct view_env *env,
		   uint32_t key);
struct act menu_point(struct view *view, const struct view_env *env,
		      const struct hit *hit);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_TABLE_SEARCH_H
#define TUI_VIEW_TABLE_SEARCH_H

#include "view/table_view.h"

/* Where a table is before something is typed that moves in it. */
void table_place_keep(struct table_view *self);
void table_place_restore(struct table_view *self, const struct view_env *env);

/* Obey a command that searches; false: it is another one. */
bool table_search_command(struct table_view *self, const struct view_env *env,
			  enum command command, struct act *act);

/* Of struct view_ops. */
void table_search_typing(struct view *view, const struct view_env *env,
			 struct typing *typing);

#endif

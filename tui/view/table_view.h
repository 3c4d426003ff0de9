/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_TABLE_VIEW_H
#define TUI_VIEW_TABLE_VIEW_H

#include "view/search.h"
#include "view/table.h"
#include "view/view.h"

/*
 * A view that is one table: rows that are sorted and scrolled, one of which is
 * selected. Its view_ops name the functions below, or call them from their own;
 * what is in the table is said here.
 */
struct table_view_ops {
	const struct table *table;	/* at first, see struct table_view */

	/* Row @i as it is sorted, NULL behind the last one; how many. */
	const void *(*row)(const struct view *view, const struct view_env *env,
			   size_t i);
	size_t (*nr)(const struct view *view, const struct view_env *env);

	/* What tells a row from others, wherever it moves. */
	struct table_key (*key)(const void *row);

	/* Sort the rows; NULL: they are in an order of their own. */
	void (*sort)(struct view *view, const struct view_env *env,
		     const struct table_sort *sort);

	/* Row of the screen with the heads; NULL: the first one. */
	int (*head_y)(const struct view_env *env);

	/* Rows that are left free below it; NULL: none. */
	int (*foot)(const struct view_env *env);

	/* Is @pattern, see text_find(), in @row? NULL: it is not searched. */
	bool (*matches)(const void *row, const char *pattern);

	/* What else is done with the selected row, NULL if there is none. */
	struct act (*command)(struct view *view, const struct view_env *env,
			      enum command command, const void *row);
};

/* Each such view's own state begins with this. */
struct table_view {
	struct view view;
	const struct table_view_ops *ops;
	const struct table *shown;	/* of the ops, or the view's own */
	struct table_state table;
	struct table_key selected;	/* if the cursor was moved */
	struct field_context context;	/* of its values */
	struct search search;
	struct {
		struct cursor cursor;
		struct table_key selected;
	} kept;				/* while something is typed */
};

/* Set up @self, which is zeroed, sorted by @sort; NULL: not at all. */
void table_view_init(struct table_view *self, const struct table_view_ops *ops,
		     const struct view_env *env, const struct field *sort);

/* The first row on screen, and how many there is room for. */
size_t table_view_top(const struct view *view);
size_t table_view_room(const struct view *view, const struct view_env *env);

/*
 * What the texts of the rows on screen take, into @content: see table_measure().
 * true: a column has grown.
 */
bool table_view_measure(const struct view *view, const struct view_env *env,
			int content[TABLE_COLUMNS_MAX]);

/* Select the row with that key, if it is there. */
void table_view_select(struct view *view, const struct view_env *env,
		       struct table_key key);

/*
 * In table_search.c: where the table is before something is typed that moves in
 * it; obey a command that searches, false: it is another one.
 */
void table_place_keep(struct table_view *self);
void table_place_restore(struct table_view *self, const struct view_env *env);
bool table_search_command(struct table_view *self, const struct view_env *env,
			  enum command command, struct act *act);
void table_search_typing(struct view *view, const struct view_env *env,
			 struct typing *typing);

/* Of struct view_ops. */
void table_view_update(struct view *view, const struct view_env *env);
void table_view_draw(const struct view *view, const struct view_env *env,
		     struct screen *screen);
void table_view_sort(struct view *view, const struct view_env *env,
		     const struct field *field);
struct act table_view_command(struct view *view, const struct view_env *env,
			      enum command command);
struct act table_view_point(struct view *view, const struct view_env *env,
			    const struct hit *hit);
void table_view_close(struct view *view);

#endif

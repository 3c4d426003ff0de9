/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_LIST_FILTER_H
#define TUI_VIEW_LIST_FILTER_H

#include "view/table_view.h"

/* The filter that was active before another one is typed; NULL: none is. */
struct list_filter {
	char *before;
};

/* Ask for a filter, with the one that is active to begin with. */
struct act list_filter_ask(struct list_filter *filter, struct table_view *list,
			   const struct view_env *env);

/* Is it being typed? */
bool list_filter_is_open(const struct list_filter *filter);

/* List what matches what is typed, as long as that has no mistake. */
void list_filter_typing(struct list_filter *filter, struct table_view *list,
			const struct view_env *env, struct typing *typing);

/* List all; false: there was no filter. */
bool list_filter_clear(struct table_view *list, const struct view_env *env);

/* Free what @filter holds. */
void list_filter_release(struct list_filter *filter);

#endif

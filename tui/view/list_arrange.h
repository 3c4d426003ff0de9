/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_LIST_ARRANGE_H
#define TUI_VIEW_LIST_ARRANGE_H

#include "model/group.h"
#include "view/chosen_columns.h"
#include "view/list_filter.h"
#include "view/table_view.h"

/*
 * How the list is arranged besides its order: as a tree, held, limited to a
 * group, filtered, and with the selection on a process that is followed.
 */
struct list_view {
	struct table_view table;
	struct group_key group;		/* GROUP_NONE: all are listed */
	char *group_text, *group_name;	/* its key's, and as it is shown */
	struct proc_id follows;		/* pid 0: none */
	enum {
		FOLLOWED_SHOWN,
		FOLLOWED_HIDDEN,	/* folded away, or no match: waited for */
		FOLLOWED_GONE,
	} followed;
	struct list_filter filter;	/* that is typed */
	struct chosen_columns columns;
};

/* List only @group, NULL: all. list_release() frees what is kept of it. */
void list_limit(struct list_view *list, const struct group *group);
void list_release(struct list_view *list);

/* Have the model list what this list shows, as it is on screen again. */
void list_claim(const struct list_view *list, const struct view_env *env);

/*
 * Select the process that is followed, if one is, whenever it is on screen:
 * called as what is listed may have changed. Or follow it no more.
 */
void list_keep_following(struct list_view *list, const struct view_env *env);
void list_end_following(struct list_view *list);

/*
 * Obey a command that arranges; ACT_NONE without a why: it is none of those.
 * @row: the selected one, NULL if there is none.
 */
struct act list_arrange(struct list_view *list, const struct view_env *env,
			enum command command, const struct row *row);

/* Does @command choose another row? Then nothing is followed any more. */
bool list_moves(enum command command);

/* ", tree, following 412" to the end of line 1, as far as it holds. */
void list_arrange_title(const struct list_view *list,
			const struct view_env *env, char *buf, size_t len);

/* What stands before COMMAND: branches, "+3 " of a sum, "gone: ". */
void list_lead(const void *of, char *buf, size_t len);

#endif

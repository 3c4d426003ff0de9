/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_VIEWS_H
#define TUI_APP_VIEWS_H

#include <stdbool.h>

#include "data/demand.h"
#include "view/view.h"

/* How deep one may go; there is always room for help. */
#define VIEWS_MAX 8

/*
 * The views that are open, one above the other, each at its place. Nobody else
 * makes views, or says which process is looked into: it is the one whose view
 * is open. Zeroed, none is.
 */
struct views {
	struct open_view {
		struct view *view;
		struct place place;
	} open[VIEWS_MAX];
	int nr;
};

/* Open a view of @place on top; false: there is no room for another one. */
bool views_open(struct views *views, const struct view_env *env,
		const struct place *place);

/* Close the one on top, or all of them. */
void views_close_top(struct views *views, const struct view_env *env);
void views_close_all(struct views *views);

/* The one on top, and where it is; there is one. */
struct view *views_top(const struct views *views);
enum place_kind views_place(const struct views *views);

/* The view that is looked at: help only explains it. */
const struct view *views_looked_at(const struct views *views);

/* Select the process @id where processes are listed. */
void views_select(struct views *views, const struct view_env *env,
		  struct proc_id id);

/* Tell all of them that the model or the screen has changed. */
void views_update(struct views *views, const struct view_env *env);

/* Tell all of them that what comes next is of another time. */
void views_forget(struct views *views);

/* Add what all of them want to know to @demand. */
void views_demand(const struct views *views, const struct view_env *env,
		  struct demand *demand);

/* How they are arranged, as far as that can be kept. */
struct arrangement views_arranged(const struct views *views);

/* Every view there is: no other file names them. */
extern const struct view_ops list_view;
extern const struct view_ops groups_view;
extern const struct view_ops process_view;
extern const struct view_ops map_view;
extern const struct view_ops timeline_view;
extern const struct view_ops launch_view;
extern const struct view_ops sort_view;
extern const struct view_ops column_view;
extern const struct view_ops signal_view;
extern const struct view_ops user_view;
extern const struct view_ops help_view;

#endif

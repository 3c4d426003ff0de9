/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_SHOW_H
#define TUI_APP_SHOW_H

#include "app/state.h"

/* A sample has come: what is wanted is opened, as far as it is there. */
void show_wanted(struct app *app);

/* Is it on screen, or nothing wanted any more? */
bool show_is_done(const struct app *app);

/* A process was opened from a list of those asked for: so is more of it. */
void show_chosen(struct app *app, struct proc_id id);

/* A key was pressed: who does something else wants that instead. */
void show_give_way(struct app *app);

#endif

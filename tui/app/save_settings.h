/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_SAVE_SETTINGS_H
#define TUI_APP_SAVE_SETTINGS_H

#include "app/state.h"

/* What is in force now: as it was settled before, or by keys since. */
struct settings settings_in_force(const struct app *app);

/* Key W: save them, and tell where, or why not. --readonly refuses. */
void save_settings(struct app *app);

#endif

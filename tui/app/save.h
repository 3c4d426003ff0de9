/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_SAVE_H
#define TUI_APP_SAVE_H

#include <stdbool.h>
#include <stdio.h>

#include "app/state.h"

/*
 * Key y: @screen is to be saved as it is now. Where the format wasn't said on
 * the command line, it is asked for. --readonly refuses.
 */
void save_ask(struct app *app, const struct screen *screen);

/* The format is the one of @key: save it, and tell as what, or why not. */
void save_answer(struct app *app, char key);

/* Write @screen, which is on top now, with its caption; false: @out failed. */
bool save_write(struct app *app, const struct screen *screen,
		enum export_format format, FILE *out);

/* Free what was kept for the answer. */
void save_release(struct kept *kept);

#endif

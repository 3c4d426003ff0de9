/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_SIGNALLING_H
#define TUI_APP_SIGNALLING_H

#include "app/state.h"

/*
 * May the menu of signals to @id be opened? false: there is no sense in it, and
 * why is told.
 */
bool signalling_begin(struct app *app, struct proc_id id);

/* Ask whether @number is to be sent to it. */
void signalling_ask(struct app *app, int number);

/* The screen has another width: that question is put anew, if it is open. */
void signalling_resize(struct app *app);

/* The answer: only 'y' sends. */
void signalling_answer(struct app *app, char key);

#endif

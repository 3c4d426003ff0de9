/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_RECORD_H
#define TUI_APP_RECORD_H

#include <stdbool.h>

#include "app/state.h"

/*
 * Record from now on to @path, as the command line says: a FIFO's reader is
 * waited for. false: nothing is recorded, and @why says why.
 */
bool record_begin(struct app *app, const char *path, char why[RECORDER_WHY]);

/* Key !: ask where to record to; or end it, and tell what there is now. */
void record_key(struct app *app);

/* That is the name: begin, or tell why not. */
void record_answer(struct app *app, const char *path);

/*
 * @sample has come, and the model has it. When that is the first list of a
 * recording, what was known before it began follows.
 */
void record_take(struct app *app, const struct sample *sample);

/* It is over, and the terminal is given back; false: that is told, and why. */
bool record_end(struct app *app);

#endif

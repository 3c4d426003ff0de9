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

/*
 * That is the name, "~/" before it is the home: begin, or ask again and tell
 * why.
 */
void record_answer(struct app *app, const char *typed);

/*
 * @sample has come, and the model has it. When that is the first list of a
 * recording, what was known before it began follows.
 */
void record_take(struct app *app, const struct sample *sample);

/*
 * It is over, and the terminal is given back. What was recorded until then is
 * told on standard error if @tell; false: that isn't whole, which is told in
 * any case, and why.
 */
bool record_end(struct app *app, bool tell);

#endif

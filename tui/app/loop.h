/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_LOOP_H
#define TUI_APP_LOOP_H

#include "app/app.h"
#include "screen/terminal.h"
#include "source/source.h"

/*
 * Drive @app on the terminal with samples of @ops until it is over, in one
 * poll(2) loop. The terminal is given back before it returns. Returns the
 * exit code of the program, 128 + n after signal n.
 */
int loop_run(struct app *app, const struct source_ops *ops,
	     const struct terminal_options *options);

#endif

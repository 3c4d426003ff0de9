/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_LOOP_H
#define TUI_APP_LOOP_H

#include "app/app.h"
#include "app/script.h"
#include "screen/terminal.h"
#include "source/replay.h"
#include "source/source.h"

struct player;

/* A live source, or a recording and where one is in it. */
struct loop_source {
	const struct source_ops *ops;	/* NULL: it is a recording */
	struct player *player;
	struct replay *replay;
};

/*
 * Drive @app on the terminal with samples of @source until it is over, in one
 * poll(2) loop. The terminal is given back before it returns. Returns the
 * exit code of the program, 128 + n after signal n.
 */
int loop_run(struct app *app, const struct loop_source *source,
	     const struct terminal_options *options);

/*
 * The same without a terminal: the keys of @script are pressed, on a screen of
 * its size, and it is over after them. Exit code likewise.
 */
int loop_play(struct app *app, const struct loop_source *source,
	      struct script *script);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_LIVE_H
#define TUI_APP_LIVE_H

#include "app/app.h"
#include "app/feed.h"
#include "source/source.h"

/*
 * A feed of @app from the lanes of @ops, as the schedule asks them. With
 * @once a sample that fails is the end of the program: nobody is there who could
 * wait for better days. NULL with errno set: it can't be had.
 */
struct feed *live_new(struct app *app, const struct source_ops *ops, bool once);

#endif

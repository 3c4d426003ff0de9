/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_PLAYBACK_H
#define TUI_APP_PLAYBACK_H

#include "app/app.h"
#include "app/feed.h"
#include "app/player.h"
#include "source/replay.h"

/*
 * A feed of @app from @replay: each sample when its time has come by @player.
 * All three outlive it.
 */
struct feed *playback_new(struct app *app, struct player *player,
			  struct replay *replay);

#endif

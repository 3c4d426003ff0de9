/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_FEED_H
#define TUI_APP_FEED_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/schedule.h"

/* What a feed may wait for. */
#define FEED_FDS_MAX	NR_LANES

struct feed;

/*
 * Where an app's samples come from while the loop turns: live.h, the lanes of a
 * source; player.h, a recording. All of it sends events to the app, and none of
 * it waits.
 */
struct feed_ops {
	/* A turn of the loop begins: send what is due by now. */
	void (*turn)(struct feed *feed);

	/* Keys may have changed what is wanted. */
	void (*heed_keys)(struct feed *feed);

	/* How long nothing will be due, in ns. */
	uint64_t (*wait)(const struct feed *feed);

	/* What it waits for besides; how many. */
	size_t (*fds)(const struct feed *feed, struct pollfd fds[FEED_FDS_MAX]);

	/* poll(2) has filled in @fds, which are those of fds(): take what came. */
	void (*take)(struct feed *feed, const struct pollfd *fds);

	/* Is all that was asked for on screen? The next list is not. */
	bool (*settled)(const struct feed *feed);

	/*
	 * Nobody waits in front of the screen: @ns of its time pass at once.
	 * NULL: they take as long as they take.
	 */
	void (*skip)(struct feed *feed, uint64_t ns);

	void (*close)(struct feed *feed);
};

struct feed {
	const struct feed_ops *ops;
};

#endif

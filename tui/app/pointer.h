/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_POINTER_H
#define TUI_APP_POINTER_H

#include <stdbool.h>
#include <stdint.h>

#include "screen/hit.h"
#include "screen/screen.h"

/* What was clicked on last, and on which screen. Zeroed, that is nothing. */
struct pointer {
	struct hit last;
	uint64_t last_ns;
	bool asks;		/* the screen that is shown has a question */
};

/*
 * What a click in column @x of row @y means on @screen, as it is shown. Where a
 * question has come or gone since then, @asks, that is nothing, HIT_NONE.
 */
struct hit pointer_find(const struct pointer *pointer,
			const struct screen *screen, bool asks, int x, int y);

/* Is a click on @hit the second one of two that are one, a double-click? */
bool pointer_is_second(struct pointer *pointer, const struct hit *hit,
		       uint64_t now_ns);

#endif

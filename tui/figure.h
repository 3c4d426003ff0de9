/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_FIGURE_H
#define TUI_FIGURE_H

#include <stdbool.h>
#include <stdint.h>

#include "model.h"
#include "screen.h"

/* Numbers of the lines above a table; "?" for what is not known. */

/* A size with its unit in column @end. */
void figure_size(struct screen *screen, int end, int y, bool known,
		 uint64_t bytes);

/* A count per second: "2048/s" that ends in column @end. */
void figure_rate(struct screen *screen, int end, int y, bool known,
		 uint64_t count);

/* @part of @whole in percent, in 5 columns that end in column @end. */
void figure_percent(struct screen *screen, int end, int y, bool known,
		    uint64_t part, uint64_t whole);

/*
 * A change in bytes from column @x on, in the colour of its sign, and @unit
 * behind it; returns the columns used.
 */
int figure_delta(struct screen *screen, int x, int y, int64_t bytes,
		 const char *unit);

/* "touch +4.0M/s" from column @x on. */
void figure_touch_rate(struct screen *screen, int x, int y,
		       const struct rates *rates);

#endif

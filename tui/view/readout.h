/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_READOUT_H
#define TUI_VIEW_READOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/model.h"
#include "model/sentence.h"
#include "screen/screen.h"

/* Numbers of the lines above a table; "?" for what is not known. */

/* Where bars and graphs begin, right of the numbers. */
#define READOUT_BAR_X 39

/* Where a second word begins. */
#define READOUT_SECOND_X 17

/*
 * "Reserved  10.5G  touched   446M   4.2": two sizes, and @used in percent. It
 * may be greater where it was counted at another moment: 100 is the most.
 */
struct readout_sizes {
	const char *promised_word, *used_word;
	bool promised_known, used_known;
	uint64_t promised, used;
};

void readout_sizes(struct screen *screen, int y,
		   const struct readout_sizes *sizes);

/* A word, and a size where the first one of others is. */
void readout_size(struct screen *screen, int y, const char *word, bool known,
		  uint64_t bytes);

/* "Faults   2048/s  major      0/s" */
void readout_faults(struct screen *screen, int y, const struct rates *rates,
		    bool known);

/*
 * A change in bytes from column @x on, in the colour of its sign, and @unit
 * behind it; returns the columns used.
 */
int readout_delta(struct screen *screen, int x, int y, int64_t bytes,
		  const char *unit);

/*
 * "412 tamdemo: promised 1.0G, given 97.8M: 1 page in 10.": the sentence that
 * is due of what is called @name, in the whole row; none: nothing is drawn.
 */
void readout_sentence(struct screen *screen, int y, const char *name,
		      const struct sentence_facts *facts);

/*
 * Draw how fast pages of zeros come or go, in bytes per second, in their own
 * colour. Returns the columns that takes.
 */
int readout_zero_rate(struct screen *screen, int x, int y, int64_t bytes);

/* "touch +4.0M/s" from column @x on; returns the columns used. */
int readout_touch_rate(struct screen *screen, int x, int y,
		       const struct rates *rates);

#endif

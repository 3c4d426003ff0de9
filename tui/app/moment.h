/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_MOMENT_H
#define TUI_APP_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "data/recording.h"

#define MOMENT_WHY 112

/*
 * The moment of a recording that a person has typed:
 *
 *	12:03:07, 12:03			when it was that time for the first time
 *	2026-11-27 12:03:07, 2026-11-27	likewise, with the date or all of a day
 *	+30, +1.5s, -2m, +1h		from @now_ns on, not beyond either end
 *	50%				of its length
 *
 * A minute is its first sample, and so is a day. false: there is no such, and
 * @why says which there are, what matters first. Times of the recording are
 * CLOCK_MONOTONIC, and it has a sample.
 */
bool moment_find(const struct recording_reader *reader, uint64_t now_ns,
		 const char *text, uint64_t *time_ns, char why[MOMENT_WHY]);

#endif

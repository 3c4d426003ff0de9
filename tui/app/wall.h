/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_WALL_H
#define TUI_APP_WALL_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "common/clock.h"

/*
 * The time of the clock @wall, ns since 1970, as strftime(3) has it with
 * @format, in the zone of who runs this; into @buf of @len bytes.
 */
void wall_text(const struct clock *wall, const char *format, char *buf,
	       size_t len);

/* Likewise of @wall_s, s since 1970; and that as mktime(3) takes it. */
void wall_text_of(int64_t wall_s, const char *format, char *buf, size_t len);
struct tm wall_tm(int64_t wall_s);

#endif

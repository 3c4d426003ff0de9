/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_PLAYER_H
#define TUI_APP_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/moment.h"
#include "common/clock.h"
#include "data/recording.h"

/*
 * Where in a recording one is, and how fast it goes on: what a person does with
 * it. Its clock goes as fast as it plays, and stands still in a pause. The
 * samples are sent by playback.h.
 */
struct player;

/*
 * A new one of @reader, at its beginning, and playing; player_free() frees it,
 * but not @reader. @steady is the clock by which a person waits; NULL: nobody
 * does, and time passes only by player_skip().
 */
struct player *player_new(const struct recording_reader *reader,
			  const struct clock *steady);

/* Begin where @nr samples have been played. */
void player_begin_at(struct player *player, size_t nr);
void player_free(struct player *player);

/*
 * Its clocks, the player's own: of what is shown, the recording's
 * CLOCK_MONOTONIC and CLOCK_REALTIME; and of whoever looks at it.
 */
const struct clock *player_clock(const struct player *player);
const struct clock *player_wall(const struct player *player);
const struct clock *player_steady(const struct player *player);

/* Does nobody look? Then @ns of the time of who would pass at once. */
bool player_is_alone(const struct player *player);
void player_skip(struct player *player, uint64_t ns);

/* Does time pass? Not in a pause, and not behind the last sample. */
bool player_runs(const struct player *player);

/* Has the last sample come? */
bool player_is_at_end(const struct player *player);

/* How long until the next sample is due, in ns; UINT64_MAX: none will be. */
uint64_t player_wait(const struct player *player);

/* It is as late as the sample that was played last: go on from there. */
void player_late(struct player *player);

/* It is @time_ns of the recording: go on from there. */
void player_set(struct player *player, uint64_t time_ns);

/* Pause, or go on; at the end, begin anew. */
void player_toggle(struct player *player);

/* Twice as fast, or half; false: there is no such speed. */
bool player_set_speed(struct player *player, bool faster);

/*
 * Pause, and go to where the next list, or the one before it, and all that
 * belongs to it has come; false: there is none.
 */
bool player_step(struct player *player, bool back);

/*
 * Go to the moment that a person has typed, as moment.h tells; at the end, it
 * pauses there. false: there is no such, and @why says what it may be.
 */
bool player_seek(struct player *player, const char *text,
		 char why[MOMENT_WHY]);

/* Where to go: @nr samples have been played there, and it is @time_ns. */
struct player_goal {
	size_t nr;
	uint64_t time_ns;
};

/* That of the last step, seek or new beginning, once; false: none is due. */
bool player_take_goal(struct player *player, struct player_goal *goal);

/* What it plays. */
const struct recording_reader *player_reader(const struct player *player);

/* "x4", "x1/2": how fast it goes when it goes; in @buf, which is returned. */
#define PLAYER_SPEED_MAX 16
const char *player_speed(const struct player *player,
			 char buf[PLAYER_SPEED_MAX]);

/* "x4 at 12:03:07"; the player's, until the next call. */
#define PLAYER_TELLS_MAX 48
const char *player_tells(struct player *player);

#endif

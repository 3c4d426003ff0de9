// SPDX-License-Identifier: GPL-2.0
/* Samples of a recording: sent when their time has come, or all up to a goal. */
#include <stdlib.h>

#include "app/playback.h"
#include "app/teller.h"
#include "base/alloc.h"

/* A turn takes no longer, so that keys are answered, and plays slower then. */
#define TURN_NS	(50 * NSEC_PER_MSEC)

struct playback {
	struct feed feed;
	struct app *app;
	struct player *player;
	const struct recording_reader *reader;
	struct teller teller;
	uint64_t next_second;
	bool damage_told;
};

static uint64_t steady_now(const struct playback *playback)
{
	return clock_now(player_steady(playback->player));
}

static size_t position(const struct playback *playback)
{
	return recording_position(playback->reader);
}

static void go_to(struct playback *playback, const struct player_goal *goal)
{
	struct teller *teller = &playback->teller;

	if (goal->nr < position(playback) || teller_leaps(teller, goal->nr))
		teller_begin_at(teller, goal->nr);
	while (position(playback) < goal->nr)
		if (!teller_next(teller, goal->nr, true))
			break;
	teller_end_at(teller);
	player_set(playback->player, goal->time_ns);
}

/* What is late by too much isn't caught up with: it is as late from then on. */
static void send_due(struct playback *playback)
{
	struct player *player = playback->player;
	uint64_t began = steady_now(playback);

	while (player_runs(player) && !player_wait(player)) {
		if (!teller_next(&playback->teller,
				 recording_nr(playback->reader), false))
			return;
		if (steady_now(playback) - began >= TURN_NS) {
			player_late(player);
			return;
		}
	}
}

/* What is told of a sample by its checksums is known before it is read. */
static void tell_damage(struct playback *playback)
{
	const char *damage = recording_damage(playback->reader);

	if (!damage || playback->damage_told)
		return;
	app_notice(playback->app, true, damage);
	playback->damage_told = true;
}

static void send_second(struct playback *playback)
{
	const struct event second = { .type = EVENT_SECOND };
	uint64_t now = steady_now(playback);

	if (now < playback->next_second)
		return;
	playback->next_second = now + NSEC_PER_SEC;
	app_event(playback->app, &second);
}

static void follow_goal(struct playback *playback)
{
	struct player_goal goal;

	if (player_take_goal(playback->player, &goal))
		go_to(playback, &goal);
}

static void settle(struct playback *playback)
{
	if (!player_runs(playback->player))
		teller_settle(&playback->teller);
}

static void playback_heed_keys(struct feed *feed)
{
	struct playback *playback = (struct playback *)feed;

	follow_goal(playback);
	teller_heed(&playback->teller);
	settle(playback);
}

static void playback_turn(struct feed *feed)
{
	struct playback *playback = (struct playback *)feed;

	send_second(playback);
	send_due(playback);
	follow_goal(playback);
	settle(playback);
	tell_damage(playback);
}

/* Nobody sees the seconds pass between two samples where nobody looks. */
static uint64_t playback_wait(const struct feed *feed)
{
	const struct playback *playback = (const struct playback *)feed;
	uint64_t now = steady_now(playback), next = player_wait(playback->player);
	uint64_t second = playback->next_second;

	second = second > now ? second - now : 0;
	if (player_is_alone(playback->player) && next != UINT64_MAX)
		return next;
	return next < second ? next : second;
}

/* A recording is a file: there is always more, and nothing to wait for. */
static size_t playback_fds(const struct feed *feed,
			   struct pollfd fds[FEED_FDS_MAX])
{
	(void)feed;
	(void)fds;
	return 0;
}

static void playback_take(struct feed *feed, const struct pollfd *fds)
{
	(void)feed;
	(void)fds;
}

static bool playback_settled(const struct feed *feed)
{
	(void)feed;
	return true;
}

static void playback_skip(struct feed *feed, uint64_t ns)
{
	player_skip(((struct playback *)feed)->player, ns);
}

static void playback_close(struct feed *feed)
{
	struct playback *playback = (struct playback *)feed;

	teller_release(&playback->teller);
	free(playback);
}

static const struct feed_ops playback_ops = {
	.turn = playback_turn,
	.heed_keys = playback_heed_keys,
	.wait = playback_wait,
	.fds = playback_fds,
	.take = playback_take,
	.settled = playback_settled,
	.skip = playback_skip,
	.close = playback_close,
};

struct feed *playback_new(struct app *app, struct player *player,
			  struct replay *replay)
{
	struct playback *playback = xcalloc(1, sizeof(*playback));

	playback->feed.ops = &playback_ops;
	playback->app = app;
	playback->player = player;
	playback->reader = replay_reader(replay);
	teller_init(&playback->teller, app, replay);
	return &playback->feed;
}

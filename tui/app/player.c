// SPDX-License-Identifier: GPL-2.0
/* Where in a recording one is, how fast it goes on, and where to go. */
#include <stdio.h>
#include <stdlib.h>

#include "app/player.h"
#include "app/wall.h"
#include "base/alloc.h"

/* Speeds are powers of two. */
#define SLOWEST	(-2)
#define FASTEST	6

struct player {
	const struct recording_reader *reader;
	const struct clock *given;	/* that a person waits by, or NULL */
	uint64_t skipped_ns;
	struct clock clock, wall, steady;
	bool paused;
	int speed;
	uint64_t base_ns;		/* of the recording, it was then: */
	uint64_t since_ns;		/* steady */
	bool goes;			/* to .goal */
	struct player_goal goal;
	char tells[PLAYER_TELLS_MAX];
};

static uint64_t steady_now(void *ctx)
{
	const struct player *player = ctx;

	return player->skipped_ns +
	       (player->given ? clock_now(player->given) : 0);
}

static const struct recording_frame *frame(const struct player *player,
					   size_t i)
{
	return recording_frame(player->reader, i);
}

bool player_is_at_end(const struct player *player)
{
	return recording_position(player->reader) >=
	       recording_nr(player->reader);
}

static uint64_t end_ns(const struct player *player)
{
	return frame(player, recording_nr(player->reader) - 1)->time_ns;
}

static uint64_t scale(uint64_t ns, int speed)
{
	return speed < 0 ? ns >> -speed : ns << speed;
}

/* Behind the last sample nothing is known, and no time passes. */
static uint64_t player_now(void *ctx)
{
	const struct player *player = ctx;
	uint64_t passed = clock_now(&player->steady) - player->since_ns;
	uint64_t now = player->base_ns, end = end_ns(player);

	if (!player->paused)
		now += scale(passed, player->speed);
	return now < end ? now : end;
}

/* By the last sample that came: the clock may have been set meanwhile. */
static uint64_t wall_now(void *ctx)
{
	const struct player *player = ctx;
	size_t nr = recording_position(player->reader);
	const struct recording_frame *last = frame(player, nr ? nr - 1 : 0);

	return (uint64_t)last->wall_s * NSEC_PER_SEC +
	       (player_now(ctx) - last->time_ns);
}

void player_set(struct player *player, uint64_t time_ns)
{
	player->base_ns = time_ns;
	player->since_ns = clock_now(&player->steady);
}

void player_late(struct player *player)
{
	size_t nr = recording_position(player->reader);

	if (nr)
		player_set(player, frame(player, nr - 1)->time_ns);
}

struct player *player_new(const struct recording_reader *reader,
			  const struct clock *steady)
{
	struct player *player = xcalloc(1, sizeof(*player));

	player->reader = reader;
	player->given = steady;
	player->steady = (struct clock){ steady_now, player };
	player->clock = (struct clock){ player_now, player };
	player->wall = (struct clock){ wall_now, player };
	player_set(player, frame(player, 0)->time_ns);
	return player;
}

void player_free(struct player *player)
{
	free(player);
}

const struct clock *player_clock(const struct player *player)
{
	return &player->clock;
}

const struct clock *player_wall(const struct player *player)
{
	return &player->wall;
}

const struct clock *player_steady(const struct player *player)
{
	return &player->steady;
}

bool player_is_alone(const struct player *player)
{
	return !player->given;
}

void player_skip(struct player *player, uint64_t ns)
{
	player->skipped_ns += ns;
}

bool player_runs(const struct player *player)
{
	return !player->paused && !player_is_at_end(player);
}

/* Rounded up, so that it is due then. */
static uint64_t unscale(uint64_t ns, int speed)
{
	return speed < 0 ? ns << -speed :
			   (ns + (1ULL << speed) - 1) >> speed;
}

uint64_t player_wait(const struct player *player)
{
	uint64_t now, next;

	if (!player_runs(player))
		return UINT64_MAX;
	now = clock_now(&player->clock);
	next = frame(player, recording_position(player->reader))->time_ns;
	return next > now ? unscale(next - now, player->speed) : 0;
}

static void go_to(struct player *player, size_t nr, uint64_t time_ns)
{
	player->goes = true;
	player->goal = (struct player_goal){ .nr = nr, .time_ns = time_ns };
}

void player_begin_at(struct player *player, size_t nr)
{
	if (nr)
		go_to(player, nr, frame(player, nr - 1)->time_ns);
}

bool player_take_goal(struct player *player, struct player_goal *goal)
{
	bool goes = player->goes;

	*goal = player->goal;
	player->goes = false;
	return goes;
}

void player_toggle(struct player *player)
{
	uint64_t now = clock_now(&player->clock);

	if (player_is_at_end(player)) {
		player->paused = false;
		go_to(player, 0, frame(player, 0)->time_ns);
		return;
	}
	player_set(player, now);
	player->paused = !player->paused;
}

bool player_set_speed(struct player *player, bool faster)
{
	int speed = player->speed + (faster ? 1 : -1);
	uint64_t now = clock_now(&player->clock);

	if (speed < SLOWEST || speed > FASTEST)
		return false;
	player_set(player, now);
	player->speed = speed;
	return true;
}

static bool has_list(const struct player *player, size_t i)
{
	return frame(player, i)->sections & SECTION_LIST;
}

/* The list that comes at or behind @i; recording_nr(): none does. */
static size_t list_from(const struct player *player, size_t i)
{
	size_t nr = recording_nr(player->reader);

	while (i < nr && !has_list(player, i))
		i++;
	return i;
}

/* The list that came last before @i, in *@list. */
static bool list_before(const struct player *player, size_t i, size_t *list)
{
	while (i-- > 0) {
		if (!has_list(player, i))
			continue;
		*list = i;
		return true;
	}
	return false;
}

/* How many samples are to be played for the step; 0: there is none. */
static size_t step_to(const struct player *player, bool back)
{
	size_t position = recording_position(player->reader), now, before;

	/* several keys may come before one of them is obeyed */
	if (player->goes)
		position = player->goal.nr;
	if (!back) {
		now = list_from(player, position);
		return now == recording_nr(player->reader) ?
			       0 : list_from(player, now + 1);
	}
	if (!list_before(player, position, &now) ||
	    !list_before(player, now, &before))
		return 0;
	return now;
}

bool player_step(struct player *player, bool back)
{
	size_t nr = step_to(player, back);

	if (!nr)
		return false;
	player->paused = true;
	go_to(player, nr, frame(player, nr - 1)->time_ns);
	return true;
}

bool player_seek(struct player *player, const char *text,
		 char why[MOMENT_WHY])
{
	uint64_t time_ns;

	if (!moment_find(player->reader, clock_now(&player->clock), text,
			 &time_ns, why))
		return false;
	/* who goes back from there wants to look, as long as it takes */
	if (player_is_at_end(player))
		player->paused = true;
	go_to(player, recording_at(player->reader, time_ns), time_ns);
	return true;
}

const struct recording_reader *player_reader(const struct player *player)
{
	return player->reader;
}

const char *player_speed(const struct player *player,
			 char buf[PLAYER_SPEED_MAX])
{
	bool slow = player->speed < 0;

	snprintf(buf, PLAYER_SPEED_MAX, "x%s%d", slow ? "1/" : "",
		 1 << (slow ? -player->speed : player->speed));
	return buf;
}

const char *player_tells(struct player *player)
{
	char at[16], how[24], speed[PLAYER_SPEED_MAX];

	wall_text(&player->wall, "%H:%M:%S", at, sizeof(at));
	if (player_is_at_end(player))
		snprintf(how, sizeof(how), "END");
	else if (player->paused)
		snprintf(how, sizeof(how), "PAUSED");
	else
		snprintf(how, sizeof(how), "%s at",
			 player_speed(player, speed));
	snprintf(player->tells, sizeof(player->tells), "%s %s", how, at);
	return player->tells;
}

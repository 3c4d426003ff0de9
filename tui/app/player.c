// SPDX-License-Identifier: GPL-2.0
/* Where in a recording one is, how fast it goes on, and where to go. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/player.h"
#include "app/wall.h"
#include "base/alloc.h"
#include "base/parse.h"

/* Speeds are powers of two. */
#define SLOWEST	(-2)
#define FASTEST	6

#define DAY_S	(24 * 60 * 60)

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

static bool is_at_end(const struct player *player)
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
	return !player->paused && !is_at_end(player);
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

	if (is_at_end(player)) {
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

/* Seconds that @text has, "90", "1.5", or with a unit: "2m", "1h". */
static bool parse_span(const char *text, uint64_t *ns)
{
	static const struct {
		char unit;
		uint64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 } };
	size_t len = strlen(text), i;
	uint64_t factor = 1;
	char number[16];

	for (i = 0; len && i < sizeof(units) / sizeof(*units); i++)
		if (text[len - 1] == units[i].unit)
			factor = units[i].seconds;
	if (len && strchr("smh", text[len - 1]))
		len--;
	if (!len || len >= sizeof(number))
		return false;
	memcpy(number, text, len);
	number[len] = '\0';
	if (!parse_seconds(number, ns) || *ns > DAY_S * NSEC_PER_SEC)
		return false;
	*ns *= factor;
	return true;
}

/* "12:03:07", "12:03": seconds of a day. */
static bool parse_day_time(const char *text, long *seconds)
{
	unsigned int hour, minute, second = 0;
	int len = 0;

	if (sscanf(text, "%2u:%2u%n", &hour, &minute, &len) < 2 || !len)
		return false;
	if (text[len] == ':') {
		text += len;
		len = 0;
		sscanf(text, ":%2u%n", &second, &len);
	}
	if (!len || text[len] || hour > 23 || minute > 59 || second > 60)
		return false;
	*seconds = hour * 3600L + minute * 60L + second;
	return true;
}

static struct tm local_time(int64_t wall_s)
{
	time_t when = (time_t)wall_s;
	struct tm tm = { 0 };

	tzset();
	localtime_r(&when, &tm);
	return tm;
}

/* When it was that time of a day for the first time. */
static int64_t find_day_time(const struct player *player, long seconds)
{
	int64_t begin = frame(player, 0)->wall_s;
	struct tm tm = local_time(begin);
	int64_t when;

	tm.tm_hour = (int)(seconds / 3600);
	tm.tm_min = (int)(seconds / 60 % 60);
	tm.tm_sec = (int)(seconds % 60);
	tm.tm_isdst = -1;
	when = mktime(&tm);
	if (when >= begin)
		return when;
	tm.tm_mday++;
	tm.tm_isdst = -1;
	return mktime(&tm);
}

static void tell_range(const struct player *player, char why[PLAYER_WHY])
{
	size_t last = recording_nr(player->reader) - 1;
	struct tm from = local_time(frame(player, 0)->wall_s);
	struct tm to = local_time(frame(player, last)->wall_s);
	char begin[16], end[16];

	strftime(begin, sizeof(begin), "%H:%M:%S", &from);
	strftime(end, sizeof(end), "%H:%M:%S", &to);
	snprintf(why, PLAYER_WHY, "it was recorded from %s to %s", begin, end);
}

/* The samples that had come when it was @wall_s; false: it never was. */
static bool find_wall(const struct player *player, int64_t wall_s,
		      uint64_t *time_ns)
{
	size_t nr = recording_nr(player->reader), i = 0;

	while (i < nr && frame(player, i)->wall_s < wall_s)
		i++;
	if (i == nr)
		return false;
	*time_ns = frame(player, i)->time_ns;
	return true;
}

static bool parse_share(const struct player *player, const char *text,
			uint64_t *time_ns)
{
	uint64_t begin = frame(player, 0)->time_ns;
	size_t len = strlen(text);
	char number[8];
	uint64_t share;

	if (!len || text[len - 1] != '%' || len > sizeof(number))
		return false;
	memcpy(number, text, len - 1);
	number[len - 1] = '\0';
	if (!parse_number(number, 0, 100, &share))
		return false;
	*time_ns = begin + (end_ns(player) - begin) / 100 * share;
	if (share == 100)
		*time_ns = end_ns(player);
	return true;
}

/* Beyond either end is that end. */
static bool parse_step(const struct player *player, const char *text,
		       uint64_t *time_ns)
{
	uint64_t begin = frame(player, 0)->time_ns, end = end_ns(player);
	uint64_t now = clock_now(&player->clock), span;

	if ((*text != '+' && *text != '-') || !parse_span(text + 1, &span))
		return false;
	if (*text == '+')
		*time_ns = span < end - now ? now + span : end;
	else
		*time_ns = span < now - begin ? now - span : begin;
	return true;
}

bool player_seek(struct player *player, const char *text,
		 char why[PLAYER_WHY])
{
	uint64_t time_ns;
	long seconds;

	if (parse_day_time(text, &seconds)) {
		tell_range(player, why);
		if (!find_wall(player, find_day_time(player, seconds),
			       &time_ns))
			return false;
	} else if (!parse_step(player, text, &time_ns) &&
		   !parse_share(player, text, &time_ns)) {
		snprintf(why, PLAYER_WHY,
			 "a time as 12:03:07, +30s, -2m or 50%%");
		return false;
	}
	go_to(player, recording_at(player->reader, time_ns), time_ns);
	return true;
}

const char *player_tells(struct player *player)
{
	char at[16], how[16];

	wall_text(&player->wall, "%H:%M:%S", at, sizeof(at));
	if (is_at_end(player))
		snprintf(how, sizeof(how), "END");
	else if (player->paused)
		snprintf(how, sizeof(how), "PAUSED");
	else if (player->speed < 0)
		snprintf(how, sizeof(how), "x1/%d at", 1 << -player->speed);
	else
		snprintf(how, sizeof(how), "x%d at", 1 << player->speed);
	snprintf(player->tells, sizeof(player->tells), "%s %s", how, at);
	return player->tells;
}

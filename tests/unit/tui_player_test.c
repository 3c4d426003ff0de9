// SPDX-License-Identifier: GPL-2.0
/* Where in a recording one is: its clock, speeds, steps and times typed. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/player.h"
#include "check.h"
#include "fixture.h"

#define BEGIN_NS	(1000 * NSEC_PER_SEC)
#define BEGIN_S		1789999990	/* 14:13:10 UTC */
#define LISTS		100

/* A list each second, and half a second later the texts of it. */
struct played {
	struct hand_clock hand;
	struct recording_reader *reader;
	struct player *player;
	struct sample sample;
};

static void write_sample(struct recording_writer *writer, uint32_t section,
			 uint64_t time_ns)
{
	const struct sample sample = {
		.sections = section, .time_ns = time_ns,
		.wall_s = BEGIN_S +
			  (int64_t)((time_ns - BEGIN_NS) / NSEC_PER_SEC),
	};

	assert_int_equal(recording_write(writer, &sample, time_ns), ST_OK);
}

static struct recording_reader *record(void)
{
	const struct recording_header header = {
		.source = "proc", .release = "6.12", .ticks = 100,
		.time_ns = BEGIN_NS, .wall_s = BEGIN_S,
	};
	int fd = memfd_create("recording", 0), i;
	char path[32], why[RECORDING_WHY];
	struct recording_writer *writer;
	struct recording_reader *reader;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	writer = recording_writer_new(dup(fd), &header);
	for (i = 0; i < LISTS; i++) {
		write_sample(writer, SECTION_LIST,
			     BEGIN_NS + (uint64_t)i * NSEC_PER_SEC);
		write_sample(writer, SECTION_TEXTS,
			     BEGIN_NS + (uint64_t)i * NSEC_PER_SEC +
				     NSEC_PER_SEC / 2);
	}
	assert_int_equal(recording_close(writer), ST_OK);
	reader = recording_open(path, why);
	assert_non_null(reader);
	close(fd);
	return reader;
}

static int setup(void **state)
{
	struct played *played = calloc(1, sizeof(*played));

	assert_non_null(played);
	setenv("TZ", "UTC", 1);
	hand_clock_init(&played->hand, 77 * NSEC_PER_SEC);
	played->reader = record();
	played->player = player_new(played->reader, &played->hand.clock);
	*state = played;
	return 0;
}

static int teardown(void **state)
{
	struct played *played = *state;

	player_free(played->player);
	recording_reader_free(played->reader);
	sample_release(&played->sample);
	free(played);
	return 0;
}

static uint64_t now(const struct played *played)
{
	return clock_now(player_clock(played->player)) - BEGIN_NS;
}

/* As a feed does: all that is due. Returns how many that were. */
static size_t feed(struct played *played)
{
	size_t nr = 0;

	while (player_runs(played->player) && !player_wait(played->player)) {
		assert_true(recording_next(played->reader, &played->sample));
		nr++;
	}
	return nr;
}

/* And where it is told to go. */
static bool follow(struct played *played)
{
	struct player_goal goal;

	if (!player_take_goal(played->player, &goal))
		return false;
	recording_seek(played->reader, goal.nr);
	player_set(played->player, goal.time_ns);
	return true;
}

static void pass(struct played *played, uint64_t ns)
{
	played->hand.now_ns += ns;
}

static void test_time_passes(void **state)
{
	struct played *played = *state;

	assert_int_equal(now(played), 0);
	assert_int_equal(feed(played), 1);
	assert_int_equal(player_wait(played->player), NSEC_PER_SEC / 2);
	pass(played, NSEC_PER_SEC / 4);
	assert_int_equal(now(played), NSEC_PER_SEC / 4);
	assert_int_equal(player_wait(played->player), NSEC_PER_SEC / 4);
	assert_int_equal(feed(played), 0);
	pass(played, NSEC_PER_SEC / 4);
	assert_int_equal(feed(played), 1);
	assert_string_equal(player_tells(played->player), "x1 at 14:13:10");
	pass(played, NSEC_PER_SEC);
	assert_int_equal(feed(played), 2);
	assert_string_equal(player_tells(played->player), "x1 at 14:13:11");
}

static void test_speeds(void **state)
{
	struct played *played = *state;
	int i;

	feed(played);
	assert_true(player_set_speed(played->player, true));
	assert_true(player_set_speed(played->player, true));
	assert_string_equal(player_tells(played->player), "x4 at 14:13:10");
	/* it is there when that time has passed, whatever was rounded */
	pass(played, player_wait(played->player));
	assert_int_equal(feed(played), 1);
	pass(played, NSEC_PER_SEC);
	assert_int_equal(now(played), 4 * NSEC_PER_SEC + NSEC_PER_SEC / 2);
	assert_int_equal(feed(played), 8);
	for (i = 0; i < 4; i++)
		assert_true(player_set_speed(played->player, false));
	assert_false(player_set_speed(played->player, false));
	assert_string_equal(player_tells(played->player), "x1/4 at 14:13:14");
	pass(played, NSEC_PER_SEC);
	assert_int_equal(now(played),
			 4 * NSEC_PER_SEC + NSEC_PER_SEC / 4 * 3);
	for (i = 0; i < 8; i++)
		assert_true(player_set_speed(played->player, true));
	assert_false(player_set_speed(played->player, true));
	assert_string_equal(player_tells(played->player), "x64 at 14:13:14");
}

static void test_a_pause(void **state)
{
	struct played *played = *state;

	feed(played);
	pass(played, NSEC_PER_SEC / 4);
	player_toggle(played->player);
	assert_false(player_runs(played->player));
	pass(played, 1000 * NSEC_PER_SEC);
	assert_int_equal(now(played), NSEC_PER_SEC / 4);
	assert_true(player_wait(played->player) == UINT64_MAX);
	assert_string_equal(player_tells(played->player), "PAUSED 14:13:10");
	player_toggle(played->player);
	assert_int_equal(now(played), NSEC_PER_SEC / 4);
	pass(played, NSEC_PER_SEC / 4);
	assert_int_equal(feed(played), 1);
}

static void test_the_end(void **state)
{
	struct played *played = *state;

	pass(played, 3600 * NSEC_PER_SEC);
	assert_int_equal(feed(played), 2 * LISTS);
	assert_false(player_runs(played->player));
	assert_true(player_wait(played->player) == UINT64_MAX);
	assert_string_equal(player_tells(played->player), "END 14:14:49");
	/* nothing is known behind it */
	assert_int_equal(now(played), (LISTS - 1) * NSEC_PER_SEC +
				      NSEC_PER_SEC / 2);
	player_toggle(played->player);
	assert_true(follow(played));
	assert_int_equal(recording_position(played->reader), 0);
	assert_int_equal(now(played), 0);
	assert_true(player_runs(played->player));
}

/* A step ends where all is known that belongs to a list. */
static void test_steps(void **state)
{
	struct played *played = *state;

	assert_false(player_step(played->player, true));
	assert_true(player_step(played->player, false));
	assert_true(follow(played));
	assert_int_equal(recording_position(played->reader), 2);
	assert_int_equal(now(played), NSEC_PER_SEC / 2);
	assert_false(player_runs(played->player));
	assert_false(player_step(played->player, true));
	assert_true(player_step(played->player, false));
	assert_true(follow(played));
	assert_int_equal(recording_position(played->reader), 4);
	assert_true(player_step(played->player, true));
	assert_true(follow(played));
	assert_int_equal(recording_position(played->reader), 2);
	recording_seek(played->reader, 2 * LISTS - 2);
	assert_true(player_step(played->player, false));
	assert_true(follow(played));
	assert_int_equal(recording_position(played->reader), 2 * LISTS);
	assert_false(player_step(played->player, false));
	assert_false(follow(played));
}

static const struct {
	const char *text;
	uint64_t ms;		/* behind the beginning; NO: refused */
} times[] = {
#define NO UINT64_MAX
	{ "14:13:10", 0 }, { "14:13:40", 30000 }, { "14:14", 50000 },
	/* it began within that minute, and on that day */
	{ "14:13", 0 }, { "2026-09-21", 0 }, { "14:12", NO }, { "14:15", NO },
	{ "2026-09-21 14:13:40", 30000 }, { "2026-09-21 14:13", 0 },
	{ "2026-09-21 14:14", 50000 }, { "2026-09-20 14:14", NO },
	{ "2026-09-22 14:14", NO }, { "2026-09-22", NO }, { "2026-09-20", NO },
	{ "2026-09-31 14:14", NO }, { "2026-9", NO }, { "1970-01-01", NO },
	{ "14:14:49", 99000 }, { "14:14:50", NO }, { "14:13:09", NO },
	{ "4:13:40", NO }, { "24:00", NO }, { "14:60", NO }, { "14:", NO },
	{ "14:13:", NO }, { "14:13:10x", NO }, { "14:13:1", NO },
	{ "+30", 80000 }, { "+1.5s", 51500 }, { "+1m", 99500 },
	{ "-20s", 30000 }, { "-1h", 0 }, { "-1m", 0 }, { "+", NO },
	{ "+m", NO }, { "+1d", NO }, { "+-1", NO },
	{ "+99999999999999999999h", NO }, { "0%", 0 }, { "50%", 49750 },
	{ "100%", 99500 }, { "101%", NO }, { "%", NO }, { "-5%", NO },
	{ "", NO }, { "30", NO }, { "now", NO },
};

static void test_times_typed(void **state)
{
	struct played *played = *state;
	char why[MOMENT_WHY];
	bool refused;
	size_t i;

	for (i = 0; i < sizeof(times) / sizeof(*times); i++) {
		recording_seek(played->reader, 101);
		player_set(played->player, BEGIN_NS + 50 * NSEC_PER_SEC);
		refused = times[i].ms == NO;
		if (player_seek(played->player, times[i].text, why) == refused)
			fail_msg("'%s' is%s taken", times[i].text,
				 refused ? "" : " not");
		if (refused)
			continue;
		assert_true(follow(played));
		if (now(played) != times[i].ms * NSEC_PER_MSEC)
			fail_msg("'%s' is at %lu ms", times[i].text,
				 (unsigned long)(now(played) / NSEC_PER_MSEC));
		/* all that had come by then, and no more */
		assert_int_equal(recording_position(played->reader),
				 times[i].ms / 500 + 1);
	}
	assert_false(player_seek(played->player, "12:00", why));
	assert_string_equal(why,
			    "recorded 14:13:10-14:14:49");
	assert_false(player_seek(played->player, "noon", why));
	assert_string_equal(why, "as 12:03:07, +30s, -2m, 50%");
}

/* From 23:59:10 on: the next day tells its date. */
static void test_times_of_a_night(void **state)
{
	struct played *played = *state;
	char why[MOMENT_WHY];

	setenv("TZ", "TST-9:46", 1);
	assert_true(player_seek(played->player, "00:00", why));
	assert_true(follow(played));
	assert_int_equal(now(played), 50 * NSEC_PER_SEC);
	assert_true(player_seek(played->player, "23:59", why));
	assert_true(follow(played));
	assert_int_equal(now(played), 0);
	assert_false(player_seek(played->player, "12:00", why));
	assert_string_equal(why, "recorded 2026-09-21 23:59:10 - 2026-09-22 00:00:49");
}

/* Who goes back from the end looks there, and isn't taken along. */
static void test_from_the_end_it_pauses(void **state)
{
	struct played *played = *state;
	char why[MOMENT_WHY];

	pass(played, 3600 * NSEC_PER_SEC);
	feed(played);
	assert_true(player_is_at_end(played->player));
	assert_true(player_seek(played->player, "50%", why));
	assert_true(follow(played));
	assert_false(player_is_at_end(played->player));
	assert_false(player_runs(played->player));
	assert_string_equal(player_tells(played->player), "PAUSED 14:13:59");
	player_toggle(played->player);
	assert_true(player_runs(played->player));
}

/* A clock that was set, or a night: the frames say what time it was. */
static void test_walls(void **state)
{
	struct played *played = *state;

	feed(played);
	pass(played, NSEC_PER_SEC / 4);
	assert_int_equal(clock_now(player_wall(played->player)),
			 BEGIN_S * NSEC_PER_SEC + NSEC_PER_SEC / 4);
}

static void test_alone(void **state)
{
	struct played *played = *state;
	struct player *player = player_new(played->reader, NULL);

	assert_true(player_is_alone(player));
	assert_false(player_is_alone(played->player));
	recording_next(played->reader, &played->sample);
	assert_int_equal(player_wait(player), NSEC_PER_SEC / 2);
	player_skip(player, NSEC_PER_SEC / 2);
	assert_int_equal(player_wait(player), 0);
	assert_int_equal(clock_now(player_clock(player)) - BEGIN_NS,
			 NSEC_PER_SEC / 2);
	player_free(player);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_time_passes), TEST(test_speeds), TEST(test_a_pause),
		TEST(test_the_end), TEST(test_steps), TEST(test_times_typed),
		TEST(test_times_of_a_night),
		TEST(test_from_the_end_it_pauses), TEST(test_walls), TEST(test_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

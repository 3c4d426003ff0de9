// SPDX-License-Identifier: GPL-2.0
/*
 * The map of pages and the timeline.
 */
#include "scenes.h"

/* To the map of the first mapping of @pid, @nr seconds later. */
static void open_map(struct fixture_app *fixture, pid_t pid, int nr)
{
	fixture_app_sample(fixture);
	fixture_app_choose(fixture, pid);
	fixture_app_key(fixture, TK_ENTER);
	fixture_app_look(fixture);
	fixture_app_key(fixture, TK_ENTER);
	fixture_app_look(fixture);
	while (nr--)
		fixture_app_sample(fixture);
}

static void scene_map(struct fixture_app *fixture)
{
	open_map(fixture, 412, 4);
}

/* The timeline of a fresh run, @nr seconds after it has begun. */
static void open_timeline(struct fixture_app *fixture, pid_t pid, int nr)
{
	fixture->runs = true;
	open_map(fixture, pid, 0);
	fixture_app_keys(fixture, "T");
	while (nr--)
		fixture_app_sample(fixture);
}

static void scene_timeline_linear(struct fixture_app *fixture)
{
	open_timeline(fixture, 461, 14);
}

static void scene_timeline_random(struct fixture_app *fixture)
{
	open_timeline(fixture, 462, 18);
}

static void scene_timeline_stride(struct fixture_app *fixture)
{
	open_timeline(fixture, 463, 12);
}

const struct scene scenes_map[] = {
	{ "map", scene_map },
	{ "timeline-linear", scene_timeline_linear },
	{ "timeline-random", scene_timeline_random },
	{ "timeline-stride", scene_timeline_stride },
	{ NULL, NULL },
};

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

const struct scene scenes_map[] = {
	{ "map", scene_map },
	{ NULL, NULL },
};

// SPDX-License-Identifier: GPL-2.0
/*
 * Recording while one watches.
 */
#include <stdlib.h>

#include "scenes.h"

static void take_samples(struct fixture_app *fixture, int nr)
{
	while (nr--)
		fixture_app_sample(fixture);
}

static void record_to(struct fixture_app *fixture, const char *name)
{
	take_samples(fixture, 13);
	fixture_app_key(fixture, '!');
	fixture_app_key(fixture, TK_CTRL_U);
	fixture_app_keys(fixture, name);
	fixture_app_key(fixture, TK_ENTER);
}

static void scene_record_ask(struct fixture_app *fixture)
{
	setenv("TZ", "UTC0", 1);
	take_samples(fixture, 13);
	fixture_app_key(fixture, '!');
}

static void scene_record_begun(struct fixture_app *fixture)
{
	record_to(fixture, "/dev/null");
}

static void scene_record(struct fixture_app *fixture)
{
	record_to(fixture, "/dev/null");
	take_samples(fixture, 6);
}

/* All that can be told in line 1 besides. */
static void scene_record_marked(struct fixture_app *fixture)
{
	fixture->denied = 444;
	record_to(fixture, "/dev/null");
	fixture_app_keys(fixture, "m");
	take_samples(fixture, 6);
	fixture_app_keys(fixture, " ");
}

static void scene_record_process(struct fixture_app *fixture)
{
	record_to(fixture, "/dev/null");
	fixture_app_choose(fixture, 412);
	fixture_app_key(fixture, TK_ENTER);
	take_samples(fixture, 6);
}

static void scene_record_full(struct fixture_app *fixture)
{
	record_to(fixture, "/dev/full");
}

const struct scene scenes_record[] = {
	{ "record", scene_record },
	{ "record-ask", scene_record_ask },
	{ "record-begun", scene_record_begun },
	{ "record-marked", scene_record_marked },
	{ "record-process", scene_record_process },
	{ "record-full", scene_record_full },
	{ NULL, NULL },
};

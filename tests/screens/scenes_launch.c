// SPDX-License-Identifier: GPL-2.0
/*
 * The launcher.
 */
#include "fixture_demo.h"
#include "scenes.h"

/* Its tamdemo has answered, and is needed no more. */
static void scene_launch(struct fixture_app *fixture)
{
	struct fixture_demo demo;

	fixture_demo_init(&demo, fixture_demo_list, "exit 0");
	fixture_app_sample(fixture);
	fixture_app_keys(fixture, "d");
	fixture_app_child(fixture);
	fixture_demo_remove(&demo);
	fixture_app_keys(fixture, "j");
}

/* More than is on screen at once, and one that needs something. */
static void scene_launch_needs(struct fixture_app *fixture)
{
	scene_launch(fixture);
	fixture_app_keys(fixture, "jjjjj");
}

static void scene_launch_size(struct fixture_app *fixture)
{
	scene_launch(fixture);
	fixture_app_keys(fixture, "z\b\b\b\b0G\n");
}

static void scene_launch_rate(struct fixture_app *fixture)
{
	scene_launch(fixture);
	fixture_app_keys(fixture, "r\b\b\b\b0.5\n");
}

static void scene_launch_none(struct fixture_app *fixture)
{
	struct fixture_demo demo;

	fixture_demo_init(&demo, NULL, NULL);
	fixture_app_sample(fixture);
	fixture_app_keys(fixture, "d");
	fixture_demo_remove(&demo);
}

/* Something still runs. */
static void scene_launch_quit(struct fixture_app *fixture)
{
	struct fixture_demo demo;

	fixture_demo_init(&demo, fixture_demo_list, "exec sleep 1000");
	fixture_app_sample(fixture);
	fixture_app_keys(fixture, "d");
	fixture_app_child(fixture);
	fixture_app_keys(fixture, "Lq");
	fixture_demo_remove(&demo);
}

const struct scene scenes_launch[] = {
	{ "launch", scene_launch },
	{ "launch-needs", scene_launch_needs },
	{ "launch-size", scene_launch_size },
	{ "launch-rate", scene_launch_rate },
	{ "launch-none", scene_launch_none },
	{ "launch-quit", scene_launch_quit },
	{ NULL, NULL },
};

// SPDX-License-Identifier: GPL-2.0
/*
 * What the mouse does.
 */
#include "scenes.h"
#include "screen/hit.h"

static void take_samples(struct fixture_app *fixture, int nr)
{
	while (nr--)
		fixture_app_sample(fixture);
}

static void click(struct fixture_app *fixture, int x, int y)
{
	fixture_app_mouse(fixture, MOUSE_ONCE, x, y);
	fixture_app_look(fixture);
}

/* The row of the screen with region @i of that kind, 0: none such. */
static int row_of(struct fixture_app *fixture, enum hit_kind kind, int i)
{
	const struct screen *screen = app_draw(fixture->app);
	const struct hit_region *region = screen->hits.regions;

	for (; region < screen->hits.regions + screen->hits.nr; region++)
		if (region->hit.kind == kind && !i--)
			return region->y;
	return 0;
}

static void list(struct fixture_app *fixture)
{
	take_samples(fixture, 14);
}

static void scene_row(struct fixture_app *fixture)
{
	list(fixture);
	click(fixture, 20, row_of(fixture, HIT_ROW, 1));
}

/* RESERVED, as it is read, and then inverted. */
static void scene_head(struct fixture_app *fixture)
{
	list(fixture);
	click(fixture, 18, row_of(fixture, HIT_HEAD, 0));
}

static void scene_head_again(struct fixture_app *fixture)
{
	scene_head(fixture);
	click(fixture, 18, row_of(fixture, HIT_HEAD, 0));
}

static void scene_no_order(struct fixture_app *fixture)
{
	list(fixture);
	fixture_app_keys(fixture, "o");
	click(fixture, 18, row_of(fixture, HIT_HEAD, 0));
}

static void scene_wheel(struct fixture_app *fixture)
{
	list(fixture);
	fixture_app_mouse(fixture, MOUSE_WHEEL_DOWN, 20, 8);
}

static void open_process(struct fixture_app *fixture)
{
	fixture_app_sample(fixture);
	fixture_app_mouse(fixture, MOUSE_TWICE, 5,
			  row_of(fixture, HIT_ROW, 0));
	fixture_app_look(fixture);
	take_samples(fixture, 3);
}

static void scene_mapping(struct fixture_app *fixture)
{
	open_process(fixture);
	click(fixture, 5, row_of(fixture, HIT_ROW, 1));
}

static void scene_pane(struct fixture_app *fixture)
{
	open_process(fixture);
	click(fixture, 20, row_of(fixture, HIT_CELL, 1));
}

static void open_map(struct fixture_app *fixture)
{
	open_process(fixture);
	fixture_app_mouse(fixture, MOUSE_TWICE, 5,
			  row_of(fixture, HIT_ROW, 0));
	fixture_app_look(fixture);
}

static void scene_map(struct fixture_app *fixture)
{
	open_map(fixture);
	click(fixture, 20, row_of(fixture, HIT_CELL, 2));
}

static void scene_band(struct fixture_app *fixture)
{
	open_map(fixture);
	fixture_app_keys(fixture, "a");
	fixture_app_look(fixture);
	take_samples(fixture, 2);
	/* its name */
	click(fixture, 3, row_of(fixture, HIT_CELL, 6));
}

/* A cell of the row "whole", which shows another part. */
static void scene_whole(struct fixture_app *fixture)
{
	open_map(fixture);
	fixture_app_keys(fixture, "]");
	fixture_app_look(fixture);
	take_samples(fixture, 2);
	click(fixture, 40, app_draw(fixture->app)->height - 4);
	take_samples(fixture, 1);
}

static void scene_timeline(struct fixture_app *fixture)
{
	open_process(fixture);
	fixture_app_keys(fixture, "T");
	take_samples(fixture, 8);
	click(fixture, 20, row_of(fixture, HIT_CELL, 3));
	take_samples(fixture, 2);
}

const struct scene scenes_mouse[] = {
	{ "mouse-row", scene_row },
	{ "mouse-head", scene_head },
	{ "mouse-head-again", scene_head_again },
	{ "mouse-no-order", scene_no_order },
	{ "mouse-wheel", scene_wheel },
	{ "mouse-mapping", scene_mapping },
	{ "mouse-pane", scene_pane },
	{ "mouse-map", scene_map },
	{ "mouse-band", scene_band },
	{ "mouse-whole", scene_whole },
	{ "mouse-timeline", scene_timeline },
	{ NULL, NULL },
};

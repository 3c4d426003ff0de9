// SPDX-License-Identifier: GPL-2.0
/*
 * Filters, searches and the user menu.
 */
#include "scenes.h"

/* What is typed after the first key, and then listed, is read meanwhile. */
static void begin(struct fixture_app *fixture, const char *keys)
{
	int i;

	for (i = 0; i < 12; i++)
		fixture_app_sample(fixture);
	fixture_app_key(fixture, (unsigned char)*keys);
	fixture_app_sample(fixture);
	fixture_app_keys(fixture, keys + 1);
	fixture_app_sample(fixture);
}

static void scene_filter_typed(struct fixture_app *fixture)
{
	begin(fixture, "\\user:ada rate>0");
}

static void scene_filter_bad(struct fixture_app *fixture)
{
	begin(fixture, "\\user:ada reserved>1x");
}

static void scene_filter_active(struct fixture_app *fixture)
{
	begin(fixture, "\\user:ada rate>0\n");
}

static void scene_filter_nothing(struct fixture_app *fixture)
{
	begin(fixture, "\\user:nobody");
}

static void scene_search_typed(struct fixture_app *fixture)
{
	begin(fixture, "/fork");
}

static void scene_search_none(struct fixture_app *fixture)
{
	begin(fixture, "/nowhere");
}

static void scene_search_wrapped(struct fixture_app *fixture)
{
	begin(fixture, "/fork\nnn");
}

static void scene_user_menu(struct fixture_app *fixture)
{
	begin(fixture, "uj");
}

static void open_process(struct fixture_app *fixture)
{
	fixture_app_sample(fixture);
	fixture_app_choose(fixture, 412);
	fixture_app_key(fixture, TK_ENTER);
	fixture_app_look(fixture);
	fixture_app_sample(fixture);
}

static void scene_search_mapping(struct fixture_app *fixture)
{
	open_process(fixture);
	fixture_app_keys(fixture, "/libc");
	fixture_app_look(fixture);
}

static void scene_search_map(struct fixture_app *fixture)
{
	open_process(fixture);
	fixture_app_keys(fixture, "a");
	fixture_app_look(fixture);
	fixture_app_keys(fixture, "/libc\n");
	fixture_app_look(fixture);
}

const struct scene scenes_find[] = {
	{ "filter-typed", scene_filter_typed },
	{ "filter-bad", scene_filter_bad },
	{ "filter-active", scene_filter_active },
	{ "filter-nothing", scene_filter_nothing },
	{ "search-typed", scene_search_typed },
	{ "search-none", scene_search_none },
	{ "search-wrapped", scene_search_wrapped },
	{ "search-mapping", scene_search_mapping },
	{ "search-map", scene_search_map },
	{ "user-menu", scene_user_menu },
	{ NULL, NULL },
};

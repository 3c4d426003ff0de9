// SPDX-License-Identifier: GPL-2.0
/*
 * The list as a tree, held, with somebody followed; groups, and the list of one.
 */
#include "model/field.h"
#include "scenes.h"

static void take_samples(struct fixture_app *fixture, int nr)
{
	while (nr--)
		fixture_app_sample(fixture);
}

static void scene_tree(struct fixture_app *fixture)
{
	take_samples(fixture, 14);
	fixture_app_keys(fixture, "t");
	fixture_app_choose(fixture, 412);
	take_samples(fixture, 1);
}

static void scene_tree_folded(struct fixture_app *fixture)
{
	take_samples(fixture, 14);
	fixture_app_keys(fixture, "t");
	fixture_app_choose(fixture, 240);
	fixture_app_keys(fixture, "-");
	take_samples(fixture, 1);
}

static void scene_tree_all(struct fixture_app *fixture)
{
	scene_tree_folded(fixture);
	fixture_app_keys(fixture, "**");
	take_samples(fixture, 1);
}

static void scene_follow(struct fixture_app *fixture)
{
	take_samples(fixture, 4);
	fixture_app_choose(fixture, 450);
	fixture_app_keys(fixture, "F<");
	take_samples(fixture, 10);
}

/* One of those that were there has ended since. */
static void end_one(struct sample *list)
{
	struct proc *proc = list->procs, *end = proc + list->nr_procs - 1;

	while (proc < end && proc->id.pid != 415)
		proc++;
	for (; proc < end; proc++)
		*proc = proc[1];
	list->nr_procs--;
}

static void scene_hold(struct fixture_app *fixture)
{
	take_samples(fixture, 4);
	fixture_app_keys(fixture, "H");
	fixture->alter = end_one;
	take_samples(fixture, 15);
	fixture_app_keys(fixture, "j");
}

static void scene_groups_user(struct fixture_app *fixture)
{
	take_samples(fixture, 14);
	fixture_app_keys(fixture, "b");
	take_samples(fixture, 2);
}

static void scene_groups_command(struct fixture_app *fixture)
{
	scene_groups_user(fixture);
	fixture_app_keys(fixture, "bj");
	take_samples(fixture, 1);
}

static void scene_groups_cgroup(struct fixture_app *fixture)
{
	scene_groups_user(fixture);
	fixture_app_keys(fixture, "bb");
	take_samples(fixture, 2);
}

static void scene_groups_pss(struct fixture_app *fixture)
{
	scene_groups_command(fixture);
	fixture_app_keys(fixture, "kP");
	take_samples(fixture, 1);
}

static void scene_group_list(struct fixture_app *fixture)
{
	scene_groups_cgroup(fixture);
	fixture_app_key(fixture, TK_ENTER);
	take_samples(fixture, 1);
}

/* A page a cell, and the front is off the screen by the next sample. */
static void scene_map_follow(struct fixture_app *fixture)
{
	take_samples(fixture, 2);
	fixture_app_choose(fixture, 412);
	fixture_app_key(fixture, TK_ENTER);
	fixture_app_look(fixture);
	fixture_app_key(fixture, TK_ENTER);
	fixture_app_look(fixture);
	fixture_app_keys(fixture, "]F");
	take_samples(fixture, 5);
	fixture_app_look(fixture);
}

/* Begun anew, with these columns. */
static void begin_with(struct fixture_app *fixture, const char *keys)
{
	static struct field_list columns;
	const struct screen *screen = app_draw(fixture->app);
	int width = screen->width, height = screen->height;
	char why[FIELDS_TEXT_MAX];

	fields_parse(&columns, keys, why, sizeof(why));
	fixture->config.settings.columns = columns;
	fixture_app_stop(fixture);
	fixture_app_start(fixture, width, height);
	take_samples(fixture, 14);
}

static void scene_columns(struct fixture_app *fixture)
{
	begin_with(fixture, "pid ppid user nice threads touched pss time cgroup command");
	fixture_app_keys(fixture, "j");
}

/* The command stands before numbers, and is cut; a tree in it, too. */
static void scene_columns_command(struct fixture_app *fixture)
{
	begin_with(fixture, "user pid command oom swap pages");
	fixture_app_keys(fixture, "tj");
}

/* More than there is room for. */
static void scene_columns_all(struct fixture_app *fixture)
{
	begin_with(fixture,
		   "pid ppid user nice threads reserved touched shared pss percent since zero swap tamalloc pages touch last faults majflt oom cpu time state age cgroup command");
}

static void scene_column_menu(struct fixture_app *fixture)
{
	take_samples(fixture, 14);
	fixture_app_keys(fixture, "c");
}

/* One was hidden, another one shown and moved. */
static void scene_column_chosen(struct fixture_app *fixture)
{
	scene_column_menu(fixture);
	fixture_app_keys(fixture, "us pss <<");
	take_samples(fixture, 1);
}

static void scene_column_menu_all(struct fixture_app *fixture)
{
	scene_columns_all(fixture);
	fixture_app_keys(fixture, "cj");
}

static void scene_column_menu_list(struct fixture_app *fixture)
{
	scene_column_chosen(fixture);
	fixture_app_key(fixture, TK_ESC);
	take_samples(fixture, 1);
}

const struct scene scenes_arrange[] = {
	{ "columns", scene_columns },
	{ "columns-command", scene_columns_command },
	{ "columns-all", scene_columns_all },
	{ "column-menu", scene_column_menu },
	{ "column-chosen", scene_column_chosen },
	{ "column-menu-all", scene_column_menu_all },
	{ "column-menu-list", scene_column_menu_list },
	{ "tree", scene_tree }, { "tree-folded", scene_tree_folded },
	{ "tree-all", scene_tree_all }, { "follow", scene_follow },
	{ "hold", scene_hold }, { "groups-user", scene_groups_user },
	{ "groups-command", scene_groups_command },
	{ "groups-cgroup", scene_groups_cgroup },
	{ "groups-pss", scene_groups_pss },
	{ "group-list", scene_group_list }, { "map-follow", scene_map_follow },
	{ NULL, NULL },
};

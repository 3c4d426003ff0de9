// SPDX-License-Identifier: GPL-2.0
/*
 * draw SCENE WIDTHxHEIGHT LOOK [FORMAT]: print a screen of the program, fed
 * from the fixture, as text and role letters, or as FORMAT, without any
 * terminal. draw SCENE WIDTHxHEIGHT click: click everywhere on it.
 */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "click.h"
#include "fixture.h"
#include "scenes.h"
#include "screen/dump.h"
#include "screen/palette.h"

static void take_samples(struct fixture_app *fixture, int nr)
{
	while (nr--)
		fixture_app_sample(fixture);
}

static void scene_list(struct fixture_app *fixture)
{
	take_samples(fixture, 14);
	fixture_app_key(fixture, TK_DOWN);
}

/* Any Linux: nothing tells of tamalloc blocks; and there is no swap. */
static void make_stock(struct sample *list)
{
	struct proc *proc = list->procs;

	for (; proc < list->procs + list->nr_procs; proc++) {
		proc->known &= ~(uint32_t)KNOWN_TAMALLOC;
		proc->ta_reserved = 0;
		proc->resident += proc->swapped;
		proc->swapped = 0;
	}
	list->sys.swap_total = 0;
	list->sys.swap_used = 0;
}

static void scene_stock(struct fixture_app *fixture)
{
	fixture->alter = make_stock;
	scene_list(fixture);
}

/* Numbers as long as they get; users without names. */
static void make_large(struct sample *list)
{
	struct proc *proc = list->procs;

	for (; proc < list->procs + list->nr_procs; proc++) {
		proc->id.pid += FIXTURE_LARGE_PID;
		proc->uid += 4294966000U;
	}
}

static void scene_large(struct fixture_app *fixture)
{
	fixture->alter = make_large;
	scene_list(fixture);
}

static void scene_scrolled(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_key(fixture, TK_RIGHT);
}

static void scene_start(struct fixture_app *fixture)
{
	(void)fixture;
}

static void scene_first(struct fixture_app *fixture)
{
	take_samples(fixture, 1);
}

static void scene_paused(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_keys(fixture, " jjj");
	fixture->hand.now_ns += 14 * NSEC_PER_SEC;
}

/* What was counted before the last sample is dimmed, and has an age. */
static void scene_stale(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture->pages_late = true;
	take_samples(fixture, 14);
}

static void scene_denied(struct fixture_app *fixture)
{
	fixture->denied = 444;
	scene_list(fixture);
}

static void scene_inverted(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_keys(fixture, "<I");
}

/* The change since the mark stands beside TOUCHED. */
static void scene_marked(struct fixture_app *fixture)
{
	take_samples(fixture, 10);
	fixture_app_keys(fixture, "m");
	take_samples(fixture, 4);
	fixture_app_keys(fixture, "j");
}

static void scene_end(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_key(fixture, TK_END);
}

static void scene_delay(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_keys(fixture, "s2.5");
}

static void scene_notice(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_keys(fixture, "s99999\n");
}

static void scene_help(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_key(fixture, '?');
}

static void scene_sort_menu(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_keys(fixture, "o");
}

/* What is sorted by has no column on a narrow screen: line 1 says it. */
static void scene_sort_typed(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_keys(fixture, "ofa");
}

static void scene_sort_hidden(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_keys(fixture, "ofa\n");
}

static void scene_signal_menu(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_keys(fixture, "K");
}

static void scene_signal_ask(struct fixture_app *fixture)
{
	scene_signal_menu(fixture);
	fixture_app_keys(fixture, "kill\n");
}

/* Whoever has that number here is another one. */
static void scene_signal_refused(struct fixture_app *fixture)
{
	scene_signal_ask(fixture);
	fixture_app_key(fixture, 'y');
}

/* Two processes that were asked for by one name. */
static void scene_choice(struct fixture_app *fixture)
{
	static const pid_t pids[] = { 427, 428 };
	const struct screen *screen = app_draw(fixture->app);
	int width = screen->width, height = screen->height;

	fixture->config.pids = pids;
	fixture->config.nr_pids = 2;
	fixture->config.of = "fork";
	fixture_app_stop(fixture);
	fixture_app_start(fixture, width, height);
	take_samples(fixture, 14);
}

static void scene_no_key(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_keys(fixture, "D");
}

static void scene_key_elsewhere(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_keys(fixture, "?[");
}

static void scene_key_of_htop(struct fixture_app *fixture)
{
	scene_list(fixture);
	fixture_app_key(fixture, TK_F7);
}

static void scene_help_end(struct fixture_app *fixture)
{
	scene_help(fixture);
	fixture_app_key(fixture, TK_END);
}

static const struct scene scenes_list[] = {
	{ "list", scene_list }, { "start", scene_start },
	{ "first", scene_first }, { "paused", scene_paused },
	{ "stale", scene_stale }, { "denied", scene_denied },
	{ "inverted", scene_inverted }, { "end", scene_end },
	{ "delay", scene_delay }, { "notice", scene_notice },
	{ "help", scene_help }, { "help-end", scene_help_end },
	{ "marked", scene_marked }, { "sort-menu", scene_sort_menu },
	{ "signal-menu", scene_signal_menu },
	{ "signal-ask", scene_signal_ask }, { "choice", scene_choice },
	{ "signal-refused", scene_signal_refused },
	{ "sort-typed", scene_sort_typed }, { "sort-hidden", scene_sort_hidden },
	{ "no-key", scene_no_key }, { "key-elsewhere", scene_key_elsewhere },
	{ "key-of-htop", scene_key_of_htop },
	{ "marked", scene_marked }, { "stock", scene_stock },
	{ "large", scene_large }, { "scrolled", scene_scrolled },
	{ NULL, NULL },
};

static const struct scene *find_scene(const char *name)
{
	static const struct scene *const tables[] = {
		scenes_list, scenes_arrange, scenes_map, scenes_process,
		scenes_launch, scenes_record, scenes_find, scenes_mouse,
	};
	const struct scene *scene;
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (scene = tables[i]; scene->name; scene++)
			if (!strcmp(scene->name, name))
				return scene;
	return NULL;
}

static struct palette palette_of(const char *name)
{
	struct palette palette = { .colors = 256, .eighths = true };
	enum scheme scheme;

	if (!strcmp(name, "ascii"))
		palette = (struct palette){ .ascii = true, .colors = 0 };
	else if (!strcmp(name, "mono"))
		palette.colors = 0;
	else if (!strcmp(name, "console"))
		palette = (struct palette){ .colors = 8 };
	else if (!strcmp(name, "blind"))
		palette = (struct palette){ .colors = 8,
					    .hues = HUES_COLOR_BLIND };
	scheme = scheme_by_name(name);
	if (scheme != NR_SCHEMES)
		palette_set_scheme(&palette, scheme);
	return palette;
}

static bool draw(struct fixture_app *fixture, const struct palette *palette,
		 const char *format)
{
	if (!format)
		return screen_dump(app_draw(fixture->app), palette, true,
				   stdout);
	app_set_palette(fixture->app, palette);
	return app_export(fixture->app, export_by_name(format), stdout);
}

int main(int argc, char **argv)
{
	struct fixture_app fixture;
	const struct scene *scene;
	struct palette palette;
	int width, height;
	bool ok;

	if (argc < 4 || argc > 5 || sscanf(argv[2], "%dx%d", &width, &height) != 2)
		return 2;
	scene = find_scene(argv[1]);
	if (!scene)
		return 2;
	setlocale(LC_ALL, "C");
	setenv("TZ", "UTC0", 1);
	if (!strcmp(argv[3], "click"))
		return click_all(scene, width, height) ? 0 : 1;
	palette = palette_of(argv[3]);
	fixture_app_init(&fixture);
	fixture_app_start(&fixture, width, height);
	scene->play(&fixture);
	ok = draw(&fixture, &palette, argv[4]);
	fixture_app_stop(&fixture);
	return ok && !fflush(stdout) ? 0 : 1;
}

// SPDX-License-Identifier: GPL-2.0
/*
 * The map of pages and the timeline.
 */
#include "scenes.h"
#include "view/grid.h"

static void repeat(struct fixture_app *fixture, uint32_t key, uint64_t nr)
{
	while (nr--)
		fixture_app_key(fixture, key);
}

static void take_samples(struct fixture_app *fixture, int nr)
{
	while (nr--)
		fixture_app_sample(fixture);
}

/* To the map of the first mapping of @pid, @nr seconds later. */
static void open_map(struct fixture_app *fixture, pid_t pid, int nr)
{
	fixture_app_sample(fixture);
	fixture_app_choose(fixture, pid);
	fixture_app_key(fixture, TK_ENTER);
	fixture_app_look(fixture);
	fixture_app_key(fixture, TK_ENTER);
	fixture_app_look(fixture);
	take_samples(fixture, nr);
}

/* Keys, and what they ask for. */
static void press(struct fixture_app *fixture, const char *keys)
{
	fixture_app_keys(fixture, keys);
	fixture_app_look(fixture);
}

/* From the first page on to page @page, in cells of a page. */
static void go_to_page(struct fixture_app *fixture, uint64_t page)
{
	uint64_t columns = (uint64_t)grid_columns(
				app_draw(fixture->app)->width);

	repeat(fixture, TK_DOWN, page / columns);
	repeat(fixture, TK_RIGHT, page % columns);
	fixture_app_look(fixture);
}

/* At the edge of what is written. */
static void scene_map(struct fixture_app *fixture)
{
	open_map(fixture, 412, 4);
	press(fixture, "e");
	repeat(fixture, TK_RIGHT, 16);
}

/* Before its first scan. */
static void scene_map_first(struct fixture_app *fixture)
{
	fixture_app_sample(fixture);
	fixture_app_choose(fixture, 431);
	press(fixture, "\n");
	fixture_app_keys(fixture, "\n");
}

static void scene_map_verify(struct fixture_app *fixture)
{
	open_map(fixture, 450, 3);
}

static void scene_map_verify_pages(struct fixture_app *fixture)
{
	open_map(fixture, 450, 1);
	press(fixture, "]");
	go_to_page(fixture, 1560);
	repeat(fixture, TK_UP, 3);
	take_samples(fixture, 2);
}

static void scene_map_redis(struct fixture_app *fixture)
{
	open_map(fixture, 431, 4);
}

/* Its stretch that is only read. */
static void scene_map_redis_pages(struct fixture_app *fixture)
{
	open_map(fixture, 431, 2);
	press(fixture, "]");
	go_to_page(fixture, 40003);
	repeat(fixture, TK_DOWN, 10);
	repeat(fixture, TK_UP, 10);
	take_samples(fixture, 4);
}

static void scene_map_letters(struct fixture_app *fixture)
{
	scene_map_redis(fixture);
	press(fixture, "v");
}

static void scene_map_paused(struct fixture_app *fixture)
{
	open_map(fixture, 412, 3);
	press(fixture, " ");
}

/* The whole process as one stack. */
static void scene_map_band(struct fixture_app *fixture)
{
	open_map(fixture, 412, 0);
	press(fixture, "a");
	take_samples(fixture, 3);
}

/* At one of those that share a row. */
static void scene_map_band_shared(struct fixture_app *fixture)
{
	scene_map_band(fixture);
	press(fixture, "Ghhhh");
}

/* More small ones than there are rows for. */
static void scene_map_band_many(struct fixture_app *fixture)
{
	fixture->target.many = 3000;
	open_map(fixture, 412, 0);
	press(fixture, "a");
	take_samples(fixture, 3);
}

/* Its end, page by page. */
static void scene_map_band_pages(struct fixture_app *fixture)
{
	open_map(fixture, 412, 0);
	press(fixture, "a");
	press(fixture, "]G");
	take_samples(fixture, 2);
}

static void scene_map_marked(struct fixture_app *fixture)
{
	open_map(fixture, 412, 2);
	press(fixture, "m");
	take_samples(fixture, 6);
	press(fixture, "e");
}

static void scene_map_gone(struct fixture_app *fixture)
{
	open_map(fixture, 412, 3);
	fixture->target.unmapped = 412;
	take_samples(fixture, 2);
}

static void scene_map_exited(struct fixture_app *fixture)
{
	open_map(fixture, 412, 3);
	fixture->target.gone = 412;
	take_samples(fixture, 2);
}

static void scene_map_exec(struct fixture_app *fixture)
{
	open_map(fixture, 412, 3);
	fixture->target.execed = 412;
	take_samples(fixture, 2);
}

/* 2,048 of 16,384 pages, 40 to a cell: 51 full ones and a fifth of one. */
static void scene_map_40z(struct fixture_app *fixture)
{
	fixture->runs = true;
	open_map(fixture, 461, 2);
	press(fixture, "40z");
	repeat(fixture, TK_RIGHT, 51);
}

static void scene_map_typed(struct fixture_app *fixture)
{
	scene_map(fixture);
	press(fixture, "40");
}

/* After a zoom, before the next scan: what can be told is told. */
static void scene_map_zoomed(struct fixture_app *fixture)
{
	scene_map_redis(fixture);
	fixture_app_keys(fixture, "++");
}

static void scene_map_no_zero(struct fixture_app *fixture)
{
	fixture->target.no_zero = true;
	open_map(fixture, 424, 2);
}

/* Not the block, but the library below it in the table. */
static void scene_map_file(struct fixture_app *fixture)
{
	fixture_app_sample(fixture);
	fixture_app_choose(fixture, 412);
	press(fixture, "\n");
	take_samples(fixture, 2);
	press(fixture, "j\n");
	take_samples(fixture, 2);
}

static void scene_map_huge(struct fixture_app *fixture)
{
	open_map(fixture, 424, 2);
	press(fixture, "]");
	go_to_page(fixture, 6145);
	press(fixture, "-");
}

/* Pages given back, the last ones just now. */
static void scene_map_released(struct fixture_app *fixture)
{
	open_map(fixture, 428, 1);
	press(fixture, "]");
	go_to_page(fixture, 3959);
	take_samples(fixture, 4);
}

/* A mapping that grows by a MiB while it is looked at. */
static void scene_map_grown(struct fixture_app *fixture)
{
	open_map(fixture, 450, 2);
	fixture->target.grown = 512 << 10;
	take_samples(fixture, 2);
	press(fixture, "G");
	take_samples(fixture, 1);
}

static void scene_map_late(struct fixture_app *fixture)
{
	open_map(fixture, 412, 3);
	press(fixture, "+");
	fixture->target.scans_late = true;
	take_samples(fixture, 5);
}

/* The timeline of a fresh run, @nr seconds after it has begun. */
static void open_timeline(struct fixture_app *fixture, pid_t pid, int nr)
{
	fixture->runs = true;
	open_map(fixture, pid, 0);
	fixture_app_keys(fixture, "T");
	take_samples(fixture, nr);
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

/* Read first, then written; the past is from before the map was opened. */
static void scene_timeline_zero(struct fixture_app *fixture)
{
	fixture_app_sample(fixture);
	fixture_app_choose(fixture, 421);
	press(fixture, "\n");
	take_samples(fixture, 18);
	fixture_app_keys(fixture, "T");
}

static void scene_timeline_idle(struct fixture_app *fixture)
{
	open_map(fixture, 427, 12);
	fixture_app_keys(fixture, "Ti");
}

/* Frozen, and looked around in. */
static void scene_timeline_ended(struct fixture_app *fixture)
{
	open_timeline(fixture, 461, 5);
	fixture->target.gone = 461;
	take_samples(fixture, 4);
	fixture_app_keys(fixture, "jll");
}

static void scene_timeline_new(struct fixture_app *fixture)
{
	open_timeline(fixture, 463, 12);
	fixture_app_keys(fixture, "ij");
}

static void scene_timeline_new_random(struct fixture_app *fixture)
{
	open_timeline(fixture, 462, 18);
	fixture_app_keys(fixture, "i");
}

/* Looked back at, while time goes on. */
static void scene_timeline_scrolled(struct fixture_app *fixture)
{
	open_timeline(fixture, 462, 100);
	repeat(fixture, TK_DOWN, 80);
	take_samples(fixture, 3);
}

static void scene_timeline_zoomed(struct fixture_app *fixture)
{
	open_timeline(fixture, 461, 5);
	repeat(fixture, TK_RIGHT, 30);
	press(fixture, "+");
	take_samples(fixture, 4);
}

static void scene_timeline_first(struct fixture_app *fixture)
{
	open_map(fixture, 412, 0);
	fixture_app_keys(fixture, "T");
}

static void scene_timeline_gone(struct fixture_app *fixture)
{
	open_timeline(fixture, 461, 5);
	fixture->target.unmapped = 461;
	take_samples(fixture, 2);
}

static void scene_map_help(struct fixture_app *fixture)
{
	scene_map(fixture);
	fixture_app_keys(fixture, "?");
}

static void scene_map_no_change(struct fixture_app *fixture)
{
	scene_map(fixture);
	fixture->hand.now_ns += 10 * NSEC_PER_SEC;
	fixture_app_keys(fixture, "e");
}

const struct scene scenes_map[] = {
	{ "map", scene_map }, { "map-help", scene_map_help },
	{ "map-no-change", scene_map_no_change },
	{ "map-first", scene_map_first },
	{ "map-verify", scene_map_verify },
	{ "map-verify-pages", scene_map_verify_pages },
	{ "map-redis", scene_map_redis },
	{ "map-redis-pages", scene_map_redis_pages },
	{ "map-letters", scene_map_letters },
	{ "map-paused", scene_map_paused },
	{ "map-band", scene_map_band },
	{ "map-band-shared", scene_map_band_shared },
	{ "map-band-many", scene_map_band_many },
	{ "map-band-pages", scene_map_band_pages },
	{ "map-marked", scene_map_marked },
	{ "map-gone", scene_map_gone },
	{ "map-exited", scene_map_exited },
	{ "map-exec", scene_map_exec },
	{ "map-40z", scene_map_40z },
	{ "map-typed", scene_map_typed },
	{ "map-zoomed", scene_map_zoomed },
	{ "map-no-zero", scene_map_no_zero },
	{ "map-file", scene_map_file },
	{ "map-huge", scene_map_huge },
	{ "map-released", scene_map_released },
	{ "map-grown", scene_map_grown },
	{ "map-late", scene_map_late },
	{ "timeline-linear", scene_timeline_linear },
	{ "timeline-random", scene_timeline_random },
	{ "timeline-stride", scene_timeline_stride },
	{ "timeline-zero", scene_timeline_zero },
	{ "timeline-idle", scene_timeline_idle },
	{ "timeline-ended", scene_timeline_ended },
	{ "timeline-new", scene_timeline_new },
	{ "timeline-new-random", scene_timeline_new_random },
	{ "timeline-scrolled", scene_timeline_scrolled },
	{ "timeline-zoomed", scene_timeline_zoomed },
	{ "timeline-first", scene_timeline_first },
	{ "timeline-gone", scene_timeline_gone },
	{ NULL, NULL },
};

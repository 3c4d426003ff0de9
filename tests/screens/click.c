// SPDX-License-Identifier: GPL-2.0
/*
 * A click on every place of a screen that says what it means, each in a program
 * of its own: it does what that is.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "click.h"
#include "screen/hit.h"

/* What a click of a test is on, and the screen then. */
struct spot {
	const struct scene *scene;
	int width, height;
	int x, y;
	struct hit hit;
};

static void begin(struct fixture_app *fixture, const struct spot *spot)
{
	fixture_app_init(fixture);
	fixture_app_start(fixture, spot->width, spot->height);
	spot->scene->play(fixture);
}

/* A screen that was saved by an answer; the next one has its name. */
static void end(struct fixture_app *fixture)
{
	glob_t files;
	size_t i;

	fixture_app_stop(fixture);
	if (glob("tamtop-*", 0, NULL, &files))
		return;
	for (i = 0; i < files.gl_pathc; i++)
		unlink(files.gl_pathv[i]);
	globfree(&files);
}

/* Not byte by byte: between members there may be anything. */
static bool same_cell(const struct cell *a, const struct cell *b)
{
	return a->glyph == b->glyph && a->role == b->role &&
	       a->glow == b->glow && a->selected == b->selected &&
	       a->letter == b->letter && a->graph == b->graph &&
	       a->cursor == b->cursor;
}

static bool same_cells(const struct screen *a, const struct screen *b)
{
	size_t i, nr = (size_t)a->width * (size_t)a->height;

	if (a->width != b->width || a->height != b->height)
		return false;
	for (i = 0; i < nr; i++)
		if (!same_cell(&a->cells[i], &b->cells[i]))
			return false;
	return true;
}

static bool line_has(struct fixture_app *fixture, int y, const char *part)
{
	char *line = fixture_app_line(fixture, y);
	bool has = strstr(line, part);

	free(line);
	return has;
}

/* Another program, whose key is pressed, shows the same. */
static bool key_is_pressed(struct fixture_app *fixture,
			   const struct spot *spot)
{
	struct fixture_app other;
	bool same;

	begin(&other, spot);
	fixture_app_key(&other, spot->hit.key);
	same = app_quit(other.app) == app_quit(fixture->app) &&
	       same_cells(app_draw(fixture->app), app_draw(other.app));
	end(&other);
	return same;
}

/* Nothing else has moved. */
static bool row_is_selected(struct fixture_app *fixture,
			    const struct spot *spot)
{
	const struct screen *screen = app_draw(fixture->app);

	return screen_row(screen, spot->y)->glyph == '>' &&
	       screen_hit_at(screen, 0, spot->y).kind == HIT_ROW;
}

/* The arrow behind the head that a table is sorted by; 0: it isn't here. */
static char32_t arrow_at(const struct screen *screen, const struct spot *spot)
{
	const struct cell *row = screen_row(screen, spot->y);
	char32_t arrow = 0;
	struct hit hit;
	int x;

	for (x = 0; x < screen->width; x++) {
		hit = screen_hit_at(screen, x, spot->y);
		if (hit_same(&hit, &spot->hit) && row[x].role == ROLE_SORTED)
			arrow = row[x].glyph;
	}
	return arrow == GLYPH_UP || arrow == GLYPH_DOWN ? arrow : 0;
}

static bool is_sorted(struct fixture_app *fixture, const struct spot *spot)
{
	char32_t first = arrow_at(app_draw(fixture->app), spot), second;

	if (!first || !spot->hit.field)
		return line_has(fixture, -1, "can't sort by that column");
	fixture_app_mouse(fixture, MOUSE_ONCE, spot->x, spot->y);
	second = arrow_at(app_draw(fixture->app), spot);
	return second && second != first;
}

/* The cell with the cursor holds what was clicked on. */
static bool cursor_is_there(struct fixture_app *fixture,
			    const struct spot *spot)
{
	const struct screen *screen = app_draw(fixture->app);
	struct hit hit;
	int x, y;

	for (y = 1; y < screen->height - 1; y++)
		for (x = 0; x < screen->width; x++)
			if (screen_row(screen, y)[x].cursor)
				goto found;
	return false;
found:
	hit = screen_hit_at(screen, x, y);
	return hit.kind == HIT_CELL &&
	       hit.cell.time_ns == spot->hit.cell.time_ns &&
	       spot->hit.cell.address >= hit.cell.address &&
	       spot->hit.cell.address - hit.cell.address < hit.cell.step;
}

static bool asks(struct fixture_app *fixture)
{
	const struct screen *screen = app_draw(fixture->app);
	struct hit hit;
	int x;

	for (x = 0; x < screen->width; x++) {
		hit = screen_hit_at(screen, x, screen->height - 1);
		if (hit.kind == HIT_KEY && hit.key == TK_ESC)
			return !line_has(fixture, -1, "Esc back");
	}
	return line_has(fixture, -1, "_") || line_has(fixture, -1, "? y n");
}

static bool does_what_it_says(struct fixture_app *fixture,
			      const struct spot *spot)
{
	switch (spot->hit.kind) {
	case HIT_KEY:
		return key_is_pressed(fixture, spot);
	case HIT_ROW:
		return row_is_selected(fixture, spot);
	case HIT_HEAD:
		return is_sorted(fixture, spot);
	case HIT_CELL:
		return cursor_is_there(fixture, spot);
	case HIT_NONE:
		break;
	}
	return false;
}

/* Below a question nothing can be hit but what answers it. */
static bool click(const struct spot *spot)
{
	struct fixture_app fixture, untouched;
	bool ok;

	begin(&fixture, spot);
	ok = asks(&fixture) && spot->hit.kind != HIT_KEY;
	fixture_app_mouse(&fixture, MOUSE_ONCE, spot->x, spot->y);
	if (ok) {
		begin(&untouched, spot);
		ok = same_cells(app_draw(fixture.app),
				app_draw(untouched.app));
		end(&untouched);
	} else {
		ok = does_what_it_says(&fixture, spot);
	}
	end(&fixture);
	return ok;
}

/* What is started, or ended with the program, is no part of this. */
static bool is_harmless(const struct spot *spot)
{
	return strncmp(spot->scene->name, "launch", strlen("launch")) ||
	       spot->hit.kind != HIT_KEY;
}

static bool try_spot(struct spot *spot, const struct screen *screen, int x,
		     int y)
{
	spot->x = x;
	spot->y = y;
	spot->hit = screen_hit_at(screen, x, y);
	if (!is_harmless(spot) || click(spot))
		return true;
	fprintf(stderr, "%s %dx%d: a click at %d,%d, kind %d, does not do what it is for\n",
		spot->scene->name, spot->width, spot->height, x, y,
		spot->hit.kind);
	return false;
}

/* At both ends: a region of cells means something else at each. */
static bool try_region(struct spot *spot, const struct screen *screen,
		       const struct hit_region *region)
{
	int last = region->x + region->width - 1;

	return try_spot(spot, screen, region->x, region->y) &&
	       (region->hit.kind == HIT_ROW || region->x == last ||
		try_spot(spot, screen, last, region->y));
}

bool click_all(const struct scene *scene, int width, int height)
{
	struct spot spot = {
		.scene = scene, .width = width, .height = height,
	};
	struct fixture_app fixture;
	const struct screen *screen;
	bool ok = true;
	size_t i;

	begin(&fixture, &spot);
	screen = app_draw(fixture.app);
	for (i = 0; i < screen->hits.nr; i++)
		ok &= try_region(&spot, screen, &screen->hits.regions[i]);
	printf("%zu\n", screen->hits.nr);
	end(&fixture);
	return ok && i;
}

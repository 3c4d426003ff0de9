// SPDX-License-Identifier: GPL-2.0
/* Shows the process that was started or asked for, once it is there. */
#include <stdio.h>

#include "app/show.h"

/* What is as large, and marked by nobody, can only be one. */
#define BLOCK_LEAST (4ULL << 20)

static const enum place_kind places[NR_OPENINGS] = {
	[OPENING_LIST] = PLACE_LIST,
	[OPENING_PROCESS] = PLACE_PROCESS,
	[OPENING_MAP] = PLACE_MAP,
	[OPENING_TIMELINE] = PLACE_TIMELINE,
	[OPENING_BAND] = PLACE_MAP,
};

static bool is_large_block(const struct mapping *mapping)
{
	return mapping->kind == KIND_ANON &&
	       mapping->end - mapping->start >= BLOCK_LEAST;
}

/* The first block that it has reserved, NULL: none yet. */
static const struct mapping *first_block(const struct target *target)
{
	const struct mapping *mapping, *unmarked = NULL;
	size_t i;

	for (i = 0; i < target->nr_mappings; i++) {
		mapping = &target->mappings[i];
		if (mapping->kind == KIND_TAMALLOC)
			return mapping;
		if (!unmarked && is_large_block(mapping))
			unmarked = mapping;
	}
	return unmarked;
}

/* Of what was just started, a block is waited for. */
static const struct mapping *choose_block(const struct app *app,
					  const struct target *target)
{
	if (app->wanted.launched && app->wanted.opening != OPENING_BAND)
		return first_block(target);
	return target_largest(target);
}

static void close_down_to(struct app *app, enum place_kind kind)
{
	while (app->views.nr > 1 && views_place(&app->views) != kind)
		state_close_view(app);
}

/* Look into the process @id, and into no other one of the family. */
static void look_into(struct app *app, struct proc_id id)
{
	const struct place place = { .kind = PLACE_PROCESS, .process = id };

	if (proc_id_equal(app->wanted.shown, id))
		return;
	close_down_to(app, PLACE_LIST);
	state_open(app, &place);
	app->wanted.shown = id;
}

/* What has no mappings, or shows none, has nothing more to be opened. */
static bool has_nothing(const struct target *target)
{
	return target->now.state != TARGET_UNKNOWN && !target->nr_mappings;
}

/* false: it is waited for. */
static bool open_block(struct app *app, struct proc_id id)
{
	const struct target *target = model_target(app->env.model);
	const struct mapping *block;
	struct place place = {
		.kind = places[app->wanted.opening], .process = id,
		.all = app->wanted.opening == OPENING_BAND,
	};

	if (!target || !proc_id_equal(target->now.id, id))
		return false;
	block = choose_block(app, target);
	if (!block)
		return has_nothing(target);
	place.address = block->start;
	state_open(app, &place);
	return true;
}

/*
 * Who has the memory may be a child, and after it another child: the map of
 * each is opened, until a key says what is wanted instead.
 */
static void show_family(struct app *app, enum place_kind kind)
{
	const struct row *row = model_process(app->env.model,
					      app->wanted.shown);

	if (views_place(&app->views) == kind && row)
		return;
	row = model_largest_of(app->env.model, app->wanted.pid);
	if (views_place(&app->views) == kind &&
	    row->now.id.pid == app->wanted.pid)
		return;
	look_into(app, row->now.id);
	if (kind != PLACE_PROCESS)
		open_block(app, row->now.id);
}

static void show_one(struct app *app, struct proc_id id, enum place_kind kind)
{
	look_into(app, id);
	if (kind == PLACE_PROCESS || open_block(app, id))
		app->wanted = (struct wanted){ 0 };
}

static void tell_gone(struct app *app)
{
	char text[64];

	snprintf(text, sizeof(text), "%d has ended", (int)app->wanted.pid);
	state_notice(app, true, text);
	app->wanted = (struct wanted){ 0 };
}

/* What was started is listed later on; what was asked for, at once or never. */
static void show_missing(struct app *app)
{
	if (!app->wanted.launched && model_nr_samples(app->env.model))
		tell_gone(app);
}

void show_wanted(struct app *app)
{
	enum place_kind kind = places[app->wanted.opening];
	struct view_env env = state_env(app);
	const struct row *row;

	if (!app->wanted.pid)
		return;
	row = model_pid(app->env.model, app->wanted.pid);
	if (!row) {
		show_missing(app);
		return;
	}
	if (views_place(&app->views) == PLACE_LIST)
		views_select(&app->views, &env, row->now.id);
	if (kind == PLACE_LIST)
		app->wanted = (struct wanted){ 0 };
	else if (app->wanted.launched)
		show_family(app, kind);
	else
		show_one(app, row->now.id, kind);
}

bool show_is_done(const struct app *app)
{
	return !app->wanted.pid || (app->wanted.opening != OPENING_LIST &&
				    views_place(&app->views) ==
					    places[app->wanted.opening]);
}

void show_chosen(struct app *app, struct proc_id id)
{
	if (!app->config.of || app->config.opening <= OPENING_PROCESS ||
	    app->wanted.pid)
		return;
	app->wanted = (struct wanted){
		.pid = id.pid, .opening = app->config.opening, .shown = id,
	};
}

void show_give_way(struct app *app)
{
	app->wanted.opening = OPENING_LIST;
	if (app->wanted.shown.pid)
		app->wanted = (struct wanted){ 0 };
}

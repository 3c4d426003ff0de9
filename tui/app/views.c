// SPDX-License-Identifier: GPL-2.0
/* The views that are open: the only file that knows which there are. */
#include <stddef.h>

#include "app/views.h"

static const struct view_ops *const kinds[NR_PLACES] = {
	[PLACE_LIST] = &list_view,
	[PLACE_GROUPS] = &groups_view,
	[PLACE_PROCESS] = &process_view,
	[PLACE_MAP] = &map_view,
	[PLACE_TIMELINE] = &timeline_view,
	[PLACE_LAUNCH] = &launch_view,
	[PLACE_SORT] = &sort_view,
	[PLACE_COLUMNS] = &column_view,
	[PLACE_SIGNAL] = &signal_view,
	[PLACE_USER] = &user_view,
	[PLACE_HELP] = &help_view,
};

/* Of the view below, and back in a moment: that goes on meanwhile. */
static bool is_brief(enum place_kind kind)
{
	return kind == PLACE_HELP || kind == PLACE_SORT ||
	       kind == PLACE_COLUMNS || kind == PLACE_SIGNAL;
}

/* What view @i may know of the world: what is brief hides nothing. */
static struct view_env env_of(const struct views *views,
			      const struct view_env *env, int i)
{
	struct view_env own = *env;

	own.covered = i < views->nr - 1 &&
		      !is_brief(views->open[i + 1].place.kind);
	return own;
}

static struct proc_id process_of(const struct views *views)
{
	int i;

	for (i = views->nr - 1; i >= 0; i--)
		if (views->open[i].place.kind == PLACE_PROCESS)
			return views->open[i].place.process;
	return (struct proc_id){ 0 };
}

/* Looking into a process begins anew only when it is another one. */
static void look_into(const struct views *views, const struct view_env *env)
{
	const struct target *target = model_target(env->model);
	struct proc_id now = { 0 }, wanted = process_of(views);

	if (target)
		now = target->now.id;
	if (!proc_id_equal(now, wanted))
		model_look_into(env->model, wanted);
}

bool views_open(struct views *views, const struct view_env *env,
		const struct place *place)
{
	int max = place->kind == PLACE_HELP ? VIEWS_MAX : VIEWS_MAX - 1;
	struct open_view *top = &views->open[views->nr];

	if (views->nr >= max)
		return false;
	top->place = *place;
	views->nr++;
	look_into(views, env);
	top->view = kinds[place->kind]->open(env, place);
	top->view->ops = kinds[place->kind];
	return true;
}

void views_close_top(struct views *views, const struct view_env *env)
{
	struct view *view = views->open[--views->nr].view;

	view->ops->close(view);
	look_into(views, env);
}

void views_close_all(struct views *views)
{
	struct view *view;

	while (views->nr) {
		view = views->open[--views->nr].view;
		view->ops->close(view);
	}
}

void views_forget(struct views *views)
{
	struct view *view;
	int i;

	for (i = 0; i < views->nr; i++) {
		view = views->open[i].view;
		if (view->ops->forget)
			view->ops->forget(view);
	}
}

struct view *views_top(const struct views *views)
{
	return views->open[views->nr - 1].view;
}

enum place_kind views_place(const struct views *views)
{
	return views->open[views->nr - 1].place.kind;
}

const struct view *views_looked_at(const struct views *views)
{
	int i = views->nr - 1;

	if (i && views->open[i].place.kind == PLACE_HELP)
		i--;
	return views->open[i].view;
}

void views_update(struct views *views, const struct view_env *env)
{
	struct view_env own;
	struct view *view;
	int i;

	for (i = 0; i < views->nr; i++) {
		own = env_of(views, env, i);
		view = views->open[i].view;
		if (view->ops->update)
			view->ops->update(view, &own);
	}
}

void views_select(struct views *views, const struct view_env *env,
		  struct proc_id id)
{
	struct view_env own;
	struct view *view;
	int i;

	for (i = 0; i < views->nr; i++) {
		own = env_of(views, env, i);
		view = views->open[i].view;
		if (view->ops->select)
			view->ops->select(view, &own, id);
	}
}

void views_demand(const struct views *views, const struct view_env *env,
		  struct demand *demand)
{
	struct view_env own;
	const struct view *view;
	int i;

	for (i = 0; i < views->nr; i++) {
		own = env_of(views, env, i);
		view = views->open[i].view;
		if (view->ops->demand)
			view->ops->demand(view, &own, demand);
	}
}

struct arrangement views_arranged(const struct views *views)
{
	struct arrangement arrangement = { 0 };
	const struct view *view;
	int i;

	for (i = 0; i < views->nr; i++) {
		view = views->open[i].view;
		if (view->ops->arranged)
			view->ops->arranged(view, &arrangement);
	}
	return arrangement;
}

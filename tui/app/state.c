// SPDX-License-Identifier: GPL-2.0
/* What is done to the state of the program from more than one place. */
#include <stdio.h>

#include "app/state.h"
#include "common/clock.h"

#define NOTICE_NS (5 * NSEC_PER_SEC)
#define ANSWER_NS (2 * NSEC_PER_SEC)

struct view_env state_env(const struct app *app)
{
	struct view_env env = app->env;

	env.now_ns = clock_now(app->config.clock);
	return env;
}

void state_update(struct app *app)
{
	struct view_env env = state_env(app);

	views_update(&app->views, &env);
	app->dirty = true;
}

void state_open(struct app *app, const struct place *place)
{
	static const char full[] =
		"view: so many are open that {back} has to close one first";
	struct view_env env = state_env(app);
	char said[96];

	if (views_open(&app->views, &env, place)) {
		/* what is on the screen is another view's */
		screen_forget_hits(app->screen);
		state_update(app);
	} else if (keymap_say(&app->keys, place->kind, full, said,
			      sizeof(said))) {
		state_notice(app, true, said);
	}
}

void state_close_view(struct app *app)
{
	struct view_env env = state_env(app);

	if (app->views.nr == 1)
		return;
	views_close_top(&app->views, &env);
	screen_forget_hits(app->screen);
	state_update(app);
}

static void show_notice(struct app *app, bool error, uint64_t ns,
			const char *text)
{
	snprintf(app->notice, sizeof(app->notice), "%s", text);
	app->notice_is_error = error;
	app->notice_until = clock_now(app->config.steady) + ns;
	app->dirty = true;
}

void state_notice(struct app *app, bool error, const char *text)
{
	show_notice(app, error, NOTICE_NS, text);
}

void state_answer(struct app *app, const char *text)
{
	show_notice(app, false, ANSWER_NS, text);
}

void state_set_columns(struct app *app, const struct field_list *columns)
{
	bool any = columns && columns->nr;

	if (any)
		app->columns = *columns;
	app->env.columns = any ? &app->columns : NULL;
}

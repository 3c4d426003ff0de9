// SPDX-License-Identifier: GPL-2.0
/* Key W: what is in force by now goes into the config file. */
#include "app/save_settings.h"
#include "model/model.h"

struct settings settings_in_force(const struct app *app)
{
	struct arrangement arrangement = views_arranged(&app->views);
	struct settings now = app->config.settings;

	now.delay_ns = app->env.delay_ns;
	now.sort = arrangement.sort;
	now.inverted = arrangement.inverted;
	now.paths = arrangement.paths;
	now.columns.nr = 0;
	if (app->env.columns)
		now.columns = *app->env.columns;
	now.tree = model_tree(app->env.model);
	now.letters = app->env.letters;
	/* else it was not what was seen first */
	if (app->config.opens_view)
		now.start = arrangement.groups;
	return now;
}

void save_settings(struct app *app)
{
	const struct settings now = settings_in_force(app);
	char told[sizeof(app->notice)];
	bool saved;

	if (app->config.readonly) {
		state_notice(app, true,
			     "no file is written: --readonly was given");
		return;
	}
	if (!app->config.conf) {
		state_notice(app, true, "not saved: there is no config file");
		return;
	}
	saved = conf_save(app->config.conf, &now, told, sizeof(told));
	state_notice(app, !saved, told);
}

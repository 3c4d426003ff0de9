// SPDX-License-Identifier: GPL-2.0
/* Screens as files: what stands beside them, under which name, and told how. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/newfile.h"
#include "app/save.h"
#include "app/wall.h"
#include "base/base.h"
#include "base/text.h"
#include "screen/input.h"

#define COMMAND_WIDTH 48	/* columns of a command line in a caption */

/* "43 tamdemo zero --size 64M", if a process is looked into; else the title. */
static void tell_what(const struct app *app, const char *title, char *buf,
		      size_t len)
{
	const struct target *target = model_target(app->env.model);
	const struct row *row = NULL;

	if (target && views_looked_at(&app->views)->ops->looks_in)
		row = model_process(app->env.model, target->now.id);
	if (row && row->command)
		snprintf(buf, len, "%d %.*s", (int)row->now.id.pid,
			 (int)text_fitting(row->command, COMMAND_WIDTH),
			 row->command);
	else
		snprintf(buf, len, "%s", title);
}

/*
 * "tamtop  43 tamdemo  map of [anon:tamalloc]", and for below the picture which
 * process that was, when, and on which kernel.
 */
static void tell_words(const struct app *app, struct kept *kept)
{
	const struct view *view = views_top(&app->views);
	struct view_env env = state_env(app);
	char title[128] = "", what[256], when[64];

	view->ops->title(view, &env, title, sizeof(title));
	snprintf(kept->title, sizeof(kept->title), "tamtop  %s", title);
	tell_what(app, title, what, sizeof(what));
	wall_text(app->config.wall, "%Y-%m-%d %H:%M:%S %z", when,
		  sizeof(when));
	snprintf(kept->caption, sizeof(kept->caption),
		 "tamtop  %s  %s  Linux %s", what, when, app->env.release);
}

static void keep(struct app *app, const struct screen *screen)
{
	struct kept *kept = &app->kept;
	size_t size = (size_t)screen->width * (size_t)screen->height *
		      sizeof(*screen->cells);

	save_release(kept);
	kept->screen = screen_new(screen->width, screen->height);
	memcpy(kept->screen->cells, screen->cells, size);
	tell_words(app, kept);
}

static bool write_kept(const struct app *app, enum export_format format,
		       FILE *out)
{
	const struct export_words words = {
		.title = app->kept.title, .caption = app->kept.caption,
	};

	return screen_export(app->kept.screen, &app->palette, format, &words,
			     out);
}

bool save_write(struct app *app, const struct screen *screen,
		enum export_format format, FILE *out)
{
	bool ok;

	keep(app, screen);
	ok = write_kept(app, format, out);
	save_release(&app->kept);
	return ok;
}

/* The text of the file, freed by the caller. */
static char *kept_text(const struct app *app, enum export_format format,
		       size_t *len)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, len);
	bool written;

	if (!out)
		return NULL;
	written = write_kept(app, format, out);
	if (!fclose(out) && written)
		return text;
	free(text);
	return NULL;
}

static void save(struct app *app, enum export_format format)
{
	char stem[NEWFILE_NAME_MAX], name[NEWFILE_NAME_MAX] = "", told[192];
	bool saved = false;
	size_t len;
	char *text = kept_text(app, format, &len);

	wall_text(app->config.wall, "tamtop-%Y-%m-%d", stem, sizeof(stem));
	if (text)
		saved = newfile_write(stem, export_kinds[format].suffix, text,
				      len, name);
	if (saved)
		snprintf(told, sizeof(told), "saved %s", name);
	else
		snprintf(told, sizeof(told), "not saved: %s: %s", name,
			 strerror(errno));
	state_notice(app, !saved, told);
	free(text);
	save_release(&app->kept);
}

/* Enter is the first format, too. */
static void ask_format(struct app *app)
{
	struct choice_key *choices = app->kept.choices;
	int i;

	for (i = 0; i < NR_EXPORT_FORMATS; i++)
		choices[i] = (struct choice_key){
			(unsigned char)export_kinds[i].key,
			export_kinds[i].words,
		};
	choices[i] = (struct choice_key){ TK_ENTER, NULL };
	app->asker = ASKER_SAVE;
	question_choose(&app->question, "save:", choices,
			ARRAY_SIZE(app->kept.choices));
}

void save_ask(struct app *app, const struct screen *screen)
{
	if (app->config.readonly) {
		state_notice(app, true,
			     "no file is written: --readonly was given");
		return;
	}
	keep(app, screen);
	if (app->config.save_as < NR_EXPORT_FORMATS)
		save(app, app->config.save_as);
	else
		ask_format(app);
}

void save_answer(struct app *app, char key)
{
	save(app, key == TK_ENTER ? (enum export_format)0 : export_by_key(key));
}

void save_release(struct kept *kept)
{
	screen_free(kept->screen);
	kept->screen = NULL;
}

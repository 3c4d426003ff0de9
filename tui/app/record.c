// SPDX-License-Identifier: GPL-2.0
/* Recording while one watches: key !, what is told of it, and what it begins with. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/conf_path.h"
#include "app/record.h"
#include "app/wall.h"
#include "base/text.h"
#include "common/format.h"
#include "model/retell.h"

#define PATH_WIDTH 40		/* columns of a path in a notice */
#define ASK_WIDTH 4		/* what else a question takes, at least */
#define NOTICE_MARGIN 9		/* and beside one, for "! " and " q quit" */

/*
 * What is behind the path is the news: of a long one only the name is told, of a
 * long name its end.
 */
static const char *shown_path(const char *path)
{
	const char *name = strrchr(path, '/');
	char32_t glyph;
	int width;

	if (name && name[1] && text_width(path) > PATH_WIDTH)
		path = name + 1;
	while (text_width(path) > PATH_WIDTH)
		path = text_next(path, &glyph, &width);
	return path;
}

static bool start(struct app *app, const char *path, bool wait,
		  char why[RECORDER_WHY])
{
	const struct app_config *config = &app->config;
	const struct recording_header header =
		recorder_header(config->source, config->release, config->clock,
				config->wall);

	app->retold = false;
	app->env.recording = recorder_start(&app->recorder, path, &header, wait,
					    why);
	return app->env.recording;
}

bool record_begin(struct app *app, const char *path, char why[RECORDER_WHY])
{
	return start(app, path, true, why);
}

/* "recorded 1.2M to run.tam (3m12s)", of which that is named @path. */
static void recorded_text(const struct app *app, const char *path, char *buf,
			  size_t len)
{
	const struct recorder *recorder = &app->recorder;
	char size[FORMAT_MAX], age[FORMAT_MAX];

	format_size(size, sizeof(size), recorder->bytes);
	format_age(age, sizeof(age),
		   clock_now(app->config.clock) - recorder->began_ns);
	snprintf(buf, len, "recorded %s to %s (%s)", size, path, age);
}

static void tell_recorded(struct app *app)
{
	char text[192];

	recorded_text(app, shown_path(app->recorder.path), text, sizeof(text));
	state_notice(app, false, text);
}

/* "cannot write run.tam: no space, recording stopped 12:07:41" */
static void tell_failed(struct app *app)
{
	static const char verb[] = "cannot write ";
	const struct recorder *recorder = &app->recorder;
	char when[16], text[256];
	const char *told = text;

	wall_text(app->config.wall, "%H:%M:%S", when, sizeof(when));
	snprintf(text, sizeof(text), "%s%s: %s, recording stopped %s", verb,
		 shown_path(recorder->path), recorder_why(recorder->error),
		 when);
	/* what is cut off would be the news */
	if (text_width(text) > app->env.width - NOTICE_MARGIN)
		told += strlen(verb);
	state_notice(app, true, told);
}

static void tell_removed(struct app *app)
{
	char text[256];

	snprintf(text, sizeof(text), "%s was removed meanwhile",
		 shown_path(app->recorder.path));
	state_notice(app, true, text);
}

static void stop(struct app *app)
{
	app->env.recording = false;
	if (recorder_stop(&app->recorder))
		tell_recorded(app);
	else if (app->recorder.error)
		tell_failed(app);
	else
		tell_removed(app);
}

static void ask(struct app *app, const char *prompt, const char *name)
{
	app->asker = ASKER_RECORD;
	question_ask_text(&app->question, prompt, name, "record");
}

void record_key(struct app *app)
{
	char name[64];

	if (recorder_is_on(&app->recorder)) {
		stop(app);
		return;
	}
	if (app->config.player) {
		state_notice(app, true,
			     "nothing is recorded: this is a recording");
		return;
	}
	if (app->config.readonly) {
		state_notice(app, true,
			     "nothing is recorded: --readonly was given");
		return;
	}
	wall_text(app->config.wall, "tamtop-%Y%m%d-%H%M%S.tam", name,
		  sizeof(name));
	ask(app, "record to", name);
}

/* What @why says behind the name @path, which stands there anyway. */
static const char *reason(const char *why, const char *path)
{
	const char *name = strstr(why, path);

	if (!name)
		return why;
	name += strlen(path);
	name += strspn(name, ": ");
	return *name ? name : why;
}

/*
 * What is no good is asked again, with the reason before it; where there is no
 * room for both, the reason is what is told.
 */
static void refuse(struct app *app, const char *path, const char *why)
{
	char typed[ANSWER_MAX], text[2 * RECORDER_WHY];

	why = reason(why, path);
	snprintf(typed, sizeof(typed), "%s", app->question.answer);
	if (text_width(why) + text_width(typed) < app->env.width - ASK_WIDTH) {
		ask(app, why, typed);
		return;
	}
	snprintf(text, sizeof(text), "%s %s", shown_path(path), why);
	state_notice(app, true, text);
}

static bool answer(struct app *app, const char *path)
{
	char why[RECORDER_WHY], text[192];

	if (!start(app, path, false, why)) {
		refuse(app, path, why);
		return false;
	}
	snprintf(text, sizeof(text), "recording to %s", shown_path(path));
	state_notice(app, false, text);
	return true;
}

void record_answer(struct app *app, const char *typed)
{
	char *path = conf_path_typed(typed);

	/* what there is now is its first sample, and not only what changes */
	if (answer(app, path) && !app->env.paused)
		app->want_sample = true;
	free(path);
}

static void take(struct app *app, const struct sample *sample)
{
	uint64_t now_ns = clock_now(app->config.clock);

	switch (recorder_take(&app->recorder, sample, now_ns)) {
	case RECORDER_NONE:
		break;
	case RECORDER_LEFT_OUT:
		state_notice(app, true,
			     "a sample can't be recorded, and is left out");
		break;
	case RECORDER_STOPPED:
		app->env.recording = false;
		tell_failed(app);
		break;
	}
}

/* Texts are asked for once, and what was known before is told to nobody. */
static void retell(struct app *app, const struct sample *list)
{
	struct sample known = {
		.time_ns = list->time_ns, .wall_s = list->wall_s,
	};

	app->retold = true;
	model_retell(app->env.model, &known);
	if (known.sections)
		take(app, &known);
	sample_release(&known);
}

void record_take(struct app *app, const struct sample *sample)
{
	take(app, sample);
	if (!app->retold && recorder_is_on(&app->recorder) &&
	    (sample->sections & SECTION_LIST))
		retell(app, sample);
}

/* Whoever quits sees no last line any more. */
static void print_recorded(const struct app *app)
{
	char text[RECORDER_WHY + 64];

	recorded_text(app, app->recorder.path, text, sizeof(text));
	fputs("tamtop: ", stderr);
	text_print_safe(stderr, text);
	putc('\n', stderr);
}

bool record_end(struct app *app, bool tell)
{
	bool was_on = recorder_is_on(&app->recorder);
	const char *failed;

	recorder_stop(&app->recorder);
	app->env.recording = false;
	failed = app->recorder.failed;
	if (!failed) {
		if (was_on && tell)
			print_recorded(app);
		return true;
	}
	fputs("tamtop: ", stderr);
	text_print_safe(stderr, failed);
	fputc('\n', stderr);
	return false;
}

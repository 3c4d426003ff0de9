// SPDX-License-Identifier: GPL-2.0
/* What the program does for a view, or for a person: opens, asks, starts, ends. */
#include <stdio.h>
#include <string.h>

#include "app/act.h"
#include "app/player.h"
#include "app/record.h"
#include "app/save.h"
#include "app/show.h"
#include "app/signalling.h"
#include "base/base.h"
#include "common/clock.h"
#include "model/model.h"
#include "screen/input.h"

/* What becomes of those that were started here. */
enum {
	QUIT_END = 'k',
	QUIT_LEAVE = 'l',
};

/* Set the delay, or say why not. */
static void set_delay(struct app *app, const char *text)
{
	struct settings settings = app->config.settings;
	char why[SETTING_WHY_MAX];

	if (setting_parse(SETTING_DELAY, &settings, text, why))
		app->env.delay_ns = settings.delay_ns;
	else
		state_notice(app, true, why);
}

static void ask_time(struct app *app, const char *prompt, const char *preset)
{
	app->asker = ASKER_SEEK;
	question_ask_text(&app->question, prompt, preset, "go");
}

/* What is no good is asked again, with the reason before it. */
static void go_to(struct app *app, const char *text)
{
	char why[MOMENT_WHY], typed[ANSWER_MAX];

	if (player_seek(app->config.player, text, why))
		return;
	snprintf(typed, sizeof(typed), "%s", text);
	ask_time(app, why, typed);
}

static void ask(struct app *app, enum asker asker, const char *prompt,
		const char *preset)
{
	app->asker = asker;
	question_ask(&app->question, prompt, preset);
}

/* "2 started here still run": nothing is left behind unless one says so. */
void act_quit(struct app *app)
{
	static const struct choice_key choices[] = {
		{ QUIT_END, "end" }, { QUIT_LEAVE, "leave" }, { TK_ESC, "stay" },
	};
	char prompt[112];

	if (!app->launches.nr) {
		app->quit = true;
		return;
	}
	snprintf(prompt, sizeof(prompt),
		 "%zu%s still run%s:",
		 app->launches.nr,
		 app->env.width < VIEW_NARROW ? "" : " started here",
		 app->launches.nr == 1 ? "s" : "");
	app->asker = ASKER_QUIT;
	question_choose(&app->question, prompt, choices, ARRAY_SIZE(choices));
}

static void answer_quit(struct app *app, char key)
{
	app->leave = key == QUIT_LEAVE;
	app->quit = true;
}

/* Likewise. */
static void answer_view(struct app *app, const char *text)
{
	struct view *top = views_top(&app->views);
	struct view_env env = state_env(app);
	const char *why = top->ops->answer(top, &env, text);
	char typed[ANSWER_MAX];

	if (!why)
		return;
	snprintf(typed, sizeof(typed), "%s", text);
	ask(app, ASKER_VIEW, why, typed);
}

static void take_answer(struct app *app)
{
	switch (app->asker) {
	case ASKER_DELAY:
		set_delay(app, app->question.answer);
		break;
	case ASKER_VIEW:
		answer_view(app, app->question.answer);
		break;
	case ASKER_SAVE:
		save_answer(app, app->question.answer[0]);
		break;
	case ASKER_RECORD:
		record_answer(app, app->question.answer);
		break;
	case ASKER_SIGNAL:
		signalling_answer(app, app->question.answer[0]);
		break;
	case ASKER_QUIT:
		answer_quit(app, app->question.answer[0]);
		break;
	case ASKER_SEEK:
		go_to(app, app->question.answer);
		break;
	}
}

/* The view follows what is typed, and says what it makes of it. */
static void follow_typing(struct app *app, enum answer answer)
{
	struct question *question = &app->question;
	struct typing typing = { .text = question->answer };
	struct view *top = views_top(&app->views);
	struct view_env env = state_env(app);

	typing.stage = answer == ANSWER_CHANGED ? TYPING_ON :
		       answer == ANSWER_GIVEN	? TYPING_KEPT :
						  TYPING_UNDONE;
	top->ops->typing(top, &env, &typing);
	question->open |= answer == ANSWER_GIVEN && typing.refused;
	snprintf(question->told, sizeof(question->told), "%s", typing.told);
	question->mistake = typing.mistake;
	question->at = typing.at;
	if (!question->open && *typing.told)
		state_answer(app, typing.told);
}

void act_follow_typing(struct app *app)
{
	if (app->question.open && app->question.live)
		follow_typing(app, ANSWER_CHANGED);
}

void act_question_key(struct app *app, uint32_t key)
{
	enum answer answer = question_key(&app->question, key);

	if (app->question.live && answer != ANSWER_NONE)
		follow_typing(app, answer);
	else if (answer == ANSWER_GIVEN)
		take_answer(app);
}

static void begin_typing(struct app *app, const struct act *act)
{
	app->asker = ASKER_VIEW;
	question_ask_live(&app->question, act->prompt, act->preset);
}

static bool may_start(struct app *app)
{
	bool may = !app->config.player && !app->config.readonly;

	if (app->config.player)
		state_notice(app, true, "nothing is started: this is a recording");
	else if (!may)
		state_notice(app, true,
			     "nothing is started: --readonly was given");
	return may;
}

/*
 * Start @argv and follow it: it is selected as soon as it is listed. false: it
 * can't be started, and that is told.
 */
static bool launch(struct app *app, char *const argv[], enum opening opening)
{
	char why[160], text[192];
	pid_t pid;

	if (!may_start(app))
		return false;
	pid = launches_start(&app->launches, argv, why, sizeof(why));
	if (!pid) {
		snprintf(text, sizeof(text), "not started: %s", why);
		state_notice(app, true, text);
		return false;
	}
	model_list_pid(app->env.model, pid);
	app->wanted = (struct wanted){
		.pid = pid, .opening = opening, .launched = true,
	};
	app->want_sample = true;
	return true;
}

static void launch_scenario(struct app *app, const struct act *act)
{
	static char size[] = "--size", rate[] = "--rate";
	static char yes[] = "--yes";
	char typed_size[SCENARIO_TYPED], typed_rate[SCENARIO_TYPED];
	char *argv[8] = { app->scenario_list.program, act->scenario->name };
	size_t nr = 2;

	memcpy(typed_size, act->scenario->size, sizeof(typed_size));
	memcpy(typed_rate, act->scenario->rate, sizeof(typed_rate));
	if (act->scenario->has_size && *typed_size) {
		argv[nr++] = size;
		argv[nr++] = typed_size;
	}
	if (act->scenario->has_rate && *typed_rate) {
		argv[nr++] = rate;
		argv[nr++] = typed_rate;
	}
	if (act->scenario->has_yes)
		argv[nr++] = yes;
	if (launch(app, argv, act->show_map ? OPENING_MAP : OPENING_LIST))
		state_close_view(app);
}

void act_take_ends(struct app *app)
{
	char text[256];
	bool failed;
	pid_t pid;

	if (scenario_list_take(&app->scenario_list, &app->scenarios))
		state_update(app);
	while ((pid = launches_news(&app->launches, text, sizeof(text),
				    &failed))) {
		state_notice(app, failed, text);
		/* its number may soon be another's */
		if (pid == app->wanted.pid)
			app->wanted = (struct wanted){ 0 };
	}
}

void act_ask_delay(struct app *app)
{
	ask(app, ASKER_DELAY, "delay in seconds", "");
}

void act_ask_time(struct app *app)
{
	ask_time(app, "go to 12:03:07, +30s, -2m, 50%", "");
}

static void open_place(struct app *app, const struct place *place)
{
	if (place->kind == PLACE_LAUNCH) {
		if (!may_start(app))
			return;
		scenario_list_ask(&app->scenario_list, &app->scenarios);
	}
	if (place->kind == PLACE_SIGNAL &&
	    !signalling_begin(app, place->process))
		return;
	state_open(app, place);
	if (place->kind == PLACE_PROCESS)
		show_chosen(app, place->process);
}

/* The menu has done its work: what it was of is sorted. */
static void sort_below(struct app *app, const struct field *field)
{
	struct view_env env = state_env(app);
	struct view *top;

	state_close_view(app);
	top = views_top(&app->views);
	if (top->ops->sort)
		top->ops->sort(top, &env, field);
}

void act_perform(struct app *app, const struct act *act)
{
	switch (act->kind) {
	case ACT_OPEN:
		open_place(app, &act->place);
		break;
	case ACT_ASK:
		ask(app, ASKER_VIEW, act->prompt, act->preset);
		break;
	case ACT_TYPE:
		begin_typing(app, act);
		break;
	case ACT_BACK:
		state_close_view(app);
		break;
	case ACT_LAUNCH:
		launch_scenario(app, act);
		break;
	case ACT_SIGNAL:
		signalling_ask(app, act->signal);
		break;
	case ACT_COLUMNS:
		state_set_columns(app, act->columns);
		state_update(app);
		break;
	case ACT_SORT:
		sort_below(app, act->field);
		break;
	case ACT_NONE:
	case ACT_DONE:
		break;
	}
}

void act_run_command(struct app *app, char *const argv[], enum opening opening)
{
	launch(app, argv, opening);
}

void act_end_launches(struct app *app)
{
	if (app->leave)
		launches_leave(&app->launches);
	else
		launches_kill(&app->launches);
}

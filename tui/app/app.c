// SPDX-License-Identifier: GPL-2.0
/* The program between events and screen: keys, samples, notices, a picture. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/act.h"
#include "app/app.h"
#include "app/player.h"
#include "app/record.h"
#include "app/recorded.h"
#include "app/save.h"
#include "app/save_settings.h"
#include "app/schedule.h"
#include "app/show.h"
#include "app/signalling.h"
#include "app/state.h"
#include "app/views.h"
#include "base/alloc.h"
#include "base/base.h"
#include "base/parse.h"
#include "base/status.h"
#include "common/format.h"
#include "view/frame.h"
#include "view/key_words.h"
#include "view/view.h"

#define ANSWER_END 7		/* columns behind it, for " q quit" */

static void resize(struct app *app, int width, int height)
{
	app->env.width = width;
	app->env.height = height;
	screen_resize(app->screen, width, height);
	state_update(app);
	signalling_resize(app);
}

static void tell_of_recording(struct app *app)
{
	if (!app->config.player)
		return;
	recorded_about(player_reader(app->config.player),
		       app->config.recording, &app->recorded);
	app->env.recorded = &app->recorded;
}

static void settle(struct app *app)
{
	const struct settings *settings = &app->config.settings;

	app->env.delay_ns = settings->delay_ns;
	app->env.sort = settings->sort;
	app->env.inverted = settings->inverted;
	app->env.paths = settings->paths;
	app->env.letters = settings->letters;
	model_set_tree(app->env.model, settings->tree);
}

/* Above the list, to which Esc leads. */
static void open_first(struct app *app)
{
	const struct place groups = {
		.kind = PLACE_GROUPS,
		.group_kind = app->config.settings.start,
	};

	if (app->config.opens_view && groups.group_kind != GROUP_NONE)
		state_open(app, &groups);
}

struct app *app_new(const struct app_config *config, int width, int height)
{
	static const struct place list = { .kind = PLACE_LIST };
	struct app *app = xcalloc(1, sizeof(*app));

	app->config = *config;
	if (!config->steady)
		app->config.steady = config->clock;
	app->env.model = model_new();
	app->env.keys = &app->keys;
	app->keys = config->settings.keys;
	app->env.source = config->source;
	app->env.release = config->release;
	tell_of_recording(app);
	settle(app);
	app->env.width = width;
	app->env.height = height;
	app->palette = (struct palette){ .eighths = true, .colors = 256 };
	app->screen = screen_new(width, height);
	model_set_pids(app->env.model, config->pids, config->nr_pids);
	model_list_processes(app->env.model, config->found, config->nr_found);
	if (config->filter)
		model_set_filter(app->env.model,
				 filter_new(config->filter, NULL));
	state_set_columns(app, &config->settings.columns);
	app->env.scenarios = &app->scenarios;
	app->env.of = config->of;
	app->wanted.pid = config->open_pid;
	app->wanted.opening = config->opening;
	state_open(app, &list);
	open_first(app);
	return app;
}

void app_free(struct app *app)
{
	if (!app)
		return;
	views_close_all(&app->views);
	scenario_list_drop(&app->scenario_list);
	scenarios_release(&app->scenarios);
	launches_kill(&app->launches);
	save_release(&app->kept);
	recorder_release(&app->recorder);
	screen_free(app->screen);
	model_free(app->env.model);
	free(app);
}

static void toggle_pause(struct app *app)
{
	if (app->config.player) {
		player_toggle(app->config.player);
		return;
	}
	app->env.paused = !app->env.paused;
	app->paused_at = clock_now(app->config.steady);
	if (!app->env.paused)
		app->want_sample = true;
}

static void toggle_help(struct app *app)
{
	const struct place help = {
		.kind = PLACE_HELP, .of = views_place(&app->views),
	};

	if (help.of == PLACE_HELP)
		state_close_view(app);
	else
		state_open(app, &help);
}

static void toggle_mark(struct app *app)
{
	char text[160];

	if (model_marked(app->env.model, NULL)) {
		model_unmark(app->env.model);
	} else {
		model_mark(app->env.model, clock_now(app->config.clock));
		keymap_say(&app->keys, views_place(&app->views),
			   "marked: what changes from now on is shown beside; {mark} again ends it",
			   text, sizeof(text));
		state_notice(app, false, text);
	}
	state_update(app);
}

/* @text with the keys that are in force: "nothing to go back to; {quit} quits" */
static void say(struct app *app, const char *text)
{
	char said[160];

	keymap_say(&app->keys, views_place(&app->views), text, said,
		   sizeof(said));
	state_answer(app, said);
}

/* Every key answers: what means nothing says so. */
static void tell_nothing(struct app *app, uint32_t key, const char *why)
{
	char text[160];

	if (why) {
		say(app, why);
		return;
	}
	key_answer(&app->keys, key, views_place(&app->views),
		   app->env.width - ANSWER_END, text, sizeof(text));
	state_answer(app, text);
}

static void one_sample(struct app *app)
{
	if (!app->config.player)
		app->want_sample = true;
	else if (!player_step(app->config.player, false))
		say(app, "here the recording ends; {pause} begins anew");
}

static void ask_delay(struct app *app)
{
	if (app->config.player)
		say(app, "a recording keeps its own pace; {slower} {faster} change the speed");
	else
		act_ask_delay(app);
}

/* In a pause line 1 has no room for the speed. */
static void tell_speed(struct app *app)
{
	const struct player *player = app->config.player;
	char speed[PLAYER_SPEED_MAX], text[64];

	snprintf(text, sizeof(text), "%s %s", player_speed(player, speed),
		 player_is_at_end(player) ? "once it begins anew" :
					    "from here on");
	say(app, text);
}

static void set_speed(struct app *app, bool faster)
{
	if (player_set_speed(app->config.player, faster))
		tell_speed(app);
	else if (faster)
		say(app, "this is the fastest; {go-to} goes to a time");
	else
		say(app, "this is the slowest; {step-back} {one-sample} step");
}

/* What only a recording obeys. */
static void play(struct app *app, enum command command)
{
	if (command == CMD_SEEK)
		act_ask_time(app);
	else if (command != CMD_STEP_BACK)
		set_speed(app, command == CMD_FASTER);
	else if (!player_step(app->config.player, true))
		say(app, "here the recording begins");
}

#define RECORDING "a recording (--replay FILE); live, "
#define DELAY "{delay} sets the delay"

/* What it would do, and what comes near to that. */
static void tell_live(struct app *app, enum command command)
{
	static const struct {
		enum command command;
		const char *text;
	} told[] = {
		{ CMD_STEP_BACK,
		  "{step-back} steps back in " RECORDING "{pause} pauses" },
		{ CMD_SLOWER, "{slower} slows down " RECORDING DELAY },
		{ CMD_FASTER, "{faster} speeds up " RECORDING DELAY },
		{ CMD_SEEK,
		  "{go-to} goes to a time of " RECORDING "{record} makes one" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(told); i++)
		if (told[i].command == command)
			say(app, told[i].text);
}

/* What isn't the program's own is the view's, which may ask for an act. */
static void pass_on(struct app *app, enum command command, uint32_t key)
{
	struct view *top = views_top(&app->views);
	struct view_env env = state_env(app);
	struct act act = top->ops->command(top, &env, command);

	if (act.kind == ACT_NONE)
		tell_nothing(app, key, act.why);
	else if (act.why)
		say(app, act.why);
	act_perform(app, &act);
}

static void go_back(struct app *app)
{
	if (app->views.nr == 1)
		say(app, "nothing to go back to; {quit} quits");
	state_close_view(app);
}

/* As htop does: a digit begins a search, and is its first character. */
static void search_pid(struct app *app, uint32_t key)
{
	pass_on(app, CMD_SEARCH, key);
	if (app->question.open && app->question.live)
		act_question_key(app, key);
}

static void obey(struct app *app, enum command command, uint32_t key)
{
	switch (command) {
	case CMD_QUIT:
		act_quit(app);
		break;
	case CMD_HELP:
		toggle_help(app);
		break;
	case CMD_BACK:
	case CMD_LEAVE:
		go_back(app);
		break;
	case CMD_PAUSE:
		toggle_pause(app);
		break;
	case CMD_ONE_SAMPLE:
		one_sample(app);
		break;
	case CMD_STEP_BACK:
	case CMD_SLOWER:
	case CMD_FASTER:
	case CMD_SEEK:
		if (app->config.player)
			play(app, command);
		else
			tell_live(app, command);
		break;
	case CMD_DELAY:
		ask_delay(app);
		break;
	case CMD_REDRAW:
		app->want_redraw = true;
		break;
	case CMD_MARK:
		toggle_mark(app);
		break;
	case CMD_SAVE:
		save_ask(app, app_draw(app));
		break;
	case CMD_RECORD:
		record_key(app);
		break;
	case CMD_SAVE_SETTINGS:
		save_settings(app);
		break;
	case CMD_LETTERS:
		app->env.letters = !app->env.letters;
		break;
	case CMD_SEARCH_PID:
		search_pid(app, key);
		break;
	default:
		pass_on(app, command, key);
	}
}

/*
 * Where something is typed, a key is no command, but for one that a person has
 * bound to it: that is meant everywhere.
 */
static bool view_takes_key(struct app *app, uint32_t key, enum command command)
{
	struct view *top = views_top(&app->views);
	struct view_env env = state_env(app);

	if (command != CMD_NONE && app->keys.bound[command].bound)
		return false;
	return top->ops->key && top->ops->key(top, &env, key);
}

static void take_key(struct app *app, uint32_t key)
{
	enum command command = key_command(&app->keys, key, views_place(&app->views));

	app->notice_until = 0;
	app->dirty = true;
	/* a glass that others wrote on is mended under a question, too */
	if (app->question.open && command != CMD_REDRAW) {
		act_question_key(app, key);
		return;
	}
	show_give_way(app);
	if (view_takes_key(app, key, command))
		return;
	if (command != CMD_NONE)
		obey(app, command, key);
	else
		tell_nothing(app, key, NULL);
}

/* Whatever a click does not mean does nothing, and says nothing. */
static void point_at(struct app *app, const struct hit *hit, bool twice)
{
	struct view *top = views_top(&app->views);
	struct view_env env = state_env(app);
	struct act act;

	if (app->question.open || !top->ops->point)
		return;
	show_give_way(app);
	act = top->ops->point(top, &env, hit);
	if (act.why)
		state_answer(app, act.why);
	if (twice && act.kind == ACT_DONE && hit->kind != HIT_HEAD)
		obey(app, CMD_ENTER, TK_ENTER);
}

static void click(struct app *app, const struct mouse *mouse, bool twice)
{
	struct hit hit = pointer_find(&app->pointer, app->screen,
				      app->question.open, mouse->x, mouse->y);

	if (mouse->act == MOUSE_CLICK)
		twice = pointer_is_second(&app->pointer, &hit,
					  clock_now(app->config.steady));
	if (hit.kind == HIT_KEY)
		take_key(app, hit.key);
	else if (hit.kind != HIT_NONE)
		point_at(app, &hit, twice);
}

static void turn_wheel(struct app *app, enum command command)
{
	struct view *top = views_top(&app->views);
	struct view_env env = state_env(app);

	if (app->question.open)
		return;
	show_give_way(app);
	top->ops->command(top, &env, command);
}

static void take_mouse(struct app *app, const struct mouse *mouse)
{
	app->notice_until = 0;
	app->dirty = true;
	switch (mouse->act) {
	case MOUSE_CLICK:
	case MOUSE_ONCE:
		click(app, mouse, false);
		break;
	case MOUSE_TWICE:
		click(app, mouse, false);
		click(app, mouse, true);
		break;
	case MOUSE_WHEEL_UP:
		turn_wheel(app, CMD_SCROLL_UP);
		break;
	case MOUSE_WHEEL_DOWN:
		turn_wheel(app, CMD_SCROLL_DOWN);
		break;
	}
}

static void heed_end(struct app *app, const struct sample *sample)
{
	if (app_all_gone(app))
		state_notice(app, true, app->config.player ?
			     "none of the processes asked for is there" :
			     "none of the processes asked for is left");
	if (sample->sections & SECTION_LIST)
		app->nr_lists++;
	if (app->config.max_samples && app->nr_lists >= app->config.max_samples)
		app->quit = true;
}

static void take_sample(struct app *app, const struct event *event)
{
	char text[128];
	bool told;

	if (event->sample.st != ST_OK) {
		snprintf(text, sizeof(text), "sample from %s: %s",
			 app->config.source, strerror(event->sample.error));
		state_notice(app, true, text);
		return;
	}
	told = model_update(app->env.model, event->sample.sample);
	record_take(app, event->sample.sample);
	if (told)
		state_update(app);
	act_follow_typing(app);
	show_wanted(app);
	if (!event->sample.past)
		heed_end(app, event->sample.sample);
}

void app_event(struct app *app, const struct event *event)
{
	switch (event->type) {
	case EVENT_KEY:
		take_key(app, event->key);
		break;
	case EVENT_MOUSE:
		take_mouse(app, &event->mouse);
		break;
	case EVENT_RESIZE:
		resize(app, event->resize.width, event->resize.height);
		break;
	case EVENT_TICK:
		app->want_sample = true;
		break;
	case EVENT_SECOND:
		app->dirty |= app->env.paused || app->notice_until ||
			      app->config.player ||
			      views_top(&app->views)->ops->looks_in;
		break;
	case EVENT_SAMPLE:
		take_sample(app, event);
		break;
	case EVENT_SIGNAL:
		app->quit = true;
		break;
	case EVENT_CHILD:
		act_take_ends(app);
		break;
	}
}

static bool too_small(const struct app *app)
{
	return app->env.width < SCREEN_MIN_WIDTH ||
	       app->env.height < SCREEN_MIN_HEIGHT;
}

static const char *current_notice(const struct app *app)
{
	if (!app->notice_until ||
	    clock_now(app->config.steady) >= app->notice_until)
		return NULL;
	return app->notice;
}

/* "19 processes, mark 34s" */
static void tell_mark(const struct app *app, const struct view_env *env,
		      char *title, size_t size)
{
	size_t len = strlen(title);
	uint64_t when_ns;
	char age[FORMAT_MAX];

	if (!model_marked(app->env.model, &when_ns) || env->width < VIEW_NARROW)
		return;
	format_age(age, sizeof(age), env->now_ns - when_ns);
	snprintf(title + len, size - len, ", mark %s", age);
}

static void prompt_text(const struct question *question, char *buf, size_t len)
{
	if (question->choices)
		snprintf(buf, len, "%s", question->prompt);
	else
		snprintf(buf, len, "%s: %s_", question->prompt,
			 question->answer);
}

/* Line 1 says where in the recording it is. */
static void follow_player(struct app *app)
{
	struct player *player = app->config.player;

	if (!player)
		return;
	app->env.played = player_tells(player);
	app->env.paused = !player_runs(player);
	app->env.ended = player_is_at_end(player);
}

static struct view_env env_to_draw(struct app *app)
{
	follow_player(app);
	return state_env(app);
}

const struct screen *app_draw(struct app *app)
{
	const struct view *view = views_top(&app->views);
	struct view_env env = env_to_draw(app), hinted = env;
	char title[192] = "", prompt[ANSWER_MAX + 128];
	struct frame frame = {
		.title = title,
		.place = views_place(&app->views),
		.too_small = too_small(app),
		.notice = current_notice(app),
		.notice_is_error = app->notice_is_error,
		.looks_in = view->ops->looks_in,
		.quick = view->ops->quick,
		.pace_ns = app_quick_ns(app),
	};

	/* those of a recording stand beside them, whether it goes on or not */
	hinted.paused &= !env.played;
	frame.hints = view->ops->hints(view, &hinted);
	if (!frame.pace_ns)
		frame.pace_ns = app->env.delay_ns;
	if (app->env.paused)
		frame.paused_ns = clock_now(app->config.steady) -
				  app->paused_at;
	prompt_text(&app->question, prompt, sizeof(prompt));
	if (app->question.open)
		frame.prompt = prompt;
	frame.choices = app->question.choices;
	frame.nr_choices = app->question.nr_choices;
	frame.told = app->question.told;
	frame.enter = app->question.enter;
	frame.esc = app->question.esc;
	frame.mistake = app->question.mistake;
	frame.mistake_at = strlen(prompt) - 1 -
			   strlen(app->question.answer) + app->question.at;
	screen_clear(app->screen);
	if (!frame.too_small) {
		view->ops->title(view, &env, title, sizeof(title));
		tell_mark(app, &env, title, sizeof(title));
		view->ops->draw(view, &env, app->screen);
	}
	frame_draw(&frame, &env, app->screen);
	app->pointer.asks = app->question.open;
	app->dirty = false;
	return app->screen;
}

void app_set_palette(struct app *app, const struct palette *palette)
{
	app->palette = *palette;
}

bool app_export(struct app *app, enum export_format format, FILE *out)
{
	return save_write(app, app_draw(app), format, out);
}

bool app_dirty(const struct app *app)
{
	return app->dirty;
}

bool app_quit(const struct app *app)
{
	return app->quit;
}

bool app_settled(const struct app *app)
{
	return model_nr_samples(app->env.model) && show_is_done(app);
}

unsigned long app_nr_samples(const struct app *app)
{
	return model_nr_samples(app->env.model);
}

void app_forget(struct app *app)
{
	model_forget(app->env.model);
	views_forget(&app->views);
}

void app_forget_target(struct app *app)
{
	const struct target *target = model_target(app->env.model);

	if (!target)
		return;
	model_look_into(app->env.model, target->now.id);
	views_forget(&app->views);
}

bool app_marked(const struct app *app, uint64_t *when_ns)
{
	return model_marked(app->env.model, when_ns);
}

void app_mark(struct app *app, uint64_t when_ns)
{
	model_mark(app->env.model, when_ns);
	app->dirty = true;
}

bool app_running(const struct app *app)
{
	return app->config.player ? player_runs(app->config.player) :
				    !app->env.paused;
}

static bool take(bool *flag)
{
	bool was = *flag;

	*flag = false;
	return was;
}

bool app_take_sample_request(struct app *app)
{
	return take(&app->want_sample);
}

bool app_take_redraw_request(struct app *app)
{
	return take(&app->want_redraw);
}

const struct clock *app_clock(const struct app *app)
{
	return app->config.clock;
}

const struct clock *app_steady(const struct app *app)
{
	return app->config.steady;
}

uint64_t app_delay_ns(const struct app *app)
{
	return app->env.delay_ns;
}

void app_demand(const struct app *app, struct demand *demand)
{
	struct view_env env = state_env(app);

	demand_reset(demand);
	views_demand(&app->views, &env, demand);
	demand->target.mark = model_marked(app->env.model, NULL);
	demand->target.mark_is_past = model_mark_is_past(app->env.model);
	demand->target.runs = demand->target.id.pid &&
			      recorder_is_on(&app->recorder);
}

uint64_t app_quick_ns(const struct app *app)
{
	const struct target *target = model_target(app->env.model);

	if (!target || !views_looked_at(&app->views)->ops->quick)
		return 0;
	return schedule_quick_ns(app->env.delay_ns, target->quick_cost_ns);
}

bool app_all_gone(const struct app *app)
{
	return (app->config.nr_pids || app->config.nr_found) &&
	       model_nr_samples(app->env.model) &&
	       model_is_empty(app->env.model);
}

size_t app_fds(const struct app *app, struct pollfd fds[APP_FDS_MAX])
{
	size_t nr = launches_fds(&app->launches, fds);

	fds[nr] = (struct pollfd){
		.fd = scenario_list_fd(&app->scenario_list), .events = POLLIN,
	};
	return nr + (fds[nr].fd >= 0);
}

void app_notice(struct app *app, bool error, const char *text)
{
	state_notice(app, error, text);
}

bool app_record(struct app *app, const char *path, char why[RECORDER_WHY])
{
	return record_begin(app, path, why);
}

bool app_end_recording(struct app *app, bool tell)
{
	return record_end(app, tell);
}

void app_run_command(struct app *app, char *const argv[], enum opening opening)
{
	act_run_command(app, argv, opening);
}

void app_end_launches(struct app *app)
{
	act_end_launches(app);
}

// SPDX-License-Identifier: GPL-2.0
/* The launcher: demonstrations to choose from, each ready to be started. */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/base.h"
#include "base/parse.h"
#include "base/text.h"
#include "data/scenario.h"
#include "view/table_view.h"
#include "view/view.h"

#define HEAD_Y 4		/* below what they are, and what will run */

struct launch_view {
	struct table_view table;
	enum { ASKED_NOTHING, ASKED_SIZE, ASKED_RATE } asked;
};

static struct launch_view *to_launch(struct view *view)
{
	return (struct launch_view *)view;
}

static const struct launch_view *const_launch(const struct view *view)
{
	return (const struct launch_view *)view;
}

#define DEFINE_TEXT(name, member)					\
static struct value name##_value(const void *of,			\
				 const struct field_context *context)	\
{									\
	const struct scenario *scenario = of;				\
									\
	(void)context;							\
	return (struct value){						\
		.state = *scenario->member ? VALUE_KNOWN : VALUE_NONE,	\
		.text = scenario->member,				\
	};								\
}									\
static const struct field name##_field = {				\
	.unit = UNIT_TEXT, .value = name##_value,			\
}

DEFINE_TEXT(name, name);
DEFINE_TEXT(size, size);
DEFINE_TEXT(rate, rate);
DEFINE_TEXT(summary, summary);
DEFINE_TEXT(look_for, look_for);

#define DROP(rank) .drop = rank, .drop_marked = rank

/* As wide as tamdemo's words may be; size and rate stand above, too. */
static const struct table_column columns[] = {
	{ .field = &name_field, .head = "DEMO", .width = 10, .left = true },
	{ .field = &size_field, .head = "SIZE", .width = 6, DROP(2) },
	{ .field = &rate_field, .head = "RATE/s", .width = 7, DROP(1) },
	{ .field = &summary_field, .head = "WHAT IT DOES", .width = 26,
	  .left = true },
	{ .field = &look_for_field, .head = "LOOK FOR", .width = 38,
	  .left = true, DROP(3) },
};

static const struct table launch_table = {
	.columns = columns, .nr = ARRAY_SIZE(columns), .first_x = 2,
};

static const void *launch_row(const struct view *view,
			      const struct view_env *env, size_t i)
{
	(void)view;
	return i < env->scenarios->nr ? &env->scenarios->list[i] : NULL;
}

static size_t launch_nr(const struct view *view, const struct view_env *env)
{
	(void)view;
	return env->scenarios->nr;
}

/* They stay where they are, in the order of tamdemo. */
static struct table_key launch_key(const void *row)
{
	return (struct table_key){ .main = (uintptr_t)row };
}

static int launch_head_y(const struct view_env *env)
{
	(void)env;
	return HEAD_Y;
}

/* The selected one, NULL: there is none. */
static struct scenario *selected(const struct launch_view *launch,
				 const struct view_env *env)
{
	size_t at = launch->table.table.cursor.at;

	return at < env->scenarios->nr ? &env->scenarios->list[at] : NULL;
}

static void launch_title(const struct view *view, const struct view_env *env,
			 char *buf, size_t len)
{
	(void)view;
	snprintf(buf, len, "%s", env->width < VIEW_NARROW ? "demos" :
		 "start a demo and watch its pages");
}

static const int *launch_hints(const struct view *view,
			       const struct view_env *env)
{
	static const int none[] = { CMD_BACK, CMD_NONE };
	static const int usual[] = {
		CMD_BACK, CMD_ENTER, CMD_START, CMD_SIZE, CMD_RATE, CMD_UP,
		CMD_NONE
	};

	return selected(const_launch(view), env) ? usual : none;
}

static void add_word(char *buf, size_t len, size_t *used, const char *option,
		     const char *word)
{
	if (*word && *used < len)
		*used += (size_t)snprintf(buf + *used, len - *used, "%s%s",
					  option, word);
}

/* "> tamdemo linear --size 256M --rate 3200", below it what that needs */
static void draw_command(const struct scenario *scenario,
			 struct screen *screen, int y)
{
	char text[256] = "";
	size_t used = 0;

	add_word(text, sizeof(text), &used, "> tamdemo ", scenario->name);
	if (scenario->has_size)
		add_word(text, sizeof(text), &used, " --size ", scenario->size);
	if (scenario->has_rate)
		add_word(text, sizeof(text), &used, " --rate ", scenario->rate);
	screen_text(screen, 0, y, TO_EDGE, ROLE_TEXT, text);
	if (!*scenario->needs)
		return;
	screen_text(screen, 2, y + 1, TO_EDGE, ROLE_DIM, "needs");
	screen_text(screen, 8, y + 1, TO_EDGE, ROLE_TEXT, scenario->needs);
}

static void draw_none(const struct scenarios *scenarios,
		      struct screen *screen)
{
	bool failed = *scenarios->why_none;

	screen_text(screen, 0, 1, TO_EDGE, ROLE_TEXT, failed ?
		    "tamdemo can't be asked for its demos:" :
		    "tamdemo is being asked for its demos");
	screen_text(screen, 0, 2, TO_EDGE, ROLE_TEXT, scenarios->why_none);
	if (!failed)
		return;
	screen_text(screen, 0, 3, TO_EDGE, ROLE_TEXT,
		    "Looked for in PATH and beside tamtop;");
	screen_text(screen, 0, 4, TO_EDGE, ROLE_TEXT,
		    "Debian has it in the package tamdemo.");
}

static void launch_draw(const struct view *view, const struct view_env *env,
			struct screen *screen)
{
	static const char about[] =
		"Each reserves memory with tamalloc(2) and touches its pages in its own way.";
	static const char short_about[] =
		"Each touches memory in its own way.";
	const struct scenario *scenario = selected(const_launch(view), env);

	if (!scenario) {
		draw_none(env->scenarios, screen);
		return;
	}
	screen_text(screen, 0, 1, TO_EDGE, ROLE_TEXT,
		    env->width < VIEW_NARROW ? short_about : about);
	table_view_draw(view, env, screen);
	draw_command(scenario, screen, 2);
}

static struct act ask(struct launch_view *launch,
		      const struct scenario *scenario, enum command command)
{
	bool size = command == CMD_SIZE;

	if (size && !scenario->has_size)
		return act_none("this demo has no size");
	if (!size && !scenario->has_rate)
		return act_none("this demo has no rate");
	launch->asked = size ? ASKED_SIZE : ASKED_RATE;
	return (struct act){
		.kind = ACT_ASK,
		.prompt = size ? "memory to reserve, like 256M" :
				 "pages a second, or like 8M",
		.preset = size ? scenario->size : scenario->rate,
	};
}

static struct act launch_command(struct view *view, const struct view_env *env,
				 enum command command, const void *row)
{
	(void)env;
	if (!row)
		return act_done(false);
	switch (command) {
	case CMD_ENTER:
	case CMD_START:
		return (struct act){
			.kind = ACT_LAUNCH, .scenario = row,
			.show_map = command == CMD_ENTER,
		};
	case CMD_SIZE:
	case CMD_RATE:
		return ask(to_launch(view), row, command);
	default:
		return act_done(false);
	}
}

static const struct table_view_ops launch_ops = {
	.table = &launch_table, .row = launch_row, .nr = launch_nr,
	.key = launch_key, .head_y = launch_head_y, .command = launch_command,
};

static const char *launch_answer(struct view *view,
				 const struct view_env *env, const char *text)
{
	struct launch_view *launch = to_launch(view);
	struct scenario *scenario = selected(launch, env);
	uint64_t bytes;

	if (!scenario)
		return NULL;
	if (!parse_size(text, &bytes))
		return launch->asked == ASKED_SIZE ?
		       "a size above 0, like 256M" :
		       "a rate above 0, like 3200 or 8M";
	if (launch->asked == ASKED_SIZE)
		scenario_set_size(scenario, text);
	else
		snprintf(scenario->rate, sizeof(scenario->rate), "%s", text);
	return NULL;
}

static struct view *launch_open(const struct view_env *env,
				const struct place *place)
{
	struct launch_view *launch = xcalloc(1, sizeof(*launch));

	(void)place;
	table_view_init(&launch->table, &launch_ops, env, NULL);
	return &launch->table.view;
}

const struct view_ops launch_view = {
	.open = launch_open,
	.title = launch_title,
	.hints = launch_hints,
	.update = table_view_update,
	.draw = launch_draw,
	.command = table_view_command,
	.point = table_view_point,
	.answer = launch_answer,
	.close = table_view_close,
};

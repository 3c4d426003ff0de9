// SPDX-License-Identifier: GPL-2.0
/* The menu of signals that a process can be sent, each with what it is for. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "data/signal.h"
#include "view/table_view.h"
#include "view/choice.h"
#include "view/view.h"

#define TELLS_HEIGHT 14		/* from here on a line says how to choose */
#define PREFIX "SIG"

/* One line of the menu. */
struct choice {
	int number;
	char name[SIGNAL_NAME_MAX];
};

struct signal_view {
	struct table_view table;
	struct proc_id id;		/* who is to get one */
	char comm[sizeof(((struct proc *)0)->comm)];
	struct choice *choices;
	size_t nr;
	struct menu_choice typed;
};

static struct signal_view *to_signal(struct view *view)
{
	return (struct signal_view *)view;
}

static const struct signal_view *const_signal(const struct view *view)
{
	return (const struct signal_view *)view;
}

static struct value number_value(const void *of,
				 const struct field_context *context)
{
	(void)context;
	return (struct value){
		.number = (uint64_t)((const struct choice *)of)->number,
	};
}

static struct value name_value(const void *of,
			       const struct field_context *context)
{
	(void)context;
	return (struct value){ .text = ((const struct choice *)of)->name };
}

static struct value about_value(const void *of,
				const struct field_context *context)
{
	(void)context;
	return (struct value){
		.text = signal_about(((const struct choice *)of)->number),
	};
}

static struct value effect_value(const void *of,
				 const struct field_context *context)
{
	(void)context;
	return (struct value){
		.text = signal_effect(((const struct choice *)of)->number),
	};
}

static const struct field number_field = {
	.unit = UNIT_NUMBER, .value = number_value,
};

static const struct field name_field = {
	.unit = UNIT_TEXT, .value = name_value,
};

static const struct field about_field = {
	.unit = UNIT_TEXT, .value = about_value,
};

static const struct field effect_field = {
	.unit = UNIT_TEXT, .value = effect_value,
};

static const struct table_column columns[] = {
	{ .field = &number_field, .head = "NR", .width = 2 },
	{ .field = &name_field, .head = "SIGNAL", .width = 11, .left = true },
	{ .field = &about_field, .head = "WHAT IT SAYS", .width = 24,
	  .left = true },
	{ .field = &effect_field, .head = "IF NOT HANDLED", .width = 14,
	  .left = true, .drop = 1, .drop_marked = 1 },
};

static const struct table signal_table = {
	.columns = columns, .nr = ARRAY_SIZE(columns), .first_x = 1,
};

static const void *signal_row(const struct view *view,
			      const struct view_env *env, size_t i)
{
	const struct signal_view *signal = const_signal(view);

	(void)env;
	return i < signal->nr ? &signal->choices[i] : NULL;
}

static size_t nr_rows(const struct view *view, const struct view_env *env)
{
	(void)env;
	return const_signal(view)->nr;
}

static struct table_key signal_key(const void *row)
{
	return (struct table_key){ .main = (uintptr_t)row };
}

static int signal_head_y(const struct view_env *env)
{
	return env->height < TELLS_HEIGHT ? 1 : 3;
}

static struct act signal_row_command(struct view *view,
				     const struct view_env *env,
				     enum command command, const void *row)
{
	(void)view;
	(void)env;
	if (command != CMD_ENTER || !row)
		return act_done(false);
	return (struct act){
		.kind = ACT_SIGNAL,
		.signal = ((const struct choice *)row)->number,
	};
}

static const struct table_view_ops signal_ops = {
	.table = &signal_table, .row = signal_row, .nr = nr_rows,
	.key = signal_key, .head_y = signal_head_y,
	.command = signal_row_command,
};

static void signal_title(const struct view *view, const struct view_env *env,
			 char *buf, size_t len)
{
	const struct signal_view *signal = const_signal(view);
	bool narrow = env->width < VIEW_NARROW;
	bool typing = *signal->typed.typed || signal->typed.number;
	char whom[48];

	snprintf(whom, sizeof(whom), "%s%d %s%s", narrow ? "" : "signal to ",
		 (int)signal->id.pid, signal->comm, typing ? ":" : "");
	choice_text(&signal->typed, whom, buf, len);
}

static const int *signal_hints(const struct view *view,
			       const struct view_env *env)
{
	static const int hints[] = { CMD_BACK, CMD_ENTER, CMD_NONE };

	(void)view;
	(void)env;
	return hints;
}

static void signal_draw(const struct view *view, const struct view_env *env,
			struct screen *screen)
{
	if (env->height >= TELLS_HEIGHT)
		screen_words(screen, 1, 1, TO_EDGE, ROLE_DIM,
			     "Arrows, its first letters, or its number choose.");
	table_view_draw(view, env, screen);
}

static const char *choice_name(const void *of, size_t i)
{
	return ((const struct choice *)of)[i].name + strlen(PREFIX);
}

static uint64_t choice_number(const void *of, size_t i)
{
	return (uint64_t)((const struct choice *)of)[i].number;
}

static void select_choice(struct signal_view *signal,
			  const struct view_env *env, size_t i)
{
	table_view_select(&signal->table.view, env,
			  signal_key(&signal->choices[i]));
}

static bool signal_take_key(struct view *view, const struct view_env *env,
			    uint32_t key)
{
	struct signal_view *signal = to_signal(view);
	const struct choice_list list = {
		.of = signal->choices, .nr = signal->nr, .name = choice_name,
		.number = choice_number, .prefix = PREFIX,
	};
	size_t at = signal->table.table.cursor.at;

	if (!choice_key(&signal->typed, &list, key, &at))
		return false;
	select_choice(signal, env, at);
	return true;
}

/* Returns the place of the one that asks politely. */
static size_t fill(struct signal_view *signal)
{
	size_t i, term = 0;

	signal->nr = signal_nr();
	signal->choices = xcalloc(signal->nr, sizeof(*signal->choices));
	for (i = 0; i < signal->nr; i++) {
		signal->choices[i].number = signal_number(i);
		signal_name(signal->choices[i].number,
			    signal->choices[i].name);
		if (signal->choices[i].number == SIGTERM)
			term = i;
	}
	return term;
}

/* The row goes with the process: its name stays. */
static struct view *signal_open(const struct view_env *env,
				const struct place *place)
{
	const struct row *row = model_process(env->model, place->process);
	struct signal_view *signal = xcalloc(1, sizeof(*signal));
	size_t term = fill(signal);

	signal->id = place->process;
	snprintf(signal->comm, sizeof(signal->comm), "%s",
		 row ? row->now.comm : "");
	table_view_init(&signal->table, &signal_ops, env, NULL);
	select_choice(signal, env, term);
	return &signal->table.view;
}

static void signal_close(struct view *view)
{
	free(to_signal(view)->choices);
	table_view_close(view);
}

const struct view_ops signal_view = {
	.open = signal_open,
	.title = signal_title,
	.hints = signal_hints,
	.update = table_view_update,
	.draw = signal_draw,
	.command = table_view_command,
	.key = signal_take_key,
	.close = signal_close,
};

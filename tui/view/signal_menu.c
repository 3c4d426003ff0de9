// SPDX-License-Identifier: GPL-2.0
/* The menu of signals that a process can be sent, each with what it is for. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "data/signal.h"
#include "view/menu.h"
#include "view/view.h"

#define PREFIX "SIG"

/* One line of the menu. */
struct choice {
	int number;
	char name[SIGNAL_NAME_MAX];
};

struct signal_view {
	struct menu menu;
	struct proc_id id;		/* who is to get one */
	char comm[sizeof(((struct proc *)0)->comm)];
	struct choice *choices;
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
	.table = &signal_table, .row = menu_row, .nr = menu_nr,
	.key = menu_key_of, .head_y = menu_head_y,
	.command = signal_row_command,
};

static void signal_title(const struct view *view, const struct view_env *env,
			 char *buf, size_t len)
{
	const struct signal_view *signal = const_signal(view);
	bool narrow = env->width < VIEW_NARROW;
	const struct menu_choice *typed = &signal->menu.typed;
	bool typing = *typed->typed || typed->number;
	char whom[48];

	snprintf(whom, sizeof(whom), "%s%d %s%s", narrow ? "" : "signal to ",
		 (int)signal->id.pid, signal->comm, typing ? ":" : "");
	choice_text(typed, whom, buf, len);
}

static const char *choice_name(const void *line)
{
	return ((const struct choice *)line)->name + strlen(PREFIX);
}

static uint64_t choice_number(const void *line)
{
	return (uint64_t)((const struct choice *)line)->number;
}

static const struct choice_list names = {
	.name = choice_name, .number = choice_number, .prefix = PREFIX,
};

/* Returns the place of the one that asks politely. */
static size_t fill(struct signal_view *signal)
{
	size_t i, nr = signal_nr(), term = 0;

	signal->choices = xcalloc(nr, sizeof(*signal->choices));
	for (i = 0; i < nr; i++) {
		signal->choices[i].number = signal_number(i);
		signal_name(signal->choices[i].number,
			    signal->choices[i].name);
		if (signal->choices[i].number == SIGTERM)
			term = i;
	}
	menu_fill(&signal->menu, signal->choices, nr,
		  sizeof(*signal->choices), &names);
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
	table_view_init(&signal->menu.table, &signal_ops, env, NULL);
	menu_select(&signal->menu, env, term);
	return &signal->menu.table.view;
}

static void signal_close(struct view *view)
{
	free(to_signal(view)->choices);
	table_view_close(view);
}

const struct view_ops signal_view = {
	.open = signal_open,
	.title = signal_title,
	.hints = menu_hints,
	.update = table_view_update,
	.draw = menu_draw,
	.command = table_view_command,
	.point = menu_point,
	.key = menu_take_key,
	.close = signal_close,
};

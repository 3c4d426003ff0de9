// SPDX-License-Identifier: GPL-2.0
/* Which demonstrations there are: tamdemo is asked, as it may be another one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <yajl/yajl_tree.h>

#include "app/scenario_list.h"
#include "base/alloc.h"
#include "base/base.h"

#define LIST_MAX (64 * 1024)	/* bytes; a longer answer is none */

static const char *string_at(yajl_val object, const char *key)
{
	const char *path[] = { key, NULL };
	const char *text = YAJL_GET_STRING(yajl_tree_get(object, path,
							 yajl_t_string));

	return text ? text : "";
}

/* The default of the option @name: NULL where there is no such option. */
static const char *option_default(yajl_val object, const char *name)
{
	const char *path[] = { "options", NULL };
	yajl_val options = yajl_tree_get(object, path, yajl_t_array);
	yajl_val option;
	size_t i;

	for (i = 0; options && i < options->u.array.len; i++) {
		option = options->u.array.values[i];
		if (!strcmp(string_at(option, "name"), name))
			return string_at(option, "default");
	}
	return NULL;
}

static bool take_typed(const char *text, char typed[SCENARIO_TYPED])
{
	/* one that has no room is none to change, and holds by itself */
	if (text && strlen(text) < SCENARIO_TYPED)
		snprintf(typed, SCENARIO_TYPED, "%s", text);
	return text;
}

static void take_scenario(yajl_val object, struct scenarios *scenarios)
{
	struct scenario *scenario;

	if (!*string_at(object, "name"))
		return;
	scenario = scenarios_add(scenarios);
	scenario->name = xstrdup(string_at(object, "name"));
	scenario->summary = xstrdup(string_at(object, "summary"));
	scenario->look_for = xstrdup(string_at(object, "look_for"));
	scenario->needs = xstrdup(string_at(object, "needs"));
	scenario->has_size = take_typed(option_default(object, "size"),
					scenario->size);
	scenario->has_rate = take_typed(option_default(object, "rate"),
					scenario->rate);
	scenario->has_yes = option_default(object, "yes");
}

bool scenario_list_parse(const char *text, struct scenarios *scenarios)
{
	yajl_val all = yajl_tree_parse(text, NULL, 0);
	size_t i;

	for (i = 0; YAJL_IS_ARRAY(all) && i < all->u.array.len; i++)
		take_scenario(all->u.array.values[i], scenarios);
	yajl_tree_free(all);
	return scenarios->nr;
}

static void say_why(struct scenarios *scenarios, const char *why)
{
	snprintf(scenarios->why_none, sizeof(scenarios->why_none), "%s", why);
}

/* Where @name is, seen from the folder of the program that runs. */
static void place_beside(char *path, size_t size, const char *name)
{
	/* NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel's answer */
	const char *self = (const char *)getauxval(AT_EXECFN);
	const char *slash = self ? strrchr(self, '/') : NULL;

	snprintf(path, size, "%.*s/%s", slash ? (int)(slash - self) : 1,
		 slash ? self : ".", name);
}

static void try_program(struct scenario_list *list, const char *program,
			char *why, size_t len)
{
	static char all[] = "--list", form[] = "--json";
	char *const argv[] = { list->program, all, form, NULL };

	snprintf(list->program, sizeof(list->program), "%s", program);
	list->launch = launch_start(argv, why, len);
}

void scenario_list_ask(struct scenario_list *list, struct scenarios *scenarios)
{
	/* as they are installed, and as they are built */
	static const char *const beside[] = { "tamdemo", "../demo/tamdemo" };
	char path[sizeof(list->program)], why[128], none[128];
	size_t i;

	if (list->launch)
		return;
	scenarios_release(scenarios);
	try_program(list, "tamdemo", why, sizeof(why));
	for (i = 0; i < ARRAY_SIZE(beside) && !list->launch; i++) {
		place_beside(path, sizeof(path), beside[i]);
		try_program(list, path, none, sizeof(none));
	}
	if (!list->launch)
		say_why(scenarios, why);
}

int scenario_list_fd(const struct scenario_list *list)
{
	return list->launch ? launch_fd(list->launch) : -1;
}

static char *read_text(const char *path)
{
	char *text = xcalloc(LIST_MAX + 1, 1);
	FILE *file = fopen(path, "re");
	size_t len;

	if (file) {
		len = fread(text, 1, LIST_MAX, file);
		text[len] = '\0';
		fclose(file);
	}
	return text;
}

bool scenario_list_take(struct scenario_list *list,
			struct scenarios *scenarios)
{
	char *text;
	int status;

	if (!list->launch || !launch_ended(list->launch, &status))
		return false;
	text = read_text(launch_output(list->launch));
	if (!scenario_list_parse(text, scenarios))
		say_why(scenarios, "it knows no --list --json");
	free(text);
	scenario_list_drop(list);
	return true;
}

void scenario_list_drop(struct scenario_list *list)
{
	if (!list->launch)
		return;
	unlink(launch_output(list->launch));
	launch_kill(&list->launch, 1);
	list->launch = NULL;
}

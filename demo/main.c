// SPDX-License-Identifier: GPL-2.0
/* tamdemo: programs to watch; each scenario uses memory in its own way. */
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "options.h"
#include "output.h"
#include "scenario.h"

enum { KEY_HELP = 'h', KEY_LIST = 'l', KEY_JSON = 'j' };

static void help(void)
{
	out("Usage: tamdemo DEMO [OPTION]...\n"
	    "Uses memory in a way worth watching: in tamtop, or any other tool.\n"
	    "\n"
	    "  --list         the demos, as below; --json: for programs\n"
	    "  --help         this text; tamdemo DEMO --help: the demo's options\n"
	    "\n");
	list_table();
}

static const struct scenario *find(const char *name)
{
	const struct scenario *const *s;

	for (s = scenarios; *s; s++)
		if (!strcmp((*s)->name, name))
			return *s;
	return NULL;
}

/* Every line on stderr begins with it, those of err(3) too. */
static void set_name(const struct scenario *scenario)
{
	char *name;

	if (asprintf(&name, "tamdemo %s", scenario->name) >= 0)
		program_invocation_short_name = name;
}

static int run(const struct scenario *scenario, int argc, char **argv)
{
	enum options_result result;
	int code = DEMO_OK;
	void *values;

	set_name(scenario);
	values = malloc(scenario->values_size);
	if (!values)
		err(DEMO_FAILED, "no memory for the options");
	result = options_parse(scenario, argc, argv, values);
	if (result == OPTIONS_BAD)
		code = DEMO_USAGE;
	else if (result == OPTIONS_HELP)
		options_help(scenario);
	else
		code = scenario->run(values);
	free(values);
	return code;
}

static int bad_word(const char *what, const char *word, const char *advice)
{
	char buf[OPTIONS_PRINTABLE];

	warnx("%s '%s'; %s", what, options_printable(buf, word), advice);
	return DEMO_USAGE;
}

/* What stands before the name of a demo; -1: the name comes next. */
static int own_options(int argc, char **argv)
{
	static const struct option options[] = {
		{ "help", no_argument, NULL, KEY_HELP },
		{ "list", no_argument, NULL, KEY_LIST },
		{ "json", no_argument, NULL, KEY_JSON },
		{ NULL, 0, NULL, 0 }
	};
	bool with_list = false, json = false;
	int key;

	opterr = 0;
	while ((key = getopt_long(argc, argv, "+h", options, NULL)) != -1) {
		if (key == KEY_HELP) {
			help();
			return DEMO_OK;
		}
		if (key != KEY_LIST && key != KEY_JSON)
			return bad_word("bad option", options_refused(argv),
					"tamdemo --help tells more");
		json |= key == KEY_JSON;
		with_list |= key == KEY_LIST;
	}
	if (json && !with_list)
		return bad_word("bad option", "--json",
				"it comes after --list, or after a demo");
	if (!with_list)
		return -1;
	if (json)
		list_json();
	else
		list_table();
	return DEMO_OK;
}

int main(int argc, char **argv)
{
	const struct scenario *scenario;
	int code;

	/* also where argv[0] is another name, or none */
	program_invocation_short_name = (char *)"tamdemo";
	code = own_options(argc, argv);
	if (code >= 0)
		return code;
	if (optind >= argc) {
		help();
		return DEMO_USAGE;
	}
	scenario = find(argv[optind]);
	if (!scenario)
		return bad_word("there is no demo", argv[optind],
				"tamdemo --list shows those there are");
	return run(scenario, argc - optind, argv + optind);
}

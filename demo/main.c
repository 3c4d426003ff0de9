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
#include "own.h"
#include "scenario.h"

static const char head[] =
"Usage: tamdemo DEMO [OPTION]...\n"
"Uses memory in a way worth watching: in tamtop, or any other tool.\n"
"\n";

#define CODE(name, value, text) { value, text },
static const struct {
	int value;
	const char *text;
} codes[] = { DEMO_CODES(CODE) };
#undef CODE

static void help_exit_codes(void)
{
	size_t i;

	out("\nExit status:\n");
	for (i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		out("  %-14d %s\n", codes[i].value, codes[i].text);
	out("  %-14s %s\n", "128+n", "signal n came before the end");
}

static void help(void)
{
	const struct own_option *own;

	out("%s", head);
	for (own = own_options; own->name; own++)
		out("  --%-12s %s\n", own->name, own->help);
	out("\n");
	list_table();
	help_exit_codes();
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

/* As getopt_long(3) wants them. */
static void list_own(struct option options[NR_OWN + 1])
{
	int i;

	for (i = 0; i <= NR_OWN; i++)
		options[i] = (struct option){
			.name = own_options[i].name,
			.val = own_options[i].key,
		};
}

/* What stands before the name of a demo; -1: the name comes next. */
static int take_own(int argc, char **argv)
{
	struct option options[NR_OWN + 1];
	bool with_list = false, json = false;
	int key;

	list_own(options);
	opterr = 0;
	while ((key = getopt_long(argc, argv, "+h", options, NULL)) != -1) {
		if (key == OWN_HELP) {
			help();
			return DEMO_OK;
		}
		if (key != OWN_LIST && key != OWN_JSON)
			return bad_word("bad option", options_refused(argv),
					"tamdemo --help tells more");
		json |= key == OWN_JSON;
		with_list |= key == OWN_LIST;
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
	code = take_own(argc, argv);
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

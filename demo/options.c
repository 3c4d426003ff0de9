// SPDX-License-Identifier: GPL-2.0
/* The command line of tamdemo: of all scenarios, from their tables. */
#include <ctype.h>
#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "options.h"
#include "output.h"
#include "scenario.h"
#include "value.h"

enum { KEY_HELP = 'h', KEY_OPTION = 0x100 };

static const char *parse_size(const char *text, void *value)
{
	return value_parse_size(text, value);
}

static const char *parse_rate(const char *text, void *value)
{
	return value_parse_rate(text, (uint64_t)sysconf(_SC_PAGESIZE), value);
}

static const char *parse_secs(const char *text, void *value)
{
	return value_parse_secs(text, value);
}

static const char *parse_count(const char *text, void *value)
{
	return value_parse_count(text, value);
}

static const char *parse_flag(const char *text, void *value)
{
	(void)text;
	*(bool *)value = true;
	return NULL;
}

/* From the clock no more than 32 bits: short enough to be typed again. */
static const char *parse_seed(const char *text, void *value)
{
	if (strcmp(text, "clock") != 0)
		return value_parse_number(text, value);
	*(uint64_t *)value = (uint32_t)clock_now(&clock_monotonic);
	return NULL;
}

const struct option_type option_size = {
	"SIZE", "give bytes, or a number with K, M, G or T, as in 256M",
	parse_size
};

const struct option_type option_rate = {
	"RATE", "give pages per second, as in 2048, or bytes, as in 4M",
	parse_rate
};

const struct option_type option_secs = {
	"SECS", "give seconds, as in 1 or 0.25", parse_secs
};

const struct option_type option_count = {
	"N", "give a whole number, as in 9", parse_count
};

const struct option_type option_seed = {
	"N", "give a whole number, as in 42, or clock", parse_seed
};

const struct option_type option_flag = { NULL, NULL, parse_flag };

const char *options_printable(char buf[OPTIONS_PRINTABLE], const char *text)
{
	size_t i;

	for (i = 0; i < OPTIONS_PRINTABLE - 1 && text[i]; i++)
		buf[i] = isprint((unsigned char)text[i]) ? text[i] : '?';
	buf[i] = '\0';
	return buf;
}

static enum options_result bad_option(const struct scenario *scenario,
				      const char *what, const char *word)
{
	char buf[OPTIONS_PRINTABLE];

	warnx("%s %s; tamdemo %s --help lists the options", what,
	      options_printable(buf, word), scenario->name);
	return OPTIONS_BAD;
}

const char *options_refused(char **argv)
{
	const char *word = argv[optind];

	/* it stays at a word of letters while some of them are left */
	if (optopt > 0 && optopt < KEY_OPTION && word && word[0] == '-' &&
	    word[1] != '-' && strchr(word, optopt))
		return word;
	return argv[optind - 1];
}

/* getopt_long() wants its own table; the keys are indexes into ours. */
static void build_table(const struct scenario *scenario, struct option *table)
{
	const struct demo_option *opt;
	int key = KEY_OPTION;

	for (opt = scenario->options; opt->name; opt++)
		*table++ = (struct option){
			.name = opt->name,
			.has_arg = opt->type->arg ? required_argument :
						    no_argument,
			.val = key++,
		};
	*table++ = (struct option){ .name = "help", .val = KEY_HELP };
	*table = (struct option){ .name = NULL };
}

static const char *dashes(const struct scenario *scenario,
			  const struct demo_option *opt)
{
	return opt == scenario->operand ? "" : "--";
}

static enum options_result store(const struct scenario *scenario,
				 const struct demo_option *opt,
				 const char *text, void *values)
{
	const char *why = opt->type->parse(text, (char *)values + opt->offset);
	char buf[OPTIONS_PRINTABLE];

	if (!why)
		return OPTIONS_RUN;
	warnx("%s%s '%s': %s; %s", dashes(scenario, opt), opt->name,
	      options_printable(buf, text), why, opt->type->hint);
	return OPTIONS_BAD;
}

/* A number below 0 looks like an option. */
static enum options_result refuse(const struct scenario *scenario,
				  const char *word, void *values)
{
	if (scenario->operand && isdigit((unsigned char)word[1]))
		return store(scenario, scenario->operand, word, values);
	return bad_option(scenario, "bad option", word);
}

static enum options_result store_presets(const struct scenario *scenario,
					 void *values)
{
	const struct demo_option *opt = scenario->operand;

	memset(values, 0, scenario->values_size);
	if (opt && store(scenario, opt, opt->preset, values))
		return OPTIONS_BAD;
	for (opt = scenario->options; opt->name; opt++)
		if (opt->preset && store(scenario, opt, opt->preset, values))
			return OPTIONS_BAD;
	return OPTIONS_RUN;
}

enum options_result options_parse(const struct scenario *scenario, int argc,
				  char **argv, void *values)
{
	struct option table[OPTIONS_MAX + 2];
	int key;

	if (store_presets(scenario, values))
		return OPTIONS_BAD;
	build_table(scenario, table);
	optind = 0;	/* glibc: start over, with another argv */
	while ((key = getopt_long(argc, argv, ":h", table, NULL)) != -1) {
		if (key == KEY_HELP)
			return OPTIONS_HELP;
		if (key == ':')
			return bad_option(scenario, "no value after",
					  argv[optind - 1]);
		if (key < KEY_OPTION)
			return refuse(scenario, options_refused(argv), values);
		if (store(scenario, &scenario->options[key - KEY_OPTION],
			  optarg, values))
			return OPTIONS_BAD;
	}
	if (optind < argc && scenario->operand &&
	    store(scenario, scenario->operand, argv[optind++], values))
		return OPTIONS_BAD;
	if (optind < argc)
		return bad_option(scenario, "unexpected word", argv[optind]);
	return OPTIONS_RUN;
}

static void help_line(const char *left, const struct demo_option *opt)
{
	if (opt->preset)
		out("  %-14s %s (default %s)\n", left, opt->help, opt->preset);
	else
		out("  %-14s %s\n", left, opt->help);
}

void options_help(const struct scenario *scenario)
{
	const struct demo_option *opt = scenario->operand;
	char left[32];

	out("Usage: tamdemo %s %s[OPTION]...\n", scenario->name,
	    opt ? "[N] " : "");
	out("What it does: %s\n", scenario->summary);
	out("Look for: %s\n\n", scenario->look_for);
	if (opt)
		help_line(opt->name, opt);
	for (opt = scenario->options; opt->name; opt++) {
		snprintf(left, sizeof(left), "--%s %s", opt->name,
			 opt->type->arg ? opt->type->arg : "");
		help_line(left, opt);
	}
	out("  %-14s %s\n", "--help", "this text");
}

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_OPTIONS_H
#define DEMO_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scenario;

/* A kind of value that an option takes. */
struct option_type {
	const char *arg;	/* its name in the help; NULL: a flag */
	const char *hint;	/* what to give instead of a bad one */
	/* Stores a value of the type's own C type; NULL, or why not. */
	const char *(*parse)(const char *text, void *value);
};

extern const struct option_type option_size;	/* uint64_t, bytes */
extern const struct option_type option_rate;	/* uint64_t, bytes/second */
extern const struct option_type option_secs;	/* uint64_t, ns */
extern const struct option_type option_count;	/* uint64_t, above 0 */
extern const struct option_type option_seed;	/* uint64_t, any */
extern const struct option_type option_flag;	/* bool, false unless given */

/*
 * A long option of a scenario, the last of a table has no name; or its operand,
 * a word without an option before it.
 */
struct demo_option {
	const char *name;		/* without dashes */
	const struct option_type *type;
	size_t offset;			/* of the value in the values struct */
	const char *preset;		/* default, as typed; NULL: a flag */
	const char *help;		/* one line */
};

#define OPTIONS_MAX 24	/* of one scenario, --help not counted */

/* Where something is drawn: a row of the table of a scenario. */
#define OPTION_SEED(type, member) \
	{ "seed", &option_seed, offsetof(type, member), "clock", \
	  "the same seed gives the same order" }

/* Where it asks first, see ask.h. */
#define OPTION_YES(type, member) \
	{ "yes", &option_flag, offsetof(type, member), NULL, \
	  "do not ask whether it may" }

enum options_result { OPTIONS_RUN, OPTIONS_HELP, OPTIONS_BAD };

/*
 * Fills @values, of @scenario->values_size bytes, with the presets and then
 * with what @argv says; argv[0] is the scenario's name. OPTIONS_BAD: one line
 * on stderr said what is wrong, why, and what to do.
 */
enum options_result options_parse(const struct scenario *scenario, int argc,
				  char **argv, void *values);

/* The word of @argv that getopt_long() has just not known what to do with. */
const char *options_refused(char **argv);

/* Prints the help of @scenario to stdout. */
void options_help(const struct scenario *scenario);

#define OPTIONS_PRINTABLE 48

/* Copies @text to @buf, cut short and without control characters. */
const char *options_printable(char buf[OPTIONS_PRINTABLE], const char *text);

#endif

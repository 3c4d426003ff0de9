// SPDX-License-Identifier: GPL-2.0
/* The command line. */
#include <getopt.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/alloc.h"
#include "base/base.h"
#include "base/parse.h"
#include "base/status.h"
#include "base/text.h"
#include "model/field.h"
#include "model/filter.h"
#include "option_error.h"
#include "option_table.h"
#include "options.h"
#include "report/prometheus.h"
#include "screen/screen.h"
#include "source/source.h"
#include "usage.h"

#ifndef TAMTOP_VERSION
#define TAMTOP_VERSION "unknown"
#endif

#define COUNT_MAX 1000000000
#define TOP_MAX 10000		/* series that can be asked for */

const char tamtop_version[] = TAMTOP_VERSION;

/* No source of its own: the best one that can be used here. */
#define SOURCE_AUTO "auto"
#define SCREEN_MAX 1000		/* columns and rows that can be written */

/* What getopt_long(3) tells of an operand, where asked to by a "-". */
#define NO_OPTION 1

/* And of one that has a long name, beside its place in the table. */
#define FIRST_LONG 256

#define OPENING_NAME(name, text) [OPENING_##name] = text,
static const char *const openings[NR_OPENINGS] = { OPENINGS(OPENING_NAME) };
#undef OPENING_NAME

static const char *source_name(size_t i)
{
	return i ? sources[i - 1]->name : SOURCE_AUTO;
}

static const char *format_name(size_t i)
{
	return export_kinds[i].name;
}

static const char *opening_name(size_t i)
{
	return openings[i];
}

static void list_names(char text[OPTION_NAMES_MAX],
		       const char *(*name)(size_t i), size_t nr,
		       const char *last)
{
	*text = '\0';
	text_append_names(text, OPTION_NAMES_MAX, name, nr, last);
}

/* "auto, syscall, proc" */
static void list_sources(char text[OPTION_NAMES_MAX], const char *last)
{
	size_t nr = 1;

	while (sources[nr - 1])
		nr++;
	list_names(text, source_name, nr, last);
}

/* "svg, html, ansi, text" */
static void list_formats(char text[OPTION_NAMES_MAX], const char *last)
{
	list_names(text, format_name, NR_EXPORT_FORMATS, last);
}

/* "auto, dark, light" */
static void list_schemes(char text[OPTION_NAMES_MAX], const char *last)
{
	list_names(text, scheme_name, NR_SCHEMES, last);
}

/* "list, process, map, timeline, band" */
static void list_openings(char text[OPTION_NAMES_MAX], const char *last)
{
	list_names(text, opening_name, NR_OPENINGS, last);
}

/* "process, user, command, cgroup" */
static void list_groups(char text[OPTION_NAMES_MAX], const char *last)
{
	list_names(text, series_kind_name, NR_GROUP_KINDS, last);
}

/* "pid user reserved ... (default touched)" */
static void list_sort_keys(char text[OPTION_NAMES_MAX], const char *last)
{
	const struct settings none = settings_default();
	char sort[SETTING_TEXT_MAX];
	int i;

	(void)last;
	*text = '\0';
	for (i = 0; i < NR_PROCESS_FIELDS; i++)
		if (process_fields[i].key && process_fields[i].compare)
			text_append(text, OPTION_NAMES_MAX, "%s ",
				    process_fields[i].key);
	setting_text(SETTING_SORT, &none, sort);
	text_append(text, OPTION_NAMES_MAX, "(default %s)", sort);
}

/* It was asked for, and that was all. */
_Noreturn static void end_output(void)
{
	if (fflush(stdout))
		die_of_output();
	exit(EXIT_SUCCESS);
}

/* The config file has the same settings, and the same words for a mistake. */
static void set_setting(struct options *options, enum setting_id id,
			const char *text)
{
	struct settings settings;
	char why[SETTING_WHY_MAX];

	if (!setting_parse(id, &settings, text, why))
		die(ST_USAGE, "%s", why);
	options->given[id] = text;
}

static void set_count(struct options *options, const char *text)
{
	uint64_t count;

	if (!parse_number(text, 1, COUNT_MAX, &count))
		die(ST_USAGE, "count '%s': give a whole number of samples from 1 on, like -n 10",
		    text);
	options->count = count;
}

static void add_pids(struct options *options, const pid_t *pids, size_t nr)
{
	options->pids = xreallocarray(options->pids, options->nr_pids + nr,
				      sizeof(*pids));
	memcpy(options->pids + options->nr_pids, pids, nr * sizeof(*pids));
	options->nr_pids += nr;
}

static void set_pids(struct options *options, const char *text)
{
	pid_t *pids;
	size_t nr = parse_pids(text, &pids);

	if (!nr)
		die(ST_USAGE, "pid '%s': give process ids with commas between them, like -p 412,431",
		    text);
	add_pids(options, pids, nr);
	free(pids);
}

static void set_user(struct options *options, const char *text)
{
	uint64_t number;

	/* the last one is nobody's: it stands for "no user" */
	if (!*text || (!parse_number(text, 0, UINT32_MAX - 1, &number) &&
		       !getpwnam(text)))
		die(ST_USAGE, "user '%s': there is none; give a name or a number, like -u root",
		    text);
	options->user = text;
}

/* Where the mistake is, is told, too. */
static void set_filter(struct options *options, const char *text)
{
	struct filter_mistake mistake;
	struct filter *filter = filter_new(text, &mistake);

	if (!filter && mistake.len)
		die(ST_USAGE, "filter '%s': at '%.*s': %s", text,
		    (int)mistake.len, text + mistake.at, mistake.why);
	if (!filter)
		die(ST_USAGE, "filter '%s': at its end: %s", text,
		    mistake.why);
	filter_free(filter);
	options->expression = text;
}

/* Both must hold. */
static void join_filter(struct options *options)
{
	const char *expression = options->expression ? options->expression : "";
	char *user = filter_with_user("", options->user);
	size_t size = strlen(user) + strlen(expression) + 2;

	options->filter = xcalloc(size, 1);
	snprintf(options->filter, size, "%s%s%s", user,
		 *user && *expression ? " " : "", expression);
	free(user);
}

static void set_view(struct options *options, const char *text)
{
	int i;

	for (i = 0; i < NR_OPENINGS; i++)
		if (!strcmp(text, openings[i])) {
			options->opening = (enum opening)i;
			return;
		}
	die(ST_USAGE, "view '%s' is unknown; tamtop --help lists them", text);
}

/* A number is a pid, so it has to be one. */
static void add_operand(struct options *options, const char *text)
{
	pid_t pid;

	if (!*text || (!text[strspn(text, "0123456789")] &&
		       !parse_pid(text, &pid)))
		die(ST_USAGE, "process '%s': give a process id or a name, like tamtop 412 or tamtop redis",
		    text);
	options->operands = xreallocarray(options->operands,
					  options->nr_operands + 1,
					  sizeof(*options->operands));
	options->operands[options->nr_operands++] = text;
}

static void set_source(struct options *options, const char *text)
{
	char names[OPTION_NAMES_MAX];

	options->source = source_by_name(text);
	if (options->source || !strcmp(text, SOURCE_AUTO))
		return;
	list_sources(names, " or ");
	die(ST_USAGE, "source '%s' is unknown; give %s", text, names);
}

static void set_replay(struct options *options, const char *text)
{
	options->replay = text;
}

static void set_kind(struct report_options *report, enum report_kind kind)
{
	if (report->kind != REPORT_NONE && report->kind != kind)
		die(ST_USAGE, "give --mappings or --pages, which has the mappings, too, or --timeline");
	report->kind = kind;
}

static void set_report(struct report_options *report, enum report_kind kind,
		       const char *text)
{
	set_kind(report, kind);
	if (!parse_pid(text, &report->pid))
		die(ST_USAGE, "pid '%s': give one process id, like --pages 412",
		    text);
}

static void set_mappings(struct options *options, const char *text)
{
	set_report(&options->report, REPORT_MAPPINGS, text);
}

static void set_pages(struct options *options, const char *text)
{
	set_report(&options->report, REPORT_PAGES, text);
}

static void set_timeline(struct options *options, const char *text)
{
	set_kind(&options->report, REPORT_TIMELINE);
	if (!parse_seconds(text, &options->report.watch_ns))
		die(ST_USAGE, "timeline '%s': give how many seconds, like tamtop --timeline 60 412",
		    text);
}

static void set_range(struct options *options, const char *text)
{
	struct report_options *report = &options->report;

	if (!parse_range(text, PAGE_BYTES, &report->start, &report->end))
		die(ST_USAGE, "range '%s': give addresses in hexadecimal, the second one behind the range, like --range 7f3a4c000000-7f3a4c400000",
		    text);
}

static void set_dump_screen(struct options *options, const char *text)
{
	const char *x = strchr(text, 'x');
	uint64_t width, height;
	char first[16] = "";

	if (x && x - text < (int)sizeof(first))
		memcpy(first, text, (size_t)(x - text));
	if (!x ||
	    !parse_number(first, SCREEN_MIN_WIDTH, SCREEN_MAX, &width) ||
	    !parse_number(x + 1, SCREEN_MIN_HEIGHT, SCREEN_MAX, &height))
		die(ST_USAGE, "screen '%s': give columns and rows from %dx%d to %dx%d, like --dump-screen 80x24",
		    text, SCREEN_MIN_WIDTH, SCREEN_MIN_HEIGHT, SCREEN_MAX,
		    SCREEN_MAX);
	options->dump_screen = true;
	options->script.width = (int)width;
	options->script.height = (int)height;
}

static void set_format(struct options *options, const char *text)
{
	char names[OPTION_NAMES_MAX];

	options->format = export_by_name(text);
	if (options->format != NR_EXPORT_FORMATS)
		return;
	list_formats(names, " or ");
	die(ST_USAGE, "format '%s' is unknown; give %s", text, names);
}

static void set_record(struct options *options, const char *text)
{
	if (!*text)
		die(ST_USAGE, "record '': give the name of a new file, like --record run.tam");
	options->record = text;
}

static void set_group(struct options *options, const char *text)
{
	char names[OPTION_NAMES_MAX];
	int kind;

	for (kind = GROUP_NONE; kind < NR_GROUP_KINDS; kind++)
		if (!strcmp(text, series_kind_name((size_t)kind))) {
			options->group = (enum group_kind)kind;
			return;
		}
	list_groups(names, " or ");
	die(ST_USAGE, "group '%s' is unknown; give %s", text, names);
}

static void set_top(struct options *options, const char *text)
{
	uint64_t top;

	if (!parse_number(text, 1, TOP_MAX, &top))
		die(ST_USAGE, "top '%s': give a whole number from 1 to "
		    STRINGIFY(TOP_MAX) ", like --top 50", text);
	options->top = (size_t)top;
}

static void set_output(struct options *options, const char *text)
{
	if (!*text)
		die(ST_USAGE, "output '': give the name of a file, like --output tamtop.prom");
	options->output = text;
}

static void set_keys(struct options *options, const char *text)
{
	const char *word;
	int len;

	if (!script_parse(&options->script, text, &word, &len))
		die(ST_USAGE, "keys: unknown key '%.*s'; give names and characters with blanks between them, like --keys 'j Enter wait=2 T click=9,4'",
		    len, word);
}

static void print_help(struct options *options, const char *text)
{
	(void)options;
	(void)text;
	usage_print(option_table, option_table_len);
	end_output();
}

static void print_version(struct options *options, const char *text)
{
	(void)options;
	(void)text;
	printf("tamtop %s\n", tamtop_version);
	end_output();
}

#define FLAG(member) .is_flag = true, .flag = offsetof(struct options, member)

const struct option_row option_table[] = {
	{ "delay", 'd', "SECS",
	  "seconds between samples, " DELAY_RANGE " (default " STRINGIFY(DELAY_DEFAULT) ")",
	  .setting = SETTING_DELAY, .when = true },
	{ "count", 'n', "COUNT", "end after COUNT samples",
	  .take = set_count, .when = true },
	{ "pid", 'p', "PID,...", "show only these processes",
	  .take = set_pids, .not_of_one = "by itself" },
	{ "user", 'u', "USER", "show only this user's, a name or a number",
	  .take = set_user, .not_of_one = "whosever it is" },
	{ "filter", 0, "EXPR",
	  "show only what matches, as 'redis reserved>1G'; see tamtop(1)",
	  .take = set_filter, .not_of_one = "whatever it is" },
	{ "view", 0, "NAME", "of PROCESS or COMMAND, open: %s",
	  .names = list_openings, .take = set_view },
	{ "batch", 'b', NULL, "print samples, without a terminal",
	  FLAG(batch), .not_of_one = "by itself" },
	{ "fields", 0, "KEY,...",
	  "columns of the list, and of -b: these, in this order; all that --sort knows, and pages, last on a screen",
	  .setting = SETTING_COLUMNS, .not_of_one = "in columns of its own" },
	{ "sort", 0, "KEY", "sort by: %s",
	  .names = list_sort_keys, .setting = SETTING_SORT,
	  .not_of_one = "by address" },
	{ "source", 0, "NAME",
	  "where numbers come from: %s (default " SOURCE_AUTO ")",
	  .names = list_sources, .take = set_source },
	{ "replay", 0, "FILE", "play a recording: Space , . { } @ go about in it",
	  .take = set_replay },
	{ "mappings", 0, "PID", "print the mappings of a process, once",
	  .take = set_mappings },
	{ "pages", 0, "PID", "likewise, and the states of its pages, as runs",
	  .take = set_pages },
	{ "timeline", 0, "SECS",
	  "print what a mapping of PROCESS is like, for so long",
	  .take = set_timeline },
	{ "range", 0, "A-B",
	  "of --pages and --timeline: only these addresses, in hexadecimal",
	  .take = set_range },
	{ "dump-screen", 0, "WxH",
	  "write a screen to standard output, after -n samples (2)",
	  .take = set_dump_screen },
	{ "format", 0, "NAME", "of --dump-screen and key y: %s",
	  .names = list_formats, .take = set_format },
	{ "keys", 0, "KEYS",
	  "of --dump-screen: press these before, as in 'j Enter wait=2 T click=9,4'; see tamtop(1)",
	  .take = set_keys },
	{ "record", 0, "FILE",
	  "record all samples in FILE, a new one; so does key !",
	  .take = set_record, .not_of_one = "by itself" },
	{ "json", 0, NULL, "of -b, --mappings, --pages and --timeline: as JSON",
	  FLAG(report.json) },
	{ "prometheus", 0, NULL, "print one sample as metrics for Prometheus",
	  FLAG(prometheus), .not_of_one = "by itself" },
	{ "group", 0, "NAME", "of --prometheus, a series for each: %s (default "
	  GROUP_DEFAULT_NAME ")",
	  .names = list_groups, .take = set_group },
	{ "top", 0, "N",
	  "of --prometheus: the first N by --sort, all others in one (default "
	  STRINGIFY(TOP_DEFAULT) ")",
	  .take = set_top },
	{ "output", 0, "FILE",
	  "of --prometheus: in place of FILE, which is never there in part",
	  .take = set_output },
	{ "readonly", 0, NULL, "start, signal, end and save nothing",
	  FLAG(readonly) },
	{ "ascii", 0, NULL, "draw with 7-bit characters only",
	  .setting = SETTING_ASCII, .value = "yes" },
	{ "no-color", 0, NULL, "draw without colours (so does NO_COLOR)",
	  .setting = SETTING_COLOR, .value = "no" },
	{ "no-mouse", 0, NULL, "leave the mouse to the terminal",
	  .setting = SETTING_MOUSE, .value = "no" },
	{ "scheme", 0, "NAME",
	  "colours: %s (default auto)",
	  .names = list_schemes, .setting = SETTING_SCHEME },
	{ "print-config", 0, NULL,
	  "print the settings in force as a config file, and exit",
	  FLAG(print_config) },
	{ "no-config", 0, NULL, "neither read nor write the config file",
	  FLAG(no_config) },
	{ "help", 0, NULL, "print this and exit", .take = print_help },
	{ "version", 0, NULL, "print the version and exit",
	  .take = print_version },
};

const size_t option_table_len = ARRAY_SIZE(option_table);

static void set_command(struct options *options, char **argv)
{
	if (options->batch || options->report.kind != REPORT_NONE)
		die(ST_USAGE, "a command is followed on a screen: -- %s does not go with -b, --mappings, --pages or --timeline",
		    argv[0]);
	if (options->readonly)
		die(ST_USAGE, "--readonly starts nothing: give it without -- %s",
		    argv[0]);
	options->command = argv;
}

/* How it is told: "-d", or "--sort" where it has no letter. */
static void option_text(const struct option_row *row, char *buf, size_t len)
{
	if (row->letter)
		snprintf(buf, len, "-%c", row->letter);
	else
		snprintf(buf, len, "--%s", row->name);
}

/* The last option given that says how the list is, and when; NULL: none. */
struct given {
	const struct option_row *listing, *timing;
};

/*
 * What is printed of one process knows no order, and what is printed once no
 * time: who gives options for those means something else.
 */
static void check_report(const struct report_options *report,
			 const struct given *given)
{
	char text[32];

	if (report->kind != REPORT_PAGES && report->kind != REPORT_TIMELINE &&
	    report->end != UINT64_MAX)
		die(ST_USAGE, "--range goes with --pages PID or --timeline SECONDS");
	if (report->kind == REPORT_NONE)
		return;
	if (given->listing) {
		option_text(given->listing, text, sizeof(text));
		die(ST_USAGE, "%s does not go with --mappings, --pages or --timeline: they print one process, %s",
		    text, given->listing->not_of_one);
	}
	if (given->timing && report->kind != REPORT_TIMELINE) {
		option_text(given->timing, text, sizeof(text));
		die(ST_USAGE, "%s does not go with --mappings or --pages: they print one process, once",
		    text);
	}
}

static void check_json(const struct options *options)
{
	if (options->report.json && !options->batch &&
	    options->report.kind == REPORT_NONE)
		die(ST_USAGE, "--json goes with -b, --mappings PID, --pages PID or --timeline SECONDS");
}

static void check_screen(const struct options *options)
{
	if (options->dump_screen &&
	    (options->batch || options->report.kind != REPORT_NONE))
		die(ST_USAGE, "--dump-screen does not go with -b, --mappings, --pages or --timeline: it writes a screen");
	if (!options->dump_screen && options->script.nr)
		die(ST_USAGE, "--keys goes with --dump-screen WxH");
}

static void check_record(const struct options *options)
{
	if (options->record && options->print_config)
		die(ST_USAGE, "--record does not go with --print-config: it takes no sample");
}

/*
 * What is only drawn can't be printed: of it text has no column. Whoever takes
 * JSON may give the fields of a screen, if there is anything to tell.
 */
static void check_fields(const struct options *options)
{
	struct settings settings = settings_default();
	const struct field_list *fields = &settings.columns;
	const struct field *drawn = NULL;
	size_t nr = 0, i;

	if (!options->batch)
		return;
	options_settle(options, &settings);
	for (i = 0; i < fields->nr; i++)
		if (fields->of[i]->value)
			nr++;
		else if (!drawn)
			drawn = fields->of[i];
	if (drawn && !(nr && options->report.json))
		die(ST_USAGE, "fields: '%s' is drawn on a screen; it does not go with -b",
		    drawn->key);
}

/* What it goes with is what says which series there are. */
static const char *not_with_prometheus(const struct options *options,
				       const struct given *given)
{
	const struct {
		bool given;
		const char *name;
	} others[] = {
		{ options->batch, "-b" },
		{ options->report.json, "--json" },
		{ options->dump_screen, "--dump-screen" },
		{ options->record, "--record" },
		{ options->replay, "--replay" },
		{ options->print_config, "--print-config" },
		{ options->opening != NR_OPENINGS, "--view" },
		{ options->command, "a command" },
		{ given->timing, given->timing && given->timing->letter == 'd' ?
				 "-d" : "-n" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(others); i++)
		if (others[i].given)
			return others[i].name;
	return NULL;
}

static void check_metrics(const struct options *options)
{
	struct settings settings = settings_default();
	const struct field_list *fields = &settings.columns;
	size_t i;

	options_settle(options, &settings);
	for (i = 0; i < fields->nr; i++)
		if (!prometheus_tells(fields->of[i], options_group(options)))
			die(ST_USAGE, "fields: '%s' is no number of a %s; it does not go with --prometheus",
			    fields->of[i]->key,
			    series_kind_name(options_group(options)));
	if (settings.sort->between)
		die(ST_USAGE, "--sort %s does not go with --prometheus: it takes two samples, and this is one",
		    settings.sort->key);
}

static void check_prometheus(const struct options *options,
			     const struct given *given)
{
	const char *other = not_with_prometheus(options, given);

	if (!options->prometheus) {
		if (options->group != NR_GROUP_KINDS || options->top ||
		    options->output)
			die(ST_USAGE, "--group, --top and --output go with --prometheus");
		return;
	}
	if (other)
		die(ST_USAGE, "--prometheus prints one sample, as metrics: %s does not go with it",
		    other);
	check_metrics(options);
}

enum group_kind options_group(const struct options *options)
{
	return options->group == NR_GROUP_KINDS ? GROUP_DEFAULT :
						  options->group;
}

/* Who is asked for, and what is to be opened of whom. */
static void check_operands(const struct options *options)
{
	bool on_screen = !options->batch &&
			 options->report.kind == REPORT_NONE;
	bool timeline = options->report.kind == REPORT_TIMELINE;

	if (timeline && options->nr_operands != 1)
		die(ST_USAGE, "--timeline goes with one process, like tamtop --timeline 60 412");
	if (options->nr_operands && !on_screen && !options->batch && !timeline)
		die(ST_USAGE, "--mappings and --pages have their process: '%s' is one too many",
		    options->operands[0]);
	if (options->nr_operands && options->command)
		die(ST_USAGE, "give a process or a command to start, not both: '%s' and -- %s",
		    options->operands[0], options->command[0]);
	if (options->opening != NR_OPENINGS && !on_screen)
		die(ST_USAGE, "--view opens a view on a screen: it does not go with -b, --mappings, --pages or --timeline");
	if (options->opening != NR_OPENINGS && !options->nr_operands &&
	    !options->command)
		die(ST_USAGE, "--view goes with a process or a command, like tamtop --view map 412");
}

/* What was recorded is as it was, and came when it came. */
static void check_replay(const struct options *options)
{
	if (!options->replay)
		return;
	if (options->report.kind != REPORT_NONE)
		die(ST_USAGE, "--mappings, --pages and --timeline look at a process that is there: they do not go with --replay");
	if (options->source)
		die(ST_USAGE, "--source does not go with --replay: a recording has its own");
	if (options->record)
		die(ST_USAGE, "--record does not go with --replay: it is recorded already");
	if (options->batch && options->given[SETTING_DELAY])
		die(ST_USAGE, "-d does not go with --replay and -b: all samples of a recording are printed");
	if (options->command)
		die(ST_USAGE, "--replay starts nothing: give it without -- %s",
		    options->command[0]);
}

/* As getopt_long(3) wants them: each tells its place in the table. */
static void list_options(struct option *options, char *letters)
{
	const struct option_row *row = option_table;
	size_t i;

	/* operands come in their order, too; a mistake is told here */
	*letters++ = '-';
	*letters++ = ':';
	for (i = 0; i < ARRAY_SIZE(option_table); i++, row++) {
		options[i] = (struct option){
			.name = row->name,
			.has_arg = row->arg ? required_argument : no_argument,
			.val = FIRST_LONG + (int)i,
		};
		if (!row->letter)
			continue;
		*letters++ = row->letter;
		if (row->arg)
			*letters++ = ':';
	}
}

/* It has a long name, or that letter. */
static const struct option_row *option_of(int opt)
{
	const struct option_row *row = option_table;

	if (opt >= FIRST_LONG)
		return row + (opt - FIRST_LONG);
	while (row->letter != opt)
		row++;
	return row;
}

static void take_option(struct options *options, const struct option_row *row,
			const char *text)
{
	if (row->is_flag)
		*(bool *)((char *)options + row->flag) = true;
	else if (row->take)
		row->take(options, text);
	else
		set_setting(options, row->setting, text ? text : row->value);
}

static struct given take_options(struct options *options, int argc,
				 char **argv)
{
	struct option longs[ARRAY_SIZE(option_table) + 1] = { 0 };
	char letters[2 * ARRAY_SIZE(option_table) + 3] = "";
	struct given given = { .listing = NULL };
	const struct option_row *row;
	int opt;

	list_options(longs, letters);
	opterr = 0;
	while ((opt = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		if (opt == NO_OPTION) {
			add_operand(options, optarg);
			continue;
		}
		if (opt == '?' || opt == ':')
			option_error(opt, argv, longs);
		row = option_of(opt);
		if (row->not_of_one)
			given.listing = row;
		if (row->when)
			given.timing = row;
		take_option(options, row, optarg);
	}
	return given;
}

void options_parse(struct options *options, int argc, char **argv)
{
	struct given given;

	*options = (struct options){
		.report.end = UINT64_MAX,
		.format = NR_EXPORT_FORMATS,
		.opening = NR_OPENINGS,
		.group = NR_GROUP_KINDS,
	};
	given = take_options(options, argc, argv);
	if (optind < argc)
		set_command(options, argv + optind);
	check_report(&options->report, &given);
	check_prometheus(options, &given);
	check_json(options);
	check_screen(options);
	check_record(options);
	check_fields(options);
	check_operands(options);
	check_replay(options);
	join_filter(options);
}

void options_settle(const struct options *options, struct settings *settings)
{
	char why[SETTING_WHY_MAX];
	int id;

	for (id = 0; id < NR_SETTINGS; id++)
		if (options->given[id])
			setting_parse(id, settings, options->given[id], why);
}

void options_release(struct options *options)
{
	free(options->operands);
	options->operands = NULL;
	free(options->pids);
	free(options->filter);
	options->pids = NULL;
	options->filter = NULL;
	script_release(&options->script);
}

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
#include "model/field.h"
#include "model/filter.h"
#include "options.h"
#include "screen/screen.h"
#include "source/source.h"

#ifndef TAMTOP_VERSION
#define TAMTOP_VERSION "unknown"
#endif

#define COUNT_MAX 1000000000
#define DEFAULT_SORT (&process_fields[FIELD_TOUCHED])
#define USAGE_X 23		/* where the words behind an option begin */
#define USAGE_WIDTH 79

/* No source of its own: the best one that can be used here. */
#define SOURCE_AUTO "auto"
#define SOURCES_MAX 256		/* bytes that all names take, in a row */
#define SCREEN_MAX 1000		/* columns and rows that can be written */

/* For printf(3): what --view takes. */
static const char usage_above_sort[] =
"Usage: tamtop [OPTION]... [PROCESS...]\n"
"       tamtop [OPTION]... -- COMMAND...\n"
"Show memory reserved against memory touched, of every process, live; open\n"
"PROCESS, a pid or a name; or start COMMAND, and follow it.\n"
"\n"
"  -d, --delay SECS     seconds between samples, 0.1 to 3600 (default 1)\n"
"  -n, --count COUNT    end after COUNT samples\n"
"  -p, --pid PID,...    show only these processes\n"
"  -u, --user USER      show only this user's, a name or a number\n"
"      --filter EXPR    show only what matches, as 'redis reserved>1G'; see\n"
"                       tamtop(1)\n"
"      --view NAME      of PROCESS or COMMAND, open: %s\n"
"  -b, --batch          print samples, without a terminal\n"
"      --sort KEY       sort by:";

/* For printf(3): the key that is sorted by, and the names of the sources. */
static const char usage_below_sort[] =
"\n"
"                       (default %s)\n"
"      --source NAME    where numbers come from: %s\n"
"                       (default " SOURCE_AUTO ")\n"
"      --mappings PID   print the mappings of a process, once\n"
"      --pages PID      likewise, and the states of its pages, as runs\n"
"      --timeline SECS  print what a mapping of PROCESS is like, for so long\n"
"      --range A-B      of --pages and --timeline: only these addresses, in\n"
"                       hexadecimal\n"
"      --dump-screen WxH\n"
"                       write a screen to standard output, after -n samples (2)\n"
"      --format NAME    of --dump-screen and key y: %s\n"
"      --keys KEYS      of --dump-screen: press these before, as in\n"
"                       'j Enter wait=2 T'; see tamtop(1)\n"
"      --json           of -b, --mappings, --pages and --timeline: as JSON\n"
"      --readonly       start, signal, end and save nothing\n"
"      --ascii          draw with 7-bit characters only\n"
"      --no-color       draw without colours (so does NO_COLOR)\n"
"      --scheme NAME    auto, dark or light: the background (default auto)\n"
"      --help           print this and exit\n"
"      --version        print the version and exit\n"
"\n"
"Press ? in tamtop for keys and the meaning of the numbers. See tamtop(1).\n";

/* What getopt_long(3) tells of an operand, where asked to by a "-". */
#define NO_OPTION 1

enum long_option {
	OPT_SORT = 256, OPT_VIEW, OPT_FILTER, OPT_SOURCE, OPT_MAPPINGS,
	OPT_PAGES, OPT_TIMELINE, OPT_RANGE,
	OPT_JSON, OPT_DUMP_SCREEN, OPT_FORMAT, OPT_KEYS, OPT_READONLY,
	OPT_ASCII, OPT_NO_COLOR, OPT_SCHEME, OPT_HELP, OPT_VERSION,
};

static const struct option long_options[] = {
	{ "delay", required_argument, NULL, 'd' },
	{ "count", required_argument, NULL, 'n' },
	{ "pid", required_argument, NULL, 'p' },
	{ "user", required_argument, NULL, 'u' },
	{ "filter", required_argument, NULL, OPT_FILTER },
	{ "batch", no_argument, NULL, 'b' },
	{ "sort", required_argument, NULL, OPT_SORT },
	{ "view", required_argument, NULL, OPT_VIEW },
	{ "source", required_argument, NULL, OPT_SOURCE },
	{ "mappings", required_argument, NULL, OPT_MAPPINGS },
	{ "pages", required_argument, NULL, OPT_PAGES },
	{ "timeline", required_argument, NULL, OPT_TIMELINE },
	{ "range", required_argument, NULL, OPT_RANGE },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "dump-screen", required_argument, NULL, OPT_DUMP_SCREEN },
	{ "format", required_argument, NULL, OPT_FORMAT },
	{ "keys", required_argument, NULL, OPT_KEYS },
	{ "readonly", no_argument, NULL, OPT_READONLY },
	{ "ascii", no_argument, NULL, OPT_ASCII },
	{ "no-color", no_argument, NULL, OPT_NO_COLOR },
	{ "scheme", required_argument, NULL, OPT_SCHEME },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ NULL, 0, NULL, 0 },
};

#define OPENING_NAME(name, text) [OPENING_##name] = text,
static const char *const openings[NR_OPENINGS] = { OPENINGS(OPENING_NAME) };
#undef OPENING_NAME

/* "auto, syscall, proc", but with @last before the last one. */
static void list_sources(char text[SOURCES_MAX], const char *last)
{
	size_t len = (size_t)snprintf(text, SOURCES_MAX, SOURCE_AUTO);
	int i;

	for (i = 0; sources[i] && len < SOURCES_MAX; i++)
		len += (size_t)snprintf(text + len, SOURCES_MAX - len, "%s%s",
					sources[i + 1] ? ", " : last,
					sources[i]->name);
}

/* "svg, html, ansi, text", but with @last before the last one. */
static void list_formats(char text[SOURCES_MAX], const char *last)
{
	size_t len = 0;
	int i;

	for (i = 0; i < NR_EXPORT_FORMATS; i++)
		len += (size_t)snprintf(text + len, SOURCES_MAX - len, "%s%s",
					!i			   ? "" :
					i + 1 < NR_EXPORT_FORMATS ? ", " :
								    last,
					export_kinds[i].name);
}

/* "list, process, map, timeline, band" */
static void list_openings(char text[SOURCES_MAX])
{
	size_t len = 0;
	int i;

	for (i = 0; i < NR_OPENINGS; i++)
		len += (size_t)snprintf(text + len, SOURCES_MAX - len, "%s%s",
					i ? ", " : "", openings[i]);
}

/* The keys that --sort takes, in lines that fit. */
static void print_sort_keys(void)
{
	int x = USAGE_X + (int)strlen("sort by:");
	const char *key;
	int i;

	for (i = 0; i < NR_PROCESS_FIELDS; i++) {
		key = process_fields[i].key;
		if (!key)
			continue;
		if (x + 1 + (int)strlen(key) > USAGE_WIDTH) {
			printf("\n%*s", USAGE_X - 1, "");
			x = USAGE_X - 1;
		}
		x += printf(" %s", key);
	}
}

static void print_usage(void)
{
	char names[SOURCES_MAX], formats[SOURCES_MAX], views[SOURCES_MAX];

	list_openings(views);
	list_sources(names, ", ");
	list_formats(formats, ", ");
	printf(usage_above_sort, views);
	print_sort_keys();
	printf(usage_below_sort, DEFAULT_SORT->key, names, formats);
}

/* It was asked for, and that was all. */
_Noreturn static void end_output(void)
{
	if (fflush(stdout))
		die_of_output();
	exit(EXIT_SUCCESS);
}

static void set_delay(struct options *options, const char *text)
{
	if (!parse_seconds(text, &options->delay_ns) ||
	    options->delay_ns < DELAY_MIN_NS ||
	    options->delay_ns > DELAY_MAX_NS)
		die(ST_USAGE, "delay '%s': give seconds from 0.1 to 3600, like -d 0.5",
		    text);
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

static void set_sort(struct options *options, const char *text)
{
	options->sort = field_by_key(text);
	if (!options->sort)
		die(ST_USAGE, "sort key '%s' is unknown; tamtop --help lists them",
		    text);
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
	char names[SOURCES_MAX];

	options->source = source_by_name(text);
	if (options->source || !strcmp(text, SOURCE_AUTO))
		return;
	list_sources(names, " or ");
	die(ST_USAGE, "source '%s' is unknown; give %s", text, names);
}

static void set_scheme(struct options *options, const char *text)
{
	static const char *const names[] = { "auto", "dark", "light" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(text, names[i])) {
			options->scheme = (enum scheme_wish)i;
			return;
		}
	die(ST_USAGE, "scheme '%s' is unknown; give auto, dark or light", text);
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

static void set_timeline(struct report_options *report, const char *text)
{
	set_kind(report, REPORT_TIMELINE);
	if (!parse_seconds(text, &report->watch_ns))
		die(ST_USAGE, "timeline '%s': give how many seconds, like tamtop --timeline 60 412",
		    text);
}

static void set_range(struct report_options *report, const char *text)
{
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
	char names[SOURCES_MAX];

	options->format = export_by_name(text);
	if (options->format != NR_EXPORT_FORMATS)
		return;
	list_formats(names, " or ");
	die(ST_USAGE, "format '%s' is unknown; give %s", text, names);
}

static void set_keys(struct options *options, const char *text)
{
	const char *word;
	int len;

	if (!script_parse(&options->script, text, &word, &len))
		die(ST_USAGE, "keys: '%.*s' is none; give names and characters with blanks between them, like --keys 'j Enter wait=2 T'",
		    len, word);
}

/* false: it is none of those for a screen that is written. */
static bool take_screen_option(struct options *options, int opt)
{
	switch (opt) {
	case OPT_DUMP_SCREEN:
		set_dump_screen(options, optarg);
		return true;
	case OPT_FORMAT:
		set_format(options, optarg);
		return true;
	case OPT_KEYS:
		set_keys(options, optarg);
		return true;
	default:
		return false;
	}
}

/* false: it is none of those for what is printed once. */
static bool take_report_option(struct report_options *report, int opt)
{
	switch (opt) {
	case OPT_MAPPINGS:
		set_report(report, REPORT_MAPPINGS, optarg);
		return true;
	case OPT_PAGES:
		set_report(report, REPORT_PAGES, optarg);
		return true;
	case OPT_TIMELINE:
		set_timeline(report, optarg);
		return true;
	case OPT_RANGE:
		set_range(report, optarg);
		return true;
	case OPT_JSON:
		report->json = true;
		return true;
	default:
		return false;
	}
}

static void take_option(struct options *options, int opt)
{
	switch (opt) {
	case 'd':
		set_delay(options, optarg);
		break;
	case 'n':
		set_count(options, optarg);
		break;
	case 'p':
		set_pids(options, optarg);
		break;
	case 'b':
		options->batch = true;
		break;
	case 'u':
		set_user(options, optarg);
		break;
	case OPT_FILTER:
		set_filter(options, optarg);
		break;
	case OPT_SORT:
		set_sort(options, optarg);
		break;
	case OPT_VIEW:
		set_view(options, optarg);
		break;
	case NO_OPTION:
		add_operand(options, optarg);
		break;
	case OPT_SOURCE:
		set_source(options, optarg);
		break;
	case OPT_READONLY:
		options->readonly = true;
		break;
	case OPT_ASCII:
		options->ascii = true;
		break;
	case OPT_NO_COLOR:
		options->no_color = true;
		break;
	case OPT_SCHEME:
		set_scheme(options, optarg);
		break;
	case OPT_HELP:
		print_usage();
		end_output();
	case OPT_VERSION:
		puts("tamtop " TAMTOP_VERSION);
		end_output();
	default:
		/* getopt has said what is wrong */
		exit(status_exit_code(ST_USAGE));
	}
}

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

/*
 * What is printed of one process knows no order, and what is printed once no
 * time: who gives options for those means something else. @listing, @timing:
 * one of them was given, 0 if none.
 */
static void check_report(const struct report_options *report, int listing,
			 int timing)
{
	if (report->kind != REPORT_PAGES && report->kind != REPORT_TIMELINE &&
	    report->end != UINT64_MAX)
		die(ST_USAGE, "--range goes with --pages PID or --timeline SECONDS");
	if (report->kind == REPORT_NONE)
		return;
	if (listing == OPT_SORT)
		die(ST_USAGE, "--sort does not go with --mappings, --pages or --timeline: they print one process, by address");
	if (listing == OPT_FILTER)
		die(ST_USAGE, "--filter does not go with --mappings, --pages or --timeline: they print one process, whatever it is");
	if (listing)
		die(ST_USAGE, "-%c does not go with --mappings, --pages or --timeline: they print one process",
		    listing);
	if (timing && report->kind != REPORT_TIMELINE)
		die(ST_USAGE, "-%c does not go with --mappings or --pages: they print one process, once",
		    timing);
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

/* Does it say how, or of what, the list is? */
static bool is_of_list(int opt)
{
	return opt == OPT_SORT || opt == OPT_FILTER ||
	       (opt < OPT_SORT && strchr("pub", opt));
}

void options_parse(struct options *options, int argc, char **argv)
{
	int listing = 0, timing = 0;
	int opt;

	*options = (struct options){
		.delay_ns = NSEC_PER_SEC,
		.sort = DEFAULT_SORT,
		.report.end = UINT64_MAX,
		.format = NR_EXPORT_FORMATS,
		.opening = NR_OPENINGS,
	};
	argv[0] = (char *)"tamtop";
	while ((opt = getopt_long(argc, argv, "-d:n:p:u:b", long_options,
				  NULL)) != -1) {
		if (take_report_option(&options->report, opt) ||
		    take_screen_option(options, opt))
			continue;
		if (is_of_list(opt))
			listing = opt;
		if (opt == 'd' || opt == 'n')
			timing = opt;
		take_option(options, opt);
	}
	if (optind < argc)
		set_command(options, argv + optind);
	check_report(&options->report, listing, timing);
	check_json(options);
	check_screen(options);
	check_operands(options);
	join_filter(options);
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

// SPDX-License-Identifier: GPL-2.0
/* tamtop: chooses a source, and watches, prints samples, or prints one process. */
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <sys/utsname.h>

#include "app/app.h"
#include "app/batch_loop.h"
#include "app/loop.h"
#include "app/operand.h"
#include "app/timeline_loop.h"
#include "base/status.h"
#include "options.h"
#include "report/report.h"
#include "source/absent.h"
#include "screen/palette.h"
#include "source/source.h"

/* @asked or none; NULL: the best that there is. */
static const struct source_ops *choose_source(const struct source_ops *asked,
					      const char *release)
{
	const struct source_ops *ops;
	int i = 0;

	do {
		ops = asked ? asked : sources[i++];
		if (ops->probe() == ST_OK)
			return ops;
	} while (!asked && sources[i]);
	die(ST_NO_SOURCE, ops->missing(), release);
}

/* A process that never was would leave an empty screen without a reason. */
static void check_pids(const struct source_ops *ops,
		       const struct options *options)
{
	char why[256];
	enum status st;

	if (!options->nr_pids)
		return;
	st = source_find_pids(ops, options->pids, options->nr_pids, why,
			      sizeof(why));
	if (st != ST_OK)
		die(st, "%s", why);
}

/* "412 redis": what the list is of. */
static void join_operands(const struct options *options, char *buf, size_t len)
{
	size_t used = 0, i;

	*buf = '\0';
	for (i = 0; i < options->nr_operands && used < len; i++)
		used += (size_t)snprintf(buf + used, len - used, "%s%s",
					 i ? " " : "", options->operands[i]);
}

/*
 * Several processes are a list of their own, which is @found; one is opened, and
 * the list has all others, too, but where -p or batch output is of some. Returns
 * that one, 0: there is none such.
 */
static pid_t take_operands(const struct source_ops *ops,
			   const struct options *options,
			   struct operand_found *found)
{
	char why[256];
	enum status st;
	pid_t one = 0;

	if (!options->nr_operands)
		return 0;
	st = operand_find(ops, options->operands, options->nr_operands, found,
			  why, sizeof(why));
	if (st != ST_OK)
		die(st, "%s", why);
	if (found->nr == 1)
		one = found->ids[0].pid;
	if (one && !options->batch && !options->nr_pids)
		found->nr = 0;
	return one;
}

static int run_batch(const struct source_ops *ops,
		     const struct options *options,
		     const struct operand_found *found)
{
	const struct field *fields[NR_PROCESS_FIELDS];
	const struct batch_options batch = {
		.clock = &clock_monotonic,
		.delay_ns = options->delay_ns,
		.count = options->count,
		.json = options->report.json,
		.fields = fields,
		.nr_fields = fields_with_key(fields),
		.sort = options->sort,
		.pids = options->pids,
		.nr_pids = options->nr_pids,
		.found = found->ids,
		.nr_found = found->nr,
		.filter = options->filter,
	};

	return batch_loop_run(ops, &batch);
}

/* @one: the process, 0: a name is that of several. */
static int run_timeline(const struct source_ops *ops,
			const struct options *options, pid_t one)
{
	const struct timeline_options timeline = {
		.clock = &clock_monotonic,
		.wall = &clock_wall,
		.delay_ns = options->delay_ns,
		.watch_ns = options->report.watch_ns,
		.count = options->count,
		.pid = one,
		.start = options->report.start,
		.end = options->report.end,
		.json = options->report.json,
	};

	if (!one)
		die(ST_USAGE, "--timeline is of one process, and '%s' are several: give a process id",
		    options->operands[0]);
	return timeline_loop_run(ops, &timeline);
}

static int watch(struct app *app, const struct source_ops *ops,
		 const struct options *options)
{
	const struct terminal_options terminal = {
		.ascii = options->ascii,
		.no_color = options->no_color,
		.scheme = options->scheme,
	};

	return loop_run(app, ops, &terminal);
}

/* Rates are known from the second sample on. */
#define DUMP_SAMPLES 2

static int dump_screen(struct app *app, const struct source_ops *ops,
		       const struct options *options)
{
	/* colours as NO_COLOR allows them; UTF-8 whatever the locale */
	const struct palette palette = {
		.ascii = options->ascii,
		.eighths = !options->ascii,
		.colors = options->no_color ? 0 :
					      palette_detect("", 256).colors,
		.scheme = options->scheme == WISH_LIGHT ? SCHEME_LIGHT :
							  SCHEME_DARK,
	};
	struct script script = options->script;
	int code;

	app_set_palette(app, &palette);
	script.samples = options->count ? options->count : DUMP_SAMPLES;
	code = loop_play(app, ops, &script);
	if (code)
		return code;
	if (!app_export(app, options->format == NR_EXPORT_FORMATS ?
			EXPORT_TEXT : options->format, stdout) ||
	    fflush(stdout))
		die_of_output();
	return 0;
}

/* @one: the process that was asked for, or 0: none was, or several, @found. */
static int run_app(const struct source_ops *ops, const struct options *options,
		   const char *release, pid_t one,
		   const struct operand_found *found)
{
	bool any = options->opening != NR_OPENINGS;
	char of[64];
	const struct app_config config = {
		.clock = &clock_monotonic,
		.wall = &clock_wall,
		.source = ops->name,
		.release = release,
		.delay_ns = options->delay_ns,
		.max_samples = options->dump_screen ? 0 : options->count,
		.sort = options->sort,
		.pids = options->pids,
		.nr_pids = options->nr_pids,
		.found = found->ids,
		.nr_found = found->nr,
		.of = options->nr_operands && !one ? of : NULL,
		.open_pid = one,
		.opening = any ? options->opening : OPENING_PROCESS,
		.filter = options->filter,
		.readonly = options->readonly,
		.save_as = options->format,
	};
	struct app *app;
	int code;

	join_operands(options, of, sizeof(of));
	app = app_new(&config, SCREEN_MIN_WIDTH, SCREEN_MIN_HEIGHT);
	if (options->command)
		app_run_command(app, options->command,
				any ? options->opening : OPENING_LIST);
	code = options->dump_screen ? dump_screen(app, ops, options) :
				      watch(app, ops, options);
	app_free(app);
	return code;
}

int main(int argc, char **argv)
{
	struct operand_found found = { 0 };
	const struct source_ops *ops;
	struct options options;
	struct utsname name;
	pid_t one;
	int code;

	/* an arena for each thread would reserve 64 MiB of address space */
	mallopt(M_ARENA_MAX, 1);
	setlocale(LC_CTYPE, "");
	options_parse(&options, argc, argv);
	uname(&name);
	ops = choose_source(options.source, name.release);
	check_pids(ops, &options);
	one = take_operands(ops, &options, &found);
	if (options.report.kind == REPORT_TIMELINE)
		code = run_timeline(ops, &options, one);
	else if (options.report.kind != REPORT_NONE)
		code = report_run(ops, &options.report);
	else if (options.batch)
		code = run_batch(ops, &options, &found);
	else
		code = run_app(ops, &options, name.release, one, &found);
	operand_release(&found);
	options_release(&options);
	return code;
}

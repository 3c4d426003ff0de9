// SPDX-License-Identifier: GPL-2.0
/* tamtop: chooses a source, and watches, prints samples, or prints one process. */
#include <locale.h>
#include <malloc.h>
#include <sys/utsname.h>

#include "app/app.h"
#include "app/batch_loop.h"
#include "app/loop.h"
#include "base/status.h"
#include "options.h"
#include "report/report.h"
#include "source/absent.h"
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

static int run_batch(const struct source_ops *ops,
		     const struct options *options)
{
	const struct batch_options batch = {
		.clock = &clock_monotonic,
		.delay_ns = options->delay_ns,
		.count = options->count,
		.sort = options->sort,
		.pids = options->pids,
		.nr_pids = options->nr_pids,
	};

	return batch_loop_run(ops, &batch);
}

static int run_app(const struct source_ops *ops, const struct options *options,
		   const char *release)
{
	const struct app_config config = {
		.clock = &clock_monotonic,
		.source = ops->name,
		.release = release,
		.delay_ns = options->delay_ns,
		.max_samples = options->count,
		.sort = options->sort,
		.pids = options->pids,
		.nr_pids = options->nr_pids,
		.readonly = options->readonly,
	};
	const struct terminal_options terminal = {
		.ascii = options->ascii,
		.no_color = options->no_color,
		.scheme = options->scheme,
	};
	struct app *app;
	int code;

	app = app_new(&config, SCREEN_MIN_WIDTH, SCREEN_MIN_HEIGHT);
	if (options->command)
		app_run_command(app, options->command);
	code = loop_run(app, ops, &terminal);
	app_free(app);
	return code;
}

int main(int argc, char **argv)
{
	const struct source_ops *ops;
	struct options options;
	struct utsname name;
	int code;

	/* an arena for each thread would reserve 64 MiB of address space */
	mallopt(M_ARENA_MAX, 1);
	setlocale(LC_CTYPE, "");
	options_parse(&options, argc, argv);
	uname(&name);
	ops = choose_source(options.source, name.release);
	check_pids(ops, &options);
	if (options.report.kind != REPORT_NONE)
		code = report_run(ops, &options.report);
	else if (options.batch)
		code = run_batch(ops, &options);
	else
		code = run_app(ops, &options, name.release);
	options_release(&options);
	return code;
}

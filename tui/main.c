// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "app/app.h"
#include "app/loop.h"
#include "base/status.h"
#include "options.h"
#include "report/batch.h"
#include "source/source.h"

/* The best one first. */
static const struct source_ops *const sources[] = {
	&source_syscall, &source_proc, NULL
};

_Noreturn static void no_source(const char *name, const char *release)
{
	if (!strcmp(name, source_syscall.name))
		die(ST_NO_SOURCE, "this kernel (%s) has no list_mem_stats(2): boot one with the tamalloc patches, as 'make run' does, or give --source proc",
		    release);
	die(ST_NO_SOURCE, "can't read /proc: is it mounted?");
}

static const struct source_ops *choose_source(const char *name,
					      const char *release)
{
	int i;

	for (i = 0; sources[i]; i++) {
		if (strcmp(name, "auto") && strcmp(name, sources[i]->name))
			continue;
		if (sources[i]->probe() == ST_OK)
			return sources[i];
	}
	no_source(name, release);
}

/* A process that never was would leave an empty screen without a reason. */
static void check_pids(const struct options *options)
{
	size_t i;

	for (i = 0; i < options->nr_pids; i++)
		if (kill(options->pids[i], 0) && errno == ESRCH)
			die(ST_GONE, "there is no process %d",
			    (int)options->pids[i]);
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

	return batch_run(ops, &batch);
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
	};
	const struct terminal_options terminal = {
		.ascii = options->ascii,
		.no_color = options->no_color,
	};
	struct app *app;
	int code;

	app = app_new(&config, SCREEN_MIN_WIDTH, SCREEN_MIN_HEIGHT);
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
	check_pids(&options);
	if (options.report.kind != REPORT_NONE)
		code = report_run(ops, &options.report);
	else if (options.batch)
		code = run_batch(ops, &options);
	else
		code = run_app(ops, &options, name.release);
	options_release(&options);
	return code;
}

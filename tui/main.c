// SPDX-License-Identifier: GPL-2.0
/* tamtop: chooses a source, and watches, prints samples, or prints one process. */
#include <fcntl.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "app/app.h"
#include "app/batch_loop.h"
#include "app/conf.h"
#include "app/conf_write.h"
#include "app/loop.h"
#include "app/metrics.h"
#include "app/operand.h"
#include "app/player.h"
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
static pid_t take_one(const struct options *options,
		      struct operand_found *found)
{
	pid_t one = found->nr == 1 ? found->ids[0].pid : 0;

	if (one && !options->batch && !options->prometheus && !options->nr_pids)
		found->nr = 0;
	return one;
}

/* Returns as take_one(), who was asked for by operands. */
static pid_t take_operands(const struct source_ops *ops,
			   const struct options *options,
			   struct operand_found *found)
{
	char why[256];
	enum status st;

	if (!options->nr_operands)
		return 0;
	st = operand_find(ops, options->operands, options->nr_operands, found,
			  why, sizeof(why));
	if (st != ST_OK)
		die(st, "%s", why);
	return take_one(options, found);
}

/* Where samples come from, and how that is told. */
struct origin {
	struct loop_source from;
	const char *name, *release;
};

static struct chosen choose(const struct options *options,
			    const struct settings *settings,
			    const struct operand_found *found)
{
	return (struct chosen){
		.sort = settings->sort,
		.inverted = settings->inverted,
		.fields = settings->columns.nr ? &settings->columns : NULL,
		.pids = options->pids,
		.nr_pids = options->nr_pids,
		.found = found->ids,
		.nr_found = found->nr,
		.filter = options->filter,
	};
}

static int run_batch(const struct origin *origin,
		     const struct options *options,
		     const struct settings *settings,
		     const struct operand_found *found)
{
	const struct batch_options batch = {
		.clock = &clock_monotonic,
		.delay_ns = settings->delay_ns,
		.count = options->count,
		.json = options->report.json,
		.chosen = choose(options, settings, found),
		.record = options->record,
		.release = origin->release,
		.wall = &clock_wall,
	};

	return origin->from.ops ?
		       batch_loop_run(origin->from.ops, &batch) :
		       batch_loop_replay(origin->from.replay, &batch);
}

static int run_metrics(const struct source_ops *ops,
		       const struct options *options,
		       const struct settings *settings,
		       const struct operand_found *found)
{
	const struct metrics_options metrics = {
		.clock = &clock_monotonic,
		.chosen = choose(options, settings, found),
		.kind = options_group(options),
		.top = options->top ? options->top : TOP_DEFAULT,
		.output = options->output,
		.version = tamtop_version,
	};

	return metrics_run(ops, &metrics);
}

/* @one: the process, 0: a name is that of several. */
static int run_timeline(const struct source_ops *ops,
			const struct options *options,
			const struct settings *settings, pid_t one)
{
	const struct timeline_options timeline = {
		.clock = &clock_monotonic,
		.wall = &clock_wall,
		.delay_ns = settings->delay_ns,
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

/* What is wrong in the config: the first at once, all when there is room. */
static int watch(struct app *app, const struct loop_source *source,
		 const struct settings *settings, const struct conf *conf)
{
	const struct terminal_options terminal = {
		.ascii = settings->ascii,
		.no_color = !settings->color,
		.no_mouse = !settings->mouse,
		.scheme = settings->scheme,
	};
	char text[256];
	int code;

	if (conf->warnings.nr) {
		warnings_sum_up(&conf->warnings, "config", text, sizeof(text));
		app_notice(app, true, text);
	}
	code = loop_run(app, source, &terminal);
	warnings_print(&conf->warnings, conf->shown, stderr);
	return code;
}

/* Rates are known from the second sample on. */
#define DUMP_SAMPLES 2

static int dump_screen(struct app *app, const struct loop_source *source,
		       const struct options *options,
		       const struct settings *settings)
{
	/* colours as NO_COLOR allows them; UTF-8 whatever the locale */
	struct palette palette = {
		.ascii = settings->ascii,
		.eighths = !settings->ascii,
		.colors = !settings->color ? 0 :
					     palette_detect("", 256).colors,
	};
	struct script script = options->script;
	int code;

	palette_set_scheme(&palette, settings->scheme);
	app_set_palette(app, &palette);
	script.samples = options->count ? options->count : DUMP_SAMPLES;
	code = loop_play(app, source, &script);
	if (code)
		return code;
	if (!app_export(app, options->format == NR_EXPORT_FORMATS ?
			EXPORT_TEXT : options->format, stdout) ||
	    fflush(stdout))
		die_of_output();
	return 0;
}

static const struct clock *clock_of(const struct origin *origin,
				    const struct clock *(*of)(const struct player *),
				    const struct clock *live)
{
	return origin->from.player ? of(origin->from.player) : live;
}

/* Before there is a screen: why it can't be is a line on standard error. */
static void begin_recording(struct app *app, const char *path)
{
	char why[RECORDER_WHY];

	if (path && !app_record(app, path, why))
		die(ST_IO, "%s", why);
}

/* @one: the process that was asked for, or 0: none was, or several, @found. */
static int run_app(const struct origin *origin, const struct options *options,
		   const struct settings *settings, struct conf *conf,
		   pid_t one, const struct operand_found *found)
{
	bool any = options->opening != NR_OPENINGS;
	char of[64];
	const struct app_config config = {
		.clock = clock_of(origin, player_clock, &clock_monotonic),
		.wall = clock_of(origin, player_wall, &clock_wall),
		.steady = clock_of(origin, player_steady, &clock_monotonic),
		.player = origin->from.player,
		.recording = options->replay,
		.source = origin->name,
		.release = origin->release,
		.settings = *settings,
		.conf = conf,
		.max_samples = options->dump_screen ? 0 : options->count,
		.pids = options->pids,
		.nr_pids = options->nr_pids,
		.found = found->ids,
		.nr_found = found->nr,
		.of = options->nr_operands && !one ? of : NULL,
		.open_pid = one,
		.opens_view = !options->nr_operands && !options->command,
		.opening = any ? options->opening : OPENING_PROCESS,
		.filter = options->filter,
		.readonly = options->readonly,
		.save_as = options->format,
	};
	struct app *app;
	int code;

	join_operands(options, of, sizeof(of));
	app = app_new(&config, SCREEN_MIN_WIDTH, SCREEN_MIN_HEIGHT);
	begin_recording(app, options->record);
	if (options->command)
		app_run_command(app, options->command,
				any ? options->opening : OPENING_LIST);
	code = options->dump_screen ?
		       dump_screen(app, &origin->from, options, settings) :
		       watch(app, &origin->from, settings, conf);
	if (!app_end_recording(app, !options->dump_screen) && !code)
		code = status_exit_code(ST_IO);
	app_free(app);
	return code;
}

/*
 * Where standard input, output or error was closed, a file of our own would
 * take its number, and be read or written in its place. What takes it here can
 * be neither, as if there were nothing.
 */
static void fill_closed_descriptors(void)
{
	int fd;

	do {
		fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

/* They come before a screen, or without one; else see watch(). */
static void warn(const struct options *options, const struct conf *conf)
{
	if (options->dump_screen || options->print_config)
		warnings_print(&conf->warnings, conf->shown, stderr);
}

/*
 * What is printed is to be read by programs: it is the same whoever runs them,
 * and no config counts.
 */
static void settle(const struct options *options, struct conf *conf,
		   struct settings *settings)
{
	bool printed = options->batch || options->prometheus ||
		       options->report.kind != REPORT_NONE;

	conf_open(conf, options->no_config || printed);
	warn(options, conf);
	*settings = conf->settings;
	options_settle(options, settings);
}

static int print_config(const struct settings *settings)
{
	conf_print(settings, stdout);
	if (fflush(stdout) || ferror(stdout))
		die_of_output();
	return 0;
}

static int run_live(const struct options *options,
		    const struct settings *settings, struct conf *conf)
{
	struct operand_found found = { 0 };
	struct origin origin = { 0 };
	const struct source_ops *ops;
	struct utsname name;
	pid_t one;
	int code;

	uname(&name);
	ops = choose_source(options->source, name.release);
	check_pids(ops, options);
	one = take_operands(ops, options, &found);
	origin.from.ops = ops;
	origin.name = ops->name;
	origin.release = name.release;
	if (options->report.kind == REPORT_TIMELINE)
		code = run_timeline(ops, options, settings, one);
	else if (options->report.kind != REPORT_NONE)
		code = report_run(ops, &options->report);
	else if (options->prometheus)
		code = run_metrics(ops, options, settings, &found);
	else if (options->batch)
		code = run_batch(&origin, options, settings, &found);
	else
		code = run_app(&origin, options, settings, conf, one, &found);
	operand_release(&found);
	return code;
}

static struct replay *open_recording(const char *path)
{
	char why[RECORDING_WHY];
	struct replay *replay = replay_open(path, why);

	if (!replay)
		die(ST_SYSTEM, "%s: %s", path, why);
	if (!recording_nr(replay_reader(replay)))
		die(ST_SYSTEM, "%s: nothing was recorded", path);
	return replay;
}

/* As take_operands(). */
static pid_t take_recorded(struct replay *replay, const struct options *options,
			   struct operand_found *found)
{
	char why[256];
	enum status st;

	if (!options->nr_operands)
		return 0;
	st = operand_find_recorded(replay, options->operands,
				   options->nr_operands, found, why,
				   sizeof(why));
	if (st != ST_OK)
		die(st, "%s", why);
	return take_one(options, found);
}

/* Those of -p may come late, but not never: a screen has a notice then. */
static void check_recorded_pids(struct replay *replay,
				const struct options *options)
{
	if (options->batch && options->nr_pids &&
	    !operand_any_recorded(replay, options->pids, options->nr_pids))
		die(ST_GONE, "%s: none of the processes asked for is in the recording",
		    options->replay);
}

static int play_on_screen(struct origin *origin, const struct options *options,
			  const struct settings *settings, struct conf *conf,
			  pid_t one, const struct operand_found *found)
{
	struct replay *replay = origin->from.replay;
	const struct recording_reader *reader = replay_reader(replay);
	struct player *player = player_new(reader, options->dump_screen ?
							   NULL :
							   &clock_monotonic);
	int code;

	/* where who was asked for has been found */
	player_begin_at(player, recording_position(reader));
	replay_seek(replay, 0);
	origin->from.player = player;
	origin->name = "replay";
	code = run_app(origin, options, settings, conf, one, found);
	player_free(player);
	return code;
}

/* What is printed of it goes to programs: where it isn't all, it is a failure. */
static int print_recorded(const struct origin *origin,
			  const struct options *options,
			  const struct settings *settings,
			  const struct operand_found *found)
{
	struct replay *replay = origin->from.replay;
	int code;

	replay_seek(replay, 0);
	code = run_batch(origin, options, settings, found);
	if (code)
		die(ST_IO, "%s: %s", options->replay,
		    recording_damage(replay_reader(replay)));
	return code;
}

static int run_recorded(const struct options *options,
			const struct settings *settings, struct conf *conf)
{
	struct replay *replay = open_recording(options->replay);
	struct origin origin = {
		.from.replay = replay,
		.release = recording_header(replay_reader(replay))->release,
	};
	struct operand_found found = { 0 };
	pid_t one;
	int code;

	check_recorded_pids(replay, options);
	one = take_recorded(replay, options, &found);
	code = options->batch ?
		       print_recorded(&origin, options, settings, &found) :
		       play_on_screen(&origin, options, settings, conf, one,
				      &found);
	operand_release(&found);
	replay_free(replay);
	return code;
}

static int run(const struct options *options, const struct settings *settings,
	       struct conf *conf)
{
	if (options->print_config)
		return print_config(settings);
	return options->replay ? run_recorded(options, settings, conf) :
				 run_live(options, settings, conf);
}

int main(int argc, char **argv)
{
	struct settings settings;
	struct options options;
	struct conf conf;
	int code;

	fill_closed_descriptors();
	/*
	 * A file that may grow no more, and a pipe that nobody reads, are
	 * errors of the write; what is started has them as they were meant.
	 */
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	/* an arena for each thread would reserve 64 MiB of address space */
	mallopt(M_ARENA_MAX, 1);
	setlocale(LC_CTYPE, "");
	options_parse(&options, argc, argv);
	settle(&options, &conf, &settings);
	code = run(&options, &settings, &conf);
	conf_release(&conf);
	options_release(&options);
	return code;
}

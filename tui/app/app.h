/* SPDX-License-Identifier: GPL-2.0 */
/*
 * app/: the program. It puts the layers below together and drives them. Events
 * come in: keys, the mouse, the clock, signals, samples. A screen to be shown goes out,
 * and a demand: what the views want to know next.
 *
 * app.h	the program between events and screen: it never waits
 * views.h	the views that are open: the only one that makes them
 * save.h	screens as files, newfile.h: whole ones, that overwrite nothing
 * recorder.h	samples to a file: record.h while one watches, batch_record.h else;
 *		wall.h: what time it is for people
 * act.h	what is done to the world: views ask for it, --readonly holds there
 * setting.h	the one table of settings: conf.h is the file they are in, of
 *		conf_line.h, conf_text.h, conf_write.h, conf_file.h;
 *		save_settings.h: key W
 * operand.h	who was asked for; show.h: opens that, or what was started
 * question.h	a question in the last line
 * pointer.h	what is clicked on, and whether twice
 * signalling.h	signals to a process: asked before, and sent by send_signal.h
 * launch.h	a command that was started, with its keeper (keeper.h);
 *		launches.h: all of them; scenario_list.h: what tamdemo has
 * schedule.h	when what is due, and which lane is asked for it: the time is
 *		handed in
 * loop.h	poll(2), signals and the terminal, around these and a feed (feed.h):
 *		live.h, the lanes of a source; playback.h, a recording, as
 *		player.h says where in it one is (moment.h: as it is typed), and
 *		teller.h tells the samples; recorded.h: what it says of itself
 * script.h	keys and waits in place of a person, for screens nobody sees
 * batch_loop.h	the same without a terminal: samples, each printed by report/;
 *		timeline_loop.h: rows of a timeline; unattended.h: how both wait
 * metrics.h	one sample as metrics; replace_file.h: a file as a whole
 *
 * A sample goes up, a demand goes down:
 *
 *	source -> sample -> model <-> view -> screen -> terminal
 *	   ^----- demand <-------------'
 *
 * The folders of tui/ are layers. Beside its own files each may include:
 *
 *	main, options	the command line	all
 *	app/		the program		all
 *	view/		what is looked at	model, screen, data, base
 *	report/		what is printed instead	model, data, base
 *	model/		what is known by now	data, base
 *	source/		where samples come from	data, base
 *	screen/		cells, colours, keys	data, base
 *	data/		what passes between	base
 *	base/		failing, memory, text	none
 *
 * and all of them lib's common/. So source, model and screen don't know each
 * other, nor do view and report; of source/, report may include source.h. Each
 * folder's header says what it is for: app.h, view.h ..., but data/sample.h and
 * source/process/inspect.h.
 * tests/static/layers holds this, and what only some files may use.
 */
#ifndef TUI_APP_APP_H
#define TUI_APP_APP_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "app/config.h"
#include "app/launches.h"
#include "app/recorder.h"
#include "data/demand.h"
#include "screen/export.h"
#include "screen/input.h"
#include "screen/screen.h"

/*
 * The program between events and screen: it owns model and views, and knows
 * neither terminal nor source. Whoever drives it feeds events, passes the
 * demand on, and shows the screen.
 */
struct app;

/* A new program with a screen of @width x @height; app_free() frees all. */
struct app *app_new(const struct app_config *config, int width, int height);
void app_free(struct app *app);

/* Take one event. */
void app_event(struct app *app, const struct event *event);

/* Did something change since app_draw()? */
bool app_dirty(const struct app *app);

/* Draw everything; the screen is the app's, valid until the next event. */
const struct screen *app_draw(struct app *app);

/* How the terminal shows screens: files are to show the same. */
void app_set_palette(struct app *app, const struct palette *palette);

/* Draw everything into a file, with a caption; false: @out failed. */
bool app_export(struct app *app, enum export_format format, FILE *out);

/* Is it over? */
bool app_quit(const struct app *app);

/* Has a list come, and with it what was started last, or asked for? */
bool app_settled(const struct app *app);

/*
 * What comes next is of another time: forget all that has come. What is shown
 * stays, until something comes.
 */
void app_forget(struct app *app);

/* Likewise, of the process that is looked into alone. */
void app_forget_target(struct app *app);

/*
 * The mark: is one set, and when (*@when_ns, of its clock); set it as of then,
 * of what is known now.
 */
bool app_marked(const struct app *app, uint64_t *when_ns);
void app_mark(struct app *app, uint64_t when_ns);

/* Lists that have come. */
unsigned long app_nr_samples(const struct app *app);

/*
 * Are samples to be taken by the clock? false while paused, and at the end of a
 * recording.
 */
bool app_running(const struct app *app);

/* True once after something asked for a sample out of turn. */
bool app_take_sample_request(struct app *app);

/* True once after something asked to draw the terminal anew (Ctrl-L). */
bool app_take_redraw_request(struct app *app);

/* The clock of its config that samples come by, for whoever drives it. */
const struct clock *app_clock(const struct app *app);

/* And that of whoever looks at it. */
const struct clock *app_steady(const struct app *app);

/* Time between two samples. */
uint64_t app_delay_ns(const struct app *app);

/*
 * Time between two scans of windows, or 0 when nothing is to be scanned
 * between samples. It grows with what the last scan took.
 */
uint64_t app_quick_ns(const struct app *app);

/* What the views want to know; @demand is filled in, reset before. */
void app_demand(const struct app *app, struct demand *demand);

/* Were processes asked for by pid, and is none of them there (any more)? */
bool app_all_gone(const struct app *app);

/* Show @text in the last line for 5 s; @error marks it with "! ". */
void app_notice(struct app *app, bool error, const char *text);

/*
 * Record from now on to @path. false: nothing is recorded, and @why says so in
 * a line.
 */
bool app_record(struct app *app, const char *path, char why[RECORDER_WHY]);

/*
 * It is over, and the terminal is given back: end what is recorded, and tell
 * that on standard error if @tell. false: it isn't whole, and a line there says
 * so in any case.
 */
bool app_end_recording(struct app *app, bool tell);

/* What the program waits for besides: one of @fds means EVENT_CHILD. */
#define APP_FDS_MAX	(LAUNCHES_MAX + 1)
size_t app_fds(const struct app *app, struct pollfd fds[APP_FDS_MAX]);

/* Start a command, and follow it; open @opening of it. */
void app_run_command(struct app *app, char *const argv[],
		     enum opening opening);

/*
 * It is over, and the terminal is given back: end what was started, or say
 * what was left running.
 */
void app_end_launches(struct app *app);

#endif

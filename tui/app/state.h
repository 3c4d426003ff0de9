/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_STATE_H
#define TUI_APP_STATE_H

#include "app/config.h"
#include "app/launches.h"
#include "app/pointer.h"
#include "app/question.h"
#include "app/recorder.h"
#include "app/scenario_list.h"
#include "app/views.h"
#include "data/scenario.h"
#include "screen/export.h"
#include "view/keymap.h"
#include "view/view.h"

/* The state of the program: app.c and act.c share it, and nobody else. */

/* Who has asked, and takes the answer. */
enum asker {
	ASKER_DELAY,
	ASKER_VIEW,		/* the one on top, as for what is live */
	ASKER_QUIT,
	ASKER_SAVE,
	ASKER_RECORD,
	ASKER_SIGNAL,
	ASKER_SEEK,
};

/* A screen as it was when it was to be saved. Zeroed, there is none. */
struct kept {
	struct screen *screen;
	char title[160], caption[512];
	struct choice_key choices[NR_EXPORT_FORMATS + 1];	/* and Enter */
};

/* What was started last, or asked for, until it is shown; pid 0: it is. */
struct wanted {
	pid_t pid;
	enum opening opening;	/* what of it is to be opened */
	bool launched;		/* it was started here: its children count */
	struct proc_id shown;	/* who of them is looked into; pid 0: none */
};

/* Who is to get which signal, while the menu of them is open. */
struct signalling {
	struct proc_id id;
	char comm[sizeof(((struct proc *)0)->comm)];
	int number;
};

struct app {
	struct app_config config;
	struct view_env env;
	struct keymap keys;		/* env.keys */
	struct field_list columns;	/* of the list, if env has them */
	struct screen *screen;
	struct views views;
	uint64_t paused_at;
	struct question question;
	struct pointer pointer;
	enum asker asker;		/* who has asked it */
	struct scenarios scenarios;
	struct scenario_list scenario_list;
	struct launches launches;
	struct wanted wanted;
	struct palette palette;		/* that files show screens with */
	struct kept kept;
	struct signalling signalling;
	struct recorder recorder;
	struct view_recorded recorded;	/* env.recorded, of a recording */
	bool retold;			/* what was known when that began */
	char notice[256];
	bool notice_is_error;
	uint64_t notice_until;		/* 0: no notice */
	unsigned long nr_lists;		/* that came when it was their time */
	bool quit, leave, dirty, want_sample, want_redraw;
};

/* What a view may know of the world now. */
struct view_env state_env(const struct app *app);

/* The model, or what there is to be shown, has changed. */
void state_update(struct app *app);

/*
 * Open a view of @place on top, or say that there are too many: from map to
 * timeline to map it may go on for ever. Close the one on top, but not the
 * last one.
 */
void state_open(struct app *app, const struct place *place);
void state_close_view(struct app *app);

/* The columns of the list are these from now on; NULL or none: as they fit. */
void state_set_columns(struct app *app, const struct field_list *columns);

/* Show @text in the last line for 5 s; @error marks it with "! ". */
void state_notice(struct app *app, bool error, const char *text);

/* Say for 2 s why a key has done nothing. */
void state_answer(struct app *app, const char *text);

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view/: what a person looks at. Model and commands come in; cells of a screen,
 * a demand and acts go out. A view is a const table of functions, below; it
 * names no other view: who wants to go there answers with a place.
 *
 * view.h	what a view is, and what it may know
 * place.h, command.h	where one can be; what a key asks for
 * key_table.h	the one table of keys: bindings, last line, help
 * keymap.h	the keys in force: some may be bound anew; hints with them
 * key_words.h	what is said of a key: where it means something
 * fingers.h	what keys do in htop and top, for fingers that come from there
 * cursor.h, table.h	the one scrolling; the one engine of tables, of which
 *		table_layout.c says which columns fit
 * table_view.h	a view that is one table: launch.c, user_menu.c
 * chosen_columns.h	its columns, where they can be chosen
 * menu.h	that as a menu; choice.h: its lines are chosen by letters or numbers;
 *		field_line.h: lines that are about fields
 * grid.h, legend.h	cells that stand for pages, and what they mean
 * search.h	looking for a name while it is typed; table_search.c: in a table
 * user_menu.c	the users, to list the processes of one; column_menu.c: columns
 * frame.h	first and last row; press.h: words of it that press a key
 * readout.h	numbers above a table
 * list.c, list_column.c, list_header.c, help.c	list of processes, and help
 * row_column.h	columns that the list and groups have in common
 * listed.h	which processes those are, told in line 1
 * list_arrange.h	that as a tree, held, of one group, somebody followed
 * groups.c	processes that have something in common, summed up
 * process/, map/	the views into one process, and of its pages
 *
 * It includes model, screen and what is below; only app includes it.
 */
#ifndef TUI_VIEW_VIEW_H
#define TUI_VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "data/demand.h"
#include "data/scenario.h"
#include "model/group_key.h"
#include "model/model.h"
#include "screen/screen.h"
#include "view/command.h"
#include "view/place.h"

struct field;
struct keymap;

/* What a recording says of itself: each a line. */
struct view_recorded {
	char file[80];		/* "recording run.tam" */
	char source[144];	/* "of syscall on Linux 6.12.1" */
	char span[80];		/* "2026-11-27 11:26:28 - 11:27:05" */
	char length[80];	/* "37s, 839 samples" */
};

/* What a view may know of the world around it. */
struct view_env {
	struct model *model;
	const char *source;	/* the badge: "syscall" */
	const char *release;	/* of the kernel, uname(2) */
	const struct field *sort;	/* of the list, at first */
	bool inverted, paths;	/* likewise */
	const struct field_list *columns;	/* of the list; NULL: as they fit */
	const char *of;		/* what those listed were asked for by, or NULL */
	struct scenarios *scenarios;	/* that can be started */
	const struct keymap *keys;	/* in force */
	const char *played;	/* where in a recording, for line 1; NULL: it
				 * is live, or nothing was drawn yet
				 */
	const struct view_recorded *recorded;	/* NULL: it is live */
	bool ended;		/* its last sample has come */
	bool paused;
	bool recording;		/* what comes is recorded */
	uint64_t delay_ns;	/* between samples */
	uint64_t now_ns;	/* of the program's clock */
	bool letters;		/* cells tell their states by letters, too */
	bool covered;		/* another view hides this one, and not help or
				 * a menu of its own
				 */
	int width, height;	/* of the screen; its first and last row are
				 * the frame's, the rest is the view's
				 */
};

/* Below this width words give way to numbers. */
#define VIEW_NARROW 60

struct view;

/* Beside a command in a list of hints: what it turns on is on. */
#define HINT_ON 0x100

/* What a view answers to a command; the app does it. */
enum act_kind {
	ACT_NONE,		/* it means nothing here */
	ACT_DONE,		/* the view has obeyed */
	ACT_OPEN,		/* another view is to be opened, at a place */
	ACT_ASK,		/* the person, for text; see answer() */
	ACT_TYPE,		/* likewise, and follow each key; see typing() */
	ACT_BACK,		/* to the view below: all is done here */
	ACT_LAUNCH,		/* start a scenario */
	ACT_SORT,		/* by a field, the view below; see sort() */
	ACT_COLUMNS,		/* of the list become .columns */
	ACT_SIGNAL,		/* ask, and send it to whom the menu is of */
};

struct act {
	enum act_kind kind;
	const char *why;	/* nothing was done; NULL: it is no key here;
				 * or what is to be said of what was
				 */
	struct place place;
	const struct field *field;
	const struct field_list *columns;	/* none of them: as they fit */
	int signal;			/* its number */
	const char *prompt, *preset;	/* of what is asked */
	const struct scenario *scenario;
	bool show_map;			/* of its first block, once there is one */
};

/* A text that is being typed. */
struct typing {
	enum {
		TYPING_ON,		/* it has changed */
		TYPING_KEPT,		/* Enter was pressed */
		TYPING_UNDONE,		/* Esc: all is to be as it was before */
	} stage;
	const char *text;		/* as far as it goes */

	/* What the view says of it, to be told beside it; "" nothing. */
	char told[96];
	bool refused;			/* it can't be kept: it stays open */
	bool mistake;			/* it is wrong from byte @at on */
	size_t at;
};

/* What of the views can be kept for the next time. */
struct arrangement {
	const struct field *sort;	/* of the list of all */
	bool inverted, paths;
	enum group_kind groups;		/* that are open; GROUP_NONE: none */
};

/*
 * A view: a const table of functions. It draws only into cells, and says what
 * it wants to know by adding to the demand.
 */
struct view_ops {
	/*
	 * A new view of @place, which is of its kind; close() frees it, and
	 * who opens it fills in ops. Dies when memory is out.
	 */
	struct view *(*open)(const struct view_env *env,
			     const struct place *place);

	/* What line 1 says of the view, behind "tamtop". */
	void (*title)(const struct view *view, const struct view_env *env,
		      char *buf, size_t len);

	/*
	 * Commands that the last line names, most useful first, some with
	 * HINT_ON; ends with CMD_NONE. The words are the key table's.
	 */
	const int *(*hints)(const struct view *view,
			    const struct view_env *env);

	/* Add what the view wants to know next; NULL: nothing. */
	void (*demand)(const struct view *view, const struct view_env *env,
		       struct demand *demand);

	/* The model or the size has changed; NULL: no matter. */
	void (*update)(struct view *view, const struct view_env *env);

	/*
	 * What comes next is of another time, or told anew: what was kept of
	 * the samples before is of no use. NULL: nothing is kept.
	 */
	void (*forget)(struct view *view);

	/* Draw rows 1 to height - 2 of a cleared screen. */
	void (*draw)(const struct view *view, const struct view_env *env,
		     struct screen *screen);

	/* Obey @command, as far as that is the view's own affair. */
	struct act (*command)(struct view *view, const struct view_env *env,
			      enum command command);

	/*
	 * A click on @hit, a row, a head or a cell of what this view has drawn;
	 * it may be gone by now. NULL: it draws none.
	 */
	struct act (*point)(struct view *view, const struct view_env *env,
			    const struct hit *hit);

	/*
	 * A key before it is a command, where something is typed: a digit;
	 * false if it is none of that. NULL: nothing is ever typed.
	 */
	bool (*key)(struct view *view, const struct view_env *env,
		    uint32_t key);

	/*
	 * @text was given to what was asked; NULL, or why it is no good: then
	 * it is asked again. NULL: nothing is ever asked.
	 */
	const char *(*answer)(struct view *view, const struct view_env *env,
			      const char *text);

	/* Follow what is typed after ACT_TYPE. NULL: nothing ever is. */
	void (*typing)(struct view *view, const struct view_env *env,
		       struct typing *typing);

	/* Select the process @id, if it is here. NULL: there are none. */
	void (*select)(struct view *view, const struct view_env *env,
		       struct proc_id id);

	/* Sort by @field, as it is read. NULL: there is no order to choose. */
	void (*sort)(struct view *view, const struct view_env *env,
		     const struct field *field);

	/* Add how it is arranged. NULL: in no way that is worth keeping. */
	void (*arranged)(const struct view *view,
			 struct arrangement *arrangement);

	/* Free the view. */
	void (*close)(struct view *view);

	bool looks_in;	/* into a process: line 1 tells what that costs */
	bool quick;	/* its windows are scanned between samples, too */
};

/* Each view's own state begins with this. */
struct view {
	const struct view_ops *ops;
};

/* The answers of a view that has, or has not, obeyed, or that opens @kind. */
static inline struct act act_done(bool done)
{
	return (struct act){ .kind = done ? ACT_DONE : ACT_NONE };
}

/* Nothing was done by a key that does something here, @why: "no change". */
static inline struct act act_none(const char *why)
{
	return (struct act){ .kind = ACT_NONE, .why = why };
}

/* Something was done, and is to be told: "search wrapped"; NULL: nothing is. */
static inline struct act act_told(const char *what)
{
	return (struct act){ .kind = ACT_DONE, .why = what };
}

static inline struct act act_open(enum place_kind kind, uint64_t address)
{
	return (struct act){
		.kind = ACT_OPEN, .place = { .kind = kind, .address = address },
	};
}

/* The menu of signals to the process @id. */
static inline struct act act_open_signals(struct proc_id id)
{
	struct act act = act_open(PLACE_SIGNAL, 0);

	act.place.process = id;
	return act;
}

/* The map of all mappings, at @address. */
static inline struct act act_open_all(uint64_t address)
{
	struct act act = act_open(PLACE_MAP, address);

	act.place.all = true;
	return act;
}

#endif

/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view/process/: the view into one process. The target of the model comes in:
 * its mappings, counts and kinds; a screen of them goes out, and a demand for
 * what is on it.
 *
 * process.c	asks, obeys; layout.c says where everything is, draw.c draws it
 * select.c	which mapping is selected; search.c looks for one
 * header.h	who the process is, and what it has of the memory it reserved
 * mapping_column.h, mapping_order.h	the table of mappings, and its order
 * meaning.h	what the numbers mean, in a sentence
 * alive.h	which mappings got pages in the last seconds
 * kind_table.h	the mappings summed up by kind
 *
 * It includes view and what is below, not map/: what both need, grid and
 * legend, is in view. Nobody includes it.
 */
#ifndef TUI_VIEW_PROCESS_PROCESS_H
#define TUI_VIEW_PROCESS_PROCESS_H

#include "model/model.h"
#include "view/grid.h"
#include "view/process/alive.h"
#include "view/process/header.h"
#include "view/process/mapping_order.h"
#include "view/search.h"
#include "view/table.h"
#include "view/view.h"

/* What process.c keeps, layout.c places, draw.c draws. */

#define PROCESS_GROWTH_MAX 128

struct process_view {
	struct view view;
	struct model *model;
	struct proc_id id;

	/* What the list knew last: the process may be gone from it. */
	struct row row;
	char *command, *user;		/* the row's, kept likewise */
	char parent[sizeof(((struct proc *)0)->comm)];
	uint32_t growth[PROCESS_GROWTH_MAX];	/* as in struct row, but more */
	int nr_growth;
	unsigned long growth_sample;	/* the number of the sample then */

	int kind;			/* enum mapping_kind, or ALL_KINDS */
	struct mapping_order order;
	struct table_state table;
	uint64_t selected;		/* the mapping's address, if it was moved */

	struct alive alive;
	bool chosen;			/* a row was, by a key: it stays */

	struct search search;
	struct process_place {
		struct cursor cursor;
		uint64_t selected;
		bool chosen;
	} kept;				/* while something is typed */

	bool in_map;			/* the arrows move in the map below */
	uint64_t at;			/* the address that is looked at there */

	enum pss_state pss;
	uint64_t pss_before_ns;		/* what the sum before took */
	int pss_samples;		/* that came since it was asked for */
	uint64_t target_ns;		/* when the last sample was taken */
	size_t oldest;			/* the mapping counted longest ago */
	uint64_t oldest_ns;		/* when; 0: never */
	size_t nr_uncounted;
	bool complete;			/* all have been counted once */
};

/* Rows of the screen, from line 1 on; 0 rows: it isn't there. */
struct process_layout {
	int header_rows, header_width;
	int sentence_y;			/* what the numbers mean */
	int explanation_y;		/* and why there is no table, if so */
	int kinds_x, kinds_y;		/* kinds_y 0: no table of kinds */
	int head_y;			/* heads of the table of mappings */
	size_t rows;
	int status_y;
	int map_rows;			/* below the status line and a ruler */
};

/* Is there a table of mappings to show, not a sentence that says why not? */
bool process_has_table(const struct target *target);

/* Where everything is on the screen of @env. */
struct process_layout process_layout(const struct process_view *process,
				     const struct view_env *env);

/*
 * The map of the selected mapping: all of it fits into the rows there are.
 * false: there is none.
 */
bool process_grid(const struct process_view *process,
		  const struct view_env *env, struct grid *grid);

/* The selected mapping, or NULL. */
const struct mapping *process_selected(const struct process_view *process);

/* The rows of the table, and those on screen. */
struct extent process_extent(const struct process_view *process,
			     const struct view_env *env);

/* The cursor has moved: the mapping there is the selected one. */
void process_keep_selected(struct process_view *process);

/* The cursor in the map stays in the selected mapping, while there is one. */
void process_keep_in_map(struct process_view *process,
			 const struct view_env *env);

/* Select row @i of the table, as a person does, who then is not in the map. */
void process_select(struct process_view *process, const struct view_env *env,
		    size_t i);

/* Obey a command that searches the mappings; false: it is another one. */
bool process_search_command(struct process_view *process,
			    const struct view_env *env, enum command command,
			    struct act *act);

/* Of struct view_ops, likewise in search.c. */
void process_search_typing(struct view *view, const struct view_env *env,
			   struct typing *typing);

/* Draw rows 1 to height - 2. */
void process_draw(const struct process_view *process,
		  const struct view_env *env, struct screen *screen);

#endif

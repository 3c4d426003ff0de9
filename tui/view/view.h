/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_VIEW_H
#define TUI_VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "data/demand.h"
#include "model/model.h"
#include "screen/screen.h"
#include "view/command.h"

/* What a view may know of the world around it. */
struct view_env {
	struct model *model;
	const char *source;	/* the badge: "syscall" */
	const char *release;	/* of the kernel, uname(2) */
	bool paused;
	uint64_t delay_ns;	/* between samples */
	uint64_t now_ns;	/* of the program's clock */
	bool letters;		/* cells tell their states by letters, too */
	bool covered;		/* another view than help hides this one */
	int width, height;	/* of the screen; its first and last row are
				 * the frame's, the rest is the view's
				 */
};

struct view;

/*
 * A view: a const table of functions. It draws only into cells, and says what
 * it wants to know by adding to the demand.
 */
struct view_ops {
	/* What line 1 says of the view, behind "tamtop". */
	void (*title)(const struct view *view, const struct view_env *env,
		      char *buf, size_t len);

	/* Keys for the last line, most useful first; ends with NULL. */
	const char *const *(*keys)(const struct view *view,
				   const struct view_env *env);

	/* Add what the view wants to know next; NULL: nothing. */
	void (*demand)(const struct view *view, const struct view_env *env,
		       struct demand *demand);

	/* The model or the size has changed; NULL: no matter. */
	void (*update)(struct view *view, const struct view_env *env);

	/* Draw rows 1 to height - 2 of a cleared screen. */
	void (*draw)(const struct view *view, const struct view_env *env,
		     struct screen *screen);

	/* Obey @command, or say false if it means nothing here. */
	bool (*command)(struct view *view, const struct view_env *env,
			enum command command);

	/*
	 * A key that no command has, as a digit; false if it means nothing
	 * here. NULL: none does.
	 */
	bool (*key)(struct view *view, const struct view_env *env,
		    uint32_t key);

	/* The view that @command opens on top of this one, or NULL. */
	struct view *(*open)(struct view *view, const struct view_env *env,
			     enum command command);

	/* Free the view. */
	void (*close)(struct view *view);

	bool looks_in;	/* into a process: line 1 tells what that costs */
	bool quick;	/* its windows are scanned VIEW_QUICK times a sample */
};

#define VIEW_QUICK 5

/* Each view's own state begins with this. */
struct view {
	const struct view_ops *ops;
};

/*
 * New views, freed by their close(); they die when memory is out. The list is
 * sorted by @sort, as that field is read.
 */
struct view *view_list_new(const struct view_env *env,
			   const struct field *sort);
struct view *view_help_new(void);

/* The process @id: it becomes the model's target until the view is closed. */
struct view *view_process_new(const struct view_env *env, struct proc_id id);

/*
 * Maps of the target's pages: of the mapping that begins at @start, or of all
 * its mappings, one after another, when @start is 0.
 */
struct view *view_map_new(const struct view_env *env, uint64_t start);

/* The mapping at @start over time. */
struct view *view_timeline_new(const struct view_env *env, uint64_t start);

#endif

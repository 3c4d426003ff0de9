/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_FRAME_H
#define TUI_VIEW_FRAME_H

#include "view/view.h"

struct choice_key;

/* What line 1 and the last line tell besides the view's own words. */
struct frame {
	const char *title;		/* of the view */
	enum place_kind place;		/* where one is */
	const int *hints;		/* of the view, ends with CMD_NONE */
	bool too_small;
	bool looks_in, quick;		/* of the view: whose cost is told */
	uint64_t pace_ns;		/* between two samples of what is shown */
	uint64_t paused_ns;		/* for so long; if env->paused */
	const char *prompt;		/* a question being answered, or NULL */
	const struct choice_key *choices;	/* told behind it; NULL: text */
	size_t nr_choices;
	const char *enter, *esc;	/* what these do there, in a word */
	const char *told;		/* beside the prompt; "" nothing */
	bool mistake;			/* that is why it is wrong from there on */
	size_t mistake_at;		/* a byte of the prompt */
	const char *notice;		/* or NULL */
	bool notice_is_error;
};

/*
 * Columns for the title of a view that looks into no process, without those of
 * the mark, which stands behind it; a pause may take some more.
 */
int frame_title_room(const struct view_env *env);

/* Draw the first and the last row of @screen. */
void frame_draw(const struct frame *frame, const struct view_env *env,
		struct screen *screen);

#endif

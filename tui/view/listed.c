// SPDX-License-Identifier: GPL-2.0
/* Which processes are listed, as line 1 tells it. */
#include <stdio.h>

#include "base/text.h"
#include "view/listed.h"

#define OF_WIDE 30		/* columns of what was asked for */
#define OF_NARROW 12

/* Columns of the filter, at most. */
#define SHOWN_NARROW 10
#define SHOWN 24
#define SHOWN_WIDE 60
#define WIDE 110
#define MARK_ROOM 11		/* ", mark 3m20s" stands behind it */

void listed_of_text(const struct view_env *env, char *buf, size_t len)
{
	int room = env->width < VIEW_NARROW ? OF_NARROW : OF_WIDE;

	*buf = '\0';
	if (env->of)
		snprintf(buf, len, "%.*s: ", (int)text_fitting(env->of, room),
			 env->of);
}

/* Bytes of @text that @width columns hold. */
static size_t bytes_in(const char *text, int width)
{
	const char *at = text, *next;
	char32_t glyph;
	int columns;

	for (; *at; at = next) {
		next = text_next(at, &glyph, &columns);
		width -= columns;
		if (width < 0)
			break;
	}
	return (size_t)(at - text);
}

void listed_filter_text(const struct view_env *env, char *buf, size_t len)
{
	const struct filter *filter = model_filter(env->model);
	const char *text = filter ? filter_text(filter) : "";
	int room = env->width < VIEW_NARROW ? SHOWN_NARROW :
		   env->width < WIDE	    ? SHOWN :
					      SHOWN_WIDE;
	bool cut;

	if (model_marked(env->model, NULL) && env->width >= VIEW_NARROW)
		room -= MARK_ROOM;
	cut = text_width(text) > room;
	*buf = '\0';
	if (*text)
		snprintf(buf, len, "\\%.*s%s",
			 (int)bytes_in(text, cut ? room - 2 : room), text,
			 cut ? ".." : "");
}

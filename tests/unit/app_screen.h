/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TESTS_UNIT_APP_SCREEN_H
#define TESTS_UNIT_APP_SCREEN_H

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fixture.h"

/* The one program of a test, and what is on its screen. */
static struct fixture_app fixture;

static inline void press(const char *keys)
{
	fixture_app_keys(&fixture, keys);
}

/* Row @y, from below if negative, has @part. */
static inline bool line_has(int y, const char *part)
{
	char *text = fixture_app_line(&fixture, y);
	bool has = strstr(text, part);

	free(text);
	return has;
}

static inline void assert_line_has(int y, const char *part)
{
	char *text = fixture_app_line(&fixture, y);

	if (!strstr(text, part))
		fail_msg("'%s' is not in '%s'", part, text);
	free(text);
}

static inline void assert_line_lacks(int y, const char *part)
{
	char *text = fixture_app_line(&fixture, y);

	if (strstr(text, part))
		fail_msg("'%s' is in '%s'", part, text);
	free(text);
}

/* The row with '>', the first below line 1, has @part. */
static inline void assert_row_selected(const char *part)
{
	const struct screen *screen = app_draw(fixture.app);
	int y;

	for (y = 1; y < screen->height - 1; y++) {
		if (screen_row(screen, y)[0].glyph != '>')
			continue;
		assert_line_has(y, part);
		return;
	}
	fail_msg("no row is selected");
}

#endif

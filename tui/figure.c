// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "figure.h"
#include "format.h"

static void draw(struct screen *screen, int end, int y, int width, bool known,
		 const char *text)
{
	screen_text_right(screen, end - width + 1, y, width,
			  known ? ROLE_TEXT : ROLE_UNKNOWN, text);
}

void figure_size(struct screen *screen, int end, int y, bool known,
		 uint64_t bytes)
{
	char text[FORMAT_MAX] = "?";

	if (known)
		format_size(text, sizeof(text), bytes);
	draw(screen, end, y, 6, known, text);
}

void figure_rate(struct screen *screen, int end, int y, bool known,
		 uint64_t count)
{
	char number[FORMAT_MAX] = "?", text[FORMAT_MAX + 2];

	if (known)
		format_count(number, sizeof(number), count, 6);
	snprintf(text, sizeof(text), "%s/s", number);
	draw(screen, end, y, 8, known, text);
}

void figure_percent(struct screen *screen, int end, int y, bool known,
		    uint64_t part, uint64_t whole)
{
	char text[FORMAT_MAX] = "?";

	if (known)
		format_percent(text, sizeof(text), part, whole);
	draw(screen, end, y, 5, known, text);
}

int figure_delta(struct screen *screen, int x, int y, int64_t bytes,
		 const char *unit)
{
	enum role role = ROLE_TEXT;
	char delta[FORMAT_MAX];
	int used;

	if (bytes)
		role = bytes > 0 ? ROLE_WRITTEN : ROLE_ZERO;
	format_delta(delta, sizeof(delta), bytes);
	used = screen_text(screen, x, y, -1, role, delta);
	return used + screen_text(screen, x + used, y, -1, role, unit);
}

void figure_touch_rate(struct screen *screen, int x, int y,
		       const struct rates *rates)
{
	x += screen_text(screen, x, y, -1, ROLE_TEXT, "touch ");
	if (rates->known)
		figure_delta(screen, x, y, rates->touched, "/s");
	else
		screen_text(screen, x, y, -1, ROLE_UNKNOWN, "?");
}

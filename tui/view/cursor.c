// SPDX-License-Identifier: GPL-2.0
/* One row of many is selected, and the window follows it. */
#include <stdint.h>

#include "view/cursor.h"

static void keep_inside(struct cursor *cursor, const struct extent *extent)
{
	size_t last_top =
		extent->nr > extent->rows ? extent->nr - extent->rows : 0;

	if (cursor->top > last_top)
		cursor->top = last_top;
}

void cursor_fit(struct cursor *cursor, const struct extent *extent)
{
	if (cursor->at < cursor->top)
		cursor->top = cursor->at;
	if (extent->rows && cursor->at - cursor->top >= extent->rows)
		cursor->top = cursor->at - extent->rows + 1;
	keep_inside(cursor, extent);
}

void cursor_set(struct cursor *cursor, const struct extent *extent, size_t at)
{
	if (!extent->nr)
		return;
	cursor->at = at < extent->nr ? at : extent->nr - 1;
	cursor_fit(cursor, extent);
}

void cursor_set_here(struct cursor *cursor, const struct extent *extent,
		     size_t at)
{
	size_t above = cursor->at > cursor->top ? cursor->at - cursor->top : 0;

	if (!extent->nr)
		return;
	cursor->at = at < extent->nr ? at : extent->nr - 1;
	cursor->top = cursor->at > above ? cursor->at - above : 0;
	cursor_fit(cursor, extent);
}

static size_t less(size_t at, size_t by)
{
	return at > by ? at - by : 0;
}

void cursor_scroll(struct cursor *cursor, const struct extent *extent,
		   int rows)
{
	const struct cursor before = *cursor;

	if (!extent->nr || !extent->rows)
		return;
	if (rows < 0)
		cursor->top = less(cursor->top, (size_t)-rows);
	else
		cursor->top += (size_t)rows;
	keep_inside(cursor, extent);
	if (cursor->at < cursor->top)
		cursor->at = cursor->top;
	if (cursor->at >= cursor->top + extent->rows)
		cursor->at = cursor->top + extent->rows - 1;
	cursor->chosen |= cursor->top != before.top || cursor->at != before.at;
}

bool cursor_command(struct cursor *cursor, const struct extent *extent,
		    enum command command)
{
	size_t at = cursor->at;

	switch (command) {
	case CMD_SCROLL_UP:
		cursor_scroll(cursor, extent, -CURSOR_WHEEL_ROWS);
		return true;
	case CMD_SCROLL_DOWN:
		cursor_scroll(cursor, extent, CURSOR_WHEEL_ROWS);
		return true;
	case CMD_UP:
		at = less(at, 1);
		break;
	case CMD_DOWN:
		at++;
		break;
	case CMD_PAGE_UP:
		at = less(at, extent->page);
		break;
	case CMD_PAGE_DOWN:
		at += extent->page;
		break;
	case CMD_HOME:
		at = 0;
		break;
	case CMD_END:
		at = SIZE_MAX;
		break;
	default:
		return false;
	}
	cursor_set(cursor, extent, at);
	cursor->chosen = command != CMD_HOME;
	return true;
}

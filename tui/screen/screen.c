// SPDX-License-Identifier: GPL-2.0
/* A screen as cells of glyph and role, and how they are written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "screen/screen.h"

struct screen *screen_new(int width, int height)
{
	struct screen *screen = xcalloc(1, sizeof(*screen));

	screen_resize(screen, width, height);
	return screen;
}

void screen_free(struct screen *screen)
{
	if (!screen)
		return;
	free(screen->cells);
	free(screen->hits.regions);
	free(screen);
}

void screen_resize(struct screen *screen, int width, int height)
{
	size_t nr = (size_t)width * (size_t)height;

	screen->cells = xreallocarray(screen->cells, nr, sizeof(struct cell));
	screen->width = width;
	screen->height = height;
	screen_clear(screen);
}

void screen_clear(struct screen *screen)
{
	static const struct cell blank = { .glyph = ' ', .role = ROLE_TEXT };
	size_t row = (size_t)screen->width * sizeof(blank);
	int x, y;

	for (x = 0; screen->height && x < screen->width; x++)
		screen->cells[x] = blank;
	for (y = 1; y < screen->height; y++)
		memcpy(screen_row(screen, y), screen->cells, row);
	screen_forget_hits(screen);
}

void screen_hit(struct screen *screen, int x, int y, int width, int height,
		const struct hit *hit)
{
	const struct hit_region region = {
		.x = x, .y = y, .width = width, .height = height, .hit = *hit,
	};

	hits_add(&screen->hits, &region, screen->width, screen->height);
}

void screen_hit_key(struct screen *screen, int x, int y, int width,
		    uint32_t key)
{
	const struct hit hit = { .kind = HIT_KEY, .key = key };

	screen_hit(screen, x, y, width, 1, &hit);
}

struct hit screen_hit_at(const struct screen *screen, int x, int y)
{
	return hits_at(&screen->hits, x, y);
}

void screen_forget_hits(struct screen *screen)
{
	screen->hits.nr = 0;
}

struct cell *screen_cell(struct screen *screen, int x, int y)
{
	if (x < 0 || y < 0 || x >= screen->width || y >= screen->height)
		return NULL;
	return screen_row(screen, y) + x;
}

void screen_put(struct screen *screen, int x, int y, char32_t glyph,
		enum role role)
{
	screen_put_cell(screen, x, y, (struct cell){
		.glyph = glyph, .role = (uint8_t)role,
	});
}

void screen_put_cell(struct screen *screen, int x, int y, struct cell cell)
{
	struct cell *at = screen_cell(screen, x, y);

	if (!at)
		return;
	cell.selected = at->selected && !cell.graph;
	*at = cell;
}

static int put_text(struct screen *screen, int x, int y, int max,
		    enum role role, const char *text, const char *end)
{
	int used = 0;
	char32_t glyph;
	int width;

	while (text < end) {
		width = 1;
		if (*text >= ' ' && *text < 0x7f)
			glyph = (unsigned char)*text++;
		else
			text = text_next(text, &glyph, &width);
		if (used + width > max)
			break;
		screen_put(screen, x + used, y, glyph, role);
		if (width == 2)
			screen_put(screen, x + used + 1, y, 0, role);
		used += width;
	}
	return used;
}

static int room_at(const struct screen *screen, int x, int max)
{
	return max > screen->width - x ? screen->width - x : max;
}

int screen_text(struct screen *screen, int x, int y, int max, enum role role,
		const char *text)
{
	return put_text(screen, x, y, room_at(screen, x, max), role, text,
			text + strlen(text));
}

const char *screen_number_end(const char *text, int width, char *buf,
			      size_t len)
{
	size_t all = strlen(text), keep = width > 2 ? (size_t)width - 2 : 0;

	if (all <= (size_t)width || width < 0)
		return text;
	snprintf(buf, len, "..%s", text + all - keep);
	return buf;
}

int screen_words(struct screen *screen, int x, int y, int max, enum role role,
		 const char *text)
{
	int room = room_at(screen, x, max);
	size_t fits = text_fitting(text, room), first = strcspn(text, " ");
	char word[32], buf[32];

	if (fits || !*text || room < 1 || first >= sizeof(word))
		return put_text(screen, x, y, room, role, text, text + fits);
	snprintf(word, sizeof(word), "%.*s", (int)first, text);
	text = screen_number_end(word, room, buf, sizeof(buf));
	return screen_text(screen, x, y, room, role, text);
}

void screen_text_right(struct screen *screen, int x, int y, int width,
		       enum role role, const char *text)
{
	int pad = width - text_width(text);

	screen_text(screen, x + (pad > 0 ? pad : 0), y, width, role, text);
}

void screen_mark_cursor(struct screen *screen, int x, int y)
{
	struct cell *at = screen_cell(screen, x, y);

	screen_put(screen, 0, y, '>', ROLE_TITLE);
	if (at)
		at->cursor = true;
}

void screen_select_row(struct screen *screen, int y)
{
	struct cell *cell;
	int x;

	for (x = 0; (cell = screen_cell(screen, x, y)); x++)
		cell->selected = !cell->graph;
}

// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "common/format.h"
#include "view/map/grid.h"
#include "view/map/legend.h"
#include "view/process/mapping_column.h"

#define GAP 2			/* columns between two amounts */
#define GLYPHS_GAP 3

/* One amount of the legend. */
struct item {
	enum glyph glyph;
	enum role role;
	const char *word;
	uint64_t pages;
	bool known, shown;
	char amount[FORMAT_MAX];
};

enum {
	ITEM_WRITTEN, ITEM_ZERO, ITEM_HUGE, ITEM_SWAPPED, ITEM_FILE,
	ITEM_UNTOUCHED, NR_ITEMS
};

void legend_set_age(struct legend *legend, uint64_t counted_ns,
		    const struct view_env *env)
{
	uint64_t fresh_for = 2 * env->delay_ns + NSEC_PER_SEC;

	legend->age_ns = env->now_ns > counted_ns ? env->now_ns - counted_ns :
						    0;
	legend->old = !env->paused && legend->age_ns > fresh_for;
}

struct legend legend_of_mapping(const struct mapping *mapping,
				const struct target *target,
				const struct view_env *env)
{
	struct legend legend = {
		.counts = mapping->counts,
		.known = mapping->counted,
		.tells_zero = target->now.has & TARGET_TELLS_ZERO,
		.has_file = mapping->kind == KIND_FILE ||
			    mapping->kind == KIND_SHARED,
		.letters = env->letters,
		.since_known = mapping->since_known &&
			       grid_shows_since(target, env),
		.since_touched = mapping->since_touched,
		.since_released = mapping->since_released,
	};

	if (mapping->counted)
		legend_set_age(&legend, mapping->counted_ns, env);
	return legend;
}

/* "96.5M 9.4%" */
static void touched_text(const struct legend *legend, uint64_t bytes,
			 char *buf, size_t len)
{
	uint64_t touched = pages_touched(&legend->counts) * PAGE_BYTES;
	char size[FORMAT_MAX], percent[FORMAT_MAX];

	if (!legend->known) {
		snprintf(buf, len, "?");
		return;
	}
	format_size(size, sizeof(size), touched);
	format_percent(percent, sizeof(percent), touched, bytes);
	snprintf(buf, len, "%s %s%%", size, percent);
}

void legend_draw_range(const struct legend *legend,
		       const struct mapping *mapping, uint64_t cell_pages,
		       struct screen *screen, int y)
{
	uint64_t bytes = mapping->end - mapping->start;
	char size[FORMAT_MAX], perms[FORMAT_MAX], cell[48], text[128];
	char touched[2 * FORMAT_MAX + 2];
	enum role role = ROLE_TEXT;
	int end;

	grid_cell_size(cell_pages, cell, sizeof(cell));
	end = screen->width - text_width(cell);
	screen_text(screen, end, y, -1, ROLE_TEXT, cell);
	format_size(size, sizeof(size), bytes);
	touched_text(legend, bytes, touched, sizeof(touched));
	snprintf(text, sizeof(text),
		 "%" PRIx64 "-%" PRIx64 " %s  %s  touched %s", mapping->start,
		 mapping->end,
		 mapping_columns[MCOL_PERM].text(mapping, NULL, perms, &role),
		 size, touched);
	if (text_width(text) >= end)
		snprintf(text, sizeof(text), "%s of %s", touched, size);
	screen_text(screen, 0, y, end - 1, ROLE_TEXT, text);
}

static int item_width(const struct item *item)
{
	return 2 + (int)strlen(item->word) + 1 + (int)strlen(item->amount);
}

static void format_items(const struct legend *legend, struct item *items)
{
	int i;

	for (i = 0; i < NR_ITEMS; i++) {
		items[i].shown = true;
		items[i].known = legend->known;
	}
	items[ITEM_FILE].shown = legend->has_file;
	items[ITEM_WRITTEN].known &= !legend->counts.unsure;
	items[ITEM_ZERO].known &= legend->tells_zero;
	items[ITEM_HUGE].known &= legend->tells_zero;
	for (i = 0; i < NR_ITEMS; i++) {
		snprintf(items[i].amount, FORMAT_MAX, "?");
		if (items[i].known)
			format_size(items[i].amount, FORMAT_MAX,
				    items[i].pages * PAGE_BYTES);
	}
}

static int total_width(const struct item *items)
{
	int width = -GAP;
	int i;

	for (i = 0; i < NR_ITEMS; i++)
		if (items[i].shown)
			width += GAP + item_width(&items[i]);
	return width > 0 ? width : 0;
}

/* The next one to go: empty and not of the first order, else the last one. */
static struct item *least_item(struct item *items)
{
	static const int dispensable[] = {
		ITEM_SWAPPED, ITEM_HUGE, ITEM_FILE, ITEM_ZERO,
	};
	struct item *item;
	size_t i;

	for (i = 0; i < sizeof(dispensable) / sizeof(dispensable[0]); i++) {
		item = &items[dispensable[i]];
		if (item->shown && item->known && !item->pages)
			return item;
	}
	for (item = items + NR_ITEMS - 1; item > items; item--)
		if (item->shown)
			break;
	return item;
}

static void swatch(struct screen *screen, int x, int y, enum glyph glyph,
		   enum role role, bool letters)
{
	screen_put_cell(screen, x, y, (struct cell){
		.glyph = glyph, .role = (uint8_t)role, .letter = letters,
	});
}

static int draw_item(const struct item *item, const struct legend *legend,
		     struct screen *screen, int x, int y)
{
	enum role role = !item->known ? ROLE_UNKNOWN :
			 legend->old ? ROLE_DIM : ROLE_TEXT;

	swatch(screen, x, y, item->glyph, item->role, legend->letters);
	x += 2;
	x += screen_text(screen, x, y, -1, ROLE_TEXT, item->word) + 1;
	return x + screen_text(screen, x, y, -1, role, item->amount);
}

/* "─ ═ some, all   : ░ ▒ █ few, 1/8, 1/2, all" */
static void draw_glyphs(struct screen *screen, int x, int y)
{
	static const char zero_text[] = "some, all";
	static const char touched_text[] = "few, 1/8, 1/2, all";
	static const enum glyph touched[] = {
		GLYPH_FEW, GLYPH_EIGHTH, GLYPH_HALF, GLYPH_FULL,
	};
	int width = 4 + (int)strlen(zero_text) + GLYPHS_GAP + 8 +
		    (int)strlen(touched_text);
	size_t i;

	if (x + width > screen->width)
		return;
	screen_put(screen, x, y, GLYPH_SOME_ZERO, ROLE_ZERO);
	screen_put(screen, x + 2, y, GLYPH_ALL_ZERO, ROLE_ZERO);
	x += 4;
	x += screen_text(screen, x, y, -1, ROLE_TEXT, zero_text) + GLYPHS_GAP;
	for (i = 0; i < sizeof(touched) / sizeof(touched[0]); i++, x += 2)
		screen_put(screen, x, y, touched[i], ROLE_WRITTEN);
	screen_text(screen, x, y, -1, ROLE_TEXT, touched_text);
}

/* "5s ago", as far as it fits; returns the column behind it. */
static int draw_age(const struct legend *legend, struct screen *screen, int x,
		    int y)
{
	char age[FORMAT_MAX], text[FORMAT_MAX + 4];

	format_age(age, sizeof(age), legend->age_ns);
	snprintf(text, sizeof(text), "%s ago", age);
	if (!legend->old || x + text_width(text) > screen->width)
		return x;
	return x + screen_text(screen, x, y, -1, ROLE_DIM, text) + GAP;
}

/* "since mark +12.0M -4K", or "" */
static void since_text(const struct legend *legend, char *buf, size_t len)
{
	char touched[FORMAT_MAX], released[FORMAT_MAX];

	*buf = '\0';
	if (!legend->since_known)
		return;
	format_size(touched, sizeof(touched),
		    legend->since_touched * PAGE_BYTES);
	format_size(released, sizeof(released),
		    legend->since_released * PAGE_BYTES);
	snprintf(buf, len, "since mark +%s -%s", touched, released);
}

void legend_draw(const struct legend *legend, struct screen *screen, int y)
{
	const struct page_counts *counts = &legend->counts;
	struct item items[NR_ITEMS] = {
		{ .glyph = GLYPH_FULL, .role = ROLE_WRITTEN,
		  .word = "written", .pages = counts->written },
		{ .glyph = GLYPH_ALL_ZERO, .role = ROLE_ZERO,
		  .word = "zero", .pages = counts->zero },
		{ .glyph = GLYPH_FULL, .role = ROLE_HUGE,
		  .word = "huge", .pages = counts->huge },
		{ .glyph = GLYPH_FULL, .role = ROLE_SWAPPED,
		  .word = "swapped", .pages = counts->swapped },
		{ .glyph = GLYPH_FULL, .role = ROLE_FILE,
		  .word = "file", .pages = counts->file },
		{ .glyph = GLYPH_NONE, .role = ROLE_UNTOUCHED,
		  .word = "untouched", .pages = pages_untouched(counts) },
	};
	char since[64];
	int room = screen->width;
	int x = 0, i;

	since_text(legend, since, sizeof(since));
	if (*since)
		room -= GAP + (int)strlen(since);
	format_items(legend, items);
	while (total_width(items) > room)
		least_item(items)->shown = false;
	for (i = 0; i < NR_ITEMS; i++)
		if (items[i].shown)
			x = draw_item(&items[i], legend, screen, x, y) + GAP;
	if (*since)
		x += screen_text(screen, x, y, -1, ROLE_NOTICE, since) + GAP;
	x = draw_age(legend, screen, x, y);
	draw_glyphs(screen, x - GAP + GLYPHS_GAP, y);
}

char *legend_counts(const struct page_counts *counts, char *buf, size_t len)
{
	const struct {
		const char *word;
		uint64_t pages;
	} states[] = {
		{ "present", counts->unsure },
		{ "written", counts->written - counts->unsure },
		{ "zero", counts->zero - counts->huge_zero },
		{ "huge zero", counts->huge_zero },
		{ "huge", counts->huge },
		{ "swapped", counts->swapped },
		{ "file", counts->file },
		{ "untouched", pages_untouched(counts) },
	};
	size_t used = 0;
	size_t i;

	*buf = '\0';
	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		if (!states[i].pages || used >= len)
			continue;
		used += (size_t)snprintf(buf + used, len - used,
					 "%s%s %" PRIu64, used ? "  " : "",
					 states[i].word, states[i].pages);
	}
	return buf;
}

const char *legend_state(const struct page_counts *counts)
{
	if (counts->unsure)
		return "present";
	if (counts->written)
		return "written";
	if (counts->huge)
		return "huge";
	if (counts->swapped)
		return "swapped";
	if (counts->file)
		return "file";
	if (counts->huge_zero)
		return "huge zero";
	return counts->zero ? "zero" : "untouched";
}

// SPDX-License-Identifier: GPL-2.0
/* What the cells of a map mean, and how much there is of each. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/text.h"
#include "common/format.h"
#include "screen/page_cell.h"
#include "view/grid.h"
#include "view/legend.h"

#define GAP 2			/* columns between two amounts */
#define GLYPHS_GAP 3

/* One amount of the legend: of a state, and of those that are part of it. */
struct item {
	uint64_t pages;
	bool known, shown;
	char amount[FORMAT_MAX];
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

	if (!legend->known || !pages_touched_known(&legend->counts)) {
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
	char size[FORMAT_MAX], cell[48], text[128];
	char touched[2 * FORMAT_MAX + 2];
	int end;

	grid_cell_size(cell_pages, cell, sizeof(cell));
	end = screen->width - text_width(cell);
	screen_text(screen, end, y, TO_EDGE, ROLE_TEXT, cell);
	format_size(size, sizeof(size), bytes);
	touched_text(legend, bytes, touched, sizeof(touched));
	snprintf(text, sizeof(text),
		 "%" PRIx64 "-%" PRIx64 " %s  %s  touched %s", mapping->start,
		 mapping->end, mapping_perms(mapping->flags), size, touched);
	if (text_width(text) >= end)
		snprintf(text, sizeof(text), "%s of %s", touched, size);
	screen_words(screen, 0, y, end - 1, ROLE_TEXT, text);
}

static int word_width(enum page_state state)
{
	return 2 + (int)strlen(page_states[state].word);
}

static int item_width(enum page_state state, const struct item *item)
{
	return word_width(state) + 1 + (int)strlen(item->amount);
}

static void make_items(const struct legend *legend, struct item *items)
{
	enum page_state state;
	struct item *item;

	for (state = 0; state < NR_PAGE_STATES; state++) {
		item = &items[state];
		item->shown = page_states[state].as == state &&
			      (state != PAGE_FILE || legend->has_file);
		item->known = legend->known &&
			      page_state_known(&legend->counts, state,
					       legend->tells_zero);
		item->pages = state == PAGE_UNTOUCHED ?
				      pages_untouched(&legend->counts) :
				      pages_as(&legend->counts, state);
		snprintf(item->amount, FORMAT_MAX, "?");
		if (item->known)
			format_size(item->amount, FORMAT_MAX,
				    item->pages * PAGE_BYTES);
		/* what there is none of is not told */
		if (item->known && !item->pages)
			item->shown = false;
	}
}

static int total_width(const struct item *items)
{
	int width = -GAP;
	int i;

	for (i = 0; i < NR_PAGE_STATES; i++)
		if (items[i].shown)
			width += GAP + item_width(i, &items[i]);
	return width > 0 ? width : 0;
}

/* The states as the legend has them: untouched, which is none, comes last. */
static enum page_state nth_state(int i)
{
	return (enum page_state)((i + 1) % NR_PAGE_STATES);
}

/* The next one to go: the last one. */
static struct item *least_item(struct item *items)
{
	int i;

	for (i = NR_PAGE_STATES - 1; i > 0; i--)
		if (items[nth_state(i)].shown)
			break;
	return &items[nth_state(i)];
}

static int draw_word(enum page_state state, bool letters,
		     struct screen *screen, int x, int y)
{
	struct cell swatch = page_state_cell(state);

	swatch.letter = letters;
	screen_put_cell(screen, x, y, swatch);
	x += 2;
	return x + screen_text(screen, x, y, TO_EDGE, ROLE_TEXT,
			       page_states[state].word);
}

static int draw_item(enum page_state state, const struct item *item,
		     const struct legend *legend, struct screen *screen, int x,
		     int y)
{
	enum role role = !item->known ? ROLE_UNKNOWN :
			 legend->old ? ROLE_DIM : ROLE_TEXT;

	x = draw_word(state, legend->letters, screen, x, y) + 1;
	return x + screen_text(screen, x, y, TO_EDGE, role, item->amount);
}

int legend_words_width(const struct legend *legend)
{
	struct item items[NR_PAGE_STATES];
	int width = 0, i;

	make_items(legend, items);
	for (i = 0; legend->known && i < NR_PAGE_STATES; i++)
		if (items[i].shown)
			width += word_width(i) + (width ? GAP : 0);
	return width;
}

void legend_draw_words(const struct legend *legend, struct screen *screen,
		       int x, int y, int end)
{
	struct item items[NR_PAGE_STATES];
	enum page_state state;
	int i;

	make_items(legend, items);
	for (i = 0; legend->known && i < NR_PAGE_STATES; i++) {
		state = nth_state(i);
		if (!items[state].shown)
			continue;
		if (x + word_width(state) > end)
			return;
		x = draw_word(state, legend->letters, screen, x, y) + GAP;
	}
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
	x += screen_text(screen, x, y, TO_EDGE, ROLE_TEXT, zero_text) + GLYPHS_GAP;
	for (i = 0; i < ARRAY_SIZE(touched); i++, x += 2)
		screen_put(screen, x, y, touched[i], ROLE_WRITTEN);
	screen_text(screen, x, y, TO_EDGE, ROLE_TEXT, touched_text);
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
	return x + screen_text(screen, x, y, TO_EDGE, ROLE_DIM, text) + GAP;
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

/* How well a new cell of @role shows what is new. */
static int worth_as_fresh(uint8_t role)
{
	return role == ROLE_ZERO ? 1 : role == ROLE_MIXED ? 2 : 3;
}

static void see_fresh(struct legend *legend, const struct cell *cell)
{
	struct cell *fresh = &legend->fresh;

	if (!cell->glow || (fresh->glow && worth_as_fresh(fresh->role) >=
						   worth_as_fresh(cell->role)))
		return;
	*fresh = (struct cell){
		.glyph = cell->role == ROLE_ZERO ? GLYPH_ALL_ZERO : GLYPH_FULL,
		.role = cell->role,
		.glow = 1,
	};
}

void legend_see(struct legend *legend, struct screen *screen)
{
	const struct cell *row;
	int x, y;

	for (y = 0; y < screen->height; y++) {
		row = screen_row(screen, y);
		for (x = 0; x < screen->width; x++) {
			legend->mixed |= row[x].role == ROLE_MIXED;
			see_fresh(legend, &row[x]);
		}
	}
}

/* "█ new", as far as it fits; returns the column behind it. */
static int draw_sample(struct screen *screen, int x, int y, int edge,
		       struct cell cell, const char *word)
{
	int width = 2 + (int)strlen(word);

	if (x + width > edge)
		return x;
	screen_put_cell(screen, x, y, cell);
	screen_text(screen, x + 2, y, TO_EDGE, ROLE_TEXT, word);
	return x + width + GAP;
}

static int draw_samples(const struct legend *legend, struct screen *screen,
			int x, int y, int edge)
{
	struct cell cell = {
		.glyph = GLYPH_FULL,
		.role = ROLE_MIXED,
		.letter = legend->letters,
	};

	if (legend->mixed)
		x = draw_sample(screen, x, y, edge, cell, "mixed");
	cell = legend->fresh;
	cell.letter = legend->letters;
	if (cell.glow)
		x = draw_sample(screen, x, y, edge, cell, "new");
	return x;
}

void legend_draw(const struct legend *legend, struct screen *screen, int y)
{
	struct item items[NR_PAGE_STATES];
	enum page_state state;
	int room = screen->width;
	char since[64];
	int x = 0, i;

	since_text(legend, since, sizeof(since));
	if (*since)
		room -= GAP + (int)strlen(since);
	make_items(legend, items);
	while (total_width(items) > room)
		least_item(items)->shown = false;
	for (i = 0; i < NR_PAGE_STATES; i++) {
		state = nth_state(i);
		if (items[state].shown)
			x = draw_item(state, &items[state], legend, screen, x,
				      y) +
			    GAP;
	}
	x = draw_samples(legend, screen, x, y, room);
	if (*since)
		x += screen_words(screen, x, y, TO_EDGE, ROLE_NOTICE, since) + GAP;
	x = draw_age(legend, screen, x, y);
	draw_glyphs(screen, x - GAP + GLYPHS_GAP, y);
}

char *legend_counts(const struct page_counts *counts, char *buf, size_t len)
{
	struct page_counts all = *counts;
	size_t used = 0;
	enum page_state state;
	int i;

	all.in[PAGE_UNTOUCHED] = pages_untouched(counts);
	*buf = '\0';
	for (i = 0; i < NR_PAGE_STATES; i++) {
		state = nth_state(i);
		if (!all.in[state] || used >= len)
			continue;
		used += (size_t)snprintf(buf + used, len - used,
					 "%s%s %" PRIu64, used ? "  " : "",
					 page_states[state].word,
					 all.in[state]);
	}
	return buf;
}

const char *legend_state(const struct page_counts *counts)
{
	enum page_state state;

	for (state = PAGE_UNTOUCHED + 1; state < NR_PAGE_STATES; state++)
		if (counts->in[state])
			return page_states[state].word;
	return page_states[PAGE_UNTOUCHED].word;
}

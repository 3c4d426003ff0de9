/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_LEGEND_H
#define TUI_VIEW_LEGEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/page.h"
#include "data/sample.h"
#include "model/target.h"
#include "screen/screen.h"
#include "view/view.h"

/*
 * The line that says what the cells of a map mean, and how much of a mapping
 * is in each state. Counts are in pages.
 */
struct legend {
	struct page_counts counts;
	bool known;		/* the counts, else each amount is '?' */
	bool tells_zero;	/* zero and huge are told from written */
	bool has_file;		/* pages of files may be in it */
	bool old;		/* counted @age_ns ago: dimmed */
	uint64_t age_ns;
	bool letters;		/* states are told by letters, too */
	bool since_known;	/* changes since the mark are shown */
	uint64_t since_touched, since_released;
	bool mixed;		/* there are such cells on the screen */
	struct cell fresh;	/* one that glows; no glow: there is none */
};

/* The amounts of all of @mapping, as it was counted last. */
struct legend legend_of_mapping(const struct mapping *mapping,
				const struct target *target,
				const struct view_env *env);

/* Its amounts were counted at @counted_ns (CLOCK_MONOTONIC): is that old? */
void legend_set_age(struct legend *legend, uint64_t counted_ns,
		    const struct view_env *env);

/*
 * Draw what is looked at into row @y: where @mapping is, how much of it is
 * touched, and how much a cell holds.
 */
void legend_draw_range(const struct legend *legend,
		       const struct mapping *mapping, uint64_t cell_pages,
		       struct screen *screen, int y);

/* Look at the cells that are drawn on @screen: what is to be explained? */
void legend_see(struct legend *legend, struct screen *screen);

/*
 * Draw it into row @y: the states that there are pages in, and what new and
 * mixed cells look like where there are such and they fit. Where the amounts
 * don't, whole ones are left out from the right; where there is more room, the
 * age of what is old is told, and the glyphs are explained.
 */
void legend_draw(const struct legend *legend, struct screen *screen, int y);

/*
 * Draw what the states are called that there are pages in, without amounts,
 * from column @x of row @y on; those that @end leaves no room for are left out
 * from the right. legend_words_width() is what all of them take, 0: there is
 * nothing to tell.
 */
int legend_words_width(const struct legend *legend);
void legend_draw_words(const struct legend *legend, struct screen *screen,
		       int x, int y, int end);

/*
 * "written 128  zero 128": the states that the pages of a cell are in, but
 * for those there are none of. Returns @buf.
 */
char *legend_counts(const struct page_counts *counts, char *buf, size_t len);

/* The state of the one page that @counts are of: "huge zero". */
const char *legend_state(const struct page_counts *counts);

#endif

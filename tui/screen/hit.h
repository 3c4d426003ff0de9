/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_HIT_H
#define TUI_SCREEN_HIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a click on a place of the screen means. */
enum hit_kind {
	HIT_NONE,		/* nothing */
	HIT_KEY,		/* a key, as if it was pressed */
	HIT_ROW,		/* a row of a table is selected */
	HIT_HEAD,		/* a table is sorted by what is below */
	HIT_CELL,		/* the cursor goes to a cell */
};

/*
 * That, and of what. Whatever it is of may have moved since it was drawn, or be
 * gone: it is told by what it is, not by where it stood.
 */
struct hit {
	enum hit_kind kind;
	union {
		uint32_t key;		/* enum key or a character */
		uint64_t id[2];		/* of a row or a head: who drew it has
					 * made that up, and can tell what it is
					 */
		struct {
			uint64_t address;	/* of its first page */
			uint64_t step;		/* from cell to cell, in bytes */
			uint64_t time_ns;	/* of its row, where that is a
						 * moment; else 0
						 */
		} cell;
	};
};

/* Where it is; of cells, those of a row that follow on each other are one. */
struct hit_region {
	int x, y, width, height;
	struct hit hit;
};

/* All of a screen, in the order in which they were drawn. Zeroed: none. */
struct hits {
	struct hit_region *regions;
	size_t nr, max;
};

/*
 * Add one on top of a screen of @width x @height; what of it is beyond is left
 * out. Dies when memory is out.
 */
void hits_add(struct hits *hits, const struct hit_region *region, int width,
	      int height);

/* What a click there means: of a cell, with the address of just that one. */
struct hit hits_at(const struct hits *hits, int x, int y);

/* Do both mean the same, of the same key, row, head or cell? */
bool hit_same(const struct hit *a, const struct hit *b);

#endif

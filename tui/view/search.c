// SPDX-License-Identifier: GPL-2.0
/* Looking for a name in the rows of any view, while it is typed. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "view/search.h"

#define MARK_MAX 1024		/* columns in which something is marked */

struct act search_ask(struct search *search)
{
	memcpy(search->before, search->text, sizeof(search->before));
	search->text[0] = '\0';
	search->open = true;
	return (struct act){
		.kind = ACT_TYPE, .prompt = "search", .preset = "",
	};
}

/* The first match from @from on, @from itself last where @step is not 0. */
static bool find(const struct search *search, const struct search_in *in,
		 size_t from, int step, size_t *found)
{
	size_t back = step < 0 ? in->nr - 1 : 1;
	size_t at = from, i;

	for (i = 0; i < in->nr; i++) {
		if (i || step)
			at = (at + back) % in->nr;
		if (!in->matches(in->of, at, search->text))
			continue;
		*found = at;
		return true;
	}
	return false;
}

/* Enter without a text means the one before, as in less(1). */
static void keep(struct search *search, struct typing *typing, bool found)
{
	typing->refused = *search->text && !found;
	search->open = typing->refused;
	if (!*search->text)
		memcpy(search->text, search->before, sizeof(search->text));
}

size_t search_follow(struct search *search, const struct search_in *in,
		     size_t origin, struct typing *typing)
{
	size_t at = origin;
	bool found;

	if (typing->stage == TYPING_UNDONE) {
		search->open = false;
		memcpy(search->text, search->before, sizeof(search->text));
		return origin;
	}
	snprintf(search->text, sizeof(search->text), "%s", typing->text);
	found = *search->text && find(search, in, origin, 0, &at);
	if (*search->text && !found)
		snprintf(typing->told, sizeof(typing->told), "not found");
	else if (at < origin)
		snprintf(typing->told, sizeof(typing->told), "search wrapped");
	if (typing->stage == TYPING_KEPT)
		keep(search, typing, found);
	return at;
}

bool search_again(const struct search *search, const struct search_in *in,
		  size_t at, bool back, size_t *found, const char **why)
{
	*why = NULL;
	if (!*search->text) {
		*why = "nothing was searched for: {search}";
		return false;
	}
	if (!find(search, in, at, back ? -1 : 1, found)) {
		*why = "not found any more";
		return false;
	}
	if (*found == at)
		*why = "no other match";
	else if (back ? *found > at : *found < at)
		*why = "search wrapped";
	return true;
}

/* The text of some cells, and of which cell each byte is. */
struct marking {
	char text[MARK_MAX * 4 + 1];
	int cell[MARK_MAX * 4 + 1];
	int len;
};

static void read_cells(struct screen *screen, int x, int y, int width,
		       struct marking *marking)
{
	const struct cell *cell;
	char glyph[8];
	int i, k;

	for (i = 0; i < width && i < MARK_MAX; i++) {
		cell = screen_cell(screen, x + i, y);
		if (!cell || !cell->glyph)
			continue;
		text_encode(glyph, cell->graph ? 1 : cell->glyph);
		for (k = 0; glyph[k]; k++) {
			marking->text[marking->len] = glyph[k];
			marking->cell[marking->len++] = x + i;
		}
	}
	marking->text[marking->len] = '\0';
	marking->cell[marking->len] = x + width;
}

static void light(struct screen *screen, int from, int to, int y)
{
	struct cell *cell;

	for (; from < to; from++) {
		cell = screen_cell(screen, from, y);
		if (cell)
			cell->role = ROLE_FOUND;
	}
}

void search_mark(struct screen *screen, int x, int y, int width,
		 const char *pattern)
{
	size_t len = strlen(pattern);
	struct marking marking;
	const char *found;
	int at;

	marking.len = 0;
	if (!len)
		return;
	read_cells(screen, x, y, width, &marking);
	for (found = text_find(marking.text, pattern); found;
	     found = text_find(found + len, pattern)) {
		at = (int)(found - marking.text);
		light(screen, marking.cell[at], marking.cell[at + (int)len], y);
	}
}

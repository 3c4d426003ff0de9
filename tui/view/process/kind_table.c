// SPDX-License-Identifier: GPL-2.0
/* The mappings of a process summed up by kind. */
#include <stdio.h>

#include "base/text.h"
#include "common/format.h"
#include "view/process/kind_table.h"

#define LABEL_WIDTH 8		/* "Mappings" */
#define COLUMN_MIN 5		/* "1023M" */
#define GAP 2			/* one of them for the mark */

/* All kinds together stand first. */
static const struct kind_sum *sum_of(const struct target *target, int kind)
{
	return kind == NR_KINDS ? &target->all : &target->kinds[kind];
}

static const char *name_of(int kind)
{
	return kind == NR_KINDS ? "all" :
				  mapping_kind_name((enum mapping_kind)kind);
}

static bool is_shown(const struct target *target, int kind)
{
	return kind == NR_KINDS || target->kinds[kind].nr_mappings;
}

static int column_width(int kind)
{
	int width = text_width(name_of(kind));

	return width > COLUMN_MIN ? width : COLUMN_MIN;
}

int kind_step(const struct target *target, int kind, int step)
{
	do {
		kind = (kind + step + NR_KINDS + 1) % (NR_KINDS + 1);
	} while (!is_shown(target, kind));
	return kind;
}

int kind_table_width(const struct target *target)
{
	int width = LABEL_WIDTH;
	int kind;

	for (kind = 0; kind <= NR_KINDS; kind++)
		if (is_shown(target, kind))
			width += GAP + column_width(kind);
	return width;
}

static void draw_size(bool known, uint64_t bytes, struct screen *screen,
		      int x, int y, int width)
{
	char text[FORMAT_MAX] = "?";

	if (known)
		format_size(text, sizeof(text), bytes);
	screen_text_right(screen, x, y, width,
			  known ? ROLE_TEXT : ROLE_UNKNOWN, text);
}

static void draw_column(const struct target *target, int kind, bool chosen,
			struct screen *screen, int x, int y)
{
	const struct kind_sum *sum = sum_of(target, kind);
	bool tells_zero = target->now.has & TARGET_TELLS_ZERO;
	bool more = target->now.has & TARGET_HAS_MORE;
	int width = column_width(kind);
	int head_x = x + width - text_width(name_of(kind));
	char nr[FORMAT_MAX];

	if (chosen)
		screen_put(screen, head_x - 1, y, '>', ROLE_TEXT);
	screen_text(screen, head_x, y, TO_EDGE,
		    chosen && kind != NR_KINDS ? ROLE_STATE : ROLE_HEAD,
		    name_of(kind));
	snprintf(nr, sizeof(nr), "%zu%s", sum->nr_mappings, more ? "+" : "");
	screen_text_right(screen, x, y + 1, width, ROLE_TEXT, nr);
	draw_size(!more, sum->reserved, screen, x, y + 2, width);
	draw_size(sum->all_counted && !more,
		  pages_touched(&sum->counts) * PAGE_BYTES, screen, x, y + 3,
		  width);
	draw_size(sum->all_counted && tells_zero && !more,
		  pages_as(&sum->counts, PAGE_ZERO) * PAGE_BYTES, screen, x,
		  y + 4, width);
}

static void draw_labels(struct screen *screen, int x, int y)
{
	screen_text(screen, x, y, TO_EDGE, ROLE_HEAD, "KIND");
	screen_text(screen, x, y + 1, TO_EDGE, ROLE_TEXT, "Mappings");
	screen_text(screen, x, y + 2, TO_EDGE, ROLE_TEXT, "Reserved");
	screen_text(screen, x, y + 3, TO_EDGE, ROLE_TEXT, "Touched");
	screen_text(screen, x, y + 4, TO_EDGE, ROLE_TEXT, "Zero");
}

void kind_table_draw(const struct target *target, int chosen,
		     struct screen *screen, int x, int y)
{
	int kind = NR_KINDS;

	draw_labels(screen, x, y);
	x += LABEL_WIDTH;
	do {
		x += GAP;
		draw_column(target, kind, kind == chosen, screen, x, y);
		x += column_width(kind);
		kind = kind_step(target, kind, 1);
	} while (kind != NR_KINDS);
}

// SPDX-License-Identifier: GPL-2.0
/* How the fields of a mapping look as columns of its process. */
#include "base/base.h"
#include "base/text.h"
#include "model/target.h"
#include "screen/page_cell.h"
#include "view/process/mapping_column.h"

#define NAME_MIN 15		/* "[anon:tamalloc]"; below, others make room */
#define NAME_WISH 48		/* a path of the usual length */
#define WIDE 120		/* from here on there is room to breathe */
#define BAR 12
#define BAR_MARKED 10		/* beside the changes since the mark */
#define BAR_MARKED_NARROW 8
#define BAR_WIDE 24
#define BAR_WIDEST 40

/* On a wide screen the bar grows, first of all columns, but not for ever. */
static int bar_width(int width, bool marked, int spare)
{
	int bar = marked ? BAR_MARKED : BAR;
	int more = BAR_WIDE - bar < spare ? BAR_WIDE - bar : spare;
	int rest = spare - more - (NAME_WISH - NAME_MIN);

	if (width < WIDE)
		return marked ? BAR_MARKED_NARROW : bar;
	if (rest > BAR_WIDEST - BAR_WIDE)
		rest = BAR_WIDEST - BAR_WIDE;
	return bar + more + (rest > 0 ? rest : 0);
}

/* No mapping has another size than its pages, whenever they were counted. */
static void draw_pages(const void *of, struct screen *screen, int x, int y,
		       int width)
{
	const struct mapping *mapping = of;
	struct page_counts counts = mapping->counts;

	if (!mapping->counted)
		return;
	counts.total = mapping_pages(mapping);
	page_bar(screen, x, y, width, &counts);
}

/* The whole path where there is room for one. */
static void draw_name(const void *of, struct screen *screen, int x, int y,
		      int width)
{
	const struct mapping *mapping = of;
	const char *name = mapping_name(mapping);
	enum role role = mapping->kind == KIND_TAMALLOC ? ROLE_TAMALLOC :
							  ROLE_TEXT;

	if (width < NAME_WISH || text_width(name) > width)
		name = mapping_short_name(mapping);
	screen_text(screen, x, y, width, role, name);
}

#define COLUMN(name, columns, ...)					\
	{ .field = &mapping_fields[MFIELD_##name], .width = columns, __VA_ARGS__ }
#define DROP(rank) .drop = rank, .drop_marked = rank

#define IN_SUM .sum = &mapping_fields[MFIELD_TOUCHED_ZERO]

static const struct table_column columns[] = {
	COLUMN(START, 12, .head_left = true, .sought = true, DROP(11)),
	COLUMN(END, 12, .head_left = true, DROP(1)),
	COLUMN(PERMS, 4, .left = true, .sought = true, DROP(8)),
	COLUMN(RESERVED, 8),
	COLUMN(TOUCHED, 7, IN_SUM),
	COLUMN(PERCENT, 5),
	COLUMN(SINCE, 7, .marked_only = true, DROP(12)),
	COLUMN(ZERO, 5, .wide_width = 6, DROP(10), IN_SUM),
	COLUMN(WRITTEN, 7, DROP(7)),
	COLUMN(HUGE, 6, DROP(5)),
	COLUMN(FILE, 6, DROP(4)),
	COLUMN(SWAPPED, 7, DROP(6)),
	COLUMN(SINCE_TOUCHED, 6, .marked_only = true, DROP(3)),
	COLUMN(SINCE_RELEASED, 6, .marked_only = true, DROP(2)),
	{ .head = "PAGES", .left = true, DROP(9), .width_of = bar_width,
	  .draw = draw_pages },
	COLUMN(NAME, NAME_MIN, .left = true, .sought = true,
	       .draw = draw_name),
};

const struct table mapping_table = {
	.columns = columns,
	.nr = ARRAY_SIZE(columns),
	.first_x = 1,		/* behind the mark of the selected row */
	.wide = WIDE,
};

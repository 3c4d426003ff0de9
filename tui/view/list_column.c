// SPDX-License-Identifier: GPL-2.0
/* How the fields of a process look as columns of the list. */
#include <stdio.h>

#include "base/base.h"
#include "common/clock.h"
#include "model/model.h"
#include "screen/page_cell.h"
#include "view/list_arrange.h"
#include "view/list_column.h"
#include "view/row_column.h"

#define COMMAND_MIN 16		/* below it, other columns make room */
#define WIDE 100		/* from here on bars are longer */
#define WIDEST 160
#define TREE_MIN 24		/* of COMMAND, with branches before it */

/* Cells of a bar. */
#define BAR 8
#define BAR_MIN 6
#define BAR_WIDE 12

static void draw_pages(const void *of, struct screen *screen, int x, int y,
		       int width)
{
	row_draw_pages(of, screen, x, y, width);
}

static void draw_growth(const void *of, struct screen *screen, int x, int y,
			int width)
{
	const struct row *row = of;

	sparkline(screen, x, y, width, row->growth, row->nr_growth);
}

/* "LAST 12 s": what the history spans at this delay */
static void growth_head(const struct view_env *env, char *buf, size_t len)
{
	uint64_t ms = env->delay_ns * ROW_HISTORY / NSEC_PER_MSEC;

	if (ms < 100000 && ms % 1000)
		snprintf(buf, len, "LAST %.1f s", (double)ms / 1000);
	else
		snprintf(buf, len, "LAST %u s", (unsigned int)(ms / 1000));
}

/* The mark of the selected row has a column of its own, and a gap. */
static int pid_width(const struct model *model)
{
	return 2 + model_pid_width(model);
}

/* On a narrow screen the room is the command's. */
static int oom_width(int width, bool marked, int spare)
{
	(void)marked;
	(void)spare;
	return width >= WIDE ? 4 : 0;
}

/* How old a count is its dimness tells; in seconds only where there is room. */
static int age_width(int width, bool marked, int spare)
{
	(void)marked;
	(void)spare;
	return width >= WIDEST ? 6 : 0;
}

/* Long pids cost a bar two cells rather than the row a column. */
static int pages_width(int width, bool marked, int spare)
{
	(void)marked;
	if (width >= WIDE)
		return BAR_WIDE;
	return spare < BAR - BAR_MIN ? BAR_MIN + spare : BAR;
}

static int command_width(const struct model *model)
{
	return model_tree(model) ? TREE_MIN : 0;
}

#define DROP(rank) .drop = rank, .drop_marked = rank
#define EXTRA(most, most_narrow)					\
	.chosen_only = true, .widest = most, .widest_narrow = most_narrow
#define COLUMN(name, ...) { .field = &process_fields[FIELD_##name], __VA_ARGS__ }

/*
 * Beside the change since a mark its rate matters less. Whose process it is, and
 * whether it runs, come before how busy it is. What is there only because somebody
 * wants it stays longest.
 */
static const struct table_column columns[] = {
	COLUMN(PID, .width = 6, .need = pid_width, .sought = true,
	       .has_margin = true),
	COLUMN(PPID, .width = 4, DROP(26), EXTRA(10, 10)),
	COLUMN(USER, .width = 6, .left = true, .sought = true, .drop = 16,
	       .drop_marked = 17, .widest = 16, .widest_narrow = 6,
	       .need = model_uid_width, .cut_mark = true),
	COLUMN(NICE, .width = 3, DROP(25), .chosen_only = true),
	COLUMN(THREADS, .width = 7, DROP(24), EXTRA(10, 10)),
	COLUMN(RESERVED, .width = 8),
	COLUMN(TOUCHED, .width = 7),
	COLUMN(SHARED, .width = 6, DROP(27), .chosen_only = true),
	COLUMN(PSS, .width = 5, DROP(29), .chosen_only = true),
	COLUMN(PERCENT, .width = 5),
	COLUMN(SINCE, .width = 7, .drop = 11, .marked_only = true),
	COLUMN(ZERO, .width = 5, .drop = 22, .drop_marked = 22,
	       .absent = model_lacks_zeros),
	COLUMN(AGE, .width = 6, DROP(1),
	       .width_of = age_width, .absent = model_lacks_zeros),
	COLUMN(SWAP, .width = 5, DROP(15),
	       .absent = model_lacks_swap),
	COLUMN(TAMALLOC, .width = 8, DROP(9),
	       .absent = model_lacks_tamalloc),
	{ .field = &process_fields[FIELD_PAGES], .left = true, DROP(21),
	  .width_of = pages_width, .draw = draw_pages },
	COLUMN(TOUCH_RATE, .width = 7, .drop = 20, .drop_marked = 16),
	{ .field = &process_fields[FIELD_LAST], .head_text = growth_head,
	  .width = ROW_HISTORY, .left = true, DROP(10), .draw = draw_growth },
	COLUMN(FAULT_RATE, .width = 7, DROP(3)),
	COLUMN(MAJFLT_RATE, .width = 5, DROP(2)),
	COLUMN(OOM, .width = 4, .drop = 17, .drop_marked = 18,
	       .width_of = oom_width),
	COLUMN(CPU, .width = 5, DROP(14)),
	COLUMN(TIME, .width = 7, DROP(28), EXTRA(11, 11)),
	COLUMN(STATE, .width = 1, .left = true, .drop = 18, .drop_marked = 19),
	COLUMN(CGROUP, .width = 8, .left = true, .cut_mark = true, DROP(23),
	       EXTRA(26, 16)),
	COLUMN(COMMAND, .width = COMMAND_MIN, .left = true, .scrolls = true,
	       .sought = true, .need = command_width, .lead = list_lead),
};

const struct table list_table = {
	.columns = columns,
	.nr = ARRAY_SIZE(columns),
	.wide = WIDE,
};

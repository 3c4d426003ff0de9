// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "screen/page_cell.h"
#include "view/list_column.h"

#define COMMAND_MIN 15		/* below it, other columns make room */
#define WIDE 100		/* from here on bars are longer */
#define WIDE_BAR 12

#define DEFINE_COMPARE(name, expr_a, expr_b)				\
static int compare_##name(const struct row *a, const struct row *b)	\
{									\
	__auto_type x = (expr_a);					\
	__auto_type y = (expr_b);					\
									\
	return (x > y) - (x < y);					\
}

#define COMPARE_FIELD(name, field) DEFINE_COMPARE(name, a->field, b->field)

COMPARE_FIELD(pid, now.id.pid)
COMPARE_FIELD(reserved, now.reserved)
DEFINE_COMPARE(touched, row_touched(a), row_touched(b))
COMPARE_FIELD(since, since_touched)
COMPARE_FIELD(zero, pages.zero)
COMPARE_FIELD(swap, now.swapped)
COMPARE_FIELD(tamalloc, now.ta_reserved)
COMPARE_FIELD(touch_rate, rates.touched)
COMPARE_FIELD(fault_rate, rates.faults)
COMPARE_FIELD(majflt_rate, rates.majflt)
COMPARE_FIELD(oom, now.oom_score)

/* touched / reserved without a division: a/b < c/d as a*d < c*b */
static int compare_percent(const struct row *a, const struct row *b)
{
	unsigned __int128 x = (unsigned __int128)row_touched(a) *
			      b->now.reserved;
	unsigned __int128 y = (unsigned __int128)row_touched(b) *
			      a->now.reserved;

	if (!a->now.reserved || !b->now.reserved)
		return (a->now.reserved > 0) - (b->now.reserved > 0);
	return (x > y) - (x < y);
}

static const char *row_user(const struct row *row)
{
	return row->user ? row->user : "?";
}

static const char *row_command(const struct row *row)
{
	return row->command ? row->command : row->now.comm;
}

static int compare_user(const struct row *a, const struct row *b)
{
	return strcmp(row_user(a), row_user(b));
}

static int compare_command(const struct row *a, const struct row *b)
{
	return strcmp(row_command(a), row_command(b));
}

static const char *unknown(enum role *role)
{
	*role = ROLE_UNKNOWN;
	return "?";
}

static const char *pid_text(const struct row *row, char *buf, enum role *role)
{
	(void)role;
	snprintf(buf, FORMAT_MAX, "%d", (int)row->now.id.pid);
	return buf;
}

static const char *user_text(const struct row *row, char *buf,
			     enum role *role)
{
	(void)buf;
	if (!row->user)
		return unknown(role);
	return row->user;
}

static const char *size_text(bool known, uint64_t bytes, char *buf,
			     enum role *role)
{
	if (!known)
		return unknown(role);
	format_size(buf, FORMAT_MAX, bytes);
	return buf;
}

static const char *reserved_text(const struct row *row, char *buf,
				 enum role *role)
{
	return size_text(row->now.known & KNOWN_MM, row->now.reserved, buf,
			 role);
}

static const char *touched_text(const struct row *row, char *buf,
				enum role *role)
{
	uint32_t both = KNOWN_MM | KNOWN_SWAP;

	return size_text((row->now.known & both) == both, row_touched(row),
			 buf, role);
}

static const char *percent_text(const struct row *row, char *buf,
				enum role *role)
{
	if (!(row->now.known & KNOWN_MM))
		return unknown(role);
	format_percent(buf, FORMAT_MAX, row_touched(row), row->now.reserved);
	return buf;
}

static const char *since_text(const struct row *row, char *buf,
			      enum role *role)
{
	if (!row->since_known)
		return unknown(role);
	if (row->since_touched)
		*role = row->since_touched > 0 ? ROLE_WRITTEN : ROLE_ZERO;
	format_delta(buf, FORMAT_MAX, row->since_touched);
	return buf;
}

/* Zero pages are known of tamalloc blocks only; the view dims old ones. */
static const char *zero_text(const struct row *row, char *buf,
			     enum role *role)
{
	if ((row->now.known & KNOWN_TAMALLOC) && !row->now.ta_reserved) {
		*role = ROLE_DIM;
		return "-";
	}
	if (!row->pages_fresh)
		*role = ROLE_DIM;
	return size_text(row->pages.state == PAGES_COUNTED, row->pages.zero,
			 buf, role);
}

static const char *swap_text(const struct row *row, char *buf,
			     enum role *role)
{
	return size_text(row->now.known & KNOWN_SWAP, row->now.swapped, buf,
			 role);
}

static const char *tamalloc_text(const struct row *row, char *buf,
				 enum role *role)
{
	return size_text(row->now.known & KNOWN_TAMALLOC, row->now.ta_reserved,
			 buf, role);
}

static const char *touch_rate_text(const struct row *row, char *buf,
				   enum role *role)
{
	if (!row->rates.known)
		return unknown(role);
	if (row->rates.touched)
		*role = row->rates.touched > 0 ? ROLE_WRITTEN : ROLE_ZERO;
	format_delta(buf, FORMAT_MAX, row->rates.touched);
	return buf;
}

static const char *count_text(const struct row *row, uint64_t count, int width,
			      char *buf, enum role *role)
{
	if (!row->rates.faults_known)
		return unknown(role);
	format_count(buf, FORMAT_MAX, count, width);
	return buf;
}

static const char *fault_rate_text(const struct row *row, char *buf,
				   enum role *role)
{
	return count_text(row, row->rates.faults,
			  columns[COL_FAULT_RATE].width, buf, role);
}

static const char *majflt_rate_text(const struct row *row, char *buf,
				    enum role *role)
{
	return count_text(row, row->rates.majflt,
			  columns[COL_MAJFLT_RATE].width, buf, role);
}

static const char *oom_text(const struct row *row, char *buf, enum role *role)
{
	if (!(row->now.known & KNOWN_OOM))
		return unknown(role);
	snprintf(buf, FORMAT_MAX, "%u", row->now.oom_score);
	return buf;
}

static const char *command_text(const struct row *row, char *buf,
				enum role *role)
{
	(void)buf;
	(void)role;
	return row_command(row);
}

static void draw_pages(const struct row *row, struct screen *screen, int x,
		       int y, int width)
{
	struct page_counts counts = {
		.total = row->now.reserved,
		.in[PAGE_WRITTEN] = row_touched(row),
		.in[PAGE_ZERO] = row->now.ta_reserved ? row->pages.zero : 0,
	};

	page_bar(screen, x, y, width, &counts);
}

static void draw_growth(const struct row *row, struct screen *screen, int x,
			int y, int width)
{
	sparkline(screen, x, y, width, row->growth, row->nr_growth);
}

const struct column columns[NR_COLUMNS] = {
	[COL_PID] = { .key = "pid", .head = "PID", .width = 6,
		.batch_width = 7, .compare = compare_pid, .text = pid_text },
	[COL_USER] = { .key = "user", .head = "USER", .width = 6,
		.batch_width = 8, .left = true, .compare = compare_user,
		.text = user_text },
	[COL_RESERVED] = { .key = "reserved", .head = "RESERVED", .width = 8,
		.batch_width = 8, .descending = true,
		.compare = compare_reserved, .text = reserved_text },
	[COL_TOUCHED] = { .key = "touched", .head = "TOUCHED", .width = 7,
		.batch_width = 7, .descending = true,
		.compare = compare_touched, .text = touched_text },
	[COL_PERCENT] = { .key = "percent", .head = "%", .width = 5,
		.batch_width = 5, .descending = true,
		.compare = compare_percent, .text = percent_text },
	[COL_SINCE] = { .head = "SINCE", .width = 7, .descending = true,
		.compare = compare_since, .text = since_text },
	[COL_ZERO] = { .key = "zero", .head = "ZERO", .width = 5,
		.batch_width = 6, .descending = true, .compare = compare_zero,
		.text = zero_text },
	[COL_SWAP] = { .key = "swap", .head = "SWAP", .width = 5,
		.batch_width = 6, .descending = true, .compare = compare_swap,
		.text = swap_text },
	[COL_TAMALLOC] = { .key = "tamalloc", .head = "TAMALLOC", .width = 8,
		.batch_width = 8, .descending = true,
		.compare = compare_tamalloc, .text = tamalloc_text },
	[COL_PAGES] = { .head = "PAGES", .width = 8, .left = true,
		.draw = draw_pages },
	[COL_TOUCH_RATE] = { .key = "touch", .head = "TOUCH/s", .width = 7,
		.batch_width = 7, .descending = true,
		.compare = compare_touch_rate, .text = touch_rate_text },
	[COL_LAST] = { .head = "LAST 12", .width = ROW_HISTORY, .left = true,
		.draw = draw_growth },
	[COL_FAULT_RATE] = { .key = "faults", .head = "FAULT/s", .width = 7,
		.batch_width = 7, .descending = true,
		.compare = compare_fault_rate, .text = fault_rate_text },
	[COL_MAJFLT_RATE] = { .key = "majflt", .head = "MAJ/s", .width = 5,
		.batch_width = 5, .descending = true,
		.compare = compare_majflt_rate, .text = majflt_rate_text },
	[COL_OOM] = { .key = "oom", .head = "OOM", .width = 4,
		.batch_width = 4, .descending = true, .compare = compare_oom,
		.text = oom_text },
	[COL_COMMAND] = { .key = "command", .head = "COMMAND",
		.width = COMMAND_MIN, .batch_width = 1, .left = true,
		.compare = compare_command, .text = command_text },
};

static int column_width(int id, int width)
{
	return id == COL_PAGES && width >= WIDE ? WIDE_BAR : columns[id].width;
}

/* What it takes to show the columns of @shown with a gap between them. */
static int width_needed(const bool *shown, int width)
{
	int need = -1;
	int id;

	for (id = 0; id < NR_COLUMNS; id++)
		if (shown[id])
			need += column_width(id, width) + 1;
	return need;
}

int columns_place(int width, bool marked, struct column_place *places)
{
	/* beside the change since a mark its rate matters less */
	static const enum column_id drop_orders[2][10] = {
		{ COL_MAJFLT_RATE, COL_FAULT_RATE, COL_TAMALLOC, COL_LAST,
		  COL_SWAP, COL_USER, COL_OOM, COL_TOUCH_RATE, COL_PAGES,
		  COL_ZERO },
		{ COL_MAJFLT_RATE, COL_FAULT_RATE, COL_TAMALLOC, COL_LAST,
		  COL_SWAP, COL_TOUCH_RATE, COL_USER, COL_OOM, COL_PAGES,
		  COL_ZERO },
	};
	const enum column_id *drop_order = drop_orders[marked];
	size_t nr_drops = sizeof(drop_orders[0]) / sizeof(drop_order[0]);
	bool shown[NR_COLUMNS];
	int nr = 0, x = 0;
	size_t i;
	int id;

	memset(shown, true, sizeof(shown));
	shown[COL_SINCE] = marked;
	for (i = 0; i < nr_drops && width_needed(shown, width) > width; i++)
		shown[drop_order[i]] = false;
	for (id = 0; id < NR_COLUMNS; id++) {
		if (!shown[id])
			continue;
		places[nr] = (struct column_place){
			.id = (enum column_id)id, .x = x,
			.width = id == COL_COMMAND ? width - x :
						     column_width(id, width),
		};
		x += places[nr++].width + 1;
	}
	return nr;
}

int column_by_key(const char *key)
{
	int id;

	for (id = 0; id < NR_COLUMNS; id++)
		if (columns[id].key && !strcmp(columns[id].key, key))
			return id;
	return -1;
}

void column_draw(const struct column_place *place, const struct row *row,
		 struct screen *screen, int y)
{
	const struct column *column = &columns[place->id];
	enum role role = ROLE_TEXT;
	char buf[FORMAT_MAX];
	const char *text;

	if (column->draw) {
		column->draw(row, screen, place->x, y, place->width);
		return;
	}
	text = column->text(row, buf, &role);
	if (column->left)
		screen_text(screen, place->x, y, place->width, role, text);
	else
		screen_text_right(screen, place->x, y, place->width, role,
				  text);
}

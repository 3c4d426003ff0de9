// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "screen/page_cell.h"
#include "view/process/mapping_column.h"

#define FIRST_X 1		/* behind the mark of the selected row */
#define NAME_MIN 15		/* "[anon:tamalloc]"; below, others make room */
#define NAME_WISH 48		/* a path of the usual length */
#define WIDE 120		/* from here on there is room to breathe */
#define BAR_MARKED 10		/* beside the changes since the mark */
#define BAR_WIDE 24
#define BAR_WIDEST 40
#define ADDRESS_WIDTH 12	/* of the lower half, see x86/x86_64/mm.rst */

#define DEFINE_COMPARE(name, expr_a, expr_b)				\
static int compare_##name(const struct mapping *a,			\
			  const struct mapping *b)			\
{									\
	uint64_t x = (expr_a);						\
	uint64_t y = (expr_b);						\
									\
	return (x > y) - (x < y);					\
}

#define COMPARE_FIELD(name, field) DEFINE_COMPARE(name, a->field, b->field)
#define COMPARE_STATE(name, state)				\
	DEFINE_COMPARE(name, pages_as(&a->counts, PAGE_##state),	\
		       pages_as(&b->counts, PAGE_##state))

COMPARE_FIELD(start, start)
DEFINE_COMPARE(reserved, mapping_pages(a), mapping_pages(b))
DEFINE_COMPARE(touched, pages_touched(&a->counts), pages_touched(&b->counts))
COMPARE_STATE(zero, ZERO)
COMPARE_STATE(written, WRITTEN)
COMPARE_STATE(huge, HUGE)
COMPARE_STATE(file, FILE)
COMPARE_STATE(swapped, SWAPPED)
COMPARE_FIELD(since_touched, since_touched)
COMPARE_FIELD(since_released, since_released)

/* touched / reserved without a division: a/b < c/d as a*d < c*b */
static int compare_percent(const struct mapping *a, const struct mapping *b)
{
	unsigned __int128 x = (unsigned __int128)pages_touched(&a->counts) *
			      mapping_pages(b);
	unsigned __int128 y = (unsigned __int128)pages_touched(&b->counts) *
			      mapping_pages(a);

	return (x > y) - (x < y);
}

const char *mapping_name(const struct mapping *mapping)
{
	return *mapping->name ? mapping->name : "[anon]";
}

const char *mapping_short_name(const struct mapping *mapping)
{
	const char *name = mapping_name(mapping);
	const char *slash = *name == '/' ? strrchr(name, '/') : NULL;

	return slash && slash[1] ? slash + 1 : name;
}

static int compare_name(const struct mapping *a, const struct mapping *b)
{
	return strcmp(mapping_short_name(a), mapping_short_name(b));
}

static const char *unknown(enum role *role)
{
	*role = ROLE_UNKNOWN;
	return "?";
}

/* A longer address, as that of [vsyscall], keeps its end. */
static const char *address_text(uint64_t address, char *buf)
{
	int len = snprintf(buf, FORMAT_MAX, "%" PRIx64, address);

	if (len <= ADDRESS_WIDTH)
		return buf;
	buf += len - ADDRESS_WIDTH;
	buf[0] = '.';
	buf[1] = '.';
	return buf;
}

static const char *start_text(const struct mapping *mapping,
			      const struct mapping_context *context,
			      char *buf, enum role *role)
{
	(void)context;
	(void)role;
	return address_text(mapping->start, buf);
}

static const char *end_text(const struct mapping *mapping,
			    const struct mapping_context *context, char *buf,
			    enum role *role)
{
	(void)context;
	(void)role;
	return address_text(mapping->end, buf);
}

static const char *perm_text(const struct mapping *mapping,
			     const struct mapping_context *context, char *buf,
			     enum role *role)
{
	(void)context;
	(void)role;
	return mapping_perms(mapping->flags, buf);
}

static const char *reserved_text(const struct mapping *mapping,
				 const struct mapping_context *context,
				 char *buf, enum role *role)
{
	(void)context;
	(void)role;
	format_size(buf, FORMAT_MAX, mapping->end - mapping->start);
	return buf;
}

/* Dim is what was counted a while ago, and what may be less. */
static enum role role_of(const struct mapping *mapping,
			 const struct mapping_context *context, bool touched)
{
	bool unsure = touched && mapping->counts.in[PAGE_PRESENT];

	return mapping->counted_ns < context->fresh_ns || unsure ? ROLE_DIM :
								   ROLE_TEXT;
}

/* Pages as a size, if they were counted. */
static const char *pages_text(bool known, uint64_t pages,
			      const struct mapping *mapping,
			      const struct mapping_context *context, char *buf,
			      enum role *role)
{
	if (!known || !mapping->counted)
		return unknown(role);
	*role = role_of(mapping, context, false);
	format_size(buf, FORMAT_MAX, pages * PAGE_BYTES);
	return buf;
}

static const char *touched_text(const struct mapping *mapping,
				const struct mapping_context *context,
				char *buf, enum role *role)
{
	if (!mapping->counted)
		return unknown(role);
	*role = role_of(mapping, context, true);
	format_size(buf, FORMAT_MAX,
		    pages_touched(&mapping->counts) * PAGE_BYTES);
	return buf;
}

static const char *percent_text(const struct mapping *mapping,
				const struct mapping_context *context,
				char *buf, enum role *role)
{
	if (!mapping->counted)
		return unknown(role);
	*role = role_of(mapping, context, true);
	format_percent(buf, FORMAT_MAX, pages_touched(&mapping->counts),
		       mapping_pages(mapping));
	return buf;
}

static const char *zero_text(const struct mapping *mapping,
			     const struct mapping_context *context, char *buf,
			     enum role *role)
{
	return pages_text(context->tells_zero,
			  pages_as(&mapping->counts, PAGE_ZERO), mapping,
			  context, buf, role);
}

static const char *written_text(const struct mapping *mapping,
				const struct mapping_context *context,
				char *buf, enum role *role)
{
	return pages_text(!mapping->counts.in[PAGE_PRESENT],
			  pages_as(&mapping->counts, PAGE_WRITTEN), mapping,
			  context, buf, role);
}

static const char *huge_text(const struct mapping *mapping,
			     const struct mapping_context *context, char *buf,
			     enum role *role)
{
	return pages_text(context->tells_zero,
			  pages_as(&mapping->counts, PAGE_HUGE), mapping,
			  context, buf, role);
}

static const char *file_text(const struct mapping *mapping,
			     const struct mapping_context *context, char *buf,
			     enum role *role)
{
	return pages_text(true, pages_as(&mapping->counts, PAGE_FILE), mapping,
			  context, buf, role);
}

static const char *swapped_text(const struct mapping *mapping,
				const struct mapping_context *context,
				char *buf, enum role *role)
{
	return pages_text(true, pages_as(&mapping->counts, PAGE_SWAPPED),
			  mapping, context, buf, role);
}

static const char *since_text(const struct mapping *mapping,
			      const struct mapping_context *context,
			      int64_t pages, char *buf, enum role *role)
{
	if (!mapping->since_known || !context->since_known)
		return unknown(role);
	if (pages)
		*role = pages > 0 ? ROLE_WRITTEN : ROLE_ZERO;
	format_delta(buf, FORMAT_MAX, pages * (int64_t)PAGE_BYTES);
	return buf;
}

static const char *since_touched_text(const struct mapping *mapping,
				      const struct mapping_context *context,
				      char *buf, enum role *role)
{
	return since_text(mapping, context, (int64_t)mapping->since_touched,
			  buf, role);
}

static const char *since_released_text(const struct mapping *mapping,
				       const struct mapping_context *context,
				       char *buf, enum role *role)
{
	return since_text(mapping, context, -(int64_t)mapping->since_released,
			  buf, role);
}

const struct mapping_column mapping_columns[NR_MAPPING_COLUMNS] = {
	[MCOL_START] = { .head = "START", .width = ADDRESS_WIDTH,
		.head_left = true, .compare = compare_start,
		.text = start_text },
	[MCOL_END] = { .head = "END", .width = ADDRESS_WIDTH,
		.head_left = true, .text = end_text },
	[MCOL_PERM] = { .head = "PERM", .width = 4, .left = true,
		.text = perm_text },
	[MCOL_RESERVED] = { .head = "RESERVED", .width = 8,
		.descending = true, .compare = compare_reserved,
		.text = reserved_text },
	[MCOL_TOUCHED] = { .head = "TOUCHED", .width = 7, .descending = true,
		.compare = compare_touched, .text = touched_text },
	[MCOL_PERCENT] = { .head = "%", .width = 5, .descending = true,
		.compare = compare_percent, .text = percent_text },
	[MCOL_ZERO] = { .head = "ZERO", .width = 5, .wide_width = 6,
		.descending = true, .compare = compare_zero,
		.text = zero_text },
	[MCOL_WRITTEN] = { .head = "WRITTEN", .width = 7, .descending = true,
		.compare = compare_written, .text = written_text },
	[MCOL_HUGE] = { .head = "HUGE", .width = 6, .descending = true,
		.compare = compare_huge, .text = huge_text },
	[MCOL_FILE] = { .head = "FILE", .width = 6, .descending = true,
		.compare = compare_file, .text = file_text },
	[MCOL_SWAPPED] = { .head = "SWAPPED", .width = 7, .descending = true,
		.compare = compare_swapped, .text = swapped_text },
	[MCOL_SINCE_TOUCHED] = { .head = "+SINCE", .width = 6,
		.descending = true, .compare = compare_since_touched,
		.text = since_touched_text },
	[MCOL_SINCE_RELEASED] = { .head = "-SINCE", .width = 6,
		.descending = true, .compare = compare_since_released,
		.text = since_released_text },
	[MCOL_PAGES] = { .head = "PAGES", .width = 12, .left = true },
	[MCOL_NAME] = { .head = "NAME", .width = NAME_MIN, .left = true,
		.compare = compare_name },
};

static int column_width(int id, int width, bool marked)
{
	const struct mapping_column *column = &mapping_columns[id];

	if (id == MCOL_PAGES && marked)
		return BAR_MARKED;
	return width >= WIDE && column->wide_width ? column->wide_width :
						     column->width;
}

/* What it takes to show the columns of @shown with a gap between them. */
static int width_needed(const bool *shown, int width, bool marked)
{
	int need = FIRST_X - 1;
	int id;

	for (id = 0; id < NR_MAPPING_COLUMNS; id++)
		if (shown[id])
			need += column_width(id, width, marked) + 1;
	return need;
}

/* On a wide screen the bar grows, first of all columns, but not for ever. */
static int bar_growth(int width, int bar, int spare)
{
	int more = BAR_WIDE - bar < spare ? BAR_WIDE - bar : spare;
	int rest = spare - more - (NAME_WISH - NAME_MIN);

	if (width < WIDE)
		return 0;
	if (rest > BAR_WIDEST - BAR_WIDE)
		rest = BAR_WIDEST - BAR_WIDE;
	return more + (rest > 0 ? rest : 0);
}

static void choose_columns(int width, bool marked, bool *shown)
{
	static const enum mapping_column_id drop_order[] = {
		MCOL_END, MCOL_FILE, MCOL_HUGE, MCOL_SWAPPED, MCOL_WRITTEN,
		MCOL_PERM, MCOL_PAGES, MCOL_ZERO, MCOL_SINCE_RELEASED,
		MCOL_START, MCOL_SINCE_TOUCHED,
	};
	size_t nr_drops = sizeof(drop_order) / sizeof(drop_order[0]);
	size_t i;

	memset(shown, true, NR_MAPPING_COLUMNS * sizeof(*shown));
	shown[MCOL_SINCE_TOUCHED] = marked;
	shown[MCOL_SINCE_RELEASED] = marked;
	shown[MCOL_PAGES] = !marked || width >= WIDE;
	for (i = 0; i < nr_drops && width_needed(shown, width, marked) > width;
	     i++)
		shown[drop_order[i]] = false;
}

int mapping_columns_place(int width, bool marked, struct mapping_place *places)
{
	bool shown[NR_MAPPING_COLUMNS];
	int x = FIRST_X, nr = 0;
	int id, columns, spare;

	choose_columns(width, marked, shown);
	spare = width - width_needed(shown, width, marked);
	for (id = 0; id < NR_MAPPING_COLUMNS; id++) {
		if (!shown[id])
			continue;
		columns = column_width(id, width, marked);
		if (id == MCOL_PAGES)
			columns += bar_growth(width, columns, spare);
		else if (id == MCOL_NAME)
			columns = width - x;
		places[nr++] = (struct mapping_place){
			.id = (enum mapping_column_id)id, .x = x,
			.width = columns,
		};
		x += columns + 1;
	}
	return nr;
}

/* No mapping has another size than its pages, whenever they were counted. */
static void draw_pages(const struct mapping *mapping, struct screen *screen,
		       int x, int y, int width)
{
	struct page_counts counts = mapping->counts;

	if (!mapping->counted)
		return;
	counts.total = mapping_pages(mapping);
	page_bar(screen, x, y, width, &counts);
}

/* The whole path where there is room for one. */
static void draw_name(const struct mapping *mapping, struct screen *screen,
		      int x, int y, int width)
{
	const char *name = mapping_name(mapping);
	enum role role = mapping->kind == KIND_TAMALLOC ? ROLE_TAMALLOC :
							  ROLE_TEXT;

	if (width < NAME_WISH || text_width(name) > width)
		name = mapping_short_name(mapping);
	screen_text(screen, x, y, width, role, name);
}

void mapping_column_draw(const struct mapping_place *place,
			 const struct mapping *mapping,
			 const struct mapping_context *context,
			 struct screen *screen, int y)
{
	const struct mapping_column *column = &mapping_columns[place->id];
	enum role role = ROLE_TEXT;
	char buf[FORMAT_MAX];
	const char *text;

	if (place->id == MCOL_PAGES) {
		draw_pages(mapping, screen, place->x, y, place->width);
		return;
	}
	if (place->id == MCOL_NAME) {
		draw_name(mapping, screen, place->x, y, place->width);
		return;
	}
	text = column->text(mapping, context, buf, &role);
	screen_text_right(screen, place->x, y, place->width, role, text);
}

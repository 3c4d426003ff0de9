// SPDX-License-Identifier: GPL-2.0
/* What the numbers mean, and which keys there are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "base/text.h"
#include "common/format.h"
#include "model/field.h"
#include "screen/page_cell.h"
#include "view/cursor.h"
#include "view/help_keys.h"
#include "view/view.h"

#define TWO_COLUMNS 100		/* from here on what numbers mean is beside */
#define STATES_A_LINE 3
#define NUMBER_X 12		/* where the meaning of a number is told */
#define ORIGIN_X 42		/* where its origin is */
#define ORIGIN_WIDTH 24		/* "VmRSS + VmSwap + hugetlb" */

enum line_kind {
	LINE_BLANK,
	LINE_HEAD,
	LINE_TEXT,		/* @a at the left, @b behind it */
	LINE_NUMBER,		/* a word, its meaning, its origin */
	LINE_COLOURS,		/* what they tell apart */
	LINE_STATES,
	LINE_GLOW,
	LINE_KEY,		/* what it does; @c and @d: likewise */
	LINE_KEYS,		/* where, which keys */
	LINE_SOURCE,
	LINE_SWEEP,
};

struct help_line {
	enum line_kind kind;
	const char *a, *b, *c, *d;
};

/* Whole at 40 columns: 37 for a text, 28 behind a number or a key. */
static const struct help_line pages[] = {
	{ LINE_HEAD, "Pages", NULL, NULL, NULL },
	{ LINE_TEXT, "· untouched   ─ ═ some, all zero", NULL, NULL, NULL },
	{ LINE_TEXT, ": ░ ▒ █ few, 1/8, half, all touched", NULL, NULL, NULL },
	{ LINE_COLOURS, NULL, NULL, NULL, NULL },
	{ LINE_STATES, NULL, NULL, NULL, NULL },
	{ LINE_GLOW, NULL, NULL, NULL, NULL },
	{ LINE_TEXT, "A bar is a map with its pages sorted.", NULL, NULL, NULL },
};

static const struct help_line sums[] = {
	{ LINE_HEAD, "Totals", NULL, NULL, NULL },
	{ LINE_NUMBER, "Memory", "used: total - available",
	  "/proc/meminfo", NULL },
	{ LINE_NUMBER, "Reserved", "sum over all processes: what", NULL, NULL },
	{ LINE_NUMBER, "", "two share is counted twice", NULL, NULL },
	{ LINE_NUMBER, "Tamalloc", "the same of tamalloc blocks", NULL, NULL },
	{ LINE_NUMBER, "Faults", "of the whole system", "/proc/vmstat",
	  NULL },
	{ LINE_TEXT, "No kernel threads: they own no memory", NULL, NULL, NULL },
};

static const struct help_line source[] = {
	{ LINE_HEAD, "Source", NULL, NULL, NULL },
	{ LINE_SOURCE, NULL, NULL, NULL, NULL },
	{ LINE_SWEEP, NULL, NULL, NULL, NULL },
};

/* Lines one below the other; a wide screen has two columns of them. */
struct column {
	struct help_line *lines;
	size_t nr, max;
};

struct help_view {
	struct view view;
	struct cursor cursor;		/* at the first line on screen */
	enum place_kind of;		/* where it was asked for */
	int width;			/* that it is laid out for */
	struct help_keys keys;
	struct column columns[2];
};

/* A part of the screen that a line is drawn into. */
struct area {
	struct screen *screen;
	int x, y, width;
};

static struct help_view *to_help(struct view *view)
{
	return (struct help_view *)view;
}

static const struct help_view *const_help(const struct view *view)
{
	return (const struct help_view *)view;
}

static void add_line(struct column *column, const struct help_line *line)
{
	column->lines = xgrow(column->lines, column->nr + 1, &column->max,
			      sizeof(*column->lines));
	column->lines[column->nr++] = *line;
}

static void add_blank(struct column *column)
{
	static const struct help_line blank = { .kind = LINE_BLANK };

	if (column->nr)
		add_line(column, &blank);
}

static void add_section(struct column *column, const struct help_line *lines,
			size_t nr)
{
	size_t i;

	add_blank(column);
	for (i = 0; i < nr; i++)
		add_line(column, &lines[i]);
}

static void add_keys(struct column *column, const struct help_keys *keys)
{
	const struct help_key_line *key = keys->lines;

	for (; key < keys->lines + keys->nr; key++) {
		if (key->head)
			add_blank(column);
		add_line(column, &(struct help_line){
			.kind = key->head ? LINE_HEAD :
				key->own ? LINE_KEY : LINE_KEYS,
			.a = key->head ? key->head : key->left,
			.b = key->text, .c = key->right, .d = key->right_text,
		});
	}
}

static void add_numbers(struct column *column)
{
	static const struct help_line head = { LINE_HEAD, "Numbers", NULL, NULL, NULL };
	static const struct help_line none = {
		LINE_TEXT, "? is not known", "- makes no sense", NULL, NULL,
	};
	const struct field *field = process_fields;

	add_section(column, &head, 1);
	for (; field < process_fields + NR_PROCESS_FIELDS; field++)
		if (field->about && !field->plain)
			add_line(column, &(struct help_line){
				.kind = LINE_NUMBER, .a = field->head,
				.b = field->about, .c = field->origin,
			});
	add_line(column, &none);
}

/* Of a recording, what it says of itself. */
static void add_source(struct column *column,
		       const struct view_recorded *recorded)
{
	const struct help_line about[] = {
		source[0],
		{ LINE_TEXT, recorded ? recorded->file : NULL, NULL, NULL, NULL },
		{ LINE_TEXT, recorded ? recorded->source : NULL, NULL, NULL, NULL },
		{ LINE_TEXT, recorded ? recorded->span : NULL, NULL, NULL, NULL },
		{ LINE_TEXT, recorded ? recorded->length : NULL, NULL, NULL, NULL },
	};

	if (recorded)
		add_section(column, about, ARRAY_SIZE(about));
	else
		add_section(column, source, ARRAY_SIZE(source));
}

/* Keys first; what numbers mean stands below, or beside. */
static void lay_out(struct help_view *help, const struct view_env *env)
{
	int width = env->width;
	bool two = width >= TWO_COLUMNS;
	struct column *first = &help->columns[0];
	struct column *other = &help->columns[two];

	help->width = width;
	help->columns[0].nr = 0;
	help->columns[1].nr = 0;
	help_keys_make(&help->keys, env->keys, help->of,
		       two ? width / 2 : width, env->recorded);
	add_keys(first, &help->keys);
	if (two)
		add_section(first, sums, ARRAY_SIZE(sums));
	add_numbers(other);
	add_section(other, pages, ARRAY_SIZE(pages));
	if (!two)
		add_section(first, sums, ARRAY_SIZE(sums));
	add_source(other, env->recorded);
}

static size_t nr_lines(const struct help_view *help)
{
	size_t first = help->columns[0].nr, other = help->columns[1].nr;

	return first > other ? first : other;
}

/* It is scrolled by lines: so many tops there are, each a row of its own. */
static struct extent extent_of(const struct help_view *help,
			       const struct view_env *env)
{
	size_t shown = (size_t)(env->height - 2), nr = nr_lines(help);

	return (struct extent){
		.nr = nr > shown ? nr - shown + 1 : 1,
		.rows = 1, .page = shown,
	};
}

static void help_title(const struct view *view, const struct view_env *env,
		       char *buf, size_t len)
{
	(void)view;
	snprintf(buf, len, "%s",
		 env->width < VIEW_NARROW ? "help" :
					    "help: keys, and what the numbers mean");
}

static const int *help_hints(const struct view *view,
			     const struct view_env *env)
{
	static const int more[] = { CMD_BACK, CMD_PAGE_DOWN, CMD_NONE };
	static const int end[] = { CMD_BACK, CMD_PAGE_UP, CMD_NONE };
	static const int whole[] = { CMD_BACK, CMD_NONE };
	struct extent extent = extent_of(const_help(view), env);

	if (extent.nr == 1)
		return whole;
	return const_help(view)->cursor.at + 1 < extent.nr ? more : end;
}

static void put_text(const struct area *area, int x, enum role role,
		     const char *text)
{
	screen_text(area->screen, area->x + x, area->y, area->width - x, role,
		    text);
}

static int draw_swatch(const struct area *area, int x, struct cell cell,
		       const char *word)
{
	screen_put_cell(area->screen, area->x + x, area->y, cell);
	put_text(area, x + 2, ROLE_TEXT, word);
	return x + 4 + text_width(word);
}

/* The states that have a colour of their own, STATES_A_LINE from @first on. */
static int draw_states(const struct area *area, int first)
{
	enum page_state state;
	int x = 3, nr = 0;

	for (state = PAGE_UNTOUCHED + 1; state < NR_PAGE_STATES; state++) {
		if (page_states[state].as != state)
			continue;
		if (nr >= first && nr < first + STATES_A_LINE)
			x = draw_swatch(area, x, page_state_cell(state),
					page_states[state].word);
		nr++;
	}
	return x;
}

static void draw_glow(const struct area *area)
{
	static const char *const words[] = { "new", "1 s", "2 s" };
	struct cell cell = page_state_cell(PAGE_WRITTEN);
	int x = 3, i;

	for (i = 0; i < 3; i++) {
		cell.glow = (uint8_t)(i + 1);
		x = draw_swatch(area, x, cell, words[i]);
	}
	draw_swatch(area, x, (struct cell){
		.glyph = GLYPH_GONE, .role = ROLE_GONE,
	}, "emptied");
}

static void draw_colours(const struct area *area, enum line_kind kind)
{
	const struct cell mixed = { .glyph = GLYPH_HALF, .role = ROLE_MIXED };
	int x;

	if (kind == LINE_COLOURS) {
		draw_states(area, 0);
	} else if (kind == LINE_STATES) {
		x = draw_states(area, STATES_A_LINE);
		draw_swatch(area, x, mixed, "mixed");
	} else {
		draw_glow(area);
	}
}

static void draw_source(const struct area *area, const struct view_env *env)
{
	char text[160];

	snprintf(text, sizeof(text), "%s on Linux %s", env->source,
		 env->release);
	put_text(area, 3, ROLE_TEXT, text);
}

static void draw_sweep(const struct area *area, const struct view_env *env)
{
	const struct totals *totals = model_totals(env->model);
	char cost[FORMAT_MAX], text[80];

	format_cost(cost, sizeof(cost), totals->cost_ns);
	snprintf(text, sizeof(text), "last sweep: %s, %zu process%s", cost,
		 totals->nr_processes, totals->nr_processes == 1 ? "" : "es");
	put_text(area, 3, ROLE_TEXT, text);
}

static void draw_words(const struct area *area, const struct help_line *line)
{
	int x = 3 + text_width(line->a);

	put_text(area, 3, ROLE_TEXT, line->a);
	if (!line->b)
		return;
	x = x < 17 ? 17 : x + 2;
	if (line->kind == LINE_NUMBER)
		x = NUMBER_X;
	put_text(area, x, ROLE_TEXT, line->b);
	if (line->c && area->width >= ORIGIN_X + ORIGIN_WIDTH)
		put_text(area, ORIGIN_X, ROLE_DIM, line->c);
}

static void draw_key(const struct area *area, int x, const char *key,
		     const char *does)
{
	if (!*key)
		return;
	put_text(area, x + 3, ROLE_TITLE, key);
	if (text_width(key) > HELP_KEYS_X - 4)
		x += text_width(key) - (HELP_KEYS_X - 4);
	put_text(area, x + HELP_KEYS_X, ROLE_TEXT, does);
}

static void draw_line(const struct area *area, const struct help_line *line,
		      const struct view_env *env)
{
	switch (line->kind) {
	case LINE_BLANK:
		break;
	case LINE_HEAD:
		put_text(area, 1, ROLE_TITLE, line->a);
		break;
	case LINE_TEXT:
	case LINE_NUMBER:
		draw_words(area, line);
		break;
	case LINE_COLOURS:
	case LINE_STATES:
	case LINE_GLOW:
		draw_colours(area, line->kind);
		break;
	case LINE_KEY:
		draw_key(area, 0, line->a, line->b);
		draw_key(area, HELP_KEYS_RIGHT, line->c, line->d);
		break;
	case LINE_KEYS:
		put_text(area, 3, ROLE_DIM, line->a);
		put_text(area, HELP_KEYS_X, ROLE_TEXT, line->b);
		break;
	case LINE_SOURCE:
		draw_source(area, env);
		break;
	case LINE_SWEEP:
		draw_sweep(area, env);
		break;
	}
}

static void draw_column(const struct column *column, size_t top,
			const struct view_env *env, struct area area)
{
	for (; area.y < env->height - 1 && top < column->nr; area.y++, top++)
		draw_line(&area, &column->lines[top], env);
}

static void help_draw(const struct view *view, const struct view_env *env,
		      struct screen *screen)
{
	const struct help_view *help = const_help(view);
	struct area area = { .screen = screen, .y = 1, .width = env->width };

	if (help->columns[1].nr)
		area.width = env->width / 2;
	draw_column(&help->columns[0], help->cursor.at, env, area);
	area.x = env->width - area.width;
	draw_column(&help->columns[1], help->cursor.at, env, area);
}

static void help_update(struct view *view, const struct view_env *env)
{
	struct help_view *help = to_help(view);
	struct extent extent;

	if (help->width != env->width)
		lay_out(help, env);
	extent = extent_of(help, env);
	cursor_set(&help->cursor, &extent, help->cursor.at);
}

static struct act help_command(struct view *view, const struct view_env *env,
			       enum command command)
{
	struct help_view *help = to_help(view);
	struct extent extent = extent_of(help, env);

	return act_done(cursor_command(&help->cursor, &extent, command));
}

static struct view *help_open(const struct view_env *env,
			      const struct place *place)
{
	struct help_view *help = xcalloc(1, sizeof(*help));

	help->of = place->of;
	lay_out(help, env);
	return &help->view;
}

static void help_close(struct view *view)
{
	struct help_view *help = to_help(view);

	help_keys_release(&help->keys);
	free(help->columns[0].lines);
	free(help->columns[1].lines);
	free(help);
}

const struct view_ops help_view = {
	.open = help_open,
	.title = help_title,
	.hints = help_hints,
	.update = help_update,
	.draw = help_draw,
	.command = help_command,
	.close = help_close,
};

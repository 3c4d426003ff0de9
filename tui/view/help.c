// SPDX-License-Identifier: GPL-2.0
/* What the numbers mean, and which keys there are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base.h"
#include "common/format.h"
#include "screen/page_cell.h"
#include "view/cursor.h"
#include "view/key_table.h"
#include "view/view.h"

#define KEYS_X 12		/* where keys are listed, behind their place */
#define KEYS_WIDTH 28		/* so that they are whole at 40 columns */
#define KEYS_GAP 3
#define STATES_A_LINE 3
#define SOURCE_X 54		/* where the source of a number is told */

enum line_kind {
	LINE_BLANK,
	LINE_HEAD,
	LINE_TEXT,		/* @a at the left, @b behind it */
	LINE_NUMBER,		/* a word, its meaning, its source */
	LINE_COLOURS,		/* what they tell apart */
	LINE_STATES,
	LINE_GLOW,
	LINE_KEYS,		/* where, which keys */
	LINE_SOURCE,
	LINE_SWEEP,
};

struct help_line {
	enum line_kind kind;
	const char *a, *b, *c;
};

/* Whole at 40 columns: 37 for a text, 28 behind a number or a place. */
static const struct help_line above_keys[] = {
	{ LINE_HEAD, "Numbers", NULL, NULL },
	{ LINE_NUMBER, "RESERVED", "address space mapped",
	  "total_vm, VmSize" },
	{ LINE_NUMBER, "TOUCHED", "pages really given memory",
	  "VmRSS + VmSwap + hugetlb" },
	{ LINE_NUMBER, "%", "TOUCHED / RESERVED", NULL },
	{ LINE_NUMBER, "ZERO", "the shared page of zeros",
	  "PRESENT and PFNZERO" },
	{ LINE_NUMBER, "AGE", "since ZERO was counted", NULL },
	{ LINE_NUMBER, "SWAP", "moved out to swap", "VmSwap" },
	{ LINE_NUMBER, "TAMALLOC", "reserved by tamalloc(2)",
	  "\"ta\" in smaps" },
	{ LINE_NUMBER, "SINCE", "change of TOUCHED since mark", NULL },
	{ LINE_NUMBER, "TOUCH/s", "change of TOUCHED, + or -", NULL },
	{ LINE_NUMBER, "FAULT/s", "page faults", "minflt + majflt" },
	{ LINE_NUMBER, "MAJ/s", "those that wait for a disk", "majflt" },
	{ LINE_NUMBER, "OOM", "how near the OOM killer is",
	  "/proc/PID/oom_score" },
	{ LINE_NUMBER, "CPU%", "100 is one processor", "utime + stime" },
	{ LINE_NUMBER, "S", "R runs S sleeps D waits Z ended", NULL },
	{ LINE_TEXT, "? is not known", "- makes no sense", NULL },
	{ LINE_BLANK, NULL, NULL, NULL },
	{ LINE_HEAD, "Pages", NULL, NULL },
	{ LINE_TEXT, "· untouched   ─ ═ some, all zero", NULL, NULL },
	{ LINE_TEXT, ": ░ ▒ █ few, 1/8, half, all touched", NULL, NULL },
	{ LINE_COLOURS, NULL, NULL, NULL },
	{ LINE_STATES, NULL, NULL, NULL },
	{ LINE_GLOW, NULL, NULL, NULL },
	{ LINE_TEXT, "A bar is a map with its pages sorted.", NULL, NULL },
	{ LINE_BLANK, NULL, NULL, NULL },
	{ LINE_HEAD, "Keys", NULL, NULL },
};

static const struct help_line below_keys[] = {
	{ LINE_BLANK, NULL, NULL, NULL },
	{ LINE_HEAD, "Totals", NULL, NULL },
	{ LINE_NUMBER, "Memory", "used: total - available",
	  "/proc/meminfo" },
	{ LINE_NUMBER, "Reserved", "sum over all processes: what", NULL },
	{ LINE_NUMBER, "", "two share is counted twice", NULL },
	{ LINE_NUMBER, "Tamalloc", "the same of tamalloc blocks", NULL },
	{ LINE_NUMBER, "Faults", "of the whole system", "/proc/vmstat" },
	{ LINE_TEXT, "No kernel threads: they own no memory", NULL, NULL },
	{ LINE_BLANK, NULL, NULL, NULL },
	{ LINE_HEAD, "Source", NULL, NULL },
	{ LINE_SOURCE, NULL, NULL, NULL },
	{ LINE_SWEEP, NULL, NULL, NULL },
};

/* A line of keys, told from the table of keys. */
struct key_line {
	const char *where;		/* "" below the first one of a place */
	char text[KEYS_WIDTH + 1];
};

struct help_view {
	struct view view;
	struct cursor cursor;		/* at the first line on screen */
	struct key_line *keys;
	size_t nr_keys, max_keys;
};

static struct help_view *to_help(struct view *view)
{
	return (struct help_view *)view;
}

static const struct help_view *const_help(const struct view *view)
{
	return (const struct help_view *)view;
}

static size_t nr_lines(const struct help_view *help)
{
	return ARRAY_SIZE(above_keys) + help->nr_keys + ARRAY_SIZE(below_keys);
}

/* Line @i as it is drawn; those of the keys are made up as they come. */
static struct help_line line_at(const struct help_view *help, size_t i)
{
	const struct key_line *keys;

	if (i < ARRAY_SIZE(above_keys))
		return above_keys[i];
	i -= ARRAY_SIZE(above_keys);
	if (i >= help->nr_keys)
		return below_keys[i - help->nr_keys];
	keys = &help->keys[i];
	return (struct help_line){ LINE_KEYS, keys->where, keys->text, NULL };
}

static void new_key_line(struct help_view *help, const char *where)
{
	help->keys = xgrow(help->keys, help->nr_keys + 1, &help->max_keys,
			   sizeof(*help->keys));
	help->keys[help->nr_keys++] = (struct key_line){ .where = where };
}

/* Behind the keys of the same line, if it fits there. */
static void add_key(struct help_view *help, const char *where, const char *text)
{
	struct key_line *line = &help->keys[help->nr_keys - 1];
	size_t used = strlen(line->text);

	if (used && used + KEYS_GAP + strlen(text) > KEYS_WIDTH) {
		new_key_line(help, where);
		line = &help->keys[help->nr_keys - 1];
		used = 0;
	}
	snprintf(line->text + used, sizeof(line->text) - used, "%*s%s",
		 used ? KEYS_GAP : 0, "", text);
}

/* The keys that hold anywhere, by what they are for. */
static void add_common_keys(struct help_view *help)
{
	const struct key_row *row = key_table, *end = row + key_table_len;
	const char *group = "";

	for (; row < end; row++) {
		if (row->places != KEY_ANYWHERE || !row->help)
			continue;
		if (strcmp(row->group, group))
			new_key_line(help, row->group);
		group = row->group;
		add_key(help, "", row->help);
	}
}

static void add_keys_of(struct help_view *help, enum place_kind place,
			const char *name)
{
	const struct key_row *row = key_table, *end = row + key_table_len;
	bool any = false;

	for (; row < end; row++) {
		if (row->places == KEY_ANYWHERE || !row->help ||
		    !(row->places & (1U << place)))
			continue;
		if (!any)
			new_key_line(help, name);
		any = true;
		add_key(help, "", row->help);
	}
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
					    "help: what the numbers mean");
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

static int draw_swatch(struct cell cell, const char *word,
		       struct screen *screen, int x, int y)
{
	screen_put_cell(screen, x, y, cell);
	return x + 4 + screen_text(screen, x + 2, y, TO_EDGE, ROLE_TEXT, word);
}

/* The states that have a colour of their own, STATES_A_LINE from @first on. */
static int draw_states(int first, struct screen *screen, int y)
{
	enum page_state state;
	int x = 3, nr = 0;

	for (state = PAGE_UNTOUCHED + 1; state < NR_PAGE_STATES; state++) {
		if (page_states[state].as != state)
			continue;
		if (nr >= first && nr < first + STATES_A_LINE)
			x = draw_swatch(page_state_cell(state),
					page_states[state].word, screen, x, y);
		nr++;
	}
	return x;
}

static void draw_glow(struct screen *screen, int y)
{
	static const char *const words[] = { "new", "1 s", "2 s" };
	struct cell cell = page_state_cell(PAGE_WRITTEN);
	int x = 3, i;

	for (i = 0; i < 3; i++) {
		cell.glow = (uint8_t)(i + 1);
		x = draw_swatch(cell, words[i], screen, x, y);
	}
	draw_swatch((struct cell){ .glyph = GLYPH_GONE, .role = ROLE_GONE },
		    "emptied", screen, x, y);
}

static void draw_colours(enum line_kind kind, struct screen *screen, int y)
{
	const struct cell mixed = { .glyph = GLYPH_HALF, .role = ROLE_MIXED };
	int x;

	if (kind == LINE_COLOURS) {
		draw_states(0, screen, y);
	} else if (kind == LINE_STATES) {
		x = draw_states(STATES_A_LINE, screen, y);
		draw_swatch(mixed, "mixed", screen, x, y);
	} else {
		draw_glow(screen, y);
	}
}

static void draw_source(const struct view_env *env, struct screen *screen,
			int y)
{
	char text[160];

	snprintf(text, sizeof(text), "%s on Linux %s", env->source,
		 env->release);
	screen_text(screen, 3, y, TO_EDGE, ROLE_TEXT, text);
}

static void draw_sweep(const struct view_env *env, struct screen *screen,
		       int y)
{
	const struct totals *totals = model_totals(env->model);
	char cost[FORMAT_MAX], text[80];

	format_cost(cost, sizeof(cost), totals->cost_ns);
	snprintf(text, sizeof(text), "last sweep: %s, %zu process%s", cost,
		 totals->nr_processes, totals->nr_processes == 1 ? "" : "es");
	screen_text(screen, 3, y, TO_EDGE, ROLE_TEXT, text);
}

static void draw_words(const struct help_line *line, struct screen *screen,
		       int y)
{
	int x = 3;

	x += screen_text(screen, x, y, TO_EDGE, ROLE_TEXT, line->a);
	if (!line->b)
		return;
	x = x < 17 ? 17 : x + 2;
	if (line->kind == LINE_NUMBER)
		x = 12;
	screen_text(screen, x, y, TO_EDGE, ROLE_TEXT, line->b);
	if (line->c && screen->width >= 76)
		screen_text(screen, SOURCE_X, y, TO_EDGE, ROLE_DIM, line->c);
}

static void draw_line(const struct help_line *line, const struct view_env *env,
		      struct screen *screen, int y)
{
	switch (line->kind) {
	case LINE_BLANK:
		break;
	case LINE_HEAD:
		screen_text(screen, 1, y, TO_EDGE, ROLE_TITLE, line->a);
		break;
	case LINE_TEXT:
	case LINE_NUMBER:
		draw_words(line, screen, y);
		break;
	case LINE_COLOURS:
	case LINE_STATES:
	case LINE_GLOW:
		draw_colours(line->kind, screen, y);
		break;
	case LINE_KEYS:
		screen_text(screen, 3, y, TO_EDGE, ROLE_DIM, line->a);
		screen_text(screen, KEYS_X, y, TO_EDGE, ROLE_TEXT, line->b);
		break;
	case LINE_SOURCE:
		draw_source(env, screen, y);
		break;
	case LINE_SWEEP:
		draw_sweep(env, screen, y);
		break;
	}
}

static void help_draw(const struct view *view, const struct view_env *env,
		      struct screen *screen)
{
	const struct help_view *help = const_help(view);
	size_t i = help->cursor.at, nr = nr_lines(help);
	struct help_line line;
	int y;

	for (y = 1; y < env->height - 1 && i < nr; y++, i++) {
		line = line_at(help, i);
		draw_line(&line, env, screen, y);
	}
}

static void help_update(struct view *view, const struct view_env *env)
{
	struct help_view *help = to_help(view);
	struct extent extent = extent_of(help, env);

	cursor_set(&help->cursor, &extent, help->cursor.at);
}

static struct act help_command(struct view *view, const struct view_env *env,
			       enum command command)
{
	struct help_view *help = to_help(view);
	struct extent extent = extent_of(help, env);

	return act_done(cursor_command(&help->cursor, &extent, command));
}

#define PLACE_NAME(kind, name) [PLACE_##kind] = name,

static struct view *help_open(const struct view_env *env,
			      const struct place *place)
{
	static const char *const names[NR_PLACES] = { PLACES(PLACE_NAME) };
	struct help_view *help = xcalloc(1, sizeof(*help));
	enum place_kind kind;

	(void)env;
	(void)place;
	add_common_keys(help);
	for (kind = 0; kind < NR_PLACES; kind++)
		add_keys_of(help, kind, names[kind]);
	return &help->view;
}

static void help_close(struct view *view)
{
	free(to_help(view)->keys);
	free(view);
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

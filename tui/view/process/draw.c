// SPDX-License-Identifier: GPL-2.0
/* The view of a process as it is drawn. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "common/format.h"
#include "view/keymap.h"
#include "view/legend.h"
#include "view/process/kind_table.h"
#include "view/process/mapping_column.h"
#include "view/process/meaning.h"
#include "view/process/process.h"

#define TEXT_MAX 192
#define WORDS_GAP 3		/* before what the cells mean */

/* Counts older than this belong to an earlier sample than the last one. */
static uint64_t fresh_since(const struct target *target,
			    const struct view_env *env)
{
	uint64_t tolerance = env->delay_ns / 2;

	return target->now.time_ns > tolerance ?
	       target->now.time_ns - tolerance : 0;
}

static struct field_context context_of(const struct process_view *process,
				       const struct view_env *env)
{
	const struct target *target = model_target(process->model);

	return (struct field_context){
		.tells_zero = target->now.has & TARGET_TELLS_ZERO,
		.since_known = target->now.mark ==
			       model_marked(process->model, NULL),
		.fresh_ns = fresh_since(target, env),
	};
}

static const void *get_mapping(const void *of, size_t i)
{
	const struct process_view *process = of;

	return mapping_order_get(&process->order, model_target(process->model),
				 i);
}

static struct table_key key_of(const void *row)
{
	return (struct table_key){
		.main = ((const struct mapping *)row)->start,
	};
}

static void draw_table(const struct process_view *process,
		       const struct view_env *env,
		       const struct process_layout *layout,
		       struct screen *screen)
{
	const struct field_context context = context_of(process, env);
	const struct table_rows rows = {
		.get = get_mapping, .of = process, .key = key_of,
		.context = &context,
		.sought = process->search.text,
	};

	table_draw(&mapping_table, &process->table, &rows, env,
		   (int)layout->rows, !process->in_map, screen, layout->head_y);
}

/* "1-7 of 15 mappings", "5 anonymous, all shown" */
static void range_text(const struct process_view *process,
		       const struct process_layout *layout, char *buf,
		       size_t len)
{
	size_t nr = process->order.nr;
	size_t last = process->table.cursor.top + layout->rows;
	int kind = process->kind;
	const char *what = kind == ALL_KINDS ? "mappings" :
			   mapping_kind_name((enum mapping_kind)kind);

	if (nr == 1 && kind == ALL_KINDS)
		what = "mapping";
	if (nr <= layout->rows)
		snprintf(buf, len, "%zu %s%s", nr, what,
			 nr ? ", all shown" : "");
	else
		snprintf(buf, len, "%zu-%zu of %zu %s",
			 process->table.cursor.top + 1, last < nr ? last : nr,
			 nr, what);
}

static void known_size(bool known, uint64_t pages, char *buf)
{
	if (known)
		format_size(buf, FORMAT_MAX, pages * PAGE_BYTES);
	else
		snprintf(buf, FORMAT_MAX, "?");
}

/* A sum is spelled out: no column has its name. */
static const char *order_word(const struct process_view *process)
{
	const struct field *field = process->table.sort.field;

	return field == &mapping_fields[MFIELD_TOUCHED_ZERO] ? field->about :
							       field->head;
}

/* The sums of the kind that is shown, or how all kinds are sorted. */
static void order_text(const struct process_view *process, char *buf,
		       size_t len)
{
	const struct target *target = model_target(process->model);
	const struct kind_sum *sum = &target->kinds[process->kind % NR_KINDS];
	char reserved[FORMAT_MAX], touched[FORMAT_MAX], zero[FORMAT_MAX];

	if (process->kind == ALL_KINDS) {
		snprintf(buf, len, "tamalloc %zu, rest by %s",
			 process->order.nr_tamalloc, order_word(process));
		if (!process->order.nr_tamalloc)
			snprintf(buf, len, "by %s", order_word(process));
		return;
	}
	known_size(true, sum->reserved / PAGE_BYTES, reserved);
	known_size(sum->all_counted, pages_touched(&sum->counts), touched);
	known_size(sum->all_counted && (target->now.has & TARGET_TELLS_ZERO),
		   pages_as(&sum->counts, PAGE_ZERO), zero);
	snprintf(buf, len, "reserved %s  touched %s  zero %s", reserved,
		 touched, zero);
}

/* "oldest count 3s ago", if that is not the last sample's. */
static void age_text(const struct process_view *process,
		     const struct view_env *env, char *buf, size_t len)
{
	const struct target *target = model_target(process->model);
	char age[FORMAT_MAX];

	buf[0] = '\0';
	if (process->nr_uncounted) {
		snprintf(buf, len, "%zu not counted yet",
			 process->nr_uncounted);
	} else if (process->oldest_ns < fresh_since(target, env)) {
		format_age(age, sizeof(age),
			   target->now.time_ns - process->oldest_ns);
		snprintf(buf, len, "oldest count %s ago", age);
	}
}

static int join(const char *const *parts, size_t nr, char *buf, size_t len)
{
	size_t i;

	buf[0] = '\0';
	for (i = 0; i < nr; i++)
		if (*parts[i])
			text_append(buf, len, "%s%s", *buf ? "   " : "",
				    parts[i]);
	return text_width(buf);
}

/*
 * When not all of it fits, less is said of the order, then nothing: the heads
 * tell it, too. Of one kind there are sums, of which nothing does.
 */
static void table_status(const struct process_view *process,
			 const struct view_env *env,
			 const struct process_layout *layout, int width,
			 char *buf, size_t len)
{
	char range[TEXT_MAX], order[TEXT_MAX], age[TEXT_MAX];
	const char *parts[] = { range, order, age };

	range_text(process, layout, range, sizeof(range));
	order_text(process, order, sizeof(order));
	age_text(process, env, age, sizeof(age));
	if (join(parts, 3, buf, len) <= width)
		return;
	snprintf(order, sizeof(order), "by %s", order_word(process));
	if (join(parts, 3, buf, len) <= width)
		return;
	parts[1] = "";
	if (join(parts, 3, buf, len) > width)
		join(parts, 1, buf, len);
}

/*
 * "> 7f3a52000000-7f3a52100000  256 pages: written 128  zero 128"; a page
 * alone is in one state.
 */
static void cell_status(const struct process_view *process,
			const struct grid *grid, char *buf, size_t len)
{
	const struct target *target = model_target(process->model);
	uint64_t cell = grid_cell_at(grid, process->at);
	uint64_t start = grid_cell_start(grid, cell);
	uint64_t end = grid_cell_end(grid, cell);
	uint64_t pages = (end - start) / PAGE_BYTES;
	char counts[TEXT_MAX] = "?";
	struct scan_cell known;
	bool is_known = grid_cell(grid, target, cell, &known);

	if (pages == 1) {
		snprintf(buf, len, "> %" PRIx64 "  1 page: %s", start,
			 is_known ? legend_state(&known.now) : "?");
		return;
	}
	if (is_known)
		legend_counts(&known.now, counts, sizeof(counts));
	snprintf(buf, len, "> %" PRIx64 "-%" PRIx64 "  %" PRIu64 " pages: %s",
		 start, end, pages, counts);
}

/* Why what is shown is of an earlier sample; false: it isn't. */
static bool trouble_text(const struct process_view *process, char *buf,
			 size_t len)
{
	const struct sample_target *now = &model_target(process->model)->now;

	if (now->state == TARGET_GONE)
		snprintf(buf, len, "%d is gone", (int)process->id.pid);
	else if (now->state == TARGET_FAILED)
		snprintf(buf, len, "%s", strerror(now->error));
	else
		return false;
	return true;
}

static void draw_trouble(const char *text, const struct view_env *env,
			 struct screen *screen, int y, int width)
{
	char stays[64];
	int x;

	keymap_say(env->keys, PLACE_PROCESS,
		   ": its last sample stays until {back}", stays,
		   sizeof(stays));
	x = screen_text(screen, 0, y, TO_EDGE, ROLE_ERROR, "! ");
	x += screen_words(screen, x, y, TO_EDGE, ROLE_TEXT, text);
	if (x + text_width(stays) <= width)
		screen_text(screen, x, y, TO_EDGE, ROLE_TEXT, stays);
}

/*
 * What the cells of the map below mean. It goes before the order, if heads
 * tell that, but not before the sums of a kind.
 */
static struct legend words_of(const struct process_view *process,
			      const struct view_env *env)
{
	const struct mapping *mapping = process_selected(process);

	if (!mapping)
		return (struct legend){ .known = false };
	return legend_of_mapping(mapping, model_target(process->model), env);
}

static int room_for_words(const struct process_view *process,
			  const struct view_env *env,
			  const struct legend *words)
{
	int width = legend_words_width(words);

	if (!width || env->width < VIEW_NARROW || process->kind != ALL_KINDS ||
	    !table_shows(&mapping_table, env, process->table.sort.field))
		return 0;
	return width + WORDS_GAP;
}

static void draw_table_status(const struct process_view *process,
			      const struct view_env *env,
			      const struct process_layout *layout,
			      struct screen *screen, int end)
{
	const struct legend words = words_of(process, env);
	int room = end - room_for_words(process, env, &words);
	char text[2 * TEXT_MAX];
	int x;

	table_status(process, env, layout, room, text, sizeof(text));
	x = screen_words(screen, 0, layout->status_y, end, ROLE_TEXT, text);
	legend_draw_words(&words, screen, x + WORDS_GAP, layout->status_y,
			  end);
}

static void draw_status(const struct process_view *process,
			const struct view_env *env,
			const struct process_layout *layout,
			const struct process_header *header,
			struct screen *screen)
{
	int y = layout->status_y, end = env->width;
	char text[2 * TEXT_MAX] = "", size[TEXT_MAX];
	struct grid grid;
	bool has_map = process_grid(process, env, &grid);

	if (has_map) {
		grid_cell_size(grid.cell_pages, size, sizeof(size));
		end -= text_width(size);
		screen_text(screen, end, y, TO_EDGE, ROLE_TEXT, size);
		end -= 3;
	}
	if (trouble_text(process, text, sizeof(text))) {
		draw_trouble(text, env, screen, y, end);
		return;
	}
	if (process->in_map && has_map)
		cell_status(process, &grid, text, sizeof(text));
	else if (layout->header_rows < 3)
		process_header_pss(header, text, sizeof(text));
	if (*text)
		screen_words(screen, 0, y, end, ROLE_TEXT, text);
	else
		draw_table_status(process, env, layout, screen, end);
}

static void draw_map(const struct process_view *process,
		     const struct view_env *env,
		     const struct process_layout *layout,
		     struct screen *screen)
{
	const struct target *target = model_target(process->model);
	uint64_t cursor = GRID_NO_CELL, row;
	int y = layout->status_y + 1, column = -1;
	struct ruler ruler;
	struct grid grid;

	if (!process_grid(process, env, &grid))
		return;
	if (process->in_map) {
		cursor = grid_cell_at(&grid, process->at);
		column = (int)(cursor % (uint64_t)grid.columns);
	}
	ruler = grid_ruler(&grid, target, env, column);
	grid_draw_ruler(&ruler, screen, y++);
	for (row = 0; row < grid_nr_rows(&grid); row++)
		grid_draw_row(&grid, target, env, row, cursor, screen,
			      y + (int)row);
}

/* What there is to say of a process without mappings beyond the sentence. */
static const char *explanation(const struct process_view *process, char *buf,
			       size_t len)
{
	const struct target *target = model_target(process->model);

	switch (target->now.state) {
	case TARGET_DENIED:
		snprintf(buf, len,
			 "It belongs to %s. Run tamtop as root, or give it CAP_SYS_PTRACE, to see them.",
			 process->user ? process->user : "another user");
		return buf;
	case TARGET_NO_MEMORY:
		return process->row.now.flags & PROC_KTHREAD ? "" :
			"What is left of it waits for its parent.";
	case TARGET_FAILED:
		snprintf(buf, len, "It can't be looked into for now: %s.",
			 strerror(target->now.error));
		return buf;
	case TARGET_GONE:
		return "";
	case TARGET_UNRECORDED:
		return "Nobody looked into it when this was recorded: its mappings are not known.";
	default:
		return "Its mappings are being read.";
	}
}

/* How many bytes of @text, whole words if possible, fit into @width columns. */
static size_t fitting(const char *text, int width)
{
	char line[2 * TEXT_MAX];
	size_t len = strlen(text), end;

	if (len >= sizeof(line))
		len = sizeof(line) - 1;
	for (end = len; end; end--) {
		if (end != len && text[end] != ' ')
			continue;
		memcpy(line, text, end);
		line[end] = '\0';
		if (text_width(line) <= width)
			return end;
	}
	return len;
}

static void draw_explanation(const struct process_view *process,
			     struct screen *screen, int y)
{
	char buf[2 * TEXT_MAX], line[2 * TEXT_MAX];
	const char *text = explanation(process, buf, sizeof(buf));
	size_t len;

	for (; *text && y < screen->height - 1; y++) {
		len = fitting(text, screen->width);
		snprintf(line, sizeof(line), "%.*s", (int)len, text);
		screen_words(screen, 0, y, TO_EDGE, ROLE_TEXT, line);
		text += len;
		text += *text == ' ';
	}
}

void process_draw(const struct process_view *process,
		  const struct view_env *env, struct screen *screen)
{
	const struct target *target = model_target(process->model);
	struct process_layout layout = process_layout(process, env);
	struct process_header header = {
		.row = &process->row, .parent = process->parent,
		.target = target, .growth = process->growth,
		.nr_growth = process->nr_growth, .pss = process->pss,
		.width = layout.header_width,
		.zero_rate_known = process->alive.zero_rate_known,
		.zero_rate = process->alive.zero_rate,
	};

	process_header_draw(&header, layout.header_rows, screen, 1);
	meaning_draw(process, &layout, screen);
	if (!process_has_table(target)) {
		draw_explanation(process, screen, layout.explanation_y);
		return;
	}
	if (layout.kinds_y)
		kind_table_draw(target, process->kind, screen, layout.kinds_x,
				layout.kinds_y);
	draw_table(process, env, &layout, screen);
	draw_status(process, env, &layout, &header, screen);
	draw_map(process, env, &layout, screen);
}

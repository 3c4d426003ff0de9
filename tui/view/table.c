// SPDX-License-Identifier: GPL-2.0
/* Tables of any rows: their heads, their values, what is selected and sorted by. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "view/search.h"
#include "view/table.h"

/* @text behind its first @columns columns. */
static const char *text_behind(const char *text, int columns)
{
	char32_t glyph;
	int width;

	while (*text && columns > 0) {
		text = text_next(text, &glyph, &width);
		columns -= width;
	}
	return text;
}

/* Is @field what @column is of, or a sum that it is a part of? */
static bool tells(const struct table_column *column, const struct field *field)
{
	return field && (column->field == field || column->sum == field);
}

/* Are all columns on screen that tell of @field? A sum has more than one. */
static bool all_tell(const struct table *table,
		     const struct table_layout *layout,
		     const struct field *field)
{
	int i, nr = 0, shown = 0;

	for (i = 0; i < table->nr; i++)
		nr += tells(&table->columns[i], field);
	for (i = 0; i < layout->nr; i++)
		shown += tells(layout->places[i].column, field);
	return shown && shown == nr;
}

/* What can be sorted by; else a click on its head says that it can't. */
static const struct field *order_of(const struct table_column *column)
{
	const struct field *field = column->field;

	return field && field->compare ? field : NULL;
}

/* The next column on screen that can be sorted by; false: there is none. */
static bool step_sort(const struct table_layout *layout, int step,
		      struct table_sort *sort)
{
	const struct field *field;
	int i;

	for (i = 0; i < layout->nr; i++)
		if (tells(layout->places[i].column, sort->field))
			break;
	if (i == layout->nr)
		i = step > 0 ? -1 : layout->nr;
	for (i += step; i >= 0 && i < layout->nr; i += step) {
		field = order_of(layout->places[i].column);
		if (!field)
			continue;
		sort->field = field;
		sort->inverted = false;
		return true;
	}
	return false;
}

static void head_text(const struct table_column *column,
		      const struct view_env *env, char *buf, size_t len)
{
	if (column->head_text)
		column->head_text(env, buf, len);
	else
		snprintf(buf, len, "%s",
			 column->head ? column->head : column->field->head);
}

/* "COMMAND +16": what is left of the screen */
static void add_scroll(int scroll, char *buf, size_t size)
{
	if (scroll)
		text_append(buf, size, " +%d", scroll);
}

/* The mark stands behind its head: there is a gap, if no more room. */
static void draw_head(const struct table_place *place, const char *text,
		      const struct table_sort *sort, struct screen *screen,
		      int y)
{
	bool sorted = tells(place->column, sort->field);
	enum role role = sorted ? ROLE_SORTED : ROLE_HEAD;
	int x = place->x;

	if (!place->column->left && !place->column->head_left)
		x += place->width - text_width(text);
	x += screen_text(screen, x, y, place->x + place->width - x, role,
			 text);
	if (sorted)
		screen_put(screen, x, y,
			   sort->field->descending != sort->inverted ?
				   GLYPH_DOWN : GLYPH_UP, role);
}

/* With the gap behind it, where the mark stands. */
static void hit_head(const struct table *table,
		     const struct table_place *place, struct screen *screen,
		     int y)
{
	const struct hit hit = {
		.kind = HIT_HEAD,
		.id = { (uint64_t)(place->column - table->columns) },
	};

	screen_hit(screen, place->x, y, place->width + 1, 1, &hit);
}

static void draw_heads(const struct table *table,
		       const struct table_layout *layout,
		       const struct view_env *env,
		       const struct table_state *state, struct screen *screen,
		       int y)
{
	const struct table_place *place = layout->places;
	struct table_sort sort = state->sort;
	char text[32];
	int i;

	/* one part alone isn't what is sorted by */
	if (!all_tell(table, layout, sort.field))
		sort.field = NULL;

	for (i = 0; i < layout->nr; i++, place++) {
		head_text(place->column, env, text, sizeof(text));
		if (place->column->scrolls)
			add_scroll(state->scroll, text, sizeof(text));
		draw_head(place, text, &sort, screen, y);
		hit_head(table, place, screen, y);
	}
}

static enum role role_of(const struct field *field, const struct value *value)
{
	if (value->state == VALUE_UNKNOWN)
		return ROLE_UNKNOWN;
	if (value->state != VALUE_KNOWN)
		return ROLE_DIM;
	if (field->unit != UNIT_CHANGE || !value->change)
		return ROLE_TEXT;
	return value->change > 0 ? ROLE_WRITTEN : ROLE_ZERO;
}

/* A name that is cut says so; of the last column everybody knows. */
static void draw_left(const struct table_place *place, struct screen *screen,
		      int y, enum role role, const char *text)
{
	bool cut = place->cut_mark && text_width(text) > place->width;

	screen_text(screen, place->x, y, place->width - cut, role, text);
	if (cut)
		screen_put(screen, place->x + place->width - 1, y, '+', role);
}

/* Returns the columns that it takes, which are left of the screen at first. */
static int lead_width(const struct table_column *column, const void *of)
{
	char buf[TABLE_LEAD_MAX];

	if (!column->lead)
		return 0;
	column->lead(of, buf, sizeof(buf));
	return text_width(buf);
}

/* The text of @place begins behind it, and has less to scroll. */
static void draw_lead(struct table_place *place, const void *of, int *scroll,
		      struct screen *screen, int y)
{
	char buf[TABLE_LEAD_MAX];
	int width;

	if (!place->column->lead)
		return;
	place->column->lead(of, buf, sizeof(buf));
	width = screen_text(screen, place->x, y, place->width, ROLE_DIM,
			    text_behind(buf, *scroll));
	place->x += width;
	place->width -= width;
	*scroll -= text_width(buf) < *scroll ? text_width(buf) : *scroll;
}

static void draw_value(const struct table_place *column_place, const void *of,
		       const struct table_rows *rows, struct screen *screen,
		       int y)
{
	struct table_place rest = *column_place, *place = &rest;
	int scroll = rows->scroll;
	const struct field *field = place->column->field;
	struct value value = field->value(of, rows->context);
	enum role role = role_of(field, &value);
	char buf[FORMAT_MAX], end[FORMAT_MAX + 2];
	const char *text = field_text(field, &value, place->width, buf);

	if (field->unit != UNIT_TEXT)
		text = screen_number_end(text, place->width, end, sizeof(end));
	if (place->column->scrolls)
		draw_lead(place, of, &scroll, screen, y);
	if (place->column->scrolls)
		text = text_behind(text, scroll);
	if (place->column->left)
		draw_left(place, screen, y, role, text);
	else
		screen_text_right(screen, place->x, y, place->width, role,
				  text);
}

static void draw_row(const struct table_layout *layout, const void *of,
		     const struct table_rows *rows, struct screen *screen,
		     int y)
{
	const struct table_place *place = layout->places;
	int i;

	for (i = 0; i < layout->nr; i++, place++) {
		if (place->column->draw)
			place->column->draw(of, screen, place->x, y,
					    place->width);
		else
			draw_value(place, of, rows, screen, y);
		if (rows->sought && place->column->sought)
			search_mark(screen, place->x, y, place->width,
				    rows->sought);
	}
}

static void hit_row(const struct table_rows *rows, const void *row,
		    struct screen *screen, int y)
{
	struct hit hit = { .kind = HIT_ROW };
	struct table_key key;

	if (!rows->key)
		return;
	key = rows->key(row);
	hit.id[0] = key.main;
	hit.id[1] = key.sub;
	screen_hit(screen, 0, y, screen->width, 1, &hit);
}

struct table_key table_hit_row(const struct hit *hit)
{
	return (struct table_key){ .main = hit->id[0], .sub = hit->id[1] };
}

const struct field *table_hit_field(const struct table *table,
				    const struct hit *hit)
{
	if (hit->id[0] >= (uint64_t)table->nr)
		return NULL;
	return order_of(&table->columns[hit->id[0]]);
}

void table_draw_heads(const struct table *table, const struct view_env *env,
		      struct screen *screen, int y)
{
	static const struct table_state none;
	struct table_layout layout;

	table_lay_out_on(table, env, &layout);
	draw_heads(table, &layout, env, &none, screen, y);
}

int table_shown(const struct table *table, const struct view_env *env,
		const struct table_column *columns[TABLE_COLUMNS_MAX])
{
	struct table_layout layout;
	int i;

	table_lay_out_on(table, env, &layout);
	for (i = 0; i < layout.nr; i++)
		columns[i] = layout.places[i].column;
	return layout.nr;
}

static bool is_chosen(const struct table *table,
		      const struct table_column *column)
{
	int i;

	for (i = 0; table->order && i < table->order->nr; i++)
		if (table->order->columns[i] == column)
			return true;
	return false;
}

/* May @column be on screen: is it there by itself, or was it chosen? */
static bool may_be_there(const struct table *table,
			 const struct table_column *column)
{
	return !column->chosen_only || is_chosen(table, column);
}

/* What the text of @column takes in @row, with what stands before it. */
static int text_needs(const struct table_column *column, const void *row,
		      const struct table_rows *rows)
{
	struct value value = column->field->value(row, rows->context);
	char buf[FORMAT_MAX];

	return text_width(field_text(column->field, &value, FORMAT_MAX, buf));
}

static bool measure_row(const struct table *table, const void *row,
			const struct table_rows *rows, int *content)
{
	const struct table_column *column = table->columns;
	bool grown = false;
	int i, width;

	for (i = 0; i < table->nr; i++, column++) {
		if (!column->widest || !may_be_there(table, column))
			continue;
		width = text_needs(column, row, rows);
		if (width <= content[i])
			continue;
		content[i] = width;
		grown = true;
	}
	return grown;
}

bool table_measure(const struct table *table, const struct table_rows *rows,
		   size_t first, size_t nr, int content[TABLE_COLUMNS_MAX])
{
	const void *row;
	bool grown = false;
	size_t i;

	for (i = first; i < first + nr && (row = rows->get(rows->of, i)); i++)
		grown |= measure_row(table, row, rows, content);
	return grown;
}

void table_draw(const struct table *table, const struct table_state *state,
		const struct table_rows *rows, const struct view_env *env,
		int nr, bool lit, struct screen *screen, int y)
{
	const struct cursor *cursor = &state->cursor;
	struct table_layout layout;
	const void *row;
	size_t i = cursor->top;

	table_lay_out_on(table, env, &layout);
	draw_heads(table, &layout, env, state, screen, y);
	for (; nr-- > 0 && (row = rows->get(rows->of, i)); i++) {
		draw_row(&layout, row, rows, screen, ++y);
		hit_row(rows, row, screen, y);
		if (i != cursor->at)
			continue;
		screen_put(screen, 0, y, '>', ROLE_TEXT);
		if (lit)
			screen_select_row(screen, y);
	}
}

/* Does one of the rows on screen have more than its place shows? */
static bool has_more(const struct table_place *place,
		     const struct table_state *state,
		     const struct table_rows *rows, size_t nr)
{
	size_t i = state->cursor.top, end = i + nr;
	const void *row;

	for (; i < end && (row = rows->get(rows->of, i)); i++)
		if (lead_width(place->column, row) +
			    text_needs(place->column, row, rows) >
		    state->scroll + place->width)
			return true;
	return false;
}

/* NULL: nothing on screen scrolls. */
static const struct table_place *scrolling(const struct table_layout *layout)
{
	const struct table_place *place = layout->places;

	for (; place < layout->places + layout->nr; place++)
		if (place->column->scrolls)
			return place;
	return NULL;
}

bool table_scroll(const struct table *table, struct table_state *state,
		  const struct table_rows *rows, const struct view_env *env,
		  size_t nr, int step)
{
	const struct table_place *place;
	struct table_layout layout;

	table_lay_out_on(table, env, &layout);
	place = scrolling(&layout);
	if (!place)
		return false;
	if (step < 0 ? !state->scroll : !has_more(place, state, rows, nr))
		return false;
	state->scroll += step;
	if (state->scroll < 0)
		state->scroll = 0;
	return true;
}

struct extent table_extent(size_t nr, size_t rows)
{
	return (struct extent){
		.nr = nr, .rows = rows, .page = rows > 1 ? rows - 1 : 1,
	};
}

enum table_answer table_command(const struct table *table,
				struct table_state *state,
				const struct view_env *env,
				const struct extent *extent,
				enum command command)
{
	struct table_layout layout;

	switch (command) {
	case CMD_SORT_PREV:
	case CMD_SORT_NEXT:
		table_lay_out_on(table, env, &layout);
		return step_sort(&layout, command == CMD_SORT_NEXT ? 1 : -1,
				 &state->sort) ?
			       TABLE_SORTED :
			       TABLE_AT_LAST;
	case CMD_INVERT:
		state->sort.inverted = !state->sort.inverted;
		return TABLE_SORTED;
	default:
		return cursor_command(&state->cursor, extent, command) ?
			       TABLE_MOVED :
			       TABLE_NOTHING;
	}
}

void table_follow(struct table_state *state, const struct extent *extent,
		  ssize_t found)
{
	struct cursor *cursor = &state->cursor;

	if (!cursor->chosen)
		cursor_set(cursor, extent, 0);
	else
		cursor_set(cursor, extent,
			   found >= 0 ? (size_t)found : cursor->at);
}

/* Behind the others, if it can be sorted by; a sum has more than one column. */
static size_t add_field(const struct field **fields, size_t nr,
			const struct field *field)
{
	size_t i;

	if (!field || !field->compare)
		return nr;
	for (i = 0; i < nr; i++)
		if (fields[i] == field)
			return nr;
	fields[nr] = field;
	return nr + 1;
}

/* Is there a column of @field that is there by itself, or was chosen? */
static bool may_show(const struct table *table, const struct field *field)
{
	const struct table_column *column = table->columns;

	for (; column < table->columns + table->nr; column++)
		if (tells(column, field) && may_be_there(table, column))
			return true;
	return false;
}

bool table_shows(const struct table *table, const struct view_env *env,
		 const struct field *field)
{
	struct table_layout layout;

	if (!may_show(table, field))
		return false;
	table_lay_out_on(table, env, &layout);
	return all_tell(table, &layout, field);
}

size_t table_fields(const struct table *table, const struct view_env *env,
		    const struct field *fields[TABLE_COLUMNS_MAX])
{
	bool marked = model_marked(env->model, NULL);
	const struct table_column *column = table->columns;
	size_t nr = 0;

	for (; column < table->columns + table->nr; column++) {
		if (!is_chosen(table, column) &&
		    ((column->marked_only && !marked) ||
		     (column->absent && column->absent(env->model))))
			continue;
		nr = add_field(fields, nr, column->field);
		nr = add_field(fields, nr, column->sum);
	}
	return nr;
}

struct act table_open_menu(const struct table *table,
			   const struct table_state *state)
{
	struct act act = act_open(PLACE_SORT, 0);

	act.place.table = table;
	act.place.field = state->sort.field;
	act.place.inverted = state->sort.inverted;
	return act;
}

void table_sort_by(struct table_state *state, const struct field *field)
{
	if (state->sort.field != field)
		state->sort.inverted = false;
	state->sort.field = field;
}

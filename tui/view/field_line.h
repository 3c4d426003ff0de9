/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_FIELD_LINE_H
#define TUI_VIEW_FIELD_LINE_H

#include "view/choice.h"
#include "view/table.h"

/*
 * A line of a menu that is about a field. Each line of such a menu begins with
 * this, and may have more behind it; how the field is called, it draws itself.
 */
struct field_line {
	const struct field *field;
	uint64_t number;		/* from 1 on */
};

/* Columns: the number, what the field is, and where it comes from. */
#define FIELD_LINE_NUMBER						\
	{ .field = &field_line_number, .head = "NR", .width = 2,	\
	  .drop = 2, .drop_marked = 2 }
#define FIELD_LINE_ABOUT						\
	{ .field = &field_line_about, .head = "WHAT IT IS", .width = 28, \
	  .left = true }
#define FIELD_LINE_ORIGIN						\
	{ .head = "FROM", .width = 24, .left = true,			\
	  .drop = 1, .drop_marked = 1, .draw = field_line_draw_origin }

extern const struct field field_line_number, field_line_about;
void field_line_draw_origin(const void *of, struct screen *screen, int x, int y,
			    int width);

/* How they are chosen: for menu_fill(). */
extern const struct choice_list field_line_names;

#endif

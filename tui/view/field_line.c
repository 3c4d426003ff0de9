// SPDX-License-Identifier: GPL-2.0
/* What the lines of menus that are about fields have in common. */
#include "view/field_line.h"

static struct value number_value(const void *of,
				 const struct field_context *context)
{
	(void)context;
	return (struct value){
		.number = ((const struct field_line *)of)->number,
	};
}

static struct value about_value(const void *of,
				const struct field_context *context)
{
	const char *about = ((const struct field_line *)of)->field->about;

	(void)context;
	return (struct value){ .text = about ? about : "" };
}

const struct field field_line_number = {
	.unit = UNIT_NUMBER, .value = number_value,
};

const struct field field_line_about = {
	.unit = UNIT_TEXT, .value = about_value,
};

void field_line_draw_origin(const void *of, struct screen *screen, int x, int y,
			    int width)
{
	const struct field *field = ((const struct field_line *)of)->field;

	if (field->origin)
		screen_text(screen, x, y, width, ROLE_DIM, field->origin);
}

static const char *line_name(const void *line)
{
	return ((const struct field_line *)line)->field->head;
}

static uint64_t line_number(const void *line)
{
	return ((const struct field_line *)line)->number;
}

const struct choice_list field_line_names = {
	.name = line_name, .number = line_number,
};

// SPDX-License-Identifier: GPL-2.0
/* Fields by their key, and their values as text. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/field.h"

const struct field *field_by_key(const char *key)
{
	const struct field *field = process_fields;
	int i;

	for (i = 0; i < NR_PROCESS_FIELDS; i++, field++)
		if ((field->key && !strcmp(field->key, key)) ||
		    (field->also && !strcmp(field->also, key)))
			return field;
	return NULL;
}

size_t fields_with_key(const struct field *fields[NR_PROCESS_FIELDS])
{
	size_t nr = 0;
	int i;

	for (i = 0; i < NR_PROCESS_FIELDS; i++)
		if (process_fields[i].key)
			fields[nr++] = &process_fields[i];
	return nr;
}

/* One that is too long keeps its end, which tells it from others. */
static const char *address_text(uint64_t address, int width, char *buf)
{
	int len = snprintf(buf, FORMAT_MAX, "%" PRIx64, address);

	if (len <= width)
		return buf;
	buf += len - width;
	buf[0] = '.';
	buf[1] = '.';
	return buf;
}

const char *field_text(const struct field *field, const struct value *value,
		       int width, char buf[FORMAT_MAX])
{
	if (value->state == VALUE_UNKNOWN)
		return "?";
	if (value->state == VALUE_NONE)
		return "-";
	switch (field->unit) {
	case UNIT_TEXT:
		return value->text;
	case UNIT_NUMBER:
		format_number(buf, FORMAT_MAX, value->number);
		break;
	case UNIT_ADDRESS:
		return address_text(value->number, width, buf);
	case UNIT_BYTES:
		format_size(buf, FORMAT_MAX, value->number);
		break;
	case UNIT_CHANGE:
		format_delta(buf, FORMAT_MAX, value->change);
		break;
	case UNIT_SCORE:
	case UNIT_COUNT:
		format_count(buf, FORMAT_MAX, value->number, width);
		break;
	case UNIT_AGE:
		format_age(buf, FORMAT_MAX, value->number);
		break;
	case UNIT_RATIO:
		format_percent(buf, FORMAT_MAX, value->part, value->whole);
		break;
	}
	return buf;
}

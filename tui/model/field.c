// SPDX-License-Identifier: GPL-2.0
/* Fields by their key, and their values as text. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "common/clock.h"
#include "model/field.h"

static const struct field *find(const char *key)
{
	const struct field *field = process_fields;
	int i;

	for (i = 0; i < NR_PROCESS_FIELDS; i++, field++)
		if ((field->key && !strcmp(field->key, key)) ||
		    (field->also && !strcmp(field->also, key)))
			return field;
	return NULL;
}

const struct field *field_by_key(const char *key)
{
	const struct field *field = find(key);

	return field && field->value ? field : NULL;
}

bool fields_have(const struct field_list *list, const struct field *field,
		 size_t *at)
{
	size_t i;

	for (i = 0; i < list->nr && list->of[i] != field; i++)
		;
	if (at && i < list->nr)
		*at = i;
	return i < list->nr;
}

/* What is wrong with the word, or NULL: it is in the list now. */
static const char *add_word(struct field_list *list, const char *word)
{
	const struct field *field = find(word);

	if (!field)
		return "is unknown";
	if (fields_have(list, field, NULL))
		return "is there twice";
	list->of[list->nr++] = field;
	return NULL;
}

bool fields_parse(struct field_list *list, const char *text, char *why,
		  size_t len)
{
	char *copy = xstrdup(text), *rest = copy, *word;
	const char *wrong = NULL;

	list->nr = 0;
	while (!wrong && (word = strsep(&rest, ", \t"))) {
		wrong = *word ? add_word(list, word) : NULL;
		if (wrong)
			snprintf(why, len, "field '%.40s' %s", word, wrong);
	}
	if (!wrong && !list->nr) {
		wrong = "no field";
		snprintf(why, len, "there is no field in '%.40s'", text);
	}
	free(copy);
	return !wrong;
}

void fields_text(const struct field_list *list, char *buf, size_t len)
{
	size_t i;

	*buf = '\0';
	for (i = 0; i < list->nr; i++)
		text_append(buf, len, "%s%s", i ? " " : "", list->of[i]->key);
}

void fields_default(struct field_list *list, bool extra)
{
	const struct field *field = process_fields;

	list->nr = 0;
	for (; field < process_fields + NR_PROCESS_FIELDS; field++)
		if (field->key && field->value && (extra || !field->extra))
			list->of[list->nr++] = field;
}

void fields_drop_drawn(struct field_list *list)
{
	size_t nr = 0, i;

	for (i = 0; i < list->nr; i++)
		if (list->of[i]->value)
			list->of[nr++] = list->of[i];
	list->nr = nr;
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
	case UNIT_SIGNED:
		snprintf(buf, FORMAT_MAX, "%" PRId64, value->change);
		break;
	case UNIT_TIME:
		format_time(buf, FORMAT_MAX, value->number);
		break;
	case UNIT_RATIO:
		format_percent(buf, FORMAT_MAX, value->part, value->whole);
		break;
	case UNIT_DRAWN:
		return "";
	}
	return buf;
}

const char *field_text_exact(const struct field *field,
			     const struct value *value, char buf[FORMAT_MAX])
{
	uint64_t part;

	if (field->unit != UNIT_TIME || value->state == VALUE_UNKNOWN ||
	    value->state == VALUE_NONE)
		return field_text(field, value, field->unit == UNIT_SCORE ?
				  FORMAT_MAX : field->width, buf);
	part = value->number % NSEC_PER_SEC * 100 / NSEC_PER_SEC;
	snprintf(buf, FORMAT_MAX, "%" PRIu64 ".%02" PRIu64,
		 (uint64_t)(value->number / NSEC_PER_SEC), part);
	return buf;
}

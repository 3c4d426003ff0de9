// SPDX-License-Identifier: GPL-2.0
/* A config file as lines: what they set, and what is wrong with them. */
#include <stdlib.h>
#include <string.h>

#include "app/conf_text.h"
#include "base/alloc.h"
#include "base/text.h"
#include "view/keymap.h"

#define BOM "\xef\xbb\xbf"

/* What the next line goes on with. */
struct context {
	enum conf_section section;
	int setting;		/* of the line above; -1: of none */
};

static bool has_value(const struct conf_row *row)
{
	return row->kind == CONF_SETTING || row->kind == CONF_MORE;
}

static enum conf_section section_by_name(const char *name)
{
	if (!*name)
		return CONF_TOP;
	return strcmp(name, CONF_KEYS_NAME) ? CONF_ELSEWHERE : CONF_KEYS;
}

/* A line without a line above that it could go on with is wrong. */
static void judge_more(struct conf_row *row, const struct context *context)
{
	row->setting = context->setting;
	if (context->setting < 0)
		row->kind = CONF_WRONG;
}

static void judge(struct conf_row *row, struct context *context,
		  const struct conf_line *line)
{
	if (has_value(row) && row->not_utf8)
		row->kind = CONF_WRONG;
	switch (row->kind) {
	case CONF_NOTHING:
		break;
	case CONF_SECTION:
		context->section = section_by_name(line->name);
		context->setting = -1;
		break;
	case CONF_SETTING:
		row->setting = context->section == CONF_TOP ?
				       setting_by_name(line->name) :
				       NR_SETTINGS;
		context->setting = row->setting;
		break;
	case CONF_MORE:
		judge_more(row, context);
		break;
	case CONF_WRONG:
	case CONF_TOO_LONG:
		context->setting = -1;
		break;
	}
	row->section = context->section;
}

/* Where the line at @at ends, behind what ends it. */
static size_t line_end(const struct conf_text *text, size_t at)
{
	const char *end = memchr(text->bytes + at, '\n', text->len - at);

	return end ? (size_t)(end - text->bytes) + 1 : text->len;
}

static size_t line_len(const struct conf_text *text, size_t at, size_t end)
{
	if (end > at && text->bytes[end - 1] == '\n')
		end--;
	if (end > at && text->bytes[end - 1] == '\r')
		end--;
	return end - at;
}

static void add_row(struct conf_text *text, struct context *context, size_t at,
		    size_t len)
{
	struct conf_line line;
	struct conf_row *row;

	conf_line_read(&line, text->bytes + at, len);
	text->rows = xgrow(text->rows, text->nr + 1, &text->max,
			   sizeof(*text->rows));
	row = &text->rows[text->nr++];
	*row = (struct conf_row){
		.at = at, .len = len, .kind = line.kind,
		.not_utf8 = !text_is_utf8(text->bytes + at, len),
		.setting = NR_SETTINGS,
		.value_at = at + line.value_at,
		.value_len = strlen(line.value),
	};
	judge(row, context, &line);
}

void conf_text_read(struct conf_text *text, const char *bytes, size_t len)
{
	struct context context = { .section = CONF_TOP, .setting = -1 };
	size_t at = 0, end;

	*text = (struct conf_text){ .bytes = bytes, .len = len };
	if (len >= strlen(BOM) && !memcmp(bytes, BOM, strlen(BOM)))
		at = strlen(BOM);
	for (; at < len; at = end) {
		end = line_end(text, at);
		add_row(text, &context, at, line_len(text, at, end));
	}
}

void conf_text_release(struct conf_text *text)
{
	free(text->rows);
	*text = (struct conf_text){ 0 };
}

static void add_value(const struct conf_text *text, const struct conf_row *row,
		      char value[SETTING_TEXT_MAX], size_t *len)
{
	size_t gap = *len && row->value_len;

	if (*len + gap + row->value_len < SETTING_TEXT_MAX) {
		if (gap)
			value[*len] = ' ';
		memcpy(value + *len + gap, text->bytes + row->value_at,
		       row->value_len);
	}
	*len += gap + row->value_len;
}

/* The value of the setting in @row, and in the lines that go on with it. */
static bool value_of(const struct conf_text *text, size_t row,
		     char value[SETTING_TEXT_MAX])
{
	size_t len = 0, i = row;

	do {
		if (has_value(&text->rows[i]))
			add_value(text, &text->rows[i], value, &len);
		i++;
	} while (i < text->nr && (text->rows[i].kind == CONF_MORE ||
				  text->rows[i].kind == CONF_NOTHING));
	if (len >= SETTING_TEXT_MAX)
		return false;
	value[len] = '\0';
	return true;
}

/* Who reads a config and who writes it share this; @warnings may be NULL. */
struct applying {
	const struct conf_text *text;
	struct settings *settings;
	struct warnings *warnings;
	size_t given[NR_SETTINGS];	/* in which line; 0: in none */
	size_t bound[NR_COMMANDS];	/* likewise */
};

/* false: it is wrong, and the value before stays. */
static bool apply_value(struct applying *applying, size_t row)
{
	char value[SETTING_TEXT_MAX], why[SETTING_WHY_MAX];
	int id = applying->text->rows[row].setting;

	if (!value_of(applying->text, row, value))
		snprintf(why, sizeof(why), "%s: the value is too long",
			 setting_table[id].name);
	else if (setting_parse(id, applying->settings, value, why))
		return true;
	if (applying->warnings)
		warnings_add(applying->warnings, row + 1, "%s", why);
	return false;
}

static void apply_setting(struct applying *applying, size_t row)
{
	int id = applying->text->rows[row].setting;

	if (!apply_value(applying, row))
		return;
	if (applying->given[id] && applying->warnings)
		warnings_add(applying->warnings, row + 1,
			     "%s is in line %zu, too: this one counts",
			     setting_table[id].name, applying->given[id]);
	applying->given[id] = row + 1;
}

static void bind_keys(struct applying *applying, size_t row,
		      const char *name)
{
	struct warnings *warnings = applying->warnings;
	char value[SETTING_TEXT_MAX], why[SETTING_WHY_MAX];
	enum command command = command_by_name(name);
	size_t *bound = &applying->bound[command];

	if (!value_of(applying->text, row, value))
		snprintf(why, sizeof(why), "%s: the value is too long", name);
	else if (keymap_bind(&applying->settings->keys, name, value, why,
			     sizeof(why)))
		*why = '\0';
	if (*why && warnings)
		warnings_add(warnings, row + 1, "%s", why);
	else if (*bound && warnings)
		warnings_add(warnings, row + 1,
			     "%s is in line %zu, too: this one counts", name,
			     *bound);
	if (!*why)
		*bound = row + 1;
}

static void apply_keys(struct applying *applying, size_t i)
{
	const struct conf_row *row = &applying->text->rows[i];
	struct conf_line line;

	conf_line_read(&line, applying->text->bytes + row->at, row->len);
	bind_keys(applying, i, line.name);
}

static void warn_of_name(struct warnings *warnings, size_t line,
			 const char *name)
{
	const char *nearest = setting_nearest(name);

	if (nearest)
		warnings_add(warnings, line,
			     "'%s' is unknown: did you mean %s?", name,
			     nearest);
	else
		warnings_add(warnings, line, "'%s' is unknown", name);
}

static void warn_of_wrong(struct warnings *warnings, size_t line,
			  const struct conf_row *row, const char *text)
{
	if (row->not_utf8)
		warnings_add(warnings, line, "this is not UTF-8");
	else
		warnings_add(warnings, line,
			     "expected NAME = VALUE: '%.*s'",
			     (int)row->len, text);
}

/* Settings of a section that is unknown are told by its own line. */
static void warn_of_unknown(struct warnings *warnings, size_t line,
			    const struct conf_row *row, const char *text)
{
	struct conf_line its;

	conf_line_read(&its, text, row->len);
	if (row->kind == CONF_SECTION)
		warnings_add(warnings, line, "section [%s] is unknown",
			     its.name);
	else
		warn_of_name(warnings, line, its.name);
}

static void warn(struct warnings *warnings, const struct conf_text *text,
		 size_t i)
{
	const struct conf_row *row = &text->rows[i];
	const char *its = text->bytes + row->at;

	switch (row->kind) {
	case CONF_SECTION:
		if (row->section == CONF_ELSEWHERE)
			warn_of_unknown(warnings, i + 1, row, its);
		break;
	case CONF_SETTING:
		if (row->section == CONF_TOP && row->setting == NR_SETTINGS)
			warn_of_unknown(warnings, i + 1, row, its);
		break;
	case CONF_WRONG:
		warn_of_wrong(warnings, i + 1, row, its);
		break;
	case CONF_TOO_LONG:
		warnings_add(warnings, i + 1,
			     "a line of more than %d bytes is not read",
			     CONF_LINE_ROOM);
		break;
	case CONF_NOTHING:
	case CONF_MORE:
		break;
	}
}

/* All of them are bound: only now it is known whether one can't be. */
static void unblock_keys(struct applying *applying)
{
	char why[SETTING_WHY_MAX];
	enum command command;

	while ((command = keymap_unblock(&applying->settings->keys, why,
					 sizeof(why))) != CMD_NONE)
		if (applying->warnings)
			warnings_add(applying->warnings,
				     applying->bound[command], "%s", why);
}

void conf_text_apply(const struct conf_text *text, struct settings *settings,
		     struct warnings *warnings)
{
	struct applying applying = {
		.text = text, .settings = settings, .warnings = warnings,
	};
	const struct conf_row *row;
	size_t i;

	for (i = 0; i < text->nr; i++) {
		row = &text->rows[i];
		if (row->kind == CONF_SETTING && row->setting < NR_SETTINGS)
			apply_setting(&applying, i);
		if (row->kind == CONF_SETTING && row->section == CONF_KEYS)
			apply_keys(&applying, i);
		if (warnings)
			warn(warnings, text, i);
	}
	unblock_keys(&applying);
}

// SPDX-License-Identifier: GPL-2.0
/* Settings into the text of a config file, with all that is there kept. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/conf_file.h"
#include "app/conf_write.h"
#include "base/text.h"

#define SAVED	"# saved by tamtop"
#define INDENT	"        "	/* of a line that goes on with the one above */
#define WIDTH	78		/* of lines that nobody wrote */

/* What is written where. */
struct writing {
	const struct conf_text *text;
	const struct settings *now;
	FILE *out;
	const char *end;		/* of a line */
	/* the row of each setting that changes; .nr of the text: a new one */
	size_t row[NR_SETTINGS];
	bool changes[NR_SETTINGS];
	bool binds[NR_COMMANDS];	/* keys that are added */
};

static size_t row_end(const struct conf_text *text, size_t i)
{
	return i + 1 < text->nr ? text->rows[i + 1].at : text->len;
}

static void write_bytes(const struct writing *writing, size_t from, size_t to)
{
	fwrite(writing->text->bytes + from, 1, to - from, writing->out);
}

/*
 * Write @value behind @used columns, and @tail; what doesn't fit into @width
 * goes on in further lines.
 */
static void write_value(const struct writing *writing, size_t used,
			const char *value, const char *tail, size_t tail_len,
			size_t width)
{
	bool whole = used + strlen(value) + tail_len <= width;
	const char *lead = "";
	size_t len;

	used += tail_len;
	while (*value) {
		len = whole ? strlen(value) : strcspn(value, " ");
		if (!whole && *lead && used + 1 + len > width) {
			fprintf(writing->out, "%.*s%s" INDENT, (int)tail_len,
				tail, writing->end);
			tail_len = 0;
			used = strlen(INDENT);
			lead = "";
		}
		fprintf(writing->out, "%s%.*s", lead, (int)len, value);
		used += strlen(lead) + len;
		value += len;
		value += strspn(value, " ");
		lead = " ";
	}
	fwrite(tail, 1, tail_len, writing->out);
}

/* What is behind the value of a row: a comment, or nothing. */
static const char *tail_of(const struct writing *writing,
			   const struct conf_row *row, size_t *len)
{
	size_t at = row->value_at + row->value_len;

	*len = row->at + row->len - at;
	return writing->text->bytes + at;
}

static bool is_blank_byte(const struct conf_text *text, size_t at)
{
	return strchr(" \t", text->bytes[at]);
}

/* Another value in the line of the old one. */
static void replace(const struct writing *writing, size_t i)
{
	const struct conf_row *row = &writing->text->rows[i];
	char value[SETTING_TEXT_MAX];
	const char *tail;
	size_t tail_len;

	setting_text(row->setting, writing->now, value);
	tail = tail_of(writing, row, &tail_len);
	write_bytes(writing, row->at, row->value_at);
	if (!row->value_len && !is_blank_byte(writing->text, row->value_at - 1))
		fputc(' ', writing->out);
	/* where there was no value, a comment stands there */
	if (!row->value_len && tail_len)
		text_append(value, sizeof(value), " ");
	write_value(writing, row->value_at - row->at, value, tail, tail_len,
		    CONF_LINE_ROOM);
	write_bytes(writing, row->at + row->len, row_end(writing->text, i));
}

/* Of a line that went on with the old value only a comment is left. */
static void write_rest(const struct writing *writing, size_t i)
{
	const struct conf_row *row = &writing->text->rows[i];
	size_t tail_len, blanks = 0;
	const char *tail = tail_of(writing, row, &tail_len);

	while (blanks < tail_len && strchr(" \t", tail[blanks]))
		blanks++;
	if (blanks == tail_len)
		return;
	write_bytes(writing, row->at, row->value_at);
	fwrite(tail + blanks, 1, tail_len - blanks, writing->out);
	write_bytes(writing, row->at + row->len, row_end(writing->text, i));
}

static bool is_changed(const struct writing *writing, size_t row)
{
	int id = writing->text->rows[row].setting;

	return id < NR_SETTINGS && writing->changes[id] &&
	       writing->row[id] == row;
}

/* Rows @from to before @to, with new values in the lines of the old ones. */
static void write_rows(const struct writing *writing, size_t from, size_t to)
{
	const struct conf_text *text = writing->text;
	bool replaced = false;
	size_t i;

	for (i = from; i < to; i++) {
		if (text->rows[i].kind == CONF_SETTING)
			replaced = is_changed(writing, i);
		if (text->rows[i].kind == CONF_SETTING && replaced)
			replace(writing, i);
		else if (text->rows[i].kind == CONF_MORE && replaced)
			write_rest(writing, i);
		else
			write_bytes(writing, text->rows[i].at,
				    row_end(text, i));
	}
}

static void write_line(const struct writing *writing, const char *lead,
		       const char *name, const char *value)
{
	size_t used = strlen(lead) + strlen(name) + 3;

	fprintf(writing->out, "%s%s = ", lead, name);
	/* a comment does not go on in the next line */
	write_value(writing, used, value, "", 0, *lead ? SIZE_MAX : WIDTH);
	fputs(writing->end, writing->out);
}

static void write_setting(const struct writing *writing, int id,
			  const char *lead)
{
	char value[SETTING_TEXT_MAX];

	setting_text(id, writing->now, value);
	write_line(writing, lead, setting_table[id].name, value);
}

static bool is_blank(const struct conf_text *text, size_t i)
{
	return !text->rows[i].len;
}

static bool is_new(const struct writing *writing, int id)
{
	return writing->changes[id] && writing->row[id] == writing->text->nr;
}

/* A line of ours above the settings that were saved, from an earlier time. */
static bool has_comment(const struct conf_text *text)
{
	const struct conf_row *row = text->rows;
	size_t len = strlen(SAVED);

	for (; row < text->rows + text->nr; row++)
		if (row->section == CONF_TOP && row->len == len &&
		    !memcmp(text->bytes + row->at, SAVED, len))
			return true;
	return false;
}

/*
 * Before which row new settings stand: behind the last one of those at the
 * top; or else before the first section, and what is said above it of it.
 */
static size_t place_of_new(const struct conf_text *text)
{
	size_t i, place = text->nr, last = text->nr;

	for (i = 0; i < text->nr; i++) {
		if (text->rows[i].kind == CONF_SECTION && place == text->nr)
			place = i;
		if (text->rows[i].section == CONF_TOP &&
		    (text->rows[i].kind == CONF_SETTING ||
		     text->rows[i].kind == CONF_MORE))
			last = i;
	}
	if (last < text->nr)
		return last + 1;
	while (place < text->nr && place &&
	       text->rows[place - 1].kind == CONF_NOTHING &&
	       !is_blank(text, place - 1))
		place--;
	return place;
}

static void end_last_line(const struct writing *writing)
{
	const struct conf_text *text = writing->text;

	if (text->nr && text->bytes[text->len - 1] != '\n')
		fputs(writing->end, writing->out);
}

static void write_new(const struct writing *writing, size_t place)
{
	const struct conf_text *text = writing->text;
	bool again = has_comment(text);
	int id;

	if (place == text->nr)
		end_last_line(writing);
	if (!again && place && !is_blank(text, place - 1))
		fputs(writing->end, writing->out);
	if (!again)
		fprintf(writing->out, SAVED "%s", writing->end);
	for (id = 0; id < NR_SETTINGS; id++)
		if (is_new(writing, id))
			write_setting(writing, id, "");
	if (!again && place < text->nr && !is_blank(text, place))
		fputs(writing->end, writing->out);
}

static void write_key(const struct writing *writing, int command)
{
	char value[KEYS_TEXT_MAX];

	keymap_text(&writing->now->keys, command_names[command], value,
		    sizeof(value));
	write_line(writing, "", command_names[command], value);
}

/* They are the last section, so they stand at the end, below a @gap. */
static void write_keys(const struct writing *writing, bool gap)
{
	bool any = false;
	int command;

	for (command = CMD_NONE + 1; command < NR_COMMANDS; command++) {
		if (!writing->binds[command])
			continue;
		if (!any)
			fprintf(writing->out, "%s[" CONF_KEYS_NAME "]%s",
				gap ? writing->end : "", writing->end);
		any = true;
		write_key(writing, command);
	}
}

static void write_all(const struct writing *writing)
{
	size_t place = place_of_new(writing->text);
	bool any = false;
	int id;

	for (id = 0; id < NR_SETTINGS; id++)
		any |= is_new(writing, id);
	/* a byte order mark */
	write_bytes(writing, 0, writing->text->nr ? writing->text->rows[0].at :
						    writing->text->len);
	write_rows(writing, 0, place);
	if (any)
		write_new(writing, place);
	write_rows(writing, place, writing->text->nr);
	write_keys(writing, any);
}

/* The row that counts for each setting, and which of them are to change. */
static void choose(struct writing *writing, const struct settings *base,
		   const struct settings *theirs)
{
	const struct conf_text *text = writing->text;
	const struct settings none = settings_default();
	size_t i;
	int id;

	for (id = 0; id < NR_SETTINGS; id++)
		writing->row[id] = text->nr;
	for (i = 0; i < text->nr; i++)
		if (text->rows[i].kind == CONF_SETTING &&
		    text->rows[i].setting < NR_SETTINGS)
			writing->row[text->rows[i].setting] = i;
	for (id = 0; id < NR_SETTINGS; id++)
		writing->changes[id] =
			!setting_equal(id, base, writing->now) &&
			!setting_equal(id, theirs, writing->now);
	for (id = 0; id < NR_SETTINGS; id++)
		if (is_new(writing, id) &&
		    setting_equal(id, &none, writing->now))
			writing->changes[id] = false;
}

static bool is_bound(const struct settings *settings, int command)
{
	return keymap_is_bound(&settings->keys, command_names[command]);
}

/*
 * No key of the program binds keys: they are there no more only where a file
 * has gone, and then nothing is left of it that they could be written into.
 */
static void choose_keys(struct writing *writing, const struct settings *base)
{
	int command;

	if (writing->text->len)
		return;
	for (command = CMD_NONE + 1; command < NR_COMMANDS; command++)
		writing->binds[command] = is_bound(writing->now, command) &&
					  !is_bound(base, command);
}

static bool has_keys_of(const struct settings *settings,
			const struct settings *other)
{
	char one[KEYS_TEXT_MAX], two[KEYS_TEXT_MAX];
	bool same = true;
	int command;

	for (command = CMD_NONE + 1; command < NR_COMMANDS; command++) {
		keymap_text(&settings->keys, command_names[command], one,
			    sizeof(one));
		keymap_text(&other->keys, command_names[command], two,
			    sizeof(two));
		same &= !strcmp(one, two);
	}
	return same;
}

static bool binds_any(const struct writing *writing)
{
	bool any = false;
	int command;

	for (command = CMD_NONE + 1; command < NR_COMMANDS; command++)
		any |= writing->binds[command];
	return any;
}

/* Is what was written read as it was meant? */
static bool is_right(const struct writing *writing,
		     const struct settings *theirs, const char *bytes,
		     size_t len)
{
	struct settings settings = settings_default();
	struct conf_text text;
	bool right = true;
	int id;

	conf_text_read(&text, bytes, len);
	conf_text_apply(&text, &settings, NULL);
	conf_text_release(&text);
	for (id = 0; id < NR_SETTINGS; id++)
		right &= setting_equal(id, &settings, writing->changes[id] ?
				       writing->now : theirs);
	return right && has_keys_of(&settings, binds_any(writing) ?
				    writing->now : theirs);
}

static bool uses_crlf(const struct conf_text *text)
{
	const char *end = memchr(text->bytes, '\n', text->len);

	return end && end > text->bytes && end[-1] == '\r';
}

/* All that is written; NULL: there is no memory for it. */
static char *write_to_memory(struct writing *writing, size_t *len)
{
	char *bytes = NULL;
	bool failed;

	writing->out = open_memstream(&bytes, len);
	if (!writing->out)
		return NULL;
	write_all(writing);
	failed = ferror(writing->out);
	if (!fclose(writing->out) && !failed)
		return bytes;
	free(bytes);
	errno = ENOMEM;
	return NULL;
}

char *conf_text_write(const struct conf_text *text,
		      const struct settings *base, const struct settings *now,
		      size_t *len, const char **why)
{
	struct settings theirs = settings_default();
	struct writing writing = {
		.text = text, .now = now,
		.end = text->len && uses_crlf(text) ? "\r\n" : "\n",
	};
	char *bytes;

	conf_text_apply(text, &theirs, NULL);
	choose(&writing, base, &theirs);
	choose_keys(&writing, base);
	bytes = write_to_memory(&writing, len);
	if (!bytes) {
		*why = strerror(errno);
		return NULL;
	}
	*why = "can't be changed without breaking what is there";
	if (*len > CONF_FILE_MAX)
		*why = "it would be larger than may be read";
	else if (is_right(&writing, &theirs, bytes, *len))
		return bytes;
	free(bytes);
	return NULL;
}

/* Those that were bound anew are in force by that, all others by default. */
static void print_keys(const struct keymap *keys, FILE *out)
{
	char text[KEYS_TEXT_MAX];
	int command;

	fputs("\n# keys of the commands, by their names, with blanks between\n[" CONF_KEYS_NAME "]\n",
	      out);
	for (command = CMD_NONE + 1; command < NR_COMMANDS; command++) {
		keymap_text(keys, command_names[command], text, sizeof(text));
		fprintf(out, "%s%s = %s\n",
			keymap_is_bound(keys, command_names[command]) ? "" : "#",
			command_names[command], text);
	}
}

void conf_print(const struct settings *settings, FILE *out)
{
	const struct settings none = settings_default();
	const struct writing writing = {
		.now = settings, .out = out, .end = "\n",
	};
	int id;

	for (id = 0; id < NR_SETTINGS; id++) {
		fprintf(out, "%s# %s\n", id ? "\n" : "",
			setting_table[id].about);
		write_setting(&writing, id,
			      setting_equal(id, &none, settings) ? "#" : "");
	}
	print_keys(&settings->keys, out);
}

// SPDX-License-Identifier: GPL-2.0
/* Processes by what they have in common: as many series as were asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/text.h"
#include "model/row_sum.h"
#include "report/series.h"

#define REPLACEMENT "\xef\xbf\xbd"	/* U+FFFD */
#define CHAR_MAX_LEN 4

/* A process, and which series it is of. */
struct member {
	char *labels;
	const struct row *row;
};

/* Neighbours, by their labels. */
struct lot {
	const struct member *first;
	struct series series;
};

const char *series_kind_name(size_t kind)
{
	return kind == GROUP_NONE ? "process" :
				    group_kind_name((enum group_kind)kind);
}

/* Bytes of the character at @text; 0: it is none. */
static size_t char_len(const char *text, size_t left)
{
	size_t len;

	for (len = 1; len <= CHAR_MAX_LEN && len <= left; len++)
		if (text_is_utf8(text, len))
			return len;
	return 0;
}

static bool is_control(const char *text, size_t len)
{
	const unsigned char *bytes = (const unsigned char *)text;

	if (len == 1)
		return *bytes < 0x20 || *bytes == 0x7f;
	return len == 2 && bytes[0] == 0xc2 && bytes[1] < 0xa0;
}

static void escape_char(struct buffer *out, const char *text, size_t len)
{
	if (*text == '\n')
		buffer_text(out, "\\n");
	else if (!len || is_control(text, len))
		buffer_text(out, REPLACEMENT);
	else if (*text == '"' || *text == '\\')
		buffer_print(out, "\\%c", *text);
	else
		buffer_add(out, text, len);
}

static void escape(struct buffer *out, const char *text)
{
	size_t left = strlen(text), len;

	if (text_is_plain(text, left) && !strpbrk(text, "\"\\")) {
		buffer_add(out, text, left);
		return;
	}
	while (left) {
		len = char_len(text, left);
		escape_char(out, text, len);
		text += len ? len : 1;
		left -= len ? len : 1;
	}
}

static char *taken(struct buffer *buffer)
{
	buffer_char(buffer, '\0');
	return buffer->bytes;
}

char *series_escaped(const char *text)
{
	struct buffer out = { 0 };

	escape(&out, text);
	return taken(&out);
}

/* The user's number until there is a name. */
static const char *name_of(enum group_kind kind, const struct row *row,
			   char number[16])
{
	struct group_key key = group_key_of(kind, row);

	if (kind == GROUP_USER && row->user)
		return row->user;
	if (kind == GROUP_USER) {
		snprintf(number, 16, "%u", key.uid);
		return number;
	}
	if (!key.text)
		return "?";
	return kind == GROUP_CGROUP && !*key.text ? "-" : key.text;
}

static char *labels_of(enum group_kind kind, const char *name,
		       const char *pid)
{
	struct buffer out = { 0 };

	if (kind == GROUP_NONE)
		buffer_print(&out, "pid=\"%s\",comm=\"", pid);
	else
		buffer_print(&out, "%s=\"", series_kind_name(kind));
	escape(&out, name);
	buffer_char(&out, '"');
	return taken(&out);
}

static char *labels_of_row(enum group_kind kind, const struct row *row)
{
	char pid[16], number[16];

	snprintf(pid, sizeof(pid), "%d", (int)row->now.id.pid);
	return labels_of(kind, kind == GROUP_NONE ?
				       row->now.comm :
				       name_of(kind, row, number), pid);
}

static int compare_members(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = strcmp(x->labels, y->labels);

	return order ? order : x->row->now.id.pid - y->row->now.id.pid;
}

static struct member *take_members(const struct model *model,
				   enum group_kind kind, size_t nr)
{
	struct member *members = xcalloc(nr + 1, sizeof(*members));
	size_t i;

	for (i = 0; i < nr; i++) {
		members[i].row = model_listed(model, i);
		members[i].labels = labels_of_row(kind, members[i].row);
	}
	qsort(members, nr, sizeof(*members), compare_members);
	return members;
}

static void add(struct series *series, const struct row *row)
{
	if (series->nr++)
		row_sum_add(&series->sum, row);
	else
		row_sum_begin(&series->sum, row);
}

/* Returns how many. */
static size_t make_lots(struct lot *lots, const struct member *members,
			size_t nr_members)
{
	struct lot *last = NULL;
	size_t i, nr = 0;

	for (i = 0; i < nr_members; i++) {
		if (!last || strcmp(last->first->labels, members[i].labels)) {
			last = &lots[nr++];
			last->first = &members[i];
			last->series.labels = members[i].labels;
		}
		add(&last->series, members[i].row);
	}
	return nr;
}

static int compare_lots(const void *a, const void *b, void *ctx)
{
	const struct lot *x = a, *y = b;
	const struct series_choice *choice = ctx;
	bool down = choice->sort->descending != choice->inverted;
	int order = choice->sort->compare(&x->series.sum, &y->series.sum);

	if (order)
		return down ? -order : order;
	return strcmp(x->series.labels, y->series.labels);
}

/* What of it goes out has labels of its own. */
static void put(struct series_list *list, const struct lot *lot)
{
	struct series *series = &list->series[list->nr++];

	*series = lot->series;
	series->labels = xstrdup(lot->series.labels);
}

static void put_rest(struct series_list *list, const struct lot *lots,
		     size_t nr, enum group_kind kind)
{
	struct series *rest = &list->series[list->nr++];
	size_t i, j;

	rest->rest = true;
	rest->labels = labels_of(kind, SERIES_REST, SERIES_REST_PID);
	for (i = 0; i < nr; i++)
		for (j = 0; j < lots[i].series.nr; j++)
			add(rest, lots[i].first[j].row);
}

void series_make(struct series_list *list, const struct model *model,
		 const struct series_choice *choice)
{
	size_t nr_members = model_nr_listed(model), nr, i;
	struct member *members = take_members(model, choice->kind, nr_members);
	struct lot *lots = xcalloc(nr_members + 1, sizeof(*lots));
	struct series_choice by = *choice;

	nr = make_lots(lots, members, nr_members);
	qsort_r(lots, nr, sizeof(*lots), compare_lots, &by);
	list->nr = 0;
	list->series = xcalloc(nr + 1, sizeof(*list->series));
	for (i = 0; i < nr && i < choice->top; i++)
		put(list, &lots[i]);
	if (i < nr)
		put_rest(list, lots + i, nr - i, choice->kind);
	for (i = 0; i < nr_members; i++)
		free(members[i].labels);
	free(members);
	free(lots);
}

void series_release(struct series_list *list)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		free(list->series[i].labels);
	free(list->series);
	list->series = NULL;
	list->nr = 0;
}

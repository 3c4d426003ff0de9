// SPDX-License-Identifier: GPL-2.0
/* The one table of settings: their names, and their values from and to text. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "app/setting.h"
#include "base/parse.h"
#include "base/text.h"
#include "common/clock.h"

#define DELAY_MIN_NS	((uint64_t)(DELAY_MIN * NSEC_PER_SEC))
#define DELAY_MAX_NS	(DELAY_MAX * NSEC_PER_SEC)

#define NAME_MAX_LEN	32	/* of what a known name is looked for to */
#define NEAR		2	/* letters that one may have got wrong */

#define INVERTED	"inverted"
#define LIST		"list"
#define AUTO		"auto"

static bool parse_delay(const struct setting *self, struct settings *settings,
			const char *text, char why[SETTING_WHY_MAX])
{
	uint64_t ns;

	(void)self;
	if (!parse_seconds(text, &ns) || ns < DELAY_MIN_NS ||
	    ns > DELAY_MAX_NS) {
		snprintf(why, SETTING_WHY_MAX,
			 "delay '%s': give " DELAY_RANGE " seconds, like 0.5",
			 text);
		return false;
	}
	settings->delay_ns = ns;
	return true;
}

/* As few decimals as it takes: "0.5", "1". */
static void delay_text(const struct setting *self,
		       const struct settings *settings,
		       char text[SETTING_TEXT_MAX])
{
	size_t len;

	(void)self;
	snprintf(text, SETTING_TEXT_MAX, "%llu.%09llu",
		 (unsigned long long)(settings->delay_ns / NSEC_PER_SEC),
		 (unsigned long long)(settings->delay_ns % NSEC_PER_SEC));
	len = strlen(text);
	while (text[len - 1] == '0')
		len--;
	text[text[len - 1] == '.' ? len - 1 : len] = '\0';
}

/* "touched", "touched inverted" */
static bool parse_sort(const struct setting *self, struct settings *settings,
		       const char *text, char why[SETTING_WHY_MAX])
{
	size_t len = strcspn(text, " \t");
	const char *rest = text + len + strspn(text + len, " \t");
	const struct field *field;
	char key[NAME_MAX_LEN];

	(void)self;
	snprintf(key, sizeof(key), "%.*s", (int)len, text);
	field = field_by_key(key);
	if (!field || len >= sizeof(key)) {
		snprintf(why, SETTING_WHY_MAX,
			 "sort key '%.*s' is unknown; tamtop --help lists them",
			 (int)len, text);
		return false;
	}
	if (*rest && strcmp(rest, INVERTED)) {
		snprintf(why, SETTING_WHY_MAX,
			 "sort '%s': behind a key there may be only " INVERTED,
			 text);
		return false;
	}
	settings->sort = field;
	settings->inverted = *rest;
	return true;
}

static void sort_text(const struct setting *self,
		      const struct settings *settings,
		      char text[SETTING_TEXT_MAX])
{
	(void)self;
	snprintf(text, SETTING_TEXT_MAX, "%s%s", settings->sort->key,
		 settings->inverted ? " " INVERTED : "");
}

/* "auto": as they fit, which is no list of fields. */
static bool parse_columns(const struct setting *self, struct settings *settings,
			  const char *text, char why[SETTING_WHY_MAX])
{
	struct field_list list = { .nr = 0 };
	char wrong[FIELDS_TEXT_MAX];

	(void)self;
	if (strcmp(text, AUTO) &&
	    !fields_parse(&list, text, wrong, sizeof(wrong))) {
		snprintf(why, SETTING_WHY_MAX,
			 "%s; give keys like pid,touched,command, or " AUTO,
			 wrong);
		return false;
	}
	settings->columns = list;
	return true;
}

static void columns_text(const struct setting *self,
			 const struct settings *settings,
			 char text[SETTING_TEXT_MAX])
{
	(void)self;
	if (settings->columns.nr)
		fields_text(&settings->columns, text, SETTING_TEXT_MAX);
	else
		snprintf(text, SETTING_TEXT_MAX, AUTO);
}

static const char *start_name(size_t kind)
{
	return kind == GROUP_NONE ? LIST :
				    group_kind_name((enum group_kind)kind);
}

static bool parse_start(const struct setting *self, struct settings *settings,
			const char *text, char why[SETTING_WHY_MAX])
{
	size_t kind;

	(void)self;
	for (kind = GROUP_NONE; kind < NR_GROUP_KINDS; kind++) {
		if (strcmp(text, start_name(kind)))
			continue;
		settings->start = (enum group_kind)kind;
		return true;
	}
	snprintf(why, SETTING_WHY_MAX, "start '%s' is unknown; give ", text);
	text_append_names(why, SETTING_WHY_MAX, start_name, NR_GROUP_KINDS,
			  " or ");
	return false;
}

static void start_text(const struct setting *self,
		       const struct settings *settings,
		       char text[SETTING_TEXT_MAX])
{
	(void)self;
	snprintf(text, SETTING_TEXT_MAX, "%s", start_name(settings->start));
}

static bool parse_scheme(const struct setting *self, struct settings *settings,
			 const char *text, char why[SETTING_WHY_MAX])
{
	enum scheme scheme = scheme_by_name(text);

	(void)self;
	if (scheme != NR_SCHEMES) {
		settings->scheme = scheme;
		return true;
	}
	snprintf(why, SETTING_WHY_MAX, "scheme '%s' is unknown; give ", text);
	text_append_names(why, SETTING_WHY_MAX, scheme_name, NR_SCHEMES,
			  " or ");
	return false;
}

static void scheme_text(const struct setting *self,
			const struct settings *settings,
			char text[SETTING_TEXT_MAX])
{
	(void)self;
	snprintf(text, SETTING_TEXT_MAX, "%s", scheme_name(settings->scheme));
}

static bool is_one_of(const char *text, const char *const words[3])
{
	size_t i;

	for (i = 0; i < 3; i++)
		if (!strcasecmp(text, words[i]))
			return true;
	return false;
}

static bool parse_flag(const struct setting *self, struct settings *settings,
		       const char *text, char why[SETTING_WHY_MAX])
{
	static const char *const on[3] = { "yes", "true", "on" };
	static const char *const off[3] = { "no", "false", "off" };
	bool yes = is_one_of(text, on);

	if (!yes && !is_one_of(text, off)) {
		snprintf(why, SETTING_WHY_MAX, "%s '%s': give yes or no",
			 self->name, text);
		return false;
	}
	*(bool *)((char *)settings + self->flag) = yes;
	return true;
}

static void flag_text(const struct setting *self,
		      const struct settings *settings,
		      char text[SETTING_TEXT_MAX])
{
	bool yes = *(const bool *)((const char *)settings + self->flag);

	snprintf(text, SETTING_TEXT_MAX, yes ? "yes" : "no");
}

#define FLAG(name) .flag = offsetof(struct settings, name),		\
	.parse = parse_flag, .text = flag_text

/* The config file is printed in this order. */
const struct setting setting_table[NR_SETTINGS] = {
	[SETTING_DELAY] = {
		"delay", .about = "seconds between samples, from " DELAY_RANGE,
		.parse = parse_delay, .text = delay_text,
	},
	[SETTING_SORT] = {
		"sort", .about = "what the list is sorted by: a key of --sort, or KEY inverted",
		.parse = parse_sort, .text = sort_text,
	},
	[SETTING_COLUMNS] = {
		"columns", .about = "columns of the list: auto, or keys of --fields in their order",
		.parse = parse_columns, .text = columns_text,
	},
	[SETTING_START] = {
		"start", .about = "what is seen first: list, or groups by user, command or cgroup",
		.parse = parse_start, .text = start_text,
	},
	[SETTING_TREE] = {
		"tree", .about = "children below their parents",
		FLAG(tree),
	},
	[SETTING_PATHS] = {
		"paths", .about = "commands with the paths of their programs",
		FLAG(paths),
	},
	[SETTING_LETTERS] = {
		"letters", .about = "cells of maps tell their states by letters",
		FLAG(letters),
	},
	[SETTING_SCHEME] = {
		"scheme", .about = "colours by name, as --scheme takes it; auto asks the terminal",
		.parse = parse_scheme, .text = scheme_text,
	},
	[SETTING_COLOR] = {
		"color", "colour", .about = "colours at all; the environment's NO_COLOR means no",
		FLAG(color),
	},
	[SETTING_ASCII] = {
		"ascii", .about = "draw with 7-bit characters only", FLAG(ascii),
	},
	[SETTING_MOUSE] = {
		"mouse", .about = "clicks and the wheel; no leaves the mouse to the terminal",
		FLAG(mouse),
	},
};

struct settings settings_default(void)
{
	struct settings settings = {
		.delay_ns = DELAY_DEFAULT * NSEC_PER_SEC,
		.sort = &process_fields[FIELD_TOUCHED],
		.color = true,
		.mouse = true,
	};

	keymap_init(&settings.keys);
	return settings;
}

bool setting_parse(int id, struct settings *settings, const char *text,
		   char why[SETTING_WHY_MAX])
{
	return setting_table[id].parse(&setting_table[id], settings, text, why);
}

void setting_text(int id, const struct settings *settings,
		  char text[SETTING_TEXT_MAX])
{
	setting_table[id].text(&setting_table[id], settings, text);
}

bool setting_equal(int id, const struct settings *a, const struct settings *b)
{
	char one[SETTING_TEXT_MAX], other[SETTING_TEXT_MAX];

	setting_text(id, a, one);
	setting_text(id, b, other);
	return !strcmp(one, other);
}

static bool is_called(const struct setting *setting, const char *name)
{
	return !strcmp(setting->name, name) ||
	       (setting->alias && !strcmp(setting->alias, name));
}

int setting_by_name(const char *name)
{
	int id;

	for (id = 0; id < NR_SETTINGS; id++)
		if (is_called(&setting_table[id], name))
			break;
	return id;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;

	return least < c ? least : c;
}

/* Letters to add, take away or change, until @a is @b (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
	size_t row[NAME_MAX_LEN + 1], len = strlen(b), before, left, i;

	for (i = 0; i <= len; i++)
		row[i] = i;
	for (; *a; a++) {
		before = row[0]++;
		for (i = 1; i <= len; i++) {
			left = before + (*a != b[i - 1]);
			before = row[i];
			row[i] = smallest(left, row[i] + 1, row[i - 1] + 1);
		}
	}
	return row[len];
}

const char *setting_nearest(const char *name)
{
	const char *nearest = NULL;
	size_t least = NEAR + 1, its;
	int id;

	/* of a short word, most of it is left right */
	if (strlen(name) <= NEAR || strlen(name) >= NAME_MAX_LEN)
		return NULL;
	for (id = 0; id < NR_SETTINGS; id++) {
		its = distance(name, setting_table[id].name);
		if (its < least) {
			least = its;
			nearest = setting_table[id].name;
		}
	}
	return nearest;
}

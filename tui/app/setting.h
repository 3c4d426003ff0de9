/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_SETTING_H
#define TUI_APP_SETTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"
#include "model/field.h"
#include "model/group_key.h"
#include "screen/scheme.h"
#include "view/keymap.h"

/* Seconds between samples. */
#define DELAY_MIN	0.1
#define DELAY_MAX	3600
#define DELAY_DEFAULT	1
#define DELAY_RANGE	STRINGIFY(DELAY_MIN) " to " STRINGIFY(DELAY_MAX)

/* What a person may settle for good: each is a line of the config file. */
struct settings {
	uint64_t delay_ns;		/* between samples */
	const struct field *sort;	/* of the list */
	bool inverted;
	struct field_list columns;	/* likewise; none: as they fit */
	enum group_kind start;		/* seen first; GROUP_NONE: the list */
	bool tree, paths, letters;
	enum scheme scheme;
	bool color, ascii, mouse;
	struct keymap keys;		/* of section [keys] */
};

enum setting_id {
	SETTING_DELAY,
	SETTING_SORT,
	SETTING_COLUMNS,
	SETTING_START,
	SETTING_TREE,
	SETTING_PATHS,
	SETTING_LETTERS,
	SETTING_SCHEME,
	SETTING_COLOR,
	SETTING_ASCII,
	SETTING_MOUSE,
	NR_SETTINGS,
};

/* Bytes that the text of a value takes, and why one is wrong. */
#define SETTING_TEXT_MAX	512
#define SETTING_WHY_MAX		768

/*
 * One setting: a name, what it is, and its value from and to text. parse()
 * leaves @settings alone where @text is wrong, and tells that in @why; what
 * text() gives, parse() takes. The command line parses its own by it, too.
 */
struct setting {
	const char *name;
	const char *alias;	/* is taken for it, and never printed; or NULL */
	const char *about;	/* a line of help, at most 70 columns */
	size_t flag;		/* of yes or no: where in struct settings */
	bool (*parse)(const struct setting *self, struct settings *settings,
		      const char *text, char why[SETTING_WHY_MAX]);
	void (*text)(const struct setting *self,
		     const struct settings *settings,
		     char text[SETTING_TEXT_MAX]);
};

extern const struct setting setting_table[NR_SETTINGS];

/* What is in force where nobody says anything. */
struct settings settings_default(void);

/* Take @text for setting @id; false: it is wrong, and @why says it. */
bool setting_parse(int id, struct settings *settings, const char *text,
		   char why[SETTING_WHY_MAX]);

/* The value of setting @id as text. */
void setting_text(int id, const struct settings *settings,
		  char text[SETTING_TEXT_MAX]);

/* Do both have the same value for setting @id? */
bool setting_equal(int id, const struct settings *a, const struct settings *b);

/* The setting with that name, or alias; NR_SETTINGS: none. */
int setting_by_name(const char *name);

/* The name that may have been meant by @name; NULL: none is near. */
const char *setting_nearest(const char *name);

#endif

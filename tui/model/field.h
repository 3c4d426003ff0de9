/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_FIELD_H
#define TUI_MODEL_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/format.h"

/*
 * What can be said of a process, and of a mapping: a row for each such field,
 * with its name, its unit, its value and its order, in process_field.c and
 * mapping_field.c. Columns of a screen, batch output and --sort all go by these
 * tables.
 */

/* How a value is written follows from what it is a number of. */
enum field_unit {
	UNIT_TEXT,		/* .text, any bytes */
	UNIT_NUMBER,		/* .number */
	UNIT_SIGNED,		/* .change, a number that may be negative */
	UNIT_SCORE,		/* .number, in thousands where it is too long */
	UNIT_ADDRESS,		/* .number, in hexadecimal */
	UNIT_BYTES,		/* .number */
	UNIT_CHANGE,		/* .change in bytes, with its sign */
	UNIT_COUNT,		/* .number of events per second */
	UNIT_AGE,		/* .number of nanoseconds, told in seconds */
	UNIT_TIME,		/* .number of nanoseconds, as a clock tells them */
	UNIT_RATIO,		/* .part of .whole, in percent */
	UNIT_DRAWN,		/* it has no value: a column draws it */
};

enum value_state {
	VALUE_KNOWN,
	VALUE_OLD,		/* of an earlier sample, or perhaps less */
	VALUE_UNKNOWN,		/* "?" */
	VALUE_NONE,		/* "-": it makes no sense here */
};

/* The value of a field at one moment; text is its owner's. */
struct value {
	enum value_state state;
	union {
		uint64_t number;
		int64_t change;
		const char *text;
		struct {
			uint64_t part, whole;
		};
	};
};

/* What the values of all mappings, or processes, depend on. */
struct field_context {
	bool tells_zero;	/* zero and huge are told from written */
	bool since_known;	/* changes are since the mark in force */
	uint64_t fresh_ns;	/* counts from before are old */
	bool paths;		/* of programs are told, too */
};

struct field {
	const char *key;	/* of options; NULL: can't be asked for */
	const char *head;	/* of its column */
	enum field_unit unit;
	int width;		/* columns that batch output has for it */
	bool descending;	/* read from the greatest down */
	bool of_shown;		/* a source may know it of rows on screen only */
	bool extra;		/* printed only where it is asked for */
	bool between;		/* of the time between samples: one has none */

	/*
	 * @of: a struct row or mapping; @context: NULL: a row's whole text.
	 * NULL: of UNIT_DRAWN.
	 */
	struct value (*value)(const void *of,
			      const struct field_context *context);

	/* As qsort(3) has it, rising; NULL: it can't be sorted by. */
	int (*compare)(const void *a, const void *b);

	/*
	 * What it is, for help and the menu to sort by, in 28 columns; and
	 * where the number comes from, NULL: from nowhere else.
	 */
	const char *about, *origin;
	bool plain;		/* everybody knows it: help leaves it out */
	const char *also;	/* another key of it, or NULL */
};

/* What it is, and where it comes from or NULL. */
#define FIELD_ABOUT(what, from, ...) .about = what, .origin = from

/* Of a process, struct row; in the order of batch output. */
enum process_field {
	FIELD_PID,
	FIELD_PPID,
	FIELD_USER,
	FIELD_NICE,
	FIELD_THREADS,
	FIELD_RESERVED,
	FIELD_TOUCHED,
	FIELD_SHARED,
	FIELD_PSS,
	FIELD_PERCENT,
	FIELD_SINCE,
	FIELD_ZERO,
	FIELD_SWAP,
	FIELD_TAMALLOC,
	FIELD_PAGES,
	FIELD_TOUCH_RATE,
	FIELD_LAST,
	FIELD_FAULT_RATE,
	FIELD_MAJFLT_RATE,
	FIELD_OOM,
	FIELD_CPU,
	FIELD_TIME,
	FIELD_STATE,
	FIELD_AGE,
	FIELD_CGROUP,
	FIELD_COMMAND,
	NR_PROCESS_FIELDS
};

extern const struct field process_fields[NR_PROCESS_FIELDS];

/* Of a mapping, struct mapping. */
enum mapping_field {
	MFIELD_START,
	MFIELD_END,
	MFIELD_PERMS,
	MFIELD_RESERVED,
	MFIELD_TOUCHED,
	MFIELD_TOUCHED_ZERO,
	MFIELD_PERCENT,
	MFIELD_ZERO,
	MFIELD_WRITTEN,
	MFIELD_HUGE,
	MFIELD_FILE,
	MFIELD_SWAPPED,
	MFIELD_SINCE,
	MFIELD_SINCE_TOUCHED,
	MFIELD_SINCE_RELEASED,
	MFIELD_NAME,
	NR_MAPPING_FIELDS
};

extern const struct field mapping_fields[NR_MAPPING_FIELDS];

/* Fields of a process that were chosen, in their order, each once. */
struct field_list {
	const struct field *of[NR_PROCESS_FIELDS];
	size_t nr;
};

/* Bytes that hold the keys of all of them, and any mistake. */
#define FIELDS_TEXT_MAX 256

/*
 * The field of a process with that key, or another one of it, that has a value;
 * NULL: none.
 */
const struct field *field_by_key(const char *key);

/*
 * Read keys with commas or blanks between them, of those that are only drawn,
 * too. false: @why says in @len bytes what is wrong, with the word that is.
 */
bool fields_parse(struct field_list *list, const char *text, char *why,
		  size_t len);

/* The keys of @list with blanks between them. */
void fields_text(const struct field_list *list, char *buf, size_t len);

/* Is @field in @list? Its place is given to @at if that isn't NULL. */
bool fields_have(const struct field_list *list, const struct field *field,
		 size_t *at);

/*
 * Those that have a value, in the order of batch output, but without those
 * that are printed only where they are asked for, unless @extra.
 */
void fields_default(struct field_list *list, bool extra);

/* Take out of @list what is only drawn. */
void fields_drop_drawn(struct field_list *list);

/*
 * @value of @field as text: "?" and "-" where there is none, written to @buf or
 * the value's own. A count, a score and an address keep to @width columns; the
 * others take what they take.
 */
const char *field_text(const struct field *field, const struct value *value,
		       int width, char buf[FORMAT_MAX]);

/*
 * The same for who reads it to compare: a score is whole, and a time is told in
 * seconds.
 */
const char *field_text_exact(const struct field *field,
			     const struct value *value, char buf[FORMAT_MAX]);

#endif

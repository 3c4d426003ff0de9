/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_REPORT_JSON_H
#define TUI_REPORT_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Writes one JSON document as it comes: nothing is kept, so a document may be
 * of any size. Keys and values must be asked for in an order that makes sense.
 */
struct json;

/*
 * Write to @out, piece by piece as they become full, where errors stay in
 * ferror(). Dies when memory is out.
 */
struct json *json_new(FILE *out);

/* Ends the document and writes what is left. Frees the writer, not the file. */
void json_free(struct json *json);

/*
 * Containers, and what stands in them. In an object every value follows its
 * key.
 */
void json_open_object(struct json *json);
void json_close_object(struct json *json);
void json_open_array(struct json *json);
void json_close_array(struct json *json);
void json_key(struct json *json, const char *key);

void json_number(struct json *json, uint64_t number);
void json_change(struct json *json, int64_t change);

/* Thousandths as "12.345", without zeros at the end. */
void json_thousandths(struct json *json, uint64_t thousandths);
void json_bool(struct json *json, bool value);
void json_null(struct json *json);

/* A number where it is known, else null. */
static inline void json_number_or_null(struct json *json, bool known,
				       uint64_t number)
{
	if (known)
		json_number(json, number);
	else
		json_null(json);
}

/* An address as a string: "0x7f3a4c000000". */
void json_address(struct json *json, uint64_t address);

/*
 * @text may come from outside and hold any bytes. Control characters are
 * escaped; each byte that isn't part of valid UTF-8 becomes U+FFFD.
 */
void json_string(struct json *json, const char *text);

/*
 * Begin a new line before the next value, for tools that read lines; the last
 * one of the document ends with json_free().
 */
void json_line(struct json *json);

#endif

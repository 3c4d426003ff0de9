/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_AMOUNT_H
#define TUI_MODEL_AMOUNT_H

#include <stdbool.h>

#include "model/field.h"

/* A number that somebody typed, to be compared with the values of a field. */
struct amount {
	__int128 micros;	/* millionths of what the field counts in: bytes,
				 * events, ns; of a ratio millionths of a percent
				 */
	bool share;		/* of bytes: micros of a percent of a whole */
};

/*
 * Read @text as a number of @unit: a size as "1.5G", a change as "-4M", a count
 * as "2k", an age as "5m", a ratio as "10%". false: it is none.
 */
bool amount_parse(struct amount *amount, const char *text, enum field_unit unit);

/* What such a number looks like: "a size, like 1G"; NULL: @unit has none. */
const char *amount_example(enum field_unit unit);

/*
 * -1, 0 or 1: @value, which is known, is less than, equal to or greater than
 * @amount. Of a share, @whole is what it is of.
 */
int amount_compare(const struct value *value, enum field_unit unit,
		   const struct amount *amount, uint64_t whole);

#endif

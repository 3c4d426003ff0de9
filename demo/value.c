// SPDX-License-Identifier: GPL-2.0
/* Sizes, rates and times as people type them. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"

#define NANO 1000000000ULL

static const char too_large[] = "it is too large";
static const char not_a_number[] = "it is not a number";

/* A decimal number, exactly: whole + nano / 10^9. */
struct decimal {
	uint64_t whole;
	uint64_t nano;
};

static const char *parse_fraction(const char *text, char **end, uint64_t *nano)
{
	uint64_t weight = NANO / 10;

	if (!isdigit((unsigned char)*text))
		return not_a_number;
	*nano = 0;
	for (; isdigit((unsigned char)*text); text++) {
		*nano += (uint64_t)(*text - '0') * weight;
		weight /= 10;
	}
	*end = (char *)text;
	return NULL;
}

static const char *parse_decimal(const char *text, char **end,
				 struct decimal *dec)
{
	if (!*text)
		return "it is empty";
	if (*text == '-')
		return "it is negative";
	if (!isdigit((unsigned char)*text))
		return not_a_number;
	errno = 0;
	dec->whole = strtoull(text, end, 10);
	if (errno == ERANGE)
		return too_large;
	dec->nano = 0;
	if (**end == '.')
		return parse_fraction(*end + 1, end, &dec->nano);
	return NULL;
}

/* Steps over a unit, if there is one, and returns it; else 1. */
static uint64_t parse_unit(char **text)
{
	static const char units[] = "KMGT";
	const char *found;

	if (!**text)
		return 1;
	found = strchr(units, toupper((unsigned char)**text));
	if (!found)
		return 1;
	++*text;
	return 1ULL << 10 * (found - units + 1);
}

static const char *scale(const struct decimal *dec, uint64_t unit,
			 uint64_t *value)
{
	unsigned __int128 sum = (unsigned __int128)dec->whole * unit +
				(unsigned __int128)dec->nano * unit / NANO;

	if (sum > UINT64_MAX)
		return too_large;
	if (!sum)
		return dec->nano ? "it is too small" : "it is zero";
	*value = (uint64_t)sum;
	return NULL;
}

static const char *junk(const char *rest)
{
	if (!*rest)
		return NULL;
	return isalpha((unsigned char)*rest) ? "its unit is unknown" :
					       not_a_number;
}

/* A number that takes no unit. */
static const char *parse_plain(const char *text, struct decimal *dec)
{
	const char *why;
	char *end;

	why = parse_decimal(text, &end, dec);
	return why ? why : junk(end);
}

const char *value_parse_size(const char *text, uint64_t *bytes)
{
	struct decimal dec;
	const char *why;
	uint64_t unit;
	char *end;

	why = parse_decimal(text, &end, &dec);
	if (why)
		return why;
	unit = parse_unit(&end);
	why = junk(end);
	if (why)
		return why;
	if (unit == 1 && dec.nano)
		return "it is not a whole number of bytes";
	return scale(&dec, unit, bytes);
}

const char *value_parse_rate(const char *text, uint64_t page_size,
			     uint64_t *bytes_per_sec)
{
	struct decimal dec;
	const char *why;
	uint64_t unit;
	char *end;

	why = parse_decimal(text, &end, &dec);
	if (why)
		return why;
	unit = parse_unit(&end);
	if (strcmp(end, "/s") != 0) {
		why = junk(end);
		if (why)
			return why;
	}
	return scale(&dec, unit == 1 ? page_size : unit, bytes_per_sec);
}

const char *value_parse_number(const char *text, uint64_t *number)
{
	struct decimal dec;
	const char *why;

	why = parse_plain(text, &dec);
	if (why)
		return why;
	if (dec.nano)
		return "it is not a whole number";
	*number = dec.whole;
	return NULL;
}

const char *value_parse_count(const char *text, uint64_t *count)
{
	const char *why;
	uint64_t number;

	why = value_parse_number(text, &number);
	if (why)
		return why;
	if (!number)
		return "it is zero";
	*count = number;
	return NULL;
}

const char *value_parse_secs(const char *text, uint64_t *ns)
{
	struct decimal dec;
	const char *why;

	why = parse_plain(text, &dec);
	if (why)
		return why;
	if (dec.whole >= UINT64_MAX / NANO)
		return too_large;
	*ns = dec.whole * NANO + dec.nano;
	return NULL;
}

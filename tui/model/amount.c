// SPDX-License-Identifier: GPL-2.0
/* Numbers as they are typed to be compared with values of a field. */
#include <ctype.h>
#include <string.h>

#include "base/base.h"
#include "common/clock.h"
#include "model/amount.h"

#define MICROS 1000000
#define DECIMALS 6		/* of a micro */

/* So that no product of two numbers passes 127 bits, see amount_compare(). */
#define DIGITS_MAX 15
#define DIGITS_MAX_RATIO 9

/* "12.5" into micros; NULL: it is no number, else what stands behind it. */
static const char *take_number(const char *text, size_t digits_max,
			       __int128 *micros)
{
	size_t whole = strspn(text, "0123456789"), decimals = 0, i;

	if (text[whole] == '.')
		decimals = strspn(text + whole + 1, "0123456789");
	if (!whole || whole > digits_max || decimals > DECIMALS)
		return NULL;
	*micros = 0;
	for (i = 0; i < whole; i++)
		*micros = *micros * 10 + (text[i] - '0');
	for (i = 0; i < DECIMALS; i++)
		*micros = *micros * 10 +
			  (i < decimals ? text[whole + 1 + i] - '0' : 0);
	return text + whole + (text[whole] == '.' ? 1 + decimals : 0);
}

/* K, M, G, T or P, each @step times the one before. */
static const char *take_unit(const char *text, int step, __int128 *micros)
{
	static const char units[] = "KMGTP";
	const char *found = *text ? strchr(units, toupper((unsigned char)*text)) :
				    NULL;
	const char *unit = units;

	if (!found)
		return text;
	for (; unit <= found; unit++)
		*micros *= step;
	return text + 1;
}

/* Step over @word, where it is. */
static const char *skip(const char *text, const char *word)
{
	size_t len = strlen(word);

	return strncmp(text, word, len) ? text : text + len;
}

static const char *take_bytes(const char *text, struct amount *amount)
{
	const char *end = take_number(text, DIGITS_MAX, &amount->micros);

	if (!end)
		return NULL;
	if (*end == '%') {
		amount->share = true;
		/* one of more digits is more than all anyway */
		return end - text > DIGITS_MAX_RATIO ? NULL : end + 1;
	}
	end = take_unit(end, 1024, &amount->micros);
	return skip(skip(end, "i"), "B");
}

static const char *take_change(const char *text, struct amount *amount)
{
	bool negative = *text == '-';
	const char *end = take_bytes(text + (negative || *text == '+'), amount);

	if (!end || amount->share)
		return NULL;
	if (negative)
		amount->micros = -amount->micros;
	return skip(end, "/s");
}

static const char *take_signed(const char *text, struct amount *amount)
{
	bool negative = *text == '-';
	const char *end = take_number(text + (negative || *text == '+'),
				      DIGITS_MAX, &amount->micros);

	if (negative && end)
		amount->micros = -amount->micros;
	return end;
}

static const char *take_count(const char *text, struct amount *amount)
{
	const char *end = take_number(text, DIGITS_MAX, &amount->micros);

	return end ? skip(take_unit(end, 1000, &amount->micros), "/s") : NULL;
}

static const char *take_age(const char *text, struct amount *amount)
{
	static const struct {
		char letter;
		int seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 } };
	const char *end = take_number(text, DIGITS_MAX_RATIO, &amount->micros);
	size_t i;

	if (!end)
		return NULL;
	amount->micros *= NSEC_PER_SEC;
	for (i = 0; i < ARRAY_SIZE(units); i++) {
		if (*end != units[i].letter)
			continue;
		amount->micros *= units[i].seconds;
		return end + 1;
	}
	return end;
}

static const char *take_ratio(const char *text, struct amount *amount)
{
	const char *end = take_number(text, DIGITS_MAX_RATIO, &amount->micros);

	return end ? skip(end, "%") : NULL;
}

static const char *take(const char *text, enum field_unit unit,
			struct amount *amount)
{
	switch (unit) {
	case UNIT_NUMBER:
	case UNIT_SCORE:
		return take_number(text, DIGITS_MAX, &amount->micros);
	case UNIT_BYTES:
		return take_bytes(text, amount);
	case UNIT_CHANGE:
		return take_change(text, amount);
	case UNIT_COUNT:
		return take_count(text, amount);
	case UNIT_AGE:
	case UNIT_TIME:
		return take_age(text, amount);
	case UNIT_SIGNED:
		return take_signed(text, amount);
	case UNIT_RATIO:
		return take_ratio(text, amount);
	case UNIT_TEXT:
	case UNIT_ADDRESS:
	case UNIT_DRAWN:
		break;
	}
	return NULL;
}

bool amount_parse(struct amount *amount, const char *text, enum field_unit unit)
{
	const char *end;

	*amount = (struct amount){ 0 };
	end = take(text, unit, amount);
	return end && !*end;
}

const char *amount_example(enum field_unit unit)
{
	switch (unit) {
	case UNIT_NUMBER:
	case UNIT_SCORE:
		return "a number, like 100";
	case UNIT_BYTES:
		return "a size, like 1G";
	case UNIT_CHANGE:
		return "bytes a second, like 4M";
	case UNIT_COUNT:
		return "a number a second, like 2k";
	case UNIT_SIGNED:
		return "a number, like -5";
	case UNIT_AGE:
	case UNIT_TIME:
		return "a time, like 30s";
	case UNIT_RATIO:
		return "a percentage, like 10";
	case UNIT_TEXT:
	case UNIT_ADDRESS:
	case UNIT_DRAWN:
		break;
	}
	return NULL;
}

static int order(__int128 a, __int128 b)
{
	return (a > b) - (a < b);
}

/* part / whole against micros of a percent, without a division */
static int compare_share(uint64_t part, uint64_t whole, __int128 micros)
{
	return order((__int128)part * 100 * MICROS, micros * whole);
}

int amount_compare(const struct value *value, enum field_unit unit,
		   const struct amount *amount, uint64_t whole)
{
	if (unit == UNIT_RATIO)
		return compare_share(value->part, value->whole,
				     amount->micros);
	if (amount->share)
		return compare_share(value->number, whole, amount->micros);
	if (unit == UNIT_CHANGE || unit == UNIT_SIGNED)
		return order((__int128)value->change * MICROS, amount->micros);
	return order((__int128)value->number * MICROS, amount->micros);
}

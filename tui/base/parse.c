// SPDX-License-Identifier: GPL-2.0
/* Text that a person typed, as numbers; anything else is refused. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parse.h"
#include "common/clock.h"

/* pid_max of 64-bit Linux, see proc(5) */
#define PID_LIMIT 4194304U

bool parse_number(const char *text, uint64_t min, uint64_t max,
		  uint64_t *number)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*number = strtoull(text, &end, 10);
	return !errno && !*end && *number >= min && *number <= max;
}

bool parse_seconds(const char *text, uint64_t *ns)
{
	size_t len = strspn(text, "0123456789.");
	double seconds;
	char *end;

	/* strtod() knows hex, exponents, infinities: a person means none */
	if (!len || len > 12 || text[len])
		return false;
	seconds = strtod(text, &end);
	if (*end)
		return false;
	*ns = (uint64_t)(seconds * (double)NSEC_PER_SEC + 0.5);
	return true;
}

/* The power of 1024 that @unit stands for; -1: it is none. */
static int unit_power(char unit)
{
	static const char units[] = "KMGT";
	const char *at = unit ? strchr(units, toupper((unsigned char)unit)) :
				NULL;

	return at ? (int)(at - units) + 1 : -1;
}

bool parse_size(const char *text, uint64_t *bytes)
{
	size_t len = strspn(text, "0123456789.");
	int power = text[len] ? unit_power(text[len]) : 0;
	double number;
	char *end;

	/* strtod() knows hex, exponents, infinities: a person means none */
	if (!len || len > 12 || power < 0 || (text[len] && text[len + 1]))
		return false;
	number = strtod(text, &end);
	if (end != text + len)
		return false;
	for (; power; power--)
		number *= 1024;
	if (number < 1 || number >= (double)(1ULL << 62))
		return false;
	*bytes = (uint64_t)number;
	return true;
}

size_t parse_pids(const char *text, pid_t **pids)
{
	char *copy = xstrdup(text), *rest = copy, *word;
	size_t nr = 0;
	uint64_t pid;

	*pids = NULL;
	while ((word = strsep(&rest, ","))) {
		if (!parse_number(word, 1, PID_LIMIT, &pid)) {
			nr = 0;
			break;
		}
		*pids = xreallocarray(*pids, nr + 1, sizeof(**pids));
		(*pids)[nr++] = (pid_t)pid;
	}
	free(copy);
	if (!nr) {
		free(*pids);
		*pids = NULL;
	}
	return nr;
}

bool parse_pid(const char *text, pid_t *pid)
{
	uint64_t number;

	if (!parse_number(text, 1, PID_LIMIT, &number))
		return false;
	*pid = (pid_t)number;
	return true;
}

/* Hexadecimal digits up to @stop; NULL: it is anything else. */
static const char *take_address(const char *text, char stop, uint64_t *address)
{
	char *end;

	/* strtoull() takes 0x, but blanks and signs, too */
	if (!isxdigit((unsigned char)*text))
		return NULL;
	errno = 0;
	*address = strtoull(text, &end, 16);
	return !errno && *end == stop ? end + 1 : NULL;
}

bool parse_range(const char *text, uint64_t page, uint64_t *start,
		 uint64_t *end)
{
	text = take_address(text, '-', start);
	if (!text || !take_address(text, '\0', end) || *start >= *end)
		return false;
	*start -= *start % page;
	if (*end > UINT64_MAX - (page - 1))
		return false;
	*end += page - 1;
	*end -= *end % page;
	return true;
}

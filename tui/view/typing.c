// SPDX-License-Identifier: GPL-2.0
/* Choosing a line of a menu by typing its first letters, or its number. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "screen/input.h"
#include "view/typing.h"

static void forget(struct typing *typing)
{
	typing->typed[0] = '\0';
	typing->number = 0;
}

/* How much of @typed, in capitals, @name begins with. */
static size_t same_letters(const char *name, const char *typed)
{
	size_t len = 0;

	while (typed[len] && toupper((unsigned char)name[len]) == typed[len])
		len++;
	return len;
}

/* The prefix is no name: one letter of it chooses what begins with that. */
static bool begins_with(const struct typing_list *list, size_t i,
			const char *typed)
{
	const char *name = list->name(list->of, i);
	size_t len = strlen(typed), prefix;

	if (same_letters(name, typed) == len)
		return true;
	if (!list->prefix || len < 2)
		return false;
	prefix = same_letters(list->prefix, typed);
	return prefix == len ||
	       (prefix == strlen(list->prefix) &&
		same_letters(name, typed + prefix) == len - prefix);
}

/* The next one from @from on, round. */
static bool find_typed(const struct typing *typing,
		       const struct typing_list *list, size_t from, size_t *at)
{
	size_t i, tried;

	for (i = 0; i < list->nr; i++) {
		tried = (from + i) % list->nr;
		if (!begins_with(list, tried, typing->typed))
			continue;
		*at = tried;
		return true;
	}
	return false;
}

/* One more of the same name. */
static bool type_on(struct typing *typing, const struct typing_list *list,
		    char letter, size_t *at)
{
	size_t len = strlen(typing->typed);

	if (!len || len + 1 == sizeof(typing->typed))
		return false;
	typing->typed[len] = letter;
	typing->typed[len + 1] = '\0';
	if (find_typed(typing, list, *at, at))
		return true;
	typing->typed[len] = '\0';
	return false;
}

/* Or else the first one of another. */
static bool type_first(struct typing *typing, const struct typing_list *list,
		       char letter, size_t *at)
{
	forget(typing);
	typing->typed[0] = letter;
	typing->typed[1] = '\0';
	if (find_typed(typing, list, *at + 1, at))
		return true;
	forget(typing);
	return false;
}

static bool find_number(const struct typing_list *list, uint64_t number,
			size_t *at)
{
	size_t i;

	for (i = 0; i < list->nr; i++) {
		if (list->number(list->of, i) != number)
			continue;
		*at = i;
		return true;
	}
	return false;
}

static bool type_digit(struct typing *typing, const struct typing_list *list,
		       uint64_t digit, size_t *at)
{
	uint64_t number = 10 * typing->number + digit;

	forget(typing);
	if (!find_number(list, number, at)) {
		number = digit;
		if (!find_number(list, number, at))
			return false;
	}
	typing->number = number;
	return true;
}

bool typing_key(struct typing *typing, const struct typing_list *list,
		uint32_t key, size_t *at)
{
	char letter = key < 0x80 ? (char)toupper((int)key) : '\0';

	if (key == TK_BACKSPACE && (*typing->typed || typing->number)) {
		forget(typing);
		return true;
	}
	if (key > ' ' && key < 0x7f && type_on(typing, list, letter, at)) {
		typing->number = 0;
		return true;
	}
	if (key >= '0' && key <= '9')
		return type_digit(typing, list, key - '0', at);
	if (key > ' ' && key < 0x7f && type_first(typing, list, letter, at))
		return true;
	forget(typing);
	return false;
}

void typing_text(const struct typing *typing, const char *before, char *buf,
		 size_t len)
{
	if (*typing->typed)
		snprintf(buf, len, "%s %s_", before, typing->typed);
	else if (typing->number)
		snprintf(buf, len, "%s number %llu_", before,
			 (unsigned long long)typing->number);
	else
		snprintf(buf, len, "%s", before);
}

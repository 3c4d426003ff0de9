// SPDX-License-Identifier: GPL-2.0
/* Choosing a line of a menu by typing its first letters, or its number. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "screen/input.h"
#include "view/choice.h"

static const void *line_at(const struct choice_list *list, size_t i)
{
	return (const char *)list->of + i * list->size;
}

static void forget(struct menu_choice *choice)
{
	choice->typed[0] = '\0';
	choice->number = 0;
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
static bool begins_with(const struct choice_list *list, size_t i,
			const char *typed)
{
	const char *name = list->name(line_at(list, i));
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
static bool find_typed(const struct menu_choice *choice,
		       const struct choice_list *list, size_t from, size_t *at)
{
	size_t i, tried;

	for (i = 0; i < list->nr; i++) {
		tried = (from + i) % list->nr;
		if (!begins_with(list, tried, choice->typed))
			continue;
		*at = tried;
		return true;
	}
	return false;
}

/* One more of the same name. */
static bool type_on(struct menu_choice *choice, const struct choice_list *list,
		    char letter, size_t *at)
{
	size_t len = strlen(choice->typed);

	if (!len || len + 1 == sizeof(choice->typed))
		return false;
	choice->typed[len] = letter;
	choice->typed[len + 1] = '\0';
	if (find_typed(choice, list, *at, at))
		return true;
	choice->typed[len] = '\0';
	return false;
}

/* Or else the first one of another. */
static bool type_first(struct menu_choice *choice, const struct choice_list *list,
		       char letter, size_t *at)
{
	forget(choice);
	choice->typed[0] = letter;
	choice->typed[1] = '\0';
	if (find_typed(choice, list, *at + 1, at))
		return true;
	forget(choice);
	return false;
}

static bool find_number(const struct choice_list *list, uint64_t number,
			size_t *at)
{
	size_t i;

	for (i = 0; i < list->nr; i++) {
		if (list->number(line_at(list, i)) != number)
			continue;
		*at = i;
		return true;
	}
	return false;
}

static bool type_digit(struct menu_choice *choice,
		       const struct choice_list *list, uint64_t digit,
		       size_t *at)
{
	uint64_t number = 10 * choice->number + digit;

	forget(choice);
	if (!find_number(list, number, at))
		return false;
	choice->number = number;
	return true;
}

bool choice_key(struct menu_choice *choice, const struct choice_list *list,
		uint32_t key, size_t *at)
{
	char letter = key < 0x80 ? (char)toupper((int)key) : '\0';

	if (key == TK_BACKSPACE && (*choice->typed || choice->number)) {
		forget(choice);
		return true;
	}
	if (key > ' ' && key < 0x7f && type_on(choice, list, letter, at)) {
		choice->number = 0;
		return true;
	}
	if (key >= '0' && key <= '9')
		return type_digit(choice, list, key - '0', at);
	if (key > ' ' && key < 0x7f && type_first(choice, list, letter, at))
		return true;
	forget(choice);
	return false;
}

void choice_text(const struct menu_choice *choice, const char *before,
		 char *buf, size_t len)
{
	if (*choice->typed)
		snprintf(buf, len, "%s %s_", before, choice->typed);
	else if (choice->number)
		snprintf(buf, len, "%s number %llu_", before,
			 (unsigned long long)choice->number);
	else
		snprintf(buf, len, "%s", before);
}

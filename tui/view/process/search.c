// SPDX-License-Identifier: GPL-2.0
/* Searching the mappings of a process: by name, address, permissions. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "view/process/process.h"

/* Fewer letters or digits are a part of too much. */
#define PERMS_LEAST 2
#define ADDRESS_LEAST 4

/* "rw-p", or a part of it, of nothing but such letters. */
static bool has_perms(const struct mapping *mapping, const char *pattern)
{
	return strlen(pattern) >= PERMS_LEAST &&
	       !pattern[strspn(pattern, "rwxsp-")] &&
	       strstr(mapping_perms(mapping->flags), pattern);
}

/* Does it begin with these digits, or hold the whole address? */
static bool has_address(const struct mapping *mapping, const char *pattern)
{
	char start[24];
	uint64_t address;
	char *end;

	if (text_begins_with(pattern, "0x"))
		pattern += 2;
	if (strlen(pattern) < ADDRESS_LEAST || !isxdigit((unsigned char)*pattern))
		return false;
	errno = 0;
	address = strtoull(pattern, &end, 16);
	if (errno || *end)
		return false;
	snprintf(start, sizeof(start), "%" PRIx64, mapping->start);
	return text_find(start, pattern) == start ||
	       (address >= mapping->start && address < mapping->end);
}

static bool matches(const void *of, size_t i, const char *pattern)
{
	const struct process_view *process = of;
	const struct mapping *mapping =
		mapping_order_get(&process->order,
				  model_target(process->model), i);

	const char *kind;

	if (!mapping)
		return false;
	kind = mapping_kind_name((enum mapping_kind)mapping->kind);
	return text_find(mapping_name(mapping), pattern) ||
	       text_find(mapping_short_name(mapping), pattern) ||
	       text_find(kind, pattern) || has_perms(mapping, pattern) ||
	       has_address(mapping, pattern);
}

static struct search_in rows_of(const struct process_view *process)
{
	return (struct search_in){
		.nr = process->order.nr, .matches = matches, .of = process,
	};
}

static struct act go_on(struct process_view *process,
			const struct view_env *env, bool back)
{
	const struct search_in in = rows_of(process);
	const char *why;
	size_t found;

	if (!search_again(&process->search, &in, process->table.cursor.at,
			  back, &found, &why))
		return act_none(why);
	process_select(process, env, found);
	return act_told(why);
}

static struct act ask(struct process_view *process)
{
	process->kept = (struct process_place){
		.cursor = process->table.cursor,
		.selected = process->selected, .chosen = process->chosen,
	};
	return search_ask(&process->search);
}

bool process_search_command(struct process_view *process,
			    const struct view_env *env, enum command command,
			    struct act *act)
{
	switch (command) {
	case CMD_SEARCH:
		*act = ask(process);
		return true;
	case CMD_SEARCH_NEXT:
	case CMD_SEARCH_PREV:
		*act = go_on(process, env, command == CMD_SEARCH_PREV);
		return true;
	default:
		return false;
	}
}

/* On the same mapping, wherever that is by now. */
static void restore(struct process_view *process, const struct view_env *env)
{
	ssize_t at = mapping_order_find(&process->order,
					process->kept.selected);

	process->table.cursor = process->kept.cursor;
	if (at >= 0)
		process_select(process, env, (size_t)at);
	process->chosen = process->kept.chosen;
	process->table.cursor.chosen = process->kept.cursor.chosen;
}

void process_search_typing(struct view *view, const struct view_env *env,
			   struct typing *typing)
{
	struct process_view *process = (struct process_view *)view;
	const struct search_in in = rows_of(process);
	size_t origin, found;

	restore(process, env);
	origin = process->table.cursor.at;
	found = search_follow(&process->search, &in, origin, typing);
	if (found != origin || (typing->stage == TYPING_KEPT &&
				*process->search.text && in.nr))
		process_select(process, env, found);
}

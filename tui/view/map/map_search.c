// SPDX-License-Identifier: GPL-2.0
/* Searching the map of all mappings by their names. */
#include "base/text.h"
#include "view/map/map.h"

struct sought {
	const struct map_view *map;
	const struct target *target;
};

static bool matches(const void *of, size_t i, const char *pattern)
{
	const struct sought *sought = of;
	const struct stack_span *span = &sought->map->stack.spans[i];
	const struct mapping *mapping =
		target_find(sought->target, span->start);

	return mapping && (text_find(stack_name(mapping), pattern) ||
			   text_find(mapping_name(mapping), pattern));
}

static struct search_in spans_of(const struct sought *sought)
{
	return (struct search_in){
		.nr = sought->map->stack.nr, .matches = matches, .of = sought,
	};
}

static struct act go_on(struct map_view *map, const struct target *target,
			bool back)
{
	const struct sought sought = { .map = map, .target = target };
	const struct search_in in = spans_of(&sought);
	const char *why;
	size_t found;

	if (!search_again(&map->search, &in, stack_span_near(&map->stack, map->at),
			  back, &found, &why))
		return act_none(why);
	map_go_to(map, map->stack.spans[found].start);
	return act_told(why);
}

struct act map_search_command(struct map_view *map, const struct view_env *env,
			      enum command command)
{
	if (!map->all)
		return act_none("names are searched in the map of all: {all-mappings}");
	if (command != CMD_SEARCH)
		return go_on(map, model_target(env->model),
			     command == CMD_SEARCH_PREV);
	map->before_search = map->at;
	return search_ask(&map->search);
}

void map_search_typing(struct view *view, const struct view_env *env,
		       struct typing *typing)
{
	struct map_view *map = (struct map_view *)view;
	const struct target *target = model_target(env->model);
	const struct sought sought = { .map = map, .target = target };
	const struct search_in in = spans_of(&sought);
	size_t origin, found;

	if (!target || !map->stack.nr)
		return;
	origin = stack_span_near(&map->stack, map->before_search);
	found = search_follow(&map->search, &in, origin, typing);
	map_go_to(map, found == origin ? map->before_search :
					 map->stack.spans[found].start);
	map_keep_mapping(map, target);
}

// SPDX-License-Identifier: GPL-2.0
/*
 * Objects of mixed sizes come and go in the block of an allocator: how few of
 * the pages become free when most of the objects do.
 */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/format.h"
#include "draw.h"
#include "heap.h"
#include "options.h"
#include "output.h"
#include "paced.h"
#include "scenario.h"
#include "value.h"

/* More objects than this of each page were never drawn. */
#define OBJECTS_PER_PAGE 16

struct arena_values {
	struct paced_values paced;
	uint64_t keep;		/* percent of the objects */
	uint64_t seed;
	bool give_back;
	struct arena *arena;	/* of all rounds */
};

struct arena {
	const struct arena_values *opt;
	struct paced *paced;
	struct heap heap;
	struct heap_object *objects;
	size_t room;		/* for so many */
	size_t before;		/* objects when they began to shrink */
	uint64_t state;		/* of the generator */
	struct order order;	/* of this phase: a step is a page's worth */
	char more[128];
};

static const char *parse_percent(const char *text, void *value)
{
	const char *why;
	uint64_t percent;

	why = value_parse_number(text, &percent);
	if (why)
		return why;
	if (percent > 100)
		return "it is above 100";
	*(uint64_t *)value = percent;
	return NULL;
}

static const struct option_type option_percent = {
	"N", "give a percentage from 0 to 100", parse_percent
};

static const struct demo_option arena_options[] = {
	PACED_OPTIONS_BASE("128M", PACED_RATE),
	{ "keep", &option_percent, offsetof(struct arena_values, keep), "10",
	  "percent of the objects that stay in the end" },
	{ "give-back", &option_flag, offsetof(struct arena_values, give_back),
	  NULL, "give back pages that hold no object" },
	OPTION_SEED(struct arena_values, seed),
	{ .name = NULL }
};

static void tell_more(struct arena *arena)
{
	const struct heap *heap = &arena->heap;

	snprintf(arena->more, sizeof(arena->more),
		 ",\"objects\":%zu,\"live\":%zu,\"used\":%zu,\"holding\":%zu",
		 heap->objects, heap->live, heap->used, heap->holding);
}

/* A new object, all of its bytes written; false: there is no room. */
static bool put(struct arena *arena)
{
	struct block *block = &arena->paced->block;
	struct heap *heap = &arena->heap;
	struct heap_object *object = &arena->objects[heap->objects];
	size_t most;

	if (heap->objects == arena->room)
		return false;
	/* as many of each size class, which ends at a half, a quarter, ... */
	most = heap_max(heap) >> draw_below(&arena->state, HEAP_CLASSES);
	if (!heap_alloc(heap, most - draw_below(&arena->state, most / 2),
			object))
		return false;
	memset(block->mem + heap_offset(heap, object), 1, object->size);
	block_note_written(block, object->page);
	return true;
}

/* Frees one of the objects, of which there is one, and returns its size. */
static size_t take(struct arena *arena)
{
	struct heap *heap = &arena->heap;
	size_t i = draw_below(&arena->state, heap->objects);
	struct heap_object object = arena->objects[i];

	arena->objects[i] = arena->objects[heap->objects - 1];
	if (heap_free(heap, &object) && arena->opt->give_back) {
		block_drop(&arena->paced->block, object.page);
		heap_give_back(heap, object.page);
	}
	return object.size;
}

/* Until there is another page's worth of objects, or no room for more. */
static void grow(struct block *block, size_t page)
{
	struct arena *arena = block->own;

	while (arena->heap.live < (page + 1) * block->page_size) {
		if (put(arena))
			continue;
		arena->order.pages = arena->order.covered;
		break;
	}
	tell_more(arena);
}

/* For each object freed comes another, until a page's worth has gone. */
static void churn(struct block *block, size_t page)
{
	struct arena *arena = block->own;
	size_t gone = 0;

	(void)page;
	while (gone < block->page_size && arena->heap.objects) {
		gone += take(arena);
		put(arena);
	}
	tell_more(arena);
}

/* Objects left when @done of the steps of the last phase are done. */
static size_t objects_after(const struct arena *arena, size_t done)
{
	size_t end = arena->before * arena->opt->keep / 100;

	return arena->before -
	       (size_t)((unsigned __int128)(arena->before - end) * done /
			arena->order.pages);
}

static void shrink(struct block *block, size_t page)
{
	struct arena *arena = block->own;

	while (arena->heap.objects > objects_after(arena, page + 1))
		take(arena);
	tell_more(arena);
}

static void report(const struct arena *arena, const char *what,
		   const char *lesson)
{
	const struct heap *heap = &arena->heap;
	char live[FORMAT_MAX], holding[FORMAT_MAX], used[FORMAT_MAX];

	if (arena->paced->values->json || out_is_theirs() ||
	    arena->paced->signal)
		return;
	format_size(live, sizeof(live), heap->live);
	format_size(holding, sizeof(holding), heap->holding * heap->page_size);
	format_size(used, sizeof(used), heap->used * heap->page_size);
	out("%s %zu objects, %s, in %s of pages; %s touched: %s\n", what,
	    heap->objects, live, holding, used, lesson);
}

static void play(struct arena *arena, size_t steps, const char *verb,
		 const struct block_access *access)
{
	order_linear(&arena->order, steps, verb);
	if (steps)
		paced_play(arena->paced, &arena->order, access);
}

static const char *lesson(const struct arena *arena)
{
	if (arena->opt->give_back)
		return "a page with one object stays";
	return arena->opt->keep < 100 ? "free is not given back" :
					"all objects stay";
}

/* Half of the block in objects, all of them replaced, most of them freed. */
static void play_all(struct arena *arena)
{
	static const struct block_access growing = { "grow", grow };
	static const struct block_access churning = { "churn", churn };
	static const struct block_access shrinking = { "shrink", shrink };
	struct paced *paced = arena->paced;
	size_t half = (paced->block.pages + 1) / 2;
	size_t freed = half * (100 - arena->opt->keep) / 100;
	char what[80];

	if (!freed && arena->opt->keep < 100)
		freed = 1;
	snprintf(what, sizeof(what), "objects come and go (--seed %" PRIu64
		 ")", arena->opt->seed);
	paced_introduce(paced, what, half + half + freed);
	play(arena, half, "grown", &growing);
	report(arena, "grown:", "slots and pages are not full");
	play(arena, half, "replaced", &churning);
	report(arena, "replaced:", "new ones take old places");
	arena->before = arena->heap.objects;
	play(arena, freed, "freed", &shrinking);
	report(arena, "left:", lesson(arena));
}

static void destroy(struct arena *arena)
{
	heap_destroy(&arena->heap);
	free(arena->objects);
}

static bool create(struct arena *arena, struct paced *paced)
{
	const struct arena_values *opt = (const void *)paced->values;
	const struct block *block = &paced->block;

	*arena = (struct arena){
		.opt = opt,
		.paced = paced,
		.state = opt->seed,
		.room = block->pages * OBJECTS_PER_PAGE,
	};
	arena->objects = calloc(arena->room, sizeof(*arena->objects));
	if (arena->objects &&
	    heap_create(&arena->heap, block->pages, block->page_size))
		return true;
	destroy(arena);
	return false;
}

static bool arena_reserve(struct paced *paced)
{
	const struct arena_values *opt = (const void *)paced->values;
	struct arena *arena = opt->arena;

	if (!block_reserve(&paced->block, paced->values->size, false))
		return false;
	if (!create(arena, paced)) {
		block_release(&paced->block);
		warnx("no memory to keep the books of the objects; try a smaller --size");
		return false;
	}
	paced->block.own = arena;
	tell_more(arena);
	paced->tell.more = arena->more;
	return true;
}

static int arena_round(struct paced *paced)
{
	struct arena *arena = paced->block.own;

	play_all(arena);
	/* what is held, and is to be told of, are pages */
	order_linear(&paced->last, paced->block.pages, "touched");
	paced->last.covered = paced->block.written;
	destroy(arena);
	return DEMO_OK;
}

static int arena_run(const void *values)
{
	struct arena_values opt = *(const struct arena_values *)values;
	struct arena arena;

	opt.arena = &arena;
	return paced_run_with(&arena_scenario, &opt.paced, arena_reserve,
			      arena_round);
}

const struct scenario arena_scenario = {
	.name = "arena",
	.summary = "objects come and go",
	.look_for = "most are freed, few whole pages are",
	.options = arena_options,
	.values_size = sizeof(struct arena_values),
	.run = arena_run,
};

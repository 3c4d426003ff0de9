// SPDX-License-Identifier: GPL-2.0
/* The books of a small allocator with size classes. */
#include <stdlib.h>

#include "heap.h"

#define NONE SIZE_MAX
#define BITS 64

/* So many runs are there that each class can have some. */
#define RUNS 128
#define RUN_MAX 256

struct heap_page {
	uint64_t taken[HEAP_SLOTS / BITS];
	size_t next, prev;	/* in the list of its class that it is in */
	unsigned int objects;
	unsigned char class;
	bool used;
};

bool heap_create(struct heap *heap, size_t pages, size_t page_size)
{
	size_t i, run = pages / RUNS;

	*heap = (struct heap){
		.pages = pages,
		.page_size = page_size,
		.run = run > RUN_MAX ? RUN_MAX : run ? run : 1,
		.page = calloc(pages, sizeof(struct heap_page)),
	};
	for (i = 0; i < HEAP_CLASSES; i++) {
		heap->class[i].room = NONE;
		heap->class[i].empty = NONE;
	}
	return heap->page;
}

void heap_destroy(struct heap *heap)
{
	free(heap->page);
}

size_t heap_max(const struct heap *heap)
{
	return heap->page_size / 2;
}

static size_t slot_size(const struct heap *heap, unsigned int class)
{
	return heap_max(heap) >> class;
}

static unsigned int slots(const struct heap *heap, unsigned int class)
{
	return (unsigned int)(heap->page_size / slot_size(heap, class));
}

static unsigned char class_for(const struct heap *heap, size_t size)
{
	unsigned char class = HEAP_CLASSES - 1;

	while (slot_size(heap, class) < size)
		class--;
	return class;
}

static void push(struct heap *heap, size_t *list, size_t page)
{
	struct heap_page *p = &heap->page[page];

	p->prev = NONE;
	p->next = *list;
	if (*list != NONE)
		heap->page[*list].prev = page;
	*list = page;
}

static void take_out(struct heap *heap, size_t *list, size_t page)
{
	const struct heap_page *p = &heap->page[page];

	if (p->next != NONE)
		heap->page[p->next].prev = p->prev;
	if (p->prev != NONE)
		heap->page[p->prev].next = p->next;
	else
		*list = p->next;
}

/* The next page of the run of @class, which may be a new one; or NONE. */
static size_t fresh_page(struct heap *heap, unsigned char class)
{
	size_t left = heap->pages - heap->taken;

	if (heap->class[class].fresh == heap->class[class].end) {
		heap->class[class].fresh = heap->taken;
		heap->taken += left < heap->run ? left : heap->run;
		heap->class[class].end = heap->taken;
	}
	if (heap->class[class].fresh == heap->class[class].end)
		return NONE;
	heap->page[heap->class[class].fresh].class = class;
	return heap->class[class].fresh++;
}

/* A page with room for an object of @class, in its list of those; or NONE. */
static size_t page_with_room(struct heap *heap, unsigned char class)
{
	size_t page = heap->class[class].room;

	if (page != NONE)
		return page;
	page = heap->class[class].empty;
	if (page != NONE)
		take_out(heap, &heap->class[class].empty, page);
	else
		page = fresh_page(heap, class);
	if (page != NONE)
		push(heap, &heap->class[class].room, page);
	return page;
}

static unsigned int take_slot(struct heap_page *page)
{
	unsigned int word = 0, bit;

	while (page->taken[word] == UINT64_MAX)
		word++;
	bit = (unsigned int)__builtin_ctzll(~page->taken[word]);
	page->taken[word] |= 1ULL << bit;
	return word * BITS + bit;
}

bool heap_alloc(struct heap *heap, size_t size, struct heap_object *object)
{
	unsigned char class = class_for(heap, size);
	size_t page = page_with_room(heap, class);
	struct heap_page *p;

	if (page == NONE)
		return false;
	p = &heap->page[page];
	*object = (struct heap_object){
		.page = page,
		.slot = take_slot(p),
		.size = (unsigned int)size,
	};
	heap->used += !p->used;
	heap->holding += !p->objects;
	heap->objects++;
	heap->live += size;
	p->used = true;
	if (++p->objects == slots(heap, class))
		take_out(heap, &heap->class[class].room, page);
	return true;
}

size_t heap_offset(const struct heap *heap, const struct heap_object *object)
{
	unsigned char class = heap->page[object->page].class;

	return object->page * heap->page_size +
	       object->slot * slot_size(heap, class);
}

bool heap_free(struct heap *heap, const struct heap_object *object)
{
	struct heap_page *p = &heap->page[object->page];

	p->taken[object->slot / BITS] &= ~(1ULL << object->slot % BITS);
	heap->objects--;
	heap->live -= object->size;
	if (p->objects-- == slots(heap, p->class))
		push(heap, &heap->class[p->class].room, object->page);
	if (p->objects)
		return false;
	heap->holding--;
	take_out(heap, &heap->class[p->class].room, object->page);
	push(heap, &heap->class[p->class].empty, object->page);
	return true;
}

void heap_give_back(struct heap *heap, size_t page)
{
	heap->page[page].used = false;
	heap->used--;
}

/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_HEAP_H
#define DEMO_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A small allocator, as those behind malloc(3) are: objects of up to half a
 * page are rounded up to a size class, a page has slots of one class, and
 * pages are taken in runs, each for one class for good. It only keeps the
 * books, and these are not in the memory: a page is touched by its objects and
 * by nothing else, so that it is known exactly which ones are.
 */

#define HEAP_CLASSES 8		/* half a page, a quarter, ... */
#define HEAP_SLOTS 256		/* of a page of the smallest class */

struct heap_object {
	size_t page;
	unsigned int slot;	/* of its page */
	unsigned int size;	/* as asked for, bytes */
};

struct heap_page;

struct heap {
	size_t pages;		/* there are */
	size_t page_size;	/* bytes */
	size_t run;		/* pages that a class takes at once */
	size_t taken;		/* pages of all runs: the first ones */
	struct heap_page *page;
	struct {
		size_t room;		/* a page with objects, and room */
		size_t empty;		/* a page that had objects */
		size_t fresh, end;	/* pages of its run that had none yet */
	} class[HEAP_CLASSES];
	size_t objects;		/* there are */
	size_t live;		/* bytes of them, as asked for */
	size_t used;		/* pages that had an object, and were kept */
	size_t holding;		/* pages that have one */
};

/* False with errno: no memory for the books. Freed by heap_destroy(). */
bool heap_create(struct heap *heap, size_t pages, size_t page_size);
void heap_destroy(struct heap *heap);

/* Largest object, bytes. */
size_t heap_max(const struct heap *heap);

/* An object of @size bytes, at least 1; false: there is no room for it. */
bool heap_alloc(struct heap *heap, size_t size, struct heap_object *object);

/* Offset of @object in the memory, bytes. */
size_t heap_offset(const struct heap *heap, const struct heap_object *object);

/* Frees @object; true: its page holds no other. */
bool heap_free(struct heap *heap, const struct heap_object *object);

/* @page, which holds no object, was given back by the caller. */
void heap_give_back(struct heap *heap, size_t page);

#endif

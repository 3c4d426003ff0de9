/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_BLOCK_H
#define DEMO_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Memory that a scenario plays with, and what it knows that it did to it. The
 * counts may be read while other threads access pages of the same block.
 */
struct block {
	unsigned char *mem;
	size_t size;		/* bytes asked for */
	size_t pages;		/* whole pages that they take; 0: given back */
	size_t page_size;	/* bytes */
	unsigned char *notes;	/* of each page: what was done to it */
	size_t noted;		/* pages that there are notes for */
	size_t read;		/* pages that were read, and not written */
	size_t written;		/* pages that were written */
	size_t released;	/* pages of both that were given back */
	size_t hole, hole_pages;	/* what block_unmap_range() took out */
	void *own;		/* of the scenario, for its steps */
};

#define BLOCK_HUGE_SIZE ((size_t)2 << 20)	/* bytes of a huge page */

/*
 * Reserves @size bytes with tamalloc(). If @huge, in huge pages as far as the
 * kernel has some, see need_huge(), the first of which begins with the block;
 * else in base pages even where huge ones are the default, so that a touch is
 * one page. False: one line on stderr said why not. Freed by block_release().
 */
bool block_reserve(struct block *block, uint64_t size, bool huge);

/* Gives back the memory; the counts stay to be told. */
void block_release(struct block *block);

/*
 * Gives back the room from page @pages on, none of which was accessed; and
 * gets it again, up to @pages. It stays where it is as long as nobody else
 * took the room. False with errno: there is none.
 */
void block_shrink(struct block *block, size_t pages);
bool block_grow(struct block *block, size_t pages);

/* Which allocator gave the memory, in words. */
const char *block_source(void);

/* One byte of page @page is read, or written. */
void block_read(struct block *block, size_t page);
void block_write(struct block *block, size_t page);

/* Gives back what page @page holds; it stays reserved, and is zero again. */
void block_drop(struct block *block, size_t page);

/* The same for @nr pages from @page on, at once. */
void block_drop_range(struct block *block, size_t page, size_t nr);

/*
 * Tells the kernel that it may take them when it runs short of memory, and no
 * sooner; until then they hold what they held. They count as given back.
 */
void block_free_range(struct block *block, size_t page, size_t nr);

/* Takes them out of the block: an access there is a SIGSEGV. Once in a block. */
void block_unmap_range(struct block *block, size_t page, size_t nr);

/* Notes that @page was written by others than block_write(). */
void block_note_written(struct block *block, size_t page);

/* What a step of a scenario does to a page, and how that phase is called. */
struct block_access {
	const char *phase;
	void (*step)(struct block *block, size_t page);
};

extern const struct block_access block_reading, block_writing, block_dropping;

#endif

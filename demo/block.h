/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_BLOCK_H
#define DEMO_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Memory that a scenario plays with. */
struct block {
	unsigned char *mem;
	size_t size;		/* bytes asked for */
	size_t pages;		/* whole pages that they take */
	size_t page_size;	/* bytes */
};

/*
 * Reserves @size bytes with tamalloc(), in base pages even where huge ones
 * are the default, so that a touch is one page. False: one line on stderr
 * said why not. Freed by block_release().
 */
bool block_reserve(struct block *block, uint64_t size);
void block_release(struct block *block);

/* Which allocator gave the memory, in words. */
const char *block_source(void);

/* One byte of page @page: what a step of a scenario does to it. */
typedef void block_access(const struct block *block, size_t page);

block_access block_read, block_write;

#endif

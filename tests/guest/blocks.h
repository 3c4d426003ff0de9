/* SPDX-License-Identifier: GPL-2.0 */
/* Blocks whose pages are put into known states, for the tests of walks. */
#ifndef TAM_BLOCKS_H
#define TAM_BLOCKS_H

#include "guest.h"

#define CALL_FAILED ((void *)-1)

static inline char *block(size_t size)
{
	char *p = tam_alloc(size);

	assert_ptr_not_equal(p, CALL_FAILED);
	assert_int_equal(madvise(p, size, MADV_NOHUGEPAGE), 0);
	return p;
}

static inline void write_page(char *p, size_t page)
{
	*(volatile char *)(p + page * PAGE) = 1;
}

static inline void read_page(char *p, size_t page)
{
	(void)*(volatile char *)(p + page * PAGE);
}

/* 64 pages, ten of them written, with their entries in one page table. */
static inline bool own_a_block(void)
{
	const size_t size = 64 * PAGE, span = 512 * PAGE;
	char *whole = tam_alloc(2 * span), *p;
	int i;

	if (whole == CALL_FAILED)
		return false;
	p = (char *)(((uintptr_t)whole + span - 1) & -span);
	if ((p > whole && munmap(whole, p - whole)) ||
	    munmap(p + size, whole + 2 * span - p - size) ||
	    madvise(p, size, MADV_NOHUGEPAGE))
		return false;
	for (i = 0; i < 10; i++)
		write_page(p, i);
	return true;
}

#endif

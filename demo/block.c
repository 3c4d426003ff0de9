// SPDX-License-Identifier: GPL-2.0
/* The memory that a scenario plays with. */
#include <err.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <tamalloc.h>

#include "block.h"
#include "common/format.h"

static void complain(uint64_t size)
{
	const char *why = strerror(errno);
	char text[FORMAT_MAX];

	format_size(text, sizeof(text), size);
	warnx("cannot reserve %s: %s; try a smaller --size, or see ulimit -v and vm.overcommit_memory",
	      text, why);
}

bool block_reserve(struct block *block, uint64_t size)
{
	size_t page_size = (size_t)sysconf(_SC_PAGESIZE);

	*block = (struct block){
		.mem = tamalloc(size),
		.size = size,
		.pages = size / page_size + (size % page_size != 0),
		.page_size = page_size,
	};
	if (!block->mem) {
		complain(size);
		return false;
	}
	/* EINVAL from a kernel without huge pages is as good */
	madvise(block->mem, block->pages * page_size, MADV_NOHUGEPAGE);
	return true;
}

void block_release(struct block *block)
{
	munmap(block->mem, block->pages * block->page_size);
	block->mem = NULL;
}

const char *block_source(void)
{
	return tamalloc_abi() ? "tamalloc(2)" :
				"mmap fallback: this kernel has no tamalloc";
}

static volatile unsigned char *first_byte(const struct block *block,
					  size_t page)
{
	return block->mem + page * block->page_size;
}

void block_read(const struct block *block, size_t page)
{
	(void)*first_byte(block, page);
}

void block_write(const struct block *block, size_t page)
{
	*first_byte(block, page) = 1;
}

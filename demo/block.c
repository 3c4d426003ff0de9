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

enum { NOTE_NONE, NOTE_READ, NOTE_WRITTEN };

const struct block_access block_reading = { "read", block_read };
const struct block_access block_writing = { "write", block_write };
const struct block_access block_dropping = { "release", block_drop };

static void complain(uint64_t size)
{
	const char *why = strerror(errno);
	char text[FORMAT_MAX];

	format_size(text, sizeof(text), size);
	warnx("cannot reserve %s: %s; try a smaller --size, or see ulimit -v and vm.overcommit_memory",
	      text, why);
}

/*
 * In base pages: a few notes must not cost 2M. And with a flag of their own, or
 * they could become one mapping with a block beside them.
 */
static unsigned char *map_notes(size_t pages)
{
	void *mem = mmap(NULL, pages, PROT_READ | PROT_WRITE, MAP_PRIVATE |
			 MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (mem == MAP_FAILED)
		return NULL;
	madvise(mem, pages, MADV_NOHUGEPAGE);
	madvise(mem, pages, MADV_DONTDUMP);
	return mem;
}

/* Of more than asked for: the first @size bytes that begin with a huge page. */
static unsigned char *cut_huge(unsigned char *mem, size_t size)
{
	size_t head = -(uintptr_t)mem % BLOCK_HUGE_SIZE;

	if (head)
		munmap(mem, head);
	if (head < BLOCK_HUGE_SIZE)
		munmap(mem + head + size, BLOCK_HUGE_SIZE - head);
	return mem + head;
}

/* Kernels before 6.7, and others for odd sizes, begin anywhere. */
static unsigned char *reserve_huge(size_t size)
{
	unsigned char *mem = tamalloc(size);

	if (!mem || (uintptr_t)mem % BLOCK_HUGE_SIZE == 0)
		return mem;
	munmap(mem, size);
	mem = tamalloc(size + BLOCK_HUGE_SIZE);
	return mem ? cut_huge(mem, size) : NULL;
}

bool block_reserve(struct block *block, uint64_t size, bool huge)
{
	size_t page_size = (size_t)sysconf(_SC_PAGESIZE);

	*block = (struct block){
		.size = size,
		.pages = size / page_size + (size % page_size != 0),
		.page_size = page_size,
	};
	/* as asked for: a size that wraps is refused there */
	if (huge && size <= SIZE_MAX / 2)
		block->mem = reserve_huge(block->pages * page_size);
	else
		block->mem = tamalloc(size);
	if (!block->mem) {
		complain(size);
		return false;
	}
	block->noted = block->pages;
	block->notes = map_notes(block->noted);
	if (!block->notes) {
		complain(size);
		munmap(block->mem, block->pages * page_size);
		return false;
	}
	/* EINVAL from a kernel without huge pages is as good */
	madvise(block->mem, block->pages * page_size,
		huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	return true;
}

/* Not the hole: others may have mapped something there. */
static void unmap(const struct block *block)
{
	size_t size = block->page_size, hole = block->hole;
	size_t end = hole + block->hole_pages;

	if (hole)
		munmap(block->mem, hole * size);
	if (block->pages > end)
		munmap(block->mem + end * size, (block->pages - end) * size);
}

void block_release(struct block *block)
{
	unmap(block);
	munmap(block->notes, block->noted);
	block->released += block->read + block->written;
	block->read = 0;
	block->written = 0;
	block->pages = 0;
	block->hole_pages = 0;
	block->mem = NULL;
}

void block_shrink(struct block *block, size_t pages)
{
	if (pages < block->pages)
		munmap(block->mem + pages * block->page_size,
		       (block->pages - pages) * block->page_size);
	block->pages = pages;
}

bool block_grow(struct block *block, size_t pages)
{
	void *mem = mremap(block->mem, block->pages * block->page_size,
			   pages * block->page_size, MREMAP_MAYMOVE);

	if (mem == MAP_FAILED)
		return false;
	block->mem = mem;
	block->pages = pages;
	return true;
}

const char *block_source(void)
{
	return tamalloc_has() & TAMALLOC_HAS_TAMALLOC ?
		       "tamalloc(2)" :
		       "mmap fallback: this kernel has no tamalloc";
}

static volatile unsigned char *first_byte(const struct block *block,
					  size_t page)
{
	return block->mem + page * block->page_size;
}

static void add(size_t *count, size_t nr)
{
	__atomic_fetch_add(count, nr, __ATOMIC_RELAXED);
}

/* It is counted as what was done to it last, and once. */
static void note(struct block *block, size_t page, unsigned char what)
{
	unsigned char before = block->notes[page];

	if (before == what)
		return;
	block->notes[page] = what;
	if (before == NOTE_READ)
		add(&block->read, (size_t)-1);
	else if (before == NOTE_WRITTEN)
		add(&block->written, (size_t)-1);
	if (what == NOTE_READ)
		add(&block->read, 1);
	else if (what == NOTE_WRITTEN)
		add(&block->written, 1);
	else
		add(&block->released, 1);
}

void block_read(struct block *block, size_t page)
{
	(void)*first_byte(block, page);
	if (block->notes[page] != NOTE_WRITTEN)
		note(block, page, NOTE_READ);
}

void block_write(struct block *block, size_t page)
{
	*first_byte(block, page) = 1;
	note(block, page, NOTE_WRITTEN);
}

void block_drop(struct block *block, size_t page)
{
	block_drop_range(block, page, 1);
}

static void note_given(struct block *block, size_t page, size_t nr)
{
	for (; nr; nr--)
		note(block, page++, NOTE_NONE);
}

void block_drop_range(struct block *block, size_t page, size_t nr)
{
	madvise(block->mem + page * block->page_size, nr * block->page_size,
		MADV_DONTNEED);
	note_given(block, page, nr);
}

void block_free_range(struct block *block, size_t page, size_t nr)
{
	madvise(block->mem + page * block->page_size, nr * block->page_size,
		MADV_FREE);
	note_given(block, page, nr);
}

void block_unmap_range(struct block *block, size_t page, size_t nr)
{
	munmap(block->mem + page * block->page_size, nr * block->page_size);
	note_given(block, page, nr);
	block->hole = page;
	block->hole_pages = nr;
}

void block_note_written(struct block *block, size_t page)
{
	note(block, page, NOTE_WRITTEN);
}

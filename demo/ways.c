// SPDX-License-Identifier: GPL-2.0
/* The ways to get memory that are compared. */
#include <stdlib.h>
#include <sys/mman.h>

#include <tamalloc.h>

#include "trial.h"

static void *by_calloc(size_t size)
{
	return calloc(1, size);
}

static void *map(size_t size, int flags)
{
	void *mem = mmap(NULL, size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);

	return mem == MAP_FAILED ? NULL : mem;
}

static void *by_mmap(size_t size)
{
	return map(size, 0);
}

static void *by_populate(size_t size)
{
	return map(size, MAP_POPULATE);
}

static void unmap(void *mem, size_t size)
{
	munmap(mem, size);
}

static void give_free(void *mem, size_t size)
{
	(void)size;
	free(mem);
}

const struct way ways[NR_WAYS] = {
	{ "malloc", malloc, false, give_free },
	{ "calloc", by_calloc, false, give_free },
	{ "malloc+memset", malloc, true, give_free },
	{ "mmap", by_mmap, false, unmap },
	{ "mmap+populate", by_populate, false, unmap },
	{ "tamalloc", tamalloc, false, unmap },
};

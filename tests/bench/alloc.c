// SPDX-License-Identifier: GPL-2.0
/*
 * alloc: what memory of tamalloc(2), of mmap(2) and of calloc(3) costs, in
 * instructions, in a guest that counts them: the call, then the first read or
 * write of a page, and the first write of a huge page. Prints lines
 * "WHAT.64M.WAY NUMBER", each the least of several.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <tamalloc.h>

#define PAGE		4096UL
#define HUGE_PAGE	(2UL << 20)
#define SIZE		(64UL << 20)
#define NR_PAGES	(SIZE / PAGE)
/* Whole ones, wherever it begins. */
#define NR_HUGE		(SIZE / HUGE_PAGE - 1)
#define REPETITIONS	5

enum what { CALL, READ, WRITE, HUGE, NR_WHATS };

struct way {
	const char *name;
	void *(*alloc)(size_t size);
	void (*release)(void *p);
};

static uint64_t now(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

static void *by_tamalloc(size_t size)
{
	return tamalloc(size);
}

static void *by_mmap(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE |
		       MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

static void *by_calloc(size_t size)
{
	return calloc(1, size);
}

static void unmap(void *p)
{
	munmap(p, SIZE);
}

static char *aligned(char *p, size_t to)
{
	return (char *)(((uintptr_t)p + to - 1) & ~(to - 1));
}

static void touch(volatile char *p, enum what what)
{
	size_t i;

	switch (what) {
	case READ:
		for (i = 0; i < NR_PAGES; i++)
			(void)p[i * PAGE];
		break;
	case WRITE:
		for (i = 0; i < NR_PAGES; i++)
			p[i * PAGE] = 1;
		break;
	case HUGE:
		p = aligned((char *)p, HUGE_PAGE);
		for (i = 0; i < NR_HUGE; i++)
			p[i * HUGE_PAGE] = 1;
		break;
	default:
		break;
	}
}

/* Of the call, or of touching all that it gave. */
static uint64_t cost_of(const struct way *way, enum what what)
{
	uint64_t start = now(), cost;
	char *p = way->alloc(SIZE);

	cost = now() - start;
	if (!p) {
		perror(way->name);
		exit(1);
	}
	if (what == HUGE && madvise(aligned(p, PAGE), SIZE - PAGE,
				    MADV_HUGEPAGE))
		perror("madvise");
	if (what != CALL) {
		start = now();
		touch(p, what);
		cost = now() - start;
	}
	way->release(p);
	return cost;
}

static void measure(const struct way *way)
{
	static const struct {
		const char *name;
		uint64_t nr;
	} whats[NR_WHATS] = {
		[CALL] = { "call", 1 },
		[READ] = { "first-read", NR_PAGES },
		[WRITE] = { "first-write", NR_PAGES },
		[HUGE] = { "first-write-huge", NR_HUGE },
	};
	uint64_t cost, least;
	int what, n;

	for (what = 0; what < NR_WHATS; what++) {
		least = UINT64_MAX;
		for (n = 0; n < REPETITIONS; n++) {
			cost = cost_of(way, (enum what)what);
			if (cost < least)
				least = cost;
		}
		printf("%s.64M.%s %lu\n", whats[what].name, way->name,
		       least / whats[what].nr);
	}
}

int main(void)
{
	static const struct way ways[] = {
		{ "tamalloc", by_tamalloc, unmap },
		{ "mmap", by_mmap, unmap },
		{ "calloc", by_calloc, free },
	};
	size_t i;

	if (!(tamalloc_has() & TAMALLOC_HAS_TAMALLOC)) {
		fputs("alloc: no tamalloc kernel\n", stderr);
		return 1;
	}
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		measure(&ways[i]);
	return 0;
}

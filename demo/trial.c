// SPDX-License-Identifier: GPL-2.0
/* The same work in memory of any kind, measured. */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/format.h"
#include "trial.h"

#define ENTRIES 512
#define PRESENT_OR_SWAPPED (3ULL << 62)	/* proc_pid_pagemap(5) */

void trial_init(struct trial *trial, const struct way *way, size_t size,
		bool huge)
{
	*trial = (struct trial){
		.way = way,
		.huge = huge,
		.block = {
			.size = size,
			.page_size = (size_t)sysconf(_SC_PAGESIZE),
		},
	};
}

/* Of malloc it begins within a page, with the books of malloc before it. */
static void find_pages(struct block *block, unsigned char *mem)
{
	size_t mask = block->page_size - 1, head = (uintptr_t)mem & mask;

	block->mem = mem - head;
	block->pages = (head + block->size + mask) / block->page_size;
}

/* Also makes a mapping of its own of it, whatever it came to lie beside. */
static void advise(const struct trial *trial)
{
	const struct block *block = &trial->block;

	/* EINVAL from a kernel without huge pages is as good */
	madvise(block->mem, block->pages * block->page_size,
		trial->huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
}

static uint64_t allocate(struct trial *trial)
{
	struct block *block = &trial->block;
	uint64_t start = clock_now(&clock_monotonic), ns;

	trial->mem = trial->way->allocate(block->size);
	ns = clock_now(&clock_monotonic) - start;
	if (!trial->mem)
		return 0;
	find_pages(block, trial->mem);
	advise(trial);
	if (!trial->way->clear)
		return ns;
	start = clock_now(&clock_monotonic);
	memset(trial->mem, 0, block->size);
	block->written = block->pages;
	return ns + clock_now(&clock_monotonic) - start;
}

static void write_page(const struct trial *trial, size_t page)
{
	volatile unsigned char *byte =
		trial->block.mem + page * trial->block.page_size;

	*(byte < trial->mem ? trial->mem : byte) = 1;
}

size_t trial_part(size_t pages)
{
	return pages / 100 + (pages % 100 != 0);
}

size_t trial_part_page(size_t pages, size_t i)
{
	return (size_t)((unsigned __int128)i * pages / trial_part(pages));
}

static uint64_t write_pages(struct trial *trial, enum trial_step step)
{
	struct block *block = &trial->block;
	uint64_t start = clock_now(&clock_monotonic), ns;
	size_t i, nr;

	nr = step == TRIAL_FIRST ? 1 :
	     step == TRIAL_PART ? trial_part(block->pages) : block->pages;
	for (i = 0; i < nr; i++)
		write_page(trial, step == TRIAL_PART ?
				  trial_part_page(block->pages, i) : i);
	ns = clock_now(&clock_monotonic) - start;
	if (block->written < nr)
		block->written = nr;
	return ns;
}

bool trial_do(struct trial *trial, enum trial_step step)
{
	struct trial_result *result = &trial->result[step];
	char size[FORMAT_MAX];

	if (step == TRIAL_ALLOCATE)
		result->ns = allocate(trial);
	else
		result->ns = result[-1].ns + write_pages(trial, step);
	if (trial->mem)
		return trial_touched(&trial->block, &result->touched);
	format_size(size, sizeof(size), trial->block.size);
	warnx("no %s by %s: %s; try a smaller --size, or see ulimit -v", size,
	      trial->way->name, strerror(errno));
	return false;
}

void trial_release(struct trial *trial)
{
	struct block *block = &trial->block;

	trial->way->release(trial->mem, block->size);
	block->released = block->written;
	block->written = 0;
	block->pages = 0;
	block->mem = NULL;
}

/* Touched ones of @nr pages from @page on, up to ENTRIES; -1 with errno. */
static int count(int pagemap, size_t page, size_t nr)
{
	uint64_t entry[ENTRIES];
	size_t size = nr * sizeof(*entry), i;
	int touched = 0;
	ssize_t got;

	got = pread(pagemap, entry, size, (off_t)(page * sizeof(*entry)));
	if (got != (ssize_t)size) {
		if (got >= 0)
			errno = EIO;
		return -1;
	}
	for (i = 0; i < nr; i++)
		touched += (entry[i] & PRESENT_OR_SWAPPED) != 0;
	return touched;
}

bool trial_touched(const struct block *block, size_t *touched)
{
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC), some = 0;
	size_t first = (uintptr_t)block->mem / block->page_size;
	size_t page, nr;

	*touched = 0;
	for (page = 0; fd >= 0 && page < block->pages; page += nr) {
		nr = block->pages - page;
		if (nr > ENTRIES)
			nr = ENTRIES;
		some = count(fd, first + page, nr);
		if (some < 0)
			break;
		*touched += (size_t)some;
	}
	if (fd < 0 || some < 0)
		warn("cannot count the pages touched in /proc/self/pagemap");
	if (fd >= 0)
		close(fd);
	return fd >= 0 && some >= 0;
}

void trial_time(char *buf, size_t len, uint64_t ns)
{
	double us = (double)ns / 1000;

	if (us < 9.95)
		snprintf(buf, len, "%.1fus", us);
	else if (us < 999.5)
		snprintf(buf, len, "%.0fus", us);
	else
		format_cost(buf, len, ns);
}

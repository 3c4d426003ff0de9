// SPDX-License-Identifier: GPL-2.0
/*
 * What memory costs a program that has never heard of the calls, in
 * instructions, in a guest that counts them (vm/run --icount): one line "NAME
 * INSTRUCTIONS" each. It runs on any kernel.
 *
 * Each is the least of several repetitions: of many where it is over so soon
 * that what others leave behind, such as mappings to be freed by RCU, weighs.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "instructions.h"

#define PAGE 4096UL
#define FEW 30
#define MANY 900
#define PAGES 100
#define FAULTS 1000

static char *map(size_t pages)
{
	char *p = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		give_up("mmap");
	return p;
}

static void unmap(char *p, size_t pages)
{
	if (munmap(p, pages * PAGE))
		give_up("munmap");
}

static void fork_and_exit(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		give_up("fork");
}

static void map_one(void)
{
	unmap(map(1), 1);
}

static void map_many(void)
{
	unmap(map(PAGES), PAGES);
}

/* It grows, and has to move for that, since something lies behind it. */
static void remap(void)
{
	char *p = map(2);

	unmap(p, 1);
	p = mremap(p + PAGE, PAGE, PAGES * PAGE, MREMAP_MAYMOVE);
	if (p == MAP_FAILED)
		give_up("mremap");
	unmap(p, PAGES);
}

static char *untouched;

static void map_untouched(void)
{
	untouched = map(FAULTS);
	/* Each page takes a fault of its own. */
	if (madvise(untouched, FAULTS * PAGE, MADV_NOHUGEPAGE) &&
	    errno != EINVAL)
		give_up("madvise");
}

static void touch(void)
{
	size_t i;

	for (i = 0; i < FAULTS; i++)
		untouched[i * PAGE] = 1;
}

static void unmap_touched(void)
{
	unmap(untouched, FAULTS);
}

static const struct cost {
	const char *name;
	int repetitions;
	void (*before)(void);
	void (*work)(void);
	void (*after)(void);
} costs[] = {
	{ "fork+exit", MANY, NULL, fork_and_exit, NULL },
	{ "mmap+munmap-1", MANY, NULL, map_one, NULL },
	{ "mmap+munmap-100", MANY, NULL, map_many, NULL },
	{ "mmap+mremap+munmap", MANY, NULL, remap, NULL },
	{ "faults-1000", FEW, map_untouched, touch, unmap_touched },
};

static uint64_t measure(const struct cost *cost)
{
	uint64_t start, end;

	if (cost->before)
		cost->before();
	start = now();
	cost->work();
	end = now();
	if (cost->after)
		cost->after();
	return end - start;
}

static uint64_t best(const struct cost *cost)
{
	uint64_t least = UINT64_MAX, count;
	int i;

	for (i = 0; i < cost->repetitions; i++) {
		count = measure(cost);
		if (count < least)
			least = count;
	}
	return least;
}

int main(void)
{
	size_t i;

	begin_at_a_fixed_time();
	for (i = 0; i < sizeof(costs) / sizeof(costs[0]); i++)
		printf("%s %lu\n", costs[i].name, best(&costs[i]));
	return 0;
}

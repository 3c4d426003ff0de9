// SPDX-License-Identifier: GPL-2.0
/*
 * target SEED: a process that does all day what makes an observer stumble. It
 * maps and unmaps, touches and gives back, moves, splits, joins and grows its
 * memory from a page to a TiB, names itself, its memory and its arguments,
 * forks, leaves zombies, ends its first thread, runs itself anew. What it does
 * is a function of the seed; when is a matter of the machine. All of its family
 * is in one process group, and ends with the first of it.
 */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef PR_SET_VMA
#define PR_SET_VMA		0x53564d41
#define PR_SET_VMA_ANON_NAME	0
#endif

#define PAGE		4096UL
#define TIB		(1UL << 40)
#define NR_BLOCKS	24
#define TOUCH_MOST	2000	/* pages, at a time */
#define RSS_MOST	(48UL << 20)
#define CHILDREN_MOST	2
#define GENERATIONS	2	/* of forks */
#define ACTS_A_LIFE	4000	/* then it runs itself anew */

static struct block {
	char *at;
	size_t len;		/* bytes; 0: there is none */
} blocks[NR_BLOCKS];

static uint64_t state;
static size_t touched;		/* bytes, at most */
static int generation, nr_children;
static char *title;		/* its arguments, to be written over */
static size_t title_len;

static size_t below(size_t limit)
{
	/* Knuth's MMIX; the low bits are poor */
	state = state * 6364136223846793005 + 1442695040888963407;
	return (size_t)((state >> 33) % limit);
}

/* Few pages often, a TiB now and then. */
static size_t any_len(void)
{
	return PAGE * (1 + below(1UL << below(29)));
}

static struct block *any_block(void)
{
	return &blocks[below(NR_BLOCKS)];
}

static void drop(struct block *block)
{
	if (block->len)
		munmap(block->at, block->len);
	block->len = 0;
}

static void map(void)
{
	static const int prots[] = { PROT_READ | PROT_WRITE, PROT_READ,
				     PROT_NONE, PROT_READ | PROT_WRITE };
	struct block *block = any_block();
	int how = below(5) ? MAP_PRIVATE : MAP_SHARED;
	void *at;

	drop(block);
	block->len = any_len();
	at = mmap(NULL, block->len, prots[below(4)],
		  how | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	block->at = at;
	if (at == MAP_FAILED)
		block->len = 0;
}

static void unmap_part(void)
{
	struct block *block = any_block();
	size_t pages = block->len / PAGE, first;

	if (pages < 3 || below(3)) {
		drop(block);
		return;
	}
	/* a hole in it; what is left stays where it is, and nobody's */
	first = below(pages);
	munmap(block->at + PAGE * first, PAGE * (1 + below(pages - first)));
	block->len = 0;
}

/* From 32 KiB to TiBs, and back. */
static void move(void)
{
	struct block *block = any_block();
	size_t len = below(4) ? any_len() : TIB;
	void *at;

	if (!block->len)
		return;
	at = mremap(block->at, block->len, len, MREMAP_MAYMOVE);
	if (at == MAP_FAILED)
		return;
	block->at = at;
	block->len = len;
}

/* The kernel writes where we can't without dying of it. */
static bool was_written(char *at)
{
	static int zero = -1;

	if (zero < 0)
		zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	return read(zero, at, 1) == 1;
}

static void touch(void)
{
	struct block *block = any_block();
	size_t pages = block->len / PAGE, nr = 1 + below(TOUCH_MOST), first;
	size_t step = 1 + below(3), i;

	if (!pages || touched > RSS_MOST)
		return;
	first = below(pages);
	for (i = first; i < pages && nr--; i += step) {
		if (!was_written(block->at + i * PAGE))
			return;
		touched += PAGE;
	}
}

static void give_back(void)
{
	size_t i;

	if (touched < RSS_MOST && below(4)) {
		struct block *block = any_block();

		if (block->len)
			madvise(block->at, block->len, MADV_DONTNEED);
		return;
	}
	for (i = 0; i < NR_BLOCKS; i++)
		drop(&blocks[i]);
	touched = 0;
}

static void split(void)
{
	struct block *block = any_block();
	size_t pages = block->len / PAGE, i;

	for (i = 0; i < 50 && pages; i++)
		mprotect(block->at + PAGE * below(pages), PAGE,
			 below(2) ? PROT_READ : PROT_READ | PROT_WRITE);
}

static void any_text(char *text, size_t size)
{
	size_t i, len = below(size);

	for (i = 0; i < len; i++)
		text[i] = (char)(1 + below(255));
	text[len] = '\0';
}

static void name_something(void)
{
	struct block *block = any_block();
	char name[80];
	size_t i;

	any_text(name, sizeof(name));
	switch (below(3)) {
	case 0:
		prctl(PR_SET_NAME, name);
		break;
	case 1:
		/* the kernel wants it printable */
		for (i = 0; name[i]; i++)
			name[i] = (char)('!' + name[i] % 30);
		if (block->len)
			prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, block->at,
			      block->len, name);
		break;
	default:
		any_text(title, title_len);
	}
}

static void *sleep_on(void *arg)
{
	(void)arg;
	poll(NULL, 0, 100);
	_exit(0);
}

/* Its memory lives on in another thread for a while. */
static void end_first_thread(void)
{
	pthread_t thread;

	if (!pthread_create(&thread, NULL, sleep_on, NULL))
		pthread_exit(NULL);
}

static void reap(int flags)
{
	while (nr_children && waitpid(-1, NULL, flags) > 0)
		nr_children--;
}

static void have_child(void)
{
	pid_t parent = getpid(), pid;

	/* zombies stay for a while */
	if (nr_children >= CHILDREN_MOST || !below(8))
		reap(WNOHANG);
	if (nr_children >= CHILDREN_MOST || generation >= GENERATIONS)
		return;
	pid = fork();
	if (pid > 0)
		nr_children++;
	if (pid)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	nr_children = 0;
	generation++;
	state += (uint64_t)getpid() << 20;
}

static void run_anew(void)
{
	char seed[32], gen[16], nr[16], path[] = "/proc/self/exe";
	char name[] = "target";
	char *const args[] = { name, seed, gen, nr, NULL };

	snprintf(seed, sizeof(seed), "%zu", below(1UL << 30));
	snprintf(gen, sizeof(gen), "%d", generation);
	/* they stay its children */
	snprintf(nr, sizeof(nr), "%d", nr_children);
	execv(path, args);
}

static void act(void)
{
	static void (*const acts[])(void) = {
		map, map, map, unmap_part, move, move, touch, touch, touch,
		give_back, split, name_something, have_child,
	};

	acts[below(sizeof(acts) / sizeof(*acts))]();
	if (generation && !below(ACTS_A_LIFE))
		_exit(0);
	if (generation && !below(ACTS_A_LIFE))
		end_first_thread();
	if (!below(ACTS_A_LIFE))
		run_anew();
	/* it is to be seen, and others are to run, too */
	if (!below(8))
		poll(NULL, 0, (int)below(30));
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: target SEED [GENERATION CHILDREN]\n");
		return 2;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	state = strtoull(argv[1], NULL, 10);
	generation = argc > 3 ? atoi(argv[2]) : 0;
	nr_children = argc > 3 ? atoi(argv[3]) : 0;
	title = argv[0];
	title_len = (size_t)(argv[argc - 1] + strlen(argv[argc - 1]) - title);
	for (;;)
		act();
}

// SPDX-License-Identifier: GPL-2.0
/*
 * touch RESERVED WRITTEN READ [STRIDE [US]]: reserve so many pages with
 * tamalloc, write and read so many of them, each STRIDE-th one, say "ready
 * PID", and stay until stdin ends. Meanwhile a thread maps a page and unmaps
 * it every US microseconds.
 */
#include <err.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <tamalloc.h>

static void *map_and_unmap(void *arg)
{
	const struct timespec pause = {
		.tv_nsec = *(const long *)arg * 1000,
	};
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *p;

	for (;;) {
		p = mmap(NULL, page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (p == MAP_FAILED || munmap(p, page))
			err(1, "mmap");
		nanosleep(&pause, NULL);
	}
	return NULL;
}

static void touch(size_t reserved, size_t written, size_t read, size_t stride)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	volatile char *block = tamalloc(reserved * page);
	size_t i;

	if (!block || (written + read) * stride > reserved)
		errx(1, "no such block");
	for (i = 0; i < written; i++)
		block[i * stride * page] = 1;
	for (; i < written + read; i++)
		if (block[i * stride * page])
			errx(1, "page %zu is not zero", i * stride);
}

static size_t number(int argc, char **argv, int i, size_t otherwise)
{
	return i < argc ? strtoul(argv[i], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
	pthread_t thread;
	long us;

	if (argc < 4)
		return 2;
	/* a buffer would be allocated when it is said to be ready */
	setvbuf(stdin, NULL, _IONBF, 0);
	touch(number(argc, argv, 1, 0), number(argc, argv, 2, 0),
	      number(argc, argv, 3, 0), number(argc, argv, 4, 1));
	us = (long)number(argc, argv, 5, 0);
	if (us && pthread_create(&thread, NULL, map_and_unmap, &us))
		errx(1, "no thread");
	printf("ready %d\n", (int)getpid());
	fflush(stdout);
	return getchar() != EOF;
}

// SPDX-License-Identifier: GPL-2.0
/*
 * worst FOLDER: a process that does to whoever looks into it the worst that one
 * can do. It touches 4 MiB; then, with each SIGUSR1, it makes a TiB of them,
 * which takes no memory, makes them 4 MiB again, and at last maps two files of
 * FOLDER with the longest paths there are, a page each in turn, as often as the
 * kernel allows, but not more than 200,000 times.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SMALL	((size_t)4 << 20)
#define LARGE	((size_t)1 << 40)
#define MANY	200000
#define DEPTH	14	/* folders with the longest names: a path of 3.6 KB */

static void *map(void *at, size_t size, int prot, int flags)
{
	return mmap(at, size, prot,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0);
}

/* Where there is room behind it. */
static void *map_block(void)
{
	char *block = map(NULL, 2 * LARGE, PROT_NONE, 0);

	if (block == MAP_FAILED || munmap(block, 2 * LARGE))
		return MAP_FAILED;
	block = map(block, SMALL, PROT_READ | PROT_WRITE, MAP_FIXED);
	if (block != MAP_FAILED)
		memset(block, 1, SMALL);
	return block;
}

static int open_in(const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "worst-file-%s", name);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	return fd >= 0 && !ftruncate(fd, MANY * (off_t)4096) ? fd : -1;
}

static void go_down(const char *folder)
{
	char name[256];
	int i;

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	if (chdir(folder))
		_exit(1);
	for (i = 0; i < DEPTH; i++)
		if (mkdir(name, 0700) || chdir(name))
			_exit(1);
}

static void map_many(const char *folder)
{
	int files[2];
	int i;

	go_down(folder);
	files[0] = open_in("a");
	files[1] = open_in("b");
	for (i = 0; i < MANY; i++)
		if (mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, files[i % 2],
			 i * (off_t)4096) == MAP_FAILED)
			break;
	/* the test reads how many there were */
	printf("%d\n", i);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	void *block = map_block();
	sigset_t set;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	if (argc != 2 || block == MAP_FAILED)
		return 1;
	printf("ready\n");
	fflush(stdout);
	sigwait(&set, &sig);
	if (mremap(block, SMALL, LARGE, 0) == MAP_FAILED)
		return 1;
	sigwait(&set, &sig);
	if (mremap(block, LARGE, SMALL, 0) == MAP_FAILED)
		return 1;
	sigwait(&set, &sig);
	map_many(argv[1]);
	for (;;)
		pause();
}

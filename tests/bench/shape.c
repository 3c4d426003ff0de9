// SPDX-License-Identifier: GPL-2.0
/*
 * shape NAME COMMAND...: run COMMAND with one more argument, the pid of a process
 * that has touched its memory in a known way: all of 64 MiB or of 1 GiB, every
 * other page of 1 GiB, or 1,000 pages of 1 TiB, in one run or one in each GiB.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tamalloc.h>

#define PAGE	4096UL
#define MIB	(1UL << 20)
#define GIB	(1UL << 30)
#define TIB	(1UL << 40)

struct shape {
	const char *name;
	size_t size;
	size_t stride;
	size_t pages;
};

static const struct shape shapes[] = {
	{ "dense-64M", 64 * MIB, PAGE, 64 * MIB / PAGE },
	{ "dense-1G", GIB, PAGE, GIB / PAGE },
	{ "alternating-1G", GIB, 2 * PAGE, GIB / PAGE / 2 },
	{ "run-1T", TIB, PAGE, 1000 },
	{ "spread-1T", TIB, GIB, 1000 },
};

static const struct shape *find_shape(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (!strcmp(shapes[i].name, name))
			return &shapes[i];
	return NULL;
}

static void take_shape(const struct shape *shape, int ready)
{
	char *p = tamalloc(shape->size);
	size_t i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!p)
		_exit(1);
	for (i = 0; i < shape->pages; i++)
		p[i * shape->stride] = 1;
	if (write(ready, "", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

static int run(char **command, int argc, pid_t target)
{
	char *args[argc + 2], number[16];
	pid_t pid;
	int status;

	memcpy(args, command, (size_t)argc * sizeof(*args));
	snprintf(number, sizeof(number), "%d", target);
	args[argc] = number;
	args[argc + 1] = NULL;
	pid = fork();
	if (!pid) {
		execvp(*args, args);
		perror(*args);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int main(int argc, char **argv)
{
	const struct shape *shape = argc > 2 ? find_shape(argv[1]) : NULL;
	int ready[2], status;
	pid_t target;
	char byte;

	if (!shape || pipe(ready)) {
		fputs("usage: shape NAME COMMAND...\n", stderr);
		return 2;
	}
	target = fork();
	if (!target)
		take_shape(shape, ready[1]);
	close(ready[1]);
	if (target < 0 || read(ready[0], &byte, 1) != 1) {
		fprintf(stderr, "shape: %s: %s\n", argv[1], strerror(errno));
		return 1;
	}
	status = run(argv + 2, argc - 2, target);
	kill(target, SIGKILL);
	waitpid(target, NULL, 0);
	return status;
}

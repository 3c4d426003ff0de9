// SPDX-License-Identifier: GPL-2.0
/*
 * crowd N [threads=T] [mappings=M] -- COMMAND...: run COMMAND while there are N
 * processes that sleep, of which the first has so many threads and mappings.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZES		16	/* a few pages more or less in each */
#define SETTLE_US	500000

static char ballast[SIZES][4096];

static void die(const char *what)
{
	fprintf(stderr, "crowd: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void *sleep_for_ever(void *arg)
{
	for (;;)
		pause();
	return arg;
}

static void add_threads(long nr)
{
	pthread_attr_t attr;
	pthread_t thread;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 64 * 1024);
	for (; nr > 0; nr--)
		if (pthread_create(&thread, &attr, sleep_for_ever, NULL))
			die("a thread");
}

/* Every other page may be written: none of them is one with its neighbour. */
static void add_mappings(long nr)
{
	char *pages = mmap(NULL, (size_t)nr * 4096, PROT_READ,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	long i;

	if (pages == MAP_FAILED)
		die("mmap");
	for (i = 0; i < nr; i += 2)
		if (mprotect(pages + i * 4096, 4096, PROT_READ | PROT_WRITE))
			die("mprotect");
}

static pid_t start_sleeper(long nr, long threads, long mappings)
{
	pid_t pid = fork();
	long i;

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (i = 0; i < nr % SIZES; i++)
		ballast[i][0] = 1;
	if (threads)
		add_threads(threads - 1);
	if (mappings)
		add_mappings(mappings);
	sleep_for_ever(NULL);
	return 0;
}

static int run(char **command)
{
	pid_t pid = fork();
	int status = 0;

	if (!pid) {
		execvp(*command, command);
		die(*command);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		die("COMMAND");
	return WIFEXITED(status) ? WEXITSTATUS(status) :
				   128 + WTERMSIG(status);
}

static void end(const pid_t *pids, long nr)
{
	long i;

	for (i = 0; i < nr; i++)
		kill(pids[i], SIGKILL);
	while (wait(NULL) > 0)
		;
}

int main(int argc, char **argv)
{
	long nr = argc > 1 ? atol(argv[1]) : 0, threads = 0, mappings = 0, i;
	pid_t *pids;
	int status;

	for (argv += 2; nr > 0 && *argv && strcmp(*argv, "--"); argv++)
		if (sscanf(*argv, "threads=%ld", &threads) != 1 &&
		    sscanf(*argv, "mappings=%ld", &mappings) != 1)
			break;
	if (nr <= 0 || !*argv || strcmp(*argv, "--") || !argv[1]) {
		fputs("usage: crowd N [threads=T] [mappings=M] -- COMMAND...\n",
		      stderr);
		return 2;
	}
	pids = calloc((size_t)nr, sizeof(*pids));
	if (!pids)
		die("calloc");
	for (i = 0; i < nr; i++) {
		pids[i] = start_sleeper(i, i ? 0 : threads, i ? 0 : mappings);
		if (pids[i] < 0)
			die("fork");
	}
	/* they run till they sleep */
	usleep(SETTLE_US);
	status = run(argv + 1);
	end(pids, nr);
	free(pids);
	return status;
}

// SPDX-License-Identifier: GPL-2.0
/*
 * Processes to look at, in all the states that change what is answered of
 * them; some hold still, and some are never twice the same.
 */
#include <pthread.h>

#include "fuzz.h"

#define BLOCK_PAGES 3000UL

/* Written, read, given back, not to be touched: in no order. */
static bool own_blocks(void)
{
	char *p = tam_alloc(BLOCK_PAGES * PAGE);
	size_t i;

	if (p == MAP_FAILED)
		return false;
	for (i = 0; i < BLOCK_PAGES; i++) {
		volatile char *page = p + i * PAGE;

		if (one_in(3))
			*page = 1;
		else if (one_in(2))
			(void)*page;
	}
	for (i = 0; i < 40; i++)
		mprotect(p + below(BLOCK_PAGES) * PAGE, PAGE, PROT_READ);
	return true;
}

static void rest(void)
{
	for (;;)
		pause();
}

static void *rest_in_thread(void *arg)
{
	rest();
	return arg;
}

static void hold_still(void)
{
	own_blocks();
	raise(SIGSTOP);
}

static void leave_the_leader(void)
{
	pthread_t thread;

	own_blocks();
	if (!pthread_create(&thread, NULL, rest_in_thread, NULL))
		pthread_exit(NULL);
}

static void become_zombies(void)
{
	int i;

	for (i = 0; i < 3; i++)
		if (!fork())
			_exit(0);
	rest();
}

static void be_nobody(void)
{
	/* who becomes another loses what ties it to its parent */
	if (become_nobody() && !prctl(PR_SET_PDEATHSIG, SIGKILL) &&
	    own_blocks())
		rest();
}

static void map_and_fork(void)
{
	char *p;

	for (;;) {
		p = tam_alloc((1 + below(2000)) * PAGE);
		if (p != MAP_FAILED) {
			memset(p, 1, PAGE);
			if (one_in(8) && !fork())
				_exit(0);
			munmap(p, (1 + below(2000)) * PAGE);
		}
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		if (one_in(100))
			execl("/proc/self/exe", "fuzz", "--target", NULL);
	}
}

static void (*const targets[])(void) = {
	hold_still, leave_the_leader, become_zombies, be_nobody, map_and_fork,
};

/* What began in map_and_fork() and has exec'ed itself. */
void go_on_as_target(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	seed_random(getpid());
	map_and_fork();
}

bool start_targets(void)
{
	size_t i;
	pid_t pid;

	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		pid = fork();
		if (pid < 0)
			return false;
		if (pid)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		seed_random(i);
		targets[i]();
		_exit(1);
	}
	return true;
}

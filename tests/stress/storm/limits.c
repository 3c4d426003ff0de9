// SPDX-License-Identifier: GPL-2.0
/* Those who die of the memory that they were promised, or with their init. */
#include <sched.h>
#include <sys/stat.h>

#include "storm.h"

#define GROUP "/sys/fs/cgroup/storm"

/* The kernel tells of every kill: not too many. */
static const struct timespec rest = { .tv_nsec = 300000000 };

static void eat(void)
{
	size_t size = 64 * MIB, i;
	char *p = tam_alloc(size);

	if (p == MAP_FAILED || !write_file("/proc/self/oom_score_adj", "0"))
		_exit(0);
	for (i = 0; i < size; i += PAGE)
		p[i] = 1;
	_exit(0);
}

/* Its children are in it, too: that they join is what all forks wait for. */
static bool join_group(void)
{
	return (!mkdir(GROUP, 0755) || errno == EEXIST) &&
	       write_file(GROUP "/memory.max", "8M") &&
	       write_file(GROUP "/memory.swap.max", "0") &&
	       write_file(GROUP "/cgroup.procs", "0") &&
	       write_file("/proc/self/oom_score_adj", "-1000");
}

int act_eater(void)
{
	int status;
	pid_t pid;

	if (!join_group())
		return 1;
	while (!is_over()) {
		pid = fork();
		if (!pid)
			eat();
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			continue;
		count(FORKS);
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
			count(OOM_KILLS);
		nanosleep(&rest, NULL);
	}
	return 0;
}

/* --- pid namespaces --- */

#define INHABITANTS 5

static void inhabit(void)
{
	if (one_in(2))
		tam_alloc((1 + below(50)) * PAGE);
	if (one_in(3))
		_exit(0);
	if (one_in(2) && fork() < 0)
		_exit(0);
	for (;;)
		pause();
}

/* What is told in a namespace is of it, and by its own numbers. */
static void look_around(void)
{
	struct memstat_req req = request(MEMSTAT_TASK | MEMSTAT_MM);
	struct memstat_rec recs[8 * INHABITANTS];
	long ret = answered(tam_list(&req, recs, 8 * INHABITANTS, 0)), i;

	CHECK(ret > 0 && ret <= 2 * INHABITANTS + 1, "%ld", ret);
	CHECK(ret <= 0 || (recs[0].pid == 1 && !recs[0].ppid), "%u of %u",
	      recs[0].pid, recs[0].ppid);
	for (i = 0; i < ret; i++)
		CHECK(!(recs[i].flags & MEMSTAT_F_KTHREAD) &&
		      recs[i].ppid <= (uint32_t)(2 * INHABITANTS + 1),
		      "pid %u of %u", recs[i].pid, recs[i].ppid);
	CHECK(tam_get(getppid(), &recs[0]) == 0, "the caller");
}

/* With the first process all others go. */
static void be_init(void)
{
	int i;

	for (i = 0; i < INHABITANTS; i++)
		if (!fork())
			inhabit();
	for (i = 0; i < 20; i++)
		look_around();
	count(NAMESPACES);
	_exit(0);
}

static void found_namespace(void)
{
	pid_t pid;

	if (unshare(CLONE_NEWPID))
		_exit(1);
	pid = fork();
	if (!pid)
		be_init();
	if (pid > 0)
		waitpid(pid, NULL, 0);
	_exit(0);
}

int act_namespacer(void)
{
	pid_t pid;

	while (!is_over()) {
		pid = fork();
		if (!pid)
			found_namespace();
		if (pid > 0)
			waitpid(pid, NULL, 0);
		count(FORKS);
		nanosleep(&(struct timespec) { .tv_nsec = 20000000 }, NULL);
	}
	return 0;
}

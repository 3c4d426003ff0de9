// SPDX-License-Identifier: GPL-2.0
/*
 * races SECONDS: processes that change what is told of them all the time, and
 * nothing but looks at them beside. On the kernel that looks for data races each
 * read of the calls meets a write so; vm/run says which of them was not marked.
 */
#include <pthread.h>

#include "../guest/guest.h"

#define LOOKED_AT 64

/* Flags of its own: PF_MEMALLOC, beside what says that it is no kernel thread. */
static void change_flags(void)
{
	char *p = tam_alloc(PAGE);

	for (;;) {
		*(volatile char *)p = 1;
		madvise(p, PAGE, MADV_PAGEOUT);
	}
}

static void fault(void)
{
	char *p = tam_alloc(PAGE);

	for (;;) {
		*(volatile char *)p = 1;
		madvise(p, PAGE, MADV_DONTNEED);
	}
}

static void *fault_in_thread(void *arg)
{
	fault();
	return arg;
}

static void *come_and_go(void *arg)
{
	return arg;
}

/* One thread faults, others come and go. */
static void change_threads(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, fault_in_thread, NULL))
		_exit(1);
	for (;;)
		if (!pthread_create(&thread, NULL, come_and_go, NULL))
			pthread_join(thread, NULL);
}

static void have_children(void)
{
	for (;;)
		fork_and_reap();
}

static void *begin_anew(void *arg)
{
	execl("/proc/thread-self/exe", "races", "leader", NULL);
	return arg;
}

/* The thread that execs takes the place of the leader, which has gone. */
static void change_leader(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, begin_anew, NULL))
		_exit(1);
	pthread_exit(NULL);
}

static void change_score(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	unsigned int i;

	for (i = 0; fd >= 0; i++)
		if (pwrite(fd, i % 2 ? "1" : "2", 1, 0) != 1)
			return;
}

static void (*const changes[])(void) = {
	change_flags, fault, change_threads, have_children, change_leader,
	change_score,
};

#define NR_CHANGES (sizeof(changes) / sizeof(changes[0]))

static pid_t start(void (*change)(void))
{
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	change();
	_exit(1);
}

/* Each call, of all that changes. */
static bool look(void)
{
	static struct memstat_rec recs[LOOKED_AT];
	struct memstat_req req = request(ALL_GROUPS);
	struct total_mem_stats total;
	struct mem_stats stats;
	long ret, i;

	req.after_pid = getpid();
	ret = tam_list(&req, recs, LOOKED_AT, 0);
	for (i = 0; i < ret; i++)
		tam_get(recs[i].pid, &stats);
	return ret >= (long)NR_CHANGES && !tam_total(&total);
}

static bool all_live(const pid_t *pids)
{
	size_t i;

	for (i = 0; i < NR_CHANGES; i++)
		if (waitpid(pids[i], NULL, WNOHANG))
			return false;
	return true;
}

static int race(long seconds)
{
	long end = now_ms() + seconds * 1000, looks = 0;
	pid_t pids[NR_CHANGES];
	bool good = true;
	size_t i;

	for (i = 0; i < NR_CHANGES; i++)
		pids[i] = start(changes[i]);
	while (good && now_ms() < end) {
		good = look() && all_live(pids);
		looks++;
	}
	for (i = 0; i < NR_CHANGES; i++)
		kill(pids[i], SIGKILL);
	printf("1..1\n# %ld looks\n%s 1 - each was seen in the midst of it\n",
	       looks, good ? "ok" : "not ok");
	return !good;
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	if (strcmp(argv[1], "leader"))
		return race(atol(argv[1]));
	change_leader();
	return 1;
}

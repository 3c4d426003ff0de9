// SPDX-License-Identifier: GPL-2.0
/*
 * Targets that get no further until we let them: stopped, in a fault or a fork
 * that user space has to handle, in an exec that waits for its argument or for
 * a traced thread, in vfork, and preempted for good with their mmap lock held.
 * Only when the calls have returned are they let go. A call that waits for them
 * never returns, and whoever started the storm notices that it does not end.
 */
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>

#include "storm.h"

#define OWN_PAGES 64UL
#define OWN_WRITTEN 10UL
#define SLOW_PAGES 16UL
#define PATIENCE_MS 300000
#define MASK (MEMSTAT_TASK | MEMSTAT_MM | PAGES_GROUPS)

/* What the target tells us, and we tell it. */
static struct {
	atomic_int ready, go;
	pid_t thread;
	int uffd;
} *order;

static void give_way(void)
{
	nanosleep(&(struct timespec) { .tv_nsec = 1000000 }, NULL);
}

static bool wait_until(const atomic_int *flag)
{
	long start = now_ms();

	while (!atomic_load(flag) && now_ms() - start < PATIENCE_MS)
		give_way();
	return atomic_load(flag);
}

/* --- what the target does --- */

static bool own_block(void)
{
	char *p = tam_alloc(OWN_PAGES * PAGE);
	size_t i;

	if (p == MAP_FAILED || madvise(p, OWN_PAGES * PAGE, MADV_NOHUGEPAGE))
		return false;
	for (i = 0; i < OWN_WRITTEN; i++)
		p[i * PAGE] = 1;
	return true;
}

/* Memory whose faults, and forks of it, wait for somebody to read of them. */
static char *own_slow_block(void)
{
	struct uffdio_api api = {
		.api = UFFD_API, .features = UFFD_FEATURE_EVENT_FORK,
	};
	char *p = tam_alloc(SLOW_PAGES * PAGE);
	struct uffdio_register reg = {
		.range = { (uintptr_t)p, SLOW_PAGES * PAGE },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};

	order->uffd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	if (p == MAP_FAILED || ioctl(order->uffd, UFFDIO_API, &api) ||
	    ioctl(order->uffd, UFFDIO_REGISTER, &reg))
		_exit(1);
	atomic_store(&order->ready, 1);
	wait_until(&order->go);
	return p;
}

static void be_stopped(void)
{
	own_slow_block();
	raise(SIGSTOP);
}

static void be_in_fault(void)
{
	*(volatile char *)own_slow_block() = 1;
}

static void be_in_fork(void)
{
	own_slow_block();
	if (!fork())
		_exit(0);
}

/* Of the program's memory, all but the arguments is left for the next one. */
static void be_in_exec(void)
{
	char *argv[] = { own_slow_block(), NULL };

	execv(STORM_PROGRAM, argv);
}

static void be_in_vfork(void)
{
	own_slow_block();
	if (!vfork()) {
		syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL);
		atomic_store(&order->ready, 2);
		for (;;)
			syscall(SYS_pause);
	}
}

static void *be_traced(void *arg)
{
	order->thread = gettid();
	own_slow_block();
	for (;;)
		pause();
	return arg;
}

static void be_in_exec_for_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, be_traced, NULL))
		_exit(1);
	wait_until(&order->go);
	execl(STORM_PROGRAM, "storm", "--act", "suid", NULL);
}

/* --- when it is stuck --- */

static bool stops(pid_t pid)
{
	int status;

	return waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status);
}

/* A message that nobody has read yet, and nobody will. */
static bool waits_for_user_space(pid_t pid)
{
	int pidfd = syscall(SYS_pidfd_open, pid, 0);
	struct pollfd event = {
		.fd = syscall(SYS_pidfd_getfd, pidfd, order->uffd, 0),
		.events = POLLIN,
	};
	bool waits;

	close(pidfd);
	waits = poll(&event, 1, PATIENCE_MS) == 1 && event.revents == POLLIN;
	close(event.fd);
	return waits;
}

static bool vforks(pid_t pid)
{
	long start = now_ms();

	(void)pid;
	while (atomic_load(&order->ready) != 2 &&
	       now_ms() - start < PATIENCE_MS)
		give_way();
	return atomic_load(&order->ready) == 2;
}

/* The thread that has to go for the exec is stopped on its way out. */
static bool waits_for_thread(pid_t pid)
{
	int status;

	(void)pid;
	return waitpid(order->thread, &status, __WALL) == order->thread &&
	       status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8);
}

static bool trace_thread(void)
{
	return !ptrace(PTRACE_SEIZE, order->thread, NULL, PTRACE_O_TRACEEXIT);
}

static const struct way {
	const char *name;
	void (*be)(void);
	bool (*prepare)(void);
	bool (*is_stuck)(pid_t pid);
} ways[] = {
	{ "stopped", be_stopped, NULL, stops },
	{ "in a fault", be_in_fault, NULL, waits_for_user_space },
	{ "in fork", be_in_fork, NULL, waits_for_user_space },
	{ "in exec", be_in_exec, NULL, waits_for_user_space },
	{ "in vfork", be_in_vfork, NULL, vforks },
	{ "in exec, for a thread", be_in_exec_for_thread, trace_thread,
	  waits_for_thread },
};

#define NR_WAYS (sizeof(ways) / sizeof(ways[0]))

/* --- what we see of it --- */

/* ksmd and khugepaged take its lock now and then: then it is asked again. */
static long ask_until_not_busy(pid_t pid, struct memstat_rec *rec)
{
	long start = now_ms(), ret;

	do {
		ret = ask_of(pid, MASK, rec);
		if (ret != 1 || !(rec->flags & MEMSTAT_F_BUSY))
			break;
		give_way();
	} while (!is_over() && now_ms() - start < PATIENCE_MS);
	return ret;
}

static void look_at(pid_t pid, const struct way *way)
{
	struct total_mem_stats total;
	struct mem_stats stats;
	struct memstat_rec rec;
	long ret;

	CHECK(!answered(tam_get(pid, &stats)) && stats.reserved_kb, "%s",
	      way->name);
	CHECK(!answered(tam_total(&total)) &&
	      total.total_reserved_kb >= stats.reserved_kb, "%s", way->name);
	ret = ask_until_not_busy(pid, &rec);
	if (is_over())
		return;
	CHECK(ret == 1 && rec.pid == (uint32_t)pid && !rec.flags &&
	      rec.mask == MASK && rec.vm_total, "%s: %ld, flags %#x mask %#llx",
	      way->name, ret, rec.flags, rec.mask);
	CHECK(rec.ta_reserved == (OWN_PAGES + SLOW_PAGES) * PAGE &&
	      rec.ta_written + rec.ta_swapped == OWN_WRITTEN * PAGE,
	      "%s: %llu reserved, %llu written, %llu swapped", way->name,
	      rec.ta_reserved, rec.ta_written, rec.ta_swapped);
	CHECK(times_listed(pid) == 1, "%s", way->name);
	count(STUCK);
}

static void end_all_of(pid_t pid)
{
	kill(pid, SIGKILL);
	while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR)
		;
}

static void be_stuck(const struct way *way)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (own_block())
		way->be();
	_exit(1);
}

static void try_way(const struct way *way)
{
	pid_t pid;

	memset(order, 0, sizeof(*order));
	pid = fork();
	if (!pid)
		be_stuck(way);
	if (pid < 0)
		return;
	count(FORKS);
	if (!wait_until(&order->ready) || (way->prepare && !way->prepare())) {
		CHECK(is_over(), "%s: not ready, %s", way->name,
		      strerror(errno));
	} else {
		atomic_store(&order->go, 1);
		if (way->is_stuck(pid))
			look_at(pid, way);
		else
			CHECK(is_over(), "%s: it is not", way->name);
	}
	end_all_of(pid);
}

/* --- the lock held by somebody who cannot run --- */

#define FORKED (16 * MIB)
#define HOLD_TRIES 4

static void run_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static void run_first(int priority)
{
	const struct sched_param param = { .sched_priority = priority };

	sched_setscheduler(0, priority ? SCHED_FIFO : SCHED_OTHER, &param);
}

/* Most of its time it copies page tables, and holds its lock for that. */
static void fork_for_ever(void)
{
	char *p = tam_alloc(FORKED);
	size_t i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	run_on(1);
	for (i = 0; p != MAP_FAILED && i < FORKED; i += PAGE)
		p[i] = 1;
	for (;;) {
		fork_and_reap();
		atomic_store(&order->ready, 1);
	}
}

/* Told to, it takes the processor, and gives it back when told to. */
static void take_processor(int pipe)
{
	char byte;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	run_on(1);
	run_first(10);
	while (read(pipe, &byte, 1) == 1) {
		atomic_store(&order->go, 2);
		while (atomic_load(&order->go) == 2)
			;
	}
	_exit(0);
}

/* Twice busy with none but the holder in between: that is who has it. */
static bool look_while_it_holds(pid_t pid)
{
	struct memstat_rec rec;
	struct mem_stats stats;

	if (ask_of(pid, MASK, &rec) != 1 || !(rec.flags & MEMSTAT_F_BUSY))
		return false;
	CHECK(!answered(tam_get(pid, &stats)) && stats.reserved_kb, "%d", pid);
	CHECK(rec.vm_total && rec.ta_reserved == FORKED, "%llu, %llu",
	      rec.vm_total, rec.ta_reserved);
	CHECK(times_listed(pid) == 1, "%d", pid);
	return ask_of(pid, MASK, &rec) == 1 && rec.flags & MEMSTAT_F_BUSY;
}

static void hold_once(pid_t pid, int pipe)
{
	const struct timespec moment = { .tv_nsec = below(3000000) };

	nanosleep(&moment, NULL);
	if (write(pipe, "", 1) != 1)
		return;
	while (atomic_load(&order->go) != 2)
		;
	if (look_while_it_holds(pid))
		count(LOCK_HELD);
	atomic_store(&order->go, 0);
}

static void hold_lock(void)
{
	pid_t holder, taker;
	int n, ends[2];

	memset(order, 0, sizeof(*order));
	if (pipe(ends))
		return;
	holder = fork();
	if (!holder)
		fork_for_ever();
	taker = fork();
	if (!taker) {
		close(ends[1]);
		take_processor(ends[0]);
	}
	close(ends[0]);
	if (holder > 0 && taker > 0 && wait_until(&order->ready)) {
		run_on(0);
		run_first(20);
		for (n = 0; n < HOLD_TRIES && !is_over(); n++)
			hold_once(holder, ends[1]);
		run_first(0);
	}
	close(ends[1]);
	if (taker > 0)
		kill(taker, SIGKILL);
	if (holder > 0)
		end_all_of(holder);
}

int act_stuck(void)
{
	const struct timespec rest = { .tv_nsec = 20000000 };
	size_t i;

	order = mmap(NULL, sizeof(*order), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (order == MAP_FAILED)
		return 1;
	for (i = 0; !is_over(); i++) {
		if (i % (NR_WAYS + 1) < NR_WAYS)
			try_way(&ways[i % (NR_WAYS + 1)]);
		else
			hold_lock();
		nanosleep(&rest, NULL);
	}
	return 0;
}

// SPDX-License-Identifier: GPL-2.0
/*
 * storm [--seed N] [--scope N] [--anything] [SECONDS]: starts the storm, lets it
 * rage, ends it, and says in TAP whether anything was seen that must not be. It
 * goes on beyond its time until all that has to happen did happen, and gives up
 * on that after 25 minutes; --anything is for those who look at the counts of
 * several storms. Scope 1 is the one at which more can go wrong.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdarg.h>
#include <sys/stat.h>

#include "storm.h"

/* Far from where the kernel puts blocks: what is done to them can't reach it. */
#define SHARED_AT ((void *)0x200000000000)
#define GIVE_UP_MS 1500000L
#define MAX_TOLD 20

const char *const count_names[NR_COUNTS] = {
	[MAPS] = "changes of mappings", [FORKS] = "forks",
	[EXECS] = "execs", [THREAD_EXECS] = "of other threads",
	[SUID_EXECS] = "setuid execs", [DEAD_LEADERS] = "dead leaders",
	[PAGEOUTS] = "pageouts", [CALLS] = "calls", [RECORDS] = "records",
	[REFUSED] = "refused", [CUT_SHORT] = "interrupted",
	[ZOMBIES] = "zombies", [PARTIALS] = "partial",
	[SWAPPED] = "with swap", [HUGE] = "with huge pages",
	[OWN_SUMS] = "own sums", [SUMS] = "sums of others",
	[NOBODYS_RECORDS] = "records of nobody's",
	[USERFAULTS] = "faults handled by user space",
	[OOM_KILLS] = "oom kills", [NAMESPACES] = "pid namespaces",
	[LISTS] = "lists of all", [STILL] = "compared with /proc",
	[STUCK] = "stuck targets",
	[LOCK_HELD] = "answers while the lock was held",
};

static const struct {
	const char *name;
	int (*act)(void);
	int nr, nice;		/* there are more threads than processors */
} actors[] = {
	{ "mapper", act_mapper, 2, 2 },
	{ "execer", act_execer, 2, 2 },
	{ "suid-parent", act_suid_parent, 2, 2 },
	{ "suid", act_suid, 0, 0 },
	{ "forker", act_forker, 1, 6 },
	{ "reader", act_reader, 2, 0 },
	{ "nobodys-reader", act_nobodys_reader, 2, 0 },
	{ "slicer", act_slicer, 1, 0 },
	{ "userfaulter", act_userfaulter, 1, 4 },
	{ "eater", act_eater, 1, 4 },
	{ "namespacer", act_namespacer, 1, 4 },
	{ "census", act_census, 1, 0 },
	{ "still", act_still, 1, 0 },
	{ "stuck", act_stuck, 1, 0 },
};

#define NR_ACTORS (sizeof(actors) / sizeof(actors[0]))

struct shared *shared;

/* Which thread gets which stream depends on who comes first. */
uint64_t next_seed(void)
{
	return shared->seed + atomic_fetch_add(&shared->streams, 1);
}

void violated(const char *format, ...)
{
	char text[400] = "# ";
	va_list args;
	int len;

	if (atomic_load(&shared->failures) >= MAX_TOLD)
		return;
	va_start(args, format);
	len = vsnprintf(text + 2, sizeof(text) - 3, format, args);
	va_end(args);
	len = len < (int)sizeof(text) - 4 ? len + 2 : (int)sizeof(text) - 2;
	text[len++] = '\n';
	/* In one piece, beside what others say. Counted, it ends the storm. */
	if (write(STDOUT_FILENO, text, len) != len)
		_exit(1);
	atomic_fetch_add(&shared->failures, 1);
}

static bool map_shared(void)
{
	int fd = open(STORM_SHARED, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return false;
	shared = mmap(SHARED_AT, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0);
	close(fd);
	return shared != MAP_FAILED;
}

static bool make_shared(void)
{
	int fd = open(STORM_SHARED, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool made = fd >= 0 && !fchmod(fd, 0666) &&
		    !ftruncate(fd, sizeof(*shared));

	if (fd >= 0)
		close(fd);
	return made && map_shared();
}

static bool copy_program(const char *to, mode_t mode)
{
	int in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
	char buf[65536];
	ssize_t n = -1;

	while (in >= 0 && out >= 0 && (n = read(in, buf, sizeof(buf))) > 0)
		if (write(out, buf, n) != n)
			return false;
	return !n && !fchmod(out, mode) && !close(in) && !close(out);
}

/* Others may have been here before. */
static bool have_swap(void)
{
	char swaps[400];

	return (read_file("/proc/swaps", swaps, sizeof(swaps)) > 0 &&
		strstr(swaps, "zram0")) || zram_swapon();
}

static bool prepare_kernel(int scope)
{
	char pid_max[16];

	snprintf(pid_max, sizeof(pid_max), "%d", MAX_PID);
	return write_file("/proc/sys/kernel/pid_max", pid_max) &&
	       write_file("/sys/kernel/mm/ksm/use_zero_pages", "1") &&
	       write_file("/sys/kernel/mm/ksm/sleep_millisecs", "50") &&
	       write_file("/sys/kernel/mm/ksm/run", "1") &&
	       write_file("/proc/sys/vm/mem_stats_scope", scope ? "1" : "0") &&
	       write_file("/sys/fs/cgroup/cgroup.subtree_control", "+memory");
}

static bool prepare(uint64_t seed, int scope)
{
	mkdir(STORM_DIR, 0755);
	if (!running_ours() || !have_swap() || !make_shared() ||
	    !copy_program(STORM_PROGRAM, 0755) ||
	    !copy_program(STORM_SUID, 04755) || !prepare_kernel(scope))
		return false;
	shared->seed = seed;
	shared->scope = scope;
	return true;
}

static pid_t start_actor(size_t i, pid_t group)
{
	pid_t pid = fork();

	if (!pid) {
		setpgid(0, group);
		if (nice(actors[i].nice) < 0)
			_exit(1);
		_exit(actors[i].act());
	}
	if (pid > 0)
		setpgid(pid, group ? group : pid);
	return pid;
}

/* A group of their own, so that all of it can be ended. */
static pid_t start_actors(void)
{
	pid_t pid, group = 0;
	size_t i, nr = 0;
	int n;

	for (i = 0; i < NR_ACTORS; i++) {
		for (n = 0; n < actors[i].nr; n++) {
			pid = start_actor(i, group);
			if (pid < 0)
				return -1;
			group = group ? group : pid;
			atomic_store(&shared->actors[nr++], pid);
		}
	}
	return group;
}

static bool everything_happened(void)
{
	size_t i;

	for (i = 0; i < NR_COUNTS; i++)
		if (!atomic_load(&shared->counts[i]))
			return false;
	return true;
}

static bool is_actor(pid_t pid)
{
	int i;

	for (i = 0; i < MAX_ACTORS; i++)
		if (atomic_load(&shared->actors[i]) == pid)
			return true;
	return false;
}

/* Orphans come to us, too. An actor that ends before it is told to has failed, or was killed. */
static void look_after_actors(pid_t group)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-group, &status, WNOHANG)) > 0)
		if (is_actor(pid))
			violated("%d ended early: status %#x", pid,
				 status);
}

static void tell_what_is_missing(void)
{
	size_t i;

	for (i = 0; i < NR_COUNTS; i++)
		if (!atomic_load(&shared->counts[i]))
			printf("# waiting for %s\n", count_names[i]);
	fflush(stdout);
}

static void rage(long seconds, bool anything, pid_t group)
{
	const struct timespec tick = { .tv_nsec = 50000000 };
	long start = now_ms(), passed = 0;
	bool told = false;

	while ((passed < seconds * 1000 ||
		(!anything && !everything_happened())) &&
	       passed < seconds * 1000 + GIVE_UP_MS &&
	       !atomic_load(&shared->failures)) {
		nanosleep(&tick, NULL);
		look_after_actors(group);
		passed = now_ms() - start;
		if (passed >= seconds * 1000 && !anything && !told) {
			tell_what_is_missing();
			told = true;
		}
	}
}

static void end_actors(pid_t group)
{
	atomic_store(&shared->stop, true);
	while (!kill(-group, SIGKILL) || errno == EINTR)
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	while (waitpid(-1, NULL, 0) > 0)
		;
}

static void tell_answers(void)
{
	int i;

	printf("# answers:");
	for (i = 0; i < MAX_ERRNO; i++)
		if (atomic_load(&shared->answers[i]))
			printf(" %s %lu", i ? strerrorname_np(i) : "success",
			       atomic_load(&shared->answers[i]));
	puts("");
}

static int sum_up(bool anything)
{
	bool bad = atomic_load(&shared->failures);
	size_t i;

	for (i = 0; i < NR_COUNTS; i++) {
		unsigned long nr = atomic_load(&shared->counts[i]);

		printf("# %10lu %s\n", nr, count_names[i]);
		bad |= !nr && !anything;
	}
	tell_answers();
	printf("%s 1 - what must hold held in the storm\n",
	       bad ? "not ok" : "ok");
	return bad;
}

static int play(const char *name)
{
	size_t i;

	if (!map_shared())
		return 1;
	for (i = 0; i < NR_ACTORS; i++)
		if (!strcmp(name, actors[i].name))
			return actors[i].act();
	return 2;
}

static int storm(long seconds, uint64_t seed, int scope, bool anything)
{
	pid_t group;

	printf("1..1\n# seed %" PRIu64 "\n", seed);
	fflush(stdout);
	if (!prepare(seed, scope)) {
		printf("Bail out! no tamalloc kernel, or no root: %s\n",
		       strerror(errno));
		return 1;
	}
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	group = start_actors();
	if (group < 0) {
		puts("Bail out! fork failed");
		return 1;
	}
	rage(seconds, anything, group);
	end_actors(group);
	return sum_up(anything);
}

int main(int argc, char **argv)
{
	static const struct option known[] = {
		{ "act", required_argument, NULL, 'a' },
		{ "seed", required_argument, NULL, 's' },
		{ "scope", required_argument, NULL, 'c' },
		{ "anything", no_argument, NULL, 'n' },
		{ NULL, 0, NULL, 0 },
	};
	uint64_t seed = time(NULL);
	bool anything = false;
	int opt, scope = 1;

	while ((opt = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (opt == 'a')
			return play(optarg);
		if (opt == 's')
			seed = strtoull(optarg, NULL, 0);
		else if (opt == 'c')
			scope = atoi(optarg);
		else if (opt == 'n')
			anything = true;
		else
			return 2;
	}
	return storm(optind < argc ? atol(argv[optind]) : 5, seed, scope,
		     anything);
}

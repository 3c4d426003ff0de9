// SPDX-License-Identifier: GPL-2.0
/*
 * storm [SECONDS]: starts the storm, lets it rage, ends it, and says in TAP
 * whether anything was seen that must not be. It goes on beyond its time until
 * all that has to happen did happen, and gives up on that after ten minutes.
 */
#include <stdarg.h>
#include <sys/stat.h>

#include "storm.h"

#define GIVE_UP_MS 600000L
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
};

#define NR_ACTORS (sizeof(actors) / sizeof(actors[0]))

struct shared *shared;
static __thread uint64_t random_state;

void seed_random(void)
{
	random_state = now_ms() * 2654435761U ^ (uint64_t)gettid() << 32 ^
		       (uintptr_t)&random_state;
	random_state |= 1;
}

/* xorshift64*: a thread that did not seed it begins with its address. */
uint64_t random_bits(void)
{
	if (!random_state)
		seed_random();
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return random_state * 2685821657736338717ULL >> 8;
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

bool become_nobody(void)
{
	return !setresgid(NOBODY, NOBODY, NOBODY) &&
	       !setresuid(NOBODY, NOBODY, NOBODY) &&
	       !prctl(PR_SET_DUMPABLE, 1);
}

static bool map_shared(void)
{
	int fd = open(STORM_SHARED, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return false;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED,
		      fd, 0);
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

static bool prepare(void)
{
	mkdir(STORM_DIR, 0755);
	return running_ours() && zram_swapon() && make_shared() &&
	       copy_program(STORM_PROGRAM, 0755) &&
	       copy_program(STORM_SUID, 04755) &&
	       write_file("/proc/sys/vm/mem_stats_scope", "1");
}

/* A group of their own, so that all of it can be ended. */
static pid_t start_actors(void)
{
	pid_t pid, group = 0;
	size_t i;
	int n;

	for (i = 0; i < NR_ACTORS; i++) {
		for (n = 0; n < actors[i].nr; n++) {
			pid = fork();
			if (!pid) {
				setpgid(0, group);
				if (nice(actors[i].nice) < 0)
					_exit(1);
				_exit(actors[i].act());
			}
			if (pid < 0)
				return -1;
			setpgid(pid, group ? group : pid);
			group = group ? group : pid;
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

/* An actor that ends before it is told to has failed, or was killed. */
static void look_after_actors(pid_t group)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-group, &status, WNOHANG)) > 0)
		violated("%d ended early: status %#x", pid, status);
}

static void rage(long seconds, pid_t group)
{
	const struct timespec tick = { .tv_nsec = 50000000 };
	long start = now_ms(), passed = 0;

	while ((passed < seconds * 1000 || !everything_happened()) &&
	       passed < seconds * 1000 + GIVE_UP_MS &&
	       !atomic_load(&shared->failures)) {
		nanosleep(&tick, NULL);
		look_after_actors(group);
		passed = now_ms() - start;
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

static int sum_up(void)
{
	bool bad = atomic_load(&shared->failures);
	size_t i;

	for (i = 0; i < NR_COUNTS; i++) {
		unsigned long nr = atomic_load(&shared->counts[i]);

		printf("# %10lu %s\n", nr, count_names[i]);
		bad |= !nr;
	}
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

int main(int argc, char **argv)
{
	long seconds = argc > 1 ? atol(argv[1]) : 5;
	pid_t group;

	if (argc > 2 && !strcmp(argv[1], "--act"))
		return play(argv[2]);
	puts("1..1");
	fflush(stdout);
	if (!prepare()) {
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
	rage(seconds, group);
	end_actors(group);
	return sum_up();
}

// SPDX-License-Identifier: GPL-2.0
/*
 * The /proc source, on the kernel that runs the test, against children that
 * know what they did, and against /proc read by other means.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/status.h"
#include "check.h"
#include "common/clock.h"
#include "model/model.h"
#include "source/source.h"

#define PAGE 4096UL
#define TURNS 16		/* sweeps until all was read of all */

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static atomic_bool stop;

struct fixture {
	struct source *source;
	struct demand demand;
	struct sample sample;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	stop = false;
	fixture->source = source_proc.open(&stop);
	assert_non_null(fixture->source);
	fixture->demand.list = true;
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	source_proc.close(fixture->source);
	demand_release(&fixture->demand);
	sample_release(&fixture->sample);
	free(fixture);
	return 0;
}

static const struct proc *find(const struct sample *sample, pid_t pid)
{
	size_t i;

	for (i = 0; i < sample->nr_procs; i++)
		if (sample->procs[i].id.pid == pid)
			return &sample->procs[i];
	return NULL;
}

/* One sweep with @shown on screen (0: nothing); @pid as it was told. */
static const struct proc *sweep(struct fixture *fixture, pid_t shown,
				pid_t pid)
{
	struct proc_id id = { .pid = shown };

	demand_reset(&fixture->demand);
	fixture->demand.list = true;
	if (shown)
		demand_shown(&fixture->demand, id);
	sample_reset(&fixture->sample);
	assert_int_equal(source_proc.sample(fixture->source, &fixture->demand,
					    &fixture->sample), ST_OK);
	assert_true(fixture->sample.sections & SECTION_LIST);
	return find(&fixture->sample, pid);
}

/* The other side of two pipes: a child, or the parent of one. */
struct child {
	pid_t pid;
	int to, from;
};

typedef void child_fn(const struct child *parent);

/* In the child: what was done so far is done; wait to be told to go on. */
static void rest(const struct child *parent)
{
	char byte = 0;

	if (write(parent->from, &byte, 1) != 1 ||
	    read(parent->to, &byte, 1) != 1)
		_exit(0);
}

static char run_state(pid_t pid)
{
	char path[64], text[512] = "";
	const char *state;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	file = fopen(path, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	state = strrchr(text, ')');
	assert_non_null(state);
	return state[2];
}

/* 'Z' if just its first thread has ended. */
static bool thread_sleeps(pid_t tid)
{
	char state = run_state(tid);

	return state == 'S' || state == 'Z';
}

/* It faults no more when each of its threads sleeps. */
static bool sleeps(pid_t pid)
{
	struct dirent *entry;
	bool all = true;
	char path[32];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	dir = opendir(path);
	assert_non_null(dir);
	while (all && (entry = readdir(dir)))
		all = entry->d_name[0] == '.' ||
		      thread_sleeps(atoi(entry->d_name));
	closedir(dir);
	return all;
}

static void wait_for_rest(const struct child *child)
{
	char byte;

	assert_int_equal(read(child->from, &byte, 1), 1);
	while (!sleeps(child->pid))
		;
}

static void go_on(const struct child *child)
{
	assert_int_equal(write(child->to, "", 1), 1);
	wait_for_rest(child);
}

static struct child start(child_fn *fn)
{
	struct child parent, child;
	int to[2], from[2];

	assert_int_equal(pipe2(to, O_CLOEXEC), 0);
	assert_int_equal(pipe2(from, O_CLOEXEC), 0);
	child = (struct child){ .to = to[1], .from = from[0] };
	parent = (struct child){ .to = to[0], .from = from[1] };
	child.pid = fork_child();
	assert_true(child.pid >= 0);
	if (!child.pid) {
		close(child.to);
		close(child.from);
		fn(&parent);
		for (;;)
			rest(&parent);
	}
	close(parent.to);
	close(parent.from);
	wait_for_rest(&child);
	return child;
}

static void end(const struct child *child)
{
	kill(child->pid, SIGKILL);
	waitpid(child->pid, NULL, 0);
	close(child->to);
	close(child->from);
}

/* Field @field of /proc/@pid/@name, in stat counted from the state on. */
static unsigned long long proc_number(pid_t pid, const char *name, int field)
{
	char path[64], command[128];
	unsigned long long value = 0;
	FILE *pipe;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	snprintf(command, sizeof(command),
		 "sed 's/.*) //' %s | tr '\\n' ' ' | cut -d' ' -f%d", path,
		 field);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_int_equal(fscanf(pipe, "%llu", &value), 1);
	pclose(pipe);
	return value;
}

static void expect_size_of_proc(const struct proc *proc)
{
	assert_non_null(proc);
	assert_true(proc->known & KNOWN_MM);
	assert_true(proc->reserved ==
		    proc_number(proc->id.pid, "statm", 1) * PAGE);
	assert_true(proc->resident ==
		    proc_number(proc->id.pid, "statm", 2) * PAGE);
}

#define MAPPED 5000UL
#define TOUCHED 4000UL
#define CODE 200UL		/* at most, that the child was the first to run */

/* Not instrumented: AddressSanitizer's shadow has pages of its own. */
__attribute__((no_sanitize("address")))
static void touch(char *from, size_t pages)
{
	size_t i;

	for (i = 0; i < pages; i++)
		((volatile char *)from)[i * PAGE] = 1;
}

static void map_and_touch(const struct child *parent)
{
	char *map;

	rest(parent);
	map = mmap(NULL, MAPPED * PAGE, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (map == MAP_FAILED)
		_exit(1);
	madvise(map, MAPPED * PAGE, MADV_NOHUGEPAGE);
	touch(map, TOUCHED);
	rest(parent);
	munmap(map, MAPPED * PAGE);
}

/* The first samples find it by its newness, the others by its size alone. */
static void test_size_of_a_child(void **state)
{
	struct child child = start(map_and_touch);
	struct proc before, now;

	before = *sweep(*state, 0, child.pid);
	expect_size_of_proc(&before);
	go_on(&child);
	now = *sweep(*state, 0, child.pid);
	expect_size_of_proc(&now);
	assert_int_equal(now.reserved - before.reserved, MAPPED * PAGE);
	assert_in_range(now.resident - before.resident, TOUCHED * PAGE,
			(TOUCHED + CODE) * PAGE);
	go_on(&child);
	now = *sweep(*state, 0, child.pid);
	expect_size_of_proc(&now);
	assert_int_equal(now.reserved, before.reserved);
	end(&child);
}

/* The rows of @model agree with the faults that /proc counts. */
static void test_faults_between_two_samples(void **state)
{
	struct child child = start(map_and_touch);
	struct fixture *fixture = *state;
	struct model *model = model_new();
	unsigned long long before, now;
	const struct proc *proc;
	uint64_t time_ns;

	sweep(fixture, child.pid, child.pid);
	model_update(model, &fixture->sample);
	before = proc_number(child.pid, "stat", 8);
	time_ns = fixture->sample.time_ns;
	go_on(&child);
	proc = sweep(fixture, child.pid, child.pid);
	model_update(model, &fixture->sample);
	now = proc_number(child.pid, "stat", 8);
	assert_true(proc->known & KNOWN_FAULTS);
	assert_int_equal(proc->minflt, now);
	assert_true(proc->known & KNOWN_RUN);
	assert_int_equal(proc->run_state, 'S');
	assert_in_range(now - before, TOUCHED, TOUCHED + CODE);
	assert_true(model_process(model, proc->id)->rates.faults_known);
	assert_int_equal(model_process(model, proc->id)->rates.faults,
			 (now - before) * NSEC_PER_SEC /
			 (fixture->sample.time_ns - time_ns));
	model_free(model);
	end(&child);
}

static void *say_it_runs(void *arg)
{
	const int *to = arg;

	if (write(*to, "", 1) != 1)
		_exit(1);
	for (;;)
		pause();
	return arg;
}

/* Two threads more, nicer than others, with pages that could be shared. */
static void be_many(const struct child *parent)
{
	pthread_t threads[2];
	int runs[2];
	char byte;
	size_t i;
	char *map = mmap(NULL, 50 * PAGE, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (map == MAP_FAILED || setpriority(PRIO_PROCESS, 0, 7) ||
	    pipe2(runs, O_CLOEXEC))
		_exit(1);
	touch(map, 50);
	for (i = 0; i < ARRAY_SIZE(threads); i++)
		if (pthread_create(&threads[i], NULL, say_it_runs, &runs[1]) ||
		    read(runs[0], &byte, 1) != 1)
			_exit(1);
	rest(parent);
}

/* Threads, niceness, parent, time and what is shared are as /proc has them. */
static void test_what_else_it_is(void **state)
{
	struct child child = start(be_many);
	const struct proc *proc = sweep(*state, child.pid, child.pid);

	assert_non_null(proc);
	assert_true(proc->known & KNOWN_RUN);
	assert_true(proc->known & KNOWN_NICE);
	assert_int_equal(proc->nr_threads, 3);
	assert_int_equal(proc->nice, 7);
	assert_int_equal(proc->ppid, getpid());
	assert_int_equal(proc->nr_threads, proc_number(child.pid, "stat", 18));
	assert_int_equal(proc->nice, proc_number(child.pid, "stat", 17));
	assert_int_equal(proc->cpu_ns / (NSEC_PER_SEC / 100),
			 proc_number(child.pid, "stat", 12) +
				 proc_number(child.pid, "stat", 13));
	assert_true(proc->shared >= 50 * PAGE);
	assert_int_equal(proc->shared,
			 proc_number(child.pid, "statm", 3) * PAGE);
	end(&child);
}

static void test_others_have_their_turn(void **state)
{
	struct child child = start(rest);
	const struct proc *proc;
	int turns = 0;
	int i;

	assert_true(sweep(*state, 0, child.pid)->known & KNOWN_FAULTS);
	for (i = 0; i < 2 * TURNS; i++) {
		proc = sweep(*state, 0, child.pid);
		turns += !!(proc->known & KNOWN_FAULTS);
		/* what it does now is told by the same file, and niceness */
		assert_int_equal(!(proc->known & KNOWN_FAULTS),
				 !(proc->known & KNOWN_RUN));
		assert_int_equal(!(proc->known & KNOWN_FAULTS),
				 !(proc->known & KNOWN_NICE));
		/* the rest is remembered */
		assert_int_equal(proc->known & ~(uint32_t)(KNOWN_FAULTS | KNOWN_RUN |
							 KNOWN_NICE),
				 KNOWN_TASK | KNOWN_MM | KNOWN_SWAP |
				 KNOWN_HUGETLB | KNOWN_OOM);
	}
	assert_int_equal(turns, 2);
	end(&child);
}

static void name_itself(const struct child *parent)
{
	prctl(PR_SET_NAME, "a) R (b\n\xff) Z 1");
	rest(parent);
	prctl(PR_SET_NAME, "another");
}

static void test_a_hostile_name(void **state)
{
	struct child child = start(name_itself);
	const struct proc *proc = sweep(*state, 0, child.pid);

	assert_string_equal(proc->comm, "a) R (b\n\xff) Z 1");
	assert_int_equal(proc->flags, 0);
	expect_size_of_proc(proc);
	go_on(&child);
	assert_string_equal(sweep(*state, child.pid, child.pid)->comm,
			    "another");
	end(&child);
}

static void become_nobody(const struct child *parent)
{
	rest(parent);
	if (seteuid(65534))
		_exit(1);
}

static void test_the_parent_is_told(void **state)
{
	struct child child = start(rest);

	assert_int_equal(sweep(*state, 0, child.pid)->ppid, getpid());
	assert_int_equal(sweep(*state, child.pid, child.pid)->ppid, getpid());
	end(&child);
}

/* The directory of a process that changed its user belongs to root. */
static void test_the_user_is_the_effective_one(void **state)
{
	struct child child;

	if (geteuid())
		skip();
	child = start(become_nobody);
	assert_int_equal(sweep(*state, 0, child.pid)->uid, 0);
	go_on(&child);
	assert_int_equal(sweep(*state, child.pid, child.pid)->uid, 65534);
	end(&child);
}

static void test_oom_score(void **state)
{
	struct child child = start(rest);
	const struct proc *proc = sweep(*state, child.pid, child.pid);

	assert_true(proc->known & KNOWN_OOM);
	assert_int_equal(proc->oom_score,
			 proc_number(child.pid, "oom_score", 1));
	end(&child);
}

static void wait_for_zombie(pid_t pid)
{
	siginfo_t info;

	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT),
			 0);
}

static void test_a_zombie_has_nothing_and_then_is_gone(void **state)
{
	struct child child = start(rest);
	const struct proc *proc;

	assert_int_equal(sweep(*state, 0, child.pid)->flags, 0);
	kill(child.pid, SIGKILL);
	wait_for_zombie(child.pid);
	proc = sweep(*state, 0, child.pid);
	assert_int_equal(proc->flags, PROC_ZOMBIE);
	assert_true(proc->known & KNOWN_MM);
	assert_int_equal(proc->reserved, 0);
	assert_int_equal(proc->resident, 0);
	end(&child);
	assert_null(sweep(*state, 0, child.pid));
	assert_null(sweep(*state, child.pid, child.pid));
}

static pid_t last_thread(pid_t pid)
{
	struct dirent *entry;
	char path[32];
	pid_t last = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	dir = opendir(path);
	assert_non_null(dir);
	while ((entry = readdir(dir)))
		last = atoi(entry->d_name);
	closedir(dir);
	return last;
}

static void *live_on(void *arg)
{
	for (;;)
		rest(arg);
	return NULL;
}

static void end_first_thread(const struct child *parent)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, live_on, (void *)parent))
		_exit(1);
	syscall(SYS_exit, 0);
}

/* Its /proc/PID/statm is all zeros, but it has memory. */
static void test_a_process_whose_first_thread_ended(void **state)
{
	struct child child = start(end_first_thread);
	const struct proc *proc;
	char name[32];
	pid_t thread;

	thread = last_thread(child.pid);
	while (run_state(child.pid) != 'Z' || run_state(thread) != 'S')
		;
	assert_int_equal(proc_number(child.pid, "statm", 1), 0);
	proc = sweep(*state, 0, child.pid);
	assert_int_equal(proc->flags, 0);
	assert_true(proc->known & KNOWN_MM);
	snprintf(name, sizeof(name), "task/%d/statm", (int)thread);
	assert_true(proc->reserved > 0);
	assert_true(proc->reserved == proc_number(child.pid, name, 1) * PAGE);
	assert_true(proc->resident == proc_number(child.pid, name, 2) * PAGE);
	/* then the others end, too */
	kill(child.pid, SIGKILL);
	wait_for_zombie(child.pid);
	proc = sweep(*state, 0, child.pid);
	assert_int_equal(proc->flags, PROC_ZOMBIE);
	assert_int_equal(proc->reserved, 0);
	end(&child);
}

static void test_kernel_threads(void **state)
{
	const struct proc *proc = sweep(*state, 0, 2);
	struct model *model;

	if (!proc || strcmp(proc->comm, "kthreadd")) {
		print_message("there is no kthreadd in this pid namespace\n");
		skip();
	}
	assert_int_equal(proc->flags, PROC_KTHREAD);
	assert_true(proc->known & KNOWN_MM);
	assert_int_equal(proc->reserved, 0);
	model = model_new();
	model_update(model, &((struct fixture *)*state)->sample);
	assert_int_equal(model_find(model, proc->id), -1);
	model_free(model);
}

static void test_totals_and_order(void **state)
{
	struct fixture *fixture = *state;
	uint64_t reserved = 0, resident = 0;
	const struct sample *sample = &fixture->sample;
	size_t i;

	assert_non_null(sweep(fixture, 0, getpid()));
	for (i = 0; i < sample->nr_procs; i++) {
		reserved += sample->procs[i].reserved;
		resident += sample->procs[i].resident;
		if (i)
			assert_true(sample->procs[i].id.pid >
				    sample->procs[i - 1].id.pid);
	}
	assert_true(sample->sys.known & KNOWN_TOTALS);
	assert_true(sample->sys.reserved == reserved);
	assert_true(sample->sys.resident == resident);
	assert_true(resident > 0);
}

/* Where nobody else forks, the next child has @pid. */
static struct child start_as(pid_t pid, child_fn *fn)
{
	FILE *file = fopen("/proc/sys/kernel/ns_last_pid", "w");
	struct child child;
	int left;

	assert_non_null(file);
	fprintf(file, "%d", (int)pid - 1);
	left = fclose(file);
	assert_int_equal(left, 0);
	child = start(fn);
	assert_int_equal(child.pid, pid);
	return child;
}

/*
 * In a sweep that reads but the size of it, right after its turn: only the
 * inode of /proc/PID tells that it is another process.
 */
static void test_in_own_world_a_pid_is_used_anew(void **state)
{
	const struct timespec some_ticks = { .tv_nsec = 30000000 };
	struct child child = start(name_itself);
	struct proc before;
	const struct proc *now;

	sweep(*state, 0, child.pid);
	do
		before = *sweep(*state, 0, child.pid);
	while (!(before.known & KNOWN_FAULTS));
	end(&child);
	nanosleep(&some_ticks, NULL);
	child = start_as(before.id.pid, map_and_touch);
	now = sweep(*state, 0, before.id.pid);
	assert_true(now->known & KNOWN_FAULTS);
	assert_false(proc_id_equal(now->id, before.id));
	assert_string_equal(before.comm, "a) R (b\n\xff) Z 1");
	assert_string_not_equal(now->comm, before.comm);
	expect_size_of_proc(now);
	end(&child);
}

/* This program, and an argument with which it runs what needs all pids. */
#define OWN_WORLD	"own-world"
#define NO_WORLDS	77	/* exit code: namespaces can't be had */

static bool write_map(const char *path, unsigned int id)
{
	FILE *file = fopen(path, "w");

	if (!file)
		return false;
	fprintf(file, "0 %u 1", id);
	return !fclose(file);
}

/* Whoever isn't root becomes it, there. */
static bool leave_users(void)
{
	unsigned int uid = geteuid(), gid = getegid();
	FILE *file;

	if (!uid)
		return true;
	if (unshare(CLONE_NEWUSER))
		return false;
	file = fopen("/proc/self/setgroups", "w");
	if (file) {
		fputs("deny", file);
		fclose(file);
	}
	return write_map("/proc/self/uid_map", uid) &&
	       write_map("/proc/self/gid_map", gid);
}

static _Noreturn void run_in_own_world(void)
{
	static char name[] = "/proc/self/exe", arg[] = OWN_WORLD;
	char *const argv[] = { name, arg, NULL };
	char path[4096];
	ssize_t len = readlink(name, path, sizeof(path) - 1);
	int status;
	pid_t pid;

	if (len < 0 || !leave_users() || unshare(CLONE_NEWPID | CLONE_NEWNS))
		_exit(NO_WORLDS);
	path[len] = '\0';
	pid = fork();
	if (pid < 0)
		_exit(NO_WORLDS);
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
		    mount("proc", "/proc", "proc", 0, NULL))
			_exit(NO_WORLDS);
		/* what it says is no line of this test's own */
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execv(path, argv);
		_exit(1);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		_exit(1);
	_exit(WEXITSTATUS(status));
}

static void test_a_pid_used_anew_is_another_process(void **state)
{
	pid_t pid = fork();
	int status;

	(void)state;
	assert_true(pid >= 0);
	if (!pid)
		run_in_own_world();
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NO_WORLDS) {
		print_message("no pid namespace to be had\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_a_sweep_cut_short_is_no_list(void **state)
{
	struct fixture *fixture = *state;

	stop = true;
	assert_int_equal(source_proc.sample(fixture->source, &fixture->demand,
					    &fixture->sample), ST_OK);
	assert_false(fixture->sample.sections & SECTION_LIST);
	stop = false;
	assert_non_null(sweep(fixture, 0, getpid()));
}

int main(int argc, char **argv)
{
	const struct CMUnitTest alone[] = {
		TEST(test_in_own_world_a_pid_is_used_anew),
	};
	const struct CMUnitTest tests[] = {
		TEST(test_size_of_a_child),
		TEST(test_faults_between_two_samples),
		TEST(test_what_else_it_is),
		TEST(test_others_have_their_turn),
		TEST(test_a_hostile_name),
		TEST(test_the_parent_is_told),
		TEST(test_the_user_is_the_effective_one),
		TEST(test_oom_score),
		TEST(test_a_zombie_has_nothing_and_then_is_gone),
		TEST(test_a_process_whose_first_thread_ended),
		TEST(test_kernel_threads),
		TEST(test_totals_and_order),
		TEST(test_a_pid_used_anew_is_another_process),
		TEST(test_a_sweep_cut_short_is_no_list),
	};

	if (argc == 2 && !strcmp(argv[1], OWN_WORLD))
		return cmocka_run_group_tests(alone, NULL, NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

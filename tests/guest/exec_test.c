// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that begin another program: what tells one memory from the next,
 * a thread that takes over from a leader that has exited, and a program that
 * becomes another user's while it is looked at.
 *
 * The races are narrow. The tests below look as often as they can while a
 * number of programs are begun; what they look for must never be seen.
 */
#include <pthread.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "blocks.h"

#define SCOPE_FILE "/proc/sys/vm/mem_stats_scope"
#define NOBODY 65534
#define TAKEOVERS 15
#define SETUID_EXECS 120
#define SETUID_DIR "/exec_test"		/* /tmp is mounted nosuid */
#define SETUID_FILE SETUID_DIR "/program"

/* Modes of this program, as it runs in a process that is looked at. */
#define EXEC_ONCE "--exec-once"
#define THREAD_EXECS "--thread-execs"

static void exec_self(const char *mode, int left)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", left);
	/* That of the thread: a leader that has exited has none. */
	execl("/proc/thread-self/exe", "exec_test", mode, number, NULL);
	_exit(99);
}

static pid_t start(const char *mode, int left)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		exec_self(mode, left);
	}
	return pid;
}

/* Sequence numbers */

static uint64_t exec_seq(pid_t pid)
{
	struct memstat_rec rec;

	assert_int_equal(tam_one(pid, MEMSTAT_TASK, &rec), 1);
	return rec.exec_seq;
}

static void *nothing(void *arg)
{
	return arg;
}

static bool change_all_but_program(void)
{
	pthread_t thread;

	prctl(PR_SET_NAME, "another");
	return own_a_block() && !pthread_create(&thread, NULL, nothing, NULL) &&
	       !pthread_join(thread, NULL) && !setresuid(NOBODY, NOBODY, 0);
}

static void test_same_without_exec(void **state)
{
	struct memstat_rec rec;
	pid_t child;

	(void)state;
	child = stopped_child(change_all_but_program);
	assert_int_equal(exec_seq(child), exec_seq(getpid()));
	/* It is of the group that says who a process is. */
	assert_int_equal(tam_one(child, ALL_GROUPS & ~MEMSTAT_TASK, &rec), 1);
	assert_int_equal(rec.exec_seq, 0);
	end_child(child);
}

static void wait_for_stop(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_true(WIFSTOPPED(status));
}

static void test_other_after_exec(void **state)
{
	uint64_t before = exec_seq(getpid()), seen[3];
	struct memstat_rec first, rec;
	pid_t pid = start(EXEC_ONCE, 2);
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		wait_for_stop(pid);
		seen[i] = exec_seq(pid);
		assert_int_equal(tam_one(pid, MEMSTAT_TASK, &rec), 1);
		if (!i)
			first = rec;
		assert_int_equal(rec.start_ns, first.start_ns);
		kill(pid, SIGCONT);
	}
	assert_int_equal(waitpid(pid, &i, 0), pid);
	assert_int_equal(i, 0);
	assert_true(seen[0] != before && seen[1] != seen[0] &&
		    seen[2] != seen[1] && seen[2] != seen[0]);
}

static int exec_once(int left)
{
	raise(SIGSTOP);
	if (left)
		exec_self(EXEC_ONCE, left - 1);
	return 0;
}

/* A thread takes over */

static int execs_left;

static void *exec_from_thread(void *arg)
{
	/* Now and then the leader is gone before, and now and then after. */
	if (execs_left % 2)
		sched_yield();
	exec_self(THREAD_EXECS, execs_left - 1);
	return arg;
}

static int thread_execs(int left)
{
	pthread_t thread;

	execs_left = left;
	while (!left) {
		prctl(PR_SET_NAME, "done");
		pause();
	}
	if (!own_a_block() ||
	    pthread_create(&thread, NULL, exec_from_thread, NULL))
		return 1;
	syscall(SYS_exit, 0);
	return 0;
}

/* It lives, and is a child of ours with memory, whatever its threads do. */
static void assert_alive(const struct memstat_rec *rec)
{
	assert_int_equal(rec->flags & MEMSTAT_F_ZOMBIE, 0);
	assert_int_not_equal(rec->state, 'X');
	assert_int_equal(rec->ppid, getpid());
	assert_true(rec->nr_threads > 0);
	assert_true(rec->pgtables > 0);
	assert_true(rec->ta_written <= rec->ta_reserved);
	assert_true(rec->ta_written <= 10 * PAGE);
}

static void test_thread_takes_over(void **state)
{
	struct memstat_req req = request(ALL_GROUPS | MEMSTAT_TAMALLOC_PAGES);
	pid_t pid = start(THREAD_EXECS, TAKEOVERS);
	long seen = 0;
	struct memstat_rec rec;
	struct mem_stats ms;
	uint64_t last = 0;

	(void)state;
	req.after_pid = pid - 1;
	req.last_pid = pid;
	req.walk_budget = BUDGET;
	do {
		assert_int_equal(tam_list(&req, &rec, 1, 0), 1);
		assert_alive(&rec);
		assert_int_equal(tam_get(pid, &ms), 0);
		assert_true(ms.oom_score > 0);
		seen += rec.exec_seq != last;
		last = rec.exec_seq;
	} while (strcmp(rec.comm, "done"));
	assert_true(seen > 2);
	end_child(pid);
}

/* Another user's */

static bool set_scope(const char *scope)
{
	return write_file(SCOPE_FILE, scope);
}

/* A program that does nothing, as root, whoever begins it. */
static void make_setuid_program(void)
{
	struct statvfs fs;
	char buf[65536];
	int in, out;
	ssize_t n;

	assert_int_equal(mkdir(SETUID_DIR, 0755), 0);
	in = open("/bin/busybox", O_RDONLY | O_CLOEXEC);
	out = open(SETUID_FILE, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
	assert_true(in >= 0 && out >= 0);
	while ((n = read(in, buf, sizeof(buf))) > 0)
		assert_int_equal(write(out, buf, n), n);
	assert_int_equal(n, 0);
	assert_int_equal(fchmod(out, 04755), 0);
	assert_int_equal(fstatvfs(out, &fs), 0);
	assert_false(fs.f_flag & ST_NOSUID);
	close(in);
	close(out);
}

/* Nobody's process, whose children become root's, one after the other. */
static int begin_setuid_programs(void)
{
	int i, status;

	for (i = 0; i < SETUID_EXECS; i++) {
		pid_t pid = fork();

		if (!pid) {
			execl(SETUID_FILE, "true", NULL);
			_exit(99);
		}
		if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
			return 1;
	}
	return 0;
}

static bool nobody(void)
{
	return !setresgid(NOBODY, NOBODY, NOBODY) &&
	       !setresuid(NOBODY, NOBODY, NOBODY) &&
	       !prctl(PR_SET_DUMPABLE, 1);
}

/* In a child, who is nobody: 0 if no record of a root's process was seen. */
static int look_as_nobody(void)
{
	static struct memstat_rec recs[64];
	struct memstat_req req = request(ALL_GROUPS);
	long i, n, most = 0;
	int status;
	pid_t pid;

	if (!nobody())
		return 1;
	pid = fork();
	if (!pid)
		_exit(begin_setuid_programs());
	do {
		n = tam_list(&req, recs, 64, 0);
		if (n < 1)
			return 2;
		for (i = 0; i < n; i++)
			if (recs[i].uid != NOBODY || recs[i].euid != NOBODY)
				return 3;
		most = n > most ? n : most;
	} while (waitpid(pid, &status, WNOHANG) == 0);
	if (status)
		return 4;
	/* Itself, and at least the one who begins the programs. */
	return most >= 2 ? 0 : 5;
}

static void test_becomes_root(void **state)
{
	int ret;

	(void)state;
	make_setuid_program();
	assert_true(set_scope("1"));
	ret = in_child(look_as_nobody);
	assert_true(set_scope("0"));
	assert_int_equal(unlink(SETUID_FILE), 0);
	assert_int_equal(rmdir(SETUID_DIR), 0);
	assert_int_equal(ret, 0);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_without_exec),
		cmocka_unit_test(test_other_after_exec),
		cmocka_unit_test(test_thread_takes_over),
		cmocka_unit_test(test_becomes_root),
	};

	if (argc == 3 && !strcmp(argv[1], EXEC_ONCE))
		return exec_once(atoi(argv[2]));
	if (argc == 3 && !strcmp(argv[1], THREAD_EXECS))
		return thread_execs(atoi(argv[2]));
	return RUN(tests);
}

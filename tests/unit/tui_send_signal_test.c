// SPDX-License-Identifier: GPL-2.0
/* Signals to real processes: the one that is meant gets it, or nobody does. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include "app/send_signal.h"
#include "check.h"
#include "common/clock.h"
#include "data/signal.h"

#define NOBODY 65534

/* Field @field of /proc/PID/stat, from the state, which is 3, on. */
static char *stat_field(pid_t pid, int field, char buf[512])
{
	char path[32], *at;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(buf, 512, file));
	fclose(file);
	at = strrchr(buf, ')') + 2;
	while (field-- > 3)
		at = strchr(at, ' ') + 1;
	return at;
}

static struct proc_id identity_of(pid_t pid)
{
	unsigned long long ticks;
	char buf[512];

	ticks = strtoull(stat_field(pid, 22, buf), NULL, 10);
	return (struct proc_id){
		.pid = pid,
		.start_ns = ticks * (NSEC_PER_SEC /
				     (uint64_t)sysconf(_SC_CLK_TCK)),
	};
}

static pid_t start_sleeper(void)
{
	pid_t pid = fork_child();

	assert_true(pid >= 0);
	while (!pid)
		pause();
	return pid;
}

/* The signal that ends it, or 0 where it exits. */
static int end_of(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void assert_lives_on(pid_t pid)
{
	assert_int_equal(waitpid(pid, NULL, WNOHANG), 0);
	kill(pid, SIGKILL);
	assert_int_equal(end_of(pid), SIGKILL);
}

static void test_the_one_that_is_meant_gets_it(void **state)
{
	pid_t pid = start_sleeper(), other = start_sleeper();

	(void)state;
	assert_int_equal(send_signal(identity_of(pid), SIGUSR1), SENT);
	assert_int_equal(end_of(pid), SIGUSR1);
	assert_int_equal(send_signal(identity_of(other), SIGRTMAX), SENT);
	assert_int_equal(end_of(other), SIGRTMAX);
}

static void test_what_has_ended_gets_nothing(void **state)
{
	pid_t pid = start_sleeper();
	struct proc_id id = identity_of(pid);
	siginfo_t info;

	(void)state;
	kill(pid, SIGKILL);
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT),
			 0);
	assert_int_equal(send_signal(id, SIGTERM), SENT_ZOMBIE);
	assert_int_equal(end_of(pid), SIGKILL);
	assert_int_equal(send_signal(id, SIGTERM), SENT_ENDED);
}

/* The number is there, but it began at another time. */
static void test_who_got_the_number_gets_nothing(void **state)
{
	pid_t pid = start_sleeper();
	struct proc_id before = identity_of(pid), later = before;

	(void)state;
	before.start_ns -= NSEC_PER_SEC;
	later.start_ns += NSEC_PER_SEC;
	assert_int_equal(send_signal(before, SIGKILL), SENT_ENDED);
	assert_int_equal(send_signal(later, SIGKILL), SENT_ENDED);
	assert_lives_on(pid);
}

/* The calls tell nanoseconds, /proc ticks: it is the same moment. */
static void test_a_start_within_the_tick(void **state)
{
	pid_t pid = start_sleeper();
	struct proc_id id = identity_of(pid);

	(void)state;
	id.start_ns += 1234567;
	assert_int_equal(send_signal(id, SIGTERM), SENT);
	assert_int_equal(end_of(pid), SIGTERM);
}

/* kill(2) would take these for groups, or for everybody. */
static void test_a_number_that_is_none(void **state)
{
	struct proc_id id = identity_of(getpid());

	(void)state;
	id.pid = 0;
	assert_int_equal(send_signal(id, SIGKILL), SENT_ENDED);
	id.pid = -1;
	assert_int_equal(send_signal(id, SIGKILL), SENT_ENDED);
}

/* @send in a child, in which @prepare has forbidden something. */
static enum sent send_from_child(bool (*prepare)(void), struct proc_id id)
{
	pid_t pid = fork_child();
	int status;

	if (!pid)
		_exit(prepare() ? (int)send_signal(id, SIGTERM) : 99);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_not_equal(WEXITSTATUS(status), 99);
	return (enum sent)WEXITSTATUS(status);
}

static bool become_nobody(void)
{
	return !geteuid() ? !setresuid(NOBODY, NOBODY, NOBODY) : true;
}

static void test_what_is_not_ours_gets_nothing(void **state)
{
	pid_t pid = start_sleeper();

	(void)state;
	/* who isn't root can't change, but the first process is root's */
	assert_int_equal(send_from_child(become_nobody,
					 identity_of(geteuid() ? 1 : pid)),
			 SENT_DENIED);
	assert_lives_on(pid);
}

/* A kernel before 5.3, or a sandbox that is older than the call. */
static bool forbid(unsigned int error)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {
		.len = ARRAY_SIZE(filter), .filter = filter,
	};

	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static bool be_old(void)
{
	return forbid(ENOSYS);
}

static bool be_in_a_sandbox(void)
{
	return forbid(EPERM);
}

static bool have_no_descriptors(void)
{
	return forbid(EMFILE);
}

static void test_without_pidfds_nothing_is_sent(void **state)
{
	pid_t pid = start_sleeper();
	struct proc_id id = identity_of(pid);

	(void)state;
	assert_int_equal(send_from_child(be_old, id), SENT_NO_PIDFD);
	assert_int_equal(send_from_child(be_in_a_sandbox, id), SENT_NO_PIDFD);
	assert_int_equal(send_from_child(have_no_descriptors, id),
			 SENT_FAILED);
	assert_lives_on(pid);
}

static void *sleep_on(void *ctx)
{
	for (;;)
		pause();
	return ctx;
}

/* Its first thread has ended, as /proc shows it: it is no zombie yet. */
static void test_other_threads_go_on(void **state)
{
	static const struct timespec nap = { .tv_nsec = 1000000 };
	pid_t pid = fork_child();
	pthread_t thread;
	char buf[512];

	(void)state;
	if (!pid) {
		if (pthread_create(&thread, NULL, sleep_on, NULL))
			_exit(1);
		pthread_exit(NULL);
	}
	while (*stat_field(pid, 3, buf) != 'Z')
		nanosleep(&nap, NULL);
	assert_int_equal(send_signal(identity_of(pid), SIGTERM), SENT);
	assert_int_equal(end_of(pid), SIGTERM);
}

static void test_signals_have_names(void **state)
{
	char name[SIGNAL_NAME_MAX];

	(void)state;
	signal_name(SIGTERM, name);
	assert_string_equal(name, "SIGTERM");
	signal_name(SIGRTMIN, name);
	assert_string_equal(name, "SIGRTMIN");
	signal_name(SIGRTMIN + 3, name);
	assert_string_equal(name, "SIGRTMIN+3");
	signal_name(SIGRTMAX, name);
	assert_string_equal(name, "SIGRTMAX");
	signal_name(99, name);
	assert_string_equal(name, "signal 99");
}

/* All that can be sent, each once, and in order. */
static void test_the_table_has_them_all(void **state)
{
	int number, last = 0;
	size_t i;

	(void)state;
	for (i = 0; i < signal_nr(); i++) {
		number = signal_number(i);
		assert_true(number > last);
		last = number;
		assert_true(strlen(signal_about(number)) <= 24);
		assert_true(*signal_about(number) && *signal_effect(number));
	}
	assert_int_equal(last, SIGRTMAX);
	assert_int_equal(signal_nr(), 31 + SIGRTMAX - SIGRTMIN + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_one_that_is_meant_gets_it),
		cmocka_unit_test(test_what_has_ended_gets_nothing),
		cmocka_unit_test(test_who_got_the_number_gets_nothing),
		cmocka_unit_test(test_a_start_within_the_tick),
		cmocka_unit_test(test_a_number_that_is_none),
		cmocka_unit_test(test_what_is_not_ours_gets_nothing),
		cmocka_unit_test(test_without_pidfds_nothing_is_sent),
		cmocka_unit_test(test_other_threads_go_on),
		cmocka_unit_test(test_signals_have_names),
		cmocka_unit_test(test_the_table_has_them_all),
	};

	return cmocka_run_group_tests_name("send_signal", tests, NULL, NULL);
}

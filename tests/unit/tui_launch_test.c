// SPDX-License-Identifier: GPL-2.0
/*
 * Commands that are started, left and ended. The test is the reaper of all
 * orphans, so that whatever a launch leaves behind is a child of the test.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/launch.h"
#include "check.h"

/* Generous: what doesn't come by then, doesn't come. */
#define PATIENCE_MS 60000

/* Of all that waits for something by looking again and again. */
#define STEP_MS 5

#define FAMILY 6

/* Where the outputs and all other files of a test are. */
static char dir[64];

static char path_at_start[PATH_MAX], directory_at_start[PATH_MAX];

/* ---- waiting */

static void nap(void)
{
	const struct timespec step = { .tv_nsec = STEP_MS * 1000000 };

	nanosleep(&step, NULL);
}

static bool readable(int fd, int patience_ms)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };

	return poll(&pfd, 1, patience_ms) == 1;
}

/* Naps until @is is true; false: it never was. */
#define comes_true(is)							\
({									\
	int left_ = PATIENCE_MS;					\
									\
	while (!(is) && left_) {					\
		nap();							\
		left_ -= STEP_MS;					\
	}								\
	left_ > 0;							\
})

#define wait_until(is)							\
do {									\
	if (!comes_true(is))						\
		fail_msg("never: %s", #is);				\
} while (0)

static int ended(struct launch *launch)
{
	int status;

	while (!launch_ended(launch, &status))
		assert_true(readable(launch_fd(launch), PATIENCE_MS));
	return status;
}

static void wait_until_over(struct launch *launch)
{
	while (!launch_over(launch))
		assert_true(readable(launch_fd(launch), PATIENCE_MS));
}

/* Is no child left, not even one that has ended? */
static bool reap_all(void)
{
	pid_t pid;

	do
		pid = waitpid(-1, NULL, WNOHANG | __WALL);
	while (pid > 0);
	return pid < 0;
}

static bool has_child(void)
{
	return waitid(P_ALL, 0, &(siginfo_t){ 0 },
		      WEXITED | WNOHANG | WNOWAIT | __WALL) == 0;
}

/* ---- processes */

static int open_pid(pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	assert_true(fd >= 0);
	return fd;
}

static bool is_alive(int pidfd)
{
	return !readable(pidfd, 0);
}

static void check_gone(int pidfd)
{
	assert_true(readable(pidfd, PATIENCE_MS));
	close(pidfd);
}

/* The numbers of /proc/PID/stat behind the name; -1 for one that is gone. */
enum { STAT_PPID, STAT_PGRP, STAT_SESSION, STAT_TTY, NR_STAT };

static char read_stat(pid_t pid, int stat[NR_STAT])
{
	char path[64], text[1024];
	ssize_t len;
	char state;
	int fd, nr;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	len = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (len <= 0)
		return 0;
	text[len] = '\0';
	nr = sscanf(strrchr(text, ')') + 1, " %c %d %d %d %d", &state,
		    &stat[STAT_PPID], &stat[STAT_PGRP], &stat[STAT_SESSION],
		    &stat[STAT_TTY]);
	assert_int_equal(nr, 5);
	return state;
}

static int stat_of(pid_t pid, int field)
{
	int stat[NR_STAT];

	return read_stat(pid, stat) ? stat[field] : -1;
}

static char state_of(pid_t pid)
{
	int stat[NR_STAT];

	return read_stat(pid, stat);
}

static pid_t keeper_of(const struct launch *launch)
{
	return stat_of(launch_pid(launch), STAT_PPID);
}

/* ---- launches */

static struct launch *try_start(const char *const argv[], char *why,
				size_t len)
{
	return launch_start((char *const *)argv, why, len);
}

static struct launch *start(const char *const argv[])
{
	char why[256] = "";
	struct launch *launch = try_start(argv, why, sizeof(why));

	if (!launch)
		fail_msg("%s", why);
	return launch;
}

static struct launch *start_script(const char *script)
{
	const char *argv[] = { "sh", "-c", script, NULL };

	return start(argv);
}

/* This program, as what @role says. */
static struct launch *start_role(const char *role)
{
	const char *argv[] = { "/proc/self/exe", role, NULL };

	return start(argv);
}

static void kill_one(struct launch *launch)
{
	launch_kill(&launch, 1);
}

/* What is in a file, into a buffer that is used anew each time. */
static const char *text_of(const char *path)
{
	static char text[256 * 1024];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len;

	assert_true(fd >= 0);
	len = read(fd, text, sizeof(text) - 1);
	assert_true(len >= 0);
	text[len] = '\0';
	close(fd);
	return text;
}

static const char *output_of(const struct launch *launch)
{
	return text_of(launch_output(launch));
}

/* All that it writes; it ends by itself, with 0. */
static void check_output(struct launch *launch, const char *text)
{
	assert_int_equal(ended(launch), 0);
	assert_string_equal(output_of(launch), text);
	wait_until_over(launch);
	kill_one(launch);
}

static size_t count_lines(const char *text)
{
	size_t nr = 0;

	for (; *text; text++)
		nr += *text == '\n';
	return nr;
}

/* The pids that a launch writes, each in a line. */
static void read_pids(const struct launch *launch, pid_t *pids, size_t nr)
{
	const char *text;
	size_t i;

	wait_until(count_lines(output_of(launch)) == nr);
	text = output_of(launch);
	for (i = 0; i < nr; i++) {
		pids[i] = (pid_t)strtol(text, (char **)&text, 10);
		assert_true(pids[i] > 0);
	}
}

/*
 * They ignore all that a SIGTERM or a terminal does: the command, a child, one
 * in a session of its own with a child, an orphan in a session of its own, and
 * an orphan in the command's group.
 */
static const char family[] =
	"trap '' TERM HUP INT; echo $$\n"
	"sh -c 'echo $$; exec sleep 1000' &\n"
	"setsid sh -c 'echo $$; sleep 1000 & echo $!; wait' &\n"
	"(setsid sh -c 'echo $$; exec sleep 1000' &)\n"
	"(sh -c 'echo $$; exec sleep 1000' &)\n"
	"wait\n";

static void open_all(const pid_t *pids, int *pidfds, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		pidfds[i] = open_pid(pids[i]);
}

static void check_all_gone(const int *pidfds, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		check_gone(pidfds[i]);
}

static struct launch *start_family(int pidfds[FAMILY])
{
	struct launch *launch = start_script(family);
	pid_t pids[FAMILY];

	read_pids(launch, pids, FAMILY);
	assert_int_equal(pids[0], launch_pid(launch));
	open_all(pids, pidfds, FAMILY);
	return launch;
}

/* ---- what a command has */

static void test_output_goes_to_the_file(void **state)
{
	struct launch *launch = start_script("echo out; echo err >&2");
	struct stat st;

	(void)state;
	assert_int_equal(ended(launch), 0);
	assert_string_equal(output_of(launch), "out\nerr\n");
	assert_int_equal(stat(launch_output(launch), &st), 0);
	assert_int_equal(st.st_mode, S_IFREG | 0600);
	kill_one(launch);
}

static void test_each_has_a_file_of_its_own(void **state)
{
	struct launch *one = start_script("echo one");
	struct launch *two = start_script("echo two");

	(void)state;
	check_output(two, "two\n");
	check_output(one, "one\n");
}

static void test_an_output_that_is_cut_has_no_hole(void **state)
{
	struct launch *launch = start_script("echo first; kill -STOP $$; echo second");

	(void)state;
	wait_until(state_of(launch_pid(launch)) == 'T');
	assert_int_equal(truncate(launch_output(launch), 0), 0);
	kill(launch_pid(launch), SIGCONT);
	check_output(launch, "second\n");
}

static void check_directory(const char *path)
{
	struct launch *launch = start_script("echo here");
	char begin[PATH_MAX];

	snprintf(begin, sizeof(begin), "%s/tamtop-sh-", path);
	assert_int_equal(strncmp(launch_output(launch), begin, strlen(begin)), 0);
	assert_null(strchr(launch_output(launch) + strlen(begin), '/'));
	assert_int_equal(ended(launch), 0);
	assert_string_equal(output_of(launch), "here\n");
	unlink(launch_output(launch));
	kill_one(launch);
}

static void test_where_the_file_is(void **state)
{
	char sub[128];

	(void)state;
	snprintf(sub, sizeof(sub), "%s/sub", dir);
	mkdir(sub, 0700);
	setenv("TMPDIR", sub, 1);
	check_directory(dir);
	setenv("XDG_RUNTIME_DIR", "/nowhere", 1);
	check_directory(sub);
	setenv("XDG_RUNTIME_DIR", "", 1);
	check_directory(sub);
	unsetenv("XDG_RUNTIME_DIR");
	check_directory(sub);
	setenv("TMPDIR", ".", 1);
	check_directory("/tmp");
	unsetenv("TMPDIR");
	check_directory("/tmp");
}

static void test_stdin_is_empty(void **state)
{
	(void)state;
	check_output(start_script("cat; readlink /proc/self/fd/0"),
		     "/dev/null\n");
}

static void test_no_descriptor_is_inherited(void **state)
{
	int fds[2], many;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	many = fcntl(fds[0], F_DUPFD, 500);
	assert_true(many >= 500);
	/* the fourth is that of the directory */
	check_output(start_script("exec ls /proc/self/fd"), "0\n1\n2\n3\n");
	close(many);
	close(fds[0]);
	close(fds[1]);
}

static void test_group_and_session_are_its_own(void **state)
{
	struct launch *launch = start_script("sleep 1000");
	pid_t pid = launch_pid(launch);

	(void)state;
	assert_int_equal(getpgid(pid), pid);
	assert_int_equal(getsid(pid), pid);
	assert_int_equal(stat_of(pid, STAT_TTY), 0);
	assert_int_not_equal(getsid(keeper_of(launch)), getsid(0));
	assert_int_equal(stat_of(keeper_of(launch), STAT_TTY), 0);
	kill_one(launch);
}

static void never_called(int sig)
{
	(void)sig;
	abort();
}

/*
 * But the two that glibc keeps to itself, 32 and 33, and lets nobody set: its
 * posix_spawn(3) hands them on ignored, as make(1) does.
 */
static void check_no_signal(const char *status, const char *set)
{
	const char *line = strstr(status, set);
	const uint64_t glibcs = 3ULL << (32 - 1);

	assert_non_null(line);
	assert_int_equal(strtoull(line + strlen(set), NULL, 16) & ~glibcs, 0);
}

static void test_signals_are_as_at_the_start_of_a_session(void **state)
{
	sighandler_t was[3] = { signal(SIGUSR1, never_called),
				signal(SIGPIPE, SIG_IGN),
				signal(SIGHUP, SIG_IGN) };
	sigset_t most, before, after;
	struct launch *launch;
	const char *status;
	int sig;

	(void)state;
	sigfillset(&most);
	sigdelset(&most, SIGUSR2);
	sigprocmask(SIG_SETMASK, &most, &before);
	launch = start_script("exec cat /proc/self/status");
	sigprocmask(SIG_SETMASK, &before, &after);
	for (sig = 1; sig < NSIG; sig++)
		if (sig != SIGKILL && sig != SIGSTOP && sig != 32 && sig != 33)
			assert_int_equal(sigismember(&after, sig),
					 sigismember(&most, sig));
	signal(SIGUSR1, was[0]);
	signal(SIGPIPE, was[1]);
	signal(SIGHUP, was[2]);
	assert_int_equal(ended(launch), 0);
	status = output_of(launch);
	check_no_signal(status, "SigPnd:");
	check_no_signal(status, "ShdPnd:");
	check_no_signal(status, "SigBlk:");
	check_no_signal(status, "SigIgn:");
	check_no_signal(status, "SigCgt:");
	kill_one(launch);
}

static void test_directory_and_environment_are_tamtops(void **state)
{
	char expected[128];

	(void)state;
	assert_int_equal(chdir(dir), 0);
	setenv("TAMTOP_TEST", "a b", 1);
	snprintf(expected, sizeof(expected), "%s\na b\n", dir);
	check_output(start_script("pwd -P; echo \"$TAMTOP_TEST\""), expected);
	unsetenv("TAMTOP_TEST");
}

/* ---- arguments */

static void test_arguments_with_blanks_and_without_anything(void **state)
{
	const char *argv[] = { "printf", "[%s]", "a b", "", " ", "$x '\"*\\", "\n",
			 NULL };

	(void)state;
	check_output(start(argv), "[a b][][ ][$x '\"*\\][\n]");
}

static void test_ten_thousand_arguments(void **state)
{
	enum { MANY = 10000 };
	static char texts[MANY][8], expected[9 * MANY];
	static const char *argv[MANY + 3] = { "printf", "%s," };
	size_t i, len = 0;

	(void)state;
	for (i = 0; i < MANY; i++) {
		snprintf(texts[i], sizeof(texts[i]), "a%zu", i);
		argv[i + 2] = texts[i];
		len += (size_t)sprintf(expected + len, "%s,", texts[i]);
	}
	check_output(start(argv), expected);
}

/* ---- where it is found */

static void write_file(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, mode);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void check_found(const char *name, const char *path, const char *text)
{
	const char *argv[] = { name, NULL };
	struct launch *launch;

	if (path)
		setenv("PATH", path, 1);
	else
		unsetenv("PATH");
	launch = start(argv);
	check_output(launch, text);
}

static void test_the_search_in_path(void **state)
{
	(void)state;
	assert_int_equal(chdir(dir), 0);
	mkdir("no", 0700);
	write_file("no/tool", "#!/bin/sh\necho no\n", 0600);
	mkdir("dir", 0700);
	mkdir("dir/tool", 0700);
	mkdir("bin", 0700);
	write_file("bin/tool", "#!/bin/sh\necho bin\n", 0700);
	write_file("tool", "#!/bin/sh\necho here\n", 0700);

	check_found("tool", "bin", "bin\n");
	check_found("tool", "/nowhere:no:dir:tool:bin:.", "bin\n");
	check_found("tool", "bin:.", "bin\n");
	check_found("tool", ".:bin", "here\n");
	/* an empty one is the current directory */
	check_found("tool", "", "here\n");
	check_found("tool", ":bin", "here\n");
	check_found("tool", "no::bin", "here\n");
	check_found("tool", "no:", "here\n");
	/* with a slash it isn't looked for */
	check_found("./tool", "bin", "here\n");
	check_found("bin/tool", "no", "bin\n");
	/* and there is always some */
	check_found("true", NULL, "");
}

/* ---- what can't be run */

static size_t count_files(const char *path)
{
	DIR *files = opendir(path);
	size_t nr = 0;

	assert_non_null(files);
	while (readdir(files))
		nr++;
	closedir(files);
	return nr;
}

static void check_refused(const char *name, const char *expected)
{
	const char *argv[] = { name, NULL };
	size_t files = count_files(dir), fds = count_files("/proc/self/fd");
	char why[256] = "";

	assert_null(try_start(argv, why, sizeof(why)));
	assert_string_equal(why, expected);
	/* it leaves nothing behind */
	assert_false(has_child());
	assert_int_equal(count_files(dir), files);
	assert_int_equal(count_files("/proc/self/fd"), fds);
}

static void test_what_can_not_be_run(void **state)
{
	char expected[128];

	(void)state;
	snprintf(expected, sizeof(expected), "'%s': Permission denied", dir);
	assert_int_equal(chdir(dir), 0);
	write_file("plain", "#!/bin/sh\n", 0600);
	write_file("empty", "", 0700);
	write_file("words", "no program\n", 0700);
	write_file("lost", "#!/nowhere/sh\n", 0700);
	check_refused("tamtop-no-such-command",
		      "'tamtop-no-such-command': No such file or directory");
	check_refused("", "'': No such file or directory");
	check_refused("./nothing", "'./nothing': No such file or directory");
	check_refused("./empty/x", "'./empty/x': Not a directory");
	check_refused("./plain", "'./plain': Permission denied");
	check_refused(dir, expected);
	check_refused("./empty", "'./empty': Exec format error");
	check_refused("./words", "'./words': Exec format error");
	check_refused("./lost", "'./lost': No such file or directory");
}

/* That it was there, but could not be run, is the better reason. */
static void test_which_of_the_reasons_in_path(void **state)
{
	char other[128];

	(void)state;
	snprintf(other, sizeof(other), "/nowhere:%s:/nowhere", dir);
	setenv("PATH", other, 1);
	snprintf(other, sizeof(other), "%s/denied", dir);
	write_file(other, "#!/bin/sh\n", 0600);
	check_refused("denied", "'denied': Permission denied");
	check_refused("absent", "'absent': No such file or directory");
}

static void test_too_many_arguments(void **state)
{
	static char text[1 << 20];
	const char *argv[] = { "true", text, NULL };
	char why[256];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	assert_null(try_start(argv, why, sizeof(why)));
	assert_string_equal(why, "'true': Argument list too long");
}

static void test_a_reason_is_cut_to_its_room(void **state)
{
	const char *argv[] = { "tamtop-no-such-command", NULL };
	char why[10];

	(void)state;
	assert_null(try_start(argv, why, sizeof(why)));
	assert_string_equal(why, "'tamtop-n");
}

static int lowest_free(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

/* The keeper itself needs a few. */
static void use_some(int *fds, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		fds[i] = dup(0);
}

static void close_all(const int *fds, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		close(fds[i]);
}

/* Each descriptor in turn is the one too many. */
static void test_descriptors_that_run_out(void **state)
{
	size_t files = count_files(dir), fds, failures = 0;
	struct rlimit before, few;
	int used[10];
	const char *argv[] = { "true", NULL };
	struct launch *launch;
	char why[256];

	(void)state;
	use_some(used, ARRAY_SIZE(used));
	fds = count_files("/proc/self/fd");
	getrlimit(RLIMIT_NOFILE, &before);
	few = before;
	few.rlim_cur = (rlim_t)lowest_free();
	do {
		setrlimit(RLIMIT_NOFILE, &few);
		launch = try_start(argv, why, sizeof(why));
		setrlimit(RLIMIT_NOFILE, &before);
		if (!launch) {
			assert_non_null(strstr(why, ": Too many open files"));
			assert_false(has_child());
			assert_int_equal(count_files(dir), files);
			assert_int_equal(count_files("/proc/self/fd"), fds);
			failures++;
		}
		few.rlim_cur++;
	} while (!launch);
	assert_true(failures >= 3);
	check_output(launch, "");
	close_all(used, ARRAY_SIZE(used));
}

/* ---- how it ends */

static void test_the_exit_status(void **state)
{
	struct launch *launch = start_script("exit 7");
	int status = ended(launch), again = 0;

	(void)state;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 7);
	/* that doesn't pass by asking */
	wait_until_over(launch);
	assert_true(launch_ended(launch, &again));
	assert_int_equal(again, status);
	kill_one(launch);
}

static void test_the_signal(void **state)
{
	struct launch *launch = start_script("kill -USR1 $$");
	int status = ended(launch);

	(void)state;
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGUSR1);
	kill_one(launch);
}

static void test_the_end_is_an_event(void **state)
{
	struct launch *launch;
	char script[256], fifo[128];
	int status, fd;

	(void)state;
	snprintf(fifo, sizeof(fifo), "%s/fifo", dir);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	snprintf(script, sizeof(script), "echo $$; read -r word <%s; exit $word",
		 fifo);
	launch = start_script(script);
	wait_until(count_lines(output_of(launch)) == 1);
	assert_false(readable(launch_fd(launch), 0));
	assert_false(launch_ended(launch, &status));
	assert_false(launch_over(launch));
	fd = open(fifo, O_WRONLY | O_CLOEXEC);
	assert_int_equal(write(fd, "3\n", 2), 2);
	close(fd);
	assert_true(readable(launch_fd(launch), PATIENCE_MS));
	wait_until(launch_ended(launch, &status));
	assert_int_equal(WEXITSTATUS(status), 3);
	wait_until_over(launch);
	kill_one(launch);
}

static void test_a_stop_is_no_end(void **state)
{
	struct launch *launch = start_script("kill -STOP $$; exit 4");
	int status;

	(void)state;
	wait_until(state_of(launch_pid(launch)) == 'T');
	assert_false(launch_ended(launch, &status));
	kill(launch_pid(launch), SIGCONT);
	assert_int_equal(WEXITSTATUS(ended(launch)), 4);
	kill_one(launch);
}

static void test_commands_that_end_at_once(void **state)
{
	const char *argv[] = { "true", NULL };
	struct launch *launches[20];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(launches); i++)
		launches[i] = start(argv);
	for (i = 0; i < ARRAY_SIZE(launches); i++) {
		assert_int_equal(ended(launches[i]), 0);
		wait_until_over(launches[i]);
	}
	/* no zombie waits for what comes next */
	assert_false(has_child());
	for (i = 0; i < ARRAY_SIZE(launches); i += 2)
		launch_leave(launches[i]);
	for (i = 1; i < ARRAY_SIZE(launches); i += 2)
		kill_one(launches[i]);
}

static void test_an_ignored_sigchld(void **state)
{
	sighandler_t was = signal(SIGCHLD, SIG_IGN);
	struct launch *launch = start_script("exit 9");

	(void)state;
	assert_int_equal(WEXITSTATUS(ended(launch)), 9);
	wait_until_over(launch);
	kill_one(launch);
	signal(SIGCHLD, was);
}

static void test_what_a_command_leaves_behind(void **state)
{
	struct launch *launch = start_script("sleep 1000 & echo $!; exit 5");
	int left;
	pid_t pid;

	(void)state;
	assert_int_equal(WEXITSTATUS(ended(launch)), 5);
	read_pids(launch, &pid, 1);
	left = open_pid(pid);
	assert_true(is_alive(left));
	assert_false(launch_over(launch));
	kill(pid, SIGKILL);
	wait_until_over(launch);
	check_gone(left);
	kill_one(launch);
}

/* ---- launch_kill() */

static void test_kill_ends_all(void **state)
{
	int pidfds[FAMILY];
	struct launch *launch = start_family(pidfds);
	int keeper = open_pid(keeper_of(launch));

	(void)state;
	kill_one(launch);
	check_all_gone(pidfds, FAMILY);
	check_gone(keeper);
}

static void test_kill_ends_what_a_command_left_behind(void **state)
{
	static const char script[] =
		"trap '' TERM\n"
		"sleep 1000 & echo $!\n"
		"setsid sleep 1000 & echo $!\n";
	struct launch *launch = start_script(script);
	int pidfds[2];
	pid_t pids[2];

	(void)state;
	read_pids(launch, pids, 2);
	open_all(pids, pidfds, 2);
	assert_int_equal(ended(launch), 0);
	kill_one(launch);
	check_all_gone(pidfds, 2);
}

#define WAIT	"while :; do sleep 0.1; done"
#define HEED	"trap 'echo term; exit' TERM; echo on; "

enum { HEEDING, CHILD_HEEDING, ORPHAN_HEEDING, STOPPED_HEEDING, NR_HEEDING };

static const char *const heeding[NR_HEEDING] = {
	[HEEDING] = HEED WAIT,
	[CHILD_HEEDING] = "(" HEED WAIT ") & trap '' TERM; wait",
	[ORPHAN_HEEDING] = "(" HEED WAIT ") & exit",
	[STOPPED_HEEDING] = HEED "kill -STOP $$; " WAIT,
};

static void start_heeding(struct launch *launches[NR_HEEDING],
			  char *paths[NR_HEEDING])
{
	int i;

	for (i = 0; i < NR_HEEDING; i++) {
		launches[i] = start_script(heeding[i]);
		paths[i] = strdup(launch_output(launches[i]));
		wait_until(count_lines(text_of(paths[i])) == 1);
	}
	ended(launches[ORPHAN_HEEDING]);
	wait_until(state_of(launch_pid(launches[STOPPED_HEEDING])) == 'T');
}

static bool all_have_heeded(void)
{
	struct launch *launches[NR_HEEDING];
	char *paths[NR_HEEDING];
	bool all = true;
	int i;

	start_heeding(launches, paths);
	launch_kill(launches, NR_HEEDING);
	for (i = 0; i < NR_HEEDING; i++) {
		all = all && strstr(text_of(paths[i]), "term\n");
		free(paths[i]);
	}
	return all;
}

/* They have a second, which may be too short on a busy machine. */
static void test_kill_is_kind_first(void **state)
{
	int tries = 10;

	(void)state;
	while (!all_have_heeded())
		assert_true(--tries);
}

static void print_pid_and_stay(void)
{
	dprintf(STDOUT_FILENO, "%d\n", (int)getpid());
	for (;;)
		pause();
}

/* Orphans come to it, and not to the keeper, as long as it lives. */
static void be_subreaper(void)
{
	signal(SIGTERM, SIG_IGN);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (fork()) {
		wait(NULL);
		print_pid_and_stay();
	}
	if (fork())
		_exit(0);
	setsid();
	print_pid_and_stay();
}

static void test_kill_ends_one_that_gets_its_own_orphans(void **state)
{
	struct launch *launch = start_role("subreaper");
	int pidfds[2];
	pid_t pids[2];

	(void)state;
	read_pids(launch, pids, 2);
	open_all(pids, pidfds, 2);
	kill_one(launch);
	check_all_gone(pidfds, 2);
}

/* It is another process whenever one looks; not for ever, if it gets away. */
static void be_comet(void)
{
	long left;

	signal(SIGTERM, SIG_IGN);
	for (left = 500000; left; left--) {
		if (fork())
			_exit(0);
		setsid();
	}
}

static void test_kill_ends_one_that_is_always_another(void **state)
{
	struct launch *launch = start_role("comet");

	(void)state;
	assert_int_equal(ended(launch), 0);
	assert_false(launch_over(launch));
	kill_one(launch);
}

/* ---- launch_leave() */

static void test_leave_lets_live(void **state)
{
	int pidfds[FAMILY];
	struct launch *launch = start_family(pidfds);
	int keeper = open_pid(keeper_of(launch));
	size_t i;

	(void)state;
	launch_leave(launch);
	check_gone(keeper);
	for (i = 0; i < FAMILY; i++) {
		assert_true(is_alive(pidfds[i]));
		syscall(SYS_pidfd_send_signal, pidfds[i], SIGKILL, NULL, 0);
	}
	check_all_gone(pidfds, FAMILY);
}

/* The end of its keeper doesn't orphan its group, which would end it. */
static void test_leave_lets_one_live_that_is_stopped(void **state)
{
	struct launch *launch = start_script("echo $$; kill -STOP $$; echo on");
	pid_t pid = launch_pid(launch), keeper = keeper_of(launch);
	char *path = strdup(launch_output(launch));

	(void)state;
	wait_until(state_of(pid) == 'T');
	launch_leave(launch);
	wait_until(stat_of(pid, STAT_PPID) != keeper);
	assert_int_equal(state_of(pid), 'T');
	kill(pid, SIGCONT);
	wait_until(count_lines(text_of(path)) == 2);
	free(path);
}

static void test_one_is_left_and_one_is_killed(void **state)
{
	struct launch *left = start_script("exec sleep 1000");
	struct launch *killed = start_script("exec sleep 1000");
	int left_fd = open_pid(launch_pid(left));
	int killed_fd = open_pid(launch_pid(killed));

	(void)state;
	launch_leave(left);
	kill_one(killed);
	check_gone(killed_fd);
	assert_true(is_alive(left_fd));
	syscall(SYS_pidfd_send_signal, left_fd, SIGKILL, NULL, 0);
	check_gone(left_fd);
}

/* ---- the end of tamtop */

static void launch_family_and_tell(int tell)
{
	struct launch *launch = start_script(family);
	pid_t pids[FAMILY];

	read_pids(launch, pids, FAMILY);
	assert_int_equal(write(tell, pids, sizeof(pids)), sizeof(pids));
}

/* A process in tamtop's place; no test must go on in it that has failed. */
static pid_t fork_tamtop(void)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		signal(SIGHUP, SIG_DFL);
		signal(SIGSEGV, SIG_DFL);
		setenv("CMOCKA_TEST_ABORT", "1", 1);
	}
	return pid;
}

static void wait_for_death(void)
{
	for (;;)
		pause();
}

static void end_by_exit(void)
{
	_exit(0);
}

static void end_by_crash(void)
{
	const struct rlimit no_core = { 0 };

	setrlimit(RLIMIT_CORE, &no_core);
	raise(SIGSEGV);
}

static void check_tamtop_ends(void (*end)(void))
{
	pid_t pid, pids[FAMILY];
	int fds[2], go[2], pidfds[FAMILY], keeper;

	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	assert_int_equal(pipe2(go, O_CLOEXEC), 0);
	pid = fork_tamtop();
	if (!pid) {
		close(go[1]);
		launch_family_and_tell(fds[1]);
		readable(go[0], -1);
		end();
	}
	close(fds[1]);
	assert_int_equal(read(fds[0], pids, sizeof(pids)), sizeof(pids));
	open_all(pids, pidfds, FAMILY);
	keeper = open_pid(stat_of(pids[0], STAT_PPID));
	close(go[1]);
	if (end == wait_for_death)
		kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	check_all_gone(pidfds, FAMILY);
	check_gone(keeper);
	close(fds[0]);
	close(go[0]);
}

static void test_tamtop_is_killed(void **state)
{
	(void)state;
	check_tamtop_ends(wait_for_death);
}

static void test_tamtop_exits(void **state)
{
	(void)state;
	check_tamtop_ends(end_by_exit);
}

static void test_tamtop_crashes(void **state)
{
	(void)state;
	check_tamtop_ends(end_by_crash);
}

/* Of the second one, no process holds what tells the first one of the end. */
static void test_tamtop_is_killed_with_two(void **state)
{
	int fds[2], pidfds[3];
	pid_t pid, pids[3];
	struct launch *left;

	(void)state;
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	pid = fork_tamtop();
	if (!pid) {
		left = start_script("exec sleep 1000");
		pids[0] = launch_pid(left);
		pids[1] = launch_pid(start_script("exec sleep 1000"));
		pids[2] = launch_pid(start_script("exec sleep 1000"));
		launch_leave(left);
		assert_int_equal(write(fds[1], pids, sizeof(pids)),
				 sizeof(pids));
		wait_for_death();
	}
	assert_int_equal(read(fds[0], pids, sizeof(pids)), sizeof(pids));
	open_all(pids, pidfds, 3);
	kill(pid, SIGKILL);
	check_gone(pidfds[1]);
	check_gone(pidfds[2]);
	assert_true(is_alive(pidfds[0]));
	kill(pids[0], SIGKILL);
	check_gone(pidfds[0]);
	close(fds[0]);
	close(fds[1]);
}

/* Also when it only begins: nothing is left, as the teardown sees. */
static void test_tamtop_is_killed_at_any_time(void **state)
{
	struct timespec wait = { 0 };
	pid_t pid;
	int i;

	(void)state;
	for (i = 0; i < 40; i++) {
		pid = fork_tamtop();
		if (!pid)
			for (;;)
				start_script("sleep 1000 & exec sleep 1000");
		wait.tv_nsec = i * 200000;
		nanosleep(&wait, NULL);
		kill(pid, SIGKILL);
		wait_until(reap_all());
	}
}

/* ---- the terminal */

static int note_fd;

static void note_signal(int sig)
{
	(void)!write(note_fd, &sig, sizeof(sig));
}

static void be_tamtop_of_terminal(const char *terminal, int tell)
{
	setsid();
	if (open(terminal, O_RDWR) < 0)
		_exit(1);
	note_fd = tell;
	signal(SIGINT, note_signal);
	launch_family_and_tell(tell);
	for (;;)
		pause();
}

/* Ctrl-C is tamtop's alone, a hangup ends all. */
static void test_the_terminal(void **state)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	int fds[2], pidfds[FAMILY], sig, i;
	pid_t pid, pids[FAMILY];
	char terminal[64];

	(void)state;
	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	assert_int_equal(ptsname_r(master, terminal, sizeof(terminal)), 0);
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	pid = fork_tamtop();
	if (!pid) {
		close(master);
		be_tamtop_of_terminal(terminal, fds[1]);
	}
	assert_int_equal(read(fds[0], pids, sizeof(pids)), sizeof(pids));
	open_all(pids, pidfds, FAMILY);
	assert_int_not_equal(stat_of(pid, STAT_TTY), 0);
	assert_int_equal(stat_of(stat_of(pids[0], STAT_PPID), STAT_TTY), 0);
	for (i = 0; i < FAMILY; i++)
		assert_int_equal(stat_of(pids[i], STAT_TTY), 0);
	assert_int_equal(write(master, "\3", 1), 1);
	assert_int_equal(read(fds[0], &sig, sizeof(sig)), sizeof(sig));
	assert_int_equal(sig, SIGINT);
	for (i = 0; i < FAMILY; i++)
		assert_true(is_alive(pidfds[i]));
	close(master);
	check_all_gone(pidfds, FAMILY);
	close(fds[0]);
	close(fds[1]);
}

/* ---- the keeper */

static bool link_is(pid_t pid, const char *name, const char *begin)
{
	char path[64], text[PATH_MAX] = "";

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	return readlink(path, text, sizeof(text) - 1) > 0 &&
	       !strncmp(text, begin, strlen(begin));
}

static void test_the_keeper_is_in_nobodys_way(void **state)
{
	int many = fcntl(0, F_DUPFD, 500);
	struct launch *launch = start_script("exec sleep 1000");
	pid_t keeper = keeper_of(launch);
	char path[64];

	(void)state;
	close(many);
	snprintf(path, sizeof(path), "/proc/%d/comm", (int)keeper);
	assert_string_equal(text_of(path), "tam-keeper\n");
	wait_until(link_is(keeper, "cwd", "/") &&
		   !link_is(keeper, "cwd", "/t"));
	wait_until(link_is(keeper, "fd/0", "/dev/null"));
	wait_until(link_is(keeper, "fd/1", "/dev/null"));
	wait_until(link_is(keeper, "fd/2", "/dev/null"));
	wait_until(link_is(keeper, "fd/3", "socket:"));
	wait_until(link_is(keeper, "fd/4", "anon_inode:[signalfd]"));
	snprintf(path, sizeof(path), "/proc/%d/fd", (int)keeper);
	wait_until(count_files(path) == 5 + 2);
	kill_one(launch);
}

static void test_a_sigterm_for_the_keeper_ends_all(void **state)
{
	int pidfds[FAMILY];
	struct launch *launch = start_family(pidfds);

	(void)state;
	kill(keeper_of(launch), SIGTERM);
	assert_int_equal(WTERMSIG(ended(launch)), SIGKILL);
	wait_until_over(launch);
	check_all_gone(pidfds, FAMILY);
	launch_leave(launch);
}

/* The command and its group; more can't be known by then. */
static void test_a_sigkill_for_the_keeper_ends_the_group(void **state)
{
	struct launch *launch = start_script("sleep 1000 & echo $!; wait");
	int command = open_pid(launch_pid(launch)), child;
	pid_t pid;

	(void)state;
	read_pids(launch, &pid, 1);
	child = open_pid(pid);
	kill(keeper_of(launch), SIGKILL);
	assert_int_equal(ended(launch), -1);
	check_gone(command);
	check_gone(child);
	assert_true(launch_over(launch));
	kill_one(launch);
}

static void test_signals_of_a_terminal_do_nothing_to_the_keeper(void **state)
{
	static const int signals[] = { SIGINT, SIGQUIT, SIGHUP, SIGTSTP,
				       SIGTTOU, SIGPIPE, SIGUSR1 };
	struct launch *launch = start_script("kill -STOP $$; exit 6");
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(signals); i++)
		kill(keeper_of(launch), signals[i]);
	wait_until(state_of(launch_pid(launch)) == 'T');
	kill(launch_pid(launch), SIGCONT);
	assert_int_equal(WEXITSTATUS(ended(launch)), 6);
	kill_one(launch);
}

static void test_a_keeper_that_is_killed(void **state)
{
	struct launch *launch = start_script("exec sleep 1000");
	int pidfd = open_pid(launch_pid(launch)), status;

	(void)state;
	kill(keeper_of(launch), SIGKILL);
	wait_until_over(launch);
	assert_true(launch_ended(launch, &status));
	assert_int_equal(status, -1);
	assert_true(is_alive(pidfd));
	kill(launch_pid(launch), SIGKILL);
	check_gone(pidfd);
	kill_one(launch);
}

/* ---- where it is started */

static void *use_locks(void *stop)
{
	FILE *null = fopen("/dev/null", "w");

	while (!atomic_load((atomic_bool *)stop)) {
		free(malloc(100));
		fprintf(null, "x");
	}
	fclose(null);
	return NULL;
}

/* They hold locks at the moment of the fork. */
static void test_threads_beside_it(void **state)
{
	atomic_bool stop = false;
	pthread_t threads[2];
	int i;

	(void)state;
	for (i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, use_locks,
						&stop), 0);
	for (i = 0; i < 50; i++)
		check_output(start_script("echo on"), "on\n");
	atomic_store(&stop, true);
	for (i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
}

static void launch_with_nothing_open(void)
{
	const char *argv[] = { "sh", "-c", "cat; echo out; echo err >&2", NULL };
	struct launch *launch;
	char why[256];
	int status;

	closefrom(0);
	launch = try_start(argv, why, sizeof(why));
	if (!launch)
		_exit(1);
	while (!launch_ended(launch, &status))
		readable(launch_fd(launch), -1);
	_exit(status || strcmp(output_of(launch), "out\nerr\n"));
}

static void test_a_tamtop_with_nothing_open(void **state)
{
	pid_t pid = fork_tamtop();
	int status;

	(void)state;
	if (!pid)
		launch_with_nothing_open();
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* ---- */

static int set_up(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/tamtop-launch-test-XXXXXX");
	setenv("XDG_RUNTIME_DIR", mkdtemp(dir), 1);
	return 0;
}

/* Where a test has failed: a keeper ends its own by that. */
static void end_children(int sig)
{
	DIR *processes = opendir("/proc");
	const struct dirent *entry;
	pid_t pid;

	while ((entry = readdir(processes))) {
		pid = atoi(entry->d_name);
		if (pid && stat_of(pid, STAT_PPID) == getpid())
			kill(pid, sig);
	}
	closedir(processes);
}

static void remove_dir(void)
{
	pid_t pid = fork();

	if (!pid) {
		execlp("rm", "rm", "-rf", dir, NULL);
		_exit(1);
	}
	waitpid(pid, NULL, 0);
}

/* Whatever a launch left behind would be a child by now. */
static int tear_down(void **state)
{
	bool clean = comes_true(reap_all());

	(void)state;
	if (!clean)
		end_children(SIGTERM);
	setenv("PATH", path_at_start, 1);
	remove_dir();
	return chdir(directory_at_start) || !clean;
}

#define with_dir(test)	cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		with_dir(test_output_goes_to_the_file),
		with_dir(test_each_has_a_file_of_its_own),
		with_dir(test_an_output_that_is_cut_has_no_hole),
		with_dir(test_where_the_file_is),
		with_dir(test_stdin_is_empty),
		with_dir(test_no_descriptor_is_inherited),
		with_dir(test_group_and_session_are_its_own),
		with_dir(test_signals_are_as_at_the_start_of_a_session),
		with_dir(test_directory_and_environment_are_tamtops),
		with_dir(test_arguments_with_blanks_and_without_anything),
		with_dir(test_ten_thousand_arguments),
		with_dir(test_the_search_in_path),
		with_dir(test_what_can_not_be_run),
		with_dir(test_which_of_the_reasons_in_path),
		with_dir(test_too_many_arguments),
		with_dir(test_a_reason_is_cut_to_its_room),
		with_dir(test_descriptors_that_run_out),
		with_dir(test_the_exit_status),
		with_dir(test_the_signal),
		with_dir(test_the_end_is_an_event),
		with_dir(test_a_stop_is_no_end),
		with_dir(test_commands_that_end_at_once),
		with_dir(test_an_ignored_sigchld),
		with_dir(test_what_a_command_leaves_behind),
		with_dir(test_kill_ends_all),
		with_dir(test_kill_ends_what_a_command_left_behind),
		with_dir(test_kill_is_kind_first),
		with_dir(test_kill_ends_one_that_gets_its_own_orphans),
		with_dir(test_kill_ends_one_that_is_always_another),
		with_dir(test_leave_lets_live),
		with_dir(test_leave_lets_one_live_that_is_stopped),
		with_dir(test_one_is_left_and_one_is_killed),
		with_dir(test_tamtop_is_killed),
		with_dir(test_tamtop_exits),
		with_dir(test_tamtop_crashes),
		with_dir(test_tamtop_is_killed_with_two),
		with_dir(test_tamtop_is_killed_at_any_time),
		with_dir(test_the_terminal),
		with_dir(test_the_keeper_is_in_nobodys_way),
		with_dir(test_a_sigterm_for_the_keeper_ends_all),
		with_dir(test_a_sigkill_for_the_keeper_ends_the_group),
		with_dir(test_signals_of_a_terminal_do_nothing_to_the_keeper),
		with_dir(test_a_keeper_that_is_killed),
		with_dir(test_threads_beside_it),
		with_dir(test_a_tamtop_with_nothing_open),
	};

	if (argc == 2 && !strcmp(argv[1], "subreaper"))
		be_subreaper();
	if (argc == 2 && !strcmp(argv[1], "comet"))
		be_comet();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	snprintf(path_at_start, sizeof(path_at_start), "%s", getenv("PATH"));
	if (!getcwd(directory_at_start, sizeof(directory_at_start)))
		return 1;
	return cmocka_run_group_tests_name("launch", tests, NULL, NULL);
}

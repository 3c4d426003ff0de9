// SPDX-License-Identifier: GPL-2.0
/* Files of any length, and what an errno says of whoever they tell of. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "source/procfs.h"
#include "source/procstat.h"

static char folder[] = "/tmp/tamtop-procfs-XXXXXX";
static int dir = -1;
static struct procfs_text text;

static int set_up(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/tamtop-procfs-XXXXXX");
	assert_non_null(mkdtemp(folder));
	dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return dir < 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlinkat(dir, "file", 0);
	unlinkat(dir, "412/file", 0);
	unlinkat(dir, "412", AT_REMOVEDIR);
	close(dir);
	procfs_release(&text);
	return rmdir(folder);
}

/* A file whose bytes tell where they are. */
static char *write_file(const char *name, size_t len)
{
	char *bytes = malloc(len + 1);
	size_t i;
	int fd;

	assert_non_null(bytes);
	for (i = 0; i < len; i++)
		bytes[i] = (char)('a' + (i ^ i >> 8) % 26);
	bytes[len] = '\0';
	fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
	return bytes;
}

static void test_a_file_of_any_length_is_read_whole(void **state)
{
	static const size_t lengths[] = {
		100000, 0, 1, 4094, 4095, 4096, 4097, 8191, 8192, 8193, 5471,
		1000000, 12,
	};
	char *bytes;
	size_t i;

	(void)state;
	mkdirat(dir, "412", 0700);
	/* the second time into room that is there, with an older text in it */
	for (i = 0; i < 2 * ARRAY_SIZE(lengths); i++) {
		bytes = write_file("412/file", lengths[i / 2]);
		assert_int_equal(procfs_read_process(dir, 412, "file", &text), 0);
		assert_int_equal(text.len, lengths[i / 2]);
		assert_string_equal(text.text, bytes);
		free(bytes);
	}
}

static void test_a_bound_is_kept_and_all_below_it_is_read(void **state)
{
	char *bytes = write_file("file", 300000);
	int fd = openat(dir, "file", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_int_equal(procfs_read_fd(fd, 300001, &text), 0);
	assert_string_equal(text.text, bytes);
	assert_int_equal(procfs_read_fd(fd, 10000, &text), 0);
	assert_int_equal(text.len, 10000);
	bytes[10000] = '\0';
	assert_string_equal(text.text, bytes);
	close(fd);
	free(bytes);
}

static void test_what_an_errno_says(void **state)
{
	static const int ours[] = {
		EMFILE, ENFILE, ENOMEM, EIO, EINVAL, ENOTDIR, ELOOP,
	};
	size_t i;

	(void)state;
	assert_int_equal(procfs_error(ENOENT), PROCFS_GONE);
	assert_int_equal(procfs_error(ESRCH), PROCFS_GONE);
	assert_int_equal(procfs_error(EACCES), PROCFS_DENIED);
	assert_int_equal(procfs_error(EPERM), PROCFS_DENIED);
	for (i = 0; i < ARRAY_SIZE(ours); i++)
		assert_int_equal(procfs_error(ours[i]), PROCFS_FAILED);
}

/* No descriptor is left below the one that is the next. */
static void limit_files(struct rlimit *before)
{
	struct rlimit now;
	int next = dup(0);

	close(next);
	getrlimit(RLIMIT_NOFILE, before);
	now = *before;
	now.rlim_cur = (rlim_t)next;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &now), 0);
}

static void test_the_errno_comes_back(void **state)
{
	struct rlimit before;
	struct procfs procfs;
	pid_t thread;
	int error;

	(void)state;
	free(write_file("file", 10));
	assert_int_equal(procfs_read(dir, "none", &text), ENOENT);
	assert_int_equal(procfs_read(dir, "file/none", &text), ENOTDIR);
	assert_int_equal(procfs_read(dir, ".", &text), EISDIR);
	assert_int_equal(procfs_read_fd(-1, 10, &text), EBADF);
	assert_string_equal(text.text, "");
	limit_files(&before);
	error = procfs_read(dir, "file", &text);
	assert_int_equal(procfs_thread(dir, 1, &thread), EMFILE);
	assert_int_equal(procfs_open(&procfs), ST_SYSTEM);
	assert_int_equal(errno, EMFILE);
	procfs_close(&procfs);
	setrlimit(RLIMIT_NOFILE, &before);
	assert_int_equal(error, EMFILE);
	assert_int_equal(procfs_thread(dir, 1, &thread), ENOENT);
}

/* The number behind @key in @path, as stdio reads it, however often it must. */
static uint64_t number_in(const char *path, const char *key)
{
	FILE *file = fopen(path, "r");
	unsigned long long value = 0;
	char line[256];

	assert_non_null(file);
	while (fgets(line, sizeof(line), file))
		if (!strncmp(line, key, strlen(key)))
			sscanf(line + strlen(key), "%llu", &value);
	fclose(file);
	return value;
}

/* /proc/vmstat comes in pages, and faults never become fewer. */
static void test_the_system_is_as_its_files_say(void **state)
{
	uint64_t before = number_in("/proc/vmstat", "pgfault "), after;
	struct sys_stat sys = { 0 };
	struct procfs procfs;
	int i;

	(void)state;
	assert_int_equal(procfs_open(&procfs), ST_OK);
	for (i = 0; i < 3; i++) {
		sys = (struct sys_stat){ 0 };
		procfs_read_system(&procfs, &sys);
		after = number_in("/proc/vmstat", "pgfault ");
		assert_int_equal(sys.known, KNOWN_MEMORY | KNOWN_VMSTAT);
		assert_in_range(sys.faults, before, after);
		assert_int_equal(sys.mem_total,
				 number_in("/proc/meminfo", "MemTotal:") * 1024);
		assert_int_equal(sys.swap_total,
				 number_in("/proc/meminfo", "SwapTotal:") * 1024);
		assert_in_range(sys.mem_used, 1, sys.mem_total);
		before = sys.faults;
	}
	procfs_close(&procfs);
}

static void *sleep_on(void *to)
{
	pid_t id = (pid_t)syscall(SYS_gettid);

	if (write(*(int *)to, &id, sizeof(id)) != sizeof(id))
		_exit(1);
	for (;;)
		pause();
	return NULL;
}

static void test_the_thread_that_lives_on(void **state)
{
	pid_t pid, thread, found = 0;
	pthread_t unused;
	char path[32];
	int to[2], fd;

	(void)state;
	assert_int_equal(pipe2(to, O_CLOEXEC), 0);
	pid = fork_child();
	if (!pid) {
		if (pthread_create(&unused, NULL, sleep_on, &to[1]))
			_exit(1);
		/* the first thread alone */
		syscall(SYS_exit, 0);
	}
	assert_int_equal(read(to[0], &thread, sizeof(thread)), sizeof(thread));
	snprintf(path, sizeof(path), "/proc/%d", (int)pid);
	fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(procfs_thread(fd, pid, &found), 0);
	assert_int_equal(found, thread);
	close(fd);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	fd = open("/proc/self", O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(procfs_thread(fd, getpid(), &found), 0);
	assert_int_equal(found, 0);
	close(fd);
	close(to[0]);
	close(to[1]);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_file_of_any_length_is_read_whole),
		TEST(test_a_bound_is_kept_and_all_below_it_is_read),
		TEST(test_what_an_errno_says),
		TEST(test_the_errno_comes_back),
		TEST(test_the_system_is_as_its_files_say),
		TEST(test_the_thread_that_lives_on),
	};

	return cmocka_run_group_tests_name("procfs", tests, NULL, NULL);
}

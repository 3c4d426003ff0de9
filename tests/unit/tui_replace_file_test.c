// SPDX-License-Identifier: GPL-2.0
/* A file in the place of another: all of it, or the old one, and no third. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/replace_file.h"
#include "app/unattended.h"
#include "check.h"
#include "fixture_dir.h"

static struct fixture_dir dir;
static char why[REPLACE_WHY];

/* What comes while the file is written, and whether that fails, too. */
static int signal_at_fsync;
static bool no_fsync;

int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
	if (signal_at_fsync)
		raise(signal_at_fsync);
	if (!no_fsync)
		return __real_fsync(fd);
	errno = EIO;
	return -1;
}

static int set_up(void **state)
{
	(void)state;
	fixture_dir_enter(&dir);
	signal(SIGXFSZ, SIG_IGN);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_dir_leave(&dir);
	return 0;
}

static void assert_file(const char *path, const char *text)
{
	char buf[64] = "";
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	assert_int_equal(fread(buf, 1, sizeof(buf) - 1, file), strlen(text));
	assert_string_equal(buf, text);
	fclose(file);
}

/* Nothing is left of what was tried. */
static void assert_alone(const char *path)
{
	glob_t found;

	assert_int_equal(glob("*", 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 1);
	assert_string_equal(found.gl_pathv[0], path);
	globfree(&found);
}

static void test_it_is_replaced(void **state)
{
	struct stat before, after;

	(void)state;
	umask(022);
	assert_true(replace_file("a.prom", "one\n", 4, why));
	assert_file("a.prom", "one\n");
	assert_int_equal(stat("a.prom", &before), 0);
	assert_int_equal(before.st_mode & 07777, 0644);
	umask(077);
	assert_true(replace_file("a.prom", "two two\n", 8, why));
	assert_file("a.prom", "two two\n");
	assert_int_equal(stat("a.prom", &after), 0);
	assert_int_equal(after.st_mode & 07777, 0600);
	/* who has the old one open reads it on */
	assert_int_not_equal(before.st_ino, after.st_ino);
	assert_int_equal(umask(022), 077);
	assert_alone("a.prom");
}

static void test_what_is_no_file_is_refused(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0700), 0);
	assert_false(replace_file("d", "x", 1, why));
	assert_string_equal(why, "it is a directory");
	assert_false(replace_file("d/", "x", 1, why));
	assert_string_equal(why, "give the name of a file");
	assert_false(replace_file("", "x", 1, why));
	assert_string_equal(why, "give the name of a file");
	assert_false(replace_file("none/a", "x", 1, why));
	assert_string_equal(why, "No such file or directory");
	assert_int_equal(symlink("d/there", "link"), 0);
	assert_false(replace_file("link", "x", 1, why));
	assert_string_equal(why, "it is a link");
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_false(replace_file("pipe", "x", 1, why));
	assert_string_equal(why, "not a regular file");
	assert_int_equal(unlink("link"), 0);
	assert_int_equal(unlink("pipe"), 0);
	assert_alone("d");
}

static void test_the_old_one_stays_where_there_is_no_room(void **state)
{
	struct rlimit limit, none;

	(void)state;
	assert_true(replace_file("a.prom", "one\n", 4, why));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	none = limit;
	none.rlim_cur = 2;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	assert_false(replace_file("a.prom", "two two\n", 8, why));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_string_equal(why, "File too large");
	assert_file("a.prom", "one\n");
	assert_alone("a.prom");
}

/* Exit code of a program that gets @sig while it writes a.prom. */
static int ended_by(int sig, bool fails)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		unattended_begin();
		signal_at_fsync = sig;
		no_fsync = fails;
		replace_file("a.prom", "two two\n", 8, why);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_a_signal_leaves_nothing_half_done(void **state)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		assert_true(replace_file("a.prom", "one\n", 4, why));
		assert_int_equal(ended_by(ends[i], true), 128 + ends[i]);
		assert_file("a.prom", "one\n");
		assert_alone("a.prom");
		assert_int_equal(ended_by(ends[i], false), 128 + ends[i]);
		assert_file("a.prom", "two two\n");
		assert_alone("a.prom");
	}
}

static void test_what_was_held_before_is_held_on(void **state)
{
	sigset_t before, set;

	(void)state;
	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	assert_int_equal(sigprocmask(SIG_BLOCK, &set, &before), 0);
	assert_true(replace_file("a.prom", "one\n", 4, why));
	assert_int_equal(sigprocmask(SIG_SETMASK, &before, &set), 0);
	assert_true(sigismember(&set, SIGHUP));
	assert_false(sigismember(&set, SIGTERM));
	assert_false(sigismember(&set, SIGINT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_it_is_replaced, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_what_is_no_file_is_refused,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_the_old_one_stays_where_there_is_no_room, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_signal_leaves_nothing_half_done, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_was_held_before_is_held_on, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

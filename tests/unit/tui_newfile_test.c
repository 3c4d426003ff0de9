// SPDX-License-Identifier: GPL-2.0
/* New files: they overwrite nothing, follow nothing, and are whole. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/newfile.h"
#include "check.h"
#include "fixture_dir.h"

static struct fixture_dir dir;
static char name[NEWFILE_NAME_MAX];

static int set_up(void **state)
{
	(void)state;
	fixture_dir_enter(&dir);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_dir_leave(&dir);
	return 0;
}

static bool save(const char *text)
{
	return newfile_write("t", ".svg", text, strlen(text), name);
}

static size_t nr_files(void)
{
	DIR *all = opendir(".");
	size_t nr = 0;

	assert_non_null(all);
	while (readdir(all))
		nr++;
	closedir(all);
	return nr - 2;
}

static void assert_holds(const char *path, const char *expected)
{
	char text[64] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_true(read(fd, text, sizeof(text) - 1) >= 0);
	close(fd);
	assert_string_equal(text, expected);
}

static void put_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void test_names_are_numbered(void **state)
{
	(void)state;
	assert_true(save("one"));
	assert_string_equal(name, "t-1.svg");
	assert_true(save("two"));
	assert_string_equal(name, "t-2.svg");
	assert_true(newfile_write("t", ".txt", "three", 5, name));
	assert_string_equal(name, "t-1.txt");
	assert_holds("t-1.svg", "one");
	assert_holds("t-2.svg", "two");
	assert_holds("t-1.txt", "three");
}

static void test_what_is_there_is_not_overwritten(void **state)
{
	(void)state;
	put_file("t-1.svg", "mine");
	assert_int_equal(mkdir("t-2.svg", 0700), 0);
	assert_true(save("new"));
	assert_string_equal(name, "t-3.svg");
	assert_holds("t-1.svg", "mine");
	assert_int_equal(rmdir("t-2.svg"), 0);
}

/* Neither one to a file, nor one that leads nowhere: it would be made. */
static void test_links_are_not_followed(void **state)
{
	(void)state;
	put_file("precious", "mine");
	assert_int_equal(symlink("precious", "t-1.svg"), 0);
	assert_int_equal(symlink("nowhere", "t-2.svg"), 0);
	assert_true(save("new"));
	assert_string_equal(name, "t-3.svg");
	assert_holds("precious", "mine");
	assert_int_not_equal(access("nowhere", F_OK), 0);
}

static void test_only_the_owner_may_read(void **state)
{
	mode_t mask = umask(0);
	struct stat st;

	(void)state;
	assert_true(save("new"));
	umask(mask);
	assert_int_equal(stat(name, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
}

static void test_a_directory_that_is_gone(void **state)
{
	(void)state;
	assert_int_equal(rmdir(dir.path), 0);
	assert_false(save("new"));
	assert_int_equal(errno, ENOENT);
	assert_string_equal(name, "t-1.svg");
}

/* As a disk that is full after some bytes: what came until then goes, too. */
static void test_no_half_file_is_left(void **state)
{
	struct rlimit limit, small;

	(void)state;
	assert_true(save("whole"));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	small = limit;
	small.rlim_cur = 10;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_false(save("longer than ten bytes"));
	assert_int_equal(errno, EFBIG);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_string_equal(name, "t-2.svg");
	assert_int_equal(nr_files(), 1);
	assert_holds("t-1.svg", "whole");
	assert_true(save("longer than ten bytes"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_names_are_numbered),
		TEST(test_what_is_there_is_not_overwritten),
		TEST(test_links_are_not_followed),
		TEST(test_only_the_owner_may_read),
		TEST(test_a_directory_that_is_gone),
		TEST(test_no_half_file_is_left),
	};

	return cmocka_run_group_tests_name("newfile", tests, NULL, NULL);
}

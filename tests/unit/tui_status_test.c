// SPDX-License-Identifier: GPL-2.0
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/status.h"
#include "check.h"

#define LIVES	77	/* the exit code of who doesn't die */

/* As tamtop.1 tells them. */
static void test_exit_codes(void **state)
{
	int st;

	(void)state;
	assert_int_equal(status_exit_code(ST_OK), 0);
	assert_int_equal(status_exit_code(ST_NO_MEMORY), 1);
	assert_int_equal(status_exit_code(ST_IO), 1);
	assert_int_equal(status_exit_code(ST_NO_TERMINAL), 1);
	assert_int_equal(status_exit_code(ST_SYSTEM), 1);
	assert_int_equal(status_exit_code(ST_USAGE), 2);
	assert_int_equal(status_exit_code(ST_NO_SOURCE), 3);
	assert_int_equal(status_exit_code(ST_GONE), 4);
	for (st = 0; st < NR_STATUS; st++)
		assert_true(strlen(status_text((enum status)st)) > 0);
}

static void give_terminal_back(void)
{
	fputs("the terminal is back\n", stderr);
}

static void die_of_it(const char *what)
{
	die(ST_GONE, "process %d is %s", 412, what);
}

static char words[64];

static void end_thread(void *ctx, enum status st, const char *text)
{
	snprintf(ctx, sizeof(words), "%s: %s",
		 st == ST_GONE ? "ST_GONE" : "another", text);
	pthread_exit(NULL);
}

static void *die_alone(void *arg)
{
	status_set_thread_exit(end_thread, words);
	die_of_it(arg);
	return NULL;
}

/* All that is to be seen is what the thread's end was told. */
static void die_in_a_thread(const char *what)
{
	char copy[16];
	pthread_t thread;

	snprintf(copy, sizeof(copy), "%s", what);
	pthread_create(&thread, NULL, die_alone, copy);
	pthread_join(thread, NULL);
	fputs(words, stderr);
}

static void die_beside_a_thread(const char *what)
{
	die_in_a_thread("first");
	fputc('\n', stderr);
	die_of_it(what);
}

static void die_as_all_do(const char *what)
{
	status_set_thread_exit(end_thread, NULL);
	status_set_thread_exit(NULL, NULL);
	die_of_it(what);
}

/* The exit code of a program that does @end(@what), and what it says. */
static int code_of(void (*end)(const char *what), const char *what, char *said,
		   size_t len)
{
	ssize_t got, all = 0;
	int fds[2], status;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	fflush(NULL);
	pid = fork_child();
	assert_true(pid >= 0);
	if (!pid) {
		dup2(fds[1], STDERR_FILENO);
		end(what);
		_exit(LIVES);
	}
	close(fds[1]);
	while ((got = read(fds[0], said + all, len - 1 - (size_t)all)) > 0)
		all += got;
	said[all] = '\0';
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_die_ends_the_program(void **state)
{
	char said[256];

	(void)state;
	assert_int_equal(code_of(die_of_it, "gone", said, sizeof(said)), 4);
	assert_string_equal(said, "tamtop: process 412 is gone\n");
	status_set_cleanup(give_terminal_back);
	assert_int_equal(code_of(die_of_it, "gone", said, sizeof(said)), 4);
	assert_string_equal(said, "the terminal is back\n"
				  "tamtop: process 412 is gone\n");
	status_set_cleanup(NULL);
	assert_int_equal(code_of(die_of_it, "here", said, sizeof(said)), 4);
	assert_string_equal(said, "tamtop: process 412 is here\n");
}

static void test_a_line_is_never_cut(void **state)
{
	char said[2048], what[1000];

	(void)state;
	memset(what, 'x', sizeof(what));
	what[sizeof(what) - 1] = '\0';
	assert_int_equal(code_of(die_of_it, what, said, sizeof(said)), 4);
	assert_int_equal(strlen(said), strlen("tamtop: process 412 is \n") +
				       strlen(what));
}

/* What somebody has typed stands there, and is to move no cursor. */
static void test_a_line_is_one_and_harmless(void **state)
{
	char said[256];

	(void)state;
	assert_int_equal(code_of(die_of_it, "a\nb\x1b[2J\xff", said,
				 sizeof(said)), 4);
	assert_string_equal(said, "tamtop: process 412 is a?b?[2J?\n");
}

/* A thread dies in its own way, without a word, and all others as before. */
static void test_a_thread_may_die_alone(void **state)
{
	char said[256];

	(void)state;
	status_set_cleanup(give_terminal_back);
	assert_int_equal(code_of(die_in_a_thread, "gone", said, sizeof(said)),
			 LIVES);
	assert_string_equal(said, "ST_GONE: process 412 is gone");
	assert_int_equal(code_of(die_beside_a_thread, "gone", said,
				 sizeof(said)), 4);
	assert_string_equal(said, "ST_GONE: process 412 is first\n"
				  "the terminal is back\n"
				  "tamtop: process 412 is gone\n");
	assert_int_equal(code_of(die_as_all_do, "gone", said, sizeof(said)), 4);
	assert_string_equal(said, "the terminal is back\n"
				  "tamtop: process 412 is gone\n");
	status_set_cleanup(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exit_codes),
		cmocka_unit_test(test_die_ends_the_program),
		cmocka_unit_test(test_a_line_is_never_cut),
		cmocka_unit_test(test_a_line_is_one_and_harmless),
		cmocka_unit_test(test_a_thread_may_die_alone),
	};

	return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}

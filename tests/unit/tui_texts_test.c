// SPDX-License-Identifier: GPL-2.0
/* Command lines of children that were given them, and a scripted name service. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "check.h"
#include "source/procfs.h"
#include "source/procstat.h"
#include "source/texts.h"

static char *program;
static atomic_bool stop;
static struct demand demand;
static struct sample sample;

/* The name service: what it answers, and after how long. */
static struct {
	const char *name;		/* NULL: no such user */
	size_t needs;			/* bytes; less is ERANGE */
	int error;
	int errors;			/* so often, then the name comes */
	bool stops;			/* a signal comes while it is asked */
	bool slow;
	int asked;
} service;

int getpwuid_r(uid_t uid, struct passwd *entry, char *buf, size_t size,
	       struct passwd **found)
{
	const struct timespec some = { .tv_nsec = 1000000 };
	int error;

	(void)uid;
	*found = NULL;
	service.asked++;
	if (service.slow)
		nanosleep(&some, NULL);
	if (service.stops)
		stop = true;
	if (service.error && service.errors) {
		service.errors--;
		return service.error;
	}
	error = size < service.needs ? ERANGE : 0;
	if (error)
		return error;
	if (!service.name)
		return 0;
	snprintf(buf, size, "%s", service.name);
	entry->pw_name = buf;
	*found = entry;
	return 0;
}

static int set_up(void **state)
{
	(void)state;
	memset(&service, 0, sizeof(service));
	service.errors = -1;
	stop = false;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	demand_release(&demand);
	sample_release(&sample);
	return 0;
}

static void read_texts(void)
{
	sample_reset(&sample);
	texts_read(&demand, &stop, &sample);
	assert_true(sample.sections & SECTION_TEXTS);
}

static struct proc_id id_of(pid_t pid)
{
	struct procfs_text text = { 0 };
	struct procstat stat;
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	assert_int_equal(procfs_read(-1, path, &text), 0);
	assert_true(procstat_parse(text.text, &stat));
	procfs_release(&text);
	return (struct proc_id){ .pid = pid, .start_ns = stat.start_ns };
}

/* This program anew, with arguments, and asleep when this returns. */
static pid_t start(const char *what, char *const *arguments)
{
	char *argv[64] = { program, (char *)what };
	int ready[2], i;
	char byte;
	pid_t pid;

	for (i = 0; arguments[i]; i++)
		argv[2 + i] = arguments[i];
	assert_int_equal(pipe(ready), 0);
	pid = fork_child();
	if (!pid) {
		dup2(ready[1], STDOUT_FILENO);
		close(ready[0]);
		close(ready[1]);
		execv("/proc/self/exe", argv);
		_exit(1);
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* @nr arguments of @len bytes each; NULL behind them. */
static char **make_arguments(int nr, size_t len)
{
	char **arguments = xcalloc((unsigned long)nr + 1, sizeof(*arguments));
	int i;

	for (i = 0; i < nr; i++) {
		arguments[i] = xcalloc(len + 1, 1);
		memset(arguments[i], 'a' + i, len);
	}
	return arguments;
}

/* What a command line with them is to look like. */
static char *joined(const char *what, char *const *arguments)
{
	size_t len = strlen(program) + strlen(what) + 2, at;
	char *text;
	int i;

	for (i = 0; arguments[i]; i++)
		len += strlen(arguments[i]) + 1;
	text = xcalloc(len, 1);
	at = (size_t)sprintf(text, "%s %s", program, what);
	for (i = 0; arguments[i]; i++) {
		text[at++] = ' ';
		strcpy(text + at, arguments[i]);
		at += strlen(arguments[i]);
	}
	return text;
}

static void free_arguments(char **arguments)
{
	int i;

	for (i = 0; arguments[i]; i++)
		free(arguments[i]);
	free(arguments);
}

static void expect_whole(int nr, size_t len)
{
	char **arguments = make_arguments(nr, len);
	char *text = joined("sleep", arguments);
	pid_t pid = start("sleep", arguments);

	demand_reset(&demand);
	demand.command_max = COMMAND_WHOLE;
	demand_text(&demand, TEXT_COMMAND, id_of(pid), 0);
	read_texts();
	assert_int_equal(sample.nr_texts, 1);
	assert_int_equal(strlen(sample.texts[0].text), strlen(text));
	assert_string_equal(sample.texts[0].text, text);
	end(pid);
	free(text);
	free_arguments(arguments);
}

static void test_a_command_of_any_length_is_whole(void **state)
{
	(void)state;
	expect_whole(1, 1);
	expect_whole(1, 4095);
	expect_whole(3, 4096);
	expect_whole(50, 100);
	expect_whole(15, 100000);
}

/* What does not fit on any screen ends in a mark, and never in a half. */
static void test_for_a_screen_it_is_short(void **state)
{
	char **arguments = make_arguments(2, 3000);
	char *text = joined("sleep", arguments);
	pid_t pid = start("sleep", arguments);

	(void)state;
	demand_text(&demand, TEXT_COMMAND, id_of(pid), 0);
	read_texts();
	assert_int_equal(strlen(sample.texts[0].text), COMMAND_SHORT);
	assert_memory_equal(sample.texts[0].text, text, COMMAND_SHORT - 3);
	assert_string_equal(sample.texts[0].text + COMMAND_SHORT - 3, "...");
	end(pid);
	free(text);
	free_arguments(arguments);
}

/* As if a thousand forks shared their arguments: all together have a bound. */
static void test_all_together_have_a_bound(void **state)
{
	char **arguments = make_arguments(15, 100000);
	pid_t pid = start("sleep", arguments);
	size_t bytes = 0, nr_short = 0, i;

	(void)state;
	demand.command_max = COMMAND_WHOLE;
	for (i = 0; i < 100; i++)
		demand_text(&demand, TEXT_COMMAND, id_of(pid), 0);
	read_texts();
	assert_int_equal(sample.nr_texts, 100);
	for (i = 0; i < 100; i++) {
		bytes += strlen(sample.texts[i].text);
		nr_short += strlen(sample.texts[i].text) == COMMAND_SHORT;
	}
	assert_in_range(bytes, COMMANDS_MAX - COMMAND_WHOLE,
			COMMANDS_MAX + COMMAND_WHOLE + 100 * COMMAND_SHORT);
	assert_true(nr_short > 0);
	end(pid);
	free_arguments(arguments);
}

static void test_a_text_is_of_the_process_that_was_meant(void **state)
{
	struct proc_id id = id_of(getpid()), later = id, finer = id;

	(void)state;
	later.start_ns += 10000000;
	/* a call tells nanoseconds of the same tick */
	finer.start_ns += 9999999;
	demand_text(&demand, TEXT_COMMAND, id, 0);
	demand_text(&demand, TEXT_COMMAND, later, 0);
	demand_text(&demand, TEXT_COMMAND, finer, 0);
	read_texts();
	assert_int_equal(sample.nr_texts, 3);
	assert_non_null(sample.texts[0].text);
	assert_null(sample.texts[1].text);
	assert_string_equal(sample.texts[2].text, sample.texts[0].text);
}

static void test_a_cgroup_is_of_the_process_that_was_meant(void **state)
{
	struct proc_id id = id_of(getpid()), later = id;
	struct procfs_text text = { 0 };

	(void)state;
	later.start_ns += 10000000;
	demand_text(&demand, TEXT_CGROUP, id, 0);
	demand_text(&demand, TEXT_CGROUP, later, 0);
	read_texts();
	assert_int_equal(sample.nr_texts, 2);
	assert_null(sample.texts[1].text);
	if (!procfs_read(-1, "/proc/self/cgroup", &text) && text.len)
		assert_non_null(strstr(text.text, sample.texts[0].text));
	else
		assert_null(sample.texts[0].text);
	procfs_release(&text);
}

static void test_arguments_outlive_the_first_thread(void **state)
{
	char *none[] = { NULL };
	char *text = joined("thread", none);
	pid_t pid = start("thread", none);
	struct procfs_text stat = { 0 };
	char path[32];

	(void)state;
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	do
		assert_int_equal(procfs_read(-1, path, &stat), 0);
	while (!strstr(stat.text, ") Z "));
	procfs_release(&stat);
	demand_text(&demand, TEXT_COMMAND, id_of(pid), 0);
	read_texts();
	assert_string_equal(sample.texts[0].text, text);
	end(pid);
	free(text);
}

/* Nothing was learnt: what is left out is asked for again. */
static void test_without_a_descriptor_there_is_no_answer(void **state)
{
	struct rlimit before, now;
	int next = dup(0);

	(void)state;
	close(next);
	demand_text(&demand, TEXT_COMMAND, id_of(getpid()), 0);
	getrlimit(RLIMIT_NOFILE, &before);
	for (now = before, now.rlim_cur = (rlim_t)next;
	     now.rlim_cur < (rlim_t)next + 2; now.rlim_cur++) {
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &now), 0);
		read_texts();
		assert_int_equal(sample.nr_texts, 0);
	}
	setrlimit(RLIMIT_NOFILE, &before);
	read_texts();
	assert_int_equal(sample.nr_texts, 1);
	assert_non_null(sample.texts[0].text);
}

static const struct sample_text *name_user(void)
{
	demand_reset(&demand);
	demand_text(&demand, TEXT_USER, (struct proc_id){ 0 }, 1532536188);
	read_texts();
	assert_int_equal(sample.nr_texts, 1);
	assert_int_equal(sample.texts[0].uid, 1532536188);
	return &sample.texts[0];
}

static void test_an_entry_of_any_length(void **state)
{
	(void)state;
	service.name = "ada";
	service.needs = 500000;
	assert_string_equal(name_user()->text, "ada");
	assert_false(name_user()->failed);
	/* without an end: there may be a name, but nobody can say */
	service.needs = SIZE_MAX;
	assert_null(name_user()->text);
	assert_true(name_user()->failed);
}

static void test_no_such_user_and_no_answer(void **state)
{
	static const int none[] = { 0, ENOENT, ESRCH, EBADF, EPERM };
	static const int failed[] = { EIO, EMFILE, ENFILE, ENOMEM, EAGAIN };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(none); i++) {
		service.error = none[i];
		assert_null(name_user()->text);
		assert_false(name_user()->failed);
	}
	for (i = 0; i < ARRAY_SIZE(failed); i++) {
		service.error = failed[i];
		assert_null(name_user()->text);
		assert_true(name_user()->failed);
	}
	/* a signal is no answer at all */
	service.error = EINTR;
	service.errors = 3;
	service.name = "ada";
	assert_string_equal(name_user()->text, "ada");
	/* nor is nothing a name */
	service.name = "";
	assert_null(name_user()->text);
	assert_false(name_user()->failed);
}

static void test_what_is_known_does_not_wait_for_the_rest(void **state)
{
	size_t i;

	(void)state;
	service.name = "ada";
	service.slow = true;
	for (i = 0; i < 5; i++)
		demand_text(&demand, TEXT_USER, (struct proc_id){ 0 },
			    (uid_t)i);
	read_texts();
	assert_int_equal(sample.nr_texts, 5);
	/* the time for names is over when the first one has come */
	demand.names_ns = 1;
	read_texts();
	assert_int_equal(sample.nr_texts, 1);
	assert_int_equal(service.asked, 6);
}

static void test_a_stop_ends_it_after_one_answer(void **state)
{
	size_t i;

	(void)state;
	service.name = "ada";
	service.stops = true;
	for (i = 0; i < 5; i++)
		demand_text(&demand, TEXT_USER, (struct proc_id){ 0 },
			    (uid_t)i);
	demand_text(&demand, TEXT_COMMAND, id_of(getpid()), 0);
	read_texts();
	assert_int_equal(sample.nr_texts, 1);
	assert_int_equal(service.asked, 1);
}

static void *sleep_on(void *unused)
{
	(void)unused;
	if (write(STDOUT_FILENO, "", 1) != 1)
		_exit(1);
	for (;;)
		pause();
	return NULL;
}

/* What is started here: it sleeps, and in a second thread if need be. */
static void be_child(const char *what)
{
	pthread_t thread;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (strcmp(what, "thread") != 0)
		sleep_on(NULL);
	if (!pthread_create(&thread, NULL, sleep_on, NULL))
		syscall(SYS_exit, 0);
	_exit(1);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_command_of_any_length_is_whole),
		TEST(test_for_a_screen_it_is_short),
		TEST(test_all_together_have_a_bound),
		TEST(test_a_text_is_of_the_process_that_was_meant),
		TEST(test_a_cgroup_is_of_the_process_that_was_meant),
		TEST(test_arguments_outlive_the_first_thread),
		TEST(test_without_a_descriptor_there_is_no_answer),
		TEST(test_an_entry_of_any_length),
		TEST(test_no_such_user_and_no_answer),
		TEST(test_what_is_known_does_not_wait_for_the_rest),
		TEST(test_a_stop_ends_it_after_one_answer),
	};

	program = argv[0];
	if (argc > 1)
		be_child(argv[1]);
	return cmocka_run_group_tests_name("texts", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/batch_loop.h"
#include "base/alloc.h"
#include "check.h"
#include "fixture.h"

/* What a child of the test does for a source. */
static struct {
	bool stuck;		/* as long as a name service that never answers */
	int asked;		/* a byte goes there when it is asked first */
	bool was_asked;
} script;

static enum status scripted_sample(struct source *source,
				   const struct demand *demand,
				   struct sample *sample)
{
	(void)source;
	if (!script.was_asked && write(script.asked, "a", 1) != 1)
		_exit(99);
	script.was_asked = true;
	while (script.stuck)
		pause();
	if (demand->list)
		fixture_sample(sample, 0);
	fixture_texts(sample, demand);
	return ST_OK;
}

static struct source *scripted_open(const atomic_bool *stop);

static void scripted_close(struct source *source)
{
	free(source);
}

static const struct source_ops scripted = {
	.name = "script",
	.open = scripted_open,
	.sample = scripted_sample,
	.close = scripted_close,
};

static struct source *scripted_open(const atomic_bool *stop)
{
	struct source *source = xcalloc(1, sizeof(*source));

	(void)stop;
	source->ops = &scripted;
	return source;
}

/* One that prints samples: its output, and where it says what it does. */
struct child {
	pid_t pid;
	int output, asked;
};

static void be_child(const struct child *ends, unsigned long count)
{
	const struct batch_options options = {
		.clock = &clock_monotonic,
		.delay_ns = NSEC_PER_SEC / 10,
		.count = count,
		.chosen.sort = &process_fields[FIELD_TOUCHED],
	};

	/* as main() does it */
	signal(SIGPIPE, SIG_IGN);
	dup2(ends->output, STDOUT_FILENO);
	script.asked = ends->asked;
	exit(batch_loop_run(&scripted, &options));
}

/* Nobody reads what it prints; there is little room for it. */
static struct child start(bool stuck, unsigned long count)
{
	struct child child, ends;
	int output[2], asked[2];

	assert_int_equal(pipe2(output, O_CLOEXEC), 0);
	assert_true(fcntl(output[0], F_SETPIPE_SZ, 4096) > 0);
	assert_int_equal(pipe2(asked, O_CLOEXEC), 0);
	ends = (struct child){ .output = output[1], .asked = asked[1] };
	child = (struct child){ .output = output[0], .asked = asked[0] };
	script.stuck = stuck;
	child.pid = fork_child();
	if (!child.pid) {
		close(child.output);
		be_child(&ends, count);
	}
	assert_true(child.pid > 0);
	close(output[1]);
	close(asked[1]);
	return child;
}

static void wait_until_asked(const struct child *child)
{
	char byte;

	assert_int_equal(read(child->asked, &byte, 1), 1);
}

static int end_of(struct child *child)
{
	int status;

	assert_int_equal(waitpid(child->pid, &status, 0), child->pid);
	close(child->output);
	close(child->asked);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static const int ends[] = { SIGINT, SIGTERM, SIGHUP };

static void test_a_slow_answer_delays_no_signal(void **state)
{
	struct child child;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		child = start(true, 0);
		wait_until_asked(&child);
		kill(child.pid, ends[i]);
		assert_int_equal(end_of(&child), 128 + ends[i]);
	}
}

/* In write(2), see proc(5) on /proc/PID/syscall; it is "running" in between. */
static bool is_writing(pid_t pid)
{
	char path[64], text[64] = "";
	FILE *file;
	long nr = -1;

	snprintf(path, sizeof(path), "/proc/%d/syscall", (int)pid);
	file = fopen(path, "re");
	assert_non_null(file);
	if (fgets(text, sizeof(text), file) && *text >= '0' && *text <= '9')
		nr = strtol(text, NULL, 10);
	fclose(file);
	return nr == SYS_write;
}

/* It writes until the pipe takes no more, and waits there. */
static void wait_until_full(const struct child *child)
{
	const struct timespec wait = { .tv_nsec = NSEC_PER_MSEC };

	while (!is_writing(child->pid))
		nanosleep(&wait, NULL);
}

static void test_a_reader_who_does_not_read_delays_no_signal(void **state)
{
	struct child child;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		child = start(false, 0);
		wait_until_full(&child);
		kill(child.pid, ends[i]);
		assert_int_equal(end_of(&child), 128 + ends[i]);
	}
}

static void test_a_signal_in_its_sleep(void **state)
{
	struct child child = start(false, 0);
	char output[4096];

	(void)state;
	assert_true(read(child.output, output, sizeof(output)) > 0);
	kill(child.pid, SIGTERM);
	assert_int_equal(end_of(&child), 128 + SIGTERM);
}

/* As under nohup(1): what is ignored at first stays so. */
static void test_what_is_ignored_stays_so(void **state)
{
	struct child child;
	char output[4096];

	(void)state;
	signal(SIGHUP, SIG_IGN);
	child = start(false, 3);
	wait_until_asked(&child);
	kill(child.pid, SIGHUP);
	while (read(child.output, output, sizeof(output)) > 0)
		;
	assert_int_equal(end_of(&child), 0);
	signal(SIGHUP, SIG_DFL);
}

static void test_a_reader_who_has_had_enough(void **state)
{
	struct child child = start(false, 0);

	(void)state;
	close(child.output);
	child.output = -1;
	assert_int_equal(end_of(&child), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_slow_answer_delays_no_signal),
		cmocka_unit_test(test_a_reader_who_does_not_read_delays_no_signal),
		cmocka_unit_test(test_a_signal_in_its_sleep),
		cmocka_unit_test(test_what_is_ignored_stays_so),
		cmocka_unit_test(test_a_reader_who_has_had_enough),
	};

	return cmocka_run_group_tests_name("batch_loop", tests, NULL, NULL);
}
